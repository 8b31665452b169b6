#pragma once

#include "core/reach/reachability.h"

#include <optional>

namespace portolan {

/// Weighted ordered pairs of different pods with some traffic in common, as countPairs() counts them, in a cluster with
/// admin policies. Sources are taken in order; destinations that share their keys and accept the same traffic from the
/// source at hand are counted together. nullopt: stopped.
std::optional<std::uint64_t> countOrderedPairs(const Reachability& reachability, Certainty certainty,
                                               const RunControl& control);

} // namespace portolan

#pragma once

#include "core/reach/reachability.h"

namespace portolan {

/// Ordered pairs of different pods whose traffic differs between two versions (must sense), by what happened.
struct PairDelta {
    std::uint64_t opened = 0; ///< no traffic before, some now
    std::uint64_t closed = 0; ///< some before, none now
    bool operator==(const PairDelta&) const = default;
};

/// Compares a version with an edited one. Exact; touches only sources and destinations whose functions differ where
/// both versions share their classes, and counts both in full where an edit made new classes. Fails only with
/// Cancelled.
Result<PairDelta> pairDelta(const Reachability& before, const Reachability& after, const RunControl& control);

} // namespace portolan

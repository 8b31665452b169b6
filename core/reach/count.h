#pragma once

#include "core/reach/reachability.h"

namespace portolan {

/// Ordered pairs of different pods (templates count their replicas) between which some traffic passes.
struct PairCounts {
    std::uint64_t total = 0; ///< all ordered pairs
    std::uint64_t must = 0;  ///< with some port allowed for certain
    std::uint64_t may = 0;   ///< with some port allowed if the missing facts say so; at least `must`
    bool operator==(const PairCounts&) const = default;
};

/// Counts the pairs without writing the relation down (engine.md 1.12): one sweep over the source classes, restricted
/// destinations that accept the current source in a bitset, open ones by prefix sums. Own-node exemptions of
/// hostNetwork pods count in `may` only. Fails only with Cancelled.
Result<PairCounts> countPairs(const Reachability& reachability, const RunControl& control);

} // namespace portolan

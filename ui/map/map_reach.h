#pragma once

#include "core/analysis/analysis.h"
#include "core/paths/paths.h"

#include <string>
#include <vector>

namespace portolan {

/// One step of how far a workload gets, for the map: identities of the two ends, or "internet".
struct ReachStep {
    std::string from;
    std::string to;
    EdgeState state = EdgeState::Used; ///< of the edge that the step goes over
};

struct MapReach {
    std::vector<ReachStep> steps;         ///< a tree from the start, nearest first
    std::vector<std::size_t> countByHops; ///< workloads at 1, 2, ... hops
};

/// What `from` reaches within some hops on ports that somebody listens on. Fails only with Cancelled.
Result<MapReach> reachFrom(const Analysis& analysis, WorkloadId from, unsigned hops, const RunControl& control);

} // namespace portolan

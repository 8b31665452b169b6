#pragma once

#include "core/paths/paths.h"

#include <functional>
#include <vector>

/// What every route needs: choke points (dominators) and smallest cuts. Both write the edges between the workloads in
/// question down, and are refused where these are too many.

namespace portolan {

/// A workload that every route from the start to some others goes through.
struct ChokePoint {
    WorkloadId workload;
    std::vector<WorkloadId> behind; ///< reached through it only, ascending
    bool operator==(const ChokePoint&) const = default;
};

/// Choke points of everything reachable from `from`, those with most behind them first (Lengauer and Tarjan 1979).
/// Unsupported: more than kMaxChokeNodes workloads are reachable. Cancelled.
Result<std::vector<ChokePoint>> chokePoints(const ReachGraph& graph, PathNode from, const RunControl& control);
inline constexpr std::size_t kMaxChokeNodes = 3000;

/// A smallest set of hops whose closing leaves no route.
struct Cut {
    std::vector<Hop> hops; ///< by from, to
    std::size_t used = 0;  ///< of these, hops that observed traffic uses
};

/// The cheapest cut between two ends: as few hops in use as possible, then as few hops (max-flow min-cut, Edmonds and
/// Karp 1972). `isUsed` tells the hops that observed traffic goes over. Empty where no route leads there. Unsupported:
/// more than kMaxCutNodes workloads lie between. Cancelled.
Result<Cut> smallestCut(const ReachGraph& graph, PathNode from, PathNode to,
                        const std::function<bool(WorkloadId from, WorkloadId to)>& isUsed, const RunControl& control);
inline constexpr std::size_t kMaxCutNodes = 800;

} // namespace portolan

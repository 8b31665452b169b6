#pragma once

#include "core/analysis/analysis.h"
#include "core/paths/cuts.h"
#include "core/paths/paths.h"

#include <QString>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

namespace portolan {

/// What is known of the ways between two ends.
struct PathsAnswer {
    std::shared_ptr<const Analysis> analysis;
    std::shared_ptr<const ReachGraph> graph;
    PathNode from;
    PathNode to;
    std::vector<Route> routes; ///< at most kShownRoutes, shortest first
    Spread spread;             ///< of `from`
    std::vector<ChokePoint> chokePoints;
    QString chokeProblem;   ///< why choke points are not known; empty where they are
    std::optional<Cut> cut; ///< nothing where there is no route, or too much lies between
};

inline constexpr std::size_t kShownRoutes = 5;
inline constexpr unsigned kMostHops = 6;

/// Finds routes, reach, choke points and the smallest cut. Fails only with Cancelled.
Result<PathsAnswer> findPaths(std::shared_ptr<const Analysis> analysis, std::shared_ptr<const ReachGraph> graph,
                              PathNode from, PathNode to, const RunControl& control);

/// The observed edge behind a hop, on its port; from the internet, the first from an address outside. Nothing where the
/// log saw none.
std::optional<LedgerEdge> observedEdge(const Analysis& analysis, const Hop& hop);
/// As observedEdge(), or else the permitted and unseen one between two workloads.
std::optional<LedgerEdge> edgeBehind(const Analysis& analysis, const Hop& hop);

/// "internet", or the identity of the workload.
QString endText(const Cluster& cluster, PathNode node);
/// What endText() wrote; nothing where the cluster has no such workload.
std::optional<PathNode> endOf(const Cluster& cluster, const QString& text);
/// The workloads that portolan.yaml calls sensitive and that exist, in its order.
std::vector<WorkloadId> sensitiveWorkloads(const Cluster& cluster);

} // namespace portolan

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

/// What is known of the ways from one end to some others.
struct PathsAnswer {
    std::shared_ptr<const Analysis> analysis;
    std::shared_ptr<const ReachGraph> graph;
    PathNode from;
    std::vector<PathNode> to;
    unsigned maxHops = 6;
    std::vector<Route> routes; ///< shortest first, then by target
    Spread spread;             ///< of `from`, within maxHops
    std::vector<ChokePoint> chokePoints;
    QString chokeProblem;                 ///< why choke points are not known; empty where they are
    std::vector<std::optional<Cut>> cuts; ///< by target; nothing where no route leads there, or too much lies between
    std::size_t leftOut = 0;              ///< targets beyond kMostTargets that were not looked for

    /// The place in `to` of the target of a route.
    std::size_t targetOf(const Route& route) const;
    /// Hops that have to be closed so that no route leads to the target of `route`.
    const Cut* cutFor(const Route& route) const;
};

/// What to look for: from one end to all of some others.
struct PathsQuestion {
    PathNode from;
    std::vector<PathNode> to;
    unsigned maxHops = 6;
};

/// At most this many routes to a single target, and to each of several.
inline constexpr std::size_t kShownRoutes = 8;
inline constexpr std::size_t kShownRoutesEach = 3;
inline constexpr std::size_t kMostTargets = 16;
inline constexpr unsigned kMostHops = 6;

/// Finds routes, reach, choke points and the smallest cuts. Fails only with Cancelled.
Result<PathsAnswer> findPaths(std::shared_ptr<const Analysis> analysis, std::shared_ptr<const ReachGraph> graph,
                              const PathsQuestion& question, const RunControl& control);

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

#pragma once

#include "core/analysis/analysis.h"
#include "ui/map/map_graph.h"
#include "ui/session/selection.h"

#include <optional>
#include <vector>

namespace portolan {

/// What a map of an analysis shows, with the identities behind its nodes and edges.
struct ClusterMap {
    enum class Level : std::uint8_t { Workloads, Namespaces };
    Level level = Level::Workloads;
    MapGraph graph;
    std::vector<std::optional<WorkloadKey>> nodes; ///< by node; nothing for what is no workload
    std::vector<std::vector<LedgerEdge>> edges;    ///< by edge: what it stands for, most connections first
    std::size_t known = 0;     ///< edges the analysis has: observed, and permitted on ports known to listen
    std::size_t inHubs = 0;    ///< of those, edges of hubs, drawn on demand only
    std::uint64_t leftOut = 0; ///< permitted and unseen edges that were not listed
};

/// Most nodes a map draws; a larger cluster is shown by namespace.
inline constexpr std::size_t kMostMapNodes = 300;

/// Lays the facts out as a graph: workloads in their namespaces, nodes of the cluster, addresses and unknown names as
/// groups outside. Workloads with very many peers are hubs. Stops early, with what it has, when told to.
ClusterMap clusterMap(const Analysis& analysis, const RunControl& control);

/// The node or edge that stands for the selection.
std::optional<std::uint32_t> nodeOf(const ClusterMap& map, const WorkloadKey& key);
std::optional<std::uint32_t> edgeOf(const ClusterMap& map, const Cluster& cluster, const EdgeKey& key);

} // namespace portolan

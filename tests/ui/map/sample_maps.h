#pragma once

#include "ui/map/map_graph.h"

namespace portolan::test {

/// A shop of ten namespaces with 42 nodes and one edge of every class.
MapGraph shopMap();

/// The shop with three more namespaces and many more edges: 60 nodes and 130 edges.
MapGraph busyShopMap();

/// Many namespaces of 13 workloads with random edges, too many to be routed when `edges` is large.
MapGraph crowdedMap(std::uint32_t nodes, std::uint32_t edges);

/// Index of the node "group/name".
std::uint32_t nodeNamed(const MapGraph& graph, const QString& path);
/// Index of the first edge between two nodes.
std::uint32_t edgeBetween(const MapGraph& graph, const QString& from, const QString& to);

} // namespace portolan::test

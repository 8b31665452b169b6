#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/layout/graph.h"

#include <cstdint>

namespace portolan {

/// Which neighbours count.
enum class NeighbourSide { Both, Callers, Callees };

struct NeighbourhoodQuery {
    std::uint32_t focus = 0;
    int hops = 1; ///< 1 to 3
    NeighbourSide side = NeighbourSide::Both;
};

/// Distance of every node from the focus: negative along edges towards it, positive along edges from it, 0 for the
/// focus itself and kNoHop for nodes that are further away than `hops`. A node that is both is put where it is nearer,
/// on the right when the same.
inline constexpr int kNoHop = 1'000;
std::vector<int> hopsFrom(const LayoutGraph& graph, const NeighbourhoodQuery& query);

/// Lays out callers | focus | callees: a column of cards for every hop, each card the part of one group that stands at
/// that hop; columns of more than 16 nodes are split. Nodes further away get empty boxes, edges to them no points.
/// Cancelled when stopped; Internal if an index is out of range.
Result<Layout> layoutNeighbourhood(const LayoutGraph& graph, const NeighbourhoodQuery& query,
                                   const LayoutOptions& options, const RunControl& control);

} // namespace portolan

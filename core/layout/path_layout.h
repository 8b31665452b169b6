#pragma once

#include "core/layout/geometry.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace portolan {

/// How rows of routes are spread.
struct PathSpacing {
    BoxSize node{112, 48};
    int width = 960;     ///< of a row, from the left edge of its first node to the right edge of its last
    int leastGap = 160;  ///< between two nodes: the line must carry two gates and their texts
    int rowHeight = 144; ///< from one route to the next
};

/// One route: its nodes from left to right and the straight line before each but the first.
struct PathRow {
    std::vector<Box> nodes;
    std::vector<std::pair<Point, Point>> hops; ///< hops[i] joins nodes[i] and nodes[i + 1]
};

/// Rows of routes, one under the other, nodes evenly spread over the width; a route too long for it makes its row wider
/// rather than its gaps narrower than the least. `lengths` has the number of nodes of each route, at least 1.
std::vector<PathRow> layoutPaths(const std::vector<std::uint32_t>& lengths, const PathSpacing& spacing);

} // namespace portolan

#include "core/layout/graph.h"

#include <algorithm>

namespace portolan {

bool isSound(const LayoutGraph& graph) {
    const auto isNode = [&](std::uint32_t n) { return n < graph.nodes.size(); };
    return std::ranges::all_of(graph.nodes, [&](const LayoutNode& n) { return n.group < graph.groups.size(); }) &&
           std::ranges::all_of(graph.edges, [&](const LayoutEdge& e) { return isNode(e.from) && isNode(e.to); });
}

} // namespace portolan

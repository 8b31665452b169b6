#include "core/layout/graph.h"

#include <algorithm>

namespace portolan {

bool isSound(const LayoutGraph& graph) {
    const auto isNode = [&](std::uint32_t n) { return n < graph.nodes.size(); };
    const auto isGroup = [&](std::uint32_t g) { return g < graph.groups.size(); };
    return std::ranges::all_of(graph.nodes, [&](const LayoutNode& n) { return isGroup(n.group); }) &&
           std::ranges::all_of(graph.edges, [&](const LayoutEdge& e) { return isNode(e.from) && isNode(e.to); }) &&
           std::ranges::all_of(graph.trunks, [&](const LayoutTrunk& t) { return isGroup(t.from) && isGroup(t.to); });
}

} // namespace portolan

#include "tests/core/layout/graphs.h"

#include <algorithm>
#include <cstdlib>
#include <random>

namespace portolan::test {
namespace {

bool isOnBorder(const Box& box, Point p) {
    return box.contains(p) && (p.x == box.x || p.x == box.right() || p.y == box.y || p.y == box.bottom());
}

/// Whether a right-angled line enters the inside of the box; running to its border does not count.
bool cuts(Point a, Point b, const Box& box) {
    const int left = std::min(a.x, b.x);
    const int right = std::max(a.x, b.x);
    const int top = std::min(a.y, b.y);
    const int bottom = std::max(a.y, b.y);
    return left < box.right() && right > box.x && top < box.bottom() && bottom > box.y;
}

std::string faultOfRoute(const LayoutGraph& graph, const Layout& layout, std::size_t index) {
    const EdgeRoute& route = layout.routes[index];
    const std::string name = "route " + std::to_string(index);
    if (route.points.size() < 2) return name + " has no line";
    if (!isOnBorder(layout.nodes[graph.edges[index].from], route.points.front())) return name + " starts elsewhere";
    if (!isOnBorder(layout.nodes[graph.edges[index].to], route.points.back())) return name + " ends elsewhere";
    for (std::size_t i = 0; i + 1 < route.points.size(); ++i) {
        const Point a = route.points[i];
        const Point b = route.points[i + 1];
        if ((a.x == b.x) == (a.y == b.y)) return name + " is not right-angled";
        if (a.x % kGridPixels != 0 || a.y % kGridPixels != 0) return name + " leaves the grid";
        for (std::size_t n = 0; n < layout.nodes.size(); ++n)
            if (cuts(a, b, layout.nodes[n])) return name + " cuts node " + std::to_string(n);
    }
    return {};
}

} // namespace

LayoutGraph makeGraph(const RandomGraph& wanted) {
    std::mt19937 random(wanted.seed);
    const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
    LayoutGraph graph;
    graph.groups.resize(wanted.groups);
    for (LayoutGroup& group : graph.groups) group.titleWidth = 40 + static_cast<int>(below(60));
    for (std::uint32_t n = 0; n < wanted.nodes; ++n) {
        LayoutNode node;
        node.group = n < wanted.groups ? n : below(wanted.groups);
        node.width = 112 + 32 * static_cast<int>(below(3));
        node.noteWidth = below(9) == 0 ? 70 : 0;
        graph.nodes.push_back(node);
    }
    while (graph.edges.size() < wanted.edges) {
        const std::uint32_t from = below(wanted.nodes);
        std::uint32_t to = below(wanted.nodes);
        for (int tries = 0; tries < 40 && graph.nodes[to].group != graph.nodes[from].group; ++tries)
            to = graph.edges.size() % 2 == 0 ? below(wanted.nodes) : to;
        if (from != to) graph.edges.push_back({from, to, 1.0});
    }
    return graph;
}

std::string faultOf(const LayoutGraph& graph, const Layout& layout) {
    for (std::size_t a = 0; a < layout.groups.size(); ++a)
        for (std::size_t b = a + 1; b < layout.groups.size(); ++b)
            if (layout.groups[a].box.overlaps(layout.groups[b].box)) return "cards overlap";
    for (std::size_t a = 0; a < layout.nodes.size(); ++a) {
        const Box& box = layout.nodes[a];
        if (box.isEmpty()) continue;
        const bool isHome = std::ranges::any_of(layout.groups, [&](const GroupBox& group) {
            return group.group == graph.nodes[a].group && group.box.united(box) == group.box;
        });
        if (!isHome) return "node " + std::to_string(a) + " stands outside its card";
        for (std::size_t b = a + 1; b < layout.nodes.size(); ++b)
            if (box.overlaps(layout.nodes[b])) return "nodes overlap";
    }
    for (std::size_t e = 0; e < layout.routes.size(); ++e) {
        if (layout.routes[e].points.empty() || layout.routes[e].isStraight) continue;
        if (std::string fault = faultOfRoute(graph, layout, e); !fault.empty()) return fault;
    }
    return {};
}

} // namespace portolan::test

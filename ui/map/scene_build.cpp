#include "core/layout/map_layout.h"
#include "core/layout/neighbourhood.h"
#include "ui/map/map_metrics.h"
#include "ui/map/map_scene.h"
#include "ui/widgets/text.h"

#include <algorithm>
#include <cmath>

namespace portolan {
namespace {

/// A neighbourhood shows the lines that trunks stand for on the whole map.
bool isDrawable(const MapEdge& edge, bool isWhole) {
    return !edge.isHubTraffic && !(isWhole && edge.isFolded) && edge.edgeClass != EdgeClass::OpenUnseen &&
           edge.from != edge.to;
}

/// A large map is seen whole at about this scale, where names keep their size and boxes do not: they need the room.
constexpr std::size_t kLargeMap = 48; ///< nodes
constexpr double kLargeMapScale = 0.52;

int nodeWidth(const MapNode& node, bool isLargeMap) {
    constexpr double kBeforeName = 28;
    constexpr double kAroundSmallName = 9;
    const double after = node.isCrownJewel ? 26 : 8;
    double wanted = kBeforeName + textWidth(node.name, uiFont(12, Weight::Medium)) + after;
    if (isLargeMap)
        wanted = std::max(wanted, (textWidth(node.name, uiFont(map::kLeastFont, Weight::Medium)) + kAroundSmallName) /
                                      kLargeMapScale);
    const int widest = isLargeMap ? 208 : 176;
    for (const int step : {112, 144, 176})
        if (wanted <= step * textScale()) return roundUpToGrid(static_cast<int>(std::lround(step * textScale())));
    return roundUpToGrid(static_cast<int>(std::lround(widest * textScale())));
}

bool hasSamePlaces(const MapGraph& a, const MapGraph& b) {
    const auto sameNode = [](const MapNode& x, const MapNode& y) { return x.id == y.id && x.group == y.group; };
    const auto sameGroup = [](const MapGroup& x, const MapGroup& y) { return x.id == y.id && x.side == y.side; };
    return std::ranges::equal(a.nodes, b.nodes, sameNode) && std::ranges::equal(a.groups, b.groups, sameGroup);
}

/// The drawable edges alone, with the indices they have in the map.
struct Drawable {
    LayoutGraph graph;
    std::vector<std::uint32_t> index;
};

Drawable drawableOf(const SceneRequest& request) {
    Drawable drawable;
    drawable.graph.groups = request.measured.groups;
    drawable.graph.nodes = request.measured.nodes;
    if (!request.focus) drawable.graph.trunks = request.measured.trunks;
    for (std::uint32_t e = 0; e < request.graph->edges.size(); ++e) {
        if (!isDrawable(request.graph->edges[e], !request.focus)) continue;
        drawable.graph.edges.push_back(request.measured.edges[e]);
        drawable.index.push_back(e);
    }
    return drawable;
}

/// World size of the corner that bird's-eye and pill take once the map of this size is fitted into the view.
BoxSize cornerFor(const Box& bounds, QSizeF view) {
    if (view.isEmpty() || bounds.isEmpty()) return {};
    const double scale = std::min(
        {1.0, view.width() / (bounds.width + 2 * map::kMargin), view.height() / (bounds.height + 2 * map::kMargin)});
    return {static_cast<int>(map::kCornerWidth / scale), static_cast<int>(map::kCornerHeight / scale)};
}

Result<Layout> layoutWhole(const SceneRequest& request, const LayoutGraph& graph, LayoutOptions options,
                           const RunControl& control) {
    const bool isKept =
        request.previous && !request.previous->layout().nodes.empty() &&
        hasSamePlaces(*request.graph, request.previous->graph()) &&
        std::ranges::all_of(request.previous->layout().nodes, [](const Box& b) { return !b.isEmpty(); });
    Layout placed;
    if (isKept) {
        placed = request.previous->layout();
        for (std::size_t n = 0; n < placed.nodes.size(); ++n)
            placed.nodes[n].width = std::min(placed.nodes[n].width, graph.nodes[n].width);
    } else {
        LayoutOptions straight = options;
        straight.mostRoutedEdges = 0;
        if (!request.view.isEmpty())
            straight.aspect = std::clamp(request.view.width() / request.view.height(), 1.0, 2.2);
        Result<Layout> first = layoutMap(graph, straight, control);
        if (!first) return first;
        // The corner takes more of the world the more the map is zoomed out, which the first try tells.
        straight.freeCorner = cornerFor(first->bounds, request.view);
        if (straight.freeCorner.width > 0) first = layoutMap(graph, straight, control);
        if (!first) return first;
        placed = std::move(*first);
    }
    Box cards;
    for (const GroupBox& group : placed.groups) cards = cards.united(group.box);
    options.freeCorner = cornerFor(cards, request.view);
    return routeMap(graph, std::move(placed), options, control);
}

} // namespace

LayoutGraph measureMap(const MapGraph& graph) {
    LayoutGraph measured;
    measured.groups.reserve(graph.groups.size());
    for (const MapGroup& group : graph.groups) {
        const GroupSide side = group.side == MapGroupSide::Left    ? GroupSide::Left
                               : group.side == MapGroupSide::Right ? GroupSide::Right
                                                                   : GroupSide::Anywhere;
        const double width = textWidth(group.name, uiFont(13, Weight::SemiBold));
        measured.groups.push_back({static_cast<int>(std::ceil(std::min(width, 240.0))), side});
    }
    measured.nodes.reserve(graph.nodes.size());
    for (const MapNode& node : graph.nodes) {
        const double note = node.note.isEmpty() ? 0 : textWidth(node.note, uiFont(11, Weight::Medium));
        measured.nodes.push_back({.group = node.group,
                                  .width = nodeWidth(node, graph.nodes.size() > kLargeMap),
                                  .height = roundUpToGrid(static_cast<int>(std::lround(32 * textScale()))),
                                  .noteWidth = static_cast<int>(std::ceil(note))});
    }
    measured.edges.reserve(graph.edges.size());
    for (const MapEdge& edge : graph.edges)
        measured.edges.push_back(
            {edge.from, edge.to, 1.0 + std::log10(1.0 + static_cast<double>(edge.connections)) / 6.0});
    // A trunk pulls its cards together like several lines and takes the room of one or two.
    for (const MapTrunk& trunk : graph.trunks)
        measured.trunks.push_back({trunk.from, trunk.to, std::log2(1.0 + static_cast<double>(trunk.edges.size()))});
    return measured;
}

Result<std::shared_ptr<const MapScene>> buildScene(const SceneRequest& request, SceneLines lines,
                                                   const RunControl& control) {
    const Drawable drawable = drawableOf(request);
    LayoutOptions options;
    options.mostRoutedEdges = lines == SceneLines::Routed ? map::kMostPaintedEdges : 0;
    Result<Layout> layout =
        request.focus ? layoutNeighbourhood(drawable.graph, {.focus = request.focus->node, .hops = request.focus->hops},
                                            options, control)
                      : layoutWhole(request, drawable.graph, options, control);
    if (!layout) return tl::make_unexpected(layout.error());
    std::vector<EdgeRoute> routes(request.graph->edges.size());
    for (std::size_t i = 0; i < drawable.index.size(); ++i) routes[drawable.index[i]] = std::move(layout->routes[i]);
    layout->routes = std::move(routes);
    return std::make_shared<const MapScene>(request.graph, std::move(*layout));
}

} // namespace portolan

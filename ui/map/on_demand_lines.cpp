#include "ui/map/on_demand_lines.h"

#include "core/layout/map_layout.h"

#include <algorithm>

namespace portolan {
namespace {

constexpr std::size_t kMostRouted = 80; ///< a hub with more lines shows straight ones

bool isLine(const MapScene& scene, const MapEdge& edge) {
    return edge.edgeClass != EdgeClass::OpenUnseen && edge.from != edge.to && scene.isNodeShown(edge.from) &&
           scene.isNodeShown(edge.to);
}

} // namespace

std::optional<std::uint32_t> edgeOfLeg(const MapScene& scene, const MapLeg& leg) {
    for (const std::uint32_t e : scene.edgesAt(leg.from))
        if (scene.graph().edges[e].from == leg.from && scene.graph().edges[e].to == leg.to) return e;
    return std::nullopt;
}

std::vector<OnDemandLine> linesOnDemand(const MapScene& scene, const MapItem& selection, std::span<const MapLeg> path) {
    const MapGraph& graph = scene.graph();
    std::vector<OnDemandLine> lines;
    const auto add = [&](std::uint32_t e) {
        if (!scene.isEdgeDrawn(e) && isLine(scene, graph.edges[e])) lines.push_back({graph.edges[e], e, {}, {}});
    };
    if (selection.isNode()) std::ranges::for_each(scene.edgesAt(selection.index), add);
    if (selection.isTrunk()) std::ranges::for_each(graph.trunks[selection.index].edges, add);
    if (selection.isEdge()) add(selection.index);
    for (const MapLeg& leg : path) {
        if (const auto e = edgeOfLeg(scene, leg); e && graph.edges[*e].edgeClass != EdgeClass::OpenUnseen) {
            add(*e);
            continue;
        }
        MapEdge edge;
        edge.from = leg.from;
        edge.to = leg.to;
        edge.edgeClass = leg.edgeClass == EdgeClass::OpenUnseen ? EdgeClass::Open : leg.edgeClass;
        if (isLine(scene, edge)) lines.push_back({edge, std::nullopt, {}, {}});
    }
    if (lines.empty()) return lines;
    const LayoutGraph measured = measureMap(graph);
    std::vector<LayoutEdge> wanted;
    for (const OnDemandLine& line : lines) wanted.push_back({line.edge.from, line.edge.to, 1.0});
    LayoutOptions options;
    options.mostRoutedEdges = scene.isWhole() ? kMostRouted : 0;
    auto routes = routeMore(measured, scene.layout(), wanted, options, {});
    if (!routes) return {}; // nobody cancels, and the indices of one scene are sound
    const auto glyphs = glyphPlaces(*routes);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        lines[i].route = std::move((*routes)[i]);
        lines[i].glyph = glyphs[i];
    }
    return lines;
}

} // namespace portolan

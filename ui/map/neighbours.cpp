#include "ui/map/neighbours.h"

namespace portolan {

MapEmphasis neighbourEmphasis(const MapScene& scene, const SceneFocus& focus) {
    const MapGraph& graph = scene.graph();
    MapEmphasis emphasis{std::vector<bool>(graph.nodes.size()), std::vector<bool>(graph.edges.size())};
    std::vector<std::uint32_t> ring{focus.node};
    emphasis.nodes[focus.node] = true;
    for (int hop = 0; hop < focus.hops; ++hop) {
        std::vector<std::uint32_t> next;
        for (const std::uint32_t node : ring)
            for (const std::uint32_t e : scene.edgesAt(node)) {
                if (!scene.isEdgeDrawn(e) && !graph.edges[e].isFolded) continue;
                emphasis.edges[e] = true;
                const std::uint32_t other = graph.edges[e].from == node ? graph.edges[e].to : graph.edges[e].from;
                if (emphasis.nodes[other]) continue;
                emphasis.nodes[other] = true;
                next.push_back(other);
            }
        ring = std::move(next);
    }
    return emphasis;
}

MapEmphasis pathEmphasis(const MapScene& scene, std::span<const MapLeg> legs) {
    const MapGraph& graph = scene.graph();
    MapEmphasis emphasis{std::vector<bool>(graph.nodes.size()), std::vector<bool>(graph.edges.size())};
    for (const MapLeg& leg : legs) {
        if (const auto edge = edgeOfLeg(scene, leg)) emphasis.edges[*edge] = true;
        emphasis.nodes[leg.from] = true;
        emphasis.nodes[leg.to] = true;
    }
    return emphasis;
}

} // namespace portolan

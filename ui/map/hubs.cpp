#include "ui/map/hubs.h"

#include <algorithm>

namespace portolan {
namespace {

constexpr std::size_t kLeastDegree = 40;
constexpr std::size_t kShareOfNodes = 15; ///< per cent

bool isOrdinary(const MapEdge& edge) {
    return edge.edgeClass == EdgeClass::Used || edge.edgeClass == EdgeClass::UnusedAllow ||
           edge.edgeClass == EdgeClass::Open;
}

QString hubNote(std::size_t in, std::size_t out) {
    if (out == 0) return QStringLiteral("%1 in, hidden").arg(in);
    if (in == 0) return QStringLiteral("%1 out, hidden").arg(out);
    return QStringLiteral("%1 in, %2 out, hidden").arg(in).arg(out);
}

} // namespace

HubTraffic hideHubTraffic(MapGraph& graph) {
    std::vector<std::size_t> in(graph.nodes.size(), 0);
    std::vector<std::size_t> out(graph.nodes.size(), 0);
    for (const MapEdge& edge : graph.edges) {
        if (!isOrdinary(edge) || edge.from == edge.to) continue;
        ++out[edge.from];
        ++in[edge.to];
    }
    const std::size_t limit = std::max(kLeastDegree, graph.nodes.size() * kShareOfNodes / 100);
    HubTraffic hidden;
    std::vector<bool> isHub(graph.nodes.size());
    for (std::size_t n = 0; n < graph.nodes.size(); ++n) {
        if (in[n] + out[n] <= limit) continue;
        isHub[n] = true;
        ++hidden.hubs;
        if (!graph.nodes[n].note.isEmpty()) continue;
        graph.nodes[n].note = hubNote(in[n], out[n]);
        graph.nodes[n].noteTone = MapNoteTone::Quiet;
    }
    for (MapEdge& edge : graph.edges) {
        if (!isOrdinary(edge) || (!isHub[edge.from] && !isHub[edge.to])) continue;
        edge.isHubTraffic = true;
        ++hidden.edges;
    }
    return hidden;
}

} // namespace portolan

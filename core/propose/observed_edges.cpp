#include "core/propose/observed_edges.h"

namespace portolan {
namespace {

EdgeEnd edgeEnd(const Cluster& cluster, const LedgerEnd& end) {
    if (const auto* w = std::get_if<WorkloadId>(&end)) return *w;
    if (const auto* n = std::get_if<NodeId>(&end)) return *n;
    if (const auto* c = std::get_if<Cidr>(&end)) return *c;
    return UnknownEnd{displayName(cluster, end)};
}

} // namespace

std::vector<ObservedEdge> observedEdges(const Ledger& ledger) {
    const Cluster& cluster = ledger.reachability().cluster();
    std::vector<ObservedEdge> out;
    out.reserve(ledger.edges().size());
    for (const LedgerEdge& e : ledger.edges()) {
        ObservedEdge edge{.from = edgeEnd(cluster, e.from), .to = edgeEnd(cluster, e.to)};
        edge.protocol = e.protocol;
        edge.port = e.port;
        edge.passed = e.seen.passed();
        edge.refused = e.seen.denied;
        edge.days = e.seen.daysSeen;
        edge.isMoreDays = e.seen.isMoreDays;
        edge.firstSeen = e.seen.firstSeen;
        edge.lastSeen = e.seen.lastSeen;
        if (e.fromPod) edge.fromPods.push_back(*e.fromPod);
        if (e.toPod) edge.toPods.push_back(*e.toPod);
        out.push_back(std::move(edge));
    }
    return out;
}

} // namespace portolan

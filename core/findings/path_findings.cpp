#include "core/findings/families.h"
#include "core/ledger/gates.h"
#include "core/paths/cuts.h"

#include <algorithm>

namespace portolan {
namespace {

std::string gateText(const FindingContext& context, const EdgeGate& gate) {
    switch (gate.kind) {
    case EdgeGate::Kind::NotIsolated: return "not isolated";
    case EdgeGate::Kind::Exempt: return "outside policy";
    case EdgeGate::Kind::Closed: return "closed";
    case EdgeGate::Kind::Unknown: return "uncertain";
    case EdgeGate::Kind::Rule: break;
    }
    return displayName(context.reachability(), gate.rules.front());
}

/// The edge from one workload to the first port of another that it certainly gets through to.
std::optional<LedgerEdge> firstWayIn(const FindingContext& context, WorkloadId from, WorkloadId to) {
    for (const auto& [protocol, port] : context.ledger().listeningPorts(to)) {
        LedgerEdge edge;
        edge.from = from;
        edge.to = to;
        edge.protocol = protocol;
        edge.port = port;
        judge(context.reachability(), context.classes(), edge);
        if (edge.verdict == Verdict::Allow) return edge;
    }
    return std::nullopt;
}

/// EXP-04: one finding for each namespace from which the workload can be reached on a port it listens on.
void checkForeignAccess(const FindingContext& context, WorkloadId target, Findings& out) {
    const Cluster& cluster = context.cluster();
    for (std::size_t i = 0; i < cluster.namespaces.size(); ++i) {
        const NamespaceId ns(i);
        if (ns == cluster.workloads[target].ns || !context.isInScope(ns)) continue;
        std::vector<WorkloadId> sources;
        std::vector<std::string> ways;
        for (const WorkloadId source : context.workloadsOf(ns)) {
            if (!context.isGoverned(source)) continue;
            const auto way = firstWayIn(context, source, target);
            if (!way) continue;
            sources.push_back(source);
            ways.push_back(cluster.displayName(source) + " over " + std::string(name(way->protocol)) + ' ' +
                           std::to_string(way->port) + ": egress " + gateText(context, way->egress) + ", ingress " +
                           gateText(context, way->ingress));
        }
        if (sources.empty()) continue;
        constexpr std::size_t kListed = 8;
        Finding finding = context.make("EXP-04", target,
                                       "Marked sensitive, and open to " + namesOf(cluster, sources) + " of namespace " +
                                           context.namespaceName(ns));
        finding.workloads.insert(finding.workloads.end(), sources.begin(), sources.end());
        std::ranges::sort(finding.workloads);
        if (ways.size() > kListed) {
            const std::size_t more = ways.size() - kListed;
            ways.resize(kListed);
            ways.push_back("and " + std::to_string(more) + " more");
        }
        finding.evidence = std::move(ways);
        finding.fix = "Admit by label the workloads that need it and no others.";
        out.push_back(std::move(finding));
    }
}

std::string hopText(const FindingContext& context, const Hop& hop) {
    const Reachability& r = context.reachability();
    return displayName(context.cluster(), hop.from) + " -> " + displayName(context.cluster(), hop.to) + " (" +
           (hop.port == 0 ? hop.traffic.text() : std::string(name(hop.protocol)) + ' ' + std::to_string(hop.port)) +
           (hop.via.empty() ? "" : ", via " + hop.via) + "): egress " + gateText(r, hop.egress) + ", ingress " +
           gateText(r, hop.ingress);
}

/// The cheapest cut of the route's ends, as what to close.
std::string cutText(const FindingContext& context, const ReachGraph& graph, WorkloadId target,
                    const RunControl& control) {
    const Ledger& ledger = context.ledger();
    const auto isUsed = [&](WorkloadId from, WorkloadId to) {
        return std::ranges::any_of(ledger.edgesOf(from), [&](std::uint32_t i) {
            const LedgerEdge& edge = ledger.edges()[i];
            return edge.from == LedgerEnd(from) && edge.to == LedgerEnd(to) && edge.seen.delivered != 0;
        });
    };
    const auto cut = smallestCut(graph, std::nullopt, target, isUsed, control);
    if (!cut || cut->hops.empty()) return "Close one of the hops.";
    std::string out = "Closing these hops leaves no route (" + std::to_string(cut->used) + " of them in use):";
    for (const Hop& hop : cut->hops)
        out += "\n  " + displayName(context.cluster(), hop.from) + " -> " + displayName(context.cluster(), hop.to);
    return out;
}

/// PATH-01: the shortest certain route from the internet, at most three hops behind where it comes in.
Result<void> checkWayIn(const FindingContext& context, const ReachGraph& graph, WorkloadId target,
                        const RunControl& control, Findings& out) {
    constexpr unsigned kHopsBehindEntry = 3;
    const auto found = routes(graph, std::nullopt, target, {1, kHopsBehindEntry + 1}, control);
    if (!found) return tl::make_unexpected(found.error());
    if (found->empty() || !found->front().isCertain()) return {};
    const Route& route = found->front();
    const std::size_t behind = route.hops.size() - 1;
    Finding finding = context.make(
        "PATH-01", target, "Marked sensitive, and " + counted(behind, "hop") + " behind where the internet comes in");
    finding.severity = behind <= 1 ? Severity::Critical : behind == 2 ? Severity::High : Severity::Medium;
    for (const Hop& hop : route.hops) {
        finding.evidence.push_back(hopText(context, hop));
        if (hop.to && *hop.to != target) finding.workloads.push_back(*hop.to);
    }
    std::ranges::sort(finding.workloads);
    finding.fix = cutText(context, graph, target, control);
    out.push_back(std::move(finding));
    return {};
}

} // namespace

Result<void> checkPaths(const FindingContext& context, const RunControl& control, Findings& out) {
    std::vector<WorkloadId> targets;
    for (std::size_t i = 0; i < context.cluster().workloads.size(); ++i)
        if (context.isSensitive(WorkloadId(i))) targets.emplace_back(i);
    if (targets.empty()) return {};
    std::vector<ObservedPort> observed;
    for (const LedgerEdge& edge : context.ledger().edges())
        if (const auto* to = std::get_if<WorkloadId>(&edge.to); to && edge.seen.delivered != 0)
            observed.push_back({*to, edge.protocol, edge.port});
    const auto graph = ReachGraph::create(context.ledger().reachabilityPtr(), observed);
    for (const WorkloadId target : targets) {
        if (control.isStopped()) return cancelled();
        if (context.isInScope(context.cluster().workloads[target].ns)) checkForeignAccess(context, target, out);
        if (auto done = checkWayIn(context, *graph, target, control, out); !done) return done;
    }
    return {};
}

} // namespace portolan

#include "ui/overview/overview_figures.h"

#include "core/reach/workload_view.h"

#include <algorithm>
#include <set>

namespace portolan {

namespace {

IsolationShare isolationShare(const Analysis& analysis, const RunControl& control) {
    IsolationShare share;
    const Cluster& cluster = *analysis.cluster;
    for (std::uint32_t i = 0; i < cluster.workloads.size() && !control.isStopped(); ++i) {
        const bool isIn = isolation(*analysis.reachability, WorkloadId(i), Direction::Ingress) == Ternary::Yes;
        const bool isOut = isolation(*analysis.reachability, WorkloadId(i), Direction::Egress) == Ternary::Yes;
        ++share.total;
        share.ingress += isIn ? 1U : 0U;
        share.egress += isOut ? 1U : 0U;
        share.both += isIn && isOut ? 1U : 0U;
    }
    return share;
}

void countRules(const Analysis& analysis, OverviewFigures& out) {
    for (const Finding& finding : analysis.findings) {
        if (finding.id == "RED-07") ++out.unusedAllows;
        if (finding.id != "RED-08" || !finding.rule) continue;
        const RuleUsage* usage = analysis.ledger->usage(*finding.rule);
        if (usage == nullptr || usage->allowedPairs == 0) continue;
        out.broadRules.push_back(
            {*finding.rule, static_cast<double>(usage->usedPairs) / static_cast<double>(usage->allowedPairs)});
    }
    std::ranges::sort(out.broadRules, {}, [](const BroadRule& r) { return std::pair(r.utilisation, r.rule); });
    for (const RuleUsage& usage : analysis.ledger->usages())
        if (usage.isObservable && usage.isUsed()) ++out.usedRules;
}

std::vector<WorkloadId> sensitiveWorkloads(const Cluster& cluster) {
    std::set<WorkloadId> found;
    for (const std::string& text : cluster.facts.sensitive) {
        const std::size_t slash = text.find('/');
        if (slash == std::string::npos) continue;
        for (const WorkloadId id : cluster.findWorkloads(text.substr(0, slash), text.substr(slash + 1)))
            found.insert(id);
    }
    return {found.begin(), found.end()};
}

bool isSeenBetween(const Ledger& ledger, WorkloadId from, WorkloadId to) {
    return std::ranges::any_of(ledger.edgesOf(from), [&](std::uint32_t i) {
        const LedgerEdge& edge = ledger.edges()[i];
        return edge.from == LedgerEnd(from) && edge.to == LedgerEnd(to) && edge.seen.passed() > 0;
    });
}

JewelReach jewelReach(const Analysis& analysis, const RunControl& control) {
    JewelReach out;
    const Cluster& cluster = *analysis.cluster;
    const std::vector<WorkloadId> jewels = sensitiveWorkloads(cluster);
    out.jewels = jewels.size();
    if (!jewels.empty()) out.first = jewels.front();
    for (std::uint32_t i = 0; i < cluster.workloads.size() && !control.isStopped(); ++i) {
        const WorkloadId from(i);
        bool isReaching = false;
        bool isSeen = false;
        for (const WorkloadId jewel : jewels) {
            if (jewel == from || between(*analysis.reachability, from, jewel).traffic.must.isEmpty()) continue;
            isReaching = true;
            isSeen = isSeen || isSeenBetween(*analysis.ledger, from, jewel);
        }
        out.reaching += isReaching ? 1U : 0U;
        out.withoutNeed += isReaching && !isSeen && analysis.flows ? 1U : 0U;
    }
    return out;
}

std::vector<BareNamespace> bareNamespaces(const Analysis& analysis) {
    const Cluster& cluster = *analysis.cluster;
    std::vector<BareNamespace> all(cluster.namespaces.size());
    std::vector<bool> hasPolicy(cluster.namespaces.size());
    for (const NetworkPolicy& policy : cluster.policies) hasPolicy[policy.ns.index()] = true;
    for (const Workload& workload : cluster.workloads) ++all[workload.ns.index()].workloads;
    for (const LedgerEdge& edge : analysis.ledger->edges()) {
        const auto from = namespaceOf(cluster, edge.from);
        const auto to = namespaceOf(cluster, edge.to);
        if (from) all[from->index()].connections += edge.seen.passed();
        if (to && to != from) all[to->index()].connections += edge.seen.passed();
    }
    std::vector<BareNamespace> out;
    for (std::size_t i = 0; i < all.size(); ++i) {
        all[i].ns = NamespaceId(i);
        if (all[i].workloads > 0 && !hasPolicy[i]) out.push_back(all[i]);
    }
    const auto isSystem = [&](const BareNamespace& item) {
        const auto& system = analysis.options.findings.systemNamespaces;
        return std::ranges::find(system, cluster.text(cluster.namespaces[item.ns].name)) != system.end();
    };
    std::ranges::stable_sort(
        out, {}, [&](const BareNamespace& item) { return std::tuple(isSystem(item), ~item.connections, item.ns); });
    return out;
}

} // namespace

OverviewFigures overviewFigures(const Analysis& analysis, const RunControl& control) {
    OverviewFigures out;
    out.pairs = analysis.pairs;
    out.isolation = isolationShare(analysis, control);
    if (!analysis.ledger) return out;
    out.window = analysis.ledger->evidence();
    out.hasFlows = out.window.has_value();
    countRules(analysis, out);
    out.jewels = jewelReach(analysis, control);
    out.bare = bareNamespaces(analysis);
    return out;
}

} // namespace portolan

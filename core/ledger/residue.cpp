#include "core/ledger/gates.h"
#include "core/ledger/tighten.h"

#include <algorithm>

namespace portolan {
namespace {

/// What the rule's ports mean at any of the workloads that are its destination.
TrafficSet trafficOf(const Reachability& r, const CompiledRule& rule, const ClassSet& destinations) {
    TrafficSet out = rule.traffic;
    if (rule.namedPorts.empty()) return out;
    const EndpointClasses& classes = r.classes();
    destinations.intersected(ClassSet::range(0, classes.podClassCount())).forEach([&](ClassId c) {
        for (const NamedPort& named : rule.namedPorts)
            out = out.united(resolve(named, classes.portList(classes.ports(c))));
    });
    return out;
}

std::vector<WorkloadId> without(const std::vector<WorkloadId>& all, std::vector<WorkloadId> used) {
    std::ranges::sort(used);
    std::vector<WorkloadId> out;
    std::ranges::set_difference(all, used, std::back_inserter(out));
    return out;
}

std::string names(const Cluster& cluster, const std::vector<WorkloadId>& workloads) {
    constexpr std::size_t kNamed = 5;
    std::string out;
    for (std::size_t i = 0; i < workloads.size() && i < kNamed; ++i)
        out += (i == 0 ? "" : ", ") + cluster.displayName(workloads[i]);
    if (workloads.size() > kNamed) out += " and " + std::to_string(workloads.size() - kNamed) + " more";
    return out;
}

} // namespace

Residue residue(const Ledger& ledger, const RuleRef& rule) {
    Residue out;
    const Reachability& r = ledger.reachability();
    const RuleUsage* usage = ledger.usage(rule);
    const CompiledRule* compiled = compiledRule(r, rule);
    if (!usage || !usage->isObservable || !compiled) return out;
    const WorkloadClasses& classes = ledger.workloadClasses();
    const bool isEgress = rule.direction == Direction::Egress;
    std::vector<WorkloadId> usedPeers;
    std::vector<WorkloadId> usedSubjects;
    bool isOutsideUsed = false;
    TrafficSet usedTraffic;
    for (const std::uint32_t i : usage->edges) {
        const LedgerEdge& edge = ledger.edges()[i];
        const auto* peer = std::get_if<WorkloadId>(isEgress ? &edge.to : &edge.from);
        const auto* subject = std::get_if<WorkloadId>(isEgress ? &edge.from : &edge.to);
        if (peer) usedPeers.push_back(*peer);
        if (subject) usedSubjects.push_back(*subject);
        isOutsideUsed = isOutsideUsed || !peer;
        usedTraffic = usedTraffic.united(TrafficSet::of(edge.protocol, edge.port));
    }
    const ClassSet& peers = *compiled->peers.must;
    const ClassSet& subjects = *r.compiled(rule.policy)->subject.must;
    const auto allPeers = classes.in(peers);
    for (const WorkloadId id : without(allPeers, usedPeers)) {
        const NamespaceId ns = r.cluster().workloads[id].ns;
        if (out.peers.empty() || out.peers.back().ns != ns) out.peers.push_back({ns, {}, false});
        out.peers.back().workloads.push_back(id);
    }
    for (UnusedPeers& p : out.peers)
        p.isWhole =
            std::ranges::none_of(usedPeers, [&](WorkloadId id) { return r.cluster().workloads[id].ns == p.ns; });
    const bool hasOutside = !peers.isEmpty() && peers.runs().back().end > r.classes().podClassCount();
    out.isOutsideUnused = hasOutside && !isOutsideUsed;
    out.subjects = without(classes.in(subjects), usedSubjects);
    out.traffic = trafficOf(r, *compiled, isEgress ? peers : subjects).minus(usedTraffic);
    return out;
}

std::vector<std::string> Residue::describe(const Cluster& cluster) const {
    std::vector<std::string> out;
    for (const UnusedPeers& p : peers) {
        const std::string ns(cluster.text(cluster.namespaces[p.ns].name));
        out.push_back(p.isWhole && p.workloads.size() > 1
                          ? "peers in namespace " + ns + " (" + std::to_string(p.workloads.size()) + " workloads)"
                          : "peers " + names(cluster, p.workloads));
    }
    if (isOutsideUnused) out.emplace_back("addresses outside the cluster");
    if (!subjects.empty()) out.push_back("selected workloads " + names(cluster, subjects));
    if (!traffic.isEmpty())
        out.push_back("ports " + (traffic.isAll() ? std::string("of every protocol") : traffic.text()));
    return out;
}

} // namespace portolan

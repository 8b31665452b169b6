#include "core/ledger/gates.h"
#include "core/ledger/tighten.h"

#include <algorithm>
#include <map>

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

/// What the hits of a rule needed.
class Seen {
  public:
    Seen(const Ledger& ledger, const RuleUsage& usage) {
        for (const std::uint32_t i : usage.edges) {
            const LedgerEdge& edge = ledger.edges()[i];
            const bool isEgress = usage.rule.direction == Direction::Egress;
            const auto* peer = std::get_if<WorkloadId>(isEgress ? &edge.to : &edge.from);
            const auto* subject = std::get_if<WorkloadId>(isEgress ? &edge.from : &edge.to);
            const TrafficSet traffic = TrafficSet::of(edge.protocol, edge.port);
            if (subject) m_subjects.push_back(*subject);
            auto& byPeer = peer ? m_byPeer[*peer] : m_byOutside;
            byPeer = byPeer.united(traffic);
            m_traffic = m_traffic.united(traffic);
        }
        std::ranges::sort(m_subjects);
        m_subjects.erase(std::unique(m_subjects.begin(), m_subjects.end()), m_subjects.end());
        for (const auto& [peer, traffic] : m_byPeer) m_peers.push_back(peer);
    }
    const std::vector<WorkloadId>& peers() const { return m_peers; }
    const std::vector<WorkloadId>& subjects() const { return m_subjects; }
    bool isOutside() const { return !m_byOutside.isEmpty(); }
    const TrafficSet& traffic() const { return m_traffic; }
    const TrafficSet& of(WorkloadId peer) const { return m_byPeer.at(peer); }
    const TrafficSet& ofOutside() const { return m_byOutside; }

  private:
    std::map<WorkloadId, TrafficSet> m_byPeer;
    TrafficSet m_byOutside;
    TrafficSet m_traffic;
    std::vector<WorkloadId> m_peers;
    std::vector<WorkloadId> m_subjects;
};

ClassSet peersOf(const CompiledRule& rule) {
    ClassSet out = *rule.peers.must;
    for (const RelatedPods& related : rule.related) out = out.united(*related.peers.must);
    return out;
}

/// Of the peers and the ports that were seen, those that never met.
std::vector<UnusedCombination> combinations(const Ledger& ledger, const CompiledRule& rule, const Seen& seen) {
    const Reachability& r = ledger.reachability();
    std::vector<UnusedCombination> out;
    for (const WorkloadId peer : seen.peers()) {
        TrafficSet missing = seen.traffic().minus(seen.of(peer));
        if (rule.ref.direction == Direction::Egress) {
            TrafficSet allowed;
            for (const ClassId c : ledger.workloadClasses().of(peer))
                allowed = allowed.united(trafficAt(rule, r.classes(), c));
            missing = missing.intersected(allowed);
        }
        if (missing.isEmpty()) continue;
        const NamespaceId ns = r.cluster().workloads[peer].ns;
        const auto same =
            std::ranges::find_if(out, [&](const UnusedCombination& c) { return c.ns == ns && c.traffic == missing; });
        if (same != out.end())
            same->workloads.push_back(peer);
        else
            out.push_back({ns, {peer}, missing});
    }
    if (!seen.isOutside()) return out;
    const TrafficSet allowed = rule.ref.direction == Direction::Egress ? rule.traffic : TrafficSet::all();
    const TrafficSet missing = seen.traffic().minus(seen.ofOutside()).intersected(allowed);
    if (!missing.isEmpty()) out.push_back({std::nullopt, {}, missing});
    return out;
}

std::vector<WorkloadId> without(const std::vector<WorkloadId>& all, const std::vector<WorkloadId>& used) {
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
    const Seen seen(ledger, *usage);
    const ClassSet peers = peersOf(*compiled);
    const ClassSet& subjects = *r.compiled(rule.policy)->subject.must;
    const std::vector<WorkloadId> allSubjects = classes.in(subjects);
    for (const WorkloadId id : without(classes.in(peers), seen.peers())) {
        // A pod reaches itself whatever policies say (semantics NP-11).
        const bool isOnlyItself =
            allSubjects.size() == 1 && allSubjects.front() == id && r.cluster().workloads[id].replicas < 2;
        if (isOnlyItself) continue;
        const NamespaceId ns = r.cluster().workloads[id].ns;
        if (out.peers.empty() || out.peers.back().ns != ns) out.peers.push_back({ns, {}, false});
        out.peers.back().workloads.push_back(id);
    }
    for (UnusedPeers& p : out.peers)
        p.isWhole =
            std::ranges::none_of(seen.peers(), [&](WorkloadId id) { return r.cluster().workloads[id].ns == p.ns; });
    const bool hasOutside = !peers.isEmpty() && peers.runs().back().end > r.classes().podClassCount();
    out.isOutsideUnused = hasOutside && !seen.isOutside();
    out.subjects = without(allSubjects, seen.subjects());
    out.traffic = trafficOf(r, *compiled, isEgress ? peers : subjects).minus(seen.traffic());
    out.combinations = combinations(ledger, *compiled, seen);
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
    for (const UnusedCombination& c : combinations)
        out.push_back((c.ns ? "peers " + names(cluster, c.workloads) : std::string("addresses outside the cluster")) +
                      " on " + c.traffic.text() + ", which others use");
    return out;
}

} // namespace portolan

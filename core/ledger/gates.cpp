#include "core/ledger/gates.h"

#include "core/reach/chain.h"

#include <algorithm>

namespace portolan {
namespace {

constexpr std::size_t kPodsLookedAt = 64; // of each end, where the node of a pod matters

bool isNodeLike(const Reachability& r, const LedgerEnd& end, std::span<const ClassId> classes) {
    if (std::holds_alternative<NodeId>(end)) return true;
    return std::ranges::any_of(classes, [&](ClassId c) { return r.classes().isNodeLike(c); });
}

/// Single endpoints of an end, where the exact pods or addresses decide.
std::vector<Endpoint> endpointsOf(const Reachability& r, const LedgerEnd& end, const std::optional<PodId>& named) {
    const Cluster& cluster = r.cluster();
    if (named) return {*named};
    std::vector<Endpoint> out;
    if (const auto* workload = std::get_if<WorkloadId>(&end)) {
        for (const PodId pod : cluster.workloads[*workload].pods)
            if (out.size() < kPodsLookedAt) out.emplace_back(pod);
    } else if (const auto* node = std::get_if<NodeId>(&end)) {
        if (!cluster.nodes[*node].addresses.empty()) out.emplace_back(cluster.nodes[*node].addresses.front());
    } else if (const auto* block = std::get_if<Cidr>(&end)) {
        out.emplace_back(block->address());
    }
    return out;
}

/// Whether all, some or none of the looked-at pairs get each verdict.
class VerdictSum {
  public:
    void add(Verdict v) { m_seen[static_cast<std::size_t>(v)] = true; }
    bool isMixed() const { return m_seen[0] + m_seen[1] + m_seen[2] > 1; }
    Verdict verdict() const {
        if (isMixed() || m_seen[1]) return Verdict::Uncertain;
        return m_seen[2] ? Verdict::Allow : m_seen[0] ? Verdict::Deny : Verdict::Uncertain;
    }

  private:
    std::array<bool, 3> m_seen{}; // Deny, Uncertain, Allow
};

struct ClassPair {
    ClassId from;
    ClassId to;
};

/// Sets verdict and isMixed; returns the pair of classes whose gates tell the story, if both ends are known.
std::optional<ClassPair> decide(const Reachability& r, std::span<const ClassId> from, std::span<const ClassId> to,
                                LedgerEdge& edge) {
    edge.verdict = Verdict::Uncertain;
    edge.isMixed = false;
    if (from.empty() || to.empty()) return std::nullopt;
    const bool areExact = isNodeLike(r, edge.from, from) || isNodeLike(r, edge.to, to);
    VerdictSum sum;
    if (areExact) {
        for (const Endpoint& s : endpointsOf(r, edge.from, edge.fromPod))
            for (const Endpoint& t : endpointsOf(r, edge.to, edge.toPod))
                sum.add(r.verdict(s, t, edge.protocol, edge.port));
    } else {
        for (const ClassId s : from)
            for (const ClassId t : to) sum.add(r.between(s, t).verdict(edge.protocol, edge.port));
    }
    edge.isMixed = sum.isMixed();
    edge.verdict = sum.verdict();
    ClassPair story{from.front(), to.front()};
    if (edge.fromPod) story.from = r.classOf(*edge.fromPod);
    if (edge.toPod) story.to = r.classOf(*edge.toPod);
    if (edge.isMixed && edge.fromPod && edge.toPod)
        edge.verdict = r.verdict(*edge.fromPod, *edge.toPod, edge.protocol, edge.port);
    return story;
}

EdgeGate gateOf(const Reachability& r, ClassId subject, ClassId peer, Direction direction, const LedgerEdge& edge) {
    EdgeGate out;
    const EndpointClasses& classes = r.classes();
    if (classes.isAddress(subject) || classes.isNodeLike(subject)) {
        out.kind = EdgeGate::Kind::Exempt;
        return out;
    }
    if (r.isolation(subject, direction) == Ternary::No) {
        out.kind = EdgeGate::Kind::NotIsolated;
        return out;
    }
    const PairTraffic traffic{r.traffics()[r.function(subject, direction, Certainty::Must).at(peer)],
                              r.traffics()[r.function(subject, direction, Certainty::May).at(peer)]};
    switch (traffic.verdict(edge.protocol, edge.port)) {
    case Verdict::Allow:
        out.rules = admittingRules(r, subject, peer, direction, edge.protocol, edge.port);
        // Admin policies that deny other traffic restrict the end; no NetworkPolicy isolates it, so what they leave is
        // open.
        out.kind = !out.rules.empty()                                            ? EdgeGate::Kind::Rule
                   : r.networkPolicyIsolation(subject, direction) == Ternary::No ? EdgeGate::Kind::NotIsolated
                                                                                 : EdgeGate::Kind::Unknown;
        break;
    case Verdict::Deny: out.kind = EdgeGate::Kind::Closed; break;
    case Verdict::Uncertain: out.kind = EdgeGate::Kind::Unknown; break;
    }
    return out;
}

bool isShut(const EdgeGate& gate) {
    return gate.kind == EdgeGate::Kind::Closed || gate.kind == EdgeGate::Kind::Unknown;
}

EdgeState stateOf(const LedgerEdge& edge) {
    const EdgeEvidence& seen = edge.seen;
    const bool isDeniedLast = seen.denied != 0 && (seen.passed() == 0 || seen.lastDenied > seen.lastDelivered);
    if (edge.verdict == Verdict::Uncertain) return EdgeState::Uncertain;
    if (edge.verdict == Verdict::Deny) {
        if (isDeniedLast) return EdgeState::Blocked;
        return seen.delivered == 0 ? EdgeState::Uncertain : EdgeState::Mismatch;
    }
    const bool hasRule = edge.egress.kind == EdgeGate::Kind::Rule || edge.ingress.kind == EdgeGate::Kind::Rule;
    if (!seen.isSeen()) return hasRule ? EdgeState::UnusedAllow : EdgeState::OpenUnseen;
    if (isDeniedLast || seen.passed() == seen.wouldDeny) return EdgeState::Mismatch;
    return hasRule ? EdgeState::Used : EdgeState::Open;
}

/// The gate of one end, asked about an edge; no peer: the other end is unknown.
struct Gate {
    const Reachability& r;
    const LedgerEdge& edge;
    ClassId subject;
    std::optional<ClassId> peer;
    Direction direction = Direction::Ingress;
};

/// A destination that is not known may be any with such a port.
Ternary portMatch(const Gate& gate, const CompiledRule& rule) {
    const auto destination = gate.direction == Direction::Ingress ? std::optional(gate.subject) : gate.peer;
    if (destination)
        return ternary(portMatch(rule, gate.r.classes(), *destination, gate.edge.protocol, gate.edge.port));
    if (rule.traffic.contains(gate.edge.protocol, gate.edge.port)) return Ternary::Yes;
    return rule.namedPorts.empty() ? Ternary::No : Ternary::Unknown;
}

/// The rules of admin policies that decide the edge or pass it on, as the chain has them; gives whether NetworkPolicies
/// are asked.
Ternary collectOrdered(const Gate& gate, std::vector<RuleHit>& out) {
    if (gate.r.ordered() == nullptr) return Ternary::Yes;
    if (gate.peer) {
        const Chain chain =
            chainOf(gate.r, {gate.subject, *gate.peer, gate.direction, gate.edge.protocol, gate.edge.port});
        for (const ChainStep& step : chain.steps)
            if (step.rule && isAdminPolicy(step.rule->policy)) out.push_back({*step.rule, step.match});
        return chain.asksNetworkPolicies;
    }
    const std::size_t before = out.size();
    for (const Capture& capture : gate.r.adminCaptures(gate.subject, gate.direction))
        for (const CompiledRule& rule : gate.r.compiled(capture.policy)->rulesIn(gate.direction))
            if (portMatch(gate, rule) != Ternary::No) out.push_back({rule.ref, Ternary::Unknown});
    return out.size() == before ? Ternary::Yes : Ternary::Unknown;
}

void collectHits(const Gate& gate, std::vector<RuleHit>& out) {
    const EndpointClasses& classes = gate.r.classes();
    if (classes.isAddress(gate.subject) || classes.isNodeLike(gate.subject)) return;
    const Ternary asked = collectOrdered(gate, out);
    if (asked == Ternary::No) return;
    for (const Capture& capture : gate.r.captures(gate.subject, gate.direction)) {
        for (const CompiledRule& rule : gate.r.compiled(capture.policy)->rulesIn(gate.direction)) {
            const Ternary peerMatch = gate.peer ? rule.peers.at(*gate.peer) : Ternary::Unknown;
            if (peerMatch == Ternary::No) continue;
            const Ternary byRule = both(capture.certainty, both(peerMatch, portMatch(gate, rule)));
            const Ternary match = both(asked, byRule);
            if (match != Ternary::No) out.push_back({rule.ref, match});
        }
    }
}

} // namespace

std::vector<ClassId> classesOf(const Reachability& reachability, const WorkloadClasses& classes, const LedgerEnd& end) {
    if (const auto* workload = std::get_if<WorkloadId>(&end)) {
        const auto of = classes.of(*workload);
        return {of.begin(), of.end()};
    }
    if (const auto* node = std::get_if<NodeId>(&end)) {
        const auto& addresses = reachability.cluster().nodes[*node].addresses;
        if (addresses.empty()) return {};
        return {reachability.classes().classOf(addresses.front())};
    }
    const auto* block = std::get_if<Cidr>(&end);
    if (!block) return {};
    std::vector<ClassId> out;
    const std::uint32_t last = reachability.classes().classOf(block->range().last).value;
    for (std::uint32_t c = reachability.classes().classOf(block->range().first).value; c <= last; ++c)
        out.emplace_back(c);
    return out;
}

void judge(const Reachability& reachability, const WorkloadClasses& classes, LedgerEdge& edge) {
    const auto from = classesOf(reachability, classes, edge.from);
    const auto to = classesOf(reachability, classes, edge.to);
    edge.egress = {};
    edge.ingress = {};
    if (const auto story = decide(reachability, from, to, edge)) {
        edge.egress = gateOf(reachability, story->from, story->to, Direction::Egress, edge);
        edge.ingress = gateOf(reachability, story->to, story->from, Direction::Ingress, edge);
        if (edge.verdict == Verdict::Allow && !edge.isMixed)
            for (EdgeGate* gate : {&edge.egress, &edge.ingress})
                if (isShut(*gate)) gate->kind = EdgeGate::Kind::Exempt;
    }
    edge.state = stateOf(edge);
}

std::vector<RuleHit> rulesHit(const Reachability& reachability, const WorkloadClasses& classes, const LedgerEdge& edge,
                              Direction direction) {
    std::vector<RuleHit> out;
    const bool isEgress = direction == Direction::Egress;
    const auto subjects = classesOf(reachability, classes, isEgress ? edge.from : edge.to);
    const auto peers = classesOf(reachability, classes, isEgress ? edge.to : edge.from);
    for (const ClassId subject : subjects) {
        if (peers.empty()) collectHits({reachability, edge, subject, std::nullopt, direction}, out);
        for (const ClassId peer : peers) collectHits({reachability, edge, subject, peer, direction}, out);
    }
    std::ranges::sort(
        out, [](const RuleHit& a, const RuleHit& b) { return a.rule != b.rule ? a.rule < b.rule : b.match < a.match; });
    const auto rest = std::ranges::unique(out, {}, &RuleHit::rule);
    out.erase(rest.begin(), rest.end());
    return out;
}

} // namespace portolan

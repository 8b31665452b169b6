#include "core/reach/reachability.h"

#include <algorithm>

/// What passes between two endpoints: the two gates put together, and what is particular to nodes (semantics M-4,
/// NP-6).

namespace portolan {

std::string_view name(Verdict verdict) {
    switch (verdict) {
    case Verdict::Allow: return "allow";
    case Verdict::Deny: return "deny";
    case Verdict::Uncertain: return "uncertain";
    }
    return {};
}

Verdict PairTraffic::verdict(Protocol protocol, std::uint16_t port) const {
    if (must.contains(protocol, port)) return Verdict::Allow;
    return may.contains(protocol, port) ? Verdict::Uncertain : Verdict::Deny;
}

ClassId Reachability::classOf(const Endpoint& endpoint) const {
    if (const auto* pod = std::get_if<PodId>(&endpoint)) return m_classes->classOf(*pod);
    return m_classes->classOf(std::get<IpAddress>(endpoint));
}

/// What the NetworkPolicies let through.
PairTraffic Reachability::byRules(ClassId subject, ClassId peer, Direction direction) const {
    const auto& ids = m_functionOf[static_cast<std::size_t>(direction)];
    const auto at = [&](Certainty c) { return part(ids[static_cast<std::size_t>(c)][subject.index()]).at(peer); };
    return {m_traffics[at(Certainty::Must)], m_traffics[at(Certainty::May)]};
}

/// What the admin policies make of it.
PairTraffic Reachability::withOrdered(ClassId subject, ClassId peer, Direction direction, PairTraffic traffic) const {
    const Parts p = parts(subject, direction, Certainty::Must);
    if (p.isPlain) return traffic;
    const OrderedOutcome& outcome = m_ordered->outcome(p.subjectKey, m_ordered->peerKey(peer, direction), direction);
    return {m_traffics[outcome.must(m_traffics, p.isolation, m_traffics.intern(traffic.must))],
            m_traffics[outcome.may(m_traffics, p.isolation, m_traffics.intern(traffic.may))]};
}

std::optional<NodeId> Reachability::nodeOf(const Endpoint& endpoint) const {
    if (const auto* pod = std::get_if<PodId>(&endpoint)) return m_cluster->pods[*pod].node;
    return m_cluster->findNodeByAddress(std::get<IpAddress>(endpoint));
}

/// NP-6 and NP-7: `direction` is what policy says of the pod's direction towards a node-like end.
void Reachability::applyOwnNode(Profile::OwnNode knob, const Endpoint& node, const Endpoint& pod,
                                PairTraffic& direction) const {
    if (knob == Profile::OwnNode::Policed) return;
    const auto a = nodeOf(node);
    const auto b = nodeOf(pod);
    if (a && b && *a != *b) return;
    direction.may = TrafficSet::all();
    if (a && b && knob == Profile::OwnNode::Allow) direction.must = TrafficSet::all();
}

/// What passes to or from a node's address, an ordinary address but for blocks: whether these match nodes is the
/// plugin's choice (NP-I3). Rules without peers match it whatever the plugin does.
PairTraffic Reachability::withNodePeer(ClassId subject, PairTraffic traffic, Direction direction) const {
    const Ternary isolated = networkPolicyIsolation(subject, direction);
    if (m_profile.ipBlockMatchesNodes == Ternary::Yes || isolated == Ternary::No) return traffic;
    PairTraffic anyPeer;
    for (const Capture& capture : captures(subject, direction))
        for (const CompiledRule& rule : m_compiled[capture.policy.index()]->rulesIn(direction)) {
            if (!rule.peerMatches.empty()) continue;
            TrafficSet allowed = rule.traffic; // a named port never matches at a node
            if (direction == Direction::Ingress)
                for (const NamedPort& port : rule.namedPorts)
                    allowed = allowed.united(resolve(port, m_classes->portList(m_classes->ports(subject))));
            anyPeer.may = anyPeer.may.united(allowed);
            if (capture.certainty == Ternary::Yes) anyPeer.must = anyPeer.must.united(allowed);
        }
    traffic.must = traffic.must.intersected(anyPeer.must);
    if (m_profile.ipBlockMatchesNodes == Ternary::No && isolated == Ternary::Yes &&
        !m_unreadTouched[m_classes->ns(subject).index()])
        traffic.may = traffic.may.intersected(anyPeer.may);
    return traffic;
}

PairTraffic Reachability::between(const Endpoint& from, const Endpoint& to) const {
    if (from == to) return {TrafficSet::all(), TrafficSet::all()};
    const ClassId source = classOf(from);
    const ClassId target = classOf(to);
    const auto isNode = [&](const Endpoint& e, ClassId c) {
        return std::holds_alternative<PodId>(e) ? m_classes->isNodeLike(c)
                                                : m_cluster->findNodeByAddress(std::get<IpAddress>(e)).has_value();
    };
    const auto isPod = [&](const Endpoint& e, ClassId c) {
        return std::holds_alternative<PodId>(e) && !m_classes->isNodeLike(c);
    };
    PairTraffic egress = byRules(source, target, Direction::Egress);
    PairTraffic ingress = byRules(target, source, Direction::Ingress);
    if (m_classes->isAddress(source) && isNode(from, source))
        ingress = withNodePeer(target, ingress, Direction::Ingress);
    if (m_classes->isAddress(target) && isNode(to, target)) egress = withNodePeer(source, egress, Direction::Egress);
    // NP-7 speaks of NetworkPolicies: what an admin policy says of a node holds for the pod's own node too.
    if (isNode(to, target) && isPod(from, source)) applyOwnNode(m_profile.egressToOwnNode, to, from, egress);
    egress = withOrdered(source, target, Direction::Egress, std::move(egress));
    ingress = withOrdered(target, source, Direction::Ingress, std::move(ingress));
    if (isNode(from, source) && isPod(to, target)) applyOwnNode(m_profile.ingressFromOwnNode, from, to, ingress);
    return {egress.must.intersected(ingress.must), egress.may.intersected(ingress.may)};
}

PairTraffic Reachability::between(ClassId from, ClassId to) const {
    PairTraffic egress = byRules(from, to, Direction::Egress);
    PairTraffic ingress = byRules(to, from, Direction::Ingress);
    if (m_classes->isNodeLike(to) && m_profile.egressToOwnNode != Profile::OwnNode::Policed)
        egress.may = TrafficSet::all();
    egress = withOrdered(from, to, Direction::Egress, std::move(egress));
    ingress = withOrdered(to, from, Direction::Ingress, std::move(ingress));
    if (m_classes->isNodeLike(from) && m_profile.ingressFromOwnNode != Profile::OwnNode::Policed)
        ingress.may = TrafficSet::all();
    return {egress.must.intersected(ingress.must), egress.may.intersected(ingress.may)};
}

Verdict Reachability::verdict(const Endpoint& from, const Endpoint& to, Protocol protocol, std::uint16_t port) const {
    return between(from, to).verdict(protocol, port);
}

std::vector<ClassId> Reachability::internet() const {
    static constexpr std::array kPrivate{"0.0.0.0/8",      "10.0.0.0/8",    "100.64.0.0/10",  "127.0.0.0/8",
                                         "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "224.0.0.0/3",
                                         "::/8",           "fc00::/7",      "fe80::/10",      "ff00::/8"};
    AddressSet wanted = AddressSet::everything();
    for (const char* cidr : kPrivate) wanted = wanted.minus(AddressSet::of(*Cidr::parse(cidr)));
    bool hasV6 = false;
    for (const Pod& pod : m_cluster->pods)
        for (const IpAddress& a : pod.addresses) hasV6 = hasV6 || a.family() == AddressFamily::V6;
    std::vector<ClassId> out;
    for (std::uint32_t c = m_classes->podClassCount(); c < m_classes->count(); ++c) {
        const AddressRange& range = m_classes->range(ClassId(c));
        if (range.first.family() == AddressFamily::V6 && !hasV6) continue;
        if (!wanted.intersected(AddressSet::of(range)).isEmpty()) out.emplace_back(c);
    }
    return out;
}

} // namespace portolan

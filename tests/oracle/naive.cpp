#include "tests/oracle/naive.h"

#include "tests/oracle/truth.h"

#include <algorithm>

namespace portolan::naive {
namespace {

/// Semantics L-4 and L-5; a value that only the cluster knows leaves In and NotIn open (L-10).
Truth holds(const Requirement& r, const std::optional<Label>& label) {
    const bool isListed = label && label->isValueKnown && std::ranges::find(r.values, label->value) != r.values.end();
    switch (r.op) {
    case Requirement::Operator::Exists: return truth(label.has_value());
    case Requirement::Operator::DoesNotExist: return truth(!label.has_value());
    case Requirement::Operator::In:
        if (label && !label->isValueKnown) return Truth::Unknown;
        return truth(isListed);
    case Requirement::Operator::NotIn:
        if (label && !label->isValueKnown) return Truth::Unknown;
        return truth(!isListed);
    }
    return Truth::Unknown;
}

bool isInBlock(const IpBlock& block, const IpAddress& a) {
    if (!block.cidr.contains(a)) return false;
    return std::ranges::none_of(block.except, [&](const Cidr& e) { return e.contains(a); });
}

} // namespace

Truth Evaluator::allowed(const Endpoint& from, const Endpoint& to, Protocol protocol, std::uint16_t port) const {
    if (from.pod && from.pod == to.pod) return Truth::True; // NP-11
    return both(allowedBySide(Direction::Egress, from, to, protocol, port),
                allowedBySide(Direction::Ingress, from, to, protocol, port));
}

std::optional<Truth> Evaluator::allowedByAddress(const Endpoint& from, const Endpoint& to, Protocol protocol,
                                                 std::uint16_t port) const {
    const auto addressed = [&](const Endpoint& e) {
        std::vector<Endpoint> out;
        if (!e.pod) return std::vector{e};
        for (const IpAddress& a : addressesOf(e)) out.push_back(Endpoint::of(*e.pod, a));
        return out;
    };
    const auto familyOf = [](const Endpoint& e) { return e.usedAddress.value_or(e.address).family(); };
    std::optional<Truth> out;
    for (const Endpoint& a : addressed(from))
        for (const Endpoint& b : addressed(to)) {
            if (familyOf(a) != familyOf(b)) continue;
            const Truth one = allowed(a, b, protocol, port);
            out = !out || *out == one ? one : Truth::Unknown;
        }
    return out;
}

Truth Evaluator::allowedBySide(Direction side, const Endpoint& from, const Endpoint& to, Protocol protocol,
                               std::uint16_t port) const {
    const Endpoint& subject = side == Direction::Ingress ? to : from;
    const Endpoint& peer = side == Direction::Ingress ? from : to;
    if (!subject.pod || isNodeLike(subject)) return Truth::True; // M-4, H-1
    if (!m_knobs.isEnforced) return Truth::True;                 // NP-14
    const PodId pod = *subject.pod;

    const Flow flow{to, protocol, port};
    const Truth isFree = side == Direction::Ingress ? m_knobs.ingressFromOwnNodeIsFree : m_knobs.egressToOwnNodeIsFree;
    const Truth isOwnNode = both(isFree, isOnSameNode(peer, pod)); // NP-6, NP-7
    if (isTouchedByUnreadPolicy(pod) == Truth::True) return either(Truth::Unknown, isOwnNode);

    const Outcomes admin = tierOutcomes(AdminTier::Admin, side, peer, flow, pod);
    bool mayAllow = admin.allow;
    bool mayDeny = admin.deny;
    Truth isCaptured = Truth::False;
    Truth isAllowed = byNetworkPolicies(side, peer, flow, pod, isCaptured);
    if (side == Direction::Egress) isAllowed = either(isAllowed, isOwnNode); // NP-7 is about NetworkPolicies
    if (admin.goOn && isCaptured != Truth::False) {                          // NP-3
        mayAllow = mayAllow || isAllowed != Truth::False;
        mayDeny = mayDeny || isAllowed != Truth::True;
    }
    if (admin.goOn && isCaptured != Truth::True) {
        const Outcomes baseline = tierOutcomes(AdminTier::Baseline, side, peer, flow, pod);
        mayAllow = mayAllow || baseline.allow || baseline.goOn;
        mayDeny = mayDeny || baseline.deny;
    }
    const Truth verdict = mayAllow && mayDeny ? Truth::Unknown : truth(mayAllow);
    return side == Direction::Ingress ? either(verdict, isOwnNode) : verdict;
}

/// Whether some rule of a capturing policy matches.
Truth Evaluator::byNetworkPolicies(Direction side, const Endpoint& peer, const Flow& flow, PodId pod,
                                   Truth& isCaptured) const {
    Truth isAllowed = Truth::False;
    for (const NetworkPolicy& policy : m_cluster.policies) {
        if (!policy.isolates(side)) continue; // NP-N3
        const Truth capturesPod = captures(policy, pod);
        if (capturesPod == Truth::False) continue;
        isCaptured = either(isCaptured, capturesPod);
        Truth isRule = Truth::False;
        for (const PolicyRule& rule : policy.rules(side))
            isRule = either(isRule, ruleMatches(policy, rule, peer, flow));
        // A rule speaks only where its policy captures: open capture leaves open what it says.
        isAllowed = either(isAllowed, both(capturesPod, isRule));
    }
    return isAllowed;
}

bool Evaluator::isNodeLike(const Endpoint& e) const {
    return e.pod && m_cluster.pods[*e.pod].isHostNetwork && m_knobs.isHostNetworkPodANode;
}

/// Whether `host` is the very node, or shares the network of the node, that the pod runs on.
Truth Evaluator::isOnSameNode(const Endpoint& host, PodId pod) const {
    if (host.pod && !isNodeLike(host)) return Truth::False;
    const std::optional<NodeId> hostNode = nodeOf(host);
    if (!host.pod && !hostNode) return Truth::False; // an address that is no node's
    const std::optional<NodeId> podNode = m_cluster.pods[pod].node;
    if (!hostNode || !podNode) return Truth::Unknown;
    return truth(hostNode == podNode);
}

std::optional<NodeId> Evaluator::nodeOf(const Endpoint& host) const {
    if (host.pod) return m_cluster.pods[*host.pod].node;
    for (std::size_t i = 0; i < m_cluster.nodes.size(); ++i) {
        const std::vector<IpAddress>& addresses = m_cluster.nodes[NodeId(i)].addresses;
        if (std::ranges::find(addresses, host.address) != addresses.end()) return NodeId(i);
    }
    return std::nullopt;
}

Truth Evaluator::isTouchedByUnreadPolicy(PodId pod) const {
    if (!m_knobs.unreadPoliciesCount) return Truth::False;
    for (const UnreadKind& kind : m_cluster.unreadKinds) {
        if (!kind.isPolicy) continue;
        if (kind.namespaces.empty()) return Truth::True;
        if (std::ranges::find(kind.namespaces, m_cluster.pods[pod].ns) != kind.namespaces.end()) return Truth::True;
    }
    return Truth::False;
}

/// Semantics NP-1, for a direction the policy isolates and a pod that is not its node's.
Truth Evaluator::captures(const NetworkPolicy& policy, PodId pod) const {
    if (policy.ns != m_cluster.pods[pod].ns) return Truth::False;
    return podSelectorMatches(policy.podSelector, pod);
}

/// Semantics NP-5, NP-N5.
Truth Evaluator::ruleMatches(const NetworkPolicy& policy, const PolicyRule& rule, const Endpoint& peer,
                             const Flow& flow) const {
    const Truth isPeer = forEveryAddress(peer, [&](const Endpoint& e) {
        Truth out = truth(rule.peers.empty());
        for (const PolicyPeer& p : rule.peers) out = either(out, peerMatches(policy, p, e));
        return out;
    });
    bool isPort = rule.ports.empty();
    for (PolicyPort p : rule.ports) {
        if (!m_knobs.hasEndPort) p.last = p.first; // NP-T7
        isPort = isPort || portMatches(p, flow);
    }
    return both(isPeer, truth(isPort));
}

/// Semantics 3.4.
Truth Evaluator::peerMatches(const NetworkPolicy& policy, const PolicyPeer& peer, const Endpoint& e) const {
    if (peer.ipBlock) return blockMatches(*peer.ipBlock, e);
    if (!e.pod || isNodeLike(e)) return Truth::False; // NP-P7
    const Pod& pod = m_cluster.pods[*e.pod];
    if (!peer.namespaceSelector && !peer.podSelector) return Truth::False;
    Truth out = peer.namespaceSelector ? namespaceSelectorMatches(*peer.namespaceSelector, pod.ns)
                                       : truth(pod.ns == policy.ns); // NP-P1
    if (peer.podSelector) out = both(out, podSelectorMatches(*peer.podSelector, *e.pod));
    return out;
}

/// Semantics 3.6. Whether blocks are compared with pods or nodes at all is a knob; a pod without a known address, or
/// with addresses that differ in it (NP-I2), leaves the match open.
Truth Evaluator::blockMatches(const IpBlock& block, const Endpoint& e) const {
    if (!e.pod) {
        const Truth isIn = truth(isInBlock(block, e.address));
        return m_cluster.findNodeByAddress(e.address) ? both(m_knobs.ipBlockMatchesNodes, isIn) : isIn;
    }
    const std::vector<IpAddress> addresses = addressesOf(e);
    std::size_t inside = 0;
    for (const IpAddress& a : addresses) inside += isInBlock(block, a) ? 1U : 0U;
    Truth isIn = Truth::Unknown;
    if (!addresses.empty() && inside == addresses.size()) isIn = Truth::True;
    if (!addresses.empty() && inside == 0) isIn = Truth::False;
    return both(isNodeLike(e) ? m_knobs.ipBlockMatchesNodes : m_knobs.ipBlockMatchesPods, isIn);
}

/// Semantics 3.5: names are looked up at the destination pod, whatever the direction (NP-T2, NP-T3).
bool Evaluator::portMatches(const PolicyPort& port, const Flow& flow) const {
    if (port.protocol != flow.protocol) return false;
    if (port.protocol == Protocol::Sctp && !m_knobs.hasSctp) return false; // NP-T7
    if (port.isWholeProtocol()) return true;
    if (!port.isNamed()) return port.first <= flow.port && flow.port <= port.last;
    if (!flow.to.pod || isNodeLike(flow.to)) return false;
    for (const ContainerPort& p : m_cluster.portLists[m_cluster.pods[*flow.to.pod].ports])
        if (p.name == port.name && p.protocol == flow.protocol && p.number == flow.port) return true;
    return false;
}

Truth Evaluator::podSelectorMatches(const LabelSelector& selector, PodId pod) const {
    Truth out = Truth::True;
    for (const Requirement& r : selector.requirements)
        out = both(out, holds(r, m_cluster.labelSets.find(m_cluster.pods[pod].labels, r.key)));
    return out;
}

/// Only the name of a namespace without manifest is known (L-8, L-9).
Truth Evaluator::namespaceSelectorMatches(const LabelSelector& selector, NamespaceId id) const {
    const Namespace& ns = m_cluster.namespaces[id];
    Truth out = Truth::True;
    for (const Requirement& r : selector.requirements) {
        const bool isName = m_cluster.text(r.key) == "kubernetes.io/metadata.name";
        const bool isKnown = ns.isDeclared || isName;
        out = both(out, isKnown ? holds(r, m_cluster.labelSets.find(ns.labels, r.key)) : Truth::Unknown);
    }
    return out;
}

} // namespace portolan::naive

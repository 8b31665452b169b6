#include "tests/oracle/truth.h"

#include <map>

/// Semantics section 4, and IR-4 and IR-6 for what is open.

namespace portolan::naive {

/// Groups of equal priority in ascending order; in each, every policy does what its first matching rule says, and a
/// rule that matches perhaps leaves both open.
Evaluator::Outcomes Evaluator::tierOutcomes(AdminTier tier, Direction side, const Endpoint& peer, const Flow& flow,
                                            PodId pod) const {
    std::map<unsigned, std::vector<const AdminPolicy*>> groups; // by priority
    for (const AdminPolicy& policy : m_cluster.adminPolicies)
        if (policy.tier == tier) groups[policy.priority].push_back(&policy);
    Outcomes out;
    for (const auto& [priority, policies] : groups) {
        bool canAllMiss = true;
        for (const AdminPolicy* policy : policies) {
            const Truth isSubject = adminPeerMatches(policy->subject, pod, Endpoint::of(pod));
            bool canMiss = true;
            for (const AdminRule& rule : policy->rules(side)) { // top-down
                bool isReadable = true;
                for (const AdminPeer& p : rule.peers) isReadable = isReadable && p.kind != AdminPeer::Kind::Unreadable;
                const bool isClosed = !isReadable && rule.action != Action::Allow;
                const Truth isMatch = both(isSubject, isClosed ? Truth::True : adminRuleMatches(rule, pod, peer, flow));
                if (isMatch == Truth::False) continue;
                const Action action = isClosed ? Action::Deny : rule.action;
                if (action == Action::Allow) out.allow = true;
                if (action == Action::Deny) out.deny = true;
                if (action == Action::Pass) out.goOn = true;
                if (isMatch != Truth::True) continue;
                canMiss = false;
                break;
            }
            canAllMiss = canAllMiss && canMiss;
        }
        if (!canAllMiss) return out;
    }
    out.goOn = true;
    return out;
}

Truth Evaluator::adminRuleMatches(const AdminRule& rule, PodId subject, const Endpoint& peer, const Flow& flow) const {
    const Truth isPeer = forEveryAddress(peer, [&](const Endpoint& e) {
        Truth out = Truth::False;
        for (const AdminPeer& p : rule.peers) out = either(out, adminPeerMatches(p, subject, e));
        return out;
    });
    bool isPort = rule.isEveryPort;
    for (const PolicyPort& p : rule.ports) isPort = isPort || portMatches(p, flow);
    return both(isPeer, truth(isPort));
}

Truth Evaluator::adminPeerMatches(const AdminPeer& peer, PodId subject, const Endpoint& e) const {
    switch (peer.kind) {
    case AdminPeer::Kind::Pods: return podsMatch(peer, subject, e);
    case AdminPeer::Kind::Nodes: return nodesMatch(peer.nodeSelector, e);
    case AdminPeer::Kind::Networks: return networksMatch(peer.networks, e);
    case AdminPeer::Kind::DomainNames: return e.pod ? Truth::False : Truth::Unknown; // C-6
    case AdminPeer::Kind::Nothing:                                                   // L-7
    case AdminPeer::Kind::Unreadable: break;
    }
    return Truth::False;
}

/// Semantics: never outside, nodes or hostNetwork pods.
Truth Evaluator::podsMatch(const AdminPeer& peer, PodId subject, const Endpoint& e) const {
    if (!e.pod || isNodeLike(e)) return Truth::False;
    const NamespaceId ns = m_cluster.pods[*e.pod].ns;
    const Truth isNamespace = peer.related ? isRelated(*peer.related, m_cluster.pods[subject].ns, ns)
                                           : namespaceSelectorMatches(peer.namespaceSelector, ns);
    return both(isNamespace, peer.podSelector ? podSelectorMatches(*peer.podSelector, *e.pod) : Truth::True);
}

/// Semantics A-14.
Truth Evaluator::isRelated(const NamespaceRelation& relation, NamespaceId subject, NamespaceId peer) const {
    if (relation.keys.empty()) return Truth::False;
    const auto labelIn = [&](NamespaceId ns, Symbol key) {
        return m_cluster.labelSets.find(m_cluster.namespaces[ns].labels, key);
    };
    const auto hasLabel = [&](NamespaceId ns, Symbol key) {
        if (labelIn(ns, key)) return Truth::True;
        return m_cluster.namespaces[ns].isDeclared ? Truth::False : Truth::Unknown;
    };
    Truth peerHasAll = Truth::True;
    Truth areSame = Truth::True;
    for (const Symbol key : relation.keys) {
        peerHasAll = both(peerHasAll, hasLabel(peer, key));
        Truth isSame = Truth::Unknown;
        if (hasLabel(subject, key) == Truth::False) isSame = Truth::False;
        if (labelIn(subject, key) && labelIn(peer, key))
            isSame = truth(labelIn(subject, key)->value == labelIn(peer, key)->value);
        areSame = both(areSame, isSame);
    }
    if (relation.isSame) return both(peerHasAll, areSame);
    const Truth differ = areSame == Truth::Unknown ? Truth::Unknown : truth(areSame == Truth::False);
    return both(peerHasAll, differ);
}

std::vector<IpAddress> Evaluator::addressesOf(const Endpoint& e) const {
    const Pod& pod = m_cluster.pods[*e.pod];
    if (e.usedAddress) return {*e.usedAddress};
    if (pod.addresses.empty() && pod.isHostNetwork && pod.node) return m_cluster.nodes[*pod.node].addresses;
    return pod.addresses;
}

/// Semantics A-9: nodes by the addresses they have, so that a pod in a node's network is that node.
Truth Evaluator::nodesMatch(const LabelSelector& selector, const Endpoint& e) const {
    const auto isSelected = [&](const IpAddress& address) {
        for (const Node& node : m_cluster.nodes) {
            if (std::ranges::find(node.addresses, address) == node.addresses.end()) continue;
            LabelSelector copy = selector;
            bool isMatch = true;
            for (const Requirement& r : copy.requirements) {
                const auto label = m_cluster.labelSets.find(node.labels, r.key);
                const bool isListed = label && std::ranges::find(r.values, label->value) != r.values.end();
                switch (r.op) {
                case Requirement::Operator::In: isMatch = isMatch && isListed; break;
                case Requirement::Operator::NotIn: isMatch = isMatch && !isListed; break;
                case Requirement::Operator::Exists: isMatch = isMatch && label.has_value(); break;
                case Requirement::Operator::DoesNotExist: isMatch = isMatch && !label.has_value(); break;
                }
            }
            if (isMatch) return true;
        }
        return false;
    };
    if (!e.pod) return truth(isSelected(e.address));
    if (!isNodeLike(e)) return Truth::False;
    const auto addresses = addressesOf(e);
    const auto inside = std::ranges::count_if(addresses, isSelected);
    if (addresses.empty()) return Truth::Unknown;
    return inside == 0                                             ? Truth::False
           : truth(inside == std::ssize(addresses)) == Truth::True ? Truth::True
                                                                   : Truth::Unknown;
}

/// Semantics A-9: by address, whatever has it; a pod whose addresses differ in it is open (NP-I2).
Truth Evaluator::networksMatch(const std::vector<Cidr>& networks, const Endpoint& e) const {
    const auto isIn = [&](const IpAddress& a) {
        return std::ranges::any_of(networks, [&](const Cidr& c) { return c.contains(a); });
    };
    if (!e.pod) return truth(isIn(e.address));
    const auto addresses = addressesOf(e);
    const auto inside = std::ranges::count_if(addresses, isIn);
    Truth out = Truth::Unknown;
    if (!addresses.empty() && inside == std::ssize(addresses)) out = Truth::True;
    if (!addresses.empty() && inside == 0) out = Truth::False;
    return both(m_knobs.networksMatchPods, out);
}

} // namespace portolan::naive

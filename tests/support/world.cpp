#include "tests/support/world.h"

#include <algorithm>

namespace portolan::world {
namespace {

LabelSelector labelSelector(const Selector& selector, Symbols& symbols) {
    LabelSelector out;
    for (const Expression& e : selector) {
        Requirement r{symbols.intern(e.key), e.op, {}};
        for (const std::string& v : e.values) r.values.push_back(symbols.intern(v));
        std::ranges::sort(r.values);
        r.values.erase(std::unique(r.values.begin(), r.values.end()), r.values.end());
        out.requirements.push_back(std::move(r));
    }
    std::ranges::sort(out.requirements);
    out.requirements.erase(std::unique(out.requirements.begin(), out.requirements.end()), out.requirements.end());
    return out;
}

PolicyPeer policyPeer(const Peer& peer, Symbols& symbols) {
    PolicyPeer out;
    if (peer.podSelector) out.podSelector = labelSelector(*peer.podSelector, symbols);
    if (peer.namespaceSelector) out.namespaceSelector = labelSelector(*peer.namespaceSelector, symbols);
    if (!peer.cidr.empty()) {
        out.ipBlock.emplace();
        out.ipBlock->cidr = Cidr::parse(peer.cidr).value();
        for (const std::string& e : peer.except) out.ipBlock->except.push_back(Cidr::parse(e).value());
    }
    return out;
}

std::vector<PolicyRule> policyRules(const std::vector<Rule>& rules, Symbols& symbols) {
    std::vector<PolicyRule> out;
    for (const Rule& rule : rules) {
        PolicyRule& r = out.emplace_back();
        for (const Peer& peer : rule.peers) r.peers.push_back(policyPeer(peer, symbols));
        for (const Port& port : rule.ports)
            r.ports.push_back({port.protocol, port.first, port.last, symbols.intern(port.name), {}});
    }
    return out;
}

std::vector<IpAddress> addresses(const std::vector<std::string>& texts) {
    std::vector<IpAddress> out;
    for (const std::string& t : texts) out.push_back(IpAddress::parse(t).value());
    return out;
}

std::vector<portolan::ContainerPort> containerPorts(const Pod& pod, Symbols& symbols) {
    std::vector<portolan::ContainerPort> out;
    for (const ContainerPort& p : pod.ports) out.push_back({symbols.intern(p.name), p.protocol, p.number});
    return out;
}

void addPod(const Pod& pod, ClusterBuilder& builder) {
    PodFact fact;
    fact.ns = pod.ns;
    fact.name = pod.name;
    fact.labels = pod.labels;
    fact.ports = containerPorts(pod, builder.symbols());
    fact.addresses = addresses(pod.addresses);
    fact.node = pod.node;
    fact.isHostNetwork = pod.isHostNetwork;
    builder.addPod(std::move(fact));
}

void addController(const Pod& pod, ClusterBuilder& builder) {
    ControllerFact fact;
    fact.ns = pod.ns;
    fact.name = pod.name;
    fact.kind = pod.controllerKind;
    fact.hasTemplate = true;
    fact.labels = pod.labels;
    fact.ports = containerPorts(pod, builder.symbols());
    fact.isHostNetwork = pod.isHostNetwork;
    builder.addController(std::move(fact));
}

} // namespace

NetworkPolicy networkPolicy(const Policy& policy, ClusterBuilder& builder) {
    NetworkPolicy out;
    out.ns = builder.namespaceId(policy.ns);
    out.name = builder.symbols().intern(policy.name);
    out.podSelector = labelSelector(policy.podSelector, builder.symbols());
    out.isolatesIngress = policy.isolatesIngress;
    out.isolatesEgress = policy.isolatesEgress;
    out.ingress = policyRules(policy.ingress, builder.symbols());
    out.egress = policyRules(policy.egress, builder.symbols());
    return out;
}

void add(const World& world, ClusterBuilder& builder) {
    for (const Namespace& ns : world.namespaces) {
        if (ns.isDeclared)
            builder.addNamespace(ns.name, ns.labels, {});
        else
            builder.namespaceId(ns.name);
    }
    for (const Node& node : world.nodes) builder.addNode(node.name, {}, addresses(node.addresses), {});
    for (const Pod& pod : world.pods) {
        if (pod.controllerKind.empty())
            addPod(pod, builder);
        else
            addController(pod, builder);
    }
    for (const Policy& policy : world.policies) builder.addPolicy(networkPolicy(policy, builder));
    for (const std::string& ns : world.unreadPoliciesIn)
        builder.addUnread("cilium.io/v2", "CiliumNetworkPolicy", true, ns, {});
}

std::shared_ptr<const Cluster> build(const World& world) {
    ClusterBuilder builder;
    add(world, builder);
    return builder.build();
}

} // namespace portolan::world

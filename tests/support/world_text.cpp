#include "tests/support/world.h"

namespace portolan::world {
namespace {

std::string joined(const std::vector<std::string>& items) {
    std::string out;
    for (const std::string& item : items) out += (out.empty() ? "" : ", ") + item;
    return out;
}

std::string text(const Expression& e) {
    switch (e.op) {
    case Requirement::Operator::In: return e.key + " in (" + joined(e.values) + ')';
    case Requirement::Operator::NotIn: return e.key + " notin (" + joined(e.values) + ')';
    case Requirement::Operator::Exists: return e.key;
    case Requirement::Operator::DoesNotExist: return '!' + e.key;
    }
    return {};
}

std::string text(const Selector& selector) {
    std::vector<std::string> parts;
    for (const Expression& e : selector) parts.push_back(text(e));
    return '{' + joined(parts) + '}';
}

std::string text(const Port& port) {
    std::string out(name(port.protocol));
    if (!port.name.empty()) return out + ' ' + port.name;
    if (port.first == 0) return out;
    out += ' ' + std::to_string(port.first);
    return port.first == port.last ? out : out + '-' + std::to_string(port.last);
}

std::string text(const Peer& peer) {
    std::vector<std::string> parts;
    if (peer.podSelector) parts.push_back("podSelector: " + text(*peer.podSelector));
    if (peer.namespaceSelector) parts.push_back("namespaceSelector: " + text(*peer.namespaceSelector));
    if (!peer.cidr.empty()) parts.push_back("ipBlock: " + peer.cidr);
    if (!peer.except.empty()) parts.push_back("except: [" + joined(peer.except) + ']');
    return '{' + joined(parts) + '}';
}

std::string text(const Rule& rule, const std::string& peersKey) {
    std::vector<std::string> peers;
    for (const Peer& peer : rule.peers) peers.push_back(text(peer));
    std::vector<std::string> ports;
    for (const Port& port : rule.ports) ports.push_back(text(port));
    return '{' + peersKey + ": [" + joined(peers) + "], ports: [" + joined(ports) + "]}";
}

std::string text(const Labels& labels) {
    std::vector<std::string> parts;
    for (const auto& [key, value] : labels) parts.push_back(key + ": \"" + value + '"');
    return '{' + joined(parts) + '}';
}

std::string text(const Pod& pod) {
    std::vector<std::string> ports;
    for (const ContainerPort& p : pod.ports)
        ports.push_back(p.name + '=' + std::string(name(p.protocol)) + ' ' + std::to_string(p.number));
    std::string out = (pod.controllerKind.empty() ? "Pod" : pod.controllerKind) + ' ' + pod.ns + '/' + pod.name;
    out += ": {labels: " + text(pod.labels) + ", addresses: [" + joined(pod.addresses) + "], ports: [" + joined(ports) +
           ']';
    if (!pod.node.empty()) out += ", node: " + pod.node;
    if (pod.isHostNetwork) out += ", hostNetwork: true";
    return out + "}\n";
}

} // namespace

std::string text(const Policy& policy) {
    std::string out = "NetworkPolicy " + policy.ns + '/' + policy.name + ":\n";
    out += "  podSelector: " + text(policy.podSelector) + '\n';
    out += std::string("  policyTypes: [") + (policy.isolatesIngress ? "Ingress" : "") +
           (policy.isolatesIngress && policy.isolatesEgress ? ", " : "") + (policy.isolatesEgress ? "Egress" : "") +
           "]\n";
    for (const Rule& rule : policy.ingress) out += "  ingress: " + text(rule, "from") + '\n';
    for (const Rule& rule : policy.egress) out += "  egress: " + text(rule, "to") + '\n';
    return out;
}

std::string text(const World& world) {
    std::string out;
    for (const Namespace& ns : world.namespaces)
        out += "Namespace " + ns.name + ": " + (ns.isDeclared ? text(ns.labels) : "not declared") + '\n';
    for (const Node& node : world.nodes) out += "Node " + node.name + ": [" + joined(node.addresses) + "]\n";
    for (const Pod& pod : world.pods) out += text(pod);
    for (const Policy& policy : world.policies) out += text(policy);
    for (const std::string& ns : world.unreadPoliciesIn) out += "CiliumNetworkPolicy in " + ns + '\n';
    return out;
}

} // namespace portolan::world

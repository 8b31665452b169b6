#include "core/ledger/rule_text.h"

#include "core/model/yaml_scalar.h"

#include <algorithm>
#include <cctype>

namespace portolan {
namespace {

class Writer {
  public:
    explicit Writer(const Cluster& cluster) : m_cluster(cluster) {}

    std::string take() { return std::move(m_out); }
    void line(std::size_t indent, const std::string& text) { m_out += std::string(indent, ' ') + text + '\n'; }

    void selector(std::size_t indent, const std::string& key, const LabelSelector& selector) {
        if (selector.isEmpty()) return line(indent, key + ": {}");
        line(indent, key + ':');
        const std::size_t inner = indent + (key.starts_with("- ") ? 4 : 2);
        const auto isLabel = [](const Requirement& r) {
            return r.op == Requirement::Operator::In && r.values.size() == 1;
        };
        if (std::ranges::any_of(selector.requirements, isLabel)) line(inner, "matchLabels:");
        for (const Requirement& r : selector.requirements)
            if (isLabel(r)) line(inner + 2, scalar(r.key) + ": " + scalar(r.values.front()));
        if (!std::ranges::all_of(selector.requirements, isLabel)) line(inner, "matchExpressions:");
        for (const Requirement& r : selector.requirements)
            if (!isLabel(r)) expression(inner + 2, r);
    }

    void peer(std::size_t indent, const PolicyPeer& peer) {
        if (peer.ipBlock) {
            line(indent, "- ipBlock:");
            line(indent + 4, "cidr: " + yamlScalar(peer.ipBlock->cidr.text()));
            if (peer.ipBlock->except.empty()) return;
            line(indent + 4, "except:");
            for (const Cidr& except : peer.ipBlock->except) line(indent + 6, "- " + yamlScalar(except.text()));
            return;
        }
        if (peer.namespaceSelector) selector(indent, "- namespaceSelector", *peer.namespaceSelector);
        if (peer.podSelector && peer.namespaceSelector) selector(indent + 2, "podSelector", *peer.podSelector);
        if (peer.podSelector && !peer.namespaceSelector) selector(indent, "- podSelector", *peer.podSelector);
    }

    void port(std::size_t indent, const PolicyPort& port) {
        line(indent, "- protocol: " + std::string(name(port.protocol)));
        if (port.isNamed()) line(indent + 2, "port: " + scalar(port.name));
        if (!port.isNamed() && port.first != 0) line(indent + 2, "port: " + std::to_string(port.first));
        if (!port.isNamed() && port.last > port.first) line(indent + 2, "endPort: " + std::to_string(port.last));
    }

    void adminPeer(std::size_t indent, const AdminPeer& peer) {
        switch (peer.kind) {
        case AdminPeer::Kind::Pods: return pods(indent, peer);
        case AdminPeer::Kind::Nodes: return selector(indent, "- nodes", peer.nodeSelector);
        case AdminPeer::Kind::Networks: {
            line(indent, "- networks:");
            for (const Cidr& cidr : peer.networks) line(indent + 4, "- " + yamlScalar(cidr.text()));
            return;
        }
        case AdminPeer::Kind::DomainNames: {
            line(indent, "- domainNames:");
            for (const std::string& name : peer.domainNames) line(indent + 4, "- " + yamlScalar(name));
            return;
        }
        case AdminPeer::Kind::Nothing:
        case AdminPeer::Kind::Unreadable: return line(indent, "- {} # as written");
        }
    }

    /// One entry of v1alpha1's `ports`, or of v1alpha2's `protocols`.
    void adminPort(std::size_t indent, AdminKind kind, const PolicyPort& port) {
        const bool isRange = port.last > port.first;
        if (kind == AdminKind::ClusterNetworkPolicy) {
            if (port.isNamed()) return line(indent, "- destinationNamedPort: " + scalar(port.name));
            std::string protocol(name(port.protocol));
            std::ranges::transform(protocol, protocol.begin(), [](unsigned char c) { return std::tolower(c); });
            if (port.isWholeProtocol()) return line(indent, "- " + protocol + ": {}");
            line(indent, "- " + protocol + ':');
            line(indent + 4, "destinationPort:");
            if (!isRange) return line(indent + 6, "number: " + std::to_string(port.first));
            line(indent + 6, "range:");
            line(indent + 8, "start: " + std::to_string(port.first));
            return line(indent + 8, "end: " + std::to_string(port.last));
        }
        if (port.isNamed()) return line(indent, "- namedPort: " + scalar(port.name));
        line(indent, isRange ? "- portRange:" : "- portNumber:");
        line(indent + 4, "protocol: " + std::string(name(port.protocol)));
        if (!isRange) return line(indent + 4, "port: " + std::to_string(port.first));
        line(indent + 4, "start: " + std::to_string(port.first));
        line(indent + 4, "end: " + std::to_string(port.last));
    }

    /// The subject of an admin policy.
    void subject(const AdminPeer& peer) {
        line(2, "subject:");
        if (!peer.podSelector) return selector(4, "namespaces", peer.namespaceSelector);
        line(4, "pods:");
        selector(6, "namespaceSelector", peer.namespaceSelector);
        selector(6, "podSelector", *peer.podSelector);
    }

  private:
    void pods(std::size_t indent, const AdminPeer& peer) {
        const bool isPods = peer.podSelector.has_value();
        if (!isPods && !peer.related) return selector(indent, "- namespaces", peer.namespaceSelector);
        line(indent, isPods ? "- pods:" : "- namespaces:");
        if (peer.related) {
            std::string keys;
            for (const Symbol key : peer.related->keys) keys += (keys.empty() ? "" : ", ") + scalar(key);
            if (isPods) line(indent + 4, "namespaces:");
            line(indent + (isPods ? 6 : 4), (peer.related->isSame ? "sameLabels: [" : "notSameLabels: [") + keys + ']');
        } else {
            selector(indent + 4, "namespaceSelector", peer.namespaceSelector);
        }
        if (isPods) selector(indent + 4, "podSelector", *peer.podSelector);
    }

    std::string scalar(Symbol symbol) const { return yamlScalar(m_cluster.text(symbol)); }

    void expression(std::size_t indent, const Requirement& r) {
        line(indent, "- key: " + scalar(r.key));
        switch (r.op) {
        case Requirement::Operator::In: line(indent + 2, "operator: In"); break;
        case Requirement::Operator::NotIn: line(indent + 2, "operator: NotIn"); break;
        case Requirement::Operator::Exists: line(indent + 2, "operator: Exists"); break;
        case Requirement::Operator::DoesNotExist: line(indent + 2, "operator: DoesNotExist"); break;
        }
        std::string values;
        std::vector<Symbol> sorted = r.values;
        std::ranges::sort(sorted, {}, [&](Symbol v) { return m_cluster.text(v); });
        for (const Symbol v : sorted) values += (values.empty() ? "" : ", ") + scalar(v);
        if (!r.values.empty()) line(indent + 2, "values: [" + values + ']');
    }

    const Cluster& m_cluster;
    std::string m_out;
};

/// Whether every part of an admin policy was read, so that writing it leaves nothing out.
bool isWhollyRead(const AdminPolicy& policy) {
    if (policy.subject.kind != AdminPeer::Kind::Pods || policy.subject.related) return false;
    for (const Direction d : kDirections)
        for (const AdminRule& rule : policy.rules(d))
            for (const AdminPeer& peer : rule.peers)
                if (peer.kind == AdminPeer::Kind::Nothing || peer.kind == AdminPeer::Kind::Unreadable) return false;
    return true;
}

} // namespace

std::string ruleYaml(const Cluster& cluster, Direction direction, const PolicyRule& rule) {
    Writer writer(cluster);
    const std::string peers = direction == Direction::Ingress ? "from:" : "to:";
    if (rule.peers.empty() && rule.ports.empty()) return "  - {}\n";
    if (!rule.peers.empty()) writer.line(2, "- " + peers);
    for (const PolicyPeer& peer : rule.peers) writer.peer(6, peer);
    if (!rule.ports.empty()) writer.line(rule.peers.empty() ? 2 : 4, rule.peers.empty() ? "- ports:" : "ports:");
    for (const PolicyPort& port : rule.ports) writer.port(6, port);
    return writer.take();
}

std::string ruleYaml(const Cluster& cluster, const AdminPolicy& policy, Direction direction, const AdminRule& rule) {
    Writer writer(cluster);
    const bool isClusterPolicy = policy.kind == AdminKind::ClusterNetworkPolicy;
    const std::string allow = isClusterPolicy ? "Accept" : "Allow";
    const std::string action = rule.action == Action::Allow ? allow : rule.action == Action::Deny ? "Deny" : "Pass";
    if (!rule.name.empty()) writer.line(2, "- name: " + yamlScalar(rule.name));
    writer.line(rule.name.empty() ? 2 : 4, (rule.name.empty() ? "- action: " : "action: ") + action);
    writer.line(4, direction == Direction::Ingress ? "from:" : "to:");
    for (const AdminPeer& peer : rule.peers) writer.adminPeer(6, peer);
    if (rule.isEveryPort) return writer.take();
    writer.line(4, isClusterPolicy ? "protocols:" : "ports:");
    std::vector<Symbol> named; // a name stands for every protocol, and is held once for each
    for (const PolicyPort& port : rule.ports) {
        if (port.isNamed() && std::ranges::find(named, port.name) != named.end()) continue;
        if (port.isNamed()) named.push_back(port.name);
        writer.adminPort(6, policy.kind, port);
    }
    return writer.take();
}

std::string adminPolicyYaml(const Cluster& cluster, const AdminPolicy& policy) {
    if (!isWhollyRead(policy)) return {};
    const bool isClusterPolicy = policy.kind == AdminKind::ClusterNetworkPolicy;
    Writer writer(cluster);
    writer.line(0, std::string("apiVersion: policy.networking.k8s.io/") + (isClusterPolicy ? "v1alpha2" : "v1alpha1"));
    writer.line(0, "kind: " + std::string(name(policy.kind)));
    writer.line(0, "metadata:");
    writer.line(2, "name: " + yamlScalar(cluster.text(policy.name)));
    writer.line(0, "spec:");
    if (isClusterPolicy) writer.line(2, policy.tier == AdminTier::Admin ? "tier: Admin" : "tier: Baseline");
    if (policy.kind != AdminKind::BaselineAdminNetworkPolicy)
        writer.line(2, "priority: " + std::to_string(policy.priority));
    writer.subject(policy.subject);
    std::string out = writer.take();
    for (const Direction d : kDirections) {
        if (policy.rules(d).empty()) continue;
        out += "  " + std::string(name(d)) + ":\n";
        for (const AdminRule& rule : policy.rules(d)) out += ruleYaml(cluster, policy, d, rule);
    }
    return out;
}

} // namespace portolan

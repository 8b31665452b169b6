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

  private:
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
        for (const Symbol v : r.values) values += (values.empty() ? "" : ", ") + scalar(v);
        if (!r.values.empty()) line(indent + 2, "values: [" + values + ']');
    }

    const Cluster& m_cluster;
    std::string m_out;
};

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

} // namespace portolan

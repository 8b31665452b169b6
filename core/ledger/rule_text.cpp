#include "core/ledger/rule_text.h"

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

std::string yamlScalar(std::string_view text) {
    static constexpr std::array kWords{"true", "false", "yes", "no", "on", "off", "null", "y", "n"};
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto isPlain = [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '.' || c == '_' || c == '-' || c == '/';
    };
    const bool isSafe = !text.empty() && std::isalpha(static_cast<unsigned char>(text.front())) != 0 &&
                        std::ranges::all_of(text, isPlain) && std::ranges::find(kWords, lower) == kWords.end();
    const bool isV4Block = !text.empty() && text.find('/') != std::string_view::npos &&
                           text.find_first_not_of("0123456789./") == std::string_view::npos;
    if (isSafe || isV4Block) return std::string(text);
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

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

std::string selectorText(const Cluster& cluster, const LabelSelector& selector) {
    std::string out;
    for (const Requirement& r : selector.requirements) {
        const std::string key(cluster.text(r.key));
        std::string values;
        for (const Symbol v : r.values) values += (values.empty() ? "" : ",") + std::string(cluster.text(v));
        if (!out.empty()) out += ',';
        switch (r.op) {
        case Requirement::Operator::In:
            out += r.values.size() == 1 ? key + '=' + values : key + " in (" + values + ')';
            break;
        case Requirement::Operator::NotIn: out += key + " notin (" + values + ')'; break;
        case Requirement::Operator::Exists: out += key; break;
        case Requirement::Operator::DoesNotExist: out += '!' + key; break;
        }
    }
    return out.empty() ? "everything" : out;
}

} // namespace portolan

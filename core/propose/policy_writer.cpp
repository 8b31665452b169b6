#include "core/propose/policy_writer.h"

#include "core/model/yaml_scalar.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace portolan {
namespace {

/// A rule's comment names at most this many peers.
constexpr std::size_t kMaxComments = 20;

class Writer {
  public:
    explicit Writer(const Cluster& cluster) : m_cluster(cluster) {}

    void comment(std::size_t indent, std::string_view text) {
        std::string clean(text);
        std::ranges::replace_if(
            clean, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
        line(indent, "# " + clean);
    }

    void document(const NetworkPolicy& policy, std::span<const RuleNote> notes) {
        line(0, "apiVersion: networking.k8s.io/v1");
        line(0, "kind: NetworkPolicy");
        line(0, "metadata:");
        line(2, "name: " + yamlScalar(m_cluster.text(policy.name)));
        line(2, "namespace: " + yamlScalar(m_cluster.text(m_cluster.namespaces[policy.ns].name)));
        line(0, "spec:");
        selector(2, "podSelector", policy.podSelector);
        line(2, "policyTypes:");
        if (policy.isolatesIngress) line(4, "- Ingress");
        if (policy.isolatesEgress) line(4, "- Egress");
        for (const Direction d : kDirections) {
            const auto& rules = policy.rules(d);
            const std::string key(name(d));
            if (rules.empty()) {
                if (policy.isolates(d)) line(2, key + ": []");
                continue;
            }
            line(2, key + ':');
            for (std::size_t i = 0; i < rules.size(); ++i) {
                for (const RuleNote& note : notes)
                    if (note.direction == d && note.index == i) evidence(note);
                rule(d, rules[i]);
            }
        }
    }

    std::string text() && { return std::move(m_text); }

  private:
    void line(std::size_t indent, std::string_view text) {
        m_text.append(indent, ' ');
        m_text += text;
        m_text += '\n';
    }

    void evidence(const RuleNote& note) {
        const std::size_t count = note.evidence.size() > kMaxComments ? kMaxComments - 1 : note.evidence.size();
        for (std::size_t i = 0; i < count; ++i) comment(4, note.evidence[i]);
        if (count < note.evidence.size()) comment(4, "and " + std::to_string(note.evidence.size() - count) + " more");
    }

    /// Writes the items of a list with the first line behind the dash.
    void item(std::size_t indent, const std::string& inner) {
        std::string out = inner;
        out[indent] = '-';
        m_text += out;
    }

    template <typename Body>
    std::string captured(Body body) {
        std::string outer = std::move(m_text);
        m_text.clear();
        body();
        std::swap(outer, m_text);
        return outer;
    }

    void rule(Direction d, const PolicyRule& rule) {
        if (rule.peers.empty() && rule.ports.empty()) {
            line(4, "- {}");
            return;
        }
        item(4, captured([&] {
                 if (!rule.peers.empty()) line(6, d == Direction::Ingress ? "from:" : "to:");
                 for (const PolicyPeer& p : rule.peers) item(8, captured([&] { peer(10, p); }));
                 if (!rule.ports.empty()) line(6, "ports:");
                 for (const PolicyPort& p : rule.ports) item(8, captured([&] { port(10, p); }));
             }));
    }

    void peer(std::size_t indent, const PolicyPeer& peer) {
        if (peer.ipBlock) {
            line(indent, "ipBlock:");
            line(indent + 2, "cidr: " + yamlScalar(peer.ipBlock->cidr.text()));
            if (!peer.ipBlock->except.empty()) line(indent + 2, "except:");
            for (const Cidr& c : peer.ipBlock->except) line(indent + 4, "- " + yamlScalar(c.text()));
            return;
        }
        if (peer.namespaceSelector) selector(indent, "namespaceSelector", *peer.namespaceSelector);
        if (peer.podSelector) selector(indent, "podSelector", *peer.podSelector);
    }

    void port(std::size_t indent, const PolicyPort& port) {
        line(indent, "protocol: " + std::string(name(port.protocol)));
        if (port.isNamed()) line(indent, "port: " + yamlScalar(m_cluster.text(port.name)));
        if (port.first != 0) line(indent, "port: " + std::to_string(port.first));
        if (port.last > port.first) line(indent, "endPort: " + std::to_string(port.last));
    }

    void selector(std::size_t indent, const std::string& key, const LabelSelector& selector) {
        if (selector.isEmpty()) {
            line(indent, key + ": {}");
            return;
        }
        std::map<std::string, const Requirement*> equalities;
        std::vector<const Requirement*> others;
        for (const Requirement& r : selector.requirements) {
            if (r.op != Requirement::Operator::In || r.values.size() != 1) {
                others.push_back(&r);
                continue;
            }
            // Of several values asked of one key, which no pod has, the first in the alphabet stands in matchLabels.
            const auto [it, isNew] = equalities.emplace(m_cluster.text(r.key), &r);
            if (isNew) continue;
            const bool isBefore = m_cluster.text(r.values.front()) < m_cluster.text(it->second->values.front());
            others.push_back(isBefore ? std::exchange(it->second, &r) : &r);
        }
        std::ranges::sort(others, {}, [&](const Requirement* r) {
            std::vector<std::string_view> values;
            for (const Symbol v : r->values) values.push_back(m_cluster.text(v));
            std::ranges::sort(values);
            return std::tuple(m_cluster.text(r->key), r->op, std::move(values));
        });
        line(indent, key + ':');
        if (!equalities.empty()) line(indent + 2, "matchLabels:");
        for (const auto& [label, r] : equalities)
            line(indent + 4, yamlScalar(label) + ": " + yamlScalar(m_cluster.text(r->values.front())));
        if (!others.empty()) line(indent + 2, "matchExpressions:");
        for (const Requirement* r : others) item(indent + 4, captured([&] { expression(indent + 6, *r); }));
    }

    void expression(std::size_t indent, const Requirement& r) {
        line(indent, "key: " + yamlScalar(m_cluster.text(r.key)));
        switch (r.op) {
        case Requirement::Operator::In: line(indent, "operator: In"); break;
        case Requirement::Operator::NotIn: line(indent, "operator: NotIn"); break;
        case Requirement::Operator::Exists: line(indent, "operator: Exists"); break;
        case Requirement::Operator::DoesNotExist: line(indent, "operator: DoesNotExist"); break;
        }
        if (r.values.empty()) return;
        std::vector<std::string_view> values;
        for (const Symbol v : r.values) values.push_back(m_cluster.text(v));
        std::ranges::sort(values);
        line(indent, "values:");
        for (const std::string_view v : values) line(indent + 2, "- " + yamlScalar(v));
    }

    const Cluster& m_cluster;
    std::string m_text;
};

} // namespace

std::string policyYaml(const Cluster& cluster, const NetworkPolicy& policy, std::span<const std::string> header,
                       std::span<const RuleNote> notes) {
    Writer writer(cluster);
    for (const std::string& h : header) writer.comment(0, h);
    writer.document(policy, notes);
    return std::move(writer).text();
}

} // namespace portolan

#include "core/reach/potential_peers.h"

#include "core/model/selector_text.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace portolan {
namespace {

constexpr std::string_view kMetadataName = "kubernetes.io/metadata.name";

/// Puts a namespace selector in its place: none, a name, or labels.
void setHome(const Cluster& cluster, const LabelSelector& selector, PotentialPeer& out) {
    if (selector.isEmpty()) return;
    const Requirement& first = selector.requirements.front();
    if (selector.requirements.size() == 1 && first.op == Requirement::Operator::In && first.values.size() == 1 &&
        cluster.text(first.key) == kMetadataName) {
        out.home = PotentialPeer::Home::Named;
        out.ns = first.values.front();
        return;
    }
    out.home = PotentialPeer::Home::Labelled;
    out.namespaceSelector = selector;
}

std::string_view goName(Requirement::Operator op) {
    switch (op) {
    case Requirement::Operator::In: return "In";
    case Requirement::Operator::NotIn: return "NotIn";
    case Requirement::Operator::Exists: return "Exists";
    case Requirement::Operator::DoesNotExist: return "DoesNotExist";
    }
    return {};
}

std::string goText(const WrittenExpression& e) {
    std::string values;
    for (const std::string& v : e.values) values += (values.empty() ? "" : " ") + v;
    return "{Key:" + e.key + ",Operator:" + std::string(goName(e.op)) + ",Values:[" + values + "],}";
}

/// "{a=b,{Key:..}}": labels by key, then expressions by key, each as written.
std::string selectorGoText(const Cluster& cluster, const LabelSelector& selector) {
    std::vector<std::string> labels;
    std::vector<std::string> expressions;
    for (const Requirement& r : selector.requirements)
        if (isPlainLabel(cluster, selector, r))
            labels.push_back(std::string(cluster.text(r.key)) + '=' + std::string(cluster.text(r.values.front())));
    for (const WrittenExpression& e : selector.expressions) expressions.push_back(goText(e));
    std::ranges::sort(labels);
    std::ranges::sort(expressions);
    labels.insert(labels.end(), expressions.begin(), expressions.end());
    std::string out;
    for (const std::string& l : labels) out += (out.empty() ? "" : ",") + l;
    return '{' + out + '}';
}

bool isOfPlainLabels(const Cluster& cluster, const LabelSelector& selector) {
    return !selector.isEmpty() && std::ranges::all_of(selector.requirements, [&](const Requirement& r) {
        return isPlainLabel(cluster, selector, r);
    });
}

/// Collects distinct peers in the order of their first mention.
class Collector {
  public:
    Collector() { add(PotentialPeer{}); }
    void add(PotentialPeer peer) {
        const auto [it, isNew] = m_places.try_emplace(peer, m_peers.size());
        if (isNew) {
            m_peers.push_back(std::move(peer));
            return;
        }
        std::vector<RuleRef>& rules = m_peers[it->second].rules;
        rules.insert(rules.end(), peer.rules.begin(), peer.rules.end());
    }
    std::vector<PotentialPeer> take() {
        for (PotentialPeer& p : m_peers) {
            std::ranges::sort(p.rules);
            p.rules.erase(std::unique(p.rules.begin(), p.rules.end()), p.rules.end());
        }
        return std::move(m_peers);
    }

  private:
    std::vector<PotentialPeer> m_peers;
    std::map<PotentialPeer, std::size_t> m_places;
};

} // namespace

std::weak_ordering PotentialPeer::operator<=>(const PotentialPeer& other) const {
    if (const auto c = std::tie(home, ns) <=> std::tie(other.home, other.ns); c != 0) return c;
    if (const auto c = namespaceSelector.requirements <=> other.namespaceSelector.requirements; c != 0) return c;
    return podSelector.requirements <=> other.podSelector.requirements;
}

std::optional<PotentialPeer> potentialPeer(const Cluster& cluster, NamespaceId policyNamespace,
                                           const PolicyPeer& peer) {
    if (peer.ipBlock) return std::nullopt;
    PotentialPeer out;
    if (peer.namespaceSelector) {
        setHome(cluster, *peer.namespaceSelector, out);
    } else {
        out.home = PotentialPeer::Home::Named;
        out.ns = cluster.namespaces[policyNamespace].name;
    }
    if (peer.podSelector) out.podSelector = *peer.podSelector;
    return out;
}

std::optional<PotentialPeer> potentialPeer(const Cluster& cluster, const AdminPeer& peer) {
    if (peer.kind != AdminPeer::Kind::Pods || peer.related) return std::nullopt;
    PotentialPeer out;
    setHome(cluster, peer.namespaceSelector, out);
    if (peer.podSelector) out.podSelector = *peer.podSelector;
    return out;
}

std::vector<PotentialPeer> potentialPeers(const Cluster& cluster) {
    Collector out;
    const auto add = [&](std::optional<PotentialPeer> peer, const RuleRef& rule) {
        if (!peer) return;
        peer->rules = {rule};
        out.add(std::move(*peer));
    };
    for (std::size_t i = 0; i < cluster.policies.size(); ++i) {
        const NetworkPolicy& policy = cluster.policies[PolicyId(i)];
        for (const Direction d : kDirections) {
            if (!policy.isolates(d)) continue;
            for (std::uint32_t r = 0; r < policy.rules(d).size(); ++r)
                for (const PolicyPeer& peer : policy.rules(d)[r].peers)
                    add(potentialPeer(cluster, policy.ns, peer), {PolicyId(i), d, r});
        }
    }
    for (std::size_t i = 0; i < cluster.adminPolicies.size(); ++i)
        for (const Direction d : kDirections) {
            const std::vector<AdminRule>& rules = cluster.adminPolicies[i].rules(d);
            for (std::uint32_t r = 0; r < rules.size(); ++r)
                for (const AdminPeer& peer : rules[r].peers)
                    add(potentialPeer(cluster, peer), {adminPolicyId(i), d, r});
        }
    return out.take();
}

bool isPlainLabel(const Cluster& cluster, const LabelSelector& selector, const Requirement& requirement) {
    if (requirement.op != Requirement::Operator::In || requirement.values.size() != 1) return false;
    return std::ranges::none_of(selector.expressions, [&](const WrittenExpression& e) {
        return e.op == Requirement::Operator::In && e.key == cluster.text(requirement.key) &&
               std::ranges::all_of(e.values,
                                   [&](const std::string& v) { return v == cluster.text(requirement.values.front()); });
    });
}

bool isMetByPod(const Cluster& cluster, const PotentialPeer& peer) {
    if (!isOfPlainLabels(cluster, peer.podSelector)) return false;
    if (peer.home == PotentialPeer::Home::Anywhere) return false;
    if (peer.home == PotentialPeer::Home::Labelled && !isOfPlainLabels(cluster, peer.namespaceSelector)) return false;
    const auto isMetIn = [&](NamespaceId ns) {
        const auto pods = std::ranges::equal_range(cluster.pods.all(), ns, {}, &Pod::ns);
        return std::ranges::any_of(pods, [&](const Pod& pod) {
            return matches(peer.podSelector, cluster.labelSets[pod.labels]) == Ternary::Yes;
        });
    };
    if (peer.home == PotentialPeer::Home::Named) {
        const auto ns = cluster.findNamespace(cluster.text(peer.ns));
        return ns && isMetIn(*ns);
    }
    for (std::size_t n = 0; n < cluster.namespaces.size(); ++n)
        if (matches(peer.namespaceSelector, cluster, NamespaceId(n)) == Ternary::Yes && isMetIn(NamespaceId(n)))
            return true;
    return false;
}

std::string potentialPeerText(const Cluster& cluster, const PotentialPeer& peer) {
    if (peer.isEntireCluster()) return "any pod";
    std::string home = "[any namespace]";
    if (peer.home == PotentialPeer::Home::Named) home = cluster.text(peer.ns);
    if (peer.home == PotentialPeer::Home::Labelled)
        home = "[namespace with " + selectorText(cluster, peer.namespaceSelector) + ']';
    return home + (peer.isAnyPod() ? "/[any pod]" : "/[pod with " + selectorText(cluster, peer.podSelector) + ']');
}

std::string npGuardPeerText(const Cluster& cluster, const PotentialPeer& peer) {
    if (peer.isEntireCluster()) return "entire-cluster";
    std::string out;
    switch (peer.home) {
    case PotentialPeer::Home::Anywhere: out = "[all namespaces]"; break;
    case PotentialPeer::Home::Named: out = cluster.text(peer.ns); break;
    case PotentialPeer::Home::Labelled:
        out = "[namespace with " + selectorGoText(cluster, peer.namespaceSelector) + ']';
        break;
    }
    return out + (peer.isAnyPod() ? "/[all pods]" : "/[pod with " + selectorGoText(cluster, peer.podSelector) + ']');
}

} // namespace portolan

#include "tests/oracle/admin_world.h"

#include "tests/oracle/thin.h"

#include <algorithm>

namespace portolan::world {
namespace {

using Kind = portolan::AdminPeer::Kind;
using Texts = std::vector<std::string>;

/// By way of a NetworkPolicy, whose selector world.h knows to make.
LabelSelector labelSelector(const Selector& selector, ClusterBuilder& builder, const std::string& anyNamespace) {
    return networkPolicy({anyNamespace, "x", selector, true, false, {}, {}}, builder).podSelector;
}

portolan::AdminPeer adminPeer(const AdminPeer& peer, ClusterBuilder& builder) {
    portolan::AdminPeer out;
    out.kind = peer.kind;
    if (peer.kind == Kind::Nodes) out.nodeSelector = labelSelector(peer.selector, builder, "");
    if (peer.kind == Kind::Pods) {
        out.namespaceSelector = labelSelector(peer.selector, builder, "");
        if (peer.podSelector) out.podSelector = labelSelector(*peer.podSelector, builder, "");
        if (peer.isRelated) {
            out.related.emplace();
            out.related->isSame = peer.notSameLabels.empty();
            for (const std::string& key : peer.notSameLabels.empty() ? peer.sameLabels : peer.notSameLabels)
                out.related->keys.push_back(builder.symbols().intern(key));
        }
    }
    for (const std::string& n : peer.networks) out.networks.push_back(Cidr::parse(n).value());
    if (peer.kind == Kind::DomainNames) out.domainNames = {"example.com"};
    return out;
}

std::vector<portolan::AdminRule> adminRules(const std::vector<AdminRule>& rules, ClusterBuilder& builder) {
    std::vector<portolan::AdminRule> out;
    for (const AdminRule& rule : rules) {
        portolan::AdminRule& r = out.emplace_back();
        r.action = rule.action;
        for (const AdminPeer& peer : rule.peers) r.peers.push_back(adminPeer(peer, builder));
        r.isEveryPort = rule.isEveryPort;
        for (const Port& port : rule.ports)
            r.ports.push_back({port.protocol, port.first, port.last, builder.symbols().intern(port.name), {}});
    }
    return out;
}

AdminPeer randomPods(RandomWorld& random) {
    AdminPeer out;
    if (!random.isChosen(40)) out.selector = random.namespaceSelector();
    if (random.isChosen(50)) out.podSelector = random.podSelector();
    return out;
}

AdminPeer randomPeer(RandomWorld& random, Direction direction) {
    static const Texts kNetworks{"0.0.0.0/0",   "10.0.0.0/8",  "10.0.0.0/24", "10.0.1.0/24",
                                 "10.9.0.0/24", "10.9.0.1/32", "::/0",        "203.0.113.0/25",
                                 "fd00::/8",    "fd00::4/126", "fd00:9::/64"};
    AdminPeer out;
    switch (direction == Direction::Ingress ? random.below(6) : random.below(10)) {
    case 0:
    case 1:
    case 2:
    case 3: return randomPods(random);
    case 4: {
        out = randomPods(random);
        out.isRelated = true;
        Texts& keys = random.isChosen(50) ? out.sameLabels : out.notSameLabels;
        for (const char* key : {"team", "env", "kubernetes.io/metadata.name"})
            if (random.isChosen(40)) keys.emplace_back(key);
        return out;
    }
    case 5: out.kind = random.isChosen(50) ? Kind::Unreadable : Kind::Nothing; return out;
    case 6:
        out.kind = Kind::Nodes;
        out.selector = random.selector({"zone", "role"}, {"a", "b"});
        return out;
    case 7: out.kind = random.isChosen(50) ? Kind::DomainNames : Kind::Networks; break;
    default: out.kind = Kind::Networks;
    }
    if (out.kind == Kind::Networks)
        for (std::size_t n = 1 + random.below(2); n > 0; --n) out.networks.push_back(random.pick(kNetworks));
    return out;
}

std::vector<AdminRule> randomRules(RandomWorld& random, Direction direction) {
    std::vector<AdminRule> out(std::vector<std::size_t>{0, 1, 1, 2, 3, 4}[random.below(6)]);
    for (AdminRule& rule : out) {
        rule.action = static_cast<Action>(random.below(3));
        for (std::size_t n = 1 + random.below(2); n > 0; --n) rule.peers.push_back(randomPeer(random, direction));
        if (direction == Direction::Egress && random.isChosen(10)) // one network for each family
            for (const char* const network : {"10.0.0.0/8", "fd00::/8"}) {
                rule.peers.emplace_back().kind = Kind::Networks;
                rule.peers.back().networks = {network};
            }
        rule.isEveryPort = random.isChosen(50);
        if (rule.isEveryPort) continue;
        for (std::size_t n = random.below(3); n > 0; --n) rule.ports.push_back(random.port());
    }
    return out;
}

std::string text(const Selector& selector) {
    const std::string whole = text(Policy{"", "", selector, true, false, {}, {}});
    const std::size_t first = whole.find("podSelector: ") + 13;
    return whole.substr(first, whole.find('\n', first) - first);
}

std::string joined(const Texts& items) {
    std::string out;
    for (const std::string& item : items) out += (out.empty() ? "" : ", ") + item;
    return '[' + out + ']';
}

std::string text(const AdminPeer& peer) {
    switch (peer.kind) {
    case Kind::Pods: {
        std::string out = "namespaces: " + text(peer.selector);
        if (peer.isRelated)
            out = peer.notSameLabels.empty() ? "sameLabels: " + joined(peer.sameLabels)
                                             : "notSameLabels: " + joined(peer.notSameLabels);
        if (peer.podSelector) out += ", pods: " + text(*peer.podSelector);
        return '{' + out + '}';
    }
    case Kind::Nodes: return "{nodes: " + text(peer.selector) + '}';
    case Kind::Networks: return "{networks: " + joined(peer.networks) + '}';
    case Kind::DomainNames: return "{domainNames}";
    case Kind::Nothing: return "{invalid selector}";
    case Kind::Unreadable: return "{unreadable}";
    }
    return {};
}

std::string text(const AdminRule& rule) {
    std::string out = rule.action == Action::Allow ? "Allow" : rule.action == Action::Deny ? "Deny" : "Pass";
    for (const AdminPeer& peer : rule.peers) out += ' ' + text(peer);
    if (rule.isEveryPort) return out + " on every port\n";
    out += " on";
    for (const Port& p : rule.ports)
        out += ' ' + std::string(name(p.protocol)) + ' ' +
               (p.name.empty() ? std::to_string(p.first) + '-' + std::to_string(p.last) : p.name);
    return out + '\n';
}

/// Takes single elements out as long as the world still fails.
class Shrinker {
  public:
    Shrinker(AdminWorld world, const std::function<bool(const AdminWorld&)>& isFailing)
        : m_world(std::move(world)), m_isFailing(isFailing) {}

    AdminWorld run() {
        do {
            m_hasShrunk = false;
            thin(m_world.policies);
            for (AdminPolicy& p : m_world.policies)
                for (std::vector<AdminRule>* rules : {&p.ingress, &p.egress}) {
                    thin(*rules);
                    for (AdminRule& rule : *rules) {
                        thin(rule.peers);
                        thin(rule.ports);
                        for (AdminPeer& peer : rule.peers) thin(peer.networks);
                    }
                }
            AdminWorld probe = m_world;
            const World smaller = shrunk(m_world.base, [&](const World& base) {
                probe.base = base;
                return m_isFailing(probe);
            });
            m_world.base = smaller;
        } while (m_hasShrunk);
        return std::move(m_world);
    }

  private:
    template <typename T>
    void thin(std::vector<T>& items) {
        if (thinOut(items, [&] { return m_isFailing(m_world); })) m_hasShrunk = true;
    }

    AdminWorld m_world;
    const std::function<bool(const AdminWorld&)>& m_isFailing;
    bool m_hasShrunk = false;
};

} // namespace

portolan::AdminPolicy adminPolicy(const AdminPolicy& policy, ClusterBuilder& builder) {
    portolan::AdminPolicy out;
    out.kind = policy.kind;
    out.tier = policy.tier;
    out.priority = policy.priority;
    out.name = builder.symbols().intern(policy.name);
    out.subject = adminPeer(policy.subject, builder);
    out.ingress = adminRules(policy.ingress, builder);
    out.egress = adminRules(policy.egress, builder);
    return out;
}

void add(const AdminWorld& world, ClusterBuilder& builder) {
    World base = world.base;
    base.nodes.clear();
    add(base, builder);
    for (std::size_t i = 0; i < world.base.nodes.size(); ++i) {
        std::vector<IpAddress> addresses;
        for (const std::string& a : world.base.nodes[i].addresses) addresses.push_back(IpAddress::parse(a).value());
        builder.addNode(world.base.nodes[i].name, i < world.nodeLabels.size() ? world.nodeLabels[i] : Labels(),
                        std::move(addresses), {});
    }
    for (const AdminPolicy& policy : world.policies) builder.addAdminPolicy(adminPolicy(policy, builder));
}

std::shared_ptr<const Cluster> build(const AdminWorld& world) {
    ClusterBuilder builder;
    add(world, builder);
    return builder.build();
}

std::string text(const AdminWorld& world) {
    std::string out = text(world.base);
    for (const Labels& labels : world.nodeLabels) {
        out += "node labels:";
        for (const auto& [key, value] : labels) out += ' ' + key + '=' + value;
        out += '\n';
    }
    for (const AdminPolicy& p : world.policies) {
        out += std::string(name(p.kind)) + ' ' + p.name + (p.tier == AdminTier::Admin ? ": Admin " : ": Baseline ") +
               std::to_string(p.priority) + ", subject " + text(p.subject) + '\n';
        for (const AdminRule& rule : p.ingress) out += "  ingress: " + text(rule);
        for (const AdminRule& rule : p.egress) out += "  egress: " + text(rule);
    }
    return out;
}

AdminPolicy randomAdminPolicy(RandomWorld& random, const std::string& name) {
    AdminPolicy out;
    out.name = name;
    out.kind = static_cast<AdminKind>(random.below(3));
    out.tier = out.kind == AdminKind::BaselineAdminNetworkPolicy ? AdminTier::Baseline : AdminTier::Admin;
    if (out.kind == AdminKind::ClusterNetworkPolicy) out.tier = static_cast<AdminTier>(random.below(2));
    out.priority = static_cast<std::uint16_t>(random.below(4)); // ties are frequent
    if (out.kind == AdminKind::BaselineAdminNetworkPolicy) out.priority = portolan::AdminPolicy::kLastPriority;
    out.subject = randomPods(random);
    if (random.isChosen(5)) out.subject.kind = Kind::Nothing;
    out.ingress = randomRules(random, Direction::Ingress);
    out.egress = randomRules(random, Direction::Egress);
    return out;
}

AdminWorld randomAdminWorld(RandomWorld& random) {
    AdminWorld out{random.world(), {}, {}};
    for (std::size_t i = 0; i < out.base.nodes.size(); ++i) out.nodeLabels.push_back(random.labels({"zone", "role"}));
    for (std::size_t i = 0, n = 1 + random.below(5); i < n; ++i)
        out.policies.push_back(randomAdminPolicy(random, "admin" + std::to_string(i)));
    return out;
}

AdminWorld shrunk(AdminWorld world, const std::function<bool(const AdminWorld&)>& isFailing) {
    return Shrinker(std::move(world), isFailing).run();
}

} // namespace portolan::world

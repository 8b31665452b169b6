#include "tests/bench/synthetic_cluster.h"

#include "core/model/cluster_builder.h"

#include <algorithm>
#include <random>

namespace portolan::bench {
namespace {

/// std distributions differ between libraries; these do not.
class Dice {
  public:
    explicit Dice(unsigned seed) : m_engine(seed) {}
    std::size_t below(std::size_t n) { return n == 0 ? 0 : static_cast<std::size_t>(m_engine() % n); }
    bool chance(double p) { return static_cast<double>(m_engine() >> 11U) * 0x1.0p-53 < p; }

  private:
    std::mt19937_64 m_engine;
};

/// Pods of one app: modes 1, 5 and 7, median 6, a tail up to 154 (mean about 13 where the namespace allows it).
std::size_t appSize(Dice& dice) {
    const std::size_t roll = dice.below(100);
    if (roll < 25) return 1;
    if (roll < 45) return 5;
    if (roll < 60) return 7;
    if (roll < 90) return 2 + dice.below(14);
    if (roll < 98) return 16 + dice.below(40);
    return 127 + dice.below(28);
}

class Generator {
  public:
    explicit Generator(const Shape& shape) : m_shape(shape), m_dice(shape.seed) {}

    std::shared_ptr<const Cluster> run() {
        m_builder.files().add("synthetic");
        makeNamespaces();
        makePods();
        for (std::size_t i = 0; i < m_shape.policies; ++i) m_builder.addPolicy(makePolicy(i));
        for (std::size_t i = 0; i < m_shape.adminPolicies; ++i) m_builder.addAdminPolicy(makeAdminPolicy(i));
        return m_builder.build();
    }

  private:
    Symbol sym(const std::string& text) { return m_builder.symbols().intern(text); }
    static std::string nsName(std::size_t i) { return "ns-" + std::to_string(i); }
    static std::string appName(std::size_t i) { return "app-" + std::to_string(i); }

    void makeNamespaces() {
        m_apps.resize(m_shape.namespaces);
        for (std::size_t i = 0; i < m_shape.namespaces; ++i)
            m_builder.addNamespace(
                nsName(i), {{"env", i % 3 == 0 ? "dev" : "prod"}, {"team", "team-" + std::to_string(i % 41)}}, {});
    }

    void makePods() {
        std::size_t made = 0;
        while (made < m_shape.pods) {
            const std::size_t ns = m_apps[0].empty() && made < m_shape.namespaces ? made % m_shape.namespaces
                                                                                  : m_dice.below(m_shape.namespaces);
            const std::size_t app = m_apps[ns].size();
            const std::size_t size = std::min(appSize(m_dice), m_shape.pods - made);
            m_apps[ns].push_back(size);
            for (std::size_t r = 0; r < size; ++r) makePod(ns, app, r, made++);
        }
    }

    void makePod(std::size_t ns, std::size_t app, std::size_t replica, std::size_t serial) {
        PodFact pod;
        pod.ns = nsName(ns);
        pod.name = appName(app) + '-' + std::to_string(replica);
        pod.labels = {{"app", appName(app)},
                      {"tier", "tier-" + std::to_string(app % 3)},
                      {"statefulset.kubernetes.io/pod-name", pod.name},
                      {"pod-template-hash", std::to_string(app * 7919 + ns)}};
        pod.ports = {{sym("http"), Protocol::Tcp, static_cast<std::uint16_t>(8000 + app % 50)},
                     {sym("metrics"), Protocol::Tcp, 9090}};
        pod.addresses = {IpAddress::v4(static_cast<std::uint32_t>((10U << 24U) + 65536U + serial))};
        pod.owner = {"StatefulSet", appName(app)};
        pod.phase = "Running";
        m_builder.addPod(std::move(pod));
    }

    LabelSelector selector(const std::string& key, const std::string& value) {
        return {{{sym(key), Requirement::Operator::In, {sym(value)}}}, {}};
    }

    void addPorts(PolicyRule& rule, std::size_t none, std::size_t one) {
        const std::size_t roll = m_dice.below(100);
        const std::size_t count = roll < none ? 0 : roll < none + one ? 1 : 2;
        for (std::size_t i = 0; i < count; ++i) {
            PolicyPort port;
            if (m_dice.chance(0.05)) {
                port.name = sym("http");
            } else {
                port.first = port.last = static_cast<std::uint16_t>(8000 + m_dice.below(60));
                if (m_dice.chance(0.002)) port.last = static_cast<std::uint16_t>(port.first + 100);
            }
            rule.ports.push_back(port);
        }
    }

    PolicyPeer podPeer(std::size_t ns) {
        PolicyPeer peer;
        if (m_dice.chance(0.008)) { // 0.8 % of the peers select two thirds of the cluster
            peer.namespaceSelector = selector("env", "prod");
            return peer;
        }
        const bool isLocal = m_dice.chance(0.5);
        const std::size_t target = isLocal ? ns : m_dice.below(m_shape.namespaces);
        if (!isLocal) peer.namespaceSelector = selector("kubernetes.io/metadata.name", nsName(target));
        if (m_dice.chance(0.02)) peer.namespaceSelector = selector("team", "team-" + std::to_string(m_dice.below(41)));
        if (m_dice.chance(0.9))
            peer.podSelector = selector("app", appName(m_dice.below(std::max<std::size_t>(1, m_apps[target].size()))));
        else if (isLocal || m_dice.chance(0.3))
            peer.podSelector = selector("tier", "tier-" + std::to_string(m_dice.below(3)));
        if (!peer.podSelector && !peer.namespaceSelector) peer.podSelector = LabelSelector{};
        return peer;
    }

    PolicyPeer blockPeer() {
        const auto address = static_cast<std::uint32_t>((203U << 24U) | (m_dice.below(1U << 16U) << 8U));
        PolicyPeer peer;
        peer.ipBlock = IpBlock{Cidr::of(IpAddress::v4(address), m_dice.chance(0.5) ? 24 : 32), {}};
        return peer;
    }

    PolicyRule makeRule(std::size_t ns) {
        PolicyRule rule;
        if (m_dice.chance(0.6)) {
            rule.peers.push_back(podPeer(ns));
            if (m_dice.chance(0.05)) rule.peers.push_back(podPeer(ns));
            addPorts(rule, 69, 26);
        } else {
            const std::size_t roll = m_dice.below(100);
            const std::size_t count = roll < 89 ? 1 : roll < 95 ? 3 : roll < 99 ? 4 : 6;
            for (std::size_t i = 0; i < count; ++i) rule.peers.push_back(blockPeer());
            addPorts(rule, 18, 76);
        }
        return rule;
    }

    NetworkPolicy makePolicy(std::size_t index) {
        const std::size_t ns = m_dice.below(m_shape.namespaces);
        NetworkPolicy policy;
        policy.ns = m_builder.namespaceId(nsName(ns));
        policy.name = sym("policy-" + std::to_string(index));
        policy.where = {FileId(std::uint32_t{0}), static_cast<std::uint32_t>(index + 1), 1};
        const bool isVoid = m_dice.chance(0.26) || m_apps[ns].empty();
        policy.podSelector = isVoid                ? selector("app", "gone-" + std::to_string(m_dice.below(20)))
                             : m_dice.chance(0.15) ? LabelSelector{}
                                                   : selector("app", appName(m_dice.below(m_apps[ns].size())));
        const std::size_t direction = m_dice.below(100);
        policy.isolatesIngress = direction < 70;
        policy.isolatesEgress = direction >= 50;
        if (m_dice.chance(0.036)) return policy; // deny only
        const std::size_t rules = m_dice.chance(0.45) ? 2 : 1;
        for (std::size_t i = 0; i < rules; ++i) {
            if (policy.isolatesIngress) policy.ingress.push_back(makeRule(ns));
            if (policy.isolatesEgress) policy.egress.push_back(makeRule(ns));
        }
        return policy;
    }

    /// Pods by a label that many have: all of them, an environment, a team, or a tier everywhere.
    AdminPeer broadPods() {
        AdminPeer peer;
        switch (m_dice.below(8)) {
        case 0: break;
        case 1:
        case 2: peer.namespaceSelector = selector("env", m_dice.chance(0.5) ? "prod" : "dev"); break;
        case 3:
        case 4:
        case 5: peer.namespaceSelector = selector("team", "team-" + std::to_string(m_dice.below(41))); break;
        default: peer.podSelector = selector("tier", "tier-" + std::to_string(m_dice.below(3)));
        }
        return peer;
    }

    AdminRule makeAdminRule(Direction direction) {
        AdminRule rule;
        rule.action = static_cast<Action>(m_dice.below(3));
        rule.peers.push_back(broadPods());
        if (direction == Direction::Egress && m_dice.chance(0.15)) {
            rule.peers.front() = {};
            rule.peers.front().kind = AdminPeer::Kind::Networks;
            rule.peers.front().networks = {
                Cidr::of(IpAddress::v4((203U << 24U) | static_cast<std::uint32_t>(m_dice.below(256) << 16U)), 16)};
        }
        if (m_dice.chance(0.5)) return rule;
        rule.isEveryPort = false;
        PolicyPort port;
        port.first = static_cast<std::uint16_t>(8000 + m_dice.below(60));
        port.last = static_cast<std::uint16_t>(port.first + (m_dice.chance(0.2) ? 20 : 0));
        rule.ports.push_back(port);
        return rule;
    }

    AdminPolicy makeAdminPolicy(std::size_t index) {
        AdminPolicy policy;
        policy.kind = AdminKind::ClusterNetworkPolicy;
        policy.tier = index % 5 == 4 ? AdminTier::Baseline : AdminTier::Admin;
        policy.priority = static_cast<std::uint16_t>(index / 2 * 10); // two share a priority
        policy.name = sym("cluster-" + std::to_string(index));
        policy.subject = broadPods();
        for (std::size_t i = 0, n = 1 + m_dice.below(3); i < n; ++i)
            policy.ingress.push_back(makeAdminRule(Direction::Ingress));
        for (std::size_t i = 0, n = 1 + m_dice.below(3); i < n; ++i)
            policy.egress.push_back(makeAdminRule(Direction::Egress));
        return policy;
    }

    Shape m_shape;
    Dice m_dice;
    ClusterBuilder m_builder;
    std::vector<std::vector<std::size_t>> m_apps; // namespace -> sizes of its apps
};

} // namespace

std::vector<Shape> shapes() {
    return {{"real-1k", 1'000, 67, 100, 1},
            {"real-5.4k", 5'413, 604, 13'678, 2},
            {"real-10k", 10'000, 667, 2'000, 3},
            {"real-150k", 150'000, 10'000, 50'000, 4},
            {"real-1k-ordered", 1'000, 67, 100, 1, 100},
            {"real-5.4k-ordered", 5'413, 604, 13'678, 2, 100},
            {"real-150k-ordered", 150'000, 10'000, 50'000, 4, 100}};
}

std::optional<Shape> shapeNamed(std::string_view name) {
    for (const Shape& s : shapes())
        if (s.name == name) return s;
    return std::nullopt;
}

std::shared_ptr<const Cluster> generate(const Shape& shape) {
    return Generator(shape).run();
}

} // namespace portolan::bench

#include "tests/oracle/naive.h"
#include "tests/support/world.h"

#include <gtest/gtest.h>

/// The naive evaluator against verdicts written down by hand from semantics 3.9 and 12: an oracle needs one as well.

namespace portolan {
namespace {

using naive::Truth;
using world::Peer;
using world::Policy;
using world::Port;
using world::Rule;
using world::Selector;
using world::World;
using Op = Requirement::Operator;

/// Pods web (http is 80) and db in namespace a, web (http is 8080) in b; all with addresses and on node n1.
World twoNamespaces() {
    World out;
    out.namespaces = {{"a", true, {{"team", "x"}}}, {"b", true, {}}};
    out.nodes = {{"n1", {"10.9.0.1"}}, {"n2", {"10.9.0.2"}}};
    out.pods = {{"a", "db", {{"app", "db"}}, {"10.0.0.2"}, {}, "n1", false, {}},
                {"a", "web", {{"app", "web"}}, {"10.0.0.1"}, {{"http", Protocol::Tcp, 80}}, "n1", false, {}},
                {"b", "web", {{"app", "web"}}, {"10.0.1.1"}, {{"http", Protocol::Tcp, 8080}}, "n1", false, {}}};
    return out;
}

class Asked {
  public:
    explicit Asked(const World& world, naive::Knobs knobs = {}) : m_cluster(world::build(world)), m_knobs(knobs) {}

    Truth over(std::string_view from, std::string_view to, Protocol protocol, std::uint16_t port) const {
        return naive::Evaluator(*m_cluster, m_knobs).allowed(endpoint(from), endpoint(to), protocol, port);
    }
    Truth tcp(std::string_view from, std::string_view to, std::uint16_t port = 80) const {
        return over(from, to, Protocol::Tcp, port);
    }

  private:
    naive::Endpoint endpoint(std::string_view name) const {
        const std::size_t slash = name.find('/');
        if (slash == std::string_view::npos) return naive::Endpoint::of(IpAddress::parse(name).value());
        return naive::Endpoint::of(m_cluster->findPod(name.substr(0, slash), name.substr(slash + 1)).value());
    }
    std::shared_ptr<const Cluster> m_cluster;
    naive::Knobs m_knobs;
};

World withPolicy(Policy policy) {
    World out = twoNamespaces();
    if (policy.ns.empty()) policy.ns = "a";
    policy.name = "np";
    out.policies.push_back(std::move(policy));
    return out;
}

Selector label(std::string key, std::string value) {
    return {{std::move(key), Op::In, {std::move(value)}}};
}
Peer pods(Selector s) {
    return {std::move(s), {}, {}, {}};
}
Peer namespaces(Selector s) {
    return {{}, std::move(s), {}, {}};
}
Peer block(std::string cidr, std::vector<std::string> except = {}) {
    return {{}, {}, std::move(cidr), std::move(except)};
}

TEST(Naive, followsTheTruthTableOfTheSpecification) {
    struct Row {
        std::string what;
        bool isolatesIngress, isolatesEgress;
        std::vector<Rule> ingress, egress;
        Truth in, inUdp, inExternal, out;
    };
    using enum Truth;
    const Rule everything;
    for (const Row& row : std::vector<Row>{
             {"ingress: []", true, false, {}, {}, False, False, False, True},
             {"egress: [{}] without policyTypes", true, true, {}, {everything}, False, False, False, True},
             {"policyTypes [Egress], ingress: [{}]", false, true, {everything}, {}, True, True, True, False},
             {"both types, ingress: [{}]", true, true, {everything}, {}, True, True, True, False},
             {"ingress: [{ports: [{}]}]",
              true,
              false,
              {{{}, {{Protocol::Tcp, 0, 0, {}}}}},
              {},
              True,
              False,
              True,
              True},
             {"ingress from podSelector {}", true, false, {{{pods({})}, {}}}, {}, False, False, False, True},
             {"ingress from namespaceSelector {}", true, false, {{{namespaces({})}, {}}}, {}, True, True, False, True},
         }) {
        const Asked ask(withPolicy({{}, {}, {}, row.isolatesIngress, row.isolatesEgress, row.ingress, row.egress}));
        EXPECT_EQ(ask.tcp("b/web", "a/web"), row.in) << row.what;
        EXPECT_EQ(ask.over("b/web", "a/web", Protocol::Udp, 80), row.inUdp) << row.what;
        EXPECT_EQ(ask.tcp("8.8.8.8", "a/web"), row.inExternal) << row.what;
        EXPECT_EQ(ask.tcp("a/web", "b/web"), row.out) << row.what;
        EXPECT_EQ(ask.tcp("a/web", "a/web"), True) << "a pod always reaches itself";
        EXPECT_EQ(ask.tcp("10.9.0.1", "a/web"), True) << "its own node always reaches a pod";
    }
}

TEST(Naive, addsUpPoliciesAndNeedsBothSides) {
    World world = withPolicy({{}, {}, {}, true, false, {}, {}});
    EXPECT_EQ(Asked(world).tcp("b/web", "a/web"), Truth::False);
    world.policies.push_back({"a", "open", {}, true, false, {{}}, {}});
    EXPECT_EQ(Asked(world).tcp("b/web", "a/web"), Truth::True);
    world.policies.push_back({"b", "closed", {}, false, true, {}, {}});
    EXPECT_EQ(Asked(world).tcp("b/web", "a/web"), Truth::False);
}

TEST(Naive, readsOneElementAsAndAndTwoAsOr) {
    const auto ask = [](std::vector<Peer> from) {
        return Asked(withPolicy({{}, {}, label("app", "web"), true, false, {{std::move(from), {}}}, {}}));
    };
    const Asked both = ask({{label("app", "web"), label("kubernetes.io/metadata.name", "b"), {}, {}}});
    EXPECT_EQ(both.tcp("b/web", "a/web"), Truth::True);
    EXPECT_EQ(both.tcp("a/db", "a/web"), Truth::False);
    const Asked either = ask({pods(label("app", "db")), namespaces(label("kubernetes.io/metadata.name", "b"))});
    EXPECT_EQ(either.tcp("b/web", "a/web"), Truth::True);
    EXPECT_EQ(either.tcp("a/db", "a/web"), Truth::True);
    EXPECT_EQ(either.tcp("8.8.8.8", "a/web"), Truth::False);
}

TEST(Naive, looksNamedPortsUpAtTheDestination) {
    const std::vector<Port> http{{Protocol::Tcp, 0, 0, "http"}};
    const Asked out(withPolicy({{}, {}, {}, false, true, {}, {{{}, http}}}));
    EXPECT_EQ(out.tcp("a/db", "a/web", 80), Truth::True);
    EXPECT_EQ(out.tcp("a/db", "b/web", 80), Truth::False);
    EXPECT_EQ(out.tcp("a/db", "b/web", 8080), Truth::True);
    EXPECT_EQ(out.over("a/db", "a/web", Protocol::Udp, 80), Truth::False);
    EXPECT_EQ(out.tcp("a/db", "8.8.8.8", 80), Truth::False);
    const Asked in(withPolicy({{}, {}, {}, true, false, {{{}, http}}, {}}));
    EXPECT_EQ(in.tcp("b/web", "a/web", 80), Truth::True);
    EXPECT_EQ(in.tcp("b/web", "a/db", 80), Truth::False);
}

TEST(Naive, readsPortRangesWithBothEnds) {
    const Asked ask(
        withPolicy({{}, {}, {}, true, false, {{{}, {{Protocol::Tcp, 80, 90, {}}, {Protocol::Tcp, 99, 99, {}}}}}, {}}));
    for (const auto& [port, expected] : std::vector<std::pair<std::uint16_t, Truth>>{
             {79, Truth::False}, {80, Truth::True}, {90, Truth::True}, {91, Truth::False}, {99, Truth::True}})
        EXPECT_EQ(ask.tcp("b/web", "a/web", port), expected) << port;
}

TEST(Naive, comparesBlocksWithPodsAsTheKnobSays) {
    const World world =
        withPolicy({{}, {}, {}, true, false, {{{block("10.0.1.0/24"), block("8.0.0.0/8", {"8.8.8.0/24"})}, {}}}, {}});
    const auto ask = [&](Truth knob) { return Asked(world, {.ipBlockMatchesPods = knob}); };
    EXPECT_EQ(ask(Truth::True).tcp("b/web", "a/web"), Truth::True);
    EXPECT_EQ(ask(Truth::False).tcp("b/web", "a/web"), Truth::False);
    EXPECT_EQ(ask(Truth::Unknown).tcp("b/web", "a/web"), Truth::Unknown);
    EXPECT_EQ(ask(Truth::Unknown).tcp("a/db", "a/web"), Truth::False) << "its address is in no block";
    EXPECT_EQ(ask(Truth::Unknown).tcp("8.8.8.8", "a/web"), Truth::False);
    EXPECT_EQ(ask(Truth::Unknown).tcp("8.8.9.8", "a/web"), Truth::True);
}

TEST(Naive, leavesOpenWhatAMissingFactDecides) {
    World world = withPolicy({{}, {}, {}, true, false, {{{namespaces(label("team", "y"))}, {}}}, {}});
    EXPECT_EQ(Asked(world).tcp("b/web", "a/web"), Truth::False);
    world.namespaces[1].isDeclared = false;
    EXPECT_EQ(Asked(world).tcp("b/web", "a/web"), Truth::Unknown);
    world.policies[0].ingress[0].peers = {namespaces(label("kubernetes.io/metadata.name", "b"))};
    EXPECT_EQ(Asked(world).tcp("b/web", "a/web"), Truth::True) << "the name is always known";
    world.policies[0].ingress[0].peers = {block("10.0.1.0/24")};
    world.pods[2].addresses.clear();
    EXPECT_EQ(Asked(world, {.ipBlockMatchesPods = Truth::True}).tcp("b/web", "a/web"), Truth::Unknown);
    EXPECT_EQ(Asked(world, {.ipBlockMatchesPods = Truth::False}).tcp("b/web", "a/web"), Truth::False);
    world.pods[2].addresses = {"10.0.1.1", "fd00::1"};
    EXPECT_EQ(Asked(world, {.ipBlockMatchesPods = Truth::True}).tcp("b/web", "a/web"), Truth::Unknown)
        << "families differ";
    world.unreadPoliciesIn = {"a"};
    EXPECT_EQ(Asked(world).tcp("a/db", "a/web"), Truth::Unknown);
    EXPECT_EQ(Asked(world, {.unreadPoliciesCount = false}).tcp("a/db", "a/web"), Truth::False);
}

TEST(Naive, takesAHostNetworkPodForItsNode) {
    World world = withPolicy({{}, {}, {}, true, true, {{{pods({})}, {}}}, {}});
    world.pods[0].isHostNetwork = true; // a/db
    world.pods[0].addresses = {"10.9.0.1"};
    const Asked sameNode(world);
    EXPECT_EQ(sameNode.tcp("a/db", "a/web"), Truth::True) << "from the own node";
    EXPECT_EQ(sameNode.tcp("a/db", "b/web"), Truth::True) << "no policy captures it";
    EXPECT_EQ(sameNode.tcp("a/web", "a/db"), Truth::Unknown) << "to the own node: the plugin decides";
    EXPECT_EQ(Asked(world, {.egressToOwnNodeIsFree = Truth::False}).tcp("a/web", "a/db"), Truth::False);
    world.pods[0].node = "n2";
    EXPECT_EQ(Asked(world).tcp("a/db", "a/web"), Truth::False) << "no podSelector matches it";
    world.pods[0].node.clear();
    world.pods[0].addresses.clear();
    EXPECT_EQ(Asked(world).tcp("a/db", "a/web"), Truth::Unknown) << "perhaps on the same node";
    EXPECT_EQ(Asked(world, {.isHostNetworkPodANode = false}).tcp("a/db", "a/web"), Truth::False)
        << "as a pod it is captured";
}

} // namespace
} // namespace portolan

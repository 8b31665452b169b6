#include "core/base/parallel.h"
#include "core/load/load.h"
#include "core/policy/program.h"
#include "tests/oracle/admin_world.h"
#include "tests/oracle/compare.h"
#include "tests/oracle/random_profile.h"
#include "tests/oracle/vector.h"
#include "tests/oracle/world_count.h"

#include <gtest/gtest.h>

/// Semantics section 9: how policies are compiled, and what may be promised where facts are missing.

namespace portolan {
namespace {

using world::text;

struct Compiled {
    explicit Compiled(const std::vector<std::string>& specs) : cluster(*loadText({{"in.yaml", manifest(specs)}})) {
        auto words = std::make_shared<Vocabulary>();
        for (const NetworkPolicy& p : cluster->policies) words->add(p);
        words->finish();
        const Profile profile;
        classes = EndpointClasses::create(cluster, std::move(words), profile);
        table.emplace(classes, profile);
        for (std::size_t i = 0; i < cluster->policies.size(); ++i)
            policies.push_back(compile(cluster->policies[PolicyId(i)], PolicyId(i), *table));
    }
    ClassId classOf(const char* ns, const char* name) const {
        return classes->classOf(cluster->findPod(ns, name).value());
    }

    std::shared_ptr<const Cluster> cluster;
    std::shared_ptr<const EndpointClasses> classes;
    std::optional<SelectorTable> table;
    std::vector<std::shared_ptr<const CompiledPolicy>> policies;
};

// Covers IR-2.
TEST(Program, evaluatesEqualSelectorsOnce) {
    const std::string spec = "{podSelector: {matchLabels: {app: web}}, ingress: [{from: [{namespaceSelector: {}}]}]}";
    const Compiled c({spec, spec});
    ASSERT_EQ(c.policies.size(), 2U);
    EXPECT_EQ(c.policies[0]->subject.must, c.policies[1]->subject.must) << "one object";
    EXPECT_EQ(c.policies[0]->rulesIn(Direction::Ingress)[0].peers.may,
              c.policies[1]->rulesIn(Direction::Ingress)[0].peers.may);
    EXPECT_TRUE(c.policies[0]->subject.must->contains(c.classOf("a", "web")));
    EXPECT_FALSE(c.policies[0]->subject.must->contains(c.classOf("a", "db")));
}

// Covers IR-3.
TEST(Program, keepsNamedPortsUntilADestinationIsAsked) {
    const Compiled c({"{podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: http}, {port: 1}]}]}"});
    const CompiledRule& rule = c.policies[0]->rulesIn(Direction::Egress)[0];
    ASSERT_EQ(rule.namedPorts.size(), 1U);
    EXPECT_EQ(rule.traffic, TrafficSet::of(Protocol::Tcp, 1)) << "the name is not in it";
    const auto at = [&](const char* ns, const char* name) {
        return resolve(rule.namedPorts[0], c.classes->portList(c.classes->ports(c.classOf(ns, name))));
    };
    EXPECT_EQ(at("a", "web"), TrafficSet::of(Protocol::Tcp, 80));
    EXPECT_EQ(at("b", "web"), TrafficSet::of(Protocol::Tcp, 8080));
    EXPECT_TRUE(at("a", "db").isEmpty());
    const ClassId outside = c.classes->classOf(*IpAddress::parse("8.8.8.8"));
    EXPECT_FALSE(portMatch(rule, *c.classes, outside, Protocol::Tcp, 80)) << "empty on what is no pod";
}

/// Policies of the cluster in flow style: an AdminNetworkPolicy of the rules given.
std::string admin(const std::string& rules) {
    return "apiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: {name: x}\n"
           "spec: {priority: 1, subject: {namespaces: {}}, ingress: [" +
           rules + "]}";
}

TEST(Program, goesOnWhereARuleMatchesPerhaps) {
    const std::string team = ", from: [{namespaces: {matchLabels: {team: x}}}]}"; // open for namespace d
    const std::string all = ", from: [{namespaces: {}}]}";
    const std::string fromD = "d/other => b/web tcp/1: ";
    expectVectors({
        {"IR-4 its action, or what comes behind",
         "generic",
         {},
         {fromD + "uncertain"},
         {admin("{action: Deny" + team)}},
        {"IR-4 both the same: certain",
         "generic",
         {},
         {fromD + "deny"},
         {admin("{action: Deny" + team + ", {action: Deny" + all)}},
        {"IR-4 one of each",
         "generic",
         {},
         {fromD + "uncertain", "a/web => b/web tcp/1: allow"},
         {admin("{action: Allow" + team + ", {action: Deny" + all)}},
        {"IR-4 a certain match before it hides it",
         "generic",
         {},
         {fromD + "allow"},
         {admin("{action: Allow" + all + ", {action: Deny" + team)}},
        {"IR-4 Pass perhaps, and nothing behind denies",
         "generic",
         {},
         {fromD + "allow"},
         {admin("{action: Pass" + team)}},
        {"IR-4 an open NetworkPolicy among closed ones",
         "generic",
         {"{podSelector: {}, policyTypes: [Ingress]}",
          "{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: x}}}]}]}"},
         {"d/other => a/web tcp/1: uncertain", "b/web => a/web tcp/1: deny"}},
    });
}

/// The profile with each unknown knob set at random.
Profile decided(Profile profile, world::RandomWorld& random) {
    for (Ternary* knob : {&profile.ipBlockMatchesPods, &profile.ipBlockMatchesNodes, &profile.networksMatchPods})
        if (*knob == Ternary::Unknown) *knob = ternary(random.isChosen(50));
    for (Profile::OwnNode* knob : {&profile.ingressFromOwnNode, &profile.egressToOwnNode})
        if (*knob == Profile::OwnNode::Unknown)
            *knob = random.isChosen(50) ? Profile::OwnNode::Allow : Profile::OwnNode::Policed;
    return profile;
}

/// "" where what `open` promises holds in `decided`, which knows more.
std::string brokenPromise(const Reachability& open, const Reachability& decided) {
    const auto endpoints = criticalQuestions(open.cluster()).endpoints;
    for (const Endpoint& from : endpoints)
        for (const Endpoint& to : endpoints) {
            const PairTraffic wide = open.between(from, to);
            const PairTraffic narrow = decided.between(from, to);
            if (wide.must.minus(narrow.must).isEmpty() && narrow.may.minus(wide.may).isEmpty()) continue;
            return describe(open.cluster(), from) + " => " + describe(open.cluster(), to) + ": must " +
                   wide.must.text() + " and " + narrow.must.text() + ", may " + wide.may.text() + " and " +
                   narrow.may.text();
        }
    return {};
}

// Covers IR-5, NP-I3: what is promised with knobs unknown holds however they are set.
TEST(Program, promisesNothingThatAnUnknownKnobCanBreak) {
    std::vector<std::string> reports(worldCount() / 3);
    parallelFor(reports.size(), [&](std::size_t i) {
        world::RandomWorld random(9'000'000 + i);
        const world::AdminWorld world = randomAdminWorld(random);
        const Profile open = i % 2 == 0 ? Profile() : randomProfile(random);
        const Profile known = decided(open, random);
        const auto cluster = build(world);
        reports[i] =
            brokenPromise(**Reachability::create(cluster, open, {}), **Reachability::create(cluster, known, {}));
        if (!reports[i].empty()) reports[i] += '\n' + text(open) + text(known) + text(world);
    });
    std::size_t failures = 0;
    for (std::size_t i = 0; i < reports.size(); ++i)
        if (!reports[i].empty() && ++failures <= 2) ADD_FAILURE() << "seed " << 9'000'000 + i << ": " << reports[i];
    EXPECT_EQ(failures, 0U) << "of " << reports.size() << " worlds";
}

// Covers NP-12: no verdict speaks of ICMP; a rule without ports means TCP, UDP and SCTP.
TEST(Program, knowsThreeProtocols) {
    for (const char* const other : {"ICMP", "ICMPv6", "ARP", "ANY", ""})
        EXPECT_FALSE(parseProtocolAnyCase(other).has_value()) << other;
    const Compiled c({"{podSelector: {}, ingress: [{}]}"});
    EXPECT_EQ(c.policies[0]->rulesIn(Direction::Ingress)[0].traffic, TrafficSet::all());
    EXPECT_EQ(kProtocolCount, 3U);
}

} // namespace
} // namespace portolan

#include "core/load/load.h"
#include "core/paths/cuts.h"
#include "core/paths/entries.h"
#include "core/paths/paths.h"
#include "tests/support/world.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace portolan {
namespace {

using Operator = Requirement::Operator;

/// One-letter workloads in namespace "a", each labelled app=LETTER and listening on tcp/80.
world::World letters(const std::string& names) {
    world::World out;
    out.namespaces.push_back({"a", true, {}});
    for (std::size_t i = 0; i < names.size(); ++i) {
        world::Pod pod;
        pod.ns = "a";
        pod.name = std::string(1, names[i]);
        pod.labels = {{"app", pod.name}};
        pod.addresses = {"10.0.0." + std::to_string(i + 1)};
        pod.ports = {{"http", Protocol::Tcp, 80}};
        out.pods.push_back(pod);
    }
    return out;
}

/// "ab" lets a reach b; everyone else is kept out of `to`.
void allow(world::World& w, const std::vector<std::string>& edges) {
    for (const world::Pod& pod : std::vector(w.pods)) {
        world::Policy p;
        p.ns = "a";
        p.name = "in-" + pod.name;
        p.podSelector = {{"app", Operator::In, {pod.name}}};
        for (const std::string& e : edges) {
            if (e.substr(1) != pod.name) continue;
            world::Rule rule;
            rule.peers.push_back({world::Selector{{"app", Operator::In, {e.substr(0, 1)}}}, std::nullopt, "", {}});
            p.ingress.push_back(rule);
        }
        w.policies.push_back(p);
    }
}

struct Walked {
    explicit Walked(const world::World& w) : Walked(world::build(w)) {}
    explicit Walked(std::shared_ptr<const Cluster> built)
        : cluster(std::move(built)), graph(ReachGraph::create(Reachability::create(cluster, {}, {}).value())) {}

    PathNode node(const std::string& name) const {
        if (name == "*") return std::nullopt;
        return cluster->findWorkloads("a", name).front();
    }
    std::string name(PathNode n) const { return n ? std::string(cluster->text(cluster->workloads[*n].name)) : "*"; }

    std::string spreadText(const std::string& from, unsigned hops = 3) const {
        const Spread s = spread(*graph, node(from), {.hops = hops}, {}).value();
        std::string out;
        for (const Reached& r : s.reached)
            out += (out.empty() ? "" : " ") + std::to_string(r.hops) + name(r.from) + name(r.workload);
        return out;
    }
    std::string routesText(const std::string& from, const std::string& to, std::size_t count = 3) const {
        std::string out;
        const auto found = routes(*graph, node(from), node(to), {.count = count}, {}).value();
        for (const Route& route : found) {
            out += (out.empty() ? "" : " ") + name(route.hops.front().from);
            for (const Hop& h : route.hops) out += name(h.to);
        }
        return out;
    }

    std::shared_ptr<const Cluster> cluster;
    std::shared_ptr<const ReachGraph> graph;
};

TEST(Spread, goesHopByHopAndNamesTheFirstWayIn) {
    world::World w = letters("abcde");
    allow(w, {"ab", "bc", "cd", "de"});
    const Walked walked(w);
    EXPECT_EQ(walked.spreadText("a"), "1ab 2bc 3cd");
    EXPECT_EQ(walked.spreadText("a", 9), "1ab 2bc 3cd 4de");
    EXPECT_EQ(walked.spreadText("e"), "");
    const Spread s = spread(*walked.graph, walked.node("a"), {.hops = 2}, {}).value();
    EXPECT_EQ(s.countByHops, (std::vector<std::size_t>{1, 1}));
    EXPECT_EQ(s.workloads, 4U);
    EXPECT_EQ(s.toInternet.size(), 3U); // egress is open everywhere
}

TEST(Spread, namesPortsGatesAndRules) {
    world::World w = letters("ab");
    allow(w, {"ab"});
    const Walked walked(w);
    const Spread s = spread(*walked.graph, walked.node("a"), {}, {}).value();
    ASSERT_EQ(s.reached.size(), 1U);
    const Hop& hop = s.reached[0].hop.value();
    EXPECT_EQ(hop.traffic.text(), "TCP 80");
    EXPECT_EQ(hop.port, 80);
    EXPECT_EQ(hop.egress.kind, PathGate::Kind::NotIsolated);
    EXPECT_EQ(gateText(walked.graph->reachability(), hop.egress), "no policy isolates it");
    EXPECT_EQ(gateText(walked.graph->reachability(), hop.ingress), "a/in-b ingress rule 1");
    EXPECT_EQ(hop.ingress.pods, 1U);
}

TEST(Spread, needsAPortThatSomebodyListensOn) {
    world::World w = letters("ab");
    w.pods[1].ports.clear();
    EXPECT_EQ(Walked(w).spreadText("a"), "");
    const auto cluster = world::build(w);
    const auto reachability = Reachability::create(cluster, {}, {}).value();
    const ObservedPort seen{cluster->findWorkloads("a", "b").front(), Protocol::Udp, 9};
    const auto graph = ReachGraph::create(reachability, std::span(&seen, 1));
    EXPECT_EQ(spread(*graph, cluster->findWorkloads("a", "a").front(), {}, {})->reached.at(0).traffic.text(), "UDP 9");
}

TEST(Spread, listensOnTheTargetPortsOfServices) {
    world::World w = letters("ab");
    w.pods[1].ports.clear();
    ClusterBuilder builder;
    world::add(w, builder);
    Service service;
    service.ns = builder.namespaceId("a");
    service.name = builder.symbols().intern("b");
    service.selector =
        LabelSelector{{{builder.symbols().intern("app"), Operator::In, {builder.symbols().intern("b")}}}, {}};
    service.ports = {{Symbol(), Protocol::Tcp, 80, 8080, {}, 0}};
    builder.addService(std::move(service));
    const Walked walked(builder.build());
    EXPECT_EQ(walked.graph->listening(*walked.node("b")).text(), "TCP 8080");
    EXPECT_EQ(walked.spreadText("a"), "1ab");
}

TEST(Routes, comeShortestFirstWithoutWalkingInCircles) {
    world::World w = letters("abcd");
    allow(w, {"ab", "ac", "bd", "cd", "bc", "ca", "da"});
    const Walked walked(w);
    EXPECT_EQ(walked.routesText("a", "d", 9), "abd acd abcd");
    EXPECT_EQ(walked.routesText("a", "d", 1), "abd");
    EXPECT_EQ(walked.routesText("d", "c", 9), "dac dabc");
    EXPECT_EQ(walked.routesText("a", "a"), "");
}

TEST(Routes, nameTheGateThatStandsOpenTheWidest) {
    world::World w = letters("abc");
    allow(w, {"ab", "bc"});
    std::erase_if(w.policies, [](const world::Policy& p) { return p.name == "in-c"; });
    world::Policy out;
    out.ns = "a";
    out.name = "out";
    out.isolatesIngress = false;
    out.isolatesEgress = true;
    out.egress = {world::Rule{}};
    w.policies.push_back(out);
    const Walked walked(w);
    const Route route = routes(*walked.graph, walked.node("b"), walked.node("c"), {}, {}).value().front();
    EXPECT_EQ(route.weakest, (GatePlace{0, Direction::Ingress}));
    EXPECT_EQ(route.hops[0].egress.kind, PathGate::Kind::Rule);
}

TEST(Routes, endAtTheInternetWhereEgressIsOpen) {
    world::World w = letters("ab");
    world::Policy p;
    p.ns = "a";
    p.name = "a-out";
    p.podSelector = {{"app", Operator::In, {"a"}}};
    p.isolatesIngress = false;
    p.isolatesEgress = true;
    p.egress = {{{{world::Selector{}, std::nullopt, "", {}}}, {}}};
    w.policies.push_back(p);
    const Walked walked(w);
    EXPECT_EQ(walked.routesText("a", "*"), "ab*");
    EXPECT_EQ(walked.routesText("b", "*"), "b*");
}

std::shared_ptr<const Cluster> withDoor(bool hasController) {
    world::World w = letters("ab");
    if (hasController) {
        w.namespaces.push_back({"edge", true, {}});
        world::Pod pod = w.pods[0];
        pod.ns = "edge";
        pod.name = "door";
        pod.labels = {{"app.kubernetes.io/name", "ingress-nginx"}};
        pod.addresses = {"10.0.9.9"};
        w.pods.push_back(pod);
    }
    allow(w, {"ab"});
    world::Policy& a = w.policies.front();
    if (hasController)
        a.ingress = {{{{std::nullopt, world::Selector{}, "", {}}}, {}}};
    else
        a.ingress = {world::Rule{}};
    ClusterBuilder builder;
    world::add(w, builder);
    const auto equals = [&](const char* key, const char* value) {
        return LabelSelector{{{builder.symbols().intern(key), Operator::In, {builder.symbols().intern(value)}}}, {}};
    };
    Service service;
    service.ns = builder.namespaceId("a");
    service.name = builder.symbols().intern("a");
    service.selector = equals("app", "a");
    service.ports = {{Symbol(), Protocol::Tcp, 80, 0, {}, 0}};
    builder.addService(service);
    if (hasController) {
        service.ns = builder.namespaceId("edge");
        service.name = builder.symbols().intern("door");
        service.type = Service::Type::LoadBalancer;
        service.selector = equals("app.kubernetes.io/name", "ingress-nginx");
        builder.addService(service);
    }
    EntryPoint point;
    point.ns = builder.namespaceId("a");
    point.name = builder.symbols().intern("site");
    point.kind = builder.symbols().intern("Ingress");
    point.backends = {{builder.symbols().intern("a"), 80, {}, false, {}}};
    builder.addEntryPoint(point);
    return builder.build();
}

// Covers S-7.
TEST(Entries, leadThroughTheIngressControllerWhereThereIsOne) {
    const Walked walked(withDoor(true));
    ASSERT_EQ(walked.graph->entries().size(), 1U);
    const Entry& e = walked.graph->entries()[0];
    EXPECT_EQ(walked.cluster->displayName(e.to), "edge/door");
    EXPECT_EQ(e.via, "Service edge/door (LoadBalancer)");
    EXPECT_TRUE(e.isCertain);
    EXPECT_EQ(walked.routesText("*", "b"), "*doorab");
}

// Covers S-7.
TEST(Entries, leadStraightToTheBackendsOfAnIngressWithoutAController) {
    const Walked walked(withDoor(false));
    ASSERT_EQ(walked.graph->entries().size(), 1U);
    EXPECT_EQ(walked.graph->entries()[0].via, "Ingress a/site");
    EXPECT_FALSE(walked.graph->entries()[0].isCertain);
    EXPECT_EQ(walked.routesText("*", "b"), "*ab");
    const Route route = routes(*walked.graph, std::nullopt, walked.node("b"), {}, {}).value().front();
    EXPECT_FALSE(route.isCertain());
    EXPECT_EQ(route.hops[0].via, "Ingress a/site");
}

/// A route attached to Gateway edge/g, whose pods carry the label that the Gateway API asks for, and an Ingress
/// controller that has nothing to do with it.
std::shared_ptr<const Cluster> withGateway(const char* gatewayName) {
    world::World w = letters("ab");
    w.namespaces.push_back({"edge", true, {}});
    for (const auto& [name, key, value] : {std::tuple("gate", "gateway.networking.k8s.io/gateway-name", gatewayName),
                                           std::tuple("door", "app.kubernetes.io/name", "ingress-nginx")}) {
        world::Pod pod = w.pods[0];
        pod.ns = "edge";
        pod.name = name;
        pod.labels = {{key, value}};
        pod.addresses = {};
        w.pods.push_back(pod);
    }
    ClusterBuilder builder;
    world::add(w, builder);
    EntryPoint point;
    point.ns = builder.namespaceId("a");
    point.name = builder.symbols().intern("site");
    point.kind = builder.symbols().intern("HTTPRoute");
    point.gateways = {{builder.symbols().intern("edge"), builder.symbols().intern("g")}};
    builder.addEntryPoint(point);
    return builder.build();
}

TEST(Entries, ofARouteGoOnFromThePodsOfItsGateway) {
    const auto names = [](const Cluster& cluster) {
        std::string out;
        const auto controllers = ingressControllers(cluster);
        for (const WorkloadId id : entryControllers(cluster, *cluster.entryPoints.begin(), controllers))
            out += cluster.displayName(id) + ' ';
        return out;
    };
    EXPECT_EQ(names(*withGateway("g")), "edge/gate ");
    EXPECT_EQ(names(*withGateway("another")), "edge/door ");
}

// Covers S-5, S-6.
TEST(Entries, ofANodePortAreOnlyPossibleWherePolicyAsksForClients) {
    world::World w = letters("a");
    w.nodes.push_back({"n1", {"10.9.0.1"}});
    world::Policy p;
    p.ns = "a";
    p.name = "public";
    world::Peer block;
    block.cidr = "203.0.113.0/24";
    p.ingress = {{{block}, {}}};
    w.policies.push_back(p);
    for (const bool isLocal : {false, true}) {
        ClusterBuilder builder;
        world::add(w, builder);
        Service service;
        service.ns = builder.namespaceId("a");
        service.name = builder.symbols().intern("a");
        service.type = Service::Type::NodePort;
        service.isExternalTrafficLocal = isLocal;
        service.selector =
            LabelSelector{{{builder.symbols().intern("app"), Operator::In, {builder.symbols().intern("a")}}}, {}};
        service.ports = {{Symbol(), Protocol::Tcp, 80, 0, {}, 30080}};
        builder.addService(service);
        const Walked walked(builder.build());
        ASSERT_EQ(walked.graph->entries().size(), 1U);
        EXPECT_EQ(walked.graph->entries()[0].isCertain, isLocal);
    }
}

TEST(ChokePoints, areWhatEveryRouteGoesThrough) {
    world::World w = letters("abcdef");
    allow(w, {"ab", "ac", "bd", "cd", "de", "ef"});
    const Walked walked(w);
    std::string text;
    const auto points = chokePoints(*walked.graph, walked.node("a"), {}).value();
    for (const ChokePoint& c : points) text += walked.name(c.workload) + std::to_string(c.behind.size()) + ' ';
    EXPECT_EQ(text, "d2 e1 ");
}

TEST(Routes, leadFromTheInternetToTheOrdersOfTheSample) {
    const auto cluster = load({"samples/harbor"}).value();
    const auto graph = ReachGraph::create(Reachability::create(cluster, {}, {}).value());
    const PathNode store = cluster->findWorkloads("data", "orders-db").front();
    const auto found = routes(*graph, std::nullopt, store, {}, {}).value();
    ASSERT_FALSE(found.empty());
    EXPECT_EQ(displayName(*cluster, found.front().hops.front().to), "edge/ingress-nginx");
    EXPECT_TRUE(found.front().weakest.has_value());
    const Cut cut = smallestCut(*graph, std::nullopt, store, {}, {}).value();
    EXPECT_FALSE(cut.hops.empty());
}

std::string cutText(const Walked& walked, const std::string& from, const std::string& to, const std::string& used) {
    const auto isUsed = [&](WorkloadId a, WorkloadId b) {
        return used.find(walked.name(a) + walked.name(b)) != std::string::npos;
    };
    std::string out;
    const Cut cut = smallestCut(*walked.graph, walked.node(from), walked.node(to), isUsed, {}).value();
    for (const Hop& h : cut.hops) out += walked.name(h.from) + walked.name(h.to) + ' ';
    return out + std::to_string(cut.used);
}

TEST(SmallestCut, takesTheFewestHopsAndSparesThoseInUse) {
    world::World w = letters("abcdef");
    allow(w, {"ab", "ac", "bd", "cd", "de", "df", "fe"});
    const Walked walked(w);
    EXPECT_EQ(cutText(walked, "a", "d", "bd cd"), "ab ac 0");
    EXPECT_EQ(cutText(walked, "b", "d", ""), "bd 0");
    EXPECT_EQ(cutText(walked, "b", "e", "bd"), "de df 0");
    EXPECT_EQ(cutText(walked, "e", "a", ""), "0");
}

} // namespace
} // namespace portolan

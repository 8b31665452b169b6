#include "core/model/cluster_builder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>

namespace portolan {
namespace {

/// Every object of a cluster by name, in id order.
std::string inventory(const Cluster& cluster) {
    std::string out;
    for (const Namespace& ns : cluster.namespaces) out += std::string(cluster.text(ns.name)) + ' ';
    for (std::size_t i = 0; i < cluster.workloads.size(); ++i) out += cluster.identity(WorkloadId(i)) + ' ';
    for (std::size_t i = 0; i < cluster.pods.size(); ++i) out += cluster.displayName(PodId(i)) + ' ';
    for (const Node& node : cluster.nodes) out += std::string(cluster.text(node.name)) + ' ';
    for (const Service& s : cluster.services) out += std::string(cluster.text(s.name)) + ' ';
    for (std::size_t i = 0; i < cluster.policies.size(); ++i) out += cluster.displayName(PolicyId(i)) + ' ';
    for (const UnreadKind& u : cluster.unreadKinds) out += u.kind + std::to_string(u.namespaces.size()) + ' ';
    return out;
}

// Covers Y-17.
TEST(Cluster, doesNotShowTheOrderOfItsInput) {
    std::vector<std::function<void(ClusterBuilder&)>> steps;
    for (const char* const ns : {"b", "a", "c"}) {
        steps.emplace_back([=](ClusterBuilder& b) { b.addNamespace(ns, {{"team", ns}}, {}); });
        for (const char* const name : {"web", "api"}) {
            steps.emplace_back([=](ClusterBuilder& b) {
                PodFact p;
                p.ns = ns;
                p.name = name;
                p.node = std::string("undeclared-") + name;
                b.addPod(p);
            });
            steps.emplace_back([=](ClusterBuilder& b) {
                NetworkPolicy policy;
                policy.ns = b.namespaceId(ns);
                policy.name = b.symbols().intern(std::string("p-") + name);
                b.addPolicy(policy);
                Service service;
                service.ns = b.namespaceId(ns);
                service.name = b.symbols().intern(std::string("s-") + name);
                b.addService(service);
                b.addNode(std::string("node-") + ns + name, {}, {}, {});
            });
        }
        steps.emplace_back([=](ClusterBuilder& b) {
            ControllerFact c;
            c.ns = ns;
            c.name = "web";
            c.kind = "Deployment";
            c.hasTemplate = true;
            b.addController(c);
            b.addUnread("cilium.io/v2", "CiliumNetworkPolicy", true, ns, {});
        });
    }
    const auto build = [&] {
        ClusterBuilder builder;
        for (const auto& step : steps) step(builder);
        return inventory(*builder.build());
    };
    const std::string expected = build();
    EXPECT_EQ(expected.substr(0, 6), "a b c ");
    std::mt19937 random(1);
    for (int round = 0; round < 20; ++round) {
        std::ranges::shuffle(steps, random);
        EXPECT_EQ(build(), expected);
    }
}

TEST(Cluster, findsObjectsByNameAndByAddress) {
    ClusterBuilder builder;
    const IpAddress podAddress = *IpAddress::parse("10.0.0.1");
    const IpAddress nodeAddress = *IpAddress::parse("192.168.0.1");
    const IpAddress strayAddress = *IpAddress::parse("192.168.0.9");
    const auto add = [&](std::string name, std::vector<IpAddress> addresses, bool isHostNetwork) {
        PodFact p;
        p.ns = "shop";
        p.name = std::move(name);
        p.addresses = std::move(addresses);
        p.isHostNetwork = isHostNetwork;
        builder.addPod(p);
    };
    builder.addNode("n1", {}, {nodeAddress}, {});
    add("agent", {nodeAddress}, true);
    add("stray", {strayAddress, podAddress}, true);
    add("web", {podAddress}, false);
    for (const char* const kind : {"Deployment", "StatefulSet"}) {
        ControllerFact c;
        c.ns = "shop";
        c.name = "twin";
        c.kind = kind;
        c.hasTemplate = true;
        builder.addController(c);
    }
    const auto cluster = builder.build();
    EXPECT_EQ(cluster->displayName(*cluster->findPodByAddress(podAddress)), "shop/web");
    EXPECT_EQ(cluster->findPodByAddress(nodeAddress), std::nullopt) << "a node's address is the node's";
    EXPECT_EQ(cluster->displayName(*cluster->findPodByAddress(strayAddress)), "shop/stray");
    EXPECT_TRUE(cluster->findNodeByAddress(nodeAddress));
    EXPECT_EQ(cluster->findPod("shop", "nobody"), std::nullopt);
    EXPECT_EQ(cluster->findPod("nowhere", "web"), std::nullopt);
    EXPECT_EQ(cluster->findWorkloads("shop", "twin").size(), 2U);
    ASSERT_EQ(cluster->findWorkloads("shop", "twin", "StatefulSet").size(), 1U);
    EXPECT_EQ(cluster->identity(cluster->findWorkloads("shop", "twin", "StatefulSet")[0]), "shop/twin[StatefulSet]");
    EXPECT_TRUE(cluster->findWorkloads("shop", "twin", "Job").empty());
}

TEST(Cluster, putsItsNameBeforeIdentitiesOnly) {
    ClusterOptions options;
    options.clusterName = "prod";
    ClusterBuilder builder(options);
    PodFact p;
    p.ns = "shop";
    p.name = "web";
    builder.addPod(p);
    const auto cluster = builder.build();
    EXPECT_EQ(cluster->identity(WorkloadId(0U)), "prod:shop/web[Pod]");
    EXPECT_EQ(cluster->displayName(WorkloadId(0U)), "shop/web");
}

} // namespace
} // namespace portolan

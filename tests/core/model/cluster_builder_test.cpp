#include "core/model/cluster_builder.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace portolan {
namespace {

ControllerFact controller(std::string ns, std::string kind, std::string name, OwnerFact owner = {}) {
    ControllerFact out;
    out.ns = std::move(ns);
    out.kind = std::move(kind);
    out.name = std::move(name);
    out.owner = std::move(owner);
    out.hasTemplate = true;
    return out;
}

PodFact pod(std::string ns, std::string name, OwnerFact owner = {}) {
    PodFact out;
    out.ns = std::move(ns);
    out.name = std::move(name);
    out.owner = std::move(owner);
    return out;
}

/// "shop/web[Deployment] x3: web-1 web-2; ..." in canonical order; "~" marks a template's pod.
std::string picture(const Cluster& cluster) {
    std::string out;
    for (std::size_t i = 0; i < cluster.workloads.size(); ++i) {
        const Workload& w = cluster.workloads[WorkloadId(i)];
        out += (out.empty() ? "" : "; ") + cluster.identity(WorkloadId(i)) + " x" + std::to_string(w.replicas) + ':';
        for (const PodId id : w.pods)
            out += ' ' + std::string(cluster.text(cluster.pods[id].name)) + (cluster.pods[id].isTemplate ? "~" : "");
    }
    return out;
}

TEST(ClusterBuilder, namesAWorkloadAfterItsControllers) {
    const auto build = [](ClusterOptions::Owner owner) {
        ClusterOptions options;
        options.owner = owner;
        ClusterBuilder builder(options);
        builder.addPod(pod("shop", "web-7b-x", {"ReplicaSet", "web-7b"}));
        builder.addPod(pod("shop", "web-7b-y", {"ReplicaSet", "web-7b"}));
        builder.addController(controller("shop", "ReplicaSet", "web-7b", {"Deployment", "web"}));
        builder.addController(controller("shop", "Deployment", "web"));
        builder.addPod(pod("shop", "lonely"));
        builder.addPod(pod("kube-system", "etcd", {"Node", "node-1"}));
        return picture(*builder.build());
    };
    EXPECT_EQ(
        build(ClusterOptions::Owner::Top),
        "kube-system/etcd[Pod] x1: etcd; shop/lonely[Pod] x1: lonely; shop/web[Deployment] x2: web-7b-x web-7b-y");
    EXPECT_EQ(build(ClusterOptions::Owner::Immediate),
              "kube-system/etcd[Pod] x1: etcd; shop/lonely[Pod] x1: lonely; shop/web-7b[ReplicaSet] x2: web-7b-x "
              "web-7b-y");
}

TEST(ClusterBuilder, followsTheOwnerThatWasNotRead) {
    ClusterBuilder builder;
    builder.addPod(pod("shop", "web-7b-x", {"ReplicaSet", "web-7b"}));
    builder.addPod(pod("shop", "odd", {"", "keeper"}));
    EXPECT_EQ(picture(*builder.build()), "shop/keeper[Pod] x1: odd; shop/web-7b[ReplicaSet] x1: web-7b-x");
}

TEST(ClusterBuilder, survivesControllersThatOwnEachOther) {
    ClusterBuilder builder;
    builder.addPod(pod("shop", "p", {"A", "a"}));
    builder.addController(controller("shop", "A", "a", {"B", "b"}));
    builder.addController(controller("shop", "B", "b", {"A", "a"}));
    EXPECT_EQ(builder.build()->pods.size(), 1U);
}

TEST(ClusterBuilder, makesOnePodOfATemplateUnlessRealPodsShowIt) {
    ClusterBuilder builder;
    ControllerFact web = controller("shop", "Deployment", "web");
    web.replicas = 3;
    ControllerFact off = controller("shop", "Deployment", "off");
    off.replicas = 0;
    builder.addController(web);
    builder.addController(off);
    builder.addController(controller("shop", "StatefulSet", "db"));
    builder.addPod(pod("shop", "db-0", {"StatefulSet", "db"}));
    builder.addPod(pod("shop", "db-1", {"StatefulSet", "db"}));
    const auto cluster = builder.build();
    EXPECT_EQ(picture(*cluster), "shop/db[StatefulSet] x2: db-0 db-1; shop/web[Deployment] x3: web~");
    EXPECT_EQ(cluster->idleTemplates.size(), 1U); // "off"
    EXPECT_EQ(cluster->weight(*cluster->findPod("shop", "web")), 3U);
    EXPECT_EQ(cluster->weight(*cluster->findPod("shop", "db-0")), 1U);
}

TEST(ClusterBuilder, keepsTheTemplateOfAControllerWhoseOwnerWasNotRead) {
    ClusterBuilder builder;
    ControllerFact set = controller("shop", "ReplicaSet", "web-7b", {"Deployment", "web"});
    set.replicas = 4;
    builder.addController(set);
    EXPECT_EQ(picture(*builder.build()), "shop/web[Deployment] x4: web-7b~");
}

// Covers E-1, E-2, E-3.
TEST(ClusterBuilder, leavesFinishedPodsOutUnlessTold) {
    const auto build = [](ClusterOptions::Keep keep) {
        ClusterOptions options;
        options.finishedPods = keep;
        ClusterBuilder builder(options);
        PodFact done = pod("shop", "done");
        done.phase = "Succeeded";
        PodFact failed = pod("shop", "migrate-x", {"Job", "migrate"});
        failed.phase = "Failed";
        PodFact running = pod("shop", "web");
        running.phase = "Running";
        PodFact pending = pod("shop", "soon");
        pending.phase = "Pending";
        for (PodFact* p : {&done, &failed, &running, &pending}) builder.addPod(*p);
        builder.addController(controller("shop", "Job", "migrate"));
        return builder.build();
    };
    const auto without = build(ClusterOptions::Keep::No);
    EXPECT_EQ(picture(*without), "shop/soon[Pod] x1: soon; shop/web[Pod] x1: web") << "a finished job runs no template";
    EXPECT_EQ(without->finishedPods, 2U);
    const auto with = build(ClusterOptions::Keep::Yes);
    EXPECT_EQ(with->pods.size(), 4U);
    EXPECT_EQ(with->finishedPods, 0U);
}

// Covers L-10.
TEST(ClusterBuilder, marksLabelsThatControllersAddAtRunTime) {
    const auto label = [](ClusterOptions::Keep keep, std::string kind, std::string_view key) -> std::string {
        ClusterOptions options;
        options.runtimeLabelsUnknown = keep;
        ClusterBuilder builder(options);
        ControllerFact c = controller("shop", std::move(kind), "x");
        c.labels = {{"app", "x"}};
        builder.addController(c);
        const auto cluster = builder.build();
        const auto symbol = cluster->symbols.find(key);
        const auto found = symbol ? cluster->labelSets.find(cluster->pods[PodId(0U)].labels, *symbol) : std::nullopt;
        if (!found) return "absent";
        return found->isValueKnown ? std::string(cluster->text(found->value)) : "unknown";
    };
    using Keep = ClusterOptions::Keep;
    EXPECT_EQ(label(Keep::Yes, "Deployment", "app"), "x");
    EXPECT_EQ(label(Keep::Yes, "Deployment", "pod-template-hash"), "unknown");
    EXPECT_EQ(label(Keep::Yes, "StatefulSet", "statefulset.kubernetes.io/pod-name"), "unknown");
    EXPECT_EQ(label(Keep::Yes, "StatefulSet", "pod-template-hash"), "absent");
    EXPECT_EQ(label(Keep::Yes, "Job", "batch.kubernetes.io/job-name"), "unknown");
    EXPECT_EQ(label(Keep::No, "Deployment", "pod-template-hash"), "absent");
}

// Covers L-8, L-9.
TEST(ClusterBuilder, givesEveryNamespaceItsNameAsALabel) {
    ClusterBuilder builder;
    builder.addNamespace("declared", {{"team", "a"}}, {});
    builder.addPod(pod("implied", "p"));
    const auto cluster = builder.build();
    const Symbol key = *cluster->symbols.find("kubernetes.io/metadata.name");
    for (const Namespace& ns : cluster->namespaces) EXPECT_EQ(cluster->labelSets.find(ns.labels, key)->value, ns.name);
    EXPECT_TRUE(cluster->namespaces[*cluster->findNamespace("declared")].isDeclared);
    EXPECT_FALSE(cluster->namespaces[*cluster->findNamespace("implied")].isDeclared);
}

// Covers L-8.
TEST(ClusterBuilder, reportsANamespaceThatClaimsAnotherName) {
    ClusterBuilder builder;
    builder.addNamespace("shop", {{"kubernetes.io/metadata.name", "other"}}, {});
    const auto cluster = builder.build();
    ASSERT_EQ(cluster->diagnostics.size(), 1U);
    EXPECT_EQ(cluster->diagnostics[0].level, Diagnostic::Level::Error);
    const Symbol key = *cluster->symbols.find("kubernetes.io/metadata.name");
    EXPECT_EQ(cluster->text(cluster->labelSets.find(cluster->namespaces[NamespaceId(0U)].labels, key)->value), "shop");
}

// Covers Y-13.
TEST(ClusterBuilder, keepsTheLastOfTwoObjectsOfOneName) {
    ClusterBuilder builder;
    const FileId file = builder.files().add("a.yaml");
    const auto at = [&](std::uint32_t line) { return SourceRef{file, line, 1}; };
    PodFact first = pod("shop", "web");
    first.where = at(1);
    PodFact second = pod("shop", "web");
    second.where = at(9);
    second.isHostNetwork = true;
    builder.addPod(first);
    builder.addPod(second);
    for (const std::uint32_t line : {20U, 30U}) {
        NetworkPolicy policy;
        policy.ns = builder.namespaceId("shop");
        policy.name = builder.symbols().intern("deny");
        policy.isolatesEgress = line == 30;
        policy.where = at(line);
        builder.addPolicy(policy);
        builder.addNode("n1", {}, {*IpAddress::parse(line == 30 ? "10.0.0.3" : "10.0.0.2")}, at(line + 1));
    }
    const auto cluster = builder.build();
    ASSERT_EQ(cluster->pods.size(), 1U);
    EXPECT_TRUE(cluster->pods[PodId(0U)].isHostNetwork);
    ASSERT_EQ(cluster->policies.size(), 1U);
    EXPECT_TRUE(cluster->policies[PolicyId(0U)].isolatesEgress);
    ASSERT_EQ(cluster->nodes.size(), 1U);
    EXPECT_TRUE(cluster->findNodeByAddress(*IpAddress::parse("10.0.0.3")));
    EXPECT_FALSE(cluster->findNodeByAddress(*IpAddress::parse("10.0.0.2")));
    std::size_t reported = 0;
    for (const Diagnostic& d : cluster->diagnostics) reported += d.code == "PARSE-05" ? 1U : 0U;
    EXPECT_EQ(reported, 3U) << "each loss is told";
}

TEST(ClusterBuilder, tiesMentionsToTheTopWorkload) {
    ClusterBuilder builder;
    builder.addController(controller("shop", "ReplicaSet", "web-7b", {"Deployment", "web"}));
    builder.addController(controller("shop", "Deployment", "web"));
    builder.addPod(pod("shop", "web-7b-x", {"ReplicaSet", "web-7b"}));
    builder.addMention({.owner = {"shop", "ReplicaSet", "web-7b"}, .host = "db", .port = 5432});
    builder.addMention({.owner = {"shop", "Deployment", "web"}, .host = "db", .port = 5432});
    builder.addMention({.owner = {"shop", "", ""},
                        .place = HostPortMention::Place::ConfigMap,
                        .host = "cache",
                        .port = 6379,
                        .object = "settings"});
    const auto cluster = builder.build();
    const auto& mentions = cluster->declarations.mentions;
    ASSERT_EQ(mentions.size(), 2U) << "what two objects of a workload say alike is kept once";
    EXPECT_EQ(mentions[0].host, "cache");
    EXPECT_EQ(mentions[0].workload, std::nullopt);
    ASSERT_TRUE(mentions[1].workload);
    EXPECT_EQ(cluster->displayName(*mentions[1].workload), "shop/web");
}

TEST(ClusterBuilder, isEmptyAfterBuilding) {
    ClusterBuilder builder;
    builder.addPod(pod("shop", "web"));
    EXPECT_EQ(builder.build()->pods.size(), 1U);
    EXPECT_EQ(builder.build()->pods.size(), 0U);
    builder.addPod(pod("other", "web"));
    const auto again = builder.build();
    EXPECT_EQ(picture(*again), "other/web[Pod] x1: web");
    EXPECT_EQ(again->namespaces.size(), 1U);
}

} // namespace
} // namespace portolan

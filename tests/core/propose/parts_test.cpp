#include "core/base/text.h"
#include "core/ledger/workload_selector.h"
#include "core/model/selector_text.h"
#include "core/model/yaml_scalar.h"
#include "core/propose/address_blocks.h"
#include "core/propose/edge.h"
#include "tests/core/propose/support.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

std::string selectorFor(const world::World& w, const std::string& name) {
    const auto cluster = world::build(w);
    const auto id = cluster->findWorkloads(name.substr(0, name.find('/')), name.substr(name.find('/') + 1)).front();
    const StableSelector s = stableSelector(*cluster, cluster->workloads[id].pods);
    std::string out = selectorText(*cluster, s.selector);
    for (const WorkloadId other : s.alsoSelected) out += " +" + cluster->displayName(other);
    return out;
}

world::World inOneNamespace(const std::vector<world::Pod>& pods) {
    world::World out;
    out.namespaces = namespaces({"a"});
    out.pods = pods;
    return out;
}

TEST(StableSelector, takesTheFewestLabelsThatTellTheWorkloadApart) {
    EXPECT_EQ(selectorFor(inOneNamespace({pod("a/x", "app=x,tier=t"), pod("a/y", "app=y,tier=t")}), "a/x"), "app=x");
    EXPECT_EQ(selectorFor(inOneNamespace({pod("a/x", "app=x,tier=t"), pod("a/y", "app=x,tier=u")}), "a/x"), "tier=t");
    EXPECT_EQ(selectorFor(
                  inOneNamespace({pod("a/x", "app=x,tier=t"), pod("a/y", "app=x,tier=u"), pod("a/z", "app=z,tier=t")}),
                  "a/x"),
              "app=x,tier=t");
}

TEST(StableSelector, neverTakesALabelThatARolloutChanges) {
    const char* const kUnstable[] = {"pod-template-hash=1",
                                     "controller-revision-hash=1",
                                     "statefulset.kubernetes.io/pod-name=x-0",
                                     "apps.kubernetes.io/pod-index=0",
                                     "job-name=j",
                                     "batch.kubernetes.io/job-name=j",
                                     "topology.kubernetes.io/zone=z",
                                     "kubernetes.io/hostname=n",
                                     "helm.sh/chart=c-1",
                                     "app.kubernetes.io/version=1"};
    for (const std::string unstable : kUnstable)
        EXPECT_EQ(selectorFor(inOneNamespace({pod("a/x", "app=x," + unstable), pod("a/y", "app=x")}), "a/x"),
                  "app=x +a/y")
            << unstable;
}

TEST(StableSelector, excludesWhatOnlyTheOthersCarry) {
    EXPECT_EQ(selectorFor(inOneNamespace({pod("a/x", "app=x"), pod("a/y", "app=x,canary=yes")}), "a/x"),
              "!canary,app=x");
    EXPECT_EQ(selectorFor(inOneNamespace({pod("a/x", ""), pod("a/y", "app=y")}), "a/x"), "!app");
}

TEST(StableSelector, saysWhatLabelsCannotTellApart) {
    EXPECT_EQ(selectorFor(inOneNamespace({pod("a/x", "app=x"), pod("a/y", "app=x")}), "a/x"), "app=x +a/y");
    EXPECT_EQ(selectorFor(inOneNamespace({pod("a/x", ""), pod("a/y", "")}), "a/x"), "everything +a/y");
}

TEST(StableSelector, leavesHostNetworkPodsOutOfAccount) {
    world::World w = inOneNamespace({pod("a/x", "app=x"), pod("a/y", "app=x")});
    w.pods[1].isHostNetwork = true;
    EXPECT_EQ(selectorFor(w, "a/x"), "app=x");
}

std::string blocksFor(const std::vector<std::string>& cidrs) {
    std::vector<Cidr> blocks;
    for (const std::string& c : cidrs) blocks.push_back(Cidr::parse(c).value());
    std::string out;
    for (const Cidr& c : exactBlocks(addressesOf(blocks))) out += (out.empty() ? "" : " ") + c.text();
    return out;
}

TEST(AddressBlocks, mergeOnlyWhereTheyCoverExactly) {
    EXPECT_EQ(blocksFor({"10.0.0.0/32", "10.0.0.1/32"}), "10.0.0.0/31");
    EXPECT_EQ(blocksFor({"10.0.0.1/32", "10.0.0.2/32"}), "10.0.0.1/32 10.0.0.2/32");
    EXPECT_EQ(blocksFor({"10.0.0.0/25", "10.0.0.128/25", "10.0.1.0/32"}), "10.0.0.0/24 10.0.1.0/32");
    EXPECT_EQ(blocksFor({"0.0.0.0/1", "128.0.0.0/1"}), "0.0.0.0/0");
    EXPECT_EQ(blocksFor({"fd00::/128", "fd00::1/128"}), "fd00::/127");
    EXPECT_EQ(blocksFor({"255.255.255.255/32", "::/128"}), "255.255.255.255/32 ::/128");
    EXPECT_EQ(blocksFor({}), "");
}

TEST(YamlScalar, quotesWhatYaml11WouldMisread) {
    for (const char* const plain : {"web", "app.kubernetes.io/name", "a-b_c.d", "10.0.0.0/8", "yesterday", "e10"})
        EXPECT_EQ(yamlScalar(plain), plain);
    for (const char* const quoted :
         {"",     "yes",  "No",   "ON",    "true",     "null",       "~",    "y",  "1.0",
          "0x1f", "1e3",  "0123", "1_000", "12:30:45", "2026-01-01", ".inf", "-1", "+1",
          "a: b", "a #b", "::/0", "*a",    "&a",       "{a}",        "- a",  "@a", "10.0.0.1"})
        EXPECT_EQ(yamlScalar(quoted), '"' + std::string(quoted) + '"');
    EXPECT_EQ(yamlScalar("a\"b\\c"), "\"a\\\"b\\\\c\"");
    EXPECT_EQ(yamlScalar("a\nb"), "\"a\\x0ab\"");
}

TEST(EvidenceText, namesConnectionsAndDays) {
    ObservedEdge e{.from = UnknownEnd{"a"}, .to = UnknownEnd{"b"}};
    e.passed = 186204;
    e.days = 30;
    EXPECT_EQ(evidenceText(e, 31), "186,204 connections, 30 of 31 days");
    EXPECT_EQ(evidenceText(e, 0), "186,204 connections, 30 days");
    e.refused = 7;
    e.declaredAt = "web.yaml:3";
    EXPECT_EQ(evidenceText(e, 31), "186,204 connections, 30 of 31 days, 7 more refused, declared at web.yaml:3");
    e.passed = e.refused = 0;
    EXPECT_EQ(evidenceText(e, 31), "declared at web.yaml:3, not seen");
}

} // namespace
} // namespace portolan

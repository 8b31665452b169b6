#include "core/flow/attribution.h"
#include "tests/core/flow/flow_logs.h"

#include <gtest/gtest.h>

namespace portolan::flowtest {
namespace {

class AttributionTest : public testing::Test {
  protected:
    std::shared_ptr<const Cluster> m_cluster = shop();
    ServiceIndex m_services{*m_cluster};
    Attribution m_attribution{*m_cluster, m_services};

    WorkloadId workload(std::string_view ns, std::string_view name) { return m_cluster->findWorkloads(ns, name).at(0); }
    const EndValue& value(const AttributedEnd& end) { return m_attribution.ends()[end.end]; }
};

TEST_F(AttributionTest, IntermediateOwnersLeadToTheirOwn) {
    EndFacts facts;
    facts.ns = "shop";
    facts.workload = "db-7848d6c4d5";
    facts.workloadKind = "ReplicaSet";
    EXPECT_EQ(value(*m_attribution.byName(facts)), EndValue(workload("shop", "db")));
}

TEST_F(AttributionTest, LabelsOfSeveralWorkloadsDecideNothing) {
    EndFacts facts;
    facts.ns = "shop";
    facts.labels = {{"tier", "none"}};
    EXPECT_EQ(m_attribution.byName(facts), std::nullopt);
    facts.labels = {{"app", "db"}, {"pod-template-hash", "7848d6c4d5"}};
    EXPECT_EQ(value(*m_attribution.byName(facts)), EndValue(workload("shop", "db")));
}

TEST_F(AttributionTest, AnAddressThatChangedHandsDecidesNothing) {
    const auto end = m_attribution.byAddress(EndClass::Endpoint, "dns", "10.0.1.3");
    ASSERT_TRUE(end);
    EXPECT_TRUE(std::holds_alternative<UnresolvedEnd>(value(end->end)));
}

TEST_F(AttributionTest, OtherClustersOfAMeshAreOthers) {
    ClusterOptions options;
    options.clusterName = "east";
    ClusterBuilder builder(options);
    PodFact pod;
    pod.ns = "shop";
    pod.name = "web-0";
    builder.addPod(pod);
    const auto east = builder.build();
    const ServiceIndex services(*east);
    Attribution attribution(*east, services);
    EndFacts facts;
    facts.ns = "shop";
    facts.pod = "web-0";
    for (const std::string_view here : {"", "default", "east"}) {
        facts.cluster = here;
        EXPECT_TRUE(std::holds_alternative<WorkloadId>(attribution.ends()[attribution.byName(facts)->end])) << here;
    }
    facts.cluster = "west";
    EXPECT_TRUE(std::holds_alternative<UnresolvedEnd>(attribution.ends()[attribution.byName(facts)->end]));
}

TEST_F(AttributionTest, ServicesForwardByProtocolAndPort) {
    const auto dns = m_services.find(*IpAddress::parse("10.96.0.10"));
    ASSERT_TRUE(dns);
    EXPECT_EQ(m_services.target(*dns, Protocol::Udp, 53), (ServiceTarget{workload("dns", "coredns"), 5353}));
    EXPECT_EQ(m_services.target(*dns, Protocol::Tcp, 53), std::nullopt);
    EXPECT_EQ(m_services.target(*dns, Protocol::Udp, 54), std::nullopt);
    EXPECT_TRUE(m_services.knownPorts().contains(Protocol::Udp, 5353));
    EXPECT_FALSE(m_services.knownPorts().contains(Protocol::Tcp, 5353));
}

} // namespace
} // namespace portolan::flowtest

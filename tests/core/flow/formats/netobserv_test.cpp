#include "tests/core/flow/formats/format_cases.h"

#include <gtest/gtest.h>

namespace portolan::flowtest {
namespace {

const std::string kLine =
    R"({"SrcAddr":"10.0.1.1","DstAddr":"10.0.1.3","SrcPort":40000,"DstPort":5432,"Proto":6,"Bytes":171,"Packets":2,)"
    R"("Flags":16,"TimeFlowStartMs":1772366400000,"TimeFlowEndMs":1772366405500,"TimeReceived":1772366406,)"
    R"("SrcK8S_Name":"web-6fb5694d48-5hmds","SrcK8S_Namespace":"shop","SrcK8S_OwnerName":"web",)"
    R"("SrcK8S_OwnerType":"Deployment","SrcK8S_Type":"Pod","SrcK8S_HostName":"worker-1",)"
    R"("DstK8S_Name":"db-7848d6c4d5-th9v2","DstK8S_Namespace":"shop","DstK8S_OwnerName":"db",)"
    R"("DstK8S_OwnerType":"Deployment","DstK8S_Type":"Pod","FlowDirection":"1","IfDirections":[1,0],)"
    R"("Interfaces":["eth0","br-ex"],"AgentIP":"192.168.0.1","K8S_ClusterName":"prod","_RecordType":"flowLog"})"
    "\n";
const std::string kIngress = with(kLine, R"("FlowDirection":"1")", R"("FlowDirection":0)");
const std::vector<std::string> kOnce{"shop/web => shop/db TCP 5432 observed 1"};

/// The same connection's other direction.
std::string answer() {
    return R"({"SrcAddr":"10.0.1.3","DstAddr":"10.0.1.1","SrcPort":5432,"DstPort":40000,"Proto":6,"Flags":16,)"
           R"("TimeFlowStartMs":1772366400001,"SrcK8S_Name":"db-7848d6c4d5-th9v2","SrcK8S_Namespace":"shop",)"
           R"("SrcK8S_Type":"Pod","DstK8S_Name":"web-6fb5694d48-5hmds","DstK8S_Namespace":"shop","DstK8S_Type":"Pod",)"
           R"("FlowDirection":0,"AgentIP":"192.168.0.1"})"
           "\n";
}

std::string to(const std::string& names, std::string_view address, int port) {
    std::string line = with(kLine,
                            R"("DstK8S_Name":"db-7848d6c4d5-th9v2","DstK8S_Namespace":"shop","DstK8S_OwnerName":"db",)"
                            R"("DstK8S_OwnerType":"Deployment","DstK8S_Type":"Pod",)",
                            names);
    line = with(line, R"("DstAddr":"10.0.1.3")", R"("DstAddr":")" + std::string(address) + '"');
    return with(line, R"("DstPort":5432)", R"("DstPort":)" + std::to_string(port));
}

std::string ports(int from, int to) {
    return with(with(kLine, "40000", std::to_string(from)), "5432", std::to_string(to));
}

std::string flags(const std::string& line, std::string_view flags) {
    return with(line, R"("Flags":16)", R"("Flags":)" + std::string(flags));
}

TEST(NetObserv, OrientsRecordsOfOneDirection) {
    expectCases(FlowFormat::NetObserv,
                {
                    {"traffic is observed, not allowed", kLine, kOnce},
                    {"both nodes report it", kLine + kIngress, kOnce},
                    {"answers are turned round", answer(), kOnce},
                    {"a question and its answer are one", kLine + answer(), kOnce},
                    {"SYN opens, whatever the ports",
                     flags(ports(40000, 50051), "2"),
                     {"shop/web => shop/db TCP 50051 observed 1"}},
                    {"SYN among other packets opens",
                     flags(ports(40000, 50051), "26"),
                     {"shop/web => shop/db TCP 50051 observed 1"}},
                    {"the agent's SYN_ACK answers",
                     flags(ports(40000, 50051), "272"),
                     {"shop/db => shop/web TCP 40000 observed 1"}},
                    {"flags may be names",
                     flags(ports(40000, 50051), R"(["ACK","SYN","PSH"])"),
                     {"shop/web => shop/db TCP 50051 observed 1"}},
                    {"names tell who answers",
                     flags(ports(40000, 50051), R"(["SYN_ACK","ACK"])"),
                     {"shop/db => shop/web TCP 40000 observed 1"}},
                    {"flags put together by others say nothing",
                     with(flags(ports(40000, 50051), "26"), R"("AgentIP":"192.168.0.1",)", ""),
                     {}},
                    {"two high ports say nothing", ports(40000, 50051), {}},
                    {"UDP is oriented by its port",
                     with(to(R"("DstK8S_Name":"coredns-x7k2p","DstK8S_Namespace":"dns","DstK8S_Type":"Pod",)",
                             "10.0.2.1", 5353),
                          R"("Proto":6)", R"("Proto":17)"),
                     {"shop/web => dns/coredns UDP 5353 observed 1"}},
                });
}

TEST(NetObserv, KnowsEndsByTheirObjects) {
    const auto edge = [](const std::string& end, int port) {
        return std::vector<std::string>{"shop/web => " + end + " TCP " + std::to_string(port) + " observed 1"};
    };
    const std::string service = R"("DstK8S_Name":"db","DstK8S_Namespace":"shop","DstK8S_Type":"Service",)";
    expectCases(
        FlowFormat::NetObserv,
        {
            {"a Service becomes what is behind it", to(service, "10.96.0.5", 5433), edge("shop/db", 5432)},
            {"a Service by its address alone", to("", "10.96.0.5", 5433), edge("shop/db", 5432)},
            {"what a Service was translated to",
             to(service + R"("XlatDstAddr":"10.0.1.4","XlatDstPort":9092,"XlatSrcAddr":"192.168.0.1",)", "10.96.0.6",
                80),
             edge("shop/kafka", 9092)},
            {"translation may be mapped into IPv6",
             to(service + R"("XlatDstAddr":"::ffff:10.0.1.4","XlatDstPort":9092,)", "10.96.0.6", 80),
             edge("shop/kafka", 9092)},
            {"zeros translate nothing", to(service + R"("XlatDstAddr":"0.0.0.0","XlatDstPort":0,)", "10.96.0.5", 5433),
             edge("shop/db", 5432)},
            {"a node", to(R"("DstK8S_Name":"worker-1","DstK8S_Type":"Node",)", "192.168.0.1", 10250),
             edge("node worker-1", 10250)},
            {"a node that the inventory lacks",
             to(R"("DstK8S_Name":"worker-9","DstK8S_Type":"Node",)", "192.168.0.9", 10250),
             edge("node 192.168.0.9 (not in the inventory)", 10250)},
            {"an owner whose pod is gone",
             to(R"("DstK8S_Name":"db-x","DstK8S_Namespace":"shop","DstK8S_OwnerName":"db",)"
                R"("DstK8S_OwnerType":"Deployment","DstK8S_Type":"Pod",)",
                "10.0.9.9", 5432),
             edge("shop/db", 5432)},
            {"an owner that the inventory lacks",
             to(R"("DstK8S_Name":"api-0","DstK8S_Namespace":"old","DstK8S_OwnerName":"api",)"
                R"("DstK8S_OwnerType":"StatefulSet","DstK8S_Type":"Pod",)",
                "10.0.9.9", 443),
             edge("old/api (not in the inventory)", 443)},
            {"an address outside", to("", "203.0.113.7", 443), edge("203.0.113.7", 443)},
        });
}

TEST(NetObserv, HearsPoliciesOnlyInNetworkEvents) {
    const auto events = [](const std::string& json) {
        return with(kLine, R"("_RecordType")", R"("NetworkEvents":[)" + json + R"(],"_RecordType")");
    };
    const auto event = [](std::string_view type, std::string_view action, std::string_view direction) {
        return R"({"Feature":"acl","Type":")" + std::string(type) + R"(","Namespace":"shop","Name":"db","Action":")" +
               std::string(action) + R"(","Direction":")" + std::string(direction) + R"("})";
    };
    const std::string allow = event("NetworkPolicy", "allow-related", "Ingress");
    expectCases(
        FlowFormat::NetObserv,
        {
            {"a policy allowed it", events(allow), {"shop/web => shop/db TCP 5432 allowed 1"}},
            {"a policy dropped it",
             events(event("NetworkPolicy", "drop", "Egress")),
             {"shop/web => shop/db TCP 5432 denied 1"}},
            {"an admin policy dropped what another allowed",
             events(allow + ',' + event("AdminNetworkPolicy", "drop", "Ingress")),
             {"shop/web => shop/db TCP 5432 denied 1"}},
            {"the default of a selected namespace is a policy's",
             events(event("NetpolNamespace", "drop", "Ingress")),
             {"shop/web => shop/db TCP 5432 denied 1"}},
            {"an egress firewall is no policy of the cluster",
             events(event("EgressFirewall", "drop", "Egress")),
             {},
             {{SkipReason::NoPolicyReason, 1}}},
            {"other features say nothing", events(R"({"Feature":"sampling","Action":"drop"})"), kOnce},
            {"the texts of older versions say nothing", events(R"("Allowed by network policy db")"), kOnce},
            {"what the kernel dropped did not pass",
             with(kLine, R"("Packets":2)",
                  R"("Packets":2,"PktDropPackets":2,"PktDropLatestDropCause":"SKB_DROP_REASON_NETFILTER_DROP")"),
             {},
             {{SkipReason::NoPolicyReason, 1}}},
            {"a packet lost is no denial", with(kLine, R"("Packets":2)", R"("Packets":2,"PktDropPackets":1)"), kOnce},
        });
}

TEST(NetObserv, CountsNothingTwice) {
    const auto type = [](const std::string& word) { return with(kLine, "flowLog", word); };
    expectCases(FlowFormat::NetObserv,
                {
                    {"duplicates are marked",
                     kLine + with(kLine, R"("Proto":6)", R"("Proto":6,"Duplicate":true)"),
                     kOnce,
                     {{SkipReason::Repeated, 1}}},
                    {"a conversation is counted when it ends",
                     type("newConnection") + type("heartbeat") + type("heartbeat") + type("endConnection"), kOnce},
                    {"a conversation that outlives the log is one", type("heartbeat") + type("heartbeat"), kOnce},
                    {"ended conversations add up",
                     type("endConnection") + type("endConnection"),
                     {"shop/web => shop/db TCP 5432 observed 2"}},
                    {"ICMP has no ports",
                     kLine + with(kLine, R"("Proto":6)", R"("Proto":1)"),
                     kOnce,
                     {{SkipReason::NoTransport, 1}}},
                    {"other objects", kLine + "{\"level\":\"info\"}\n", kOnce, {{SkipReason::OtherEvent, 1}}},
                    {"damaged lines", kLine + "{\"SrcAddr\":\"10.\n", kOnce, {{SkipReason::Malformed, 1}}},
                });
}

TEST(NetObserv, TellsWhenAndThatItSamples) {
    const auto cluster = shop();
    const FlowTable table = read(with(kLine, R"("Proto":6)", R"("Proto":6,"Sampling":50)"), *cluster);
    ASSERT_EQ(table.edges().size(), 1U);
    EXPECT_EQ(table.edges().front().firstSeen, 1'772'366'400'000'000'000);
    EXPECT_EQ(table.edges().front().lastSeen, 1'772'366'405'500'000'000);
    EXPECT_TRUE(table.isSampled());
    EXPECT_EQ(table.counts().sampling, 50U);
    EXPECT_FALSE(read(kLine, *cluster).isSampled());
    const std::string received =
        with(with(kLine, R"("TimeFlowStartMs":1772366400000,)", ""), R"("TimeFlowEndMs":1772366405500,)", "");
    EXPECT_EQ(read(received, *cluster).edges().front().firstSeen, 1'772'366'406'000'000'000);
}

TEST(NetObserv, CoversTheTimeOfWhatItLeavesOut) {
    const auto cluster = shop();
    std::string dropped = with(kLine, R"("Packets":2)", R"("Packets":2,"PktDropPackets":2)");
    dropped = with(with(dropped, "1772366400000", "1772452800000"), "1772366405500", "1772452800001");
    const FlowTable table = read(kLine + dropped, *cluster);
    EXPECT_EQ(table.counts().skips(SkipReason::NoPolicyReason), 1U);
    EXPECT_EQ(table.window().days, 2U);
}

} // namespace
} // namespace portolan::flowtest

#include "tests/core/flow/formats/format_cases.h"

#include <gtest/gtest.h>

namespace portolan::flowtest {
namespace {

/// A line at the default aggregation: neither pod names nor addresses.
const std::string kLine =
    R"({"start_time":1772366400,"end_time":1772366700,"source_ip":null,"source_name":"-",)"
    R"("source_name_aggr":"web-6fb5694d48-*","source_namespace":"shop","source_port":null,"source_type":"wep",)"
    R"("source_labels":{"labels":["app=web","pod-template-hash=6fb5694d48"]},"dest_ip":null,"dest_name":"-",)"
    R"("dest_name_aggr":"db-7848d6c4d5-*","dest_namespace":"shop","dest_port":5432,"dest_type":"wep",)"
    R"("dest_labels":{"labels":["app=db"]},"dest_service_namespace":"shop","dest_service_name":"db",)"
    R"("dest_service_port":"pg","dest_service_port_num":5433,"dest_domains":null,"proto":"tcp","action":"allow",)"
    R"("reporter":"src","policies":{"all_policies":["0|default|shop/knp.default.web|allow|0"],)"
    R"("enforced_policies":["0|default|shop/knp.default.web|allow|0"],"pending_policies":[]},"bytes_in":388,)"
    R"("bytes_out":1113,"num_flows":4,"num_flows_started":3,"num_flows_completed":2,"nat_outgoing_ports":null,)"
    R"("host":"worker-1","@timestamp":1772366700000})"
    "\n";
const std::string kFromDestination = with(kLine, R"("reporter":"src")", R"("reporter":"dst")");
const std::string kDenied = with(kLine, R"("action":"allow")", R"("action":"deny")");
const std::string kLivingOn = with(kLine, R"("num_flows_started":3)", R"("num_flows_started":0)");

std::string from(std::string_view aggregated, std::string_view ns, std::string_view type, std::string_view address) {
    std::string line = with(kLine, "web-6fb5694d48-*", aggregated);
    line = with(line, R"("source_namespace":"shop")", R"("source_namespace":")" + std::string(ns) + '"');
    line = with(line, R"("source_type":"wep")", R"("source_type":")" + std::string(type) + '"');
    line = with(line, R"(["app=web","pod-template-hash=6fb5694d48"])", "null");
    return address.empty() ? line : with(line, R"("source_ip":null)", R"("source_ip":")" + std::string(address) + '"');
}

TEST(CalicoEnterprise, CountsConnectionsOncePerEdge) {
    const std::string few = with(kFromDestination, R"("num_flows_started":3)", R"("num_flows_started":2)");
    expectCases(
        FlowFormat::CalicoEnterprise,
        {
            {"pods are known by the name they share", kLine, {"shop/web => shop/db TCP 5432 allowed 3"}},
            {"both ends report the same connections", kLine + few, {"shop/web => shop/db TCP 5432 allowed 3"}},
            {"intervals add up", kLine + kLine, {"shop/web => shop/db TCP 5432 allowed 6"}},
            {"denials at both ends are different connections",
             kDenied + with(few, R"("action":"allow")", R"("action":"deny")"),
             {"shop/web => shop/db TCP 5432 denied 5"}},
            {"allowed at the source and denied at the destination are two facts",
             kLine + with(few, R"("action":"allow")", R"("action":"deny")"),
             {"shop/web => shop/db TCP 5432 allowed 3", "shop/web => shop/db TCP 5432 denied 2"}},
            {"a connection that lives on was started elsewhere",
             kLine + kLivingOn,
             {"shop/web => shop/db TCP 5432 allowed 3"}},
            {"a connection that was started before the log is one",
             kLivingOn,
             {"shop/web => shop/db TCP 5432 allowed 1"}},
            {"without what was started all flows count",
             with(kLine, R"("num_flows_started":3,)", ""),
             {"shop/web => shop/db TCP 5432 allowed 4"}},
            {"a host in between reports too",
             with(kLine, R"("reporter":"src")", R"("reporter":"fwd")"),
             {"shop/web => shop/db TCP 5432 allowed 3"}},
            {"staged policies decide nothing",
             with(kLine, R"("pending_policies":[])", R"("pending_policies":["0|default|shop/staged:knp.x|deny|0"])"),
             {"shop/web => shop/db TCP 5432 allowed 3"}},
        });
}

TEST(CalicoEnterprise, KnowsEndsByWhatTheAggregationLeft) {
    const auto edge = [](const std::string& end) {
        return std::vector<std::string>{end + " => shop/db TCP 5432 allowed 3"};
    };
    expectCases(
        FlowFormat::CalicoEnterprise,
        {
            {"a pod by its whole name",
             with(from("gone-*", "shop", "wep", "10.0.1.2"), R"("source_name":"-")",
                  R"("source_name":"web-6fb5694d48-kt9fw")"),
             edge("shop/web")},
            {"a stateful pod by its prefix", from("kafka-*", "shop", "wep", ""), edge("shop/kafka")},
            {"a pod without siblings", from("kafka-0", "shop", "wep", ""), edge("shop/kafka")},
            {"pods that the inventory lacks are one workload", from("api-7848d6c4d5-*", "old", "wep", ""),
             edge("old/api (not in the inventory)")},
            {"a name goes before an address that changed hands", from("api-7848d6c4d5-*", "old", "wep", "10.0.1.3"),
             edge("old/api (not in the inventory)")},
            {"a host endpoint is a node", from("worker-1", "-", "hep", ""), edge("node worker-1")},
            {"an automatic host endpoint is a node", from("worker-1-auto-hep", "-", "hep", ""), edge("node worker-1")},
            {"an unknown host endpoint is still a node", from("worker-9", "-", "hep", "192.168.0.9"),
             edge("node 192.168.0.9 (not in the inventory)")},
            {"a public network is outside", from("pub", "-", "net", ""), edge("internet (not in the inventory)")},
            {"a public address is outside", from("pub", "-", "net", "203.0.113.7"), edge("203.0.113.7")},
            {"a private network is a name", from("pvt", "-", "net", ""),
             edge("private network (not in the inventory)")},
            {"a private address may be a node's", from("pvt", "-", "net", "192.168.0.1"), edge("node worker-1")},
            {"a network set is a name", from("partners", "shop", "ns", ""),
             edge("shop/partners (not in the inventory)")},
            {"a network set's address is outside", from("partners", "-", "ns", "203.0.113.8"), edge("203.0.113.8")},
        });
}

TEST(CalicoEnterprise, TellsWhatGivesNoEdge) {
    const std::vector<std::string> edges{"shop/web => shop/db TCP 5432 allowed 3"};
    expectCases(FlowFormat::CalicoEnterprise,
                {
                    {"a port may be aggregated away",
                     kLine + with(kLine, R"("dest_port":5432)", R"("dest_port":null)"),
                     edges,
                     {{SkipReason::NoPort, 1}}},
                    {"ICMP has no ports",
                     kLine + with(kLine, R"("proto":"tcp")", R"("proto":"icmp")"),
                     edges,
                     {{SkipReason::NoTransport, 1}}},
                    {"a protocol may be a number", with(kLine, R"("proto":"tcp")", R"("proto":"6")"), edges},
                    {"an action of a newer version is no verdict",
                     kLine + with(kLine, R"("action":"allow")", R"("action":"ponder")"),
                     edges,
                     {{SkipReason::NoVerdict, 1}}},
                    {"an end without name and address is none",
                     kLine + from("-", "-", "wep", ""),
                     edges,
                     {{SkipReason::NoEnd, 1}}},
                    {"damaged lines are left out",
                     kLine + kLine.substr(0, 100) + "\nnot json\n",
                     edges,
                     {{SkipReason::Malformed, 2}}},
                });
}

TEST(CalicoEnterprise, TellsWhen) {
    const auto cluster = shop();
    const std::string camel = with(with(kLine, "start_time", "startTime"), "end_time", "endTime");
    const std::string stampOnly = with(with(kLine, R"("start_time":1772366400,)", ""), R"("end_time":1772366700,)", "");
    for (const std::string& text : {kLine, camel}) {
        const FlowTable table = read(text, *cluster);
        ASSERT_EQ(table.edges().size(), 1U);
        EXPECT_EQ(table.edges().front().firstSeen, 1'772'366'400'000'000'000);
        EXPECT_EQ(table.edges().front().lastSeen, 1'772'366'700'000'000'000);
        EXPECT_TRUE(table.edges().front().reportedBy.source);
        EXPECT_FALSE(table.edges().front().reportedBy.destination);
    }
    EXPECT_EQ(read(stampOnly, *cluster).edges().front().firstSeen, 1'772'366'700'000'000'000);
}

} // namespace
} // namespace portolan::flowtest

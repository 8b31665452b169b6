#include "tests/core/flow/formats/format_cases.h"

#include <gtest/gtest.h>

namespace portolan::flowtest {
namespace {

/// Of Whisker's answer to GET /flows, without endpoint types, as its first versions gave it.
const std::string kWhisker =
    R"({"start_time":"2026-03-01T12:00:00Z","end_time":"2026-03-01T12:00:15Z","action":"Allow",)"
    R"("source_name":"web-6fb5694d48-*","source_namespace":"shop","source_labels":"app=web | pod-template-hash=6fb5694d48",)"
    R"("dest_name":"db-7848d6c4d5-*","dest_namespace":"shop","dest_labels":"app=db","protocol":"tcp","dest_port":5432,)"
    R"("reporter":"Src","policies":{"enforced":[{"kind":"NetworkPolicy","name":"web","namespace":"shop",)"
    R"("tier":"default","action":"Allow","policy_index":0,"rule_index":0,"trigger":null}],"pending":[]},)"
    R"("packets_in":3,"packets_out":4,"bytes_in":300,"bytes_out":400})"
    "\n";
/// Of Goldmane's Flows/List as protobuf's JSON.
const std::string kGoldmane =
    R"({"id":"71","flow":{"Key":{"sourceName":"web-6fb5694d48-*","sourceNamespace":"shop",)"
    R"("sourceType":"WorkloadEndpoint","destName":"db-7848d6c4d5-*","destNamespace":"shop",)"
    R"("destType":"WorkloadEndpoint","destPort":"5432","destServiceName":"db","destServiceNamespace":"shop",)"
    R"("destServicePort":"5433","proto":"tcp","reporter":"Dst","action":"Allow","policies":{"enforcedPolicies":)"
    R"([{"kind":"EndOfTier","tier":"default","action":"Deny","trigger":{"name":"x"}}]}},)"
    R"("startTime":"1772366400","endTime":"1772366415","sourceLabels":["app=web"],"destLabels":["app=db"],)"
    R"("packetsIn":"3","bytesIn":"300","numConnectionsStarted":"2","numConnectionsLive":"5"}})"
    "\n";
const std::vector<std::string> kOnce{"shop/web => shop/db TCP 5432 allowed 1"};

std::string from(std::string_view name, std::string_view ns) {
    std::string line = with(kWhisker, "web-6fb5694d48-*", name);
    line = with(line, R"("source_namespace":"shop")", R"("source_namespace":")" + std::string(ns) + '"');
    return with(line, "app=web | pod-template-hash=6fb5694d48", "");
}

TEST(Goldmane, ReadsWhiskerAndGoldmane) {
    const std::string other = with(kWhisker, R"("reporter":"Src")", R"("reporter":"Dst")");
    expectCases(
        FlowFormat::Goldmane,
        {
            {"Whisker's flow", kWhisker, kOnce},
            {"both ends report", kWhisker + other, kOnce},
            {"denials at both ends add up",
             with(kWhisker, R"("action":"Allow")", R"("action":"Deny")") +
                 with(other, R"("action":"Allow")", R"("action":"Deny")"),
             {"shop/web => shop/db TCP 5432 denied 2"}},
            {"Goldmane's flow counts what was started", kGoldmane, {"shop/web => shop/db TCP 5432 allowed 2"}},
            {"zeros are left out of protobuf's JSON", with(kGoldmane, R"("numConnectionsStarted":"2",)", ""), kOnce},
            {"a flow without its envelope",
             with(with(kGoldmane, R"({"id":"71","flow":)", ""), "}}\n", "}\n"),
             {"shop/web => shop/db TCP 5432 allowed 2"}},
            {"an event stream",
             ": hello\nevent: flow\nid: 7\ndata: " + kWhisker + "\nretry: 10\ndata:" + kWhisker,
             {"shop/web => shop/db TCP 5432 allowed 2"}},
        });
}

TEST(Goldmane, KnowsEndsByTheNamesTheyShare) {
    const auto edge = [](const std::string& end) {
        return std::vector<std::string>{end + " => shop/db TCP 5432 allowed 1"};
    };
    expectCases(
        FlowFormat::Goldmane,
        {
            {"a stateful workload", from("kafka-*", "shop"), edge("shop/kafka")},
            {"a workload that the inventory lacks", from("api-7848d6c4d5-*", "old"),
             edge("old/api (not in the inventory)")},
            {"the public network", from("PUBLIC NETWORK", ""), edge("internet (not in the inventory)")},
            {"the public network of Goldmane", from("pub", "-"), edge("internet (not in the inventory)")},
            {"a private network", from("PRIVATE NETWORK", "Global"), edge("private network (not in the inventory)")},
            {"a global network set", from("partners", "Global"), edge("partners (not in the inventory)")},
            {"a host endpoint by its labels",
             with(from("worker-1-auto-hep", ""), R"("source_labels":"")",
                  R"("source_labels":"kubernetes.io/arch=amd64 | kubernetes.io/hostname=worker-1")"),
             edge("node worker-1")},
            {"a host endpoint by its type",
             with(from("worker-1", ""), R"("source_labels":"")", R"("source_labels":"","source_type":"HostEndpoint")"),
             edge("node worker-1")},
            {"an only address tells",
             with(from("PRIVATE NETWORK", ""), R"("source_labels":"")",
                  R"("source_labels":"","source_type":"Network","source_ips":["192.168.0.1"])"),
             edge("node worker-1")},
            {"one address of several does not",
             with(from("PUBLIC NETWORK", ""), R"("source_labels":"")",
                  R"("source_labels":"","source_ips":["203.0.113.1","203.0.113.2"])"),
             edge("internet (not in the inventory)")},
            {"labels where the name says nothing",
             with(from("old-*", "shop"), R"("source_labels":"")", R"("source_labels":"app=kafka")"),
             edge("shop/kafka")},
        });
}

TEST(Goldmane, TellsWhatGivesNoEdge) {
    expectCases(FlowFormat::Goldmane, {
                                          {"a passed flow is no verdict",
                                           kWhisker + with(kWhisker, R"("action":"Allow")", R"("action":"Pass")"),
                                           kOnce,
                                           {{SkipReason::NoVerdict, 1}}},
                                          {"ICMP has no ports",
                                           kWhisker + with(with(kWhisker, R"("tcp")", R"("icmp")"), "5432", "0"),
                                           kOnce,
                                           {{SkipReason::NoTransport, 1}}},
                                          {"other objects are no flows",
                                           kWhisker + "{\"meta\":{\"totalPages\":1}}\n",
                                           kOnce,
                                           {{SkipReason::OtherEvent, 1}}},
                                          {"damaged lines are left out",
                                           kWhisker + "data: {\"source_name\":\nwhat\n",
                                           kOnce,
                                           {{SkipReason::Malformed, 2}}},
                                      });
}

TEST(Goldmane, TellsWhen) {
    const auto cluster = shop();
    for (const std::string& text : {kWhisker, kGoldmane}) {
        const FlowTable table = read(text, *cluster);
        ASSERT_EQ(table.edges().size(), 1U);
        EXPECT_EQ(table.edges().front().firstSeen, 1'772'366'400'000'000'000);
        EXPECT_EQ(table.edges().front().lastSeen, 1'772'366'415'000'000'000);
    }
}

} // namespace
} // namespace portolan::flowtest

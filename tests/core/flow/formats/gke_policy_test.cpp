#include "tests/core/flow/formats/format_cases.h"

#include <gtest/gtest.h>

namespace portolan::flowtest {
namespace {

const std::string kLine =
    R"({"connection":{"src_ip":"10.0.1.1","dest_ip":"10.0.1.3","src_port":40000,"dest_port":5432,"protocol":"tcp",)"
    R"("direction":"ingress"},"disposition":"allow","policies":[{"kind":"NetworkPolicy","name":"db","namespace":"shop"}],)"
    R"("src":{"pod_name":"web-6fb5694d48-5hmds","pod_namespace":"shop","namespace":"shop",)"
    R"("workload_kind":"ReplicaSet","workload_name":"web-6fb5694d48"},)"
    R"("dest":{"pod_name":"db-7848d6c4d5-th9v2","pod_namespace":"shop","namespace":"shop",)"
    R"("workload_kind":"Deployment","workload_name":"db"},"count":1,"node_name":"worker-1",)"
    R"("timestamp":"2026-03-01T12:00:00.123456789Z"})"
    "\n";
const std::string kEgress = with(kLine, R"("ingress")", R"("egress")");
const std::string kDenied = with(with(kLine, R"("allow")", R"("deny")"), R"("count":1)", R"("count":7)");
const std::vector<std::string> kOnce{"shop/web => shop/db TCP 5432 allowed 1"};

std::string from(const std::string& end, std::string_view address) {
    std::string line = with(kLine,
                            R"({"pod_name":"web-6fb5694d48-5hmds","pod_namespace":"shop","namespace":"shop",)"
                            R"("workload_kind":"ReplicaSet","workload_name":"web-6fb5694d48"})",
                            end);
    return with(line, R"("src_ip":"10.0.1.1")", R"("src_ip":")" + std::string(address) + '"');
}

TEST(GkePolicyLog, CountsConnectionsOncePerEdge) {
    const std::string deniedEgress = with(kDenied, R"("ingress")", R"("egress")");
    expectCases(FlowFormat::GkePolicyLog,
                {
                    {"a connection that a policy allowed", kLine, kOnce},
                    {"both nodes report it", kLine + kEgress, kOnce},
                    {"denials are put together", kDenied, {"shop/web => shop/db TCP 5432 denied 7"}},
                    {"denials at both ends add up", kDenied + deniedEgress, {"shop/web => shop/db TCP 5432 denied 14"}},
                    {"no policies are named where none was found",
                     with(kLine, R"([{"kind":"NetworkPolicy","name":"db","namespace":"shop"}])", "null"), kOnce},
                    {"as Cloud Logging exports it",
                     R"({"insertId":"a","jsonPayload":)" + with(kLine, "}\n", "") +
                         R"(},"logName":"projects/p/logs/policy-action","timestamp":"2026-03-01T12:00:03Z"})" + "\n",
                     kOnce},
                });
}

TEST(GkePolicyLog, KnowsPodsNodesAndAddresses) {
    const auto edge = [](const std::string& end) {
        return std::vector<std::string>{end + " => shop/db TCP 5432 allowed 1"};
    };
    expectCases(
        FlowFormat::GkePolicyLog,
        {
            {"a pod that is gone by its name",
             from(R"({"pod_name":"web-5d4f9c7b68-q2w4x","pod_namespace":"shop","workload_kind":"ReplicaSet",)"
                  R"("workload_name":"web-5d4f9c7b68"})",
                  "10.0.9.9"),
             edge("shop/web")},
            {"the hash of an unknown ReplicaSet is stripped",
             from(R"({"pod_name":"api-5d4f9c7b68-q2w4x","namespace":"old","workload_kind":"ReplicaSet",)"
                  R"("workload_name":"api-5d4f9c7b68"})",
                  "10.0.9.9"),
             edge("old/api (not in the inventory)")},
            {"a workload without its pod",
             from(R"({"namespace":"shop","workload_kind":"StatefulSet","workload_name":"kafka"})", "10.0.9.9"),
             edge("shop/kafka")},
            {"a node", from(R"({"node_name":"worker-1","workload_kind":"Node"})", "192.168.0.1"),
             edge("node worker-1")},
            {"a node that the inventory lacks",
             from(R"({"node_name":"worker-7","workload_kind":"Node"})", "192.168.0.7"),
             edge("node 192.168.0.7 (not in the inventory)")},
            {"an address outside", from(R"({"instance":"203.0.113.9"})", "203.0.113.9"), edge("203.0.113.9")},
            {"a host name outside", from(R"({"instance":"api.example.com"})", "203.0.113.9"), edge("203.0.113.9")},
        });
}

TEST(GkePolicyLog, TellsWhatGivesNoEdge) {
    expectCases(
        FlowFormat::GkePolicyLog,
        {
            {"ICMP has no ports", kLine + with(kLine, R"("tcp")", R"("icmp")"), kOnce, {{SkipReason::NoTransport, 1}}},
            {"a disposition of a newer version",
             kLine + with(kLine, R"("allow")", R"("ponder")"),
             kOnce,
             {{SkipReason::NoVerdict, 1}}},
            {"another object", kLine + "{\"severity\":\"INFO\"}\n", kOnce, {{SkipReason::OtherEvent, 1}}},
            {"damaged lines", kLine + kLine.substr(0, 90) + "\n", kOnce, {{SkipReason::Malformed, 1}}},
        });
    const auto cluster = shop();
    const FlowTable table = read(kLine + kEgress, *cluster);
    EXPECT_EQ(table.edges().front().firstSeen, 1'772'366'400'123'456'789);
    EXPECT_TRUE(table.edges().front().reportedBy.source && table.edges().front().reportedBy.destination);
}

} // namespace
} // namespace portolan::flowtest

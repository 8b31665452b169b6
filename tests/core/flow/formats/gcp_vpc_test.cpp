#include "tests/core/flow/formats/format_cases.h"

#include <gtest/gtest.h>

namespace portolan::flowtest {
namespace {

const std::string kLine =
    R"({"bytes_sent":"1200","connection":{"src_ip":"10.0.1.1","src_port":40000,"dest_ip":"10.0.1.3","dest_port":5432,)"
    R"("protocol":6},"src_gke_details":{"cluster":{"cluster_name":"prod","cluster_location":"europe-west1"},)"
    R"("pod":{"pod_name":"web-6fb5694d48-5hmds","pod_namespace":"shop"}},"dest_gke_details":{"cluster":)"
    R"({"cluster_name":"prod"},"pod":{"pod_name":"db-7848d6c4d5-th9v2","pod_namespace":"shop"},)"
    R"("service":[{"service_name":"db","service_namespace":"shop"}]},"packets_sent":"8","reporter":"SRC",)"
    R"("start_time":"2026-03-01T12:00:00.000000001Z","end_time":"2026-03-01T12:00:05Z"})"
    "\n";
const std::string kBare =
    R"({"connection":{"src_ip":"10.0.1.1","src_port":40000,"dest_ip":"10.0.1.3","dest_port":5432,"protocol":6},)"
    R"("reporter":"DEST","start_time":"2026-03-01T12:00:00Z","end_time":"2026-03-01T12:00:05Z"})"
    "\n";
const std::vector<std::string> kOnce{"shop/web => shop/db TCP 5432 observed 1"};

TEST(GcpVpcFlow, ObservesBothDirections) {
    std::string answer = with(with(kBare, "10.0.1.1", "x"), "10.0.1.3", "10.0.1.1");
    answer = with(with(with(answer, "\"x\"", "\"10.0.1.3\""), "40000", "y"), "5432", "40000");
    answer = with(answer, ":y", ":5432");
    expectCases(
        FlowFormat::GcpVpcFlow,
        {
            {"traffic is observed, not allowed", kLine, kOnce},
            {"both machines report", kLine + kBare, kOnce},
            {"answers are records of their own", answer, kOnce},
            {"a question and its answer are one", kBare + answer, kOnce},
            {"as Cloud Logging exports it",
             R"({"insertId":"a","jsonPayload":)" + with(kLine, "}\n", "") + R"(},"logName":"l","timestamp":"2026"})" +
                 "\n",
             kOnce},
            {"a Service where no pod is told",
             R"({"connection":{"src_ip":"10.0.1.1","src_port":40000,"dest_ip":"10.9.9.9","dest_port":5433,"protocol":6},)"
             R"("reporter":"SRC","dest_gke_details":{"service":[{"service_name":"db","service_namespace":"shop"}]}})"
             "\n",
             kOnce},
            {"a pod that the inventory lacks",
             with(kLine, "web-6fb5694d48-5hmds", "api-5d4f9c7b68-q2w4x"),
             {"shop/api (not in the inventory) => shop/db TCP 5432 observed 1"}},
            {"a node by its address",
             with(kBare, "10.0.1.1", "192.168.0.1"),
             {"node worker-1 => shop/db TCP 5432 observed 1"}},
            {"an address outside",
             with(kBare, "10.0.1.1", "203.0.113.7"),
             {"203.0.113.7 => shop/db TCP 5432 observed 1"}},
            {"ICMP has no ports",
             kBare + R"({"connection":{"src_ip":"10.0.1.1","dest_ip":"10.0.1.3","protocol":1},"reporter":"SRC"})" +
                 "\n",
             kOnce,
             {{SkipReason::NoTransport, 1}}},
            {"two high ports say nothing", with(kBare, "5432", "50051"), {}},
            {"other payloads", kBare + "{\"message\":\"hello\"}\n", kOnce, {{SkipReason::OtherEvent, 1}}},
            {"damaged lines", kBare + kBare.substr(0, 50) + "\n", kOnce, {{SkipReason::Malformed, 1}}},
        });
}

TEST(GcpVpcFlow, IsSampled) {
    const auto cluster = shop();
    const FlowTable table = read(kLine, *cluster);
    EXPECT_TRUE(table.isSampled());
    EXPECT_EQ(table.edges().front().firstSeen, 1'772'366'400'000'000'001);
    EXPECT_EQ(table.edges().front().lastSeen, 1'772'366'405'000'000'000);
}

} // namespace
} // namespace portolan::flowtest

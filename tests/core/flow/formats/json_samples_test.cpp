#include "tests/core/flow/formats/format_cases.h"

#include <gtest/gtest.h>

#include <algorithm>

/// Real log lines, whose sources and licences are told beside them (SOURCE.txt of each folder).

namespace portolan::flowtest {
namespace {

using Edges = std::vector<std::string>;

struct Sample {
    std::string_view path;
    FlowFormat format;
    Edges edges;
    std::vector<std::pair<SkipReason, std::uint64_t>> skips = {};
    std::uint64_t unknownOrientation = 0;
};

TEST(JsonSamples, AreRead) {
    const std::filesystem::path folder = sampleFolder();
    if (!std::filesystem::exists(folder)) GTEST_SKIP() << folder << " is not there; set PORTOLAN_FLOW_SAMPLES";
    const auto missing = [](std::string_view end) { return std::string(end) + " (not in the inventory)"; };
    const Sample samples[] = {
        {"aws-network-policy-agent/network-policy-agent.v1.0.jsonl",
         FlowFormat::AwsPolicyAgent,
         {"10.42.190.65 => 10.42.117.209 TCP 8080 denied 3"}},
        {"aws-network-policy-agent/network-policy-agent.v1.2.2.jsonl",
         FlowFormat::AwsPolicyAgent,
         {"10.0.1.28 => 10.0.1.132 TCP 80 allowed 1", "10.0.2.50 => 10.0.1.100 TCP 443 denied 1",
          "192.168.1.10 => 10.0.0.53 UDP 53 allowed 1"},
         {{SkipReason::NoTransport, 1}}},
        {"calico-enterprise/flowlog-level0.as-published.json",
         FlowFormat::CalicoEnterprise,
         {missing("policy-demo/access") + " => " + missing("policy-demo/nginx") + " TCP 80 allowed 1"}},
        {"gcp-vpc-flow/vpc_flows.json", FlowFormat::GcpVpcFlow, {"45.78.219.169 => 10.10.0.2 TCP 22 observed 1"}},
        {"inspektor-gadget/trace_tcp.jsonl",
         FlowFormat::InspektorGadget,
         {missing("172.17.0.3") + " => 1.1.1.1 TCP 80 observed 1",
          missing("default/mypod2") + " => 1.1.1.1 TCP 80 observed 1"}},
        // The first record's port is below the range of clients, the second's answer of port 3100 is turned round.
        {"netobserv/flp-log-lines.jsonl",
         FlowFormat::NetObserv,
         {"10.130.2.2 => " + missing("observatorium-loki-ingester-0") + " TCP 3100 observed 1",
          missing("prometheus-k8s-1") + " => 10.0.156.12 TCP 9537 observed 1"}},
        {"netobserv/loki-query_range.excerpt.json",
         FlowFormat::NetObserv,
         {missing("openshift-monitoring/prometheus-k8s") + " => " + missing("openshift-monitoring/telemeter-client") +
              " TCP 8443 observed 2",
          missing("openshift-service-ca-operator/service-ca-operator") + " => 172.20.0.1 TCP 6443 observed 1"},
         {{SkipReason::NoTransport, 1}}},
    };
    const Cluster nothing;
    for (const Sample& sample : samples) {
        SCOPED_TRACE(sample.path);
        const auto table = readFlows({(folder / sample.path).string()}, nothing, {}, {});
        ASSERT_TRUE(table) << table.error().message;
        EXPECT_EQ(name(table->sources().front().format), name(sample.format));
        EXPECT_EQ(edges(*table, nothing), sample.edges);
        EXPECT_EQ(table->counts().unknownOrientation, sample.unknownOrientation);
        for (std::size_t i = 0; i < kSkipReasonCount; ++i) {
            const auto reason = static_cast<SkipReason>(i);
            const auto it = std::ranges::find(sample.skips, reason, &std::pair<SkipReason, std::uint64_t>::first);
            EXPECT_EQ(table->counts().skips(reason), it == sample.skips.end() ? 0 : it->second) << text(reason);
        }
    }
}

} // namespace
} // namespace portolan::flowtest

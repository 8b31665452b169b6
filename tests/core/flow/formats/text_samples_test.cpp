#include "tests/core/flow/formats/format_cases.h"
#include "tests/core/flow/formats/log_case.h"

#include <gtest/gtest.h>

namespace portolan::flowtest {
namespace {

struct SampleCase {
    std::string name;
    FlowFormat format;
    LogCase expected;
};

/// Read by hand from the real lines; nothing is known of the clusters they come from.
TEST(TextSamples, AreReadAsWhatTheyAre) {
    if (!std::filesystem::exists(sampleFolder()))
        GTEST_SKIP() << sampleFolder() << " is not there; set PORTOLAN_FLOW_SAMPLES";
    const SampleCase cases[] = {
        {"aws-vpc-flow/v2-default.log",
         FlowFormat::AwsVpcFlow,
         {"", {}, {{SkipReason::NoPolicyReason, 1}}}}, // from port 20641 to 22, which no inventory knows
        {"aws-vpc-flow/v2-nodata.log", FlowFormat::AwsVpcFlow, {"", {}, {{SkipReason::OtherEvent, 1}}}},
        {"aws-vpc-flow/v5-ecs.log", FlowFormat::AwsVpcFlow, {"", {"10.0.1.100 => 10.0.2.200 TCP 22 observed 1"}}},
        // an ingress drop, and an action that is none
        {"antrea/flowlogger.csv",
         FlowFormat::AntreaFlows,
         {"",
          {"antrea-test/perftest-a (not in the inventory) => antrea-test-b/perftest-b (not in the inventory) TCP 5201 "
           "denied 2"}}},
        {"antrea/np.log",
         FlowFormat::AntreaPolicyLog,
         {"",
          {"10.10.1.7 => default/nettoolv3 (not in the inventory) TCP 80 denied 1",
           "10.10.1.13 => default/nettool (not in the inventory) TCP 80 allowed 1"},
          {{SkipReason::NoTransport, 3}}}},
        {"ovn-acl/acl-audit-log.log",
         FlowFormat::OvnAcl,
         {"",
          {"10.244.2.3 => 172.18.0.3 TCP 6443 allowed 2", "10.244.2.6 => 172.18.0.3 TCP 6443 allowed 1"},
          {{SkipReason::NoTransport, 1}}}},
        {"zeek/conn.tsv.log",
         FlowFormat::Zeek,
         {"",
          {"fe80::c801:eff:fe88:8 => fe80::ce05:eff:fe88:0 UDP 546 observed 1",
           "fe80::ce05:eff:fe88:0 => ff02::1:2 UDP 547 observed 1"},
          {{SkipReason::NoTransport, 5}}}},
        {"zeek/conn-iso8601.jsonl", FlowFormat::Zeek, {"", {}, {{SkipReason::NoAnswer, 1}}}},
        // four entries are one connection; the masquerade before 172.18.0.4 is not in the table
        {"conntrack/conntrack-L-service-nat.txt",
         FlowFormat::Conntrack,
         {"",
          {"172.18.0.3 => 10.244.1.3 TCP 80 observed 1", "172.18.0.3 => 172.18.0.4 TCP 80 observed 1",
           "node 169.254.169.2 (not in the inventory) => 172.18.0.3 TCP 80 observed 1",
           "node 169.254.169.2 (not in the inventory) => 172.18.0.4 TCP 80 observed 1"},
          {{SkipReason::Repeated, 7}}}},
        {"conntrack/ovs-dpctl-dump-conntrack.txt",
         FlowFormat::Conntrack,
         {"",
          {"100.10.0.105 => 100.10.0.106 TCP 6443 observed 1",
           "node 127.0.0.1 (not in the inventory) => 8.7.6.5 TCP 2379 observed 1",
           "node 127.0.0.1 (not in the inventory) => node 127.0.0.1 (not in the inventory) TCP 2379 observed 1"}}},
        {"nfdump/nfdump-1.7.1.csv", FlowFormat::Nfdump, {"", {"141.142.228.5 => 192.150.187.43 TCP 80 observed 1"}}},
        {"istio-envoy/access-log-default.txt",
         FlowFormat::Envoy,
         {"", {"10.44.1.23 => 10.44.1.27 TCP 80 observed 1", "172.30.146.82 => 172.30.146.73 TCP 80 observed 1"}}},
        {"hubble/compact.txt",
         FlowFormat::HubbleCompact,
         {"",
          {"default/tiefighter (not in the inventory) => default/deathstar (not in the inventory) TCP 80 allowed 1"},
          {{SkipReason::HealthCheck, 4}}}},
    };
    for (const SampleCase& c : cases) {
        const LogCase read = readSample(c.name, c.format);
        EXPECT_EQ(read.edges, c.expected.edges) << c.name;
        EXPECT_EQ(read.skips, c.expected.skips) << c.name;
    }
}

} // namespace
} // namespace portolan::flowtest

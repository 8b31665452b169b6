#include "tests/core/flow/formats/format_cases.h"

#include <gtest/gtest.h>

namespace portolan::flowtest {
namespace {

const std::string kKeys =
    R"({"level":"info","timestamp":"2026-03-01T12:00:00.500Z","logger":"ebpf-client","msg":"Flow Info:  ",)"
    R"("Src IP":"10.0.1.1","Src Port":40000,"Dest IP":"10.0.1.3","Dest Port":5432,"Proto":"TCP","Verdict":"DENY"})"
    "\n";
const std::string kMessage =
    R"({"level":"debug","ts":"2026-03-01T12:00:00.500Z","caller":"runtime/asm_amd64.s:1700","msg":"Flow Info: )"
    R"(Src IP: 10.0.1.1 Src Port: 40000 Dest IP: 10.0.1.3 Dest Port: 5432 Proto TCP Verdict ACCEPT Direction egress"})"
    "\n";
const std::string kColons =
    R"({"level":"debug","ts":"2026-03-01T12:00:00.500Z","caller":"runtime/asm_amd64.s:1700","msg":"Flow Info: )"
    R"(Src IP: 2001:db8::1 Src Port: 40000 Dest IP: 2001:db8::3 Dest Port: 5432 Proto: TCP Verdict: DENY )"
    R"(Direction: egress Tier: DEFAULT"})"
    "\n";
const std::string kCloudWatch = "Node: ip-10-0-1-9.ec2.internal;SIP: 10.0.1.1;SPORT: 40000;DIP: 10.0.1.3;DPORT: 5432;"
                                "PROTOCOL: TCP;PolicyVerdict: DENY;Tier: ADMIN\n";
const std::string kIngress = with(kMessage, "Direction egress", "Direction ingress, Tier NETWORK_POLICY");
const std::vector<std::string> kAllowed{"shop/web => shop/db TCP 5432 allowed 1"};
const std::vector<std::string> kDenied{"shop/web => shop/db TCP 5432 denied 1"};

TEST(AwsPolicyAgent, ReadsItsFourShapes) {
    expectCases(FlowFormat::AwsPolicyAgent,
                {
                    {"keys of their own, to 1.2.1", kKeys, kDenied},
                    {"with ts instead of timestamp",
                     with(with(kKeys, "timestamp", "ts"), "Flow Info:  ", "Flow Info: "), kDenied},
                    {"one message, since 1.2.2", kMessage, kAllowed},
                    {"with a tier", with(kMessage, "egress", "egress, Tier NETWORK_POLICY"), kAllowed},
                    {"IPv6 with colons", kColons, {"2001:db8::1 => 2001:db8::3 TCP 5432 denied 1"}},
                    {"as CloudWatch gets it", kCloudWatch, kDenied},
                    {"without a tier", with(kCloudWatch, ";Tier: ADMIN", ""), kDenied},
                    {"both ends report", kMessage + kIngress, kAllowed},
                    {"a client that is denied tries again", kKeys + kKeys, {"shop/web => shop/db TCP 5432 denied 2"}},
                    {"the destination may be a Service's",
                     with(with(kMessage, "10.0.1.3", "10.96.0.5"), "5432", "5433"), kAllowed},
                    {"an unknown address is outside",
                     with(with(kMessage, "10.0.1.3", "203.0.113.7"), "5432", "443"),
                     {"shop/web => 203.0.113.7 TCP 443 allowed 1"}},
                });
}

TEST(AwsPolicyAgent, TellsWhatGivesNoEdge) {
    const std::string other =
        R"({"level":"info","ts":"2026-03-01T12:00:00Z","logger":"ebpf-client","msg":"Updating Map"})"
        "\n";
    expectCases(
        FlowFormat::AwsPolicyAgent,
        {
            {"an event of the flow table is no flow",
             kKeys + with(kKeys, "DENY", "EXPIRED/DELETED"),
             kDenied,
             {{SkipReason::OtherEvent, 1}}},
            {"the agent's own words are no flow", other + kKeys + other, kDenied, {{SkipReason::OtherEvent, 2}}},
            {"an error of the agent is no policy",
             kMessage + with(with(kMessage, "ACCEPT", "DENY"), "egress", "egress, Tier ERROR"),
             kAllowed,
             {{SkipReason::NoPolicyReason, 1}}},
            {"ICMP has no ports",
             kKeys + with(with(with(kKeys, "TCP", "ICMP"), "40000", "0"), "5432", "0"),
             kDenied,
             {{SkipReason::NoTransport, 1}}},
            {"an answer is no edge",
             kMessage + with(with(with(with(kMessage, "10.0.1.1", "10.0.9.9"), "10.0.1.3", "10.0.1.1"), "40000", "443"),
                             "5432", "41000"),
             kAllowed},
            {"a verdict of a newer version",
             kMessage + with(kMessage, "ACCEPT", "PONDER"),
             kAllowed,
             {{SkipReason::NoVerdict, 1}}},
            {"cut off messages",
             kMessage + with(kMessage, "Dest Port: 5432 ", "") + "Node: a;SIP: 10\nother text\n",
             kAllowed,
             {{SkipReason::Malformed, 3}}},
        });
}

TEST(AwsPolicyAgent, TellsWhenAndAtWhichEnd) {
    const auto cluster = shop();
    const FlowTable table = read(kMessage, *cluster);
    ASSERT_EQ(table.edges().size(), 1U);
    EXPECT_EQ(table.edges().front().firstSeen, 1'772'366'400'500'000'000);
    EXPECT_TRUE(table.edges().front().reportedBy.source);
    EXPECT_TRUE(read(kIngress, *cluster).edges().front().reportedBy.destination);
}

} // namespace
} // namespace portolan::flowtest

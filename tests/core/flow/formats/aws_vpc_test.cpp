#include "tests/core/flow/formats/log_case.h"

#include <gtest/gtest.h>

namespace portolan::flowtest {
namespace {

constexpr std::string_view kDefault =
    "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets "
    "bytes start end action log-status";
constexpr std::string_view kCustom = "version interface-id srcaddr dstaddr pkt-srcaddr pkt-dstaddr srcport dstport "
                                     "protocol tcp-flags flow-direction packets start end action log-status";
constexpr std::string_view kWebToDb = "shop/web => shop/db TCP 5432 observed 1";

TEST(AwsVpcFlow, LinesOfTheDefaultFormatBecomeEdges) {
    const LogCase cases[] = {
        {"2 123456789012 eni-0a1b2c3d 10.0.1.1 10.0.1.3 40000 5432 6 12 1800 1772366400 1772366460 ACCEPT OK",
         {std::string(kWebToDb)}},
        // the answer, at the other end's interface
        {"2 123456789012 eni-0a1b2c3d 10.0.1.3 10.0.1.1 5432 40000 6 12 1800 1772366400 1772366460 ACCEPT OK",
         {std::string(kWebToDb)}},
        {"2 123456789012 eni-0a1b2c3d 10.0.1.1 10.0.1.3 40000 5432 6 12 1800 1772366400 1772366460 ACCEPT OK\n"
         "2 123456789012 eni-0a1b2c3d 10.0.1.3 10.0.1.1 5432 40000 6 12 1800 1772366400 1772366460 ACCEPT OK",
         {std::string(kWebToDb)}},
        {"2 123456789012 eni-0a1b2c3d 10.0.1.1 10.0.2.1 40000 53 17 1 80 1772366400 1772366460 ACCEPT OK",
         {"shop/web => dns/coredns UDP 53 observed 1"}},
        {"2 123456789012 eni-0a1b2c3d fd00::1 2001:db8::7 40000 443 6 12 1800 1772366400 1772366460 ACCEPT OK",
         {"fd00::1 => 2001:db8::7 TCP 443 observed 1"}},
        // security groups and network ACLs are no NetworkPolicy
        {"2 123456789012 eni-0a1b2c3d 10.0.1.1 10.0.1.3 40000 5432 6 12 1800 1772366400 1772366460 REJECT OK",
         {},
         {{SkipReason::NoPolicyReason, 1}}},
        {"2 123456789012 eni-0a1b2c3d 10.0.1.1 10.0.1.3 0 0 1 4 336 1772366400 1772366460 ACCEPT OK",
         {},
         {{SkipReason::NoTransport, 1}}},
        {"2 123456789012 eni-0a1b2c3d - - - - - - - 1772366400 1772366460 - NODATA", {}, {{SkipReason::OtherEvent, 1}}},
        {"2 123456789012 eni-0a1b2c3d 10.0.1.1 203.0.113.7 40000 50000 6 12 1800 1772366400 1772366460 ACCEPT OK", {}},
        {"2 123456789012 eni-0a1b2c3d 10.0.1.1 10.0.1.3 40000 5432 6 12", {}, {{SkipReason::Malformed, 1}}},
        {"2 123456789012 eni-0a1b2c3d 10.0.1.1 10.0.1.3 forty 5432 6 12 1800 1772366400 1772366460 ACCEPT OK",
         {},
         {{SkipReason::Malformed, 1}}},
        {"2 123456789012 eni-0a1b2c3d 10.0.1.1 10.0.1.3 40000 5432 6 12 1800 1772366400 1772366460 PERHAPS OK",
         {},
         {{SkipReason::NoVerdict, 1}}},
    };
    for (const LogCase& c : cases) expectLog(FlowFormat::AwsVpcFlow, kDefault, c);
}

TEST(AwsVpcFlow, CustomFieldsTellThePodsAndWhoOpenedTheConnection) {
    const LogCase cases[] = {
        // the interface's own address is the node's, the packet's the pod's
        {"5 eni-0a1b2c3d 192.168.0.1 10.0.1.3 10.0.1.1 10.0.1.3 40000 5432 6 3 egress 9 1772366400 1772366460 ACCEPT "
         "OK",
         {std::string(kWebToDb)}},
        // only flags tell the direction
        {"5 eni-0a1b2c3d - - 10.0.1.1 10.0.1.4 40000 50000 6 2 egress 9 1772366400 1772366460 ACCEPT OK",
         {"shop/web => shop/kafka TCP 50000 observed 1"}},
        {"5 eni-0a1b2c3d - - 10.0.1.4 10.0.1.1 50000 40000 6 19 egress 9 1772366400 1772366460 ACCEPT OK",
         {"shop/web => shop/kafka TCP 50000 observed 1"}},
        {"5 eni-0a1b2c3d - - 10.0.1.4 10.0.1.1 50000 40000 6 0 egress 9 1772366400 1772366460 ACCEPT OK", {}},
        // both interfaces report
        {"5 eni-0a1b2c3d - - 10.0.1.1 10.0.1.3 40000 5432 6 2 egress 9 1772366400 1772366460 ACCEPT OK\n"
         "5 eni-0b1b2c3d - - 10.0.1.1 10.0.1.3 40000 5432 6 2 ingress 9 1772366400 1772366460 ACCEPT OK",
         {std::string(kWebToDb)}},
        // a reset is all that came back
        {"5 eni-0a1b2c3d - - 10.0.1.3 10.0.1.1 5432 40000 6 4 ingress 1 1772366400 1772366460 ACCEPT OK",
         {},
         {{SkipReason::NoAnswer, 1}}},
        // a lone SYN: tried, and what became of it is in another interval
        {"5 eni-0a1b2c3d - - 10.0.1.1 10.0.1.3 40000 5432 6 2 egress 1 1772366400 1772366460 ACCEPT OK",
         {std::string(kWebToDb)}},
        // the header again where objects were joined, and another one
        {"version interface-id srcaddr dstaddr pkt-srcaddr pkt-dstaddr srcport dstport protocol tcp-flags "
         "flow-direction packets start end action log-status\n"
         "version dstaddr srcaddr dstport srcport protocol start end action log-status\n"
         "2 10.0.1.3 10.0.1.1 5432 40000 6 1772366400 1772366460 ACCEPT OK",
         {std::string(kWebToDb)}},
    };
    for (const LogCase& c : cases) expectLog(FlowFormat::AwsVpcFlow, kCustom, c);
}

TEST(AwsVpcFlow, NeedsNoHeaderForTheDefaultFormat) {
    const LogCase cases[] = {
        {"2 123456789012 eni-0a1b2c3d 10.0.1.1 10.0.1.3 40000 5432 6 12 1800 1772366400 1772366460 ACCEPT OK",
         {std::string(kWebToDb)}},
        // as CloudWatch exports it to S3
        {"2026-03-01T12:00:00.000Z 2 123456789012 eni-0a1b2c3d 10.0.1.1 10.0.1.3 40000 5432 6 12 1800 1772366400 "
         "1772366460 ACCEPT OK",
         {std::string(kWebToDb)}},
        // further fields behind those of the default
        {"5 123456789012 eni-0a1b2c3d 10.0.1.1 10.0.1.3 40000 5432 6 12 1800 1772366400 1772366460 ACCEPT OK vpc-1 -",
         {std::string(kWebToDb)}},
        // the format as it was typed in
        {"${version} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol}\n2 10.0.1.1 10.0.1.3 40000 5432 6",
         {std::string(kWebToDb)}},
    };
    for (const LogCase& c : cases) expectLog(FlowFormat::AwsVpcFlow, "", c);
}

TEST(AwsVpcFlow, TellsThatRecordsWereLost) {
    const auto results = resultsOf(FlowFormat::AwsVpcFlow,
                                   "2 123456789012 eni-0a1b2c3d - - - - - - - 1772366400 1772366460 - SKIPDATA", {});
    ASSERT_EQ(results.size(), 1U);
    EXPECT_EQ(results[0].kind, LineResult::Kind::Loss);
}

TEST(AwsVpcFlow, HasTheTimesOfItsInterval) {
    const auto results = resultsOf(
        FlowFormat::AwsVpcFlow,
        "2 123456789012 eni-0a1b2c3d 10.0.1.1 10.0.1.3 40000 5432 6 12 1800 1772366400 1772366460 ACCEPT OK", {});
    ASSERT_EQ(results.size(), 1U);
    EXPECT_EQ(results[0].record.firstSeen, 1'772'366'400'000'000'000);
    EXPECT_EQ(results[0].record.lastSeen, 1'772'366'460'000'000'000);
    EXPECT_EQ(results[0].record.weightKind, WeightKind::Record);
}

} // namespace
} // namespace portolan::flowtest

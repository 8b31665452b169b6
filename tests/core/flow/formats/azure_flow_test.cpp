#include "tests/core/flow/formats/format_cases.h"

#include <gtest/gtest.h>

namespace portolan::flowtest {
namespace {

/// One record of a virtual network's flow log.
std::string vnet(const std::vector<std::string>& tuples) {
    std::string list;
    for (const std::string& tuple : tuples) list += (list.empty() ? "\"" : ",\"") + tuple + '"';
    return R"({"time":"2026-03-01T12:01:00.0000000Z","flowLogVersion":4,"macAddress":"112233445566","category":)"
           R"("FlowLogFlowEvent","operationName":"FlowLogFlowEvent","flowRecords":{"flows":[{"aclID":"a","flowGroups":)"
           R"([{"rule":"UserRule_x","flowTuples":[]},{"rule":"DefaultRule_AllowVnetInBound","flowTuples":[)" +
           list + "]}]}]}}\n";
}
/// One record of a network security group's.
std::string group(const std::vector<std::string>& tuples) {
    std::string list;
    for (const std::string& tuple : tuples) list += (list.empty() ? "\"" : ",\"") + tuple + '"';
    return R"({"time":"2026-03-01T12:01:00Z","systemId":"s","category":"NetworkSecurityGroupFlowEvent","properties":)"
           R"({"Version":2,"flows":[{"rule":"DefaultRule_AllowInternetOutBound","flows":[{"mac":"000D3AF87856",)"
           R"("flowTuples":[)" +
           list + "]}]}]}}\n";
}

const std::string kBegin = "1772366400000,10.0.1.1,10.0.1.3,40000,5432,6,O,B,NX,0,0,0,0";
const std::string kContinue = "1772366460000,10.0.1.1,10.0.1.3,40000,5432,6,O,C,NX,9,900,8,800";
const std::string kEnd = "1772366520000,10.0.1.1,10.0.1.3,40000,5432,6,O,E,NX,3,300,2,200";
const std::vector<std::string> kOnce{"shop/web => shop/db TCP 5432 observed 1"};

TEST(AzureFlow, CountsConnectionsByTheirStates) {
    const std::string second = with(kBegin, "40000", "40001");
    expectCases(FlowFormat::AzureFlow,
                {
                    {"a connection begins, goes on and ends", vnet({kBegin, kContinue, kEnd}), kOnce},
                    {"a connection that goes on", vnet({kContinue, kContinue}), kOnce},
                    {"a connection that began", vnet({kBegin}), kOnce},
                    {"two that began and one that ended",
                     vnet({kBegin, second, kEnd}),
                     {"shop/web => shop/db TCP 5432 observed 2"}},
                    {"several records", vnet({kBegin}) + vnet({kEnd}), kOnce},
                    {"both machines report", vnet({kEnd, with(kEnd, ",O,", ",I,")}), kOnce},
                    {"what a security group denied is no denial of a policy",
                     vnet({kEnd, with(kBegin, ",B,", ",D,")}),
                     kOnce,
                     {{SkipReason::NoPolicyReason, 1}}},
                    {"nothing answered to the end",
                     vnet({kEnd, with(kEnd, "E,NX,3,300,2,200", "E,NX,3,300,0,0")}),
                     kOnce,
                     {{SkipReason::NoAnswer, 1}}},
                    {"datagrams need no answer",
                     vnet({"1772366400000,10.0.1.1,10.0.2.1,40000,5353,17,O,E,NX,3,300,0,0"}),
                     {"shop/web => dns/coredns UDP 5353 observed 1"}},
                    {"the initiator is the source, whatever the ports",
                     vnet({"1772366400000,10.0.1.3,203.0.113.7,50051,40000,6,O,E,NX,3,300,1,1"}),
                     {"shop/db => 203.0.113.7 TCP 40000 observed 1"}},
                    {"ICMP has no ports",
                     vnet({kEnd, "1772366400000,10.0.1.1,10.0.1.3,0,0,1,O,E,NX,3,300,1,1"}),
                     kOnce,
                     {{SkipReason::NoTransport, 1}}},
                    {"IPv6",
                     vnet({"1772366400000,2001:db8::1,2001:db8::2,40000,443,6,I,E,NX,3,300,1,1"}),
                     {"2001:db8::1 => 2001:db8::2 TCP 443 observed 1"}},
                });
}

TEST(AzureFlow, ReadsSecurityGroupsToo) {
    expectCases(FlowFormat::AzureFlow, {
                                           {"version 2",
                                            group({"1772366400,10.0.1.1,10.0.1.3,40000,5432,T,O,A,B,,,,",
                                                   "1772366460,10.0.1.1,10.0.1.3,40000,5432,T,O,A,E,9,900,8,800"}),
                                            kOnce},
                                           {"version 1",
                                            group({"1772366400,10.0.1.1,10.0.2.1,40000,5353,U,O,A"}),
                                            {"shop/web => dns/coredns UDP 5353 observed 1"}},
                                           {"a denial",
                                            group({"1772366400,10.0.1.1,10.0.1.3,40000,5432,T,O,A",
                                                   "1772366400,203.0.113.7,10.0.1.1,40000,22,T,I,D,B,,,,"}),
                                            kOnce,
                                            {{SkipReason::NoPolicyReason, 1}}},
                                       });
}

TEST(AzureFlow, TellsWhatIsDamaged) {
    expectCases(FlowFormat::AzureFlow,
                {
                    {"a record without tuples",
                     vnet({kEnd}) + "{\"flowRecords\":{\"flows\":[]}}\n",
                     kOnce,
                     {{SkipReason::OtherEvent, 1}}},
                    {"tuples that are none",
                     vnet({kEnd, "1,2,3", "1772366400000,10.0.1.1,10.0.1.3,many,5432,6,O,E,NX,1,1,1,1", ""}),
                     kOnce,
                     {{SkipReason::Malformed, 3}}},
                    {"a record cut in a tuple",
                     vnet({kEnd}) + vnet({kEnd}).substr(0, 300) + "\nnot json\n",
                     kOnce,
                     {{SkipReason::Malformed, 2}}},
                });
}

TEST(AzureFlow, CountsEachTupleAsALine) {
    const auto cluster = shop();
    const FlowTable table = read(vnet({kBegin, kContinue, kEnd}), *cluster);
    EXPECT_EQ(table.counts().lines, 3U);
    EXPECT_EQ(table.counts().flows, 3U);
    ASSERT_EQ(table.edges().size(), 1U);
    EXPECT_EQ(table.edges().front().firstSeen, 1'772'366'400'000'000'000);
    EXPECT_EQ(table.edges().front().lastSeen, 1'772'366'520'000'000'000);
    EXPECT_EQ(table.edges().front().weightKind, WeightKind::Connection);
}

} // namespace
} // namespace portolan::flowtest

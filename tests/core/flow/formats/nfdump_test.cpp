#include "tests/core/flow/formats/log_case.h"

#include <gtest/gtest.h>

namespace portolan::flowtest {
namespace {

constexpr std::string_view kCsv = "ts,te,td,sa,da,sp,dp,pr,flg,fwd,stos,ipkt,ibyt,opkt,obyt";
constexpr std::string_view kFastCsv =
    "cnt,af,firstSeen,lastSeen,proto,srcAddr,srcPort,dstAddr,dstPort,srcAS,dstAS,input,"
    "output,flags,srcTos,packets,bytes";

TEST(Nfdump, RowsOfTheOldCsvBecomeEdges) {
    const LogCase cases[] = {
        // flags are those of all packets: SYN and ACK stand in both directions and tell nothing
        {"2026-03-01 12:00:00,2026-03-01 12:00:05,5.000,10.0.1.1,10.0.1.3,40000,5432,TCP,...AP.SF,0,0,7,512,0,0\n"
         "2026-03-01 12:00:00,2026-03-01 12:00:05,5.000,10.0.1.3,10.0.1.1,5432,40000,TCP,...AP.SF,0,0,7,5379,0,0\n"
         "Summary\nflows,bytes,packets,avg_bps,avg_pps,avg_bpp\n2,5891,14,223355,66,420",
         {"shop/web => shop/db TCP 5432 observed 1"}},
        {"2026-03-01 12:00:00,2026-03-01 12:00:05,5.000,10.0.1.4,10.0.1.1,50000,40000,TCP,...AP.SF,0,0,7,512,0,0", {}},
        {"2026-03-01 12:00:00,2026-03-01 12:00:05,5.000,10.0.1.1,10.0.1.3,40000,5432,TCP,......S.,0,0,3,180,0,0",
         {},
         {{SkipReason::NoAnswer, 1}}},
        // both directions in one record: somebody answered
        {"2026-03-01 12:00:00,2026-03-01 12:00:05,5.000,10.0.1.1,10.0.1.3,40000,5432,TCP,......S.,0,0,3,180,2,99",
         {"shop/web => shop/db TCP 5432 observed 1"}},
        // refused
        {"2026-03-01 12:00:00,2026-03-01 12:00:05,0.000,10.0.1.3,10.0.1.1,5432,40000,TCP,...A.R..,0,0,1,40,0,0",
         {},
         {{SkipReason::NoAnswer, 1}}},
        {"2026-03-01 12:00:00,2026-03-01 12:00:05,5.000,10.0.1.1,10.0.2.1,40000,53,UDP,........,0,0,1,80,0,0",
         {"shop/web => dns/coredns UDP 53 observed 1"}},
        {"2026-03-01 12:00:00,2026-03-01 12:00:05,5.000,10.0.1.1,10.0.1.3,0,8.0,ICMP,........,0,0,1,84,0,0",
         {},
         {{SkipReason::NoTransport, 1}}},
        {"No matched flows", {}},
        {"2026-03-01 12:00:00,10.0.1.1", {}, {{SkipReason::Malformed, 1}}},
    };
    for (const LogCase& c : cases) expectLog(FlowFormat::Nfdump, kCsv, c);
}

TEST(Nfdump, RowsOfTheNewCsvBecomeEdges) {
    const LogCase cases[] = {
        {"1,2,1772366400000,1772366405000,6,10.0.1.1,40000,10.0.1.3,5432,0,0,1,2,...AP.SF,0,7,512",
         {"shop/web => shop/db TCP 5432 observed 1"}},
        {"2,10,1772366400000,1772366405000,6,fd00::1,40000,fd00::2,443,0,0,1,2,...AP.SF,0,7,512",
         {"fd00::1 => fd00::2 TCP 443 observed 1"}},
        {"3,2,1772366400000,1772366405000,1,10.0.1.1,0,10.0.1.3,2048,0,0,1,2,........,0,7,512",
         {},
         {{SkipReason::NoTransport, 1}}},
    };
    for (const LogCase& c : cases) expectLog(FlowFormat::Nfdump, kFastCsv, c);
}

TEST(Nfdump, ElementsOfItsJsonBecomeEdges) {
    const LogCase cases[] = {
        {R"({"type":"FLOW","sampled":0,"first":"2026-03-01T12:00:00.250","last":"2026-03-01T12:00:05.000","in_packets":7,)"
         R"("proto":6,"tcp_flags":"...AP.SF","src_port":40000,"dst_port":5432,"src4_addr":"10.0.1.1",)"
         R"("dst4_addr":"10.0.1.3"})",
         {"shop/web => shop/db TCP 5432 observed 1"}},
        // behind a Service, where the exporter translates
        {R"({"type":"FLOW","first":"2026-03-01T12:00:00.250","proto":6,"tcp_flags":"...AP.SF","src_port":40000,)"
         R"("dst_port":7000,"src4_addr":"10.0.1.1","dst4_addr":"10.96.0.99","src4_xlt_ip":"10.0.1.1",)"
         R"("dst4_xlt_ip":"10.0.1.3","src_xlt_port":"40000","dst_xlt_port":"5432"})",
         {"shop/web => shop/db TCP 5432 observed 1"}},
        {R"({"type":"FLOW","first":"2026-03-01T12:00:00.250","proto":1,"icmp_type":8,"src4_addr":"10.0.1.1",)"
         R"("dst4_addr":"10.0.1.3"})",
         {},
         {{SkipReason::NoTransport, 1}}},
        {R"({"type":"EVENT","proto":6,"src4_addr":"10.0.1.1","dst4_addr":"10.0.1.3","src_port":1,"dst_port":2})",
         {},
         {{SkipReason::OtherEvent, 1}}},
    };
    for (const LogCase& c : cases) expectLog(FlowFormat::Nfdump, "", c);
}

TEST(Nfdump, TimesAreLocalOrMilliseconds) {
    LineHints hints;
    hints.zoneMinutes = 120;
    const auto local =
        resultsOf(FlowFormat::Nfdump,
                  std::string(kCsv) + "\n2026-03-01 14:00:00,2026-03-01 14:00:05,5.000,10.0.1.1,10.0.1.3,"
                                      "40000,5432,TCP,...AP.SF,0,0,7,512,0,0",
                  hints);
    ASSERT_EQ(local.size(), 1U);
    EXPECT_EQ(local[0].record.firstSeen, 1'772'366'400'000'000'000);
    EXPECT_EQ(local[0].record.lastSeen, 1'772'366'405'000'000'000);
    const auto fast =
        resultsOf(FlowFormat::Nfdump,
                  std::string(kFastCsv) + "\n1,2,1772366400000,1772366405000,6,10.0.1.1,40000,10.0.1.3,5432,"
                                          "0,0,1,2,...AP.SF,0,7,512",
                  hints);
    ASSERT_EQ(fast.size(), 1U);
    EXPECT_EQ(fast[0].record.firstSeen, 1'772'366'400'000'000'000);
}

} // namespace
} // namespace portolan::flowtest

#include "tests/core/flow/formats/log_case.h"

#include <gtest/gtest.h>

namespace portolan::flowtest {
namespace {

constexpr std::string_view kHeader =
    "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n"
    "#open\t2026-03-01-12-00-00\n"
    "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\tconn_state\thistory\n"
    "#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tinterval\tstring\tstring";

TEST(Zeek, ConnectionsBecomeEdges) {
    const LogCase cases[] = {
        {"1772366400.250000\tC1\t10.0.1.1\t40000\t10.0.1.3\t5432\ttcp\t-\t1.5\tSF\tShADadFf",
         {"shop/web => shop/db TCP 5432 observed 1"}},
        // Zeek knows who opened it, whatever the ports look like
        {"1772366400.250000\tC1\t10.0.1.1\t5432\t10.0.1.4\t50000\ttcp\t-\t1.5\tSF\tShADadFf",
         {"shop/web => shop/kafka TCP 50000 observed 1"}},
        // but for connections whose beginning it missed, or that it turned round by their ports
        {"1772366400.250000\tC1\t10.0.1.3\t5432\t10.0.1.1\t40000\ttcp\t-\t1.5\tOTH\tDadA",
         {"shop/web => shop/db TCP 5432 observed 1"}},
        {"1772366400.250000\tC1\t10.0.1.3\t5432\t10.0.1.1\t40000\ttcp\t-\t1.5\tSF\t^DadA",
         {"shop/web => shop/db TCP 5432 observed 1"}},
        {"1772366400.250000\tC1\t10.0.1.1\t40000\t10.0.1.4\t50000\ttcp\t-\t1.5\tOTH\tDadA", {}},
        {"1772366400.250000\tC1\t10.0.1.1\t40000\t10.0.1.3\t5432\ttcp\t-\t-\tS0\tS", {}, {{SkipReason::NoAnswer, 1}}},
        {"1772366400.250000\tC1\t10.0.1.1\t40000\t10.0.1.3\t5432\ttcp\t-\t0.1\tREJ\tSr",
         {},
         {{SkipReason::NoAnswer, 1}}},
        {"1772366400.250000\tC1\t10.0.1.1\t40000\t10.0.1.3\t5432\ttcp\t-\t0.1\tRSTOS0\tSR",
         {},
         {{SkipReason::NoAnswer, 1}}},
        {"1772366400.250000\tC1\t10.0.1.1\t40000\t10.0.1.3\t5432\ttcp\t-\t0.1\tRSTO\tShADR",
         {"shop/web => shop/db TCP 5432 observed 1"}},
        // datagrams need no answer
        {"1772366400.250000\tC1\t10.0.1.1\t40000\t10.0.1.4\t8125\tudp\t-\t-\tS0\tD",
         {"shop/web => shop/kafka UDP 8125 observed 1"}},
        // type and code stand where ports do
        {"1772366400.250000\tC1\t10.0.1.1\t8\t10.0.1.3\t0\ticmp\t-\t-\tOTH\t-", {}, {{SkipReason::NoTransport, 1}}},
        {"#close\t2026-03-01-13-00-00", {}},
        {"1772366400.250000\tC1\t10.0.1.1\t40000\t10.0.1.3", {}, {{SkipReason::Malformed, 1}}},
        // other columns where files were joined
        {"#fields\tts\tid.resp_h\tid.resp_p\tid.orig_h\tid.orig_p\tproto\tconn_state\tip_proto\n"
         "1772366400.250000\t10.0.1.3\t5432\t10.0.1.1\t40000\ttcp\tSF\t6",
         {"shop/web => shop/db TCP 5432 observed 1"}},
        // another log
        {"#fields\tts\tuid\tid.orig_h\tquery\n1772366400.250000\tC1\t10.0.1.1\tdb.shop",
         {},
         {{SkipReason::OtherEvent, 1}}},
    };
    for (const LogCase& c : cases) expectLog(FlowFormat::Zeek, kHeader, c);
}

TEST(Zeek, JsonIsTheSame) {
    const LogCase cases[] = {
        {R"({"ts":1772366400.25,"uid":"C1","id.orig_h":"10.0.1.1","id.orig_p":40000,"id.resp_h":"10.0.1.3",)"
         R"("id.resp_p":5432,"proto":"tcp","duration":1.5,"conn_state":"SF","history":"ShADadFf"})",
         {"shop/web => shop/db TCP 5432 observed 1"}},
        {R"({"_path":"conn","ts":"2026-03-01T12:00:00.25Z","id.orig_h":"10.0.1.1","id.orig_p":40000,)"
         R"("id.resp_h":"10.0.1.3","id.resp_p":5432,"proto":"tcp","conn_state":"S0"})",
         {},
         {{SkipReason::NoAnswer, 1}}},
        {R"({"_path":"dns","ts":1772366400250,"id.orig_h":"10.0.1.1","id.orig_p":40000,"id.resp_h":"10.0.2.1",)"
         R"("id.resp_p":53,"proto":"udp","query":"db.shop"})",
         {},
         {{SkipReason::OtherEvent, 1}}},
    };
    for (const LogCase& c : cases) expectLog(FlowFormat::Zeek, "", c);
}

TEST(Zeek, TellsOfConnectionsWithGaps) {
    const std::string_view end = R"("id.orig_h":"10.0.1.1","id.orig_p":4,"id.resp_h":"10.0.1.3","id.resp_p":5432,)"
                                 R"("proto":"tcp","conn_state":"SF"})";
    const auto results = resultsOf(FlowFormat::Zeek,
                                   R"({"ts":1,"missed_bytes":1460,)" + std::string(end) + '\n' +
                                       R"({"ts":1,"missed_bytes":0,)" + std::string(end),
                                   {});
    ASSERT_EQ(results.size(), 3U);
    EXPECT_EQ(results[0].kind, LineResult::Kind::Flow);
    EXPECT_EQ(results[1].kind, LineResult::Kind::Loss);
    EXPECT_EQ(results[1].lostEvents, 1U);
    EXPECT_EQ(results[2].kind, LineResult::Kind::Flow);
}

TEST(Zeek, TimesComeInThreeForms) {
    for (const std::string_view ts : {"1772366400.25", "\"2026-03-01T12:00:00.25Z\"", "1772366400250"}) {
        const std::string line = R"({"ts":)" + std::string(ts) +
                                 R"(,"id.orig_h":"10.0.1.1","id.orig_p":40000,"id.resp_h":"10.0.1.3","id.resp_p":5432,)"
                                 R"("proto":"tcp","duration":1.5,"conn_state":"SF"})";
        const auto results = resultsOf(FlowFormat::Zeek, line, {});
        ASSERT_EQ(results.size(), 1U) << ts;
        EXPECT_EQ(results[0].record.firstSeen, 1'772'366'400'250'000'000) << ts;
        EXPECT_EQ(results[0].record.lastSeen, 1'772'366'401'750'000'000) << ts;
        EXPECT_EQ(results[0].record.weightKind, WeightKind::Connection) << ts;
    }
}

} // namespace
} // namespace portolan::flowtest

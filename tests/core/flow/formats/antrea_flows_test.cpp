#include "tests/core/flow/formats/log_case.h"

#include <gtest/gtest.h>

namespace portolan::flowtest {
namespace {

/// A line of the flow logger: addresses, ports, protocol, pods, the actions of both ends.
struct LoggerLine {
    std::string from = "10.0.1.1", to = "10.0.1.3", ports = "40000,5432", protocol = "6";
    std::string fromPod = "web-6fb5694d48-5hmds,shop,worker-1", toPod = "db-7848d6c4d5-th9v2,shop,worker-1";
    std::string ingress = "0", egress = "0";
};

std::string logger(const LoggerLine& l) {
    return "1772366400,1772366405," + l.from + ',' + l.to + ',' + l.ports + ',' + l.protocol + ',' + l.fromPod + ',' +
           l.toPod + ",10.96.0.5,10.96.0.5,5433,shop/db:pg,in,shop,rule-a," + l.ingress + ",1,out,shop,rule-b," +
           l.egress + ",1,,,";
}

/// The same as it is uploaded to S3, with counters, state and labels.
std::string upload(const LoggerLine& l, const std::string& state) {
    return "1772366400,1772366405,1772366405,1772366405,3," + l.from + ',' + l.to + ',' + l.ports + ',' + l.protocol +
           ",8,300,4,150,8,300,4,150," + l.fromPod + ',' + l.toPod + ",10.96.0.5,5433,shop/db:pg,in,shop,rule-a," +
           l.ingress + ",1,out,shop,rule-b," + l.egress + ",1," + state +
           R"(,2,'{"app":"web","tier":"front"}','{"app":"db"}',1,2,3,4,5,6,4f3c,1772366410,,,)";
}

TEST(AntreaFlows, LinesOfTheFlowLoggerBecomeEdges) {
    const std::pair<LoggerLine, LogCase> cases[] = {
        {{}, {"", {"shop/web => shop/db TCP 5432 observed 1"}}},
        {{.ingress = "1"}, {"", {"shop/web => shop/db TCP 5432 allowed 1"}}},
        {{.ingress = "1", .egress = "1"}, {"", {"shop/web => shop/db TCP 5432 allowed 1"}}},
        {{.ingress = "2"}, {"", {"shop/web => shop/db TCP 5432 denied 1"}}},
        {{.egress = "3"}, {"", {"shop/web => shop/db TCP 5432 denied 1"}}},
        // what one end let through, the other one stopped
        {{.ingress = "2", .egress = "1"}, {"", {"shop/web => shop/db TCP 5432 denied 1"}}},
        // the same in words
        {{.protocol = "TCP", .ingress = "Drop", .egress = "Invalid"}, {"", {"shop/web => shop/db TCP 5432 denied 1"}}},
        {{.protocol = "UDP", .ingress = "Allow", .egress = "NoRuleAction"},
         {"", {"shop/web => shop/db UDP 5432 allowed 1"}}},
        // oriented by the exporter, whatever the ports look like
        {{.ports = "5432,50000"}, {"", {"shop/web => shop/db TCP 50000 observed 1"}}},
        // ends without a pod
        {{.from = "203.0.113.7", .fromPod = ",,"}, {"", {"203.0.113.7 => shop/db TCP 5432 observed 1"}}},
        {{.from = "192.168.0.1", .fromPod = ",,"}, {"", {"node worker-1 => shop/db TCP 5432 observed 1"}}},
        // gone since, known by its name
        {{.fromPod = "web-6fb5694d48-z2x4v,shop,worker-1"}, {"", {"shop/web => shop/db TCP 5432 observed 1"}}},
        {{.ports = "0,0", .protocol = "1"}, {"", {}, {{SkipReason::NoTransport, 1}}}},
    };
    for (auto [line, c] : cases) {
        const std::string text = logger(line);
        c.lines = text;
        expectLog(FlowFormat::AntreaFlows, "", c);
    }
}

TEST(AntreaFlows, UploadsToS3AreTheSame) {
    const std::tuple<LoggerLine, std::string, LogCase> cases[] = {
        {{.ingress = "1"}, "ESTABLISHED", {"", {"shop/web => shop/db TCP 5432 allowed 1"}}},
        {{.egress = "2"}, "SYN_SENT", {"", {"shop/web => shop/db TCP 5432 denied 1"}}},
        {{}, "TIME_WAIT", {"", {"shop/web => shop/db TCP 5432 observed 1"}}},
        {{}, "SYN_SENT", {"", {}, {{SkipReason::NoAnswer, 1}}}},
    };
    for (auto [line, state, c] : cases) {
        const std::string text = upload(line, state);
        c.lines = text;
        expectLog(FlowFormat::AntreaFlows, "", c);
    }
}

TEST(AntreaFlows, DamagedLinesAreTold) {
    const std::string line = logger({});
    for (const std::string& broken :
         {line + ",more", line.substr(0, line.size() - 3), "yesterday" + line.substr(10), std::string("Summary")})
        expectLog(FlowFormat::AntreaFlows, line,
                  {broken, {"shop/web => shop/db TCP 5432 observed 1"}, {{SkipReason::Malformed, 1}}});
}

TEST(AntreaFlows, TellTheEndThatDecided) {
    const auto results = resultsOf(FlowFormat::AntreaFlows, logger({.ingress = "2", .egress = "1"}), {});
    ASSERT_EQ(results.size(), 1U);
    EXPECT_EQ(results[0].record.reporter, Reporter::Destination);
    EXPECT_EQ(results[0].record.observation, Observation::Verdict);
    EXPECT_EQ(results[0].record.weightKind, WeightKind::Record);
    EXPECT_EQ(results[0].record.firstSeen, 1'772'366'400'000'000'000);
    EXPECT_EQ(results[0].record.lastSeen, 1'772'366'405'000'000'000);
}

} // namespace
} // namespace portolan::flowtest

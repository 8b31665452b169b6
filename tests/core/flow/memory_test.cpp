#include "core/flow/read_flows.h"
#include "tests/core/flow/flow_logs.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>

/// Logs with more edges than memory is set aside for.

namespace portolan::flowtest {
namespace {

enum class Replies { Told, NeverTold };

/// Many edges with a little of everything: verdicts, traces of many connections, days far apart, ends inside, outside
/// and unknown.
std::string manyEdges(int seed, Replies replies) {
    std::string out;
    for (int i = 0; i < 4000; ++i) {
        const int n = i * 7919 % 4000;
        Flow flow;
        flow.from = n % 3 == 0   ? web()
                    : n % 3 == 1 ? web2()
                                 : End{"shop", "job-" + std::to_string(n % 50), "", "", {}, 0};
        flow.to = n % 7 == 0 ? world("203.0." + std::to_string(n % 5) + '.' + std::to_string(n % 90)) : db();
        flow.toPort = 3000 + (n + seed) % 200;
        flow.fromPort = 33000 + i % 2000;
        flow.type = n % 2 == 0 ? 5 : 4;
        flow.tracePoint = n % 2 == 0 ? "" : "TO_ENDPOINT";
        flow.direction = n % 5 == 0 ? "INGRESS" : "EGRESS";
        flow.reply = replies == Replies::Told && i % 13 == 0 ? "true" : "false";
        flow.time = std::to_string(2020 + n % 6) + "-03-" + std::to_string(10 + n % 20) + "T12:00:00Z";
        out += n % 401 == 0 ? "broken\n" : line(flow) + '\n';
    }
    return out;
}

std::vector<std::string> writtenLogs(const TemporaryFolder& folder) {
    return {folder.write("a.log", manyEdges(0, Replies::Told)).string(),
            folder.write("b.log", manyEdges(50, Replies::NeverTold)).string(),
            folder.write("c.log", manyEdges(90, Replies::Told)).string()};
}

TEST(FlowMemory, IsNoPartOfTheAnswer) {
    const auto cluster = shop();
    const TemporaryFolder folder;
    const auto logs = writtenLogs(folder);
    for (const std::size_t maxExternals : {std::size_t{10'000}, std::size_t{200}, std::size_t{3}}) {
        const auto all = readFlows(logs, *cluster, {.threads = 1, .maxExternalAddresses = maxExternals}, {});
        ASSERT_TRUE(all);
        ASSERT_GT(all->edges().size(), 400U);
        for (const unsigned threads : {1U, 3U})
            for (const std::size_t bytes : {std::size_t{1000}, std::size_t{100'000}, std::size_t{1'000'000}}) {
                SCOPED_TRACE(std::to_string(maxExternals) + ' ' + std::to_string(threads) + ' ' +
                             std::to_string(bytes));
                const auto table = readFlows(logs, *cluster,
                                             {.threads = threads,
                                              .maxExternalAddresses = maxExternals,
                                              .maxMemoryBytes = bytes,
                                              .blockBytes = 5000},
                                             {});
                ASSERT_TRUE(table) << table.error().message;
                EXPECT_EQ(table->isFolded(), all->isFolded());
                EXPECT_TRUE(std::ranges::equal(table->ends(), all->ends()));
                EXPECT_TRUE(std::ranges::equal(table->edges(), all->edges()));
                EXPECT_EQ(table->counts(), all->counts());
                EXPECT_EQ(table->window(), all->window());
                const auto isAside = [](const Diagnostic& d) {
                    return d.message.starts_with("more edges than memory is set aside for");
                };
                EXPECT_EQ(std::ranges::count_if(table->diagnostics(), isAside), 1);
                std::vector<FlowEdge> walked;
                table->forEachEdge([&](const FlowEdge& edge) { walked.push_back(edge); });
                EXPECT_TRUE(std::ranges::equal(walked, all->edges()));
            }
    }
}

TEST(FlowMemory, IsLeftWhereTheRunIsStopped) {
    const auto cluster = shop();
    const TemporaryFolder folder;
    std::stop_source stop;
    const RunControl control(stop.get_token(), [&](std::string_view, double) { stop.request_stop(); });
    const auto table =
        readFlows(writtenLogs(folder), *cluster, {.threads = 1, .maxMemoryBytes = 1000, .blockBytes = 5000}, control);
    ASSERT_FALSE(table);
    EXPECT_EQ(table.error().kind, Error::Kind::Cancelled);
}

} // namespace
} // namespace portolan::flowtest

#include "core/flow/clickhouse/clickhouse.h"
#include "tests/core/flow/clickhouse/generated_log.h"
#include "tests/core/flow/clickhouse/two_shards.h"

namespace portolan::clickhouse {
namespace {

/// A Theia table on both shards with these flows, half of them on each.
void fill(TwoShards& shards, const std::string& table, const std::vector<TheiaFlow>& flows) {
    shards.onBoth("DROP TABLE IF EXISTS " + table + "_local");
    shards.onBoth(theiaTable(table + "_local"));
    shards.ask("CREATE TABLE " + table + " AS " + table + "_local ENGINE = Distributed('fleet', 'default', '" + table +
               "_local', rand())");
    std::string rows;
    for (std::size_t i = 0; i < flows.size(); ++i) {
        rows += (rows.empty() ? "" : ", ") + theiaRow(flows[i]);
        if (i % 5'000 != 4'999 && i + 1 != flows.size()) continue;
        shards.ask("INSERT INTO " + table + " VALUES " + rows);
        rows.clear();
    }
}

TEST_F(Shards, GiveTheEdgesOfTheiasFlowsAsOfTheFilesThatTheAggregatorWrites) {
    const auto flows = generatedTheia(40'000);
    const auto cluster = teams();
    const TemporaryFolder folder;
    std::string log;
    for (const TheiaFlow& flow : flows) log += loggerLine(flow) + '\n';
    const std::string file = folder.write("flows.csv", log).string();
    const auto fromFile = readFlows({file}, *cluster, {}, {}).value();
    ASSERT_EQ(fromFile.sources().front().format, FlowFormat::AntreaFlows);
    ASSERT_GT(fromFile.edges().size(), 10'000U);
    fill(shards(), "flows", flows);
    const auto fromServer = readFlows({shards().url("flows")}, *cluster, {}, {});
    ASSERT_TRUE(fromServer.has_value()) << fromServer.error().message;
    EXPECT_EQ(edgeTexts(*fromServer, *cluster), edgeTexts(fromFile, *cluster));
    EXPECT_EQ(edgesOf(*fromServer), edgesOf(fromFile));
    EXPECT_EQ(fromServer->window(), fromFile.window());
    EXPECT_EQ(fromServer->counts().lines, fromFile.counts().lines);
    EXPECT_EQ(fromServer->counts().skipped, fromFile.counts().skipped);
    shards().onBoth("DROP TABLE IF EXISTS flows");
}

TheiaFlow oneFlow(std::int64_t end) {
    TheiaFlow flow;
    flow.start = end - 10;
    flow.end = end;
    flow.fromNs = flow.toNs = "team-0";
    flow.fromPod = "app-1-6fb5694d48-5hmds";
    flow.toPod = "app-2-6fb5694d48-5hmds";
    flow.port = 8080;
    flow.ingress = 1;
    return flow;
}

TEST_F(Shards, ReadTheWindowOfTimeInUtcWhateverTheServersZone) {
    // Times around midnight of 2024-03-02; the servers' zone is five and a half hours ahead.
    constexpr std::int64_t kMidnight = 1'709'337'600;
    fill(shards(), "window", {oneFlow(kMidnight - 1), oneFlow(kMidnight), oneFlow(kMidnight + 3600)});
    const auto cluster = teams();
    const auto count = [&](const std::string& window) {
        const auto table = readFlows({shards().url("window", window)}, *cluster, {}, {});
        return table && !table->edges().empty() ? table->edges().front().count : 0;
    };
    EXPECT_EQ(count(""), 3U);
    EXPECT_EQ(count("&from=2024-03-02"), 2U);
    EXPECT_EQ(count("&to=2024-03-02"), 1U);
    EXPECT_EQ(count("&from=2024-03-02T00:00:01Z"), 1U);
    EXPECT_EQ(count("&from=2024-03-02&to=2024-03-02T01:00:00Z"), 1U);
    EXPECT_EQ(count("&from=2024-04-01"), 0U);
    const auto table = readFlows({shards().url("window")}, *cluster, {}, {}).value();
    EXPECT_EQ(table.edges().front().firstSeen, (kMidnight - 11) * 1'000'000'000);
    EXPECT_EQ(table.edges().front().days, 2U);
}

TEST_F(Shards, DoNotMixClustersThatShareATable) {
    fill(shards(), "mixed", {oneFlow(1'709'337'600)});
    shards().ask(
        "INSERT INTO mixed SELECT timeInserted, flowStartSeconds, flowEndSeconds, sourceIP, destinationIP, "
        "sourceTransportPort, 9090, protocolIdentifier, sourcePodName, sourcePodNamespace, destinationPodName, "
        "destinationPodNamespace, ingressNetworkPolicyRuleAction, egressNetworkPolicyRuleAction, tcpState, "
        "sourcePodLabels, destinationPodLabels, 'other' FROM mixed");
    const auto cluster = teams();
    const auto both = readFlows({shards().url("mixed")}, *cluster, {}, {});
    ASSERT_FALSE(both.has_value());
    EXPECT_EQ(both.error().kind, Error::Kind::Usage);
    EXPECT_NE(both.error().message.find("11111111-2222-3333-4444-555555555555, other"), std::string::npos)
        << both.error().message;
    const auto one = readFlows({shards().url("mixed", "&kubernetes=other")}, *cluster, {}, {}).value();
    ASSERT_EQ(one.edges().size(), 1U);
    EXPECT_EQ(one.edges().front().port, 9090);
    const auto none = readFlows({shards().url("mixed", "&kubernetes=third")}, *cluster, {}, {});
    EXPECT_EQ(none.error().kind, Error::Kind::NotFound);
}

} // namespace
} // namespace portolan::clickhouse

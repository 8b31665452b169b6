#include "core/flow/clickhouse/clickhouse.h"
#include "core/load/load.h"
#include "tests/core/flow/clickhouse/generated_log.h"
#include "tests/core/flow/clickhouse/two_shards.h"

/// What comes out of the table is what the log says, edge by edge and bit by bit.

namespace portolan::clickhouse {
namespace {

/// Makes the table on both shards and writes the log to it.
ClickHouseImport imported(TwoShards& shards, const std::string& table, const std::vector<std::string>& logs,
                          const Cluster& cluster, std::uint32_t bucketSeconds = 60) {
    const TemporaryFolder folder;
    const std::string nothing = folder.write("nothing.log", "").string();
    EXPECT_TRUE(writeFlows({nothing}, cluster, {shards.secondUrl(table + "_local")}, {}, {}).has_value());
    auto written = writeFlows(logs, cluster, {shards.url(table, "&cluster=fleet"), bucketSeconds}, {}, {});
    EXPECT_TRUE(written.has_value()) << (written ? "" : written.error().message);
    return written ? std::move(*written) : ClickHouseImport();
}

FlowCounts withoutBytes(FlowCounts counts) {
    counts.bytes = 0;
    return counts;
}

void expectSame(const FlowTable& fromFile, const FlowTable& fromServer, const Cluster& cluster) {
    EXPECT_EQ(edgeTexts(fromServer, cluster), edgeTexts(fromFile, cluster));
    EXPECT_EQ(edgesOf(fromServer), edgesOf(fromFile));
    EXPECT_TRUE(std::ranges::equal(fromServer.ends(), fromFile.ends()));
    EXPECT_EQ(withoutBytes(fromServer.counts()), withoutBytes(fromFile.counts()));
    EXPECT_EQ(fromServer.window(), fromFile.window());
    EXPECT_EQ(fromServer.isLossy(), fromFile.isLossy());
    EXPECT_EQ(fromServer.isFolded(), fromFile.isFolded());
}

FlowTable read(const std::string& input, const Cluster& cluster, const FlowOptions& options = {}) {
    auto table = readFlows({input}, cluster, options, {});
    EXPECT_TRUE(table.has_value()) << (table ? "" : table.error().message);
    return table ? std::move(*table) : FlowTable();
}

TEST_F(Shards, GiveTheEdgesOfTheHarborLogBitByBit) {
    const auto cluster = load({"samples/harbor"}).value();
    const std::string log = "samples/harbor/flows/hubble.jsonl.gz";
    const FlowTable fromFile = read(log, *cluster);
    const ClickHouseImport written = imported(shards(), "harbor", {log}, *cluster);
    EXPECT_GT(written.rows, fromFile.edges().size());
    EXPECT_EQ(written.lines, fromFile.counts().lines);
    expectSame(fromFile, read(shards().url("harbor"), *cluster), *cluster);
    const auto rows = [&](const std::string& table) {
        return std::stoull(shards().ask("SELECT count() FROM " + table));
    };
    EXPECT_EQ(rows("harbor"), written.rows);
    EXPECT_GT(rows("harbor"), rows("harbor_local")) << "both shards have a part";
    EXPECT_GT(rows("harbor_local"), 0U);
    // A second machine may read the same through the other shard's own part and get its part only.
    EXPECT_LT(read(shards().url("harbor_local"), *cluster).edges().size(), fromFile.edges().size());
}

TEST_F(Shards, GiveTheEdgesOfEveryKindOfLineBitByBit) {
    const auto cluster = teams();
    const TemporaryFolder folder;
    const std::string log = folder.write("generated.jsonl", generatedLog(200'000)).string();
    const FlowTable fromFile = read(log, *cluster);
    ASSERT_GT(fromFile.edges().size(), 10'000U);
    ASSERT_GT(fromFile.counts().replies, 0U);
    ASSERT_GT(fromFile.counts().unknownOrientation, 0U);
    ASSERT_GT(fromFile.counts().lostEvents, 0U);
    ASSERT_GT(fromFile.counts().aggregates, 0U);
    const ClickHouseImport written = imported(shards(), "generated", {log}, *cluster, 3600);
    EXPECT_GT(written.rows, 100'000U) << "more than one block";
    expectSame(fromFile, read(shards().url("generated"), *cluster), *cluster);
    const FlowOptions few{.maxExternalAddresses = 50};
    const auto folded = readFlows({log}, *cluster, few, {}).value();
    ASSERT_TRUE(folded.isFolded());
    expectSame(folded, read(shards().url("generated"), *cluster, few), *cluster);
}

} // namespace
} // namespace portolan::clickhouse

#include "core/flow/clickhouse/clickhouse.h"
#include "core/flow/clickhouse/summary_table.h"
#include "tests/core/flow/clickhouse/fake_server.h"
#include "tests/core/flow/clickhouse/generated_log.h"
#include "tests/core/flow/clickhouse/two_shards.h"
#include "tests/core/flow/flow_logs.h"

namespace portolan::clickhouse {
namespace {

std::string count(TwoShards& shards, const std::string& table, const std::string& where = {}) {
    return shards.ask("SELECT count() FROM " + table + where);
}

TEST_F(Shards, TakeAWritingBackByItsImport) {
    const TemporaryFolder folder;
    const auto cluster = flowtest::shop();
    const std::string log = folder.write("a.log", flowtest::lines({{}, {.toPort = 1}, {.toPort = 2}})).string();
    const auto first = writeFlows({log}, *cluster, {shards().url("undone")}, {}, {}).value();
    const auto second = writeFlows({log}, *cluster, {shards().url("undone")}, {}, {}).value();
    EXPECT_NE(first.id, second.id);
    EXPECT_EQ(count(shards(), "undone", " WHERE import = '" + first.id + "'"), std::to_string(first.rows) + '\n');
    EXPECT_EQ(readFlows({shards().url("undone")}, *cluster, {}, {}).value().edges().front().count, 2U);
    shards().ask(second.undo);
    std::string left;
    for (int tries = 0; left != std::to_string(first.rows) + '\n' && tries < 2'000; ++tries)
        left = count(shards(), "undone"); // a mutation runs behind the answer
    EXPECT_EQ(left, std::to_string(first.rows) + '\n');
    EXPECT_EQ(readFlows({shards().url("undone")}, *cluster, {}, {}).value().edges().front().count, 1U);
}

TEST_F(Shards, SumRowsOfOneBucketUp) {
    const TemporaryFolder folder;
    const auto cluster = flowtest::shop();
    std::vector<flowtest::Flow> flows;
    for (int minute = 10; minute < 50; ++minute) {
        flowtest::Flow flow;
        flow.time = "2026-03-01T12:" + std::to_string(minute) + ":30Z";
        flows.insert(flows.end(), 5, flow);
    }
    const std::string log = folder.write("a.log", flowtest::lines(flows)).string();
    const auto rows = [&](const std::string& table, std::uint32_t seconds) {
        EXPECT_TRUE(writeFlows({log}, *cluster, {shards().url(table), seconds}, {}, {}).has_value());
        return count(shards(), table, " WHERE outcome = ''");
    };
    EXPECT_EQ(rows("by_minute", 60), "40\n");
    EXPECT_EQ(rows("by_hour", 3600), "1\n");
    const auto minutes = readFlows({shards().url("by_minute")}, *cluster, {}, {}).value();
    const auto hours = readFlows({shards().url("by_hour")}, *cluster, {}, {}).value();
    EXPECT_EQ(edgesOf(minutes), edgesOf(hours));
    EXPECT_EQ(hours.edges().front().count, 200U);
}

TEST_F(Shards, KeepNamesThatNeedQuoting) {
    const TemporaryFolder folder;
    const Cluster nothing;
    const std::string log =
        folder
            .write("odd name's\t.csv", "src_ns,src_workload,dst_ns,dst_workload,protocol,dst_port,verdict,count\n"
                                       "it's,back\\slash,\"tab\there\",\"line\nend\",tcp,1,allowed,1\n"
                                       "größe,\"quote\"\"d\",-- ' OR 1=1,\\N,tcp,2,denied,3\n")
            .string();
    const auto written = writeFlows({log}, nothing, {shards().url("odd%27s%20`table")}, {}, {});
    ASSERT_TRUE(written.has_value()) << written.error().message;
    const auto table = readFlows({shards().url("odd%27s%20`table")}, nothing, {}, {}).value();
    EXPECT_EQ(edgesOf(table), edgesOf(written->flows));
    EXPECT_EQ(table.edges().size(), 2U);
    EXPECT_TRUE(std::ranges::equal(table.ends(), written->flows.ends()));
}

TEST_F(Shards, LetAnInventoryThatComesLaterNameTheEnds) {
    const TemporaryFolder folder;
    const auto cluster = flowtest::shop();
    const Cluster nothing;
    std::vector<flowtest::Flow> flows;
    for (const flowtest::End& to :
         {flowtest::db(), flowtest::web2(), flowtest::world("203.0.113.7"),
          flowtest::End{"", "", "", "10.0.1.3", {}, 0}, flowtest::End{"old", "api-7848d6c4d5-th9v2", "", "", {}, 0}})
        flows.push_back({.to = to, .reply = "false"});
    const std::string log = folder.write("a.log", flowtest::lines(flows)).string();
    ASSERT_TRUE(writeFlows({log}, nothing, {shards().url("nameless")}, {}, {}).has_value());
    const auto later = readFlows({shards().url("nameless")}, *cluster, {}, {}).value();
    const auto direct = readFlows({log}, *cluster, {}, {}).value();
    EXPECT_EQ(flowtest::edges(later, *cluster), flowtest::edges(direct, *cluster));
}

TEST_F(Shards, KeepClustersOfOneTableApart) {
    const TemporaryFolder folder;
    const auto cluster = flowtest::shop();
    const std::string log = folder.write("a.log", flowtest::lines({{}})).string();
    for (const std::string name : {"prod", "test"})
        ASSERT_TRUE(writeFlows({log}, *cluster, {shards().url("apart", "&kubernetes=" + name)}, {}, {}).has_value());
    const auto both = readFlows({shards().url("apart")}, *cluster, {}, {});
    ASSERT_FALSE(both.has_value());
    EXPECT_NE(both.error().message.find("&kubernetes=NAME in the URL, of prod, test"), std::string::npos)
        << both.error().message;
    const auto one = readFlows({shards().url("apart", "&kubernetes=prod")}, *cluster, {}, {}).value();
    ASSERT_EQ(one.edges().size(), 1U);
    EXPECT_EQ(one.edges().front().count, 1U);
}

TEST_F(Shards, AreNotWrittenToAnotherSchema) {
    const TemporaryFolder folder;
    const std::string log = folder.write("a.log", flowtest::lines({{}})).string();
    shards().ask(theiaTable("taken"));
    const auto written = writeFlows({log}, *flowtest::shop(), {shards().url("taken")}, {}, {});
    ASSERT_FALSE(written.has_value());
    EXPECT_NE(written.error().message.find("not one that Portolan writes"), std::string::npos)
        << written.error().message;
    EXPECT_EQ(count(shards(), "taken"), "0\n");
    const auto readOnly = writeFlows({log}, *flowtest::shop(), {shards().url("new", "", "readonly2")}, {}, {});
    ASSERT_FALSE(readOnly.has_value());
    EXPECT_NE(readOnly.error().message.find("writing 0"), std::string::npos) << readOnly.error().message;
}

/// Answers as a server whose disk is full from the block `good` + 1 on.
FakeServer::Answer fullAfter(int good) {
    return likeClickHouse([good, blocks = 0](const std::string& sql) mutable {
        if (sql.starts_with("SELECT name, type")) {
            std::string columns = "name\ttype\nString\tString\n";
            for (const auto& [name, type] : summaryColumns()) {
                columns += std::string(name) + '\t';
                for (const char c : type) columns += (c == '\'' ? "\\" : "") + std::string(1, c);
                columns += '\n';
            }
            return httpAnswer(200, columns);
        }
        if (sql.starts_with("SELECT engine"))
            return httpAnswer(200, "engine\tengine_full\nString\tString\nMergeTree\tMergeTree\n");
        if (sql.starts_with("INSERT") && ++blocks > good)
            return httpAnswer(500, "Code: 243, e.displayText() = DB::Exception: Not enough space, e.what() = x");
        return httpAnswer(200, "");
    });
}

TEST(ClickHouseWriting, SaysWhatIsWrittenWhereABlockFailsAndHowToTakeItBack) {
    const TemporaryFolder folder;
    std::string log = "time,src_ns,src_workload,dst_ip,protocol,dst_port,verdict,count\n";
    for (int i = 0; i < 250'000; ++i)
        log += std::to_string(1'770'000'000 + i * 60) + ",a,b,203.0.113.7,tcp,80,allowed,1\n";
    const std::string file = folder.write("a.csv", log).string();
    const Cluster nothing;
    for (const int good : {0, 2}) {
        const FakeServer server(fullAfter(good));
        const auto written = writeFlows({file}, nothing, {server.url()}, {}, {});
        ASSERT_FALSE(written.has_value());
        for (const std::string& part :
             {std::string("disk is full"), ' ' + std::to_string(good * 100'000) + " rows are written",
              std::string("ALTER TABLE `default`.`portolan_flows` DELETE WHERE import = '20")})
            EXPECT_NE(written.error().message.find(part), std::string::npos) << written.error().message;
    }
}

TEST(ClickHouseWriting, SendsBlocksThatARepetitionCanBeToldBy) {
    const TemporaryFolder folder;
    const std::string log = folder.write("a.log", flowtest::lines({{}})).string();
    const FakeServer server(fullAfter(10));
    const auto written = writeFlows({log}, *flowtest::shop(), {server.url()}, {}, {});
    ASSERT_TRUE(written.has_value()) << written.error().message;
    const std::string head = server.heard().back().head;
    EXPECT_NE(head.find("query_id=portolan-" + written->id + "-1"), std::string::npos) << head;
}

} // namespace
} // namespace portolan::clickhouse

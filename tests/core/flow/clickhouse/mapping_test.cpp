#include "core/flow/clickhouse/clickhouse.h"
#include "core/flow/clickhouse/mapping.h"
#include "tests/core/flow/clickhouse/two_shards.h"
#include "tests/core/flow/flow_logs.h"

namespace portolan::clickhouse {
namespace {

TEST(ClickHouseMapping, IsReadFromYamlAndJson) {
    const TemporaryFolder folder;
    const auto yaml = readMapping(folder
                                      .write("m.yaml", "src_ip: srcaddr\ndst_ip: dstaddr\nprotocol: 'lower(proto)'\n"
                                                       "dst_port: port # of the pod\nwhere: direction = 0\n")
                                      .string());
    ASSERT_TRUE(yaml.has_value()) << yaml.error().message;
    EXPECT_EQ(yaml->of("protocol", ""), "lower(proto)");
    EXPECT_EQ(yaml->of("verdict", "''"), "''");
    EXPECT_EQ(yaml->where, "direction = 0");
    const auto json = readMapping(
        folder.write("m.json", R"({"src_ip": "a", "dst_ip": "b", "protocol": "p", "dst_port": "d"})").string());
    ASSERT_TRUE(json.has_value()) << json.error().message;
    EXPECT_EQ(json->of("dst_port", ""), "d");
}

TEST(ClickHouseMapping, IsRefusedWhereItIsWrong) {
    const std::pair<std::string_view, std::string_view> cases[] = {
        {"", "no mapping"},
        {"- src_ip", "no mapping"},
        {"src_ip: a\ndst_ip: b\nprotocol: p\n", "dst_port"},
        {"src_ip: a\ndst_port: b\nprotocol: p\n", "dst_workload, dst_pod or dst_ip"},
        {"dst_ip: a\ndst_port: b\nprotocol: p\n", "src_workload, src_pod or src_ip"},
        {"src_ip: a\ndst_ip: b\ndst_port: p\n", "protocol"},
        {"src_adress: a\n", "there is no field src_adress; there are time"},
        {"src_ip: [a]\n", "no plain text"},
        {"src_ip: 'a\n", "m.yaml"},
    };
    const TemporaryFolder folder;
    for (const auto& [text, message] : cases) {
        const auto mapping = readMapping(folder.write("m.yaml", text).string());
        ASSERT_FALSE(mapping.has_value()) << text;
        EXPECT_NE(mapping.error().message.find(message), std::string::npos) << text << ": " << mapping.error().message;
    }
    EXPECT_EQ(readMapping((folder.path() / "none.yaml").string()).error().kind, Error::Kind::NotFound);
}

constexpr std::string_view kMapping = "first_seen: toUnixTimestamp(began)\n"
                                      "last_seen: ended / 1000\n"
                                      "src_ns: who.1\nsrc_workload: who.2\n"
                                      "dst_ip: target\n"
                                      "protocol: proto\ndst_port: port\n"
                                      "verdict: if(blocked, 'denied', 'allowed')\n"
                                      "count: hits\n";

/// The table's rows as the CSV that says the same.
constexpr std::string_view kCsv = "first_seen,last_seen,src_ns,src_workload,dst_ip,protocol,dst_port,verdict,count\n"
                                  "2026-03-01T10:00:00Z,2026-03-01T10:00:05Z,shop,web,10.0.1.3,tcp,5432,allowed,3\n"
                                  "2026-03-02T10:00:00Z,2026-03-04T10:00:00Z,shop,web,10.0.1.3,tcp,5432,allowed,4\n"
                                  "2026-03-02T10:00:00Z,2026-03-02T10:00:00Z,shop,web,10.96.0.5,tcp,5433,denied,1\n"
                                  "2026-03-02T10:00:00Z,2026-03-02T10:00:00Z,it's \\ a\ttest é,db,203.0.113.7,17,53,"
                                  "denied,2\n"
                                  "2026-03-02T10:00:00Z,2026-03-02T10:00:00Z,shop,db,203.0.113.7,icmp,0,allowed,2\n";

TEST_F(Shards, GiveTheEdgesOfAnyTableThroughAMapping) {
    shards().onBoth("CREATE TABLE own_local (began DateTime, ended UInt64, who Tuple(String, String), target String, "
                    "proto String, port UInt16, blocked UInt8, hits UInt32, side UInt8) ENGINE = MergeTree() ORDER BY "
                    "began");
    shards().ask("CREATE TABLE own AS own_local ENGINE = Distributed('fleet', 'default', 'own_local', rand())");
    shards().ask("INSERT INTO own VALUES "
                 "(1772359200, 1772359205000, ('shop', 'web'), '10.0.1.3', 'tcp', 5432, 0, 3, 0),"
                 "(1772445600, 1772618400000, ('shop', 'web'), '10.0.1.3', 'tcp', 5432, 0, 4, 0),"
                 "(1772445600, 1772445600000, ('shop', 'web'), '10.96.0.5', 'TCP', 5433, 1, 1, 0),"
                 "(1772445600, 1772445600000, ('it\\'s \\\\ a\\ttest é', 'db'), '203.0.113.7', '17', 53, 1, 2, 0),"
                 "(1772445600, 1772445600000, ('shop', 'db'), '203.0.113.7', 'icmp', 0, 0, 2, 0),"
                 "(1772445600, 1772445600000, ('shop', 'db'), '203.0.113.7', 'tcp', 1, 0, 9, 1)");
    const TemporaryFolder folder;
    const auto cluster = flowtest::shop();
    const std::string mapping = folder.write("m.yaml", std::string(kMapping) + "where: side = 0\n").string();
    const auto fromServer = readFlows({shards().url("own", "&mapping=" + mapping)}, *cluster, {}, {});
    ASSERT_TRUE(fromServer.has_value()) << fromServer.error().message;
    const auto fromFile = flowtest::read(kCsv, *cluster);
    EXPECT_EQ(edgeTexts(*fromServer, *cluster), edgeTexts(fromFile, *cluster));
    EXPECT_EQ(edgesOf(*fromServer), edgesOf(fromFile));
    EXPECT_EQ(fromServer->window(), fromFile.window());
    EXPECT_EQ(fromServer->counts().skips(SkipReason::NoTransport), 1U);

    const auto late = readFlows({shards().url("own", "&from=2026-03-03&mapping=" + mapping)}, *cluster, {}, {}).value();
    ASSERT_EQ(late.edges().size(), 1U);
    EXPECT_EQ(late.edges().front().count, 4U);

    const std::string wrong = folder.write("w.yaml", std::string(kMapping) + "src_ip: nope\n").string();
    const auto refused = readFlows({shards().url("own", "&mapping=" + wrong)}, *cluster, {}, {});
    ASSERT_FALSE(refused.has_value());
    for (const std::string_view part : {"nope", "no such column", "began, blocked, ended, hits, port, proto, side"})
        EXPECT_NE(refused.error().message.find(part), std::string::npos) << refused.error().message;

    const auto unknown = readFlows({shards().url("own")}, *cluster, {}, {});
    ASSERT_FALSE(unknown.has_value());
    EXPECT_NE(unknown.error().message.find("mapping=FILE"), std::string::npos) << unknown.error().message;
}

} // namespace
} // namespace portolan::clickhouse

#include "core/flow/formats/column_mapping.h"
#include "core/flow/row_preview.h"
#include "tests/core/flow/flow_logs.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace portolan::flowtest {
namespace {

using Edges = std::vector<std::string>;

struct TableCase {
    std::string text;
    Edges edges;
    std::string mapping = {};
};

FlowOptions with(const std::string& mapping) {
    FlowOptions options;
    if (mapping.empty()) return options;
    auto read = parseColumnMapping(mapping, "m.yaml");
    EXPECT_TRUE(read.has_value()) << read.error().message;
    if (read) options.mapping = std::make_shared<const ColumnMapping>(std::move(*read));
    return options;
}

TEST(Tables, AreReadByWhatExportersCallTheirColumns) {
    const auto cluster = shop();
    const Edges seen{"shop/web => shop/db TCP 5432 observed 1"};
    const TableCase cases[] = {
        {"Source IP,Source Port,Destination IP,Destination Port,Protocol,Bytes\n10.0.1.1,40000,10.0.1.3,5432,TCP,10\n",
         seen},
        {"saddr;sport;daddr;dport;proto\n10.0.1.1;40000;10.0.1.3;5432;6\n", seen},
        {"SrcAddr\tSrcPort\tDstAddr\tDstPort\tProto\n10.0.1.1\t40000\t10.0.1.3\t5432\t6\n", seen},
        {"\"@timestamp\",source.ip,source.port,destination.ip,destination.port,network.transport\n"
         "\"2026-03-01T12:00:00Z\",10.0.1.1,40000,10.0.1.3,5432,tcp\n",
         seen},
        {R"({"source":{"ip":"10.0.1.1","port":40000},"destination":{"ip":"10.0.1.3","port":5432},)"
         R"("network":{"transport":"tcp","bytes":10},"event":{"action":"network_flow"}})",
         seen},
        {R"({"source.ip":"10.0.1.1","source.port":40000,"destination.ip":"10.0.1.3","destination.port":5432,)"
         R"("network.transport":"tcp"})",
         seen},
        {R"({"SourceIp":"10.0.1.1","DestinationIp":"10.0.1.3","DestinationPort":5432,"Transport":"tcp"})", seen},
        // Answers are turned round, by ports, by flags and by what the log says.
        {"src_ip,src_port,dst_ip,dst_port,protocol\n10.0.1.3,5432,10.0.1.1,40000,tcp\n", seen},
        {"src_ip,src_port,dst_ip,dst_port,protocol,tcp_flags\n10.0.1.3,50001,10.0.1.1,50000,tcp,2\n",
         {"shop/db => shop/web TCP 50000 observed 1"}},
        {"src_ip,src_port,dst_ip,dst_port,protocol,tcp_flags\n10.0.1.3,50001,10.0.1.1,50000,tcp,....S.\n",
         {"shop/db => shop/web TCP 50000 observed 1"}},
        {"src_ip,src_port,dst_ip,dst_port,protocol,is_reply\n10.0.1.3,50001,10.0.1.1,50000,tcp,true\n",
         {"shop/web => shop/db TCP 50001 observed 1"}},
        {"src_ip,src_port,dst_ip,dst_port,protocol\n10.0.1.3,50001,10.0.1.1,50000,tcp\n", {}},
        // What a table states stays as stated.
        {"src_ip,src_port,dst_ip,dst_port,protocol,verdict\n10.0.1.3,5432,10.0.1.1,40000,tcp,allowed\n",
         {"shop/db => shop/web TCP 40000 allowed 1"}},
        // An action is no policy's verdict.
        {"src_ip,src_port,dst_ip,dst_port,protocol,action\n10.0.1.1,40000,10.0.1.3,5432,tcp,ACCEPT\n", seen},
        {"src_ip,src_port,dst_ip,dst_port,protocol,action\n10.0.1.1,40000,10.0.1.3,5432,tcp,DENY\n", {}},
        // Services, by address, name and translation.
        {"src_ip,src_port,dst_ip,dst_port,protocol\n10.0.1.1,40000,10.96.0.5,5433,tcp\n", seen},
        {"src_ip,dst_service_ns,dst_service,dst_port,dst_ip,protocol\n10.0.1.1,shop,db,5433,,tcp\n", seen},
        {"src_ip,dst_service_ns,dst_service,dst_port,dst_ip,protocol\n10.0.1.1,shop,all,5432,10.0.1.3,tcp\n", seen},
        {"src_ip,dst_ip,dst_port,dst_nat_ip,dst_nat_port,protocol\n10.0.1.1,172.20.0.1,80,10.0.1.3,5432,tcp\n", seen},
        // The pod that reports is the end that its direction says.
        {R"({"source":{"ip":"192.0.2.1","port":40000},"destination":{"ip":"192.0.2.2","port":5432},)"
         R"("network":{"transport":"tcp","direction":"ingress"},)"
         R"("kubernetes":{"namespace":"shop","pod":{"name":"db-7848d6c4d5-th9v2"}}})",
         {"192.0.2.1 => shop/db TCP 5432 observed 1"}},
        {R"({"source":{"ip":"192.0.2.1","port":40000},"destination":{"ip":"192.0.2.2","port":5432},)"
         R"("network":{"transport":"tcp"},"kubernetes":{"namespace":"shop","pod":{"name":"db-7848d6c4d5-th9v2"}}})",
         {"192.0.2.1 => 192.0.2.2 TCP 5432 observed 1"}},
    };
    for (const TableCase& c : cases) EXPECT_EQ(edges(read(c.text, *cluster), *cluster), c.edges) << c.text;
}

TEST(Tables, AreReadByWhatAMappingSays) {
    const auto cluster = shop();
    const TableCase cases[] = {
        {"who,whom,where,how,said\n10.0.1.1,10.0.1.3,5432,tcp,PASS\n10.0.1.1,10.0.1.3,5432,tcp,BLOCK\n",
         {"shop/web => shop/db TCP 5432 allowed 1", "shop/web => shop/db TCP 5432 denied 1"},
         "columns: {src_ip: who, dst_ip: whom, dst_port: where, protocol: how, verdict: said}\n"
         "values: {verdict: {PASS: allowed, BLOCK: denied}}\n"},
        {R"({"client":{"addr":"10.0.1.1","port":40000},"conn":{"to":"10.0.1.3","port":5432}})",
         {"shop/web => shop/db TCP 5432 observed 1"},
         R"({"columns":{"src_ip":"client.addr","dst_ip":"conn.to","dst_port":"conn.port","protocol":"=tcp"}})"},
        {R"({"a":"10.0.1.3","ap":5432,"b":"10.0.1.1","bp":40000})",
         {"shop/web => shop/db TCP 5432 observed 1"},
         "columns: {src_ip: a, src_port: ap, dst_ip: b, dst_port: bp, protocol: =tcp, verdict: =observed}"},
        // The mapping's word for a column is the only one.
        {"src_ip,real_src,dst_ip,dst_port,protocol\n10.0.1.4,10.0.1.1,10.0.1.3,5432,tcp\n",
         {"shop/web => shop/db TCP 5432 observed 1"},
         "columns: {src_ip: real_src}"},
        // A table without a header.
        {"10.0.1.1 ; 10.0.1.3;5432\n10.0.1.1;10.0.1.3;5432\n",
         {"shop/web => shop/db UDP 5432 observed 2"},
         "header: [src_ip, dst_ip, dst_port]\ncolumns: {protocol: =udp}"},
        // Other logs are read as before.
        {line({}) + "\n", {"shop/web => shop/db TCP 5432 allowed 1"}, "columns: {src_ip: who}"},
    };
    for (const TableCase& c : cases)
        EXPECT_EQ(edges(read(c.text, *cluster, with(c.mapping)), *cluster), c.edges) << c.text;
}

TEST(Tables, HaveTimesOfAnyUnitAndZone) {
    const auto cluster = shop();
    constexpr std::int64_t kNoon = 1'772'366'400'000'000'000;
    const std::tuple<std::string, std::string, std::int64_t> cases[] = {
        {"1772366400", "", kNoon},
        {"1772366400.5", "", kNoon + 500'000'000},
        {"1772366400000", "", kNoon},
        {"1772366400000000", "", kNoon},
        {"1772366400000000000", "", kNoon},
        {"2026-03-01T12:00:00Z", "time: {zone: \"+02:00\"}", kNoon},
        {"2026-03-01T14:00:00+02:00", "", kNoon},
        {"2026-03-01 14:00:00", "time: {zone: \"+02:00\"}", kNoon},
        {"2026-03-01 12:00:00", "", kNoon},
        {"yesterday", "", 0},
    };
    for (const auto& [cell, mapping, time] : cases) {
        const FlowTable table =
            read("ts,src_ip,dst_ip,dst_port,protocol\n" + cell + ",10.0.1.1,10.0.1.3,1,tcp\n", *cluster, with(mapping));
        ASSERT_EQ(table.edges().size(), 1U) << cell;
        EXPECT_EQ(table.edges().front().firstSeen, time) << cell;
    }
}

TEST(Tables, SayWhatTheyLack) {
    const auto cluster = shop();
    const std::pair<std::string_view, std::string_view> cases[] = {
        {"src_ip,dst_ip,protocol\n1.1.1.1,2.2.2.2,tcp\n",
         "a table without the destination's port (dst_port); its columns are src_ip, dst_ip, protocol"},
        {"time,address,dst_ip,dst_port\n", "a table without the source (src_ip, src_pod or src_workload); its columns "
                                           "are time, address, dst_ip, dst_port"},
        {"{\"client_ip\":\"1.1.1.1\",\"server\":{\"ip\":\"2.2.2.2\"},\"x\":1}\n",
         "a table without the destination's port (dst_port); its columns are client_ip, server.ip, x"},
        {"{\"id\":\"1\",\"timestamp\":1,\"message\":\"\"}\n",
         "not a flow log of a known format; it begins: {\"id\":\"1\",\"timestamp\":1,\"message\":\"\"}"},
        {"one,two,three\n", "not a flow log of a known format; it begins: one,two,three"},
    };
    for (const auto& [text, message] : cases) {
        const FlowTable table = read(text, *cluster);
        ASSERT_EQ(table.diagnostics().size(), 1U) << text;
        EXPECT_EQ(table.diagnostics().front().message, message);
    }
}

TEST(Tables, CanBeLookedAtBeforeTheyAreRead) {
    const auto cluster = shop();
    const TemporaryFolder folder;
    std::vector<PreviewRow> rows;
    const auto preview = previewInto(rows, 3);
    FlowOptions options;
    options.listener = preview.get();
    const auto path =
        folder.write("t.csv", "src_ip,src_port,dst_ip,dst_port,protocol,verdict\n"
                              "10.0.1.3,5432,10.0.1.1,40000,tcp,\n10.0.1.1,40000,10.0.1.3,5432,tcp,perhaps\n"
                              "10.0.1.1,,10.0.1.3,5432,tcp,denied\n10.0.1.1,,10.0.1.3,5432,tcp,denied\n");
    EXPECT_EQ(readFlows({path.string()}, *cluster, options, {}).error().kind, Error::Kind::Cancelled);
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0].from, "shop/db");
    EXPECT_EQ(rows[0].port, "TCP 40000");
    EXPECT_EQ(rows[0].note, "an answer: told by ports and flags");
    EXPECT_TRUE(rows[1].note.starts_with("left out: "));
    EXPECT_EQ(rows[2].verdict, "denied");
    EXPECT_EQ(rows[2].note, "stated by the table");
}

TEST(ColumnMapping, SaysWhatIsAmissAndWhere) {
    const std::pair<std::string, std::string> cases[] = {
        {"columns: {source: a}", "m.yaml:1:11: there is no column source; there are time, first_seen"},
        {"[a]", "m.yaml: no mapping"},
        {"colums: {}", "m.yaml:1:1: there is no part colums"},
        {"columns: [a]", "m.yaml:1:10: columns is no mapping"},
        {"columns: {src_ip: [a]}", "m.yaml:1:19: src_ip: the column's name is no plain text"},
        {"values: {verdict: a}", "values: verdict holds no mapping from words to words"},
        {"time: {zone: Berlin}", "m.yaml:1:14: time: a zone is written as +02:00, -05:30 or Z, not Berlin"},
        {"header: a", "header is no list"},
        {"columns: {src_ip: ", "m.yaml:1:"},
        {"columns: {src_ip: ", "not valid YAML: "},
        {"? [a]\n: b", "there is no part"},
        {"columns: {? [a] : b}", "there is no column"},
        {"columns:\n  src_ip: a\n  src_ip: b\n", "m.yaml:3:3: src_ip is given twice"},
        {"columns:\n  src_ip: a\n  dst_ip: a\n",
         "m.yaml:3:11: a is named twice, as src_ip and as dst_ip; a column says one thing"},
        // Words that would be read as nothing.
        {"values:\n  verdict:\n    PASS: maybe\n",
         "m.yaml:3:11: verdict: maybe is not understood; there are allowed, denied, would-deny and observed"},
        {"columns: {protocol: \"=quic\"}", "protocol: quic is not understood; there are tcp, udp and sctp"},
        {"columns: {protocol: \"=icmp\"}", "protocol: icmp is not understood"},
        {"columns: {verdict: \"=yes\"}", "verdict: yes is not understood"},
        {"columns: {dst_port: \"=http\"}", "dst_port: http is not understood; there are numbers from 1 to 65535"},
        {"columns: {dst_ip: \"=db\"}", "dst_ip: db is not understood; there are addresses"},
        {"columns: {time: \"=noon\"}", "time: noon is not understood; there are times"},
        {"values: {reply: {A: maybe}}", "reply: maybe is not understood; there are true and false"},
        {"header: [a, b]\ncolumns:\n  src_ip: a\n  verdict: said\n",
         "m.yaml:4:12: verdict: the header has no column said"},
    };
    for (const auto& [text, message] : cases) {
        const auto mapping = parseColumnMapping(text, "m.yaml");
        ASSERT_FALSE(mapping.has_value()) << text;
        EXPECT_NE(mapping.error().message.find(message), std::string::npos) << mapping.error().message;
    }
    EXPECT_EQ(readColumnMapping("/nonexistent.yaml").error().kind, Error::Kind::NotFound);
    for (const char* text : {"values: {protocol: {ping: icmp, 58: icmpv6, tls: TCP}}", "columns: {protocol: =6}",
                             "values: {verdict: {PASS: Accepted}}", "columns: {time: =1772366400}"})
        EXPECT_TRUE(parseColumnMapping(text, "m.yaml").has_value()) << text;
}

TEST(Tables, AreNotReadWithoutAColumnThatTheMappingNames) {
    const auto cluster = shop();
    const std::string row = "who,whom,dst_port,protocol,said\n10.0.1.1,10.0.1.3,5432,tcp,BLOCK\n";
    const std::string ends = "columns: {src_ip: who, dst_ip: whom";
    const std::tuple<std::string, std::string, std::string> cases[] = {
        {row, ends + ", verdict: nosuch}",
         "a table without the column nosuch, which the mapping reads as verdict; its columns are who, whom, dst_port, "
         "protocol, said"},
        {row, ends + ", verdict: Said}", "the column Said, which the mapping reads as verdict"},
        {row, ends + ", verdict: nosuch, time: when}",
         "the column when, which the mapping reads as time, the column nosuch, which the mapping reads as verdict"},
        {"src_ip,dst_ip,dst_port,protocol,verdict\n10.0.1.1,10.0.1.3,5432,tcp,denied\n", "columns: {verdict: nosuch}",
         "the column nosuch, which the mapping reads as verdict"},
        {R"({"src_ip":"10.0.1.1","dst_ip":"10.0.1.3","dst_port":5432,"protocol":"tcp","said":"BLOCK"})",
         "columns: {verdict: nosuch}", "the column nosuch, which the mapping reads as verdict"},
        {"10.0.1.1,10.0.1.3,5432,tcp\n", "header: [src_ip, dst_ip, dst_port]\ncolumns: {protocol: =tcp}",
         "a table of 4 columns, and the mapping's header names 3"},
    };
    for (const auto& [text, mapping, message] : cases) {
        const FlowTable table = read(text, *cluster, with(mapping));
        EXPECT_TRUE(table.edges().empty()) << mapping;
        ASSERT_EQ(table.diagnostics().size(), 1U) << mapping;
        EXPECT_EQ(table.diagnostics().front().level, Diagnostic::Level::Error);
        EXPECT_NE(table.diagnostics().front().message.find(message), std::string::npos)
            << table.diagnostics().front().message;
    }
}

TEST(Tables, MayLackAMappedColumnInSomeOfTheirJsonLines) {
    const auto cluster = shop();
    const std::string begin = R"({"src_ip":"10.0.1.1","dst_ip":"10.0.1.3","dst_port":5432,"protocol":"tcp")";
    const FlowTable table = read(begin + "}\n" + begin + R"(,"said":"BLOCK"})" + "\n", *cluster,
                                 with("columns: {verdict: said}\nvalues: {verdict: {block: denied}}"));
    EXPECT_EQ(edges(table, *cluster),
              (Edges{"shop/web => shop/db TCP 5432 denied 1", "shop/web => shop/db TCP 5432 observed 1"}));
}

TEST(Tables, TakeTheWordsOfAMappingInAnyCase) {
    const auto cluster = shop();
    const std::string columns = "src_ip,dst_ip,dst_port,protocol,verdict\n";
    const std::string row = "10.0.1.1,10.0.1.3,5432,tcp,";
    const std::string mapping = "values: {verdict: {PASS: allowed, Block: denied}}";
    const std::pair<std::string, Edges> cases[] = {
        {"pass", {"shop/web => shop/db TCP 5432 allowed 1"}},
        {"BLOCK", {"shop/web => shop/db TCP 5432 denied 1"}},
        {" Pass ", {"shop/web => shop/db TCP 5432 allowed 1"}},
        {"Denied", {"shop/web => shop/db TCP 5432 denied 1"}},
        {"perhaps", {}},
    };
    for (const auto& [word, expected] : cases)
        EXPECT_EQ(edges(read(columns + row + word + '\n', *cluster, with(mapping)), *cluster), expected) << word;
    const std::string action = "src_ip,src_port,dst_ip,dst_port,protocol,action\n10.0.1.1,40000,10.0.1.3,5432,tcp,";
    EXPECT_EQ(edges(read(action + "Blocked\n", *cluster), *cluster), Edges{}) << "a refusal is no traffic";
}

} // namespace
} // namespace portolan::flowtest

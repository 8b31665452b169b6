#include "core/flow/formats/mapping_guess.h"
#include "core/flow/formats/mapping_writer.h"
#include "core/flow/formats/table_head.h"
#include "core/flow/formats/table_preview.h"
#include "tests/core/flow/flow_logs.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace portolan::flowtest {
namespace {

using Texts = std::vector<std::string>;

ColumnMapping mapping(const std::string& text) {
    auto read = parseColumnMapping(text, "m.yaml");
    EXPECT_TRUE(read.has_value()) << read.error().message;
    return read ? *read : ColumnMapping();
}

std::shared_ptr<const ColumnMapping> shared(ColumnMapping mapping) {
    return std::make_shared<const ColumnMapping>(std::move(mapping));
}

/// "who: a b", one a column, with at most three values.
Texts columnTexts(const TableHead& head) {
    Texts out;
    for (const HeadColumn& column : head.columns) {
        out.push_back(column.name + ':');
        for (std::size_t i = 0; i < std::min<std::size_t>(3, column.values.size()); ++i)
            out.back() += ' ' + column.values[i];
    }
    return out;
}

TEST(TableHeads, ShowTheColumnsAndWhatIsInThem) {
    struct HeadCase {
        std::string name, text;
        TableHead::Shape shape;
        Texts columns;
        bool hasHeader = true;
    };
    constexpr auto kSeparated = TableHead::Shape::Separated;
    constexpr auto kObjects = TableHead::Shape::Objects;
    const HeadCase cases[] = {
        {"commas", "who,whom,where\na,b,1\nc,b,1\n", kSeparated, {"who: a c", "whom: b", "where: 1"}},
        {"semicolons", "who;whom;where\na,a;b;1\n", kSeparated, {"who: a,a", "whom: b", "where: 1"}},
        {"tabs", "who\twhom\twhere\na, b\tb\t1\n", kSeparated, {"who: a, b", "whom: b", "where: 1"}},
        {"line ends", "who,whom,where\r\na,b,1\r\n", kSeparated, {"who: a", "whom: b", "where: 1"}},
        {"a comment before", "# made by x\nwho,whom,where\na,b,1\n", kSeparated, {"who: a", "whom: b", "where: 1"}},
        {"a line end in quotes",
         "who,whom,where\n\"a\nb\",c,1\nd,e,2\nf,g,3\nh,i,4\n",
         kSeparated,
         {"who: a\nb d f", "whom: c e g", "where: 1 2 3"}},
        {"empty cells", "who,whom,where\n,b,\n", kSeparated, {"who:", "whom: b", "where:"}},
        {"a name twice",
         "who,who,where\na,b,1\n",
         kSeparated,
         {"column_1: who a", "column_2: who b", "column_3: where 1"},
         false},
        {"no header",
         "10.0.1.1,10.0.1.3,5432\n10.0.1.2,10.0.1.3,5432\n",
         kSeparated,
         {"column_1: 10.0.1.1 10.0.1.2", "column_2: 10.0.1.3", "column_3: 5432"},
         false},
        {"objects",
         "{\"a\":{\"ip\":\"1.1.1.1\",\"n\":null},\"p\":80,\"l\":[1]}\n{\"a\":{\"ip\":\"2.2.2.2\"},\"x\":true}\n",
         kObjects,
         {"a.ip: 1.1.1.1 2.2.2.2", "a.n:", "p: 80", "x: true"}},
        {"nothing", "", TableHead::Shape::None, {}},
        {"sentences", "it began\nit went on, as ever\nit ended\n", TableHead::Shape::None, {}},
        {"damaged objects", "{\"a\":1\n{\"b\":2\n", TableHead::Shape::None, {}},
    };
    for (const HeadCase& c : cases) {
        const TableHead head = tableHeadOf(c.text, HeaderRow::Guessed);
        EXPECT_EQ(head.shape, c.shape) << c.name;
        EXPECT_EQ(columnTexts(head), c.columns) << c.name;
        EXPECT_EQ(head.hasHeader, c.hasHeader) << c.name;
    }
}

TEST(TableHeads, TakeTheFirstRowForWhatTheReaderSaysItIs) {
    const std::string text = "who,whom,where\na,b,1\n";
    EXPECT_EQ(columnTexts(tableHeadOf(text, HeaderRow::None)),
              (Texts{"column_1: who a", "column_2: whom b", "column_3: where 1"}));
    EXPECT_EQ(columnTexts(tableHeadOf("1.1.1.1,2,3\n", HeaderRow::Names)), (Texts{"1.1.1.1:", "2:", "3:"}));
}

TEST(TableHeads, AskForAMappingWhereNobodyKnowsTheColumns) {
    const TemporaryFolder folder;
    const std::pair<std::string, bool> cases[] = {
        {"who,whom,where\n10.0.1.1,10.0.1.3,1\n", true},
        {"{\"who\":\"10.0.1.1\",\"whom\":\"10.0.1.3\",\"where\":1}\n", true},
        {"2026-03-01T12:00:00Z stdout F {\"who\":\"10.0.1.1\",\"whom\":\"10.0.1.3\",\"where\":1}\n", true},
        {"{\"who\":\"10.0.1.1\",\"whom\":\"10.0.1.3\",\"result\":\"ok\",\"message\":\"done\"}\n", true},
        {"[{\"who\":\"10.0.1.1\",\"whom\":\"10.0.1.3\",\"where\":1}]\n", true},
        {"src_ip,dst_ip,dst_port,protocol\n10.0.1.1,10.0.1.3,1,tcp\n", false},
        {line({}) + "\n", false},
        {"who,whom\na,b\n", false},
        {"nothing like it\n", false},
        {"", false},
    };
    for (const auto& [text, asks] : cases) {
        const auto head = readTableHead(folder.write("t.log", text).string(), nullptr, {});
        ASSERT_TRUE(head.has_value());
        EXPECT_EQ(head->asksForMapping(), asks) << text;
    }
    const auto known = shared(mapping("columns: {src_ip: who, dst_ip: whom, dst_port: where, protocol: =tcp}"));
    const auto head = readTableHead(folder.write("t.log", cases[0].first).string(), known, {});
    EXPECT_FALSE(head.value().asksForMapping());
    EXPECT_EQ(readTableHead("/nonexistent.csv", nullptr, {}).error().kind, Error::Kind::NotFound);
}

TEST(TableHeads, AreNoLongerThanTheBeginningOfAFile) {
    constexpr int kRows = 100'000;
    std::string text = "who,whom,where\n";
    for (int row = 0; row < kRows; ++row) text += "10.0.1.1,10.0.1.3," + std::to_string(row) + '\n';
    const TemporaryFolder folder;
    const auto head = readTableHead(folder.write("t.csv", text).string(), nullptr, {});
    ASSERT_TRUE(head.has_value());
    EXPECT_LT(head->lines.size(), text.size() / 2);
    EXPECT_EQ(head->rows, 999U);
    EXPECT_EQ(head->find("where")->values.size(), 64U);
}

/// "src_ip: who", with a question mark where it is told by likeness.
Texts guessTexts(const std::string& table) {
    Texts out;
    for (const ColumnGuess& guess : guessColumns(tableHeadOf(table, HeaderRow::Guessed)))
        out.push_back(std::string(name(guess.column)) + ": " + guess.from +
                      (guess.by == ColumnGuess::By::Likeness ? " ?" : ""));
    return out;
}

TEST(ColumnGuesses, AreMadeByNamesAndByValues) {
    const std::pair<std::string, Texts> cases[] = {
        {"src_ip,dst_ip,dst_port,protocol\n1.1.1.1,2.2.2.2,80,tcp\n",
         {"src_ip: src_ip", "dst_ip: dst_ip", "dst_port: dst_port", "protocol: protocol"}},
        // Of several names for one thing the one that the reader would take.
        {"saddr,src_ip,dport\n1.1.1.1,2.2.2.2,80\n", {"src_ip: src_ip", "dst_port: dport"}},
        {"from_addr,to_addr,to_port,l4\n1.1.1.1,2.2.2.2,80,TCP\n",
         {"src_ip: from_addr ?", "dst_ip: to_addr ?", "dst_port: to_port ?", "protocol: l4 ?"}},
        {"origNs,origPod,respNs,respPod,port\nshop,web-1,shop,db-1,80\n",
         {"src_ns: origNs ?", "src_pod: origPod ?", "dst_ns: respNs ?", "dst_pod: respPod ?", "dst_port: port ?"}},
        // Values that are none of it.
        {"from_addr,to_port\nweb,http\n", {}},
        // Which of two addresses is the client is not known.
        {"a,b,port\n1.1.1.1,2.2.2.2,80\n", {"dst_port: port ?"}},
        {"a,b_port,c_port\n1.1.1.1,70,80\n", {}},
        {"when,x,y\n2026-03-01T12:00:00Z,1,2\n", {"time: when ?"}},
        {"logged_at,x,y\n1772366400,1772366400,2\n", {"time: logged_at ?"}},
        {"when,then,y\n2026-03-01,2026-03-01,2\n", {}},
        // Whose words these are is not known.
        {"x,said,y\na,ALLOW,1\nb,DENY,1\n", {"action: said ?"}},
        {"x,said,verdict\na,ALLOW,allowed\n", {"verdict: verdict"}},
        {"x,said,y\na,PASS,1\nb,BLOCK,1\nc,ERR,1\n", {"action: said ?"}},
        {"x,said,y\na,ALLOW,1\nb,maybe,1\nc,never,1\n", {}},
        {"10.0.1.1,10.0.1.3,5432,tcp\n", {"protocol: column_4 ?"}},
        {"source_bytes,to_packets,y\n10,20,1\n", {}},
    };
    for (const auto& [table, guesses] : cases) EXPECT_EQ(guessTexts(table), guesses) << table;
}

TEST(ColumnGuesses, MakeAMappingThatReadsTheTable) {
    const auto cluster = shop();
    const TemporaryFolder folder;
    const std::string table = "from_addr,to_addr,to_port,l4\n10.0.1.1,10.0.1.3,5432,TCP\n";
    FlowOptions options;
    options.mapping = shared(guessedMapping(tableHeadOf(table, HeaderRow::Guessed)));
    EXPECT_EQ(edges(read(table, *cluster, options), *cluster), (Texts{"shop/web => shop/db TCP 5432 observed 1"}));

    const std::string bare = "10.0.1.1,10.0.1.3,5432,udp\n10.0.1.2,10.0.1.3,5432,udp\n";
    ColumnMapping own = guessedMapping(tableHeadOf(bare, HeaderRow::Guessed));
    own.columns[RowColumn::SrcIp] = "column_1";
    own.columns[RowColumn::DstIp] = "column_2";
    own.columns[RowColumn::DstPort] = "column_3";
    options.mapping = shared(own);
    EXPECT_EQ(edges(read(bare, *cluster, options), *cluster), (Texts{"shop/web => shop/db UDP 5432 observed 2"}));
}

TEST(ColumnMappings, SayWhatAFlowStillNeeds) {
    using enum MappingNeed;
    const std::pair<std::string, std::vector<MappingNeed>> cases[] = {
        {"columns: {}", {Source, Destination, Port, Protocol}},
        {"columns: {src_ip: a, dst_pod: b, dst_port: c, protocol: =tcp}", {}},
        {"columns: {src_port: a, dst_service: b, dst_nat_port: c}", {Source, Protocol}},
        {"columns: {own_pod: a, dst_port: \"=\", protocol: b}", {Port}},
    };
    for (const auto& [text, needs] : cases) EXPECT_EQ(needsOf(mapping(text)), needs) << text;
}

TEST(ColumnMappings, CanSayThatAColumnIsNotRead) {
    const auto cluster = shop();
    const std::string table = "who,src_ip,dst_ip,dst_port,proto,verdict\n10.0.1.1,10.0.1.4,10.0.1.3,5432,tcp,denied\n";
    const TableHead head = tableHeadOf(table, HeaderRow::Guessed);
    const ColumnMapping chosen =
        completed(mapping("columns: {src_ip: who, dst_ip: dst_ip, dst_port: dst_port, protocol: proto}"), head);
    EXPECT_EQ(chosen.constants, (std::map<RowColumn, std::string>{{RowColumn::Verdict, ""}}));
    FlowOptions options;
    options.mapping = shared(chosen);
    EXPECT_EQ(edges(read(table, *cluster, options), *cluster), (Texts{"shop/web => shop/db TCP 5432 observed 1"}));
}

TEST(ColumnMappings, CanSpellOutWhatTheReaderTakesByName) {
    const TableHead head =
        tableHeadOf("who,src_ip,dst_ip,dst_port,proto\na,1.1.1.1,2.2.2.2,80,tcp\n", HeaderRow::Guessed);
    const std::pair<std::string, std::string> cases[] = {
        {"columns: {src_ip: who}", "columns: {src_ip: who, dst_ip: dst_ip, dst_port: dst_port, protocol: proto}"},
        {"columns: {src_ip: src_ip, dst_ip: \"=1.1.1.1\", protocol: =udp}",
         "columns: {src_ip: src_ip, dst_port: dst_port, dst_ip: \"=1.1.1.1\", protocol: =udp}"},
        {"columns: {dst_nat_ip: dst_ip}",
         "columns: {src_ip: src_ip, dst_nat_ip: dst_ip, dst_port: dst_port, protocol: proto}"},
    };
    for (const auto& [given, whole] : cases) EXPECT_EQ(spelledOut(mapping(given), head), mapping(whole)) << given;
}

TEST(MappingFiles, GiveBackWhatWasWritten) {
    const std::string cases[] = {
        "columns: {}",
        "columns: {src_ip: client.addr, dst_port: \"conn.port\", verdict: \"=observed\", count: \"=\"}",
        "columns: {src_ip: \"Source IP\", dst_ip: \"a: b\", dst_port: \"#1\", src_ns: \"\\\"x\\\"\", time: \"@t\"}",
        "columns: {src_ip: \"null\", dst_ip: \"true\", dst_port: \"12\", src_ns: \"~\", src_pod: \"- a\"}",
        "columns: {src_ip: \"a\\nb\\tc\\\\d\", dst_ip: \"\xc3\xa9\", dst_ns: \" x \"}",
        "columns: {verdict: said}\nvalues: {verdict: {PASS: allowed, \"let through?\": would-deny, \"1\": denied}, "
        "protocol: {\"\": tcp}}",
        "time: {zone: \"+02:00\"}",
        "time: {zone: \"-05:30\"}",
        "time: {zone: \"Z\"}",
        "header: [when, \"client addr\", \"\", \"3\"]\ncolumns: {src_ip: \"client addr\"}",
    };
    for (const std::string& text : cases) {
        const ColumnMapping given = mapping(text);
        const auto written = mappingText(given);
        ASSERT_TRUE(written.has_value()) << text;
        const auto back = parseColumnMapping(*written, "m.yaml");
        ASSERT_TRUE(back.has_value()) << *written << back.error().message;
        EXPECT_EQ(*back, given) << *written;
    }
}

TEST(MappingFiles, AreReadableForAPerson) {
    const auto written = mappingText(mapping("columns: {dst_port: conn.port, src_ip: Client IP, protocol: =tcp}\n"
                                             "values: {verdict: {BLOCK: denied}}\ntime: {zone: \"+02:00\"}\n"
                                             "header: [Client IP, conn.port]\n"));
    EXPECT_EQ(written.value(), "columns:\n"
                               "  src_ip: \"Client IP\"\n"
                               "  dst_port: conn.port\n"
                               "  protocol: \"=tcp\"\n"
                               "values:\n"
                               "  verdict:\n"
                               "    BLOCK: denied\n"
                               "time:\n"
                               "  zone: \"+02:00\"\n"
                               "header:\n"
                               "  - \"Client IP\"\n"
                               "  - conn.port\n");
    ColumnMapping odd;
    odd.columns[RowColumn::SrcIp] = "=who";
    EXPECT_EQ(mappingText(odd).error().kind, Error::Kind::Usage);
}

TEST(TablePreviews, CountWhatIsReadAndWhatIsNot) {
    const auto cluster = shop();
    const TemporaryFolder folder;
    const auto path = folder.write("t.csv", "who,wp,whom,where,how,said\n"
                                            "10.0.1.1,,10.0.1.3,5432,tcp,PASS\n"
                                            "10.0.1.1,,10.0.1.3,5432,tcp,BLOCK\n"
                                            "10.0.1.1,,10.0.1.3,5432,tcp,perhaps\n"
                                            "10.0.1.1,,10.0.1.3,none,tcp,PASS\n"
                                            "10.0.1.1,50001,10.0.1.3,50000,tcp,\n"
                                            "10.0.1.1,,10.0.1.3,0,icmp,PASS\n");
    const auto said =
        shared(mapping("columns: {src_ip: who, src_port: wp, dst_ip: whom, dst_port: where, protocol: how, "
                       "verdict: said}\nvalues: {verdict: {PASS: allowed, BLOCK: denied}}"));
    const auto preview = previewTable(path.string(), said, *cluster, {}, 100, {});
    ASSERT_TRUE(preview.has_value());
    ASSERT_EQ(preview->rows.size(), 6U);
    EXPECT_EQ(preview->rows[0].verdict, "allowed");
    EXPECT_EQ(preview->rows[1].verdict, "denied");
    EXPECT_EQ(preview->rows[2].skipped, SkipReason::NoVerdict);
    EXPECT_TRUE(preview->rows[4].isUndirected);
    EXPECT_EQ(preview->read, 3U);
    EXPECT_EQ(preview->undirected, 1U);
    using Reasons = std::vector<std::pair<SkipReason, std::size_t>>;
    EXPECT_EQ(preview->leftOut,
              (Reasons{{SkipReason::Malformed, 1}, {SkipReason::NoTransport, 1}, {SkipReason::NoVerdict, 1}}));
    EXPECT_TRUE(preview->problem.empty());

    const auto first = previewTable(path.string(), said, *cluster, {}, 2, {});
    EXPECT_EQ(first.value().rows.size(), 2U);
    const auto none = previewTable(path.string(), nullptr, *cluster, {}, 100, {});
    EXPECT_TRUE(none.value().rows.empty());
    EXPECT_NE(none.value().problem.find("not a flow log of a known format"), std::string::npos);
    EXPECT_EQ(previewTable("/nonexistent.csv", said, *cluster, {}, 100, {}).error().kind, Error::Kind::NotFound);
}

TEST(FilesOfTheirOwnMapping, AreReadByItAndOthersAsBefore) {
    const auto cluster = shop();
    const TemporaryFolder folder;
    const auto odd = folder.write("odd.csv", "who,whom,where,how\n10.0.1.1,10.0.1.3,5432,tcp\n").string();
    const auto bare = folder.write("bare.csv", "udp,10.0.1.4,10.0.1.3,1\n").string();
    const auto objects =
        folder.write("o.jsonl", "{\"w\":{\"a\":\"10.0.1.2\"},\"x\":{\"a\":\"10.0.1.3\",\"p\":7}}\n").string();
    const auto usual =
        folder.write("usual.csv", "src_ip,dst_ip,dst_port,protocol\n10.0.1.3,10.0.1.4,9092,tcp\n").string();
    auto all = withMappingOf(nullptr, odd,
                             shared(mapping("columns: {src_ip: who, dst_ip: whom, dst_port: where, protocol: how}")));
    all = withMappingOf(
        all, bare, shared(mapping("header: [a, b, c, d]\ncolumns: {src_ip: b, dst_ip: c, dst_port: d, protocol: a}")));
    all = withMappingOf(all, objects,
                        shared(mapping("columns: {src_ip: w.a, dst_ip: x.a, dst_port: x.p, protocol: =tcp}")));
    EXPECT_EQ(mappingOf(all, usual), nullptr);
    FlowOptions options;
    options.mapping = all;
    const auto table = readFlows({odd, bare, objects, usual}, *cluster, options, {});
    ASSERT_TRUE(table.has_value());
    EXPECT_EQ(edges(*table, *cluster),
              (Texts{"shop/db => shop/kafka TCP 9092 observed 1", "shop/kafka => shop/db UDP 1 observed 1",
                     "shop/web => shop/db TCP 7 observed 1", "shop/web => shop/db TCP 5432 observed 1"}));
    for (const std::string& path : {odd, bare, objects}) all = withMappingOf(all, path, nullptr);
    EXPECT_EQ(all, nullptr);
}

TEST(FilesOfTheirOwnMapping, LeaveWhatIsSaidOfAllOthersAlone) {
    const auto common = shared(mapping("columns: {src_ip: who}"));
    const auto own = shared(mapping("columns: {src_ip: me}"));
    const auto all = withMappingOf(common, "a.csv", own);
    EXPECT_EQ(mappingOf(all, "a.csv"), own);
    EXPECT_EQ(*mappingOf(all, "b.csv"), *common);
    EXPECT_EQ(*withMappingOf(all, "a.csv", nullptr), *common);
    EXPECT_EQ(mappingOf(nullptr, "a.csv"), nullptr);
}

} // namespace
} // namespace portolan::flowtest

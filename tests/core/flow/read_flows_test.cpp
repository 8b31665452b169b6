#include "core/flow/read_flows.h"
#include "tests/core/flow/flow_logs.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace portolan::flowtest {
namespace {

using Edges = std::vector<std::string>;

Flow to(int port, const End& end = db()) {
    Flow flow;
    flow.to = end;
    flow.toPort = port;
    flow.reply = "false";
    return flow;
}

/// A log with a little of everything.
std::string busyLog() {
    std::string out;
    for (int i = 0; i < 3000; ++i) {
        Flow flow = to(5000 + i % 7, i % 11 == 0 ? world("203.0.113." + std::to_string(i % 250)) : db());
        flow.from = i % 2 == 0 ? web() : web2();
        flow.fromPort = 33000 + i;
        flow.type = i % 3 == 0 ? 5 : 4;
        flow.tracePoint = i % 3 == 0 ? "" : i % 3 == 1 ? "TO_ENDPOINT" : "TO_STACK";
        flow.direction = i % 5 == 0 ? "INGRESS" : "EGRESS";
        flow.reply = i % 13 == 0 ? "true" : i % 17 == 0 ? "" : "false";
        flow.time = "2026-03-" + std::to_string(10 + i % 20) + "T12:00:00Z";
        out += i % 101 == 0 ? "broken\n" : line(flow) + '\n';
    }
    return out;
}

TEST(ReadFlows, GivesTheSameWithAnyThreadsAndBlocks) {
    const auto cluster = shop();
    const FlowTable one = read(busyLog(), *cluster, {.threads = 1});
    ASSERT_GT(one.edges().size(), 20U);
    for (const unsigned threads : {1U, 2U, 5U})
        for (const std::size_t blockBytes : {std::size_t{600}, std::size_t{4096}, std::size_t{1} << 20U}) {
            const FlowTable table = read(busyLog(), *cluster, {.threads = threads, .blockBytes = blockBytes});
            EXPECT_TRUE(std::ranges::equal(table.edges(), one.edges())) << threads << ' ' << blockBytes;
            EXPECT_EQ(table.counts(), one.counts()) << threads << ' ' << blockBytes;
            EXPECT_EQ(table.window(), one.window());
            ASSERT_EQ(table.diagnostics().size(), one.diagnostics().size());
            for (std::size_t i = 0; i < one.diagnostics().size(); ++i)
                EXPECT_EQ(table.diagnostics()[i], one.diagnostics()[i]);
        }
}

TEST(ReadFlows, TakesRotatedSetsAndFolders) {
    const auto cluster = shop();
    const TemporaryFolder folder;
    folder.write("logs/events-1.log", lines({to(1), to(2)}));
    folder.write("logs/events.log", lines({to(2), to(3)}));
    folder.write("logs/empty.log", "");
    const auto table = readFlows({(folder.path() / "logs").string()}, *cluster, {}, {});
    ASSERT_TRUE(table);
    EXPECT_EQ(edges(*table, *cluster),
              (Edges{"shop/web => shop/db TCP 1 allowed 1", "shop/web => shop/db TCP 2 allowed 2",
                     "shop/web => shop/db TCP 3 allowed 1"}));
    EXPECT_EQ(table->sources().size(), 3U);
    EXPECT_EQ(table->sources()[1].counts.flows, 2U);
    EXPECT_TRUE(std::ranges::any_of(table->diagnostics(), [](const Diagnostic& d) {
        return d.message == "holds no lines" && d.level == Diagnostic::Level::Warning;
    }));
}

TEST(ReadFlows, LooksIntoFoldersBelowButNotIntoHiddenOnes) {
    const auto cluster = shop();
    const TemporaryFolder folder;
    folder.write("logs/y=2024/m=01/PT1H.json", lines({to(1)}));
    folder.write("logs/y=2024/m=02/PT1H.json", lines({to(1)}));
    folder.write("logs/flows.log.1", lines({to(1)}));
    folder.write("logs/.hidden/flows.log", lines({to(2)}));
    folder.write("logs/.flows.log.swp", lines({to(2)}));
    const auto table = readFlows({(folder.path() / "logs").string()}, *cluster, {}, {});
    ASSERT_TRUE(table);
    EXPECT_EQ(edges(*table, *cluster), (Edges{"shop/web => shop/db TCP 1 allowed 3"}));
    EXPECT_EQ(table->sources().size(), 3U);
}

TEST(ReadFlows, ReadsManyFilesSideBySideAsOneAfterAnother) {
    const auto cluster = shop();
    const TemporaryFolder folder;
    for (int i = 0; i < 9; ++i) {
        const std::string number = std::to_string(i);
        // Files that are only named as compressed ones are read all the same.
        folder.write("apart/" + number + ".gz", lines({to(100 + i), to(7)}) + "broken\n");
        folder.write("together/" + number, lines({to(100 + i), to(7)}) + "broken\n");
    }
    const auto apart = readFlows({(folder.path() / "apart").string()}, *cluster, {.threads = 3}, {});
    const auto together = readFlows({(folder.path() / "together").string()}, *cluster, {.threads = 1}, {});
    ASSERT_TRUE(apart && together);
    EXPECT_EQ(edges(*apart, *cluster), edges(*together, *cluster));
    EXPECT_TRUE(std::ranges::equal(apart->edges(), together->edges()));
    EXPECT_TRUE(std::ranges::equal(apart->sources(), together->sources()));
    ASSERT_EQ(apart->diagnostics().size(), together->diagnostics().size());
    for (std::size_t i = 0; i < apart->diagnostics().size(); ++i)
        EXPECT_EQ(apart->diagnostics()[i].message, together->diagnostics()[i].message);
    EXPECT_EQ(apart->sources().size(), 9U);
}

TEST(ReadFlows, KeepsNamesOnlyOfEndsThatHaveEdges) {
    const auto cluster = shop();
    Flow ignored = to(1, End{"old", "ignored", "", "", {}, 0});
    ignored.reply = "true";
    ignored.type = 4;
    const FlowTable table = read(lines({ignored, to(1, End{"old", "kept", "", "", {}, 0})}), *cluster);
    const auto ends = table.ends();
    EXPECT_EQ(std::ranges::count_if(ends, [](const EndValue& e) { return std::holds_alternative<UnresolvedEnd>(e); }),
              1);
    EXPECT_EQ(std::get<UnresolvedEnd>(ends.back())->pod, "kept");
}

TEST(ReadFlows, ReadsAFileOnceHoweverOftenItIsGiven) {
    const auto cluster = shop();
    const TemporaryFolder folder;
    const std::string path = folder.write("a.log", lines({to(1)})).string();
    const auto table = readFlows({path, folder.path().string() + "/./a.log"}, *cluster, {}, {});
    ASSERT_TRUE(table);
    EXPECT_EQ(edges(*table, *cluster), (Edges{"shop/web => shop/db TCP 1 allowed 1"}));
}

TEST(ReadFlows, SaysWhatItDoesNotRead) {
    const auto cluster = shop();
    const TemporaryFolder folder;
    const auto table =
        readFlows({folder.write("a.log", "hello\nworld\n").string(), folder.write("z.log", "{\"hello\":1}\n").string()},
                  *cluster, {}, {});
    ASSERT_TRUE(table);
    EXPECT_TRUE(table->edges().empty());
    ASSERT_EQ(table->diagnostics().size(), 2U);
    EXPECT_EQ(table->diagnostics()[0].level, Diagnostic::Level::Error);
    EXPECT_NE(table->diagnostics()[0].message.find("begins: hello"), std::string::npos);
    EXPECT_NE(table->diagnostics()[1].message.find("hello"), std::string::npos);
    EXPECT_EQ(readFlows({"/nonexistent"}, *cluster, {}, {}).error().kind, Error::Kind::NotFound);
}

TEST(ReadFlows, CountsTheLineThatIsCutOff) {
    const auto cluster = shop();
    const std::string text = lines({to(1), to(2)});
    const FlowTable whole = read(text.substr(0, text.size() - 1), *cluster);
    EXPECT_EQ(whole.edges().size(), 2U);
    EXPECT_EQ(whole.counts().skips(SkipReason::Truncated), 0U);
    const FlowTable cut = read(text.substr(0, text.size() - 30), *cluster);
    EXPECT_EQ(cut.edges().size(), 1U);
    EXPECT_EQ(cut.counts().skips(SkipReason::Truncated), 1U);
    EXPECT_EQ(cut.counts().skips(SkipReason::Malformed), 0U);
}

TEST(ReadFlows, FindsTheFormatBehindADamagedBeginning) {
    const auto cluster = shop();
    const FlowTable table = read("al\":1},\"time\":\"x\"}\n" + lines({to(1)}), *cluster);
    EXPECT_EQ(table.edges().size(), 1U);
    EXPECT_EQ(table.counts().skips(SkipReason::Malformed), 1U);
}

TEST(ReadFlows, ReadsContainerLogs) {
    const auto cluster = shop();
    EXPECT_EQ(read("2026-03-15T00:06:32.47Z stdout F " + line(to(1)) + "\r\n", *cluster).edges().size(), 1U);
    std::string escaped;
    for (const char c : line(to(1))) escaped += c == '"' ? "\\\"" : std::string(1, c);
    EXPECT_EQ(read(R"({"log":")" + escaped + R"(\n","stream":"stdout"})" + "\n", *cluster).edges().size(), 1U);
}

TEST(ReadFlows, FoldsAddressesOutsideWhenThereAreTooMany) {
    const auto cluster = shop();
    std::string text;
    for (int i = 0; i < 1000; ++i)
        text += line(to(443, world("203.0." + std::to_string(i / 250) + '.' + std::to_string(i % 250)))) + '\n';
    for (const unsigned threads : {1U, 3U}) {
        const FlowOptions few{.threads = threads, .maxExternalAddresses = 10, .blockBytes = 5000};
        const FlowTable table = read(text, *cluster, few);
        EXPECT_TRUE(table.isFolded());
        EXPECT_EQ(
            edges(table, *cluster),
            (Edges{"shop/web => 203.0.0.0/24 TCP 443 allowed 250", "shop/web => 203.0.1.0/24 TCP 443 allowed 250",
                   "shop/web => 203.0.2.0/24 TCP 443 allowed 250", "shop/web => 203.0.3.0/24 TCP 443 allowed 250"}));
    }
    EXPECT_EQ(read(text, *cluster, {.maxExternalAddresses = 2}).edges().size(), 1U);
    EXPECT_EQ(read(text, *cluster).edges().size(), 1000U);
}

/// The warnings of a table, without places.
std::vector<std::string> warnings(const FlowTable& table) {
    std::vector<std::string> out;
    for (const Diagnostic& d : table.diagnostics())
        if (d.level == Diagnostic::Level::Warning) out.push_back(d.message);
    return out;
}

TEST(ReadFlows, TellsOfALogThatIsGivenTwice) {
    const auto cluster = shop();
    const TemporaryFolder folder;
    const std::string log = busyLog();
    const auto a = folder.write("events.log", log);
    const auto b = folder.write("events-1.log", log);
    const auto c = folder.write("other.log", lines({to(1), to(2), to(3), to(4)}));
    const auto twice = readFlows({a.string(), c.string(), b.string()}, *cluster, {.threads = 2}, {});
    ASSERT_TRUE(twice);
    const std::string copy =
        "all of its lines with flows stand in " + a.string() + ", too: their connections count twice";
    EXPECT_EQ(std::ranges::count(warnings(*twice), copy), 1);
    const auto once = readFlows({a.string(), c.string()}, *cluster, {}, {});
    ASSERT_TRUE(once);
    for (const std::string& warning : warnings(*once))
        EXPECT_EQ(warning.find("stand in"), std::string::npos) << warning;
}

TEST(ReadFlows, TellsOfALogThatHasNothingToDoWithTheInventory) {
    const auto cluster = shop();
    const auto strange = [](int port) { return to(port, End{"far", "away-6fb5694d48-5hmds", "", "", {}, 0}); };
    std::vector<Flow> flows;
    for (int i = 0; i < 20; ++i) {
        flows.push_back(strange(1 + i));
        flows.back().from = End{"far", "off-6fb5694d48-5hmds", "", "", {}, 0};
    }
    EXPECT_EQ(warnings(read(lines(flows), *cluster)),
              Edges{"none of 20 edges of the logs has an end among the workloads of the inventory"});
    flows.push_back(to(1));
    const FlowTable nearly = read(lines(flows), *cluster);
    EXPECT_EQ(warnings(nearly), Edges());
    EXPECT_TRUE(std::ranges::any_of(nearly.diagnostics(), [](const Diagnostic& d) {
        return d.message == "only 1 of 21 edges of the logs has an end among the workloads of the inventory";
    }));
    EXPECT_EQ(warnings(read(lines(flows), *ClusterBuilder().build())), Edges()) << "no manifests were given";
}

TEST(ReadFlows, SaysWhatBecameOfALogWithoutEdges) {
    const auto cluster = shop();
    Flow answer = to(5432);
    answer.type = 4;
    answer.reply = "true";
    Flow ping = to(0);
    ping.protocol = "ICMPv4";
    EXPECT_EQ(warnings(read(lines({answer, answer, ping}), *cluster)),
              Edges{"no line of it gives an edge (replies: 2; ICMP or another protocol without ports: 1)"});
    EXPECT_EQ(warnings(read(lines({answer, answer, ping, to(1)}), *cluster)), Edges());
    const std::string table = "src_ns,src_workload,dst_ns,dst_workload,protocol,dst_port,verdict\n"
                              "shop,web,shop,db,TCP,1,allowed\nshop,web,shop,db,TCP,2,huh\n";
    EXPECT_EQ(warnings(read(table, *cluster)),
              Edges{"1 line left out: a verdict in words that are not known; this is the first"});
}

TEST(ReadFlows, StopsWhenItIsTold) {
    const auto cluster = shop();
    const TemporaryFolder folder;
    std::stop_source stop;
    stop.request_stop();
    const auto table =
        readFlows({folder.write("a.log", busyLog()).string()}, *cluster, {}, RunControl(stop.get_token(), {}));
    ASSERT_FALSE(table);
    EXPECT_EQ(table.error().kind, Error::Kind::Cancelled);
}

TEST(ReadFlows, NeedsNoInventory) {
    const Cluster nothing;
    EXPECT_EQ(edges(read(lines({to(5432)}), nothing), nothing),
              (Edges{"shop/web (not in the inventory) => shop/db (not in the inventory) TCP 5432 allowed 1"}));
}

} // namespace
} // namespace portolan::flowtest

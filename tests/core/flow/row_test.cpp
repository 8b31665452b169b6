#include "core/flow/flow_cells.h"
#include "tests/core/flow/flow_logs.h"

#include <gtest/gtest.h>

namespace portolan::flowtest {
namespace {

using Edges = std::vector<std::string>;

constexpr std::string_view kHeader =
    "time,src_ns,src_workload,src_pod,src_ip,dst_ns,dst_workload,dst_pod,dst_ip,protocol,dst_port,verdict,count\n";

struct RowCase {
    std::string_view row;
    Edges edges;
};

TEST(Rows, BecomeEdges) {
    const auto cluster = shop();
    const RowCase cases[] = {
        {"2026-03-01T12:00:00Z,shop,web,,,shop,db,,,tcp,5432,allowed,7", {"shop/web => shop/db TCP 5432 allowed 7"}},
        {",shop,,web-6fb5694d48-5hmds,,shop,db[Deployment],,,6,5432,denied,",
         {"shop/web => shop/db TCP 5432 denied 1"}},
        {",shop,web,,,shop,db,,,UDP,5432,,", {"shop/web => shop/db UDP 5432 observed 1"}},
        {",shop,web,,,shop,db,,,sctp,5432,AUDIT,2", {"shop/web => shop/db SCTP 5432 would-deny 2"}},
        {",,,,10.0.1.1,,,,10.96.0.5,tcp,5433,ACCEPT,2", {"shop/web => shop/db TCP 5432 allowed 2"}},
        {",,,,10.0.1.1,,,,203.0.113.7,tcp,443,observed,2", {"shop/web => 203.0.113.7 TCP 443 observed 2"}},
        {",,,,10.0.1.1,,,,203.0.113.0/24,tcp,443,observed,2", {"shop/web => 203.0.113.0/24 TCP 443 observed 2"}},
        {",,shop/web,,,,worker-1[Node],,,tcp,443,observed,2", {"shop/web => node worker-1 TCP 443 observed 2"}},
        {",,shop/web,,,,internet,,,tcp,443,observed,2",
         {"shop/web => internet (not in the inventory) TCP 443 observed 2"}},
        {",shop,web,,,shop,\"db\",,,tcp,\"5432\",allowed,1", {"shop/web => shop/db TCP 5432 allowed 1"}},
        {",shop,web,,,shop,db,,,icmp,,allowed,1", {}},
        {",shop,web,,,shop,db,,,tcp,65536,allowed,1", {}},
        {",shop,web,,,shop,db,,,tcp,0,allowed,1", {}},
        {",shop,web,,,shop,db,,,tcp,80,perhaps,1", {}},
        {",shop,web,,,shop,db,,,tcp,80,allowed,0", {}},
        {",shop,web,,,shop,db,,,tcp,80,allowed,-4", {}},
        {",shop,web,,,,,,,tcp,80,allowed,1", {}},
        {"too,few", {}},
        {",shop,web,,,shop,db,,,tcp,80,allowed,1,many", {}},
    };
    for (const RowCase& c : cases) {
        const FlowTable table = read(std::string(kHeader) + std::string(c.row) + "\n", *cluster);
        EXPECT_EQ(edges(table, *cluster), c.edges) << c.row;
        EXPECT_EQ(table.counts().lines, 1U) << c.row;
    }
}

TEST(Rows, MayBeQuotedOverSeveralLines) {
    const auto cluster = shop();
    const FlowTable table = read("src_ns,src_workload,note,dst_ns,dst_workload,protocol,dst_port\r\n"
                                 "shop,web,\"said \"\"hi\"\",\nand left\",shop,db,tcp,1\r\n"
                                 "shop,web,plain,shop,db,tcp,2\r\n"
                                 "shop,web,\"never closed,shop,db,tcp,3\r\n",
                                 *cluster);
    EXPECT_EQ(edges(table, *cluster),
              (Edges{"shop/web => shop/db TCP 1 observed 1", "shop/web => shop/db TCP 2 observed 1"}));
    EXPECT_EQ(table.counts().skips(SkipReason::Malformed), 1U);
    bool isNoted = false;
    for (const Diagnostic& d : table.diagnostics()) isNoted = isNoted || d.message == "columns that are not read: note";
    EXPECT_TRUE(isNoted);
}

TEST(Rows, AreTheSameAsJsonLines) {
    const auto cluster = shop();
    const FlowTable table =
        read(R"({"time":"2026-03-01T12:00:00Z","src_ns":"shop","src_workload":"web","dst_ip":"10.0.1.3",)"
             R"("protocol":"TCP","dst_port":5432,"verdict":"allowed","count":3,"other":{"a":[1]}})"
             "\n"
             R"({"src_ip":"10.0.1.1","dst_ip":"10.0.1.3","protocol":17,"dst_port":"53","verdict":null})"
             "\n{\"src_ip\":",
             *cluster);
    EXPECT_EQ(edges(table, *cluster),
              (Edges{"shop/web => shop/db TCP 5432 allowed 3", "shop/web => shop/db UDP 53 observed 1"}));
    EXPECT_EQ(table.counts().skips(SkipReason::Truncated), 1U);
}

/// The table as the CSV that the reports write.
std::string summary(const FlowTable& table, const Cluster& cluster) {
    std::string out;
    for (const std::string_view column : kFlowColumns) out += (out.empty() ? "" : ",") + std::string(column);
    for (const FlowEdge& edge : table.edges()) {
        out += '\n';
        std::string row;
        for (const std::string& cell : flowCells(table, edge, cluster)) row += cell + ',';
        row.pop_back();
        out += row;
    }
    return out + '\n';
}

std::string mixedLog() {
    std::vector<Flow> flows;
    for (const End& to :
         {db(), web2(), world("203.0.113.7"), End{"old", "gone", "", "", {}, 0},
          End{"", "", "", "192.168.0.1", {"reserved:host"}, 1}, End{"", "", "", "", {"reserved:world"}, 2},
          End{"", "", "", "192.168.0.9", {"reserved:remote-node"}, 6},
          End{"old", "api-7848d6c4d5-th9v2", "", "", {}, 0}, End{"", "", "", "10.96.0.6", {}, 0}})
        for (const char* verdict : {"FORWARDED", "AUDIT"})
            for (int day = 1; day < 4; ++day) {
                Flow flow;
                flow.verdict = verdict;
                flow.to = to;
                flow.reply = "false";
                flow.time = "2026-03-0" + std::to_string(day) + "T12:00:00.25Z";
                flows.push_back(flow);
            }
    return lines(flows);
}

TEST(Rows, ReadBackWhatWasWritten) {
    const auto cluster = shop();
    const FlowTable first = read(mixedLog(), *cluster);
    ASSERT_EQ(first.edges().size(), 18U);
    const std::string text = summary(first, *cluster);
    const FlowTable again = read(text, *cluster);
    EXPECT_EQ(edges(again, *cluster), edges(first, *cluster));
    EXPECT_EQ(summary(again, *cluster), text);
}

TEST(Rows, WrittenWithoutInventoryFindItLater) {
    const auto cluster = shop();
    const Cluster nothing;
    const FlowTable direct = read(mixedLog(), *cluster);
    const FlowTable later = read(summary(read(mixedLog(), nothing), nothing), *cluster);
    EXPECT_EQ(edges(later, *cluster), edges(direct, *cluster));
}

} // namespace
} // namespace portolan::flowtest

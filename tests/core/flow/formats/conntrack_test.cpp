#include "core/flow/formats/conntrack_chains.h"
#include "tests/core/flow/formats/log_case.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace portolan::flowtest {
namespace {

using Edges = std::vector<std::string>;

TEST(Conntrack, EntriesBecomeEdges) {
    const Edges webToDb{"shop/web => shop/db TCP 5432 observed 1"};
    const LogCase cases[] = {
        {"tcp      6 431999 ESTABLISHED src=10.0.1.1 dst=10.0.1.3 sport=40000 dport=5432 src=10.0.1.3 dst=10.0.1.1 "
         "sport=5432 dport=40000 [ASSURED] mark=0 use=1",
         webToDb},
        // a Service, translated by the entry itself
        {"tcp      6 431999 ESTABLISHED src=10.0.1.1 dst=10.96.0.77 sport=40000 dport=80 src=10.0.1.3 dst=10.0.1.1 "
         "sport=5432 dport=40000 [ASSURED] mark=0 use=1",
         webToDb},
        // masqueraded on the way out: the pod asked
        {"tcp      6 431999 ESTABLISHED src=10.0.1.1 dst=203.0.113.7 sport=40000 dport=443 packets=7 bytes=900 "
         "src=203.0.113.7 dst=192.168.0.1 sport=443 dport=61000 packets=7 bytes=900 [ASSURED] mark=0 secctx=null "
         "zone=3 "
         "use=1",
         {"shop/web => 203.0.113.7 TCP 443 observed 1"}},
        // /proc/net/nf_conntrack
        {"ipv4     2 udp      17 28 src=10.0.1.1 dst=10.96.0.10 sport=40000 dport=53 src=10.0.2.1 dst=10.0.1.1 "
         "sport=5353 dport=40000 [ASSURED] mark=0 zone=0 use=2",
         {"shop/web => dns/coredns UDP 5353 observed 1"}},
        {"tcp      6 120 SYN_SENT src=10.0.1.1 dst=10.0.1.3 sport=40000 dport=5432 [UNREPLIED] src=10.0.1.3 "
         "dst=10.0.1.1 "
         "sport=5432 dport=40000 mark=0 use=1",
         {},
         {{SkipReason::NoAnswer, 1}}},
        // refused: it never was open
        {"tcp      6 9 CLOSE src=10.0.1.1 dst=10.0.1.3 sport=40000 dport=5432 src=10.0.1.3 dst=10.0.1.1 sport=5432 "
         "dport=40000 mark=0 use=1",
         {},
         {{SkipReason::NoAnswer, 1}}},
        {"tcp      6 9 CLOSE src=10.0.1.1 dst=10.0.1.3 sport=40000 dport=5432 src=10.0.1.3 dst=10.0.1.1 sport=5432 "
         "dport=40000 [ASSURED] mark=0 use=1",
         webToDb},
        // datagrams need no answer
        {"udp      17 28 src=10.0.1.1 dst=10.0.1.4 sport=40000 dport=8125 [UNREPLIED] src=10.0.1.4 dst=10.0.1.1 "
         "sport=8125 dport=40000 mark=0 use=1",
         {"shop/web => shop/kafka UDP 8125 observed 1"}},
        {"icmp     1 29 src=10.0.1.1 dst=10.0.1.3 type=8 code=0 id=7 src=10.0.1.3 dst=10.0.1.1 type=0 code=0 id=7 "
         "mark=0 "
         "use=1\n"
         "conntrack v1.4.7 (conntrack-tools): 1 flow entries have been shown.",
         {},
         {{SkipReason::NoTransport, 1}}},
        {"tcp      6 431999 ESTABLISHED src=127.0.0.1 dst=127.0.0.1 sport=40000 dport=2379 src=127.0.0.1 dst=127.0.0.1 "
         "sport=2379 dport=40000 [ASSURED] mark=0 use=1",
         {"node 127.0.0.1 (not in the inventory) => node 127.0.0.1 (not in the inventory) TCP 2379 observed 1"}},
        {"tcp      6 431999 ESTABLISHED src=10.0.1.1 dst=10.0.1.3 sport=40000 dport=5432 src=10.0.1.3 dst=10.0.1.1\n"
         "nothing",
         {},
         {{SkipReason::Malformed, 2}}},
    };
    for (const LogCase& c : cases) expectLog(FlowFormat::Conntrack, "", c);
}

TEST(Conntrack, EventsOfOneConnectionCountOnce) {
    const LogCase cases[] = {
        {"    [NEW] tcp      6 120 SYN_SENT src=10.0.1.1 dst=10.96.0.5 sport=40000 dport=5433 [UNREPLIED] src=10.0.1.3 "
         "dst=10.0.1.1 sport=5432 dport=40000\n"
         " [UPDATE] tcp      6 60 SYN_RECV src=10.0.1.1 dst=10.96.0.5 sport=40000 dport=5433 src=10.0.1.3 dst=10.0.1.1 "
         "sport=5432 dport=40000\n"
         " [UPDATE] tcp      6 432000 ESTABLISHED src=10.0.1.1 dst=10.96.0.5 sport=40000 dport=5433 src=10.0.1.3 "
         "dst=10.0.1.1 sport=5432 dport=40000 [ASSURED]\n"
         "[DESTROY] tcp      6 src=10.0.1.1 dst=10.96.0.5 sport=40000 dport=5433 src=10.0.1.3 dst=10.0.1.1 sport=5432 "
         "dport=40000 [ASSURED]",
         {"shop/web => shop/db TCP 5432 observed 1"},
         {{SkipReason::Repeated, 3}}},
        // the port is taken again
        {"[DESTROY] tcp      6 src=10.0.1.1 dst=10.0.1.3 sport=40000 dport=5432 src=10.0.1.3 dst=10.0.1.1 sport=5432 "
         "dport=40000 [ASSURED]\n"
         "    [NEW] tcp      6 120 SYN_SENT src=10.0.1.1 dst=10.0.1.3 sport=40000 dport=5432 [UNREPLIED] src=10.0.1.3 "
         "dst=10.0.1.1 sport=5432 dport=40000\n"
         "[DESTROY] tcp      6 src=10.0.1.1 dst=10.0.1.3 sport=40000 dport=5432 src=10.0.1.3 dst=10.0.1.1 sport=5432 "
         "dport=40000 [ASSURED]",
         {"shop/web => shop/db TCP 5432 observed 2"},
         {{SkipReason::Repeated, 1}}},
        {"    [NEW] tcp      6 120 SYN_SENT src=10.0.1.1 dst=10.0.1.3 sport=40000 dport=5432 [UNREPLIED] src=10.0.1.3 "
         "dst=10.0.1.1 sport=5432 dport=40000",
         {},
         {{SkipReason::NoAnswer, 1}}},
    };
    for (const LogCase& c : cases) expectLog(FlowFormat::Conntrack, "", c);
}

TEST(Conntrack, EntriesOfOpenVSwitchBecomeEdges) {
    const LogCase cases[] = {
        {"tcp,orig=(src=10.0.1.1,dst=10.96.0.5,sport=40000,dport=5433,packets=3,bytes=9),reply=(src=10.0.1.3,dst=10.0."
         "1.1,"
         "sport=5432,dport=40000,packets=3,bytes=9),start=2026-03-01T12:00:00.250,id=9,zone=65520,status=SEEN_REPLY|"
         "ASSURED|"
         "CONFIRMED,timeout=8,protoinfo=(state_orig=ESTABLISHED,state_reply=ESTABLISHED)",
         {"shop/web => shop/db TCP 5432 observed 1"}},
        {"tcp,orig=(src=10.0.1.1,dst=10.0.1.3,sport=40000,dport=5432),reply=(src=10.0.1.3,dst=10.0.1.1,sport=5432,"
         "dport=40000),zone=5,status=CONFIRMED,protoinfo=(state_orig=SYN_SENT,state_reply=NONE)",
         {},
         {{SkipReason::NoAnswer, 1}}},
        // without -m nothing but the state is told
        {"tcp,orig=(src=10.0.1.1,dst=10.0.1.3,sport=40000,dport=5432),reply=(src=10.0.1.3,dst=10.0.1.1,sport=5432,"
         "dport=40000),zone=5,protoinfo=(state=SYN_SENT)\n"
         "tcp,orig=(src=10.0.1.1,dst=10.0.1.4,sport=40000,dport=9092),reply=(src=10.0.1.4,dst=10.0.1.1,sport=9092,"
         "dport=40000),zone=5,protoinfo=(state=ESTABLISHED)",
         {"shop/web => shop/kafka TCP 9092 observed 1"},
         {{SkipReason::NoAnswer, 1}}},
        {"icmp,orig=(src=10.0.1.1,dst=10.0.1.3,id=7,type=8,code=0),reply=(src=10.0.1.3,dst=10.0.1.1,id=7,type=0,code="
         "0)",
         {},
         {{SkipReason::NoTransport, 1}}},
    };
    for (const LogCase& c : cases) expectLog(FlowFormat::Conntrack, "", c);
}

/// One connection of a node to a Service, through four zones of OVN-Kubernetes; the answer made the last entry.
std::vector<std::string> zonesOfOneConnection() {
    return {
        "tcp      6 114 TIME_WAIT src=192.168.0.1 dst=10.96.0.5 sport=47108 dport=5433 src=10.96.0.5 dst=192.168.0.1 "
        "sport=5433 dport=47108 [ASSURED] mark=0 use=1",
        "tcp      6 114 TIME_WAIT src=192.168.0.1 dst=10.96.0.5 sport=47108 dport=5433 src=10.96.0.5 dst=169.254.169.2 "
        "sport=5433 dport=47108 [ASSURED] mark=0 zone=64001 use=1",
        "tcp      6 114 TIME_WAIT src=169.254.169.2 dst=10.96.0.5 sport=47108 dport=5433 src=10.0.1.3 "
        "dst=169.254.169.2 sport=5432 dport=47108 [ASSURED] mark=0 zone=16 use=1",
        "tcp      6 114 TIME_WAIT src=169.254.169.2 dst=10.0.1.3 sport=47108 dport=5432 src=10.0.1.3 dst=100.64.0.4 "
        "sport=5432 dport=47108 [ASSURED] mark=0 use=1",
        "tcp      6 114 TIME_WAIT src=10.0.1.3 dst=100.64.0.4 sport=5432 dport=47108 src=100.64.0.4 dst=10.0.1.3 "
        "sport=47108 dport=5432 [ASSURED] mark=0 zone=7 use=1"};
}

TEST(Conntrack, EntriesOfAllZonesAreOneConnectionInAnyOrder) {
    std::vector<std::string> lines = zonesOfOneConnection();
    std::ranges::sort(lines);
    const std::string another = "tcp      6 9 ESTABLISHED src=10.0.1.1 dst=10.0.1.3 sport=47108 dport=5432 "
                                "src=10.0.1.3 dst=10.0.1.1 sport=5432 "
                                "dport=47108 [ASSURED] mark=0 use=1";
    do {
        std::string text = another;
        for (const std::string& line : lines) text += '\n' + line;
        const auto results = resultsOf(FlowFormat::Conntrack, text, {});
        std::size_t flows = 0;
        for (const LineResult& result : results) flows += result.kind == LineResult::Kind::Flow ? 1 : 0;
        EXPECT_EQ(flows, 2U) << text;
        EXPECT_EQ(results.size(), 6U) << text;
    } while (std::ranges::next_permutation(lines).found);
    std::string text = another;
    for (const std::string& line : zonesOfOneConnection()) text += '\n' + line;
    expectLog(FlowFormat::Conntrack, "",
              {text,
               {"shop/web => shop/db TCP 5432 observed 1", "node worker-1 => shop/db TCP 5432 observed 1"},
               {{SkipReason::Repeated, 4}}});
}

TEST(Conntrack, KeepsNoMoreConnectionsThanItsLimit) {
    ConntrackChains chains;
    std::uint64_t given = 0;
    constexpr std::uint32_t kConnections = 3 * ConntrackChains::kMaxChains / 2;
    for (std::uint32_t i = 0; i < kConnections; ++i) {
        ConntrackEntry entry;
        entry.before = entry.after = {IpAddress::v4(i), IpAddress::v4(1), 40000, 443, Protocol::Tcp};
        EXPECT_EQ(chains.add(entry, i), ConntrackChains::Added::First);
        if (chains.isFull()) given += chains.takeAll().size();
    }
    EXPECT_EQ(given, ConntrackChains::kMaxChains);
    EXPECT_EQ(given + chains.takeAll().size(), kConnections);
}

TEST(Conntrack, SnapshotsHaveTheTimeOfTheirFileAndEventsTheirOwn) {
    LineHints hints;
    hints.fileTime = 1'772'400'000'000'000'000;
    const std::string entry = "tcp      6 9 ESTABLISHED src=10.0.1.1 dst=10.0.1.3 sport=40000 dport=5432 src=10.0.1.3 "
                              "dst=10.0.1.1 sport=5432 dport=40000 [ASSURED]";
    const auto snapshot = resultsOf(FlowFormat::Conntrack, entry, hints);
    ASSERT_EQ(snapshot.size(), 1U);
    EXPECT_EQ(snapshot[0].record.firstSeen, hints.fileTime);
    EXPECT_EQ(snapshot[0].record.weightKind, WeightKind::Connection);
    const auto event = resultsOf(FlowFormat::Conntrack, "[1772366400.250000]\t[DESTROY] " + entry, hints);
    ASSERT_EQ(event.size(), 1U);
    EXPECT_EQ(event[0].record.firstSeen, 1'772'366'400'250'000'000);
}

} // namespace
} // namespace portolan::flowtest

#include "core/ledger/ledger.h"
#include "tests/core/ledger/story.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

using story::join;
using Kind = EdgeGate::Kind;

constexpr const char* kShop = R"(
    ns shop
    pod shop/web app=web :80 ip=10.0.0.1
    pod shop/db app=db :5432 ip=10.0.0.2
    pod shop/job app=job ip=10.0.0.3
)";
constexpr const char* kDbFromWeb =
    "policy shop/db {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], "
    "ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 5432}]}]}\n";

struct StateCase {
    const char* name;
    const char* policy;
    const char* flow; ///< from shop/web or shop/job to shop/db
    EdgeState state;
    Verdict verdict;
    Kind egress;
    Kind ingress;
};

class EdgeStates : public testing::TestWithParam<StateCase> {};

TEST_P(EdgeStates, FollowFromVerdictAndObservation) {
    const StateCase& c = GetParam();
    const auto joined = join(std::string(kShop) + c.policy, c.flow);
    ASSERT_EQ(joined.ledger->edges().size(), 1U);
    const LedgerEdge& edge = joined.ledger->edges().front();
    EXPECT_EQ(name(edge.state), name(c.state));
    EXPECT_EQ(edge.verdict, c.verdict);
    EXPECT_EQ(edge.egress.kind, c.egress);
    EXPECT_EQ(edge.ingress.kind, c.ingress);
}

INSTANTIATE_TEST_SUITE_P(
    Ledger, EdgeStates,
    testing::Values(
        StateCase{"open", "", "shop/web shop/db TCP/5432 allowed 7", EdgeState::Open, Verdict::Allow, Kind::NotIsolated,
                  Kind::NotIsolated},
        StateCase{"used by a rule at one end", kDbFromWeb, "shop/web shop/db TCP/5432 allowed 7", EdgeState::Used,
                  Verdict::Allow, Kind::NotIsolated, Kind::Rule},
        StateCase{"traffic without a policy verdict counts as seen", kDbFromWeb, "shop/web shop/db TCP/5432 observed 7",
                  EdgeState::Used, Verdict::Allow, Kind::NotIsolated, Kind::Rule},
        StateCase{"blocked", kDbFromWeb, "shop/job shop/db TCP/5432 denied 7", EdgeState::Blocked, Verdict::Deny,
                  Kind::NotIsolated, Kind::Closed},
        StateCase{"passed though denied", kDbFromWeb, "shop/job shop/db TCP/5432 allowed 7", EdgeState::Mismatch,
                  Verdict::Deny, Kind::NotIsolated, Kind::Closed},
        StateCase{"dropped though allowed", kDbFromWeb, "shop/web shop/db TCP/5432 denied 7", EdgeState::Mismatch,
                  Verdict::Allow, Kind::NotIsolated, Kind::Rule},
        StateCase{"the newest observation decides: dropped since", kDbFromWeb,
                  "shop/job shop/db TCP/5432 allowed 7 2026-10-18 2026-10-20\n"
                  "shop/job shop/db TCP/5432 denied 3 2026-10-21 2026-11-01",
                  EdgeState::Blocked, Verdict::Deny, Kind::NotIsolated, Kind::Closed},
        StateCase{"the newest observation decides: passing again", kDbFromWeb,
                  "shop/web shop/db TCP/5432 denied 7 2026-10-18 2026-10-20\n"
                  "shop/web shop/db TCP/5432 allowed 3 2026-10-21 2026-11-01",
                  EdgeState::Used, Verdict::Allow, Kind::NotIsolated, Kind::Rule},
        StateCase{"audit mode lets a denied flow pass", kDbFromWeb, "shop/job shop/db TCP/5432 would-deny 7",
                  EdgeState::Mismatch, Verdict::Deny, Kind::NotIsolated, Kind::Closed},
        StateCase{"another port than the rule's", kDbFromWeb, "shop/web shop/db TCP/22 denied 1", EdgeState::Blocked,
                  Verdict::Deny, Kind::NotIsolated, Kind::Closed},
        StateCase{"an unknown end cannot be decided", kDbFromWeb, "unknown:shop/gone shop/db TCP/5432 allowed 7",
                  EdgeState::Uncertain, Verdict::Uncertain, Kind::Unknown, Kind::Unknown},
        StateCase{"an address outside is exempt", kDbFromWeb, "shop/web ip:203.0.113.7 TCP/443 allowed 7",
                  EdgeState::Open, Verdict::Allow, Kind::NotIsolated, Kind::Exempt}),
    [](const auto& row) {
        std::string out = row.param.name;
        std::erase_if(out, [](unsigned char ch) { return std::isalnum(ch) == 0; });
        return out;
    });

TEST(Ledger, HasNoEvidenceWithoutFlows) {
    const auto joined = join(std::string(kShop) + kDbFromWeb);
    EXPECT_FALSE(joined.ledger->evidence());
    EXPECT_TRUE(joined.ledger->edges().empty());
    const RuleUsage& usage = joined.usage("shop/db", Direction::Ingress);
    EXPECT_FALSE(usage.isObservable);
    EXPECT_EQ(usage.allowedPairs, 1U);
}

TEST(Ledger, CountsHitsAndPairsOfARule) {
    const auto joined = join(std::string(kShop) + "policy shop/db {podSelector: {matchLabels: {app: db}}, policyTypes: "
                                                  "[Ingress], ingress: [{from: [{podSelector: {}}]}]}\n",
                             "shop/web shop/db TCP/5432 allowed 7\nshop/web shop/db TCP/22 allowed 2");
    const RuleUsage& usage = joined.usage("shop/db", Direction::Ingress);
    EXPECT_TRUE(usage.isObservable);
    EXPECT_EQ(usage.hits, 9U);
    EXPECT_EQ(usage.usedPairs, 1U);
    EXPECT_EQ(usage.allowedPairs, 2U); // not the db with itself: it is one pod
    EXPECT_EQ(usage.edges.size(), 2U);
}

TEST(Ledger, CountsAWorkloadWithItselfOnlyIfItHasTwoPods) {
    const auto joined = join("deploy shop/db 3 app=db :5432\npolicy shop/db {podSelector: {}, policyTypes: [Ingress], "
                             "ingress: [{from: [{podSelector: {}}]}]}\n");
    EXPECT_EQ(joined.usage("shop/db", Direction::Ingress).allowedPairs, 1U);
}

TEST(Ledger, CountsEverythingOutsideAsOnePeer) {
    const auto joined =
        join(std::string(kShop) + "policy shop/web {podSelector: {matchLabels: {app: web}}, policyTypes: "
                                  "[Ingress], ingress: [{ports: [{port: 80}]}]}\n",
             "ip:203.0.113.7 shop/web TCP/80 allowed 2\nip:203.0.113.8 shop/web TCP/80 allowed 2");
    const RuleUsage& usage = joined.usage("shop/web", Direction::Ingress);
    EXPECT_EQ(usage.usedPairs, 1U);
    EXPECT_EQ(usage.allowedPairs, 3U); // db, job, outside
}

TEST(Ledger, CallsARulePossiblyUsedWhereAnEndIsUnknown) {
    const auto joined = join(std::string(kShop) + kDbFromWeb,
                             "unknown:shop/gone shop/db TCP/5432 allowed 7\nshop/job shop/web TCP/80 allowed 1");
    const RuleUsage& usage = joined.usage("shop/db", Direction::Ingress);
    EXPECT_EQ(usage.hits, 0U);
    EXPECT_EQ(usage.maybeHits, 7U);
    EXPECT_TRUE(usage.isUsed());
}

TEST(Ledger, DoesNotObserveANamespaceThatNoFlowTouches) {
    const auto joined =
        join(std::string(kShop) + kDbFromWeb + "pod ops/cron app=cron\n", "ops/cron ip:203.0.113.7 TCP/443 allowed 1");
    EXPECT_FALSE(joined.usage("shop/db", Direction::Ingress).isObservable);
}

TEST(Ledger, LeavesInertRulesOut) {
    const auto joined =
        join(std::string(kShop) + "policy shop/db {podSelector: {}, policyTypes: [Ingress], egress: [{}]}\n");
    EXPECT_TRUE(joined.ledger->usages().empty());
}

TEST(Ledger, ListsPermittedUnseenEdgesOnListeningPorts) {
    const auto joined = join(std::string(kShop) + kDbFromWeb, "shop/web shop/db TCP/5432 allowed 7");
    EXPECT_TRUE(joined.ledger->permittedUnseen(joined.workload("shop/web"), joined.workload("shop/db")).empty());
    const auto open = joined.ledger->permittedUnseen(joined.workload("shop/db"), joined.workload("shop/web"));
    ASSERT_EQ(open.size(), 1U);
    EXPECT_EQ(open.front().state, EdgeState::OpenUnseen);
    EXPECT_EQ(open.front().port, 80);
}

TEST(Ledger, ListsServiceTargetsAmongListeningPorts) {
    const auto joined =
        join(std::string(kShop) + "service shop/job {selector: {app: job}, ports: [{port: 80, targetPort: 9090}]}\n");
    EXPECT_EQ(joined.ledger->listeningPorts(joined.workload("shop/job")),
              (ListeningPorts{{Protocol::Tcp, std::uint16_t{9090}}}));
}

TEST(Ledger, CountsOpenPairsInsteadOfListingThem) {
    const auto joined = join(std::string(kShop) + kDbFromWeb, "shop/web shop/job TCP/1 allowed 1");
    const std::vector all{joined.workload("shop/web"), joined.workload("shop/db"), joined.workload("shop/job")};
    const auto unseen = joined.ledger->permittedUnseen(all, 100, {}).value();
    ASSERT_EQ(unseen.edges.size(), 1U); // web to db by the rule
    EXPECT_EQ(unseen.edges.front().state, EdgeState::UnusedAllow);
    EXPECT_EQ(unseen.openTo, (std::vector<std::uint32_t>{0, 2, 1})); // web has talked to job already
    EXPECT_EQ(joined.ledger->permittedUnseen(all, 0, {}).value().leftOut, 1U);
}

TEST(Ledger, TakesProbesFromTheOwnNodeAsAllowed) {
    const auto joined = join("node n1 192.168.0.1\nnode n2 192.168.0.2\npod shop/web app=web ip=10.0.0.1 node=n1\n"
                             "policy shop/deny {podSelector: {}, policyTypes: [Ingress]}\n",
                             "ip:192.168.0.1 shop/web TCP/8080 allowed 5\nip:192.168.0.2 shop/web TCP/8080 denied 5");
    ASSERT_EQ(joined.ledger->edges().size(), 2U);
    for (const LedgerEdge& edge : joined.ledger->edges()) {
        const bool isOwn = displayName(*joined.cluster, edge.from) == "node n1";
        EXPECT_EQ(edge.verdict, isOwn ? Verdict::Allow : Verdict::Deny);
        EXPECT_EQ(edge.ingress.kind, isOwn ? Kind::Exempt : Kind::Closed);
    }
}

TEST(Ledger, FindsEdgesOfAWorkload) {
    const auto joined = join(kShop, "shop/web shop/db TCP/5432 allowed 7\nshop/job shop/web TCP/80 allowed 1\n"
                                    "shop/job shop/db TCP/5432 allowed 1");
    EXPECT_EQ(joined.ledger->edgesOf(joined.workload("shop/web")).size(), 2U);
    EXPECT_NE(joined.ledger->find(joined.workload("shop/job"), joined.workload("shop/web"), Protocol::Tcp, 80),
              nullptr);
    EXPECT_EQ(joined.ledger->find(joined.workload("shop/web"), joined.workload("shop/job"), Protocol::Tcp, 80),
              nullptr);
}

} // namespace
} // namespace portolan

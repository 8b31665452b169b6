#include "core/flow/read_flows.h"
#include "core/ledger/removal.h"
#include "core/ledger/sufficiency.h"
#include "core/ledger/tighten.h"
#include "core/load/load.h"

#include <gtest/gtest.h>

/// What the ledger makes of the sample: what was planted (samples/harbor/README.md) and nothing else.

namespace portolan {
namespace {

class HarborLedger : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        s_cluster = load({"samples/harbor"}).value();
        const std::shared_ptr<const Reachability> reachability =
            Reachability::create(s_cluster, *Profile::named("cilium"), {}).value();
        const FlowTable flows = readFlows({"samples/harbor/flows/hubble.jsonl.gz"}, *s_cluster, {}, {}).value();
        s_ledger = Ledger::create(reachability, &flows, {}).value();
    }
    static void TearDownTestSuite() {
        s_ledger.reset();
        s_cluster.reset();
    }

    static std::string nameOf(const RuleUsage& usage) { return displayName(s_ledger->reachability(), usage.rule); }
    template <typename IsWanted>
    static std::vector<std::string> rulesWith(IsWanted isWanted) {
        std::vector<std::string> out;
        for (const RuleUsage& usage : s_ledger->usages())
            if (isWanted(usage)) out.push_back(nameOf(usage));
        return out;
    }
    static std::vector<RuleRef> rules() {
        std::vector<RuleRef> out;
        for (const RuleUsage& usage : s_ledger->usages()) out.push_back(usage.rule);
        return out;
    }

    static inline std::shared_ptr<const Cluster> s_cluster;
    static inline std::shared_ptr<const Ledger> s_ledger;
};

TEST_F(HarborLedger, FindsTheOneUnusedAllow) {
    EXPECT_EQ(rulesWith([](const RuleUsage& u) { return u.state() == UsageState::Unused; }),
              (std::vector<std::string>{"fulfilment/stock-import ingress rule 1"}));
    EXPECT_EQ(rulesWith([](const RuleUsage& u) { return u.state() == UsageState::NotObservable; }),
              std::vector<std::string>());
    const auto removed = removals(*s_ledger, rules(), {}).value();
    ASSERT_EQ(removed.size(), 1U);
    EXPECT_TRUE(removed.front().isWholePolicy);
}

TEST_F(HarborLedger, FindsTheResidueOfTheBroadRuleAndOfTheTwoSlips) {
    EXPECT_EQ(
        rulesWith(
            [](const RuleUsage& u) { return u.state() == UsageState::Used && !residue(*s_ledger, u.rule).isEmpty(); }),
        (std::vector<std::string>{"messaging/schema-registry ingress rule 1", "reporting/default-deny egress rule 1",
                                  "search/allow-prometheus ingress rule 1"}));
    const auto broad = rulesWith([](const RuleUsage& u) { return u.allowedPairs == 57 && u.usedPairs == 4; });
    EXPECT_EQ(broad, (std::vector<std::string>{"messaging/schema-registry ingress rule 1"}));
}

TEST_F(HarborLedger, TightensTheBroadRuleToItsFourPeers) {
    const auto tightenings = tighten(*s_ledger, rules(), {}).value();
    const auto it = std::ranges::find_if(tightenings, [](const Tightening& t) {
        return displayName(s_ledger->reachability(), t.rule) == "messaging/schema-registry ingress rule 1";
    });
    ASSERT_NE(it, tightenings.end());
    EXPECT_EQ(it->pairsAfter, 4U);
    EXPECT_EQ(it->connections, 99U);
    EXPECT_EQ(it->replacement.peers.size(), 4U);
}

TEST_F(HarborLedger, SeesTheLeftoverInUse) {
    const auto used = rulesWith([](const RuleUsage& u) {
        return u.state() == UsageState::Used && s_cluster->displayName(u.rule.policy) == "shop/catalog-recommendations";
    });
    EXPECT_EQ(used.size(), 1U);
}

TEST_F(HarborLedger, SeesOneEdgeThatPoliciesDenyAndNoOtherMismatch) {
    std::vector<std::string> denied;
    for (const LedgerEdge& edge : s_ledger->edges())
        if (edge.state == EdgeState::Mismatch || edge.state == EdgeState::Uncertain)
            denied.push_back(displayName(*s_cluster, edge.from) + " => " + displayName(*s_cluster, edge.to));
    EXPECT_EQ(denied, (std::vector<std::string>{"monitoring/grafana => data/orders-db"}));
}

TEST_F(HarborLedger, SeesEveryCronJobRun) {
    for (const RuleUsage& usage : s_ledger->usages())
        EXPECT_TRUE(sufficiency(*s_ledger, usage.rule).neverRan.empty()) << nameOf(usage);
}

} // namespace
} // namespace portolan

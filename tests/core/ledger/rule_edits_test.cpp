#include "core/ledger/rule_edits.h"
#include "core/ledger/rule_text.h"
#include "tests/core/ledger/story.h"

#include <gtest/gtest.h>

/// Several edits as one change: what is taken, what is left out and why, and what all of them do together.

namespace portolan {
namespace {

using story::join;

const std::string kPods = "ns shop\npod shop/web app=web :80\npod shop/db app=db :5432\npod shop/api app=api :8080\n";
constexpr const char* kWebOnly = "shop/web shop/db TCP/5432 allowed 9";

std::string onDb(const std::string& name, const std::string& rules) {
    return "policy shop/" + name + " {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: [" +
           rules + "]}\n";
}
std::string from(const std::string& app) {
    return "{from: [{podSelector: {matchLabels: {app: " + app + "}}}], ports: [{port: 5432}]}";
}
const std::string kFromAll = "{from: [{podSelector: {}}], ports: [{port: 5432}]}";

RuleWish wish(const story::Joined& joined, const std::string& policy, std::uint32_t index, RuleChange change) {
    return {{joined.policy(policy), Direction::Ingress, index}, change};
}

/// "shop/db 0 tighten", one a wish, parted by "; ".
std::vector<RuleWish> wishes(const story::Joined& joined, const std::string& text) {
    std::vector<RuleWish> out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find("; ", at), text.size());
        const std::string one = text.substr(at, end - at);
        const std::size_t first = one.find(' ');
        const std::size_t second = one.find(' ', first + 1);
        const auto index = static_cast<std::uint32_t>(std::stoul(one.substr(first + 1, second)));
        out.push_back(wish(joined, one.substr(0, first), index,
                           one.substr(second + 1) == "remove" ? RuleChange::Remove : RuleChange::Tighten));
        at = end + 2;
    }
    return out;
}

/// What became of each wish: "taken", "whole" where the policy goes, else why not.
std::string outcome(const RuleEdits& edits) {
    std::string out;
    for (const RuleEdit& e : edits.rules)
        out += (out.empty() ? "" : "; ") + (!e.isPart() ? e.refusal : e.isWholePolicy ? "whole" : "taken");
    return out;
}

struct WishCase {
    const char* name;
    std::string policies;
    const char* flows;
    const char* wishes;
    const char* outcome;
};

class RuleWishes : public testing::TestWithParam<WishCase> {};
TEST_P(RuleWishes, AreTakenWhereTheyAreProved) {
    const auto joined = join(kPods + GetParam().policies, GetParam().flows);
    const RuleEdits edits = ruleEdits(*joined.ledger, wishes(joined, GetParam().wishes), {}).value();
    EXPECT_EQ(outcome(edits), GetParam().outcome);
    EXPECT_TRUE(edits.wouldBreak.empty());
    EXPECT_EQ(edits.pairs.opened, 0U);
}

INSTANTIATE_TEST_SUITE_P(
    Ledger, RuleWishes,
    testing::Values(
        WishCase{"no wish", onDb("db", from("web")), kWebOnly, "", ""},
        WishCase{"a wide rule becomes tighter", onDb("db", kFromAll), kWebOnly, "shop/db 0 tighten", "taken"},
        WishCase{"a rule in full use has nothing smaller", onDb("db", from("web")), kWebOnly, "shop/db 0 tighten",
                 "nothing smaller keeps every flow"},
        WishCase{"two edits of one policy add up", onDb("db", kFromAll + ", " + from("api")),
                 "shop/web shop/db TCP/5432 allowed 9", "shop/db 0 tighten; shop/db 1 remove", "taken; taken"},
        WishCase{"edits of two policies add up", onDb("a", kFromAll) + onDb("b", from("api")), kWebOnly,
                 "shop/a 0 tighten; shop/b 0 remove", "taken; whole"},
        WishCase{"of two policies that isolate each other neither goes as a whole",
                 onDb("a", from("api")) + onDb("b", from("api")), "shop/api shop/web TCP/80 allowed 1",
                 "shop/a 0 remove; shop/b 0 remove", "taken; taken"},
        WishCase{"one of them alone does", onDb("a", from("api")) + onDb("b", from("api")),
                 "shop/api shop/web TCP/80 allowed 1", "shop/a 0 remove", "whole"},
        WishCase{"a used rule does not go", onDb("db", from("web")), kWebOnly, "shop/db 0 remove",
                 "9 connections need it"},
        WishCase{"an unused rule has nothing to keep", onDb("db", from("api")), kWebOnly, "shop/db 0 tighten",
                 "no flow used it: it can only go"},
        WishCase{"what may have been used stays", onDb("db", from("api")),
                 "unknown:shop/gone shop/db TCP/5432 allowed 1", "shop/db 0 remove",
                 "not observable: 1 connections may have used it: an end is not in the inventory, or the match is "
                 "uncertain"},
        WishCase{"a short log proves no removal", onDb("db", from("api")),
                 "shop/api shop/web TCP/80 allowed 9 2026-11-17 2026-11-18", "shop/db 0 remove",
                 "not observable: the log covers 2 of the 30 days that it takes"},
        WishCase{"without a log nothing is taken", onDb("db", from("web")), "", "shop/db 0 remove",
                 "not observable: no flow log is loaded"}),
    [](const auto& row) {
        std::string out = row.param.name;
        std::erase_if(out, [](unsigned char ch) { return std::isalnum(ch) == 0; });
        return out;
    });

TEST(RuleEdits, ReplaceRulesAtTheirPlacesBeforeOthersGo) {
    const auto joined = join(kPods + onDb("db", from("api") + ", " + kFromAll), kWebOnly);
    const auto edits = ruleEdits(*joined.ledger, wishes(joined, "shop/db 0 remove; shop/db 1 tighten"), {}).value();
    ASSERT_EQ(edits.policies.size(), 1U);
    ASSERT_NE(edits.policies.front().policy, nullptr);
    const auto& rules = edits.policies.front().policy->ingress;
    ASSERT_EQ(rules.size(), 1U);
    EXPECT_NE(ruleYaml(*joined.cluster, Direction::Ingress, rules.front()).find("app: web"), std::string::npos);
    EXPECT_EQ(edits.observed, 1U);
    EXPECT_EQ(edits.pairs.closed, 1U); // api to db; db is one pod
    EXPECT_EQ(edits.rules[1].connections, 9U);
    EXPECT_EQ(edits.rules[1].pairsAfter, 1U);
}

TEST(RuleEdits, LeaveTheClusterAsItIsWhereNothingIsTaken) {
    const auto joined = join(kPods + onDb("db", from("web")), kWebOnly);
    const auto edits = ruleEdits(*joined.ledger, wishes(joined, "shop/db 0 remove"), {}).value();
    EXPECT_TRUE(edits.policies.empty());
    ASSERT_NE(edits.after, nullptr);
    EXPECT_EQ(edits.pairs, PairDelta{});
}

TEST(RuleEdits, TightenAdminPoliciesBesideOthers) {
    const auto joined =
        join(kPods +
                 "anp x {priority: 5, subject: {namespaces: {}}, ingress: [{action: Allow, from: [{namespaces: "
                 "{}}], ports: [{portNumber: {protocol: TCP, port: 5432}}]}]}\n" +
                 onDb("db", from("api")),
             kWebOnly);
    const std::vector<RuleWish> both{{{adminPolicyId(0), Direction::Ingress, 0}, RuleChange::Tighten},
                                     wish(joined, "shop/db", 0, RuleChange::Remove)};
    const auto edits = ruleEdits(*joined.ledger, both, {}).value();
    EXPECT_EQ(outcome(edits), "taken; taken");
    ASSERT_EQ(edits.policies.size(), 2U);
    EXPECT_TRUE(edits.policies.back().isAdmin());
    EXPECT_TRUE(edits.wouldBreak.empty());
}

TEST(BrokenEdges, AreTheObservedOnesThatEditsShut) {
    const auto joined = join(kPods + onDb("db", from("web") + ", " + from("api")),
                             "shop/web shop/db TCP/5432 allowed 9\nshop/api shop/db TCP/5432 allowed 2\n"
                             "shop/api shop/web TCP/80 allowed 3");
    const std::vector edits{
        withoutRule(*joined.reachability, RuleRef{joined.policy("shop/db"), Direction::Ingress, 1})};
    const auto after = joined.reachability->edited(edits, {}).value();
    const auto broken = brokenEdges(*joined.ledger, edits, *after, {}).value();
    ASSERT_EQ(broken.size(), 1U);
    const LedgerEdge& edge = joined.ledger->edges()[broken.front()];
    EXPECT_EQ(displayName(*joined.cluster, edge.from), "shop/api");
    EXPECT_EQ(edge.port, 5432);
}

} // namespace
} // namespace portolan

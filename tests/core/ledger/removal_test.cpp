#include "core/ledger/removal.h"
#include "tests/core/ledger/story.h"

#include <gtest/gtest.h>

/// What of a policy may go, and whether the policy itself may.

namespace portolan {
namespace {

using story::join;

const std::string kPods = "ns shop\npod shop/web app=web :80\npod shop/db app=db :5432\npod shop/api app=api :8080\n";

std::string onDb(const std::string& name, const std::string& rules) {
    return "policy shop/" + name + " {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: [" +
           rules + "]}\n";
}
std::string from(const std::string& app) {
    return "{from: [{podSelector: {matchLabels: {app: " + app + "}}}], ports: [{port: 5432}]}";
}

/// "policy rules whole|rule" of each removal of all rules.
std::string removed(const story::Joined& joined) {
    std::vector<RuleRef> all;
    for (const RuleUsage& usage : joined.ledger->usages()) all.push_back(usage.rule);
    std::string out;
    const auto found = removals(*joined.ledger, all, {}).value();
    for (const Removal& r : found)
        out += (out.empty() ? "" : "; ") + shortName(*joined.reachability, r.policy) + ' ' +
               std::to_string(r.rules.size()) + (r.isWholePolicy ? " whole" : " of it");
    return out;
}

struct RemovalCase {
    const char* name;
    std::string policies;
    const char* flows;
    const char* removed;
};

class Removals : public testing::TestWithParam<RemovalCase> {};
TEST_P(Removals, KeepFlowsAndIsolation) {
    EXPECT_EQ(removed(join(kPods + GetParam().policies, GetParam().flows)), GetParam().removed);
}

constexpr const char* kWebOnly = "shop/web shop/db TCP/5432 allowed 9";

INSTANTIATE_TEST_SUITE_P(
    Ledger, Removals,
    testing::Values(
        RemovalCase{"a rule beside a used one", onDb("db", from("web") + ", " + from("api")), kWebOnly,
                    "NP shop/db 1 of it"},
        RemovalCase{"the last rule goes and the policy goes on to isolate", onDb("db", from("api")),
                    "shop/api shop/web TCP/80 allowed 1", "NP shop/db 1 of it"},
        RemovalCase{"a policy beside a default deny goes as a whole",
                    onDb("db", from("api")) + "policy shop/deny {podSelector: {}, policyTypes: [Ingress]}\n",
                    "shop/api shop/web TCP/80 denied 1", "NP shop/db 1 whole"},
        RemovalCase{"two that isolate each other both stay", onDb("a", from("api")) + onDb("b", from("api")),
                    "shop/api shop/web TCP/80 allowed 1", "NP shop/a 1 of it; NP shop/b 1 of it"},
        RemovalCase{"of used rules nothing goes", onDb("db", from("web")), kWebOnly, ""},
        RemovalCase{"without a log nothing goes", onDb("db", from("web")), "", ""},
        RemovalCase{"what may have been used stays", onDb("db", from("api")),
                    "unknown:shop/gone shop/db TCP/5432 allowed 1", ""},
        RemovalCase{"a rule that denies stays",
                    "anp x {priority: 5, subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: "
                    "{}}], ports: [{portNumber: {protocol: TCP, port: 22}}]}]}\n",
                    kWebOnly, ""},
        RemovalCase{"a rule of an admin policy that allows",
                    "anp x {priority: 5, subject: {namespaces: {}}, ingress: [{action: Allow, from: [{namespaces: "
                    "{}}], ports: [{portNumber: {protocol: TCP, port: 22}}]}]}\n",
                    kWebOnly, "ANP x 1 of it"}),
    [](const auto& row) {
        std::string out = row.param.name;
        std::erase_if(out, [](unsigned char ch) { return std::isalnum(ch) == 0; });
        return out;
    });

TEST(Removals, ShowWhatGoesAndWhatIsKept) {
    const auto joined = join(kPods + onDb("db", from("web") + ", " + from("api")), kWebOnly);
    const auto out =
        removals(*joined.ledger, std::vector{RuleRef{joined.policy("shop/db"), Direction::Ingress, 1}}, {}).value();
    ASSERT_EQ(out.size(), 1U);
    EXPECT_EQ(out.front().connections, 9U);
    EXPECT_EQ(out.front().closedPairs, 1U);
    EXPECT_NE(out.front().diff.find("@@ shop/db ingress rule 2\n-  - from:\n"), std::string::npos);
    EXPECT_EQ(out.front().diff.find("\n+ "), std::string::npos);
    ASSERT_NE(out.front().edit.policy, nullptr);
    EXPECT_EQ(out.front().edit.policy->ingress.size(), 1U);
}

} // namespace
} // namespace portolan

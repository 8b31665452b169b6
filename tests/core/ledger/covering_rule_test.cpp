#include "core/ledger/covering_rule.h"
#include "tests/core/ledger/story.h"

#include <gtest/gtest.h>

/// Which rules another rule makes needless.

namespace portolan {
namespace {

const std::string kPods = "ns shop team=a\nns ops team=b\npod shop/web app=web :80\npod shop/db app=db :5432\n"
                          "pod ops/tool app=tool\n";

std::string np(const std::string& name, const std::string& subject, const std::string& rules) {
    return "policy shop/" + name + " {podSelector: {" + subject + "}, policyTypes: [Ingress], ingress: [" + rules +
           "]}\n";
}
std::string anp(const std::string& name, int priority, const std::string& rules) {
    return "anp " + name + " {priority: " + std::to_string(priority) + ", subject: {namespaces: {}}, ingress: [" +
           rules + "]}\n";
}
const std::string kDb = "matchLabels: {app: db}";
const std::string kFromWeb = "{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 5432}]}";
const std::string kFromShop = "{from: [{podSelector: {}}]}";
const std::string kDenyOps = "{action: Deny, from: [{namespaces: {matchLabels: {team: b}}}]}";
const std::string kAllowOps22 =
    "{action: Allow, from: [{namespaces: {matchLabels: {team: b}}}], ports: [{portNumber: {protocol: TCP, port: 22}}]}";

struct CoveringCase {
    const char* name;
    std::string policies;
    const char* needless; ///< "rule by rule" of each, joined by "; "
};

class Covering : public testing::TestWithParam<CoveringCase> {};
TEST_P(Covering, NamesTheRuleThatDoesAllThatThisDoes) {
    const auto joined = story::join(kPods + GetParam().policies);
    std::string out;
    for (const RuleUsage& usage : joined.ledger->usages())
        if (const auto by = coveringRule(*joined.reachability, usage.rule))
            out += (out.empty() ? "" : "; ") + displayName(*joined.reachability, usage.rule) + " by " +
                   displayName(*joined.reachability, *by);
    EXPECT_EQ(out, GetParam().needless);
}

INSTANTIATE_TEST_SUITE_P(
    Ledger, Covering,
    testing::Values(
        CoveringCase{"a wider rule of another policy", np("db", kDb, kFromWeb) + np("wide", "", kFromShop),
                     "shop/db ingress rule 1 by shop/wide ingress rule 1"},
        CoveringCase{"a wider rule of the same policy", np("db", kDb, kFromWeb + ", " + kFromShop),
                     "shop/db ingress rule 1 by shop/db ingress rule 2"},
        CoveringCase{"of two that say the same the later", np("a", kDb, kFromWeb) + np("b", kDb, kFromWeb),
                     "shop/b ingress rule 1 by shop/a ingress rule 1"},
        CoveringCase{"a wider rule for fewer pods", np("db", kDb, kFromShop) + np("narrow", "", kFromWeb), ""},
        CoveringCase{"other ports",
                     np("db", kDb, kFromWeb) + np("wide", "", "{from: [{podSelector: {}}], ports: [{port: 80}]}"), ""},
        CoveringCase{"an admin rule that is asked before", anp("first", 1, kDenyOps) + anp("later", 2, kAllowOps22),
                     "ANP later ingress rule 1 by ANP first ingress rule 1"},
        CoveringCase{"an earlier rule of the same admin policy", anp("one", 1, kDenyOps + ", " + kAllowOps22),
                     "ANP one ingress rule 2 by ANP one ingress rule 1"},
        CoveringCase{"admin policies of one priority have no order", anp("x", 1, kDenyOps) + anp("y", 1, kAllowOps22),
                     ""}),
    [](const auto& row) {
        std::string out = row.param.name;
        std::erase_if(out, [](unsigned char ch) { return std::isalnum(ch) == 0; });
        return out;
    });

} // namespace
} // namespace portolan

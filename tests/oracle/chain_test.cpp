#include "core/reach/rule_match.h"
#include "tests/oracle/story.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

const std::string kAll = "subject: {namespaces: {}}";

std::string ingressChain(const Story& story, const std::string& question) {
    const std::string both = story.chains(question);
    return both.substr(both.find("; ingress: ") + 11);
}

// Covers IR-1, IR-10.
TEST(Chain, tellsTheStagesDownToWhatDecides) {
    const std::string pass = anp("deny-x", 5, kAll + ", ingress: [{action: Pass, from: [{namespaces: {}}]}]");
    const Story allowed({pass, np("b", "allow-y", "podSelector: {}, ingress: [{ports: [{port: 1}]}, {}]")});
    EXPECT_EQ(ingressChain(allowed, "a/web => b/web tcp/80"),
              "[ANP deny-x rule 1 (policies.yaml:4)] Pass -> [NP b/allow-y rule 2 (policies.yaml:4)] Allow");
    EXPECT_EQ(ingressChain(allowed, "8.8.8.8 => b/web tcp/80"), "[NP b/allow-y rule 2 (policies.yaml:4)] Allow");
    EXPECT_EQ(ingressChain(allowed, "b/web => a/web tcp/80"),
              "[ANP deny-x rule 1 (policies.yaml:4)] Pass -> [no policy] Allow");
    EXPECT_EQ(allowed.chains("a/web => 8.8.8.8 tcp/80"), "egress: [no policy] Allow; ingress: ");

    const Story denied({pass, np("b", "one", "podSelector: {}"), np("b", "two", "podSelector: {}")});
    EXPECT_EQ(ingressChain(denied, "a/web => b/web tcp/80"),
              "[ANP deny-x rule 1 (policies.yaml:4)] Pass -> [NP b/one (policies.yaml:1), NP b/two (policies.yaml:1)] Deny");

    const Story baseline({pass, banp(kAll + ", ingress: [{action: Deny, from: [{namespaces: {}}]}]")});
    EXPECT_EQ(ingressChain(baseline, "a/web => b/web tcp/80"),
              "[ANP deny-x rule 1 (policies.yaml:4)] Pass -> [BANP default rule 1 (policies.yaml:4)] Deny");
}

// Covers IR-6.
TEST(Chain, marksWhatIsOnlyPossible) {
    const Story story({cnp("one", "Admin", 5, kAll + ", ingress: [{action: Deny, from: [{namespaces: {}}]}]"),
                       cnp("two", "Admin", 5, kAll + ", ingress: [{action: Accept, from: [{namespaces: {}}]}]")});
    const Explanation e = story.why("a/web => b/web tcp/80");
    EXPECT_EQ(e.verdict, Verdict::Uncertain);
    EXPECT_TRUE(e.doubts.contains(Doubt::EqualPriority));
    EXPECT_EQ(notation(story.reach(), e.ingress.chain),
              "[CNP one rule 1 (policies.yaml:4)] Deny -> [CNP two rule 1 (policies.yaml:4)] Accept");
}

TEST(Chain, leavesRulesThatAreNotAskedOut) {
    const Story story({anp("x", 5, kAll + ", ingress: [{action: Deny, from: [{namespaces: {}}]}]"),
                       np("b", "open", "podSelector: {}, ingress: [{}]")});
    const Explanation e = story.why("a/web => b/web tcp/80");
    EXPECT_EQ(e.verdict, Verdict::Deny);
    EXPECT_EQ(e.ingress.isolated, Ternary::Yes);
    EXPECT_TRUE(e.ingress.allowing.empty());
    EXPECT_TRUE(e.ingress.nearMisses.empty());
}

// Covers IR-1.
TEST(AdmittingRules, areThoseOfTheStageThatDecides) {
    const auto rulesOf = [](const Story& story) {
        const Reachability& r = story.reach();
        std::string out;
        for (const RuleRef& rule :
             admittingRules(r, r.classOf(story.endpoint("b/web")), r.classOf(story.endpoint("a/web")),
                            Direction::Ingress, Protocol::Tcp, 80))
            out += displayName(r, rule) + ' ' + story.cluster().files.line(whereOf(r, rule)) + '\n';
        return out;
    };
    const std::string open = np("b", "open", "podSelector: {}, ingress: [{}]");
    const std::string from = ", ingress: [{action: ";
    EXPECT_EQ(rulesOf(Story({open})), "b/open ingress rule 1 policies.yaml:4\n");
    EXPECT_EQ(rulesOf(Story({open, anp("x", 1, kAll + from + "Allow, from: [{namespaces: {}}]}]")})),
              "ANP x ingress rule 1 policies.yaml:4\n");
    EXPECT_EQ(rulesOf(Story({open, anp("x", 1, kAll + from + "Pass, from: [{namespaces: {}}]}]")})),
              "b/open ingress rule 1 policies.yaml:4\n");
    EXPECT_EQ(rulesOf(Story({open, anp("x", 1, kAll + from + "Deny, from: [{namespaces: {}}]}]")})), "");
    EXPECT_EQ(rulesOf(Story({banp(kAll + from + "Allow, from: [{namespaces: {}}]}]")})),
              "BANP default ingress rule 1 policies.yaml:4\n");
}

TEST(RuleMatch, knowsRulesOfAdminPolicies) {
    const Story story(
        {anp("x", 5, kAll + ", ingress: [{action: Deny, from: [{namespaces: {matchLabels: {team: x}}}]}]")});
    const RuleRef rule{adminPolicyId(0), Direction::Ingress, 0};
    const RuleMatch match = ruleMatch(story.reach(), rule);
    EXPECT_EQ(match.podPairs, 4U * 6U - 4U);
    EXPECT_FALSE(match.hasExternalPeers);
    EXPECT_EQ(story.reach().policy(rule.policy), nullptr);
    EXPECT_EQ(story.cluster().displayName(rule.policy), "x");
}

} // namespace
} // namespace portolan

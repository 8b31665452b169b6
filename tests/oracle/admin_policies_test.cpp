#include "tests/oracle/story.h"

#include <gtest/gtest.h>

/// Semantics section 4, rule by rule: the order of tiers and policies, and what actions do. Peers and ports are in
/// admin_peers_test.cpp.

namespace portolan {
namespace {

const std::string kAll = "subject: {namespaces: {}}";
const std::string kDenyA = "ingress: [{action: Deny, from: [{namespaces: {}}]}]";
const std::string kAllowA = "ingress: [{action: Allow, from: [{namespaces: {}}]}]";
const std::string kPassA = "ingress: [{action: Pass, from: [{namespaces: {}}]}]";
const std::string kIsolate = "podSelector: {}, policyTypes: [Ingress]";
const std::string kOpen = "podSelector: {}, ingress: [{}]";
const std::string kQuestion = "a/web => b/web tcp/80";

struct Row {
    std::string what;
    std::vector<std::string> documents;
    std::vector<std::pair<std::string, std::string>> answers;
};

void expectRows(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        const Story story(row.documents);
        for (const auto& [question, answer] : row.answers) EXPECT_EQ(story.ask(question), answer) << row.what;
    }
}

//
TEST(AdminPolicies, A1_comeBeforeNetworkPoliciesAndBaselineAfter) {
    expectRows({
        {"nothing", {}, {{kQuestion, "allow"}}},
        {"a deny before an open NetworkPolicy",
         {anp("x", 5, kAll + ", " + kDenyA), np("b", "open", kOpen)},
         {{kQuestion, "deny"}}},
        {"an allow before an isolating one",
         {anp("x", 5, kAll + ", " + kAllowA), np("b", "shut", kIsolate)},
         {{kQuestion, "allow"}}},
        {"the baseline for who is not isolated", {banp(kAll + ", " + kDenyA)}, {{kQuestion, "deny"}}},
        {"the baseline behind an open NetworkPolicy",
         {banp(kAll + ", " + kDenyA), np("b", "open", kOpen)},
         {{kQuestion, "allow"}}},
        {"ascending priority",
         {anp("a-later", 7, kAll + ", " + kDenyA), anp("b-first", 6, kAll + ", " + kAllowA)},
         {{kQuestion, "allow"}}},
        {"both directions must pass",
         {anp("x", 5, kAll + ", " + kAllowA), np("a", "shut", "podSelector: {}, policyTypes: [Egress]")},
         {{kQuestion, "deny"}}},
    });
}

//
TEST(AdminPolicies, A2_theFirstMatchingRuleDecides) {
    const std::string both = ", ingress: [{action: Allow, from: [{namespaces: {matchLabels: {team: x}}}], ports: "
                             "[{portNumber: {port: 80}}]}, {action: Deny, from: [{namespaces: {}}]}]";
    expectRows(
        {{"rules top-down",
          {anp("x", 0, kAll + both)},
          {{"a/web => b/web tcp/80", "allow"}, {"a/web => b/web tcp/81", "deny"}, {"b/db => b/web tcp/80", "deny"}}}});
}

// Covers A-3, IR-6.
TEST(AdminPolicies, A3_equalPrioritiesThatDisagreeAreUncertain) {
    expectRows({
        {"disagreement",
         {anp("one", 5, kAll + ", " + kDenyA), anp("two", 5, kAll + ", " + kAllowA)},
         {{kQuestion, "uncertain: equalPriority"}}},
        {"agreement",
         {anp("one", 5, kAll + ", " + kDenyA), anp("two", 5, kAll + ", " + kDenyA)},
         {{kQuestion, "deny"}}},
        {"Pass against Allow, and the NetworkPolicies allow too",
         {anp("one", 5, kAll + ", " + kPassA), anp("two", 5, kAll + ", " + kAllowA)},
         {{kQuestion, "allow"}}},
        {"Pass against Allow, and the NetworkPolicies do not",
         {anp("one", 5, kAll + ", " + kPassA), anp("two", 5, kAll + ", " + kAllowA), np("b", "shut", kIsolate)},
         {{kQuestion, "uncertain: equalPriority"}}},
        {"one that has no matching rule stays out of it",
         {anp("one", 5, kAll + ", ingress: [{action: Deny, from: [{namespaces: {matchLabels: {team: y}}}]}]"),
          anp("two", 5, kAll + ", " + kAllowA)},
         {{kQuestion, "allow"}}},
        {"subjects that do not overlap",
         {anp("one", 5, "subject: {namespaces: {matchLabels: {team: x}}}, " + kDenyA),
          anp("two", 5, "subject: {namespaces: {matchLabels: {team: y}}}, " + kAllowA)},
         {{kQuestion, "allow"}, {"b/web => a/web tcp/80", "deny"}}},
    });
}

// Covers A-4, IR-10.
TEST(AdminPolicies, A4_actions) {
    expectRows({
        {"Allow is final for its direction",
         {anp("x", 5, kAll + ", " + kAllowA), banp(kAll + ", " + kDenyA)},
         {{kQuestion, "allow"}}},
        {"Pass skips the other admin policies",
         {anp("x", 5, kAll + ", " + kPassA), anp("y", 6, kAll + ", " + kDenyA)},
         {{kQuestion, "allow"}}},
        {"Pass goes on to the NetworkPolicies",
         {anp("x", 5, kAll + ", " + kPassA), np("b", "shut", kIsolate)},
         {{kQuestion, "deny"}}},
        {"and to the baseline", {anp("x", 5, kAll + ", " + kPassA), banp(kAll + ", " + kDenyA)}, {{kQuestion, "deny"}}},
    });
}

//
TEST(AdminPolicies, A5_isolateNothingByThemselves) {
    const std::string narrow = ", ingress: [{action: Allow, from: [{namespaces: {matchLabels: {team: y}}}]}]";
    expectRows({
        {"unmatched traffic falls through", {anp("x", 5, kAll + narrow)}, {{kQuestion, "allow"}}},
        {"no rules in a direction",
         {anp("x", 5, kAll + ", " + kDenyA)},
         {{"b/web => 8.8.8.8 tcp/80", "allow"}, {kQuestion, "deny"}}},
    });
    const Story story({anp("x", 5, kAll + narrow)});
    const ClassId b = story.reach().classOf(story.endpoint("b/web"));
    EXPECT_EQ(story.reach().isolation(b, Direction::Ingress), Ternary::No);
    EXPECT_EQ(story.reach().adminCaptures(b, Direction::Ingress).size(), 1U);
    EXPECT_TRUE(story.reach().adminCaptures(b, Direction::Egress).empty());
}

// Covers A-6, IR-11.
TEST(AdminPolicies, A6_theBaselineIsNotAskedForAnIsolatedPod) {
    const std::string denyBoth = kAll + ", " + kDenyA + ", egress: [{action: Deny, to: [{namespaces: {}}]}]";
    expectRows({{"isolated for ingress only",
                 {banp(denyBoth), np("b", "open", kOpen)},
                 {{"8.8.8.8 => b/web tcp/80", "allow"},
                  {"b/db => b/web tcp/80", "deny"}, // its egress is not isolated
                  {"192.168.0.1 => b/web tcp/80", "allow"}}}});
}

TEST(AdminPolicies, V8_anAdminAllowDoesNotWaiveTheOtherDirection) {
    expectRows({{"V8",
                 {anp("x", 5, kAll + ", " + kAllowA), np("b", "shut", kIsolate),
                  np("a", "no-egress", "podSelector: {}, policyTypes: [Egress]")},
                 {{"a/web => b/web tcp/80", "deny"}, {"c/web => b/web tcp/80", "allow"}}}});
}

// Covers V9, IR-10.
TEST(AdminPolicies, V9_passThenWhatComesNext) {
    expectRows({
        {"isolated", {anp("x", 5, kAll + ", " + kPassA), np("b", "shut", kIsolate)}, {{kQuestion, "deny"}}},
        {"baseline", {anp("x", 5, kAll + ", " + kPassA), banp(kAll + ", " + kDenyA)}, {{kQuestion, "deny"}}},
    });
}

TEST(AdminPolicies, V10_andV11_areHeld) {
    expectRows({
        {"V10",
         {anp("one", 1, kAll + ", " + kDenyA), anp("two", 1, kAll + ", " + kAllowA)},
         {{kQuestion, "uncertain: equalPriority"}}},
        {"V11: any NetworkPolicy of the direction will do",
         {banp(kAll + ", " + kDenyA + ", egress: [{action: Deny, to: [{networks: [0.0.0.0/0]}]}]"),
          np("b", "other-port", "podSelector: {matchLabels: {app: web}}, ingress: [{ports: [{port: 80}]}]")},
         {{"8.8.8.8 => b/web tcp/80", "allow"}, {"b/web => 8.8.8.8 tcp/80", "deny"}}},
    });
}

TEST(AdminPolicies, V12_denyingEveryNamespaceLeavesTheOutside) {
    expectRows({{"V12",
                 {anp("x", 0, kAll + ", " + kDenyA)},
                 {{"8.8.8.8 => b/web tcp/80", "allow"},
                  {"192.168.0.2 => b/web tcp/80", "allow"},
                  {"b/agent => a/web tcp/80", "allow"},
                  {kQuestion, "deny"}}}});
}

//
TEST(AdminPolicies, V13_aNetworkOfEverythingHoldsThePodsToo) {
    const std::string deny = kAll + ", egress: [{action: Deny, to: [{networks: [\"0.0.0.0/0\"]}]}]";
    expectRows(
        {{"V13",
          {anp("x", 0, deny)},
          {{kQuestion, "deny"}, {"a/web => 8.8.8.8 tcp/53", "deny"}, {"a/web => 2001:db8::1 tcp/53", "allow"}}}});
}

// Covers C-1.
TEST(ClusterPolicies, C1_bothTiersByPriority) {
    const std::string deny = ", ingress: [{action: Deny, from: [{namespaces: {}}]}]";
    const std::string accept = ", ingress: [{action: Accept, from: [{namespaces: {}}]}]";
    expectRows({
        {"Admin before NetworkPolicies",
         {cnp("x", "Admin", 5, kAll + deny), np("b", "open", kOpen)},
         {{kQuestion, "deny"}}},
        {"Baseline after them", {cnp("x", "Baseline", 5, kAll + deny), np("b", "open", kOpen)}, {{kQuestion, "allow"}}},
        {"priorities of the Baseline tier",
         {cnp("x", "Baseline", 9, kAll + deny), cnp("y", "Baseline", 8, kAll + accept)},
         {{kQuestion, "allow"}}},
        {"a tier's priorities are its own",
         {cnp("x", "Baseline", 1, kAll + accept), cnp("y", "Admin", 2, kAll + deny)},
         {{kQuestion, "deny"}}},
        {"equal ones",
         {cnp("x", "Baseline", 1, kAll + accept), cnp("y", "Baseline", 1, kAll + deny)},
         {{kQuestion, "uncertain: equalPriority"}}},
    });
}

// Covers C-2, IR-10.
TEST(ClusterPolicies, C2_passInTheBaselineIsTheDefault) {
    const std::string pass = ", ingress: [{action: Pass, from: [{namespaces: {}}]}]";
    const std::string deny = ", ingress: [{action: Deny, from: [{namespaces: {}}]}]";
    expectRows({{"Pass, then a deny that is not reached",
                 {cnp("x", "Baseline", 1, kAll + pass), cnp("y", "Baseline", 2, kAll + deny)},
                 {{kQuestion, "allow"}}}});
}

// Covers C-8.
TEST(ClusterPolicies, C8_aPodReachesItself) {
    expectRows({{"itself",
                 {cnp("x", "Admin", 1, kAll + ", ingress: [{action: Deny, from: [{namespaces: {}}]}]")},
                 {{"a/web => a/web tcp/80", "allow"}, {"a/db => a/web tcp/80", "deny"}}}});
}

TEST(ClusterPolicies, areWarnedAboutBesideTheOlderKinds) {
    const Story story({anp("x", 5, kAll + ", " + kDenyA),
                       cnp("y", "Admin", 4, kAll + ", ingress: [{action: Accept, from: [{namespaces: {}}]}]")});
    EXPECT_EQ(story.ask(kQuestion), "allow");
    bool isTold = false;
    for (const Diagnostic& d : story.cluster().diagnostics)
        isTold = isTold || (d.object == "ClusterNetworkPolicy y" && d.message.starts_with("two generations"));
    EXPECT_TRUE(isTold);
}

} // namespace
} // namespace portolan

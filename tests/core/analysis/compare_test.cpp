#include "core/analysis/sets/compare.h"
#include "tests/core/ledger/story.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

constexpr const char* kPods = "ns shop\n"
                              "pod shop/web app=web :80 ip=10.0.0.1\n"
                              "pod shop/job app=job :81 ip=10.0.0.2\n"
                              "pod shop/db app=db :5432 ip=10.0.0.3\n";

/// A policy on db that admits web on these ports, one rule each.
std::string dbPolicy(const std::string& name, const std::vector<std::string>& ports, const std::string& from = "web") {
    std::string rules;
    for (const std::string& port : ports)
        rules += std::string(rules.empty() ? "" : ", ") + "{from: [{podSelector: {matchLabels: {app: " + from +
                 "}}}], ports: [{port: " + port + "}]}";
    return "policy shop/" + name + " {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: [" +
           rules + "]}\n";
}

PolicySet set(const std::string& name, const std::string& policies, const std::string& pods = kPods) {
    return {name, story::join(pods + policies).reachability};
}

/// "yes 1: summary | finding | finding".
std::string told(const SetOutcome& o) {
    std::string out = o.holds == Ternary::Yes ? "yes" : o.holds == Ternary::No ? "no" : "uncertain";
    out += ' ' + std::to_string(o.count) + ": " + o.summary;
    for (const SetFinding& f : o.findings) out += " | " + f.what;
    return out;
}

struct CompareCase {
    const char* name;
    SetQuestion question;
    std::string first, second; ///< policies; no second set where empty and the question is about one
    std::string expected;
};

class Compare : public testing::TestWithParam<CompareCase> {};

TEST_P(Compare, TellsWhatHoldsAndWhatShowsThatItDoesNot) {
    const CompareCase& c = GetParam();
    std::vector<PolicySet> sets{set("a", c.first)};
    if (leastSets(c.question) == 2) sets.push_back(set("b", c.second));
    const SetAnswer answer = compare(c.question, sets, {}).value();
    EXPECT_EQ(told(answer.outcomes.front()), c.expected);
}

INSTANTIATE_TEST_SUITE_P(
    Analysis, Compare,
    testing::Values(
        CompareCase{"the same", SetQuestion::Equivalence, dbPolicy("p", {"80", "81"}), dbPolicy("q", {"81", "80"}),
                    "yes 0: a and b are equivalent"},
        CompareCase{"one port more", SetQuestion::Equivalence, dbPolicy("p", {"80"}), dbPolicy("p", {"80", "81"}),
                    "no 1: a and b are not equivalent | shop/web => shop/db over TCP 81: b permits it, a does not"},
        CompareCase{"other names", SetQuestion::StrongEquivalence, dbPolicy("p", {"80"}), dbPolicy("q", {"80"}),
                    "no 1: a and b are not equivalent policy by policy | NP shop/p: only in a, not in b | "
                    "NP shop/q: only in b, not in a"},
        CompareCase{"less is contained", SetQuestion::Containment, dbPolicy("p", {"80", "81"}), dbPolicy("p", {"80"}),
                    "yes 1: b is contained in a"},
        CompareCase{"the first permits less", SetQuestion::TwoWayContainment, dbPolicy("p", {"80"}),
                    dbPolicy("p", {"80", "81"}),
                    "no 2: a is contained in b; b is not contained in a | "
                    "shop/web => shop/db over TCP 81: b permits it, a does not"},
        CompareCase{"what is spoken of is permitted", SetQuestion::Permits, dbPolicy("p", {"80", "81"}),
                    dbPolicy("p", {"80"}), "yes 0: a permits what b speaks of"},
        CompareCase{"what is spoken of is denied", SetQuestion::Forbids, dbPolicy("p", {"80"}), dbPolicy("p", {"81"}),
                    "yes 0: a forbids what b speaks of"},
        CompareCase{"more for a pod that both govern", SetQuestion::Interferes, dbPolicy("p", {"80"}),
                    dbPolicy("p", {"81"}),
                    "no 1: b interferes with a | shop/web => shop/db over TCP 81: b permits it, a does not, and both "
                    "govern the pods"},
        CompareCase{"no policy", SetQuestion::Vacuity, "", "", "no 1: a: without the policies the same would pass"},
        CompareCase{"a policy that isolates", SetQuestion::Vacuity, dbPolicy("p", {"80"}), "",
                    "yes 0: a: the policies change what may pass"},
        CompareCase{"a peer that is not there", SetQuestion::Emptiness, dbPolicy("p", {"80"}, "wbe"), "",
                    "no 1: a: 1 policy or rule selects nothing | shop/p ingress rule 1 selects nothing"},
        CompareCase{"a rule twice", SetQuestion::Redundancy, dbPolicy("p", {"80", "80"}), "",
                    "no 2: a: 2 redundant policies or rules | shop/p ingress rule 1 is redundant | "
                    "shop/p ingress rule 2 is redundant"},
        CompareCase{
            "a policy and a rule that could each go alone", SetQuestion::Redundancy,
            dbPolicy("p", {"80"}) + dbPolicy("q", {"80", "81"}), "",
            "no 2: a: 2 redundant policies or rules | NP shop/p is redundant | shop/q ingress rule 1 is redundant"},
        CompareCase{"an empty rule counts once", SetQuestion::Sanity, dbPolicy("p", {"80"}, "wbe"), "",
                    "no 1: a: 1 matter | shop/p ingress rule 1 selects nothing"},
        CompareCase{
            "policies with a pod in common", SetQuestion::Disjointness, dbPolicy("p", {"80"}) + dbPolicy("q", {"81"}),
            "", "no 1: a: 1 pair of policies selects the same pods | NP shop/p and NP shop/q select the same pods"}),
    [](const auto& row) {
        std::string out = row.param.name;
        for (char& c : out)
            if (c == ' ') c = '_';
        return out;
    });

TEST(CompareSets, WithDifferentPodsCannotBeEquivalentButDiffer) {
    const std::vector<PolicySet> sets{set("a", ""), set("b", "", std::string(kPods) + "pod shop/new app=new\n")};
    const SetOutcome same = compare(SetQuestion::Equivalence, sets, {})->outcomes.front();
    EXPECT_FALSE(same.isAnswered);
    EXPECT_EQ(same.summary, "b and a have different pods and cannot be compared; only in b: shop/new");
    EXPECT_EQ(compare(SetQuestion::SemanticDiff, sets, {})->count(), 2U); // with pods of both sets, with addresses
}

TEST(CompareSets, WhatRestsOnAMissingFactIsUncertain) {
    const std::string block = "policy shop/p {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: "
                              "[{from: [{ipBlock: {cidr: 10.0.0.1/32}}]}]}\n";
    const std::string pods = "policy shop/p {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress]}\n";
    const std::vector<PolicySet> sets{set("a", pods), set("b", block), set("c", block)};
    const SetAnswer answer = compare(SetQuestion::Containment, sets, {}).value();
    EXPECT_EQ(answer.holds(), Ternary::No); // the block itself is certain
    const std::vector<PolicySet> alike{sets[1], sets[2]};
    EXPECT_EQ(compare(SetQuestion::Equivalence, alike, {})->holds(), Ternary::Yes); // one fact, the same for both
}

TEST(CompareSets, AreToldFromTheirText) {
    EXPECT_EQ(parsePolicySet("new=a.yaml,b.yaml#shop/web,shop/db").value(),
              (PolicySetSpec{"new", {"a.yaml", "b.yaml"}, {}, {"shop/web", "shop/db"}}));
    EXPECT_EQ(parsePolicySet("dir/a.yaml#shop/web")->name, "a.yaml#shop/web");
    EXPECT_EQ(parsePolicySet("none=").value(), (PolicySetSpec{"none", {}, {}, {}}));
    EXPECT_FALSE(parsePolicySet(""));
}

} // namespace
} // namespace portolan

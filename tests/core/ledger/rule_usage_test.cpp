#include "core/ledger/observability.h"
#include "tests/core/ledger/story.h"

#include <gtest/gtest.h>

/// What a rule of any kind is credited with, and what a log without hits says of it.

namespace portolan {
namespace {

using story::join;
using story::Joined;

const std::string kPods = "ns shop team=a\nns ops team=b\n"
                          "pod shop/web app=web :80 ip=10.0.0.1\npod shop/db app=db :5432 ip=10.0.0.2\n"
                          "pod shop/api app=api :8080 ip=10.0.0.3\npod ops/tool app=tool ip=10.0.1.1\n";

/// An AdminNetworkPolicy for the pods of shop; the rule's peers are the namespaces with that team.
std::string anp(const std::string& name, int priority, const std::string& action, const std::string& team,
                const std::string& kind = "anp") {
    const std::string order = kind == "anp" ? "priority: " + std::to_string(priority) + ", " : "";
    return kind + ' ' + name + " {" + order +
           "subject: {namespaces: {matchLabels: {kubernetes.io/metadata.name: shop}}}, ingress: [{action: " + action +
           ", from: [{namespaces: {matchLabels: {team: " + team + "}}}]}]}\n";
}

const std::string kDbFromAll =
    "policy shop/db {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: [{from: "
    "[{namespaceSelector: {}}], ports: [{port: 5432}]}]}\n";

/// "hits/maybe" of every rule, by the name of its policy.
std::string credits(const Joined& joined) {
    std::string out;
    for (const RuleUsage& u : joined.ledger->usages())
        out += (out.empty() ? "" : ", ") + shortName(*joined.reachability, u.rule.policy) + ' ' +
               std::to_string(u.hits) + '/' + std::to_string(u.maybeHits);
    return out;
}

struct CreditCase {
    const char* name;
    std::string policies;
    const char* flows;
    const char* credits;
};

class Credits : public testing::TestWithParam<CreditCase> {};
TEST_P(Credits, GoToTheRulesThatDecide) {
    EXPECT_EQ(credits(join(kPods + GetParam().policies, GetParam().flows)), GetParam().credits);
}

INSTANTIATE_TEST_SUITE_P(
    Ledger, Credits,
    testing::Values(
        CreditCase{"an admin rule that allows is hit by what it lets in", anp("x", 5, "Allow", "b"),
                   "ops/tool shop/db TCP/5432 allowed 7", "ANP x 7/0"},
        CreditCase{"what an admin rule decides is not asked of NetworkPolicies", anp("x", 5, "Allow", "b") + kDbFromAll,
                   "ops/tool shop/db TCP/5432 allowed 7\nshop/web shop/db TCP/5432 allowed 2",
                   "NP shop/db 2/0, ANP x 7/0"},
        CreditCase{"the first by priority decides", anp("late", 9, "Allow", "b") + anp("soon", 1, "Allow", "b"),
                   "ops/tool shop/db TCP/5432 allowed 7", "ANP late 0/0, ANP soon 7/0"},
        CreditCase{"a rule that denies is hit by what was dropped", anp("x", 5, "Deny", "b"),
                   "ops/tool shop/db TCP/5432 denied 3", "ANP x 3/0"},
        CreditCase{"what passed although it is denied is no hit of the denial", anp("x", 5, "Deny", "b"),
                   "ops/tool shop/db TCP/5432 allowed 3", "ANP x 0/0"},
        CreditCase{"a rule that passes on is hit by what it passes on, and so is what decides then",
                   anp("x", 5, "Pass", "b") + kDbFromAll,
                   "ops/tool shop/db TCP/5432 allowed 7\nops/tool shop/db TCP/22 denied 2",
                   "NP shop/db 7/0, ANP x 9/0"},
        CreditCase{"the baseline decides where nothing isolates", anp("default", 0, "Allow", "b", "banp"),
                   "ops/tool shop/db TCP/5432 allowed 7", "BANP default 7/0"},
        CreditCase{"the baseline is not asked where a NetworkPolicy isolates",
                   anp("default", 0, "Allow", "b", "banp") + kDbFromAll, "ops/tool shop/db TCP/5432 allowed 7",
                   "NP shop/db 7/0, BANP default 0/0"},
        CreditCase{"of two of one priority that agree, both", anp("x", 5, "Allow", "b") + anp("y", 5, "Allow", "b"),
                   "ops/tool shop/db TCP/5432 allowed 7", "ANP x 7/0, ANP y 7/0"},
        CreditCase{"an unknown source may have used any", anp("x", 5, "Allow", "b") + kDbFromAll,
                   "unknown:ops/gone shop/db TCP/5432 allowed 7", "NP shop/db 0/7, ANP x 0/7"},
        CreditCase{"a rule may have been used by a subject that the inventory lacks", kDbFromAll,
                   "shop/web unknown:shop/gone TCP/5432 allowed 7", "NP shop/db 0/7"},
        CreditCase{"but not by one of another namespace", kDbFromAll, "shop/web unknown:ops/gone TCP/5432 allowed 7",
                   "NP shop/db 0/0"},
        CreditCase{"nor on a port that it does not open", kDbFromAll, "shop/web unknown:shop/gone TCP/80 allowed 7",
                   "NP shop/db 0/0"},
        CreditCase{"an address among the pods that is nobody's may be a subject", kDbFromAll,
                   "shop/web ip:10.0.77.7 TCP/5432 observed 7", "NP shop/db 0/7"},
        CreditCase{"and a peer", kDbFromAll, "ip:10.0.77.7 shop/db TCP/5432 observed 7", "NP shop/db 0/7"},
        CreditCase{"but of another subject it says nothing", kDbFromAll, "ip:10.0.77.7 shop/api TCP/5432 observed 7",
                   "NP shop/db 0/0"},
        CreditCase{"nor where the other end is no peer of the rule", anp("x", 5, "Allow", "b"),
                   "shop/web ip:10.0.77.7 TCP/5432 observed 7", "ANP x 0/0"},
        CreditCase{"a block that pods are in may be one", kDbFromAll, "shop/web ip:10.0.0.0/8 TCP/5432 observed 7",
                   "NP shop/db 0/7"},
        CreditCase{"one of the other family is not", kDbFromAll, "shop/web ip:fd00::/8 TCP/5432 observed 7",
                   "NP shop/db 0/0"},
        CreditCase{"an address far from the pods is outside", kDbFromAll, "shop/web ip:203.0.113.7 TCP/5432 observed 7",
                   "NP shop/db 0/0"},
        CreditCase{"what was dropped used no rule that allows", kDbFromAll, "shop/web ip:10.0.77.7 TCP/5432 denied 7",
                   "NP shop/db 0/0"},
        CreditCase{"what its own end drops never comes to the other gate",
                   anp("x", 5, "Deny", "b") + "policy ops/out {podSelector: {}, policyTypes: [Egress]}\n",
                   "ops/tool shop/db TCP/5432 denied 3", "ANP x 0/0"},
        CreditCase{"same labels: a peer that depends on the subject",
                   "anp x {priority: 5, subject: {namespaces: {}}, ingress: [{action: Allow, from: [{namespaces: "
                   "{sameLabels: [team]}}]}]}\n",
                   "shop/web shop/db TCP/5432 allowed 4\nops/tool shop/db TCP/5432 allowed 1", "ANP x 4/0"}),
    [](const auto& row) {
        std::string out = row.param.name;
        std::erase_if(out, [](unsigned char ch) { return std::isalnum(ch) == 0; });
        return out;
    });

TEST(RuleUsage, CountsThePairsOfPeersThatDependOnTheSubject) {
    const auto joined = join(kPods + "anp x {priority: 5, subject: {namespaces: {}}, ingress: [{action: Allow, from: "
                                     "[{namespaces: {sameLabels: [team]}}]}]}\n");
    ASSERT_EQ(joined.ledger->usages().size(), 1U);
    EXPECT_EQ(joined.ledger->usages().front().allowedPairs, 6U); // three pods of shop, none with itself; ops has one
}

TEST(RuleUsage, IsFoundByTheIdOfAnAdminPolicy) {
    const auto joined = join(kPods + kDbFromAll + anp("x", 5, "Deny", "b"), "ops/tool shop/db TCP/5432 denied 3");
    const RuleUsage* usage = joined.ledger->usage({adminPolicyId(0), Direction::Ingress, 0});
    ASSERT_NE(usage, nullptr);
    EXPECT_EQ(usage->action, Action::Deny);
    EXPECT_EQ(usage->hits, 3U);
    EXPECT_EQ(joined.ledger->usage({adminPolicyId(1), Direction::Ingress, 0}), nullptr);
}

struct StateCase {
    const char* name;
    std::string policies;
    const char* flows;
    const char* state; ///< with the reason
};

std::string db(const std::string& rule, const std::string& created = "created=2026-06-01 ") {
    return "policy shop/db " + created + "{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: [" +
           rule + "]}\n";
}
const std::string kFromApi = "{from: [{podSelector: {matchLabels: {app: api}}}], ports: [{port: 5432}]}";
constexpr const char* kElsewhere = "shop/web shop/db TCP/5432 allowed 1";

class States : public testing::TestWithParam<StateCase> {};
TEST_P(States, NameTheMissingFact) {
    const auto joined = join(kPods + GetParam().policies, GetParam().flows);
    const RuleUsage& usage = joined.ledger->usages().front();
    std::string state(name(usage.state()));
    if (usage.state() == UsageState::NotObservable) state += ": " + reasonText(*joined.ledger, usage);
    EXPECT_EQ(state, GetParam().state);
}

INSTANTIATE_TEST_SUITE_P(
    Ledger, States,
    testing::Values(
        StateCase{"used", db(kFromApi), "shop/api shop/db TCP/5432 allowed 1", "used"},
        StateCase{"unused", db(kFromApi), kElsewhere, "unused"},
        StateCase{"unused though nobody knows its age", db(kFromApi, ""), kElsewhere, "unused"},
        StateCase{"no log", db(kFromApi), "", "not observable: no flow log is loaded"},
        StateCase{"not covered", db(kFromApi), "ops/tool ip:203.0.113.7 TCP/443 allowed 1",
                  "not observable: no flow of the log touches its namespace"},
        StateCase{"an unknown end", db(kFromApi), "unknown:shop/gone shop/db TCP/5432 allowed 7",
                  "not observable: 7 connections may have used it: an end is not in the inventory, or the match is "
                  "uncertain"},
        StateCase{"held back by the other end",
                  db(kFromApi) + "policy shop/out {podSelector: {matchLabels: {app: api}}, policyTypes: [Egress]}\n",
                  "shop/api shop/db TCP/5432 denied 4",
                  "not observable: 4 connections that it lets through were dropped at the other end"},
        StateCase{"a log of denials", db(kFromApi), "shop/web shop/db TCP/5432 denied 1",
                  "not observable: the log tells of denied traffic only"},
        StateCase{"a short log", db(kFromApi), "shop/web shop/db TCP/5432 allowed 1 2026-11-01 2026-11-08",
                  "not observable: the log covers 8 of the 30 days that it takes, as far as its rows name their days"},
        StateCase{"a young policy", db(kFromApi, "created=2026-11-02 "), kElsewhere,
                  "not observable: the policy is of 2026-11-02, the log begins on 2026-10-18"},
        StateCase{"used though the log is short", db(kFromApi),
                  "shop/api shop/db TCP/5432 allowed 1 2026-11-01 2026-11-02", "used"},
        StateCase{"subjects of a cluster-wide policy that no flow touches", anp("x", 5, "Allow", "b"),
                  "ops/tool ip:203.0.113.7 TCP/443 allowed 1",
                  "not observable: no flow of the log touches any of its subjects"}),
    [](const auto& row) {
        std::string out = row.param.name;
        std::erase_if(out, [](unsigned char ch) { return std::isalnum(ch) == 0; });
        return out;
    });

struct WindowCase {
    const char* name;
    EvidenceWindow window;
    Unobservable reason;
};

EvidenceWindow month(void (*change)(EvidenceWindow&)) {
    EvidenceWindow out;
    out.first = 1'790'000'000'000'000'000;
    out.days = 31;
    out.lines = 10'000;
    change(out);
    return out;
}

class Windows : public testing::TestWithParam<WindowCase> {};
TEST_P(Windows, OfALogThatDoesNotHoldAllAreNoEvidenceOfAbsence) {
    const auto joined = join(kPods + db(kFromApi), kElsewhere);
    const Observability observability(*joined.reachability, joined.flows.get());
    RuleUsage usage;
    usage.rule = {joined.policy("shop/db"), Direction::Ingress, 0};
    usage.unobservable = observability.sight(usage.rule);
    EXPECT_EQ(name(observability.reason(usage, GetParam().window)), name(GetParam().reason));
}

INSTANTIATE_TEST_SUITE_P(
    Ledger, Windows,
    testing::Values(
        WindowCase{"whole", month([](EvidenceWindow&) {}), Unobservable::No},
        WindowCase{"sampled", month([](EvidenceWindow& w) { w.sampling = 100; }), Unobservable::Sampled},
        WindowCase{"everyPacket", month([](EvidenceWindow& w) { w.sampling = 1; }), Unobservable::No},
        WindowCase{"aggregated", month([](EvidenceWindow& w) { w.isAggregated = true; }), Unobservable::Aggregated},
        WindowCase{"someEventsLost", month([](EvidenceWindow& w) { w.lostEvents = 300; }), Unobservable::No},
        WindowCase{"manyEventsLost", month([](EvidenceWindow& w) { w.lostEvents = 3'000; }), Unobservable::Lossy},
        WindowCase{"short", month([](EvidenceWindow& w) { w.days = 29; }), Unobservable::ShortWindow}),
    [](const auto& row) { return std::string(row.param.name); });

} // namespace
} // namespace portolan

#include "core/analysis/intents.h"
#include "core/analysis/requirement_text.h"
#include "core/load/baseline_rules.h"
#include "tests/core/ledger/story.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

constexpr const char* kShop =
    "ns shop env=prod\n"
    "ns dev env=dev\n"
    "pod shop/web app=web tier=front :80\n"
    "pod shop/pay app=pay :443\n"
    "pod dev/web app=web :80\n"
    "policy shop/pay {podSelector: {matchLabels: {app: pay}}, policyTypes: [Ingress], ingress: [{from: "
    "[{podSelector: {matchLabels: {app: web}}}], ports: [{port: 443}]}]}\n"
    "policy shop/web {podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress], ingress: [{ports: [{port: "
    "80}]}]}\n";

/// "holds", "fails: breach; breach" or "matches nothing" for each rule.
std::string judged(const std::string& rules) {
    const auto joined = story::join(kShop);
    const auto intents = parseIntents(rules, "rules");
    if (!intents) return intents.error().message;
    const auto outcomes = checkIntents(*joined.reachability, *intents, {}).value();
    std::string out;
    for (const IntentOutcome& o : outcomes) {
        out += (out.empty() ? "" : "\n") + std::string(name(o.status));
        for (const Breach& b : o.breaches) out += ": " + b.from + " > " + b.to + ' ' + std::string(name(b.verdict));
    }
    return out;
}

struct Row {
    const char* what;
    const char* rules;
    const char* expected;
};

void PrintTo(const Row& row, std::ostream* out) {
    *out << row.what;
}

class BaselineRules : public testing::TestWithParam<Row> {};
TEST_P(BaselineRules, AreJudgedByTheEvaluator) {
    EXPECT_EQ(judged(GetParam().rules), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Yaml, BaselineRules,
    testing::Values(
        Row{"a deny that holds", "- name: a\n  from: app=web\n  from_ns: env=dev\n  to: app=pay\n  action: deny\n",
            "holds"},
        Row{"a deny that one pair breaks",
            "# corporate\n- name: a\n  from: app in (web, api)\n  to: app=pay\n  action: deny\n",
            "fails: shop/web > shop/pay uncertain"},
        Row{"an allow of one port",
            "- {name: a, from: tier, to: app=pay, protocol: TCP, port_min: 443, port_max: 443}\n", "holds"},
        Row{"an allow of more ports than pass",
            "- {name: a, from: tier, to: app=pay, protocol: TCP, port_min: 443, port_max: 444, action: allow}\n",
            "fails: shop/web > shop/pay uncertain"},
        Row{"a block", "- {name: a, from: 203.0.113.0/24, to: app=pay, action: deny}\n", "holds"},
        Row{"everything to everything",
            "- {name: a, protocol: UDP, port_min: 20, port_max: 21, to: app notin (web), "
            "to_ns: env!=dev, action: deny}\n",
            "holds"},
        Row{"labels that no pod has", "- {name: a, from: app=none, to: app=pay, action: deny}\n", "matches nothing"},
        Row{"two rules",
            "- {from: '!tier', from_ns: env=prod, to: app=web, to_ns: env=prod, protocol: TCP, port_min: 80, "
            "port_max: 80}\n- {from: app=web, from_ns: env=prod, to: app=pay, protocol: UDP, action: deny}\n",
            "holds\nholds"}));

INSTANTIATE_TEST_SUITE_P(Csv, BaselineRules,
                         testing::Values(Row{"columns in any order",
                                             "name,from,to,protocol,port_min,port_max,action,description\n"
                                             "no-ftp,*,app=pay,TCP,20,21,deny,\"no file transfer, ever\"\n",
                                             "holds"}));

INSTANTIATE_TEST_SUITE_P(
    Wrong, BaselineRules,
    testing::Values(
        Row{"a property of another tool", "- {name: a, source: app=web}\n", "rules:1: a rule has no property source"},
        Row{"no action of that name", "- name: a\n- name: b\n  action: drop\n", "rules:2: action is allow or deny"},
        Row{"ports the wrong way round", "- {port_min: 80, port_max: 79}\n",
            "rules:1: port_min and port_max are ports, the first not above the last"},
        Row{"a selector that is none", "- {from: 'app~web'}\n", "rules:1: not a label requirement: \"app~web\""},
        Row{"not YAML", "- {a: [}\n- b\n", "rules:1: not valid YAML: illegal flow end"}));

TEST(Intents, NamePodsByTheirLabels) {
    EXPECT_EQ(judged("name,from,to,port,expect\na,[app=web]@[env=prod],[app=pay],tcp/443,allow\n"
                     "b,\"[app in (web,api)]@[env=dev]\",shop/pay,tcp/443,deny\n"),
              "holds\nholds");
    EXPECT_EQ(judged("name,from,to,port,expect\na,[app=web],[app=pay,tcp/443,allow\n"),
              "rules:2: written as [pod labels] or [pod labels]@[namespace labels]: [app=pay");
}

struct RequirementRow {
    const char* text;
    const char* labels; ///< "a=b c=d"
    bool isMatch;
};

void PrintTo(const RequirementRow& row, std::ostream* out) {
    *out << row.text << " on " << row.labels;
}

class Requirements : public testing::TestWithParam<RequirementRow> {};
TEST_P(Requirements, MeanWhatKubectlMeans) {
    const auto joined = story::join(std::string("pod a/b ") + GetParam().labels);
    const Cluster& cluster = *joined.cluster;
    const auto selector = parseRequirements(GetParam().text, cluster.symbols);
    ASSERT_TRUE(selector);
    EXPECT_EQ(matches(*selector, cluster.labelSets[cluster.pods.begin()->labels]), ternary(GetParam().isMatch));
}

INSTANTIATE_TEST_SUITE_P(Kubectl, Requirements,
                         testing::Values(RequirementRow{"", "a=b", true}, RequirementRow{"a", "a=b", true},
                                         RequirementRow{"!a", "a=b", false}, RequirementRow{"!c", "a=b", true},
                                         RequirementRow{"a = b", "a=b", true}, RequirementRow{"a==c", "a=b", false},
                                         RequirementRow{"a!=c", "a=b", true}, RequirementRow{"c!=x", "a=b", true},
                                         RequirementRow{"a in (x, b)", "a=b", true},
                                         RequirementRow{"a notin (x,b), d", "a=b d=e", false},
                                         RequirementRow{"c notin (x), d=e", "a=b d=e", true},
                                         RequirementRow{"a in (b),d!=e", "a=b d=e", false}));

} // namespace
} // namespace portolan

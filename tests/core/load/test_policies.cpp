#include "tests/core/load/load_case.h"

namespace portolan {
namespace {

/// A policy called shop/p with this text below `spec:`; `body` is in flow style.
std::string policy(const std::string& body) {
    return "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: shop}\nspec: " +
           body + "\n";
}

struct Row {
    const char* what;
    const char* spec;
    const char* cause; ///< how the message starts; "" where the policy is fine
};

void PrintTo(const Row& row, std::ostream* out) {
    *out << row.what;
}

class InvalidPolicies : public testing::TestWithParam<Row> {};

TEST_P(InvalidPolicies, areDroppedWithTheirCause) {
    const Row& row = GetParam();
    const LoadedCluster c = loaded(policy(row.spec));
    const bool isValid = std::string_view(row.cause).empty();
    EXPECT_EQ(c->policies.size(), isValid ? 1U : 0U) << diagnosticsOf(*c);
    EXPECT_EQ(c->counts.count("NetworkPolicy"), isValid ? 1U : 0U);
    if (isValid)
        EXPECT_EQ(countDiagnostics(*c, "PARSE-01", ""), 0U) << diagnosticsOf(*c);
    else
        EXPECT_GE(countDiagnostics(*c, "PARSE-01", row.cause), 1U) << diagnosticsOf(*c);
}

// Covers NP-V2.
INSTANTIATE_TEST_SUITE_P(V2, InvalidPolicies,
                         testing::Values(Row{"both types", "{policyTypes: [Ingress, Egress]}", ""},
                                         Row{"a type twice", "{policyTypes: [Ingress, Ingress]}", ""},
                                         Row{"three types", "{policyTypes: [Ingress, Egress, Ingress]}",
                                             "invalid value"},
                                         Row{"a type in lower case", "{policyTypes: [ingress]}", "invalid value"},
                                         Row{"a type that is no string", "{policyTypes: [1]}", "wrong type"},
                                         Row{"types as a string", "{policyTypes: Ingress}", "wrong type"}));

// Covers NP-V3, NP-P6.
INSTANTIATE_TEST_SUITE_P(
    V3, InvalidPolicies,
    testing::Values(Row{"empty peer", "{ingress: [{from: [{}]}]}", "invalid peer"},
                    Row{"null peer", "{ingress: [{from: [null]}]}", "invalid peer"},
                    Row{"block and selector", "{ingress: [{from: [{podSelector: {}, ipBlock: {cidr: 10.0.0.0/8}}]}]}",
                        "invalid peer"},
                    Row{"null namespace selector alone", "{ingress: [{from: [{namespaceSelector: null}]}]}",
                        "invalid peer"},
                    Row{"from as a map", "{ingress: [{from: {podSelector: {}}}]}", "wrong type"},
                    Row{"ingress as a map", "{ingress: {from: []}}", "wrong type"},
                    Row{"both selectors", "{ingress: [{from: [{podSelector: {}, namespaceSelector: {}}]}]}", ""}));

// Covers NP-V4, NP-V5, NP-V6, Y-6.
INSTANTIATE_TEST_SUITE_P(
    V4toV6, InvalidPolicies,
    testing::Values(Row{"port 0", "{ingress: [{ports: [{port: 0}]}]}", "invalid port"},
                    Row{"port 65535", "{ingress: [{ports: [{port: 65535}]}]}", ""},
                    Row{"port 65536", "{ingress: [{ports: [{port: 65536}]}]}", "invalid port"},
                    Row{"quoted number", "{ingress: [{ports: [{port: \"80\"}]}]}", "invalid port"},
                    Row{"port name", "{ingress: [{ports: [{port: http-2}]}]}", ""},
                    Row{"port name too long", "{ingress: [{ports: [{port: a234567890123456}]}]}", "invalid port"},
                    Row{"port name with two dashes", "{ingress: [{ports: [{port: a--b}]}]}", "invalid port"},
                    Row{"port name in capitals", "{ingress: [{ports: [{port: HTTP}]}]}", "invalid port"},
                    Row{"port with a fraction", "{ingress: [{ports: [{port: 80.0}]}]}", "wrong type"},
                    Row{"port as a boolean", "{ingress: [{ports: [{port: on}]}]}", "wrong type"},
                    Row{"port as a list", "{ingress: [{ports: [{port: [80]}]}]}", "wrong type"},
                    Row{"protocol in lower case", "{ingress: [{ports: [{protocol: tcp}]}]}", "invalid protocol"},
                    Row{"protocol ICMP", "{ingress: [{ports: [{protocol: ICMP}]}]}", "invalid protocol"},
                    Row{"empty protocol", "{ingress: [{ports: [{protocol: \"\"}]}]}", ""},
                    Row{"endPort alone", "{ingress: [{ports: [{endPort: 80}]}]}", "invalid port"},
                    Row{"endPort for a name", "{ingress: [{ports: [{port: http, endPort: 80}]}]}", "invalid port"},
                    Row{"endPort below port", "{ingress: [{ports: [{port: 81, endPort: 80}]}]}", "invalid port"},
                    Row{"endPort equal to port", "{ingress: [{ports: [{port: 80, endPort: 80}]}]}", ""},
                    Row{"endPort too large", "{ingress: [{ports: [{port: 80, endPort: 65536}]}]}", "invalid port"}));

// Covers NP-V7.
INSTANTIATE_TEST_SUITE_P(
    V7, InvalidPolicies,
    testing::Values(
        Row{"no cidr", "{ingress: [{from: [{ipBlock: {except: []}}]}]}", "invalid CIDR"},
        Row{"no prefix length", "{ingress: [{from: [{ipBlock: {cidr: 10.0.0.1}}]}]}", "invalid CIDR"},
        Row{"prefix too long", "{ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/33}}]}]}", "invalid CIDR"},
        Row{"except inside", "{ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}]}]}", ""},
        Row{"except outside", "{ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/16]}}]}]}",
            "invalid CIDR"},
        Row{"except equal", "{ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.0.0.0/8]}}]}]}",
            "invalid CIDR"},
        Row{"except of the other family", "{ingress: [{from: [{ipBlock: {cidr: \"::/0\", except: [10.0.0.0/8]}}]}]}",
            "invalid CIDR"},
        Row{"host bits", "{ingress: [{from: [{ipBlock: {cidr: 10.0.0.1/8}}]}]}", ""},
        Row{"leading zeros", "{ingress: [{from: [{ipBlock: {cidr: 010.0.0.0/8}}]}]}", ""},
        Row{"v6", "{ingress: [{from: [{ipBlock: {cidr: \"fd00::/8\", except: [\"fd00:1::/32\"]}}]}]}", ""}));

// Covers L-1, L-5, L-6, NP-V8, Y-5.
INSTANTIATE_TEST_SUITE_P(
    L6, InvalidPolicies,
    testing::Values(
        Row{"bad key", "{podSelector: {matchLabels: {app@b: x}}}", "invalid selector"},
        Row{"bad value", "{podSelector: {matchLabels: {app: -x}}}", "invalid selector"},
        Row{"value that is a boolean", "{podSelector: {matchLabels: {env: yes}}}", "wrong type"},
        Row{"value that is a number", "{podSelector: {matchLabels: {version: 1.0}}}", "wrong type"},
        Row{"value that is octal", "{podSelector: {matchLabels: {build: 0123}}}", "wrong type"},
        Row{"value with an exponent", "{podSelector: {matchLabels: {build: 1e3}}}", "wrong type"},
        Row{"value that is a date", "{podSelector: {matchLabels: {day: 2024-05-01}}}", ""},
        Row{"quoted value", "{podSelector: {matchLabels: {env: \"yes\", build: '0123'}}}", ""},
        Row{"empty value", "{podSelector: {matchLabels: {env: \"\"}}}", ""},
        Row{"operator in lower case", "{podSelector: {matchExpressions: [{key: a, operator: in, values: [b]}]}}",
            "invalid selector"},
        Row{"In without values", "{podSelector: {matchExpressions: [{key: a, operator: In}]}}", "invalid selector"},
        Row{"NotIn with no values", "{podSelector: {matchExpressions: [{key: a, operator: NotIn, values: []}]}}",
            "invalid selector"},
        Row{"Exists with values", "{podSelector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]}}",
            "invalid selector"},
        Row{"expression without key", "{podSelector: {matchExpressions: [{operator: Exists}]}}", "invalid selector"},
        Row{"In with the empty value", "{podSelector: {matchExpressions: [{key: a, operator: In, values: [\"\"]}]}}",
            ""},
        Row{"expressions as a map", "{podSelector: {matchExpressions: {key: a}}}", "wrong type"}));

TEST(Policies, nameThePlaceOfTheirMistake) {
    const LoadedCluster c = loaded("# one\n"
                                   "apiVersion: networking.k8s.io/v1\n"
                                   "kind: NetworkPolicy\n"
                                   "metadata:\n"
                                   "  name: p\n"
                                   "spec:\n"
                                   "  ingress:\n"
                                   "  - from:\n"
                                   "    - ipBlock:\n"
                                   "        cidr: 10.0.0.0/40\n");
    EXPECT_EQ(diagnosticsOf(*c), "E PARSE-01 in.yaml:10:15 NetworkPolicy default/p: invalid CIDR: "
                                 "spec.ingress[0].from[0].ipBlock.cidr is \"10.0.0.0/40\"\n");
}

struct TypesRow {
    const char* spec;
    bool isIngress;
    bool isEgress;
};

class PolicyTypes : public testing::TestWithParam<TypesRow> {};

TEST_P(PolicyTypes, defaultAsTheServerDoes) {
    const LoadedCluster c = loaded(policy(GetParam().spec));
    ASSERT_EQ(c->policies.size(), 1U) << diagnosticsOf(*c);
    const NetworkPolicy& p = c->policies[PolicyId()];
    EXPECT_EQ(p.isolatesIngress, GetParam().isIngress) << GetParam().spec;
    EXPECT_EQ(p.isolatesEgress, GetParam().isEgress) << GetParam().spec;
}

// Covers NP-N2.
INSTANTIATE_TEST_SUITE_P(N2, PolicyTypes,
                         testing::Values(TypesRow{"{podSelector: {}}", true, false},
                                         TypesRow{"{ingress: []}", true, false}, TypesRow{"{egress: []}", true, false},
                                         TypesRow{"{egress: null}", true, false},
                                         TypesRow{"{egress: [{}]}", true, true},
                                         TypesRow{"{policyTypes: [], egress: [{}]}", true, true},
                                         TypesRow{"{policyTypes: null, egress: [{}]}", true, true},
                                         TypesRow{"{policyTypes: [Egress], ingress: [{}]}", false, true},
                                         TypesRow{"{policyTypes: [Ingress], egress: [{}]}", true, false}));

// Covers NP-V1.
TEST(Policies, keepWhatFindingsNeed) {
    const LoadedCluster c = loaded(policy("{egress: []}") + "---\n" +
                                   "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n"
                                   "metadata: {name: q, creationTimestamp: 2024-05-01T10:00:00Z}\n"
                                   "spec: {policyTypes: [Egress]}\n");
    ASSERT_EQ(c->policies.size(), 2U);
    const NetworkPolicy& q = c->policies[PolicyId(0U)];
    const NetworkPolicy& p = c->policies[PolicyId(1U)];
    EXPECT_EQ(c->displayName(PolicyId(0U)), "default/q");
    EXPECT_TRUE(q.isNamespaceImplied);
    EXPECT_TRUE(q.isTypesWritten);
    EXPECT_EQ(c->files.text(q.typesWhere), "in.yaml:9:21");
    EXPECT_EQ(q.createdAt, 1'714'557'600);
    EXPECT_FALSE(p.isNamespaceImplied);
    EXPECT_FALSE(p.isTypesWritten);
    EXPECT_TRUE(p.isEgressKeyWritten);
}

TEST(Policies, readEveryKindOfPeerAndPort) {
    const LoadedCluster c = loaded(policy(
        "{podSelector: {matchLabels: {app: web}, matchExpressions: [{key: tier, operator: NotIn, values: [b, a]}]},"
        " ingress: [{from: [{podSelector: {}}, {namespaceSelector: {matchLabels: {team: x}}, podSelector: {}},"
        " {ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}],"
        " ports: [{}, {port: 80}, {port: http, protocol: UDP}, {port: 1, endPort: 9, protocol: SCTP}]}]}"));
    EXPECT_EQ(factsOf(*c), "ns shop? kubernetes.io/metadata.name=shop\n"
                           "np shop/p app in (web);tier notin (a,b) I in { peer pod:* peer pod:* ns:team in (x)"
                           " peer ip:10.0.0.0/8-10.1.0.0/16 port TCP0-0 port TCP80-80 port UDP0-0http port SCTP1-9 }"
                           " out\ncount NetworkPolicy 1\n");
}

// Covers NP-N8.
TEST(Policies, readNullRulesAsAllowAllWithAnError) {
    const LoadedCluster c = loaded("apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p}\n"
                                   "spec:\n  ingress:\n  -\n  egress: [null, {}]\n");
    ASSERT_EQ(c->policies.size(), 1U);
    EXPECT_EQ(c->policies[PolicyId()].ingress.size(), 1U);
    EXPECT_EQ(c->policies[PolicyId()].egress.size(), 2U);
    EXPECT_EQ(countDiagnostics(*c, "PARSE-08", "null rule: spec.ingress[0]"), 1U) << diagnosticsOf(*c);
    EXPECT_EQ(countDiagnostics(*c, "PARSE-08", "null rule: spec.egress[0]"), 1U) << diagnosticsOf(*c);
}

// Covers NP-P6.
TEST(Policies, tellANullSelectorBesideAnother) {
    const LoadedCluster c = loaded("apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p}\n"
                                   "spec:\n  ingress:\n  - from:\n    - podSelector: {}\n      namespaceSelector:\n"
                                   "    ports:\n    - port: 80\n");
    ASSERT_EQ(c->policies.size(), 1U) << diagnosticsOf(*c);
    EXPECT_EQ(countDiagnostics(*c, "PARSE-08", "null peer selector"), 1U) << diagnosticsOf(*c);
    EXPECT_FALSE(c->policies[PolicyId()].ingress[0].peers[0].namespaceSelector.has_value());
}

// Covers NP-V8, Y-9.
TEST(Policies, dropUnknownFieldsAndSuggestTheRightOne) {
    const LoadedCluster c = loaded(policy("{podSelector: {}, ingress: [{from: [{podSelector: {}, namespaceselector: "
                                          "{}}], port: [{port: 80}]}], foo: 1}"));
    ASSERT_EQ(c->policies.size(), 1U);
    EXPECT_FALSE(c->policies[PolicyId()].ingress[0].peers[0].namespaceSelector.has_value());
    ASSERT_EQ(countDiagnostics(*c, "PARSE-04", "unknown field"), 3U) << diagnosticsOf(*c);
    const auto fixOf = [&](std::string_view field) {
        for (const Diagnostic& d : c->diagnostics)
            if (d.message.find(field) != std::string::npos) return d.fix;
        return std::string();
    };
    EXPECT_EQ(fixOf("namespaceselector"), "rename it to namespaceSelector");
    EXPECT_EQ(fixOf("ingress[0].port "), "rename it to ports");
    EXPECT_EQ(fixOf("spec.foo"), "remove it");
}

// Covers Y-8.
TEST(Policies, takeTheLastOfDuplicateKeysAndSaySo) {
    const LoadedCluster c = loaded("apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p}\n"
                                   "spec:\n  podSelector: {}\n  ingress:\n  - from: [{podSelector: {}}]\n"
                                   "    from: [{ipBlock: {cidr: 10.0.0.0/8}}]\n");
    ASSERT_EQ(c->policies.size(), 1U);
    EXPECT_TRUE(c->policies[PolicyId()].ingress[0].peers[0].ipBlock.has_value());
    EXPECT_EQ(diagnosticsOf(*c), "E PARSE-03 in.yaml:8:5 NetworkPolicy default/p: duplicate key: spec.ingress[0].from "
                                 "is written again, first in line 7; only the last one counts\n");
}

// Covers L-6.
TEST(Policies, keepLabelValuesThatAServerAlreadyHolds) {
    const LoadedCluster c = loaded("apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n"
                                   "metadata: {name: p, uid: 1-2, labels: {a: \"not valid!\"}}\n"
                                   "spec: {podSelector: {matchLabels: {a: \"not valid!\"}}}\n");
    EXPECT_EQ(c->policies.size(), 1U) << diagnosticsOf(*c);
}

// Covers Y-13, Y-14.
TEST(Policies, knowTheOldGroupAndTheWrongOne) {
    const LoadedCluster old = loaded("apiVersion: extensions/v1beta1\nkind: NetworkPolicy\nmetadata: {name: p}\n"
                                     "spec: {podSelector: {}}\n");
    EXPECT_EQ(old->policies.size(), 1U);
    EXPECT_EQ(countDiagnostics(*old, "PARSE-07", "old schema"), 1U);
    const LoadedCluster wrong =
        loaded("apiVersion: v1\nkind: NetworkPolicy\nmetadata: {name: p}\nspec: {podSelector: {}}\n");
    EXPECT_EQ(wrong->policies.size(), 0U);
    EXPECT_EQ(countDiagnostics(*wrong, "PARSE-01", "invalid value"), 1U);
}

// Covers NP-N1.
TEST(Policies, withoutSpecSelectAllAndIsolateIngress) {
    const LoadedCluster c = loaded("apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p}\n");
    ASSERT_EQ(c->policies.size(), 1U);
    EXPECT_TRUE(c->policies[PolicyId()].isolatesIngress);
    EXPECT_TRUE(c->policies[PolicyId()].podSelector.isEmpty());
}

TEST(Policies, keepExpressionsAsWrittenBesideTheirSortedMeaning) {
    const LoadedCluster c =
        loaded(policy("{podSelector: {matchLabels: {app: web}, matchExpressions: ["
                      "{key: tier, operator: In, values: [b, a]}, {key: app, operator: Exists}]}}"));
    ASSERT_EQ(c->policies.size(), 1U);
    const LabelSelector& selector = c->policies[PolicyId(0U)].podSelector;
    EXPECT_EQ(selectorText(*c, selector), "app;app in (web);tier in (a,b)");
    ASSERT_EQ(selector.expressions.size(), 2U);
    EXPECT_EQ(selector.expressions[0].key, "tier");
    EXPECT_EQ(selector.expressions[0].values, (std::vector<std::string>{"b", "a"}));
    EXPECT_EQ(selector.expressions[1].op, Requirement::Operator::Exists);
}

} // namespace
} // namespace portolan

#include "tests/core/load/load_case.h"

namespace portolan {
namespace {

std::string document(const std::string& kind, const std::string& spec, const std::string& name = "default") {
    const std::string version = kind == "ClusterNetworkPolicy" ? "v1alpha2" : "v1alpha1";
    return "apiVersion: policy.networking.k8s.io/" + version + "\nkind: " + kind + "\nmetadata: {name: " + name +
           "}\nspec: {" + spec + "}\n";
}

struct Row {
    const char* what;
    const char* spec;
    const char* cause; ///< how the message starts; "" where the policy is fine
};

void PrintTo(const Row& row, std::ostream* out) {
    *out << row.what;
}

void expectRow(const std::string& kind, const Row& row) {
    const LoadedCluster c = loaded(document(kind, row.spec));
    const bool isValid = std::string_view(row.cause).empty();
    EXPECT_EQ(c->adminPolicies.size(), isValid ? 1U : 0U) << diagnosticsOf(*c);
    EXPECT_EQ(c->counts.count(kind), isValid ? 1U : 0U);
    EXPECT_TRUE(c->unreadKinds.empty());
    EXPECT_TRUE(c->policies.isEmpty());
    EXPECT_TRUE(c->namespaces.isEmpty());
    if (isValid)
        EXPECT_EQ(countDiagnostics(*c, "PARSE-01", ""), 0U) << diagnosticsOf(*c);
    else
        EXPECT_GE(countDiagnostics(*c, "PARSE-01", row.cause), 1U) << diagnosticsOf(*c);
}

class AdminNetworkPolicies : public testing::TestWithParam<Row> {};

TEST_P(AdminNetworkPolicies, areDroppedWithTheirCause) {
    expectRow("AdminNetworkPolicy", GetParam());
}

// Covers A-2.
INSTANTIATE_TEST_SUITE_P(A2_priority, AdminNetworkPolicies,
                         testing::Values(Row{"0", "priority: 0, subject: {namespaces: {}}", ""},
                                         Row{"1000", "priority: 1000, subject: {namespaces: {}}", ""},
                                         Row{"1001", "priority: 1001, subject: {namespaces: {}}", "invalid priority"},
                                         Row{"-1", "priority: -1, subject: {namespaces: {}}", "invalid priority"},
                                         Row{"none", "subject: {namespaces: {}}", "missing field"},
                                         Row{"a string", "priority: \"5\", subject: {namespaces: {}}", "wrong type"}));

// Covers A-7.
INSTANTIATE_TEST_SUITE_P(
    A7_subject, AdminNetworkPolicies,
    testing::Values(Row{"none", "priority: 5", "missing field"},
                    Row{"empty", "priority: 5, subject: {}", "invalid subject"},
                    Row{"both", "priority: 5, subject: {namespaces: {}, pods: {podSelector: {}}}", "invalid subject"},
                    Row{"pods", "priority: 5, subject: {pods: {namespaceSelector: {}, podSelector: {}}}", ""},
                    Row{"null", "priority: 5, subject: {namespaces: null}", "invalid subject"}));

// Covers A-4, A-8.
INSTANTIATE_TEST_SUITE_P(
    A4_A8_rules, AdminNetworkPolicies,
    testing::Values(
        Row{"fine",
            "priority: 5, subject: {namespaces: {}}, ingress: [{name: r, action: Pass, from: [{namespaces: {}}]}]", ""},
        Row{"unknown action",
            "priority: 5, subject: {namespaces: {}}, ingress: [{action: Accept, from: [{namespaces: {}}]}]",
            "invalid action"},
        Row{"no action", "priority: 5, subject: {namespaces: {}}, ingress: [{from: [{namespaces: {}}]}]",
            "missing field"},
        Row{"no peers", "priority: 5, subject: {namespaces: {}}, ingress: [{action: Deny}]", "invalid rule"},
        Row{"an empty list of peers", "priority: 5, subject: {namespaces: {}}, ingress: [{action: Deny, from: []}]",
            "invalid rule"},
        Row{"a null rule", "priority: 5, subject: {namespaces: {}}, ingress: [null]", "invalid rule"},
        Row{"an empty peer", "priority: 5, subject: {namespaces: {}}, ingress: [{action: Deny, from: [{}]}]",
            "invalid peer"},
        Row{"a null peer", "priority: 5, subject: {namespaces: {}}, ingress: [{action: Deny, from: [null]}]",
            "invalid peer"},
        Row{"two peers in one",
            "priority: 5, subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: {}, pods: "
            "{namespaceSelector: {}, podSelector: {}}}]}]",
            "invalid peer"},
        Row{"networks in ingress",
            "priority: 5, subject: {namespaces: {}}, ingress: [{action: Deny, from: [{networks: [10.0.0.0/8]}]}]",
            "invalid peer"},
        Row{"nodes in egress", "priority: 5, subject: {namespaces: {}}, egress: [{action: Deny, to: [{nodes: {}}]}]",
            ""},
        Row{"a long name",
            "priority: 5, subject: {namespaces: {}}, egress: [{name: "
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, "
            "action: Deny, to: [{namespaces: {}}]}]",
            "too long"}));

// Covers A-9, A-12, C-6.
INSTANTIATE_TEST_SUITE_P(
    A9_networksAndNames, AdminNetworkPolicies,
    testing::Values(
        Row{"no networks", "priority: 5, subject: {namespaces: {}}, egress: [{action: Deny, to: [{networks: []}]}]",
            "invalid peer"},
        Row{"a bad network",
            "priority: 5, subject: {namespaces: {}}, egress: [{action: Deny, to: [{networks: [10.0.0.0]}]}]",
            "invalid CIDR"},
        Row{"IPv6",
            "priority: 5, subject: {namespaces: {}}, egress: [{action: Deny, to: [{networks: [\"fd00::/8\"]}]}]", ""},
        Row{"names that are allowed",
            "priority: 5, subject: {namespaces: {}}, egress: [{action: Allow, to: [{domainNames: "
            "[\"*.example.com\"]}]}]",
            ""},
        Row{"names that are denied",
            "priority: 5, subject: {namespaces: {}}, egress: [{action: Deny, to: [{domainNames: [example.com]}]}]",
            "invalid rule"},
        Row{"a bad name",
            "priority: 5, subject: {namespaces: {}}, egress: [{action: Allow, to: [{domainNames: [\"a*.com\"]}]}]",
            "invalid domain name"},
        Row{"a named port with networks",
            "priority: 5, subject: {namespaces: {}}, egress: [{action: Deny, to: [{networks: [10.0.0.0/8]}], ports: "
            "[{namedPort: http}]}]",
            "invalid rule"}));

// Covers A-11.
INSTANTIATE_TEST_SUITE_P(
    A11_ports, AdminNetworkPolicies,
    testing::Values(
        Row{"all three",
            "priority: 5, subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: {}}], ports: "
            "[{portNumber: {protocol: UDP, port: 53}}, {portRange: {start: 1, end: 2}}, {namedPort: http}]}]",
            ""},
        Row{"an empty port",
            "priority: 5, subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: {}}], ports: [{}]}]",
            "invalid port"},
        Row{"two in one",
            "priority: 5, subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: {}}], ports: "
            "[{namedPort: http, portNumber: {port: 1}}]}]",
            "invalid port"},
        Row{"port 0",
            "priority: 5, subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: {}}], ports: "
            "[{portNumber: {port: 0}}]}]",
            "invalid port"},
        Row{"a range that goes down",
            "priority: 5, subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: {}}], ports: "
            "[{portRange: {start: 9, end: 8}}]}]",
            ""}));

class ClusterNetworkPolicies : public testing::TestWithParam<Row> {};

TEST_P(ClusterNetworkPolicies, areDroppedWithTheirCause) {
    expectRow("ClusterNetworkPolicy", GetParam());
}

// Covers C-1, C-2, C-4, C-7.
INSTANTIATE_TEST_SUITE_P(
    C1_toC7, ClusterNetworkPolicies,
    testing::Values(
        Row{"fine",
            "tier: Admin, priority: 5, subject: {namespaces: {}}, ingress: [{action: Accept, from: [{namespaces: "
            "{}}]}]",
            ""},
        Row{"no tier", "priority: 5, subject: {namespaces: {}}", "missing field"},
        Row{"another tier", "tier: Middle, priority: 5, subject: {namespaces: {}}", "invalid value"},
        Row{"Allow",
            "tier: Admin, priority: 5, subject: {namespaces: {}}, ingress: [{action: Allow, from: [{namespaces: {}}]}]",
            "invalid action"},
        Row{"Pass in Baseline",
            "tier: Baseline, priority: 5, subject: {namespaces: {}}, ingress: [{action: Pass, from: [{namespaces: "
            "{}}]}]",
            ""},
        Row{"a port without number",
            "tier: Admin, priority: 5, subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: {}}], "
            "protocols: [{tcp: {}}]}]",
            ""},
        Row{"a range of one",
            "tier: Admin, priority: 5, subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: {}}], "
            "protocols: [{tcp: {destinationPort: {range: {start: 5, end: 5}}}}]}]",
            "invalid port"},
        Row{"two protocols in one",
            "tier: Admin, priority: 5, subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: {}}], "
            "protocols: [{tcp: {destinationPort: {number: 1}}, udp: {destinationPort: {number: 1}}}]}]",
            "invalid port"},
        Row{"a named port with nodes",
            "tier: Admin, priority: 5, subject: {namespaces: {}}, egress: [{action: Deny, to: [{nodes: {}}], "
            "protocols: [{destinationNamedPort: http}]}]",
            "invalid rule"}));

// Covers A-2, A-4.
TEST(BaselineAdminNetworkPolicies, haveOneNameAndNoPass) {
    const std::string rule = "subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: {}}]}]";
    EXPECT_EQ(loaded(document("BaselineAdminNetworkPolicy", rule))->adminPolicies.size(), 1U);
    const LoadedCluster other = loaded(document("BaselineAdminNetworkPolicy", rule, "mine"));
    EXPECT_EQ(other->adminPolicies.size(), 0U);
    EXPECT_EQ(countDiagnostics(*other, "PARSE-01", "invalid name"), 1U) << diagnosticsOf(*other);
    const LoadedCluster pass =
        loaded(document("BaselineAdminNetworkPolicy",
                        "subject: {namespaces: {}}, ingress: [{action: Pass, from: [{namespaces: {}}]}]"));
    EXPECT_EQ(countDiagnostics(*pass, "PARSE-01", "invalid action"), 1U) << diagnosticsOf(*pass);
}

// Covers A-2, C-3.
TEST(AdminPolicyReader, limitsListsAsTheSchemaDoes) {
    const auto rules = [](std::size_t count) {
        std::string out;
        for (std::size_t i = 0; i < count; ++i)
            out += (i == 0 ? "" : ", ") + std::string("{action: Deny, from: [{namespaces: {}}]}");
        return "subject: {namespaces: {}}, priority: 1, ingress: [" + out + ']';
    };
    EXPECT_EQ(loaded(document("AdminNetworkPolicy", rules(100)))->adminPolicies.size(), 1U);
    EXPECT_EQ(loaded(document("AdminNetworkPolicy", rules(101)))->adminPolicies.size(), 0U);
    EXPECT_EQ(loaded(document("ClusterNetworkPolicy", "tier: Admin, " + rules(25)))->adminPolicies.size(), 1U);
    EXPECT_EQ(loaded(document("ClusterNetworkPolicy", "tier: Admin, " + rules(26)))->adminPolicies.size(), 0U);
}

TEST(AdminPolicyReader, keepsWhatWasWrittenWithItsPlace) {
    const LoadedCluster c = loaded(R"(apiVersion: policy.networking.k8s.io/v1alpha1
kind: AdminNetworkPolicy
metadata:
  name: strict
spec:
  priority: 34
  subject:
    pods:
      namespaceSelector: {matchLabels: {team: x}}
      podSelector: {matchLabels: {app: web}}
  egress:
  - name: to-the-net
    action: Pass
    to:
    - networks: [10.1.2.3/8, "fd00::/8"]
    - namespaces: {}
    ports:
    - portRange: {protocol: SCTP, start: 5, end: 9}
)");
    ASSERT_EQ(c->adminPolicies.size(), 1U) << diagnosticsOf(*c);
    const AdminPolicy& p = c->adminPolicies.front();
    EXPECT_EQ(p.priority, 34);
    EXPECT_EQ(p.tier, AdminTier::Admin);
    EXPECT_EQ(c->text(p.name), "strict");
    EXPECT_EQ(selectorText(*c, p.subject.namespaceSelector), "team in (x)");
    EXPECT_EQ(selectorText(*c, *p.subject.podSelector), "app in (web)");
    ASSERT_EQ(p.egress.size(), 1U);
    const AdminRule& rule = p.egress.front();
    EXPECT_EQ(rule.name, "to-the-net");
    EXPECT_EQ(rule.action, Action::Pass);
    EXPECT_EQ(c->files.text(rule.where), "in.yaml:12:5");
    ASSERT_EQ(rule.peers.size(), 2U);
    EXPECT_EQ(rule.peers[0].networks[0].text(), "10.0.0.0/8");
    EXPECT_EQ(rule.peers[0].networks[1].text(), "fd00::/8");
    EXPECT_FALSE(rule.isEveryPort);
    ASSERT_EQ(rule.ports.size(), 1U);
    EXPECT_EQ(rule.ports[0].protocol, Protocol::Sctp);
    EXPECT_EQ(rule.ports[0].last, 9);
}

// Covers A-14.
TEST(AdminPolicyReader, readsTheNestedSchemaAndTellsSo) {
    const LoadedCluster c = loaded(
        document("AdminNetworkPolicy",
                 "priority: 1, subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: "
                 "{notSameLabels: [team, env]}}, {pods: {namespaces: {namespaceSelector: {}}, podSelector: {}}}]}]"));
    ASSERT_EQ(c->adminPolicies.size(), 1U) << diagnosticsOf(*c);
    EXPECT_EQ(countDiagnostics(*c, "PARSE-07", "old schema"), 2U) << diagnosticsOf(*c);
    const AdminRule& rule = c->adminPolicies.front().ingress.front();
    ASSERT_TRUE(rule.peers[0].related.has_value());
    EXPECT_FALSE(rule.peers[0].related->isSame);
    EXPECT_EQ(rule.peers[0].related->keys.size(), 2U);
    EXPECT_FALSE(rule.peers[1].related.has_value());
}

// Covers L-7.
TEST(AdminPolicyReader, keepsInvalidSelectorsAsMatchingNothing) {
    const LoadedCluster c = loaded(document(
        "AdminNetworkPolicy", "priority: 1, subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: "
                              "{matchExpressions: [{key: a, operator: in, values: [b]}]}}]}]"));
    ASSERT_EQ(c->adminPolicies.size(), 1U) << diagnosticsOf(*c);
    EXPECT_EQ(c->adminPolicies.front().ingress.front().peers.front().kind, AdminPeer::Kind::Nothing);
    EXPECT_EQ(countDiagnostics(*c, "PARSE-06", "invalid selector"), 1U) << diagnosticsOf(*c);
    EXPECT_EQ(countDiagnostics(*c, "PARSE-01", ""), 0U) << diagnosticsOf(*c);
}

// Covers Y-13.
TEST(AdminPolicyReader, keepsTheLastOfTwoWithOneName) {
    const std::string one = document("AdminNetworkPolicy", "priority: 1, subject: {namespaces: {}}");
    const std::string two = document("AdminNetworkPolicy", "priority: 2, subject: {namespaces: {}}");
    const LoadedCluster c =
        loaded(one + "---\n" + two + "---\n" + document("BaselineAdminNetworkPolicy", "subject: {namespaces: {}}"));
    ASSERT_EQ(c->adminPolicies.size(), 2U);
    EXPECT_EQ(c->adminPolicies[0].priority, 2);
    EXPECT_EQ(countDiagnostics(*c, "PARSE-05", "defined twice"), 1U) << diagnosticsOf(*c);
}

} // namespace
} // namespace portolan

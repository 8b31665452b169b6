#include "tests/oracle/story.h"

#include <gtest/gtest.h>

/// Semantics and C-4 to C-6: whom subjects, peers and ports of admin policies mean.

namespace portolan {
namespace {

struct Row {
    std::string what;
    std::string spec; ///< of one AdminNetworkPolicy
    std::vector<std::pair<std::string, std::string>> answers;
};

void expectRows(const std::vector<Row>& rows, const std::string& profile = "kube-network-policies") {
    for (const Row& row : rows) {
        const Story story({anp("x", 5, row.spec)}, profile);
        for (const auto& [question, answer] : row.answers) EXPECT_EQ(story.ask(question), answer) << row.what;
    }
}

std::string denyTo(const std::string& peer) {
    return "subject: {namespaces: {}}, egress: [{action: Deny, to: [" + peer + "]}]";
}

std::string denyOn(const std::string& ports) {
    return "subject: {namespaces: {}}, egress: [{action: Deny, to: [{namespaces: {}}], ports: [" + ports + "]}]";
}

//
TEST(AdminPeers, A7_subjects) {
    const std::string deny = ", ingress: [{action: Deny, from: [{namespaces: {}}]}]";
    expectRows({
        {"namespaces by label",
         "subject: {namespaces: {matchLabels: {team: y}}}" + deny,
         {{"a/web => b/web tcp/1", "deny"}, {"b/web => a/web tcp/1", "allow"}}},
        {"pods",
         "subject: {pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: db}}}}" + deny,
         {{"a/web => b/db tcp/1", "deny"}, {"a/web => b/web tcp/1", "allow"}}},
        {"hostNetwork pods never", "subject: {namespaces: {}}" + deny, {{"a/web => b/agent tcp/1", "allow"}}},
    });
}

//
TEST(AdminPeers, A8_ingressNamesPodsOnly) {
    const std::string all = "subject: {namespaces: {}}, ingress: [{action: Deny, from: [";
    expectRows({
        {"every namespace",
         all + "{namespaces: {}}]}]",
         {{"a/web => b/web tcp/1", "deny"},
          {"8.8.8.8 => b/web tcp/1", "allow"},
          {"192.168.0.2 => b/web tcp/1", "allow"},
          {"b/agent => a/web tcp/1", "allow"}}},
        {"pods in namespaces",
         all + "{pods: {namespaceSelector: {matchLabels: {team: x}}, podSelector: {matchLabels: {app: db}}}}]}]",
         {{"c/db => b/web tcp/1", "deny"}, {"c/web => b/web tcp/1", "allow"}, {"b/db => b/web tcp/1", "allow"}}},
    });
}

//
TEST(AdminPeers, A9_networksMatchWhateverHasTheAddress) {
    expectRows({
        {"pods, nodes and the outside",
         denyTo("{networks: [10.0.1.0/24, 192.168.0.2/32, 203.0.113.0/24]}"),
         {{"a/web => b/web tcp/1", "deny"},
          {"a/web => c/web tcp/1", "allow"},
          {"a/web => 192.168.0.2 tcp/1", "deny"},
          {"a/web => b/agent tcp/1", "deny"},
          {"a/web => 203.0.113.9 tcp/1", "deny"},
          {"a/web => 203.0.114.9 tcp/1", "allow"}}},
    });
    expectRows({{"a plugin that needs an option",
                 denyTo("{networks: [10.0.1.0/24]}"),
                 {{"a/web => b/web tcp/1", "uncertain: networksMatchPods"}, {"a/web => 10.0.1.77 tcp/1", "deny"}}}},
               "cilium");
    expectRows({{"np-guard", denyTo("{networks: [10.0.1.0/24]}"), {{"a/web => b/web tcp/1", "allow"}}}}, "np-guard");
    expectRows({{"whatever blocks of NetworkPolicies do",
                 denyTo("{networks: [10.0.1.0/24]}"),
                 {{"a/web => b/web tcp/1", "deny"}}}},
               "generic");
}

//
TEST(AdminPeers, A9_nodesMatchByTheirLabels) {
    expectRows({{"one zone",
                 denyTo("{nodes: {matchLabels: {zone: two}}}"),
                 {{"a/web => 192.168.0.2 tcp/1", "deny"},
                  {"a/web => b/agent tcp/1", "deny"},
                  {"a/web => b/web tcp/1", "allow"},
                  {"a/web => 192.168.0.3 tcp/1", "allow"}}}});
    expectRows({{"the pod's own node is a node to an admin policy",
                 denyTo("{nodes: {matchLabels: {zone: one}}}"),
                 {{"a/web => 192.168.0.1 tcp/1", "deny"}, {"a/web => 192.168.0.2 tcp/1", "allow"}}}});
}

// Covers A-9, C-6.
TEST(AdminPeers, A9_andC6_domainNamesAreOutsideAndUncertain) {
    const std::string names = "subject: {namespaces: {}}, egress: [{action: Allow, to: [{domainNames: "
                              "[\"*.example.com\"]}]}, {action: Deny, to: [{networks: [0.0.0.0/0]}]}]";
    expectRows({{"only where an address may have the name",
                 names,
                 {{"a/web => 8.8.8.8 tcp/1", "uncertain: domainNames"}, {"a/web => b/web tcp/1", "deny"}}}});
}

//
TEST(AdminPeers, A10_anUnknownPeerFailsClosed) {
    const auto rule = [](const std::string& action) {
        return "subject: {namespaces: {}}, egress: [{action: " + action +
               ", to: [{teleporters: {}}, {namespaces: {matchLabels: {team: y}}}]}, {action: Deny, to: [{namespaces: "
               "{matchLabels: {team: x}}}]}]";
    };
    expectRows({
        {"Allow: the other peers still match",
         rule("Allow"),
         {{"a/web => b/web tcp/1", "allow"}, {"a/web => c/web tcp/1", "deny"}, {"a/web => 8.8.8.8 tcp/1", "allow"}}},
        {"Pass: denies everything",
         rule("Pass"),
         {{"a/web => b/web tcp/1", "deny"}, {"a/web => 8.8.8.8 tcp/1", "deny"}}},
        {"Deny: denies everything", rule("Deny"), {{"a/web => 8.8.8.8 tcp/1", "deny"}}},
    });
}

// Covers L-7.
TEST(AdminPeers, L7_anInvalidSelectorMatchesNothing) {
    const std::string bad = "{matchExpressions: [{key: team, operator: In, values: []}]}";
    expectRows({
        {"as a peer",
         "subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: " + bad + "}]}]",
         {{"a/web => b/web tcp/1", "allow"}}},
        {"as a subject",
         "subject: {namespaces: " + bad + "}, ingress: [{action: Deny, from: [{namespaces: {}}]}]",
         {{"a/web => b/web tcp/1", "allow"}}},
    });
}

//
TEST(AdminPeers, A11_ports) {
    expectRows({
        {"a number is TCP by default",
         denyOn("{portNumber: {port: 80}}"),
         {{"a/web => b/web tcp/80", "deny"}, {"a/web => b/web udp/80", "allow"}, {"a/web => b/web tcp/81", "allow"}}},
        {"a range",
         denyOn("{portRange: {protocol: UDP, start: 10, end: 20}}"),
         {{"a/web => b/web udp/10", "deny"}, {"a/web => b/web udp/20", "deny"}, {"a/web => b/web udp/21", "allow"}}},
        {"a range that goes down matches nothing",
         denyOn("{portRange: {start: 20, end: 10}}"),
         {{"a/web => b/web tcp/15", "allow"}}},
        {"a protocol that there is not",
         denyOn("{portNumber: {protocol: tcp, port: 80}}"),
         {{"a/web => b/web tcp/80", "allow"}}},
        {"a name is looked up at the destination",
         denyOn("{namedPort: http}"),
         {{"a/web => b/web tcp/8080", "deny"},
          {"a/web => c/web tcp/80", "deny"},
          {"a/web => b/web tcp/80", "allow"},
          {"a/web => b/db tcp/8080", "allow"}}},
        {"no ports at all",
         "subject: {namespaces: {}}, egress: [{action: Deny, to: [{namespaces: {}}]}]",
         {{"a/web => b/web sctp/9", "deny"}}},
    });
    expectRows({{"a name in ingress is the subject's",
                 "subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: {}}], ports: [{namedPort: "
                 "http}]}]",
                 {{"a/web => b/web tcp/8080", "deny"}, {"a/web => c/web tcp/8080", "allow"}}}});
}

//
TEST(AdminPeers, A14_sameAndOtherLabelsOfTheSubject) {
    const auto deny = [](const std::string& peer) {
        return "subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: {" + peer + "}}]}]";
    };
    expectRows({
        {"same team",
         deny("sameLabels: [team]"),
         {{"a/web => c/web tcp/1", "deny"}, {"a/web => b/web tcp/1", "allow"}, {"a/db => a/web tcp/1", "deny"}}},
        {"another team",
         deny("notSameLabels: [team]"),
         {{"a/web => c/web tcp/1", "allow"}, {"a/web => b/web tcp/1", "deny"}}},
        {"a key that nobody has", deny("sameLabels: [color]"), {{"a/web => c/web tcp/1", "allow"}}},
        {"no keys", deny("sameLabels: []"), {{"a/web => c/web tcp/1", "allow"}}},
        {"the selector of that time",
         deny("namespaceSelector: {matchLabels: {team: x}}"),
         {{"a/web => b/web tcp/1", "deny"}, {"b/db => b/web tcp/1", "allow"}}},
    });
    expectRows({{"pods of the same team",
                 "subject: {pods: {namespaceSelector: {}, podSelector: {}}}, ingress: [{action: Deny, from: [{pods: "
                 "{namespaces: {sameLabels: [team]}, podSelector: {matchLabels: {app: db}}}}]}]",
                 {{"a/db => c/web tcp/1", "deny"}, {"a/web => c/web tcp/1", "allow"}}}});
}

// Covers C-4.
TEST(ClusterPeers, C4_protocols) {
    const auto deny = [](const std::string& protocols) {
        return cnp("x", "Admin", 1,
                   "subject: {namespaces: {}}, egress: [{action: Deny, to: [{namespaces: {}}], protocols: [" +
                       protocols + "]}]");
    };
    EXPECT_EQ(Story({deny("{tcp: {destinationPort: {number: 80}}}")}).ask("a/web => b/web tcp/80"), "deny");
    EXPECT_EQ(Story({deny("{tcp: {destinationPort: {number: 80}}}")}).ask("a/web => b/web udp/80"), "allow");
    EXPECT_EQ(Story({deny("{udp: {destinationPort: {range: {start: 5, end: 7}}}}")}).ask("a/web => b/web udp/6"),
              "deny");
    EXPECT_EQ(Story({deny("{sctp: {}}")}).ask("a/web => b/web sctp/6"), "deny");
    EXPECT_EQ(Story({deny("{sctp: {}}")}).ask("a/web => b/web tcp/6"), "allow");
    EXPECT_EQ(Story({deny("{destinationNamedPort: http}")}).ask("a/web => b/web tcp/8080"), "deny");
    EXPECT_EQ(Story({deny("{destinationNamedPort: http}")}).ask("a/web => b/web tcp/80"), "allow");
}

TEST(ClusterPeers, C5_areThoseOfTheOlderKinds) {
    const auto rule = [](const std::string& direction, const std::string& peer) {
        const bool isIngress = direction == "ingress";
        return cnp("x", "Admin", 1,
                   "subject: {namespaces: {}}, " + direction + ": [{action: Deny, " + (isIngress ? "from" : "to") +
                       ": [" + peer + "]}]");
    };
    struct Asked {
        std::string what, document;
        std::vector<std::pair<std::string, std::string>> answers;
    };
    for (const Asked& row : std::vector<Asked>{
             {"C-5 every namespace holds no node and no hostNetwork pod",
              rule("ingress", "{namespaces: {}}"),
              {{"a/web => b/web tcp/1", "deny"},
               {"8.8.8.8 => b/web tcp/1", "allow"},
               {"192.168.0.2 => b/web tcp/1", "allow"},
               {"b/agent => a/web tcp/1", "allow"}}},
             {"C-5 pods in namespaces",
              rule("ingress", "{pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: db}}}}"),
              {{"a/db => b/web tcp/1", "deny"}, {"a/web => b/web tcp/1", "allow"}}},
             {"C-5 networks hold whatever has the address, of their family",
              rule("egress", "{networks: [10.0.1.0/24, 192.168.0.2/32]}"),
              {{"a/web => b/web tcp/1", "deny"},
               {"a/web => b/agent tcp/1", "deny"},
               {"a/web => c/web tcp/1", "allow"},
               {"a/web => 2001:db8::1 tcp/1", "allow"}}},
             {"C-5 nodes by label",
              rule("egress", "{nodes: {matchLabels: {zone: two}}}"),
              {{"a/web => 192.168.0.2 tcp/1", "deny"}, {"a/web => 192.168.0.1 tcp/1", "allow"}}},
             {"C-2 Accept on the way out waives no check on the way in",
              cnp("x", "Admin", 1, "subject: {namespaces: {}}, egress: [{action: Accept, to: [{namespaces: {}}]}]") +
                  "---\n" + np("b", "shut", "podSelector: {}, policyTypes: [Ingress]"),
              {{"a/web => b/web tcp/1", "deny"}, {"a/web => c/web tcp/1", "allow"}}},
         }) {
        const Story story({row.document});
        for (const auto& [question, answer] : row.answers) EXPECT_EQ(story.ask(question), answer) << row.what;
    }
}

} // namespace
} // namespace portolan

#include "tests/oracle/vector.h"

#include <gtest/gtest.h>

/// Semantics 3.2 and 3.3: what a written policy means, and how policies make a verdict.

namespace portolan {
namespace {

const std::string kIn = "b/web => a/web tcp/80: ";
const std::string kOut = "a/web => b/web tcp/80: ";
const std::string kOutside = "8.8.8.8 => a/web udp/9: ";

TEST(Normalisation, givesEveryOmissionItsMeaning) {
    const std::string own = "a/db => a/web tcp/80: ";
    expectVectors({
        {"NP-N1 no podSelector is every pod of the namespace",
         "generic",
         {"{policyTypes: [Ingress]}"},
         {kIn + "deny", "b/web => a/db tcp/1: deny", "a/web => b/web tcp/1: allow"}},
        {"NP-N1 a null one as well", "generic", {"{podSelector: null, policyTypes: [Ingress]}"}, {kIn + "deny"}},
        {"NP-N2 no types: ingress", "generic", {"{podSelector: {}}"}, {kIn + "deny", kOut + "allow"}},
        {"NP-N2 egress rules: egress too, and ingress stays isolated",
         "generic",
         {"{podSelector: {}, egress: [{}]}"},
         {kIn + "deny", kOut + "allow", "a/web => 8.8.8.8 tcp/1: allow"}},
        {"NP-N2 an empty list of egress rules isolates no egress",
         "generic",
         {"{podSelector: {}, egress: []}"},
         {kIn + "deny", kOut + "allow"}},
        {"NP-N2 egress rules that match nothing here isolate it",
         "generic",
         {"{podSelector: {}, policyTypes: [], egress: [{to: [{podSelector: {matchLabels: {app: none}}}]}]}"},
         {kOut + "deny"}},
        {"NP-N3 rules of a direction that is not listed are inert",
         "generic",
         {"{podSelector: {}, policyTypes: [Egress], ingress: [{from: [{podSelector: {matchLabels: {app: none}}}]}]}"},
         {kIn + "allow", kOut + "deny"}},
        {"NP-N3 also beside one that lists it",
         "generic",
         {"{podSelector: {}, policyTypes: [Egress], ingress: [{}]}", "{podSelector: {}, policyTypes: [Ingress]}"},
         {kIn + "deny"}},
        {"NP-N4 ingress: []", "generic", {"{podSelector: {}, ingress: []}"}, {kIn + "deny", kOutside + "deny"}},
        {"NP-N4 ingress: null", "generic", {"{podSelector: {}, ingress: null}"}, {kIn + "deny", kOutside + "deny"}},
        {"NP-N4 egress: null",
         "generic",
         {"{podSelector: {}, policyTypes: [Egress], egress: null}"},
         {kOut + "deny", "a/web => 8.8.8.8 tcp/1: deny"}},
    });
    for (const char* const list : {"from: []", "from: null", "ports: []", "ports: null", "from: [], ports: null"})
        expectVectors({{std::string("NP-N5 everyone and everything: ") + list,
                        "cilium",
                        {std::string("{podSelector: {}, ingress: [{") + list + "}]}"},
                        {kIn + "allow", kOutside + "allow", "192.168.0.2 => a/web sctp/7: allow",
                         "b/agent => a/web tcp/1: allow", own + "allow"}}});
    expectVectors({
        {"NP-N6 the empty rule", "generic", {"{podSelector: {}, ingress: [{}]}"}, {kIn + "allow", kOutside + "allow"}},
        {"NP-N6 egress, beside a narrow rule",
         "generic",
         {"{podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: 1}]}, {}]}"},
         {"a/web => 8.8.8.8 sctp/7: allow", kOut + "allow"}},
        {"NP-N7 an empty port is all of TCP",
         "generic",
         {"{podSelector: {}, ingress: [{ports: [{}]}]}"},
         {"8.8.8.8 => a/web tcp/1: allow", "8.8.8.8 => a/web tcp/65535: allow", kOutside + "deny",
          "8.8.8.8 => a/web sctp/1: deny"}},
        {"NP-N8 a null rule allows all",
         "generic",
         {"{podSelector: {}, ingress: [null]}"},
         {kIn + "allow", kOutside + "allow"}},
        {"NP-N8 as does a dash with nothing behind",
         "generic",
         {"\n  podSelector: {}\n  policyTypes: [Egress]\n  egress:\n  -"},
         {kOut + "allow"}},
    });
}

TEST(Verdicts, addUpPoliciesAndNeedBothGates) {
    const std::string closed = "{podSelector: {}, policyTypes: [Ingress]}";
    const std::string fromWeb =
        "{podSelector: {}, ingress: [{from: [{namespaceSelector: {}, podSelector: {matchLabels: {app: web}}}]}]}";
    expectVectors({
        {"NP-1 a policy captures the pods of its own namespace",
         "generic",
         {closed},
         {kIn + "deny", "a/web => b/web tcp/1: allow", "a/web => d/other tcp/1: allow"}},
        {"NP-1 that its selector matches",
         "generic",
         {"{podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress]}"},
         {kIn + "deny", "b/web => a/db tcp/1: allow"}},
        {"NP-1, NP-2 in the directions it names",
         "generic",
         {"{podSelector: {}, policyTypes: [Egress]}"},
         {kIn + "allow", kOut + "deny"}},
        {"NP-2 one policy for each direction",
         "generic",
         {closed, "{podSelector: {matchLabels: {tier: data}}, policyTypes: [Egress]}"},
         {kIn + "deny", kOut + "allow", "a/db => b/web tcp/1: deny"}},
        {"NP-3 nothing isolates, everything passes", "generic", {}, {kIn + "allow", kOutside + "allow"}},
        {"NP-3 one of two policies allows",
         "generic",
         {closed, fromWeb},
         {kIn + "allow", "d/other => a/web tcp/1: deny"}},
        {"NP-3 in whatever order", "generic", {fromWeb, closed}, {kIn + "allow", "d/other => a/web tcp/1: deny"}},
        {"NP-3 none of the rules matches",
         "generic",
         {"{podSelector: {}, ingress: [{ports: [{port: 81}]}]}", "{podSelector: {}, ingress: [{ports: [{port: 82}]}]}"},
         {kIn + "deny", "b/web => a/web tcp/82: allow"}},
        {"NP-4 the destination lets it in and the source not out",
         "generic",
         {"{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress]}", "{podSelector: {}, ingress: [{}]}"},
         {"a/web => a/db tcp/1: deny", "a/db => a/web tcp/1: allow"}},
        {"NP-4 the source lets it out and the destination not in",
         "generic",
         {closed, "{podSelector: {}, policyTypes: [Egress], egress: [{}]}"},
         {"a/web => a/db tcp/1: deny", "a/web => b/web tcp/1: allow"}},
        {"NP-5 peers and ports of one rule hold together",
         "generic",
         {"{podSelector: {}, ingress: [{from: [{podSelector: {}}], ports: [{port: 80}]}]}"},
         {"a/db => a/web tcp/80: allow", "a/db => a/web tcp/81: deny", kIn + "deny"}},
        {"NP-5 one peer and one port of several will do",
         "generic",
         {"{podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: none}}}, {podSelector: {}}], ports: "
          "[{port: 80}, {port: 81}]}]}"},
         {"a/db => a/web tcp/80: allow", "a/db => a/web tcp/81: allow", "a/db => a/web tcp/82: deny"}},
        {"NP-5 a peer of one rule and the port of another are no match",
         "generic",
         {"{podSelector: {}, ingress: [{from: [{podSelector: {}}], ports: [{port: 80}]}, {ports: [{port: 81}]}]}"},
         {"a/db => a/web tcp/80: allow", kIn + "deny", "b/web => a/web tcp/81: allow"}},
    });
}

TEST(Verdicts, exemptThePodItselfAndItsNode) {
    const std::string closed = "{podSelector: {}, policyTypes: [Ingress, Egress]}";
    const std::string ownNode = "192.168.0.1 => a/web tcp/80: ";
    const std::string otherNode = "192.168.0.2 => a/web tcp/80: ";
    const std::string second = "apiVersion: v1\nkind: Node\nmetadata: {name: n2}\n"
                               "status: {addresses: [{type: InternalIP, address: 192.168.0.2}]}";
    expectVectors({
        {"NP-6 the node a pod runs on always gets in",
         "generic",
         {closed},
         {ownNode + "allow", otherNode + "deny"},
         {second}},
        {"NP-6 unless the plugin polices it", "generic ingressFromOwnNode=policed", {closed}, {ownNode + "deny"}},
        {"NP-7 the way to it is the plugin's choice", "generic", {closed}, {"a/web => 192.168.0.1 tcp/1: uncertain"}},
        {"NP-7 Calico polices it", "calico", {closed}, {"a/web => 192.168.0.1 tcp/1: deny"}},
        {"NP-7 a plugin that lets it pass",
         "generic egressToOwnNode=allow",
         {closed},
         {"a/web => 192.168.0.1 tcp/1: allow", "a/web => 192.168.0.2 tcp/1: deny"},
         {second}},
        {"NP-8 no selector means another node",
         "kube-network-policies",
         {"{podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}]}"},
         {otherNode + "deny"},
         {second}},
        {"NP-8 a block does",
         "kube-network-policies",
         {"{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 192.168.0.2/32}}]}]}"},
         {otherNode + "allow", "192.168.0.3 => a/web tcp/80: deny"},
         {second}},
        {"NP-8 as does a rule without peers",
         "cilium",
         {"{podSelector: {}, ingress: [{}]}"},
         {otherNode + "allow"},
         {second}},
        {"NP-9 an answer needs no rule of its own",
         "generic",
         {"{podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{}]}"},
         {kIn + "allow", kOut + "deny", kOutside + "allow"}},
        {"NP-9 nor one of the asker's side",
         "generic",
         {"{podSelector: {}, policyTypes: [Ingress, Egress], egress: [{}]}"},
         {kIn + "deny", kOut + "allow"}},
        {"NP-11 a pod reaches itself",
         "generic",
         {closed},
         {"a/web => a/web tcp/80: allow", "a/db => a/db udp/1: allow"}},
        {"NP-14 a plugin may take policies and do nothing",
         "generic enforced=no",
         {closed},
         {kIn + "allow", "8.8.8.8 => a/web udp/1: allow"}},
        {"NP-11 and no other of its namespace", "generic", {closed}, {"a/web => a/db tcp/80: deny"}},
    });
}

} // namespace
} // namespace portolan

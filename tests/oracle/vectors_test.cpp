#include "core/load/load.h"
#include "tests/oracle/vector.h"

#include <gtest/gtest.h>

/// The regression vectors of semantics 3.9 and 12 that concern NetworkPolicy.

namespace portolan {
namespace {

// Covers V1.
TEST(Vectors, hold_V1_whatIsolatesAndWhatOpens) {
    const std::string in = "b/web => a/web tcp/80: ";
    const std::string out = "a/web => b/web tcp/80: ";
    expectVectors({
        {"nothing but podSelector: {}", "generic", {"{podSelector: {}}"}, {in + "deny", out + "allow"}},
        {"no podSelector at all", "generic", {"{policyTypes: [Ingress]}"}, {in + "deny", out + "allow"}},
        {"ingress: []", "generic", {"{podSelector: {}, ingress: []}"}, {in + "deny", out + "allow"}},
        {"egress: []", "generic", {"{podSelector: {}, egress: []}"}, {in + "deny", out + "allow"}},
        {"egress: [{}]", "generic", {"{podSelector: {}, egress: [{}]}"}, {in + "deny", out + "allow"}},
        {"types [Egress], ingress: [{}]",
         "generic",
         {"{podSelector: {}, policyTypes: [Egress], ingress: [{}]}"},
         {in + "allow", out + "deny"}},
        {"both types, ingress: [{}]",
         "generic",
         {"{podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{}]}"},
         {in + "allow", out + "deny"}},
        {"from: []",
         "generic",
         {"{podSelector: {}, ingress: [{from: []}]}"},
         {in + "allow", "8.8.8.8 => a/web udp/9: allow"}},
        {"ports: []",
         "generic",
         {"{podSelector: {}, ingress: [{ports: []}]}"},
         {in + "allow", "b/web => a/web sctp/9: allow"}},
        {"ports: [{}]",
         "generic",
         {"{podSelector: {}, ingress: [{ports: [{}]}]}"},
         {in + "allow", "8.8.8.8 => a/web tcp/1: allow", "b/web => a/web udp/80: deny"}},
        {"ports: [{protocol: UDP}]",
         "generic",
         {"{podSelector: {}, ingress: [{ports: [{protocol: UDP}]}]}"},
         {in + "deny", "b/web => a/web udp/80: allow"}},
        {"from podSelector {}",
         "generic",
         {"{podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}"},
         {in + "deny", "a/db => a/web tcp/80: allow", "8.8.8.8 => a/web tcp/80: deny",
          "192.168.0.1 => a/web tcp/80: allow"}},
        {"from namespaceSelector {}",
         "generic",
         {"{podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}]}"},
         {in + "allow", "d/other => a/web tcp/80: allow", "8.8.8.8 => a/web tcp/80: deny"}},
        {"union of two",
         "generic",
         {"{podSelector: {}, ingress: [{}]}", "{podSelector: {}, ingress: []}"},
         {in + "allow"}},
        {"a null rule", "generic", {"{podSelector: {}, ingress: [null]}"}, {in + "allow"}},
    });
}

// Covers V2, V3, V4.
TEST(Vectors, hold_V2_toV4_selectorsAndNamedPorts) {
    expectVectors({
        {"NotIn on a missing key",
         "generic",
         {"{podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [web]}]}}"},
         {"b/web => a/db tcp/1: deny", "b/web => a/web tcp/1: allow"}},
        {"NotIn on a missing key of a peer",
         "generic",
         {"{podSelector: {matchLabels: {app: web}}, ingress: [{from: [{podSelector: {matchExpressions: [{key: app, "
          "operator: NotIn, values: [web]}]}}]}]}"},
         {"a/db => a/web tcp/1: allow", "b/web => a/web tcp/1: deny"}},
        {"one element: and",
         "generic",
         {"{podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}, namespaceSelector: "
          "{matchLabels: {kubernetes.io/metadata.name: b}}}]}]}"},
         {"b/web => a/db tcp/1: allow", "a/web => a/db tcp/1: deny"}},
        {"two elements: or",
         "generic",
         {"{podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}, {namespaceSelector: "
          "{matchLabels: {kubernetes.io/metadata.name: b}}}]}]}"},
         {"b/web => a/db tcp/1: allow", "a/web => a/db tcp/1: allow"}},
        {"labels of an undeclared namespace",
         "generic",
         {"{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: x}}}]}]}"},
         {"d/other => a/web tcp/1: uncertain", "b/web => a/web tcp/1: deny", "a/db => a/web tcp/1: allow"}},
        {"a named port per destination",
         "generic",
         {"{podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: http}]}]}"},
         {"a/db => a/web tcp/80: allow", "a/db => b/web tcp/8080: allow", "a/db => b/web tcp/80: deny",
          "a/db => a/web udp/80: deny", "a/db => 8.8.8.8 tcp/80: deny"}},
        {"a named port of the subject",
         "generic",
         {"{podSelector: {}, ingress: [{ports: [{port: sql}]}]}"},
         {"b/web => a/db tcp/5432: allow", "b/web => a/web tcp/5432: deny"}},
    });
}

// Covers V5, V6, V7.
TEST(Vectors, hold_V5_toV7_rangesAndBlocks) {
    expectVectors({
        {"endPort equal to port",
         "generic",
         {"{podSelector: {}, ingress: [{ports: [{port: 80, endPort: 80}]}]}"},
         {"b/web => a/web tcp/80: allow", "b/web => a/web tcp/81: deny", "b/web => a/web tcp/79: deny"}},
        {"an except that another element allows",
         "generic",
         {"{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 8.0.0.0/8, except: [8.8.0.0/16]}}, {ipBlock: {cidr: "
          "8.8.8.8/32}}]}]}"},
         {"8.1.1.1 => a/web tcp/1: allow", "8.8.1.1 => a/web tcp/1: deny", "8.8.8.8 => a/web tcp/1: allow"}},
        {"0.0.0.0/0 holds no IPv6",
         "kube-network-policies",
         {"{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}]}"},
         {"8.8.8.8 => a/web tcp/1: allow", "2001:db8::1 => a/web tcp/1: deny", "b/web => a/web tcp/1: allow",
          "a/db => a/web tcp/1: uncertain"}},
        {"a block and a pod, unknown plugin",
         "generic",
         {"{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.1.0/24}}]}]}"},
         {"b/web => a/web tcp/1: uncertain", "d/other => a/web tcp/1: deny"}},
        {"a block and a pod, Cilium",
         "cilium",
         {"{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.1.0/24}}]}]}"},
         {"b/web => a/web tcp/1: deny"}},
    });
}

// Covers V25, V26, V27.
TEST(Vectors, hold_V25_toV27_finishedPodsAndNodes) {
    expectVectors({
        {"a finished pod gives its address away",
         "kube-network-policies",
         {"{podSelector: {}, ingress: [{from: [{namespaceSelector: {}, podSelector: {matchLabels: {app: done}}}]}]}"},
         {"b/web => a/web tcp/1: deny"}},
        {"hostNetwork as subject and as peer",
         "calico",
         {"{podSelector: {}, policyTypes: [Ingress, Egress], ingress: [], egress: [{to: [{namespaceSelector: {}, "
          "podSelector: {matchLabels: {app: agent}}}]}]}"},
         {"b/agent => b/web tcp/1: allow", "b/agent => a/web tcp/1: allow", "a/web => b/agent tcp/1: deny"}},
        {"a probe from the own node",
         "generic",
         {"{podSelector: {}, ingress: []}"},
         {"192.168.0.1 => a/web tcp/80: allow", "192.168.0.2 => a/web tcp/80: deny"}},
    });
}

// Covers V30, Y-17.
TEST(Vectors, hold_V30_whateverTheOrder) {
    const std::string text = manifest({"{podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}",
                                       "{podSelector: {}, egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8}}]}]}"});
    std::vector<std::pair<std::string, std::string>> backwards;
    for (std::size_t end = text.size(), at = text.rfind("---\n"); at != std::string::npos;
         end = at, at = text.rfind("---\n", at - 1))
        backwards.emplace_back("part.yaml", text.substr(at, end - at));
    backwards.emplace_back("part.yaml", text.substr(0, text.find("---\n")));
    const Profile profile = *Profile::named("generic");
    const auto one = *Reachability::create(*loadText({{"all.yaml", text}}), profile, {});
    const auto other = *Reachability::create(*loadText(backwards), profile, {});
    EXPECT_EQ(differenceBetween(*one, *other), "");
}

} // namespace
} // namespace portolan

#include "tests/oracle/vector.h"

#include <gtest/gtest.h>

/// The vectors of semantics section 12 about policies of Calico, Cilium and Istio. Portolan does not read these kinds:
/// whatever such an object may touch is uncertain, never allowed or denied for certain, and everything else stays as it
/// is. Staged policies decide nothing and leave every verdict certain.

namespace portolan {
namespace {

std::string object(const std::string& apiVersion, const std::string& kind, const std::string& ns,
                   const std::string& spec) {
    return "apiVersion: " + apiVersion + "\nkind: " + kind + "\nmetadata: {name: default.x" +
           (ns.empty() ? "" : ", namespace: " + ns) + "}\nspec: " + spec;
}
std::string calico(const std::string& kind, const std::string& ns, const std::string& spec) {
    return object("projectcalico.org/v3", kind, ns, spec);
}
std::string cilium(const std::string& kind, const std::string& ns, const std::string& spec) {
    return object("cilium.io/v2", kind, ns, spec);
}

const std::string kIn = "b/web => a/web tcp/80: ";
const std::string kOut = "a/web => b/web tcp/80: ";
const std::string kElsewhere = "b/web => d/other tcp/80: ";
const std::string kOpen = "{podSelector: {}, ingress: [{}]}";
const std::string kClosed = "{podSelector: {}, policyTypes: [Ingress]}";

TEST(UnreadPolicies, ofCalicoLeaveOpenWhatTheyMayTouch) {
    const std::string deny = "{order: 900, selector: all(), types: [Ingress], ingress: [{action: Deny}]}";
    expectVectors({
        {"V14 a deny before an allowing NetworkPolicy",
         "calico",
         {kOpen},
         {kIn + "uncertain"},
         {calico("GlobalNetworkPolicy", "", deny)}},
        {"V14 an allow behind an isolating one",
         "calico",
         {kClosed},
         {kIn + "uncertain"},
         {calico("GlobalNetworkPolicy", "",
                 "{order: 2000, selector: all(), types: [Ingress], ingress: [{action: Allow}]}")}},
        {"V15 a tier that speaks of one direction",
         "calico",
         {kClosed},
         {kIn + "uncertain", kOut + "uncertain", kElsewhere + "allow"},
         {calico("NetworkPolicy", "a", "{tier: first, selector: all(), types: [Ingress], ingress: []}")}},
        {"V16 egress rules without types",
         "calico",
         {},
         {kIn + "uncertain", kOut + "uncertain", kElsewhere + "allow"},
         {calico("NetworkPolicy", "a", "{selector: all(), egress: [{action: Allow}]}")}},
        {"V16 and of a NetworkPolicy, which isolates ingress",
         "calico",
         {"{podSelector: {}, egress: [{}]}"},
         {kIn + "deny", kOut + "allow"}},
        {"V17 a staged policy decides nothing",
         "calico",
         {kClosed},
         {kIn + "deny", kElsewhere + "allow"},
         {calico("StagedGlobalNetworkPolicy", "", deny), calico("StagedNetworkPolicy", "a", deny)}},
        {"V18 a rule with a negated selector, of one namespace",
         "calico",
         {kOpen},
         {kIn + "uncertain", "8.8.8.8 => a/web tcp/80: uncertain", "8.8.8.8 => d/other tcp/80: allow"},
         {calico("NetworkPolicy", "a",
                 "{selector: all(), ingress: [{action: Allow, source: {notSelector: \"app == 'x'\"}}]}")}},
        {"V18 and of the whole cluster",
         "calico",
         {kOpen},
         {kIn + "uncertain", "8.8.8.8 => d/other tcp/80: uncertain"},
         {calico("GlobalNetworkPolicy", "",
                 "{selector: all(), ingress: [{action: Allow, source: {notSelector: \"app == 'x'\"}}]}")}},
        {"V19 global()",
         "calico",
         {kOpen},
         {kIn + "uncertain", kElsewhere + "uncertain"},
         {calico("GlobalNetworkPolicy", "",
                 "{selector: all(), ingress: [{action: Allow, source: {namespaceSelector: global()}}]}")}},
    });
}

TEST(UnreadPolicies, ofCiliumAndIstioLeaveOpenWhatTheyMayTouch) {
    const std::string all = "{endpointSelector: {}, ";
    for (const char* const rules : {"ingress: [{}]}", "ingress: [{fromEndpoints: [{}]}]}", "ingress: []}",
                                    "ingress: [{toPorts: [{ports: [{port: \"80\"}]}]}]}"})
        expectVectors({{std::string("V20 ") + rules,
                        "cilium",
                        {},
                        {kIn + "uncertain", kElsewhere + "allow"},
                        {cilium("CiliumNetworkPolicy", "a", all + rules)}}});
    expectVectors({
        {"V21 a deny of the whole cluster",
         "cilium",
         {kOpen},
         {kIn + "uncertain", kElsewhere + "uncertain"},
         {cilium("CiliumClusterwideNetworkPolicy", "", all + "ingressDeny: [{fromEntities: [all]}]}")}},
        {"V22 rules without default deny",
         "cilium",
         {},
         {kIn + "uncertain"},
         {cilium("CiliumNetworkPolicy", "a",
                 all + "enableDefaultDeny: {ingress: false}, ingress: [{fromEndpoints: [{}]}]}")}},
        {"V23 a CIDR of pods",
         "cilium",
         {},
         {kOut + "uncertain"},
         {cilium("CiliumNetworkPolicy", "a", all + "egress: [{toCIDR: [10.0.0.0/8]}]}")}},
        {"V24 an empty ALLOW",
         "generic",
         {kOpen},
         {kIn + "uncertain", kElsewhere + "allow"},
         {object("security.istio.io/v1", "AuthorizationPolicy", "a", "{}")}},
        {"V24 a DENY of methods",
         "generic",
         {kOpen},
         {kIn + "uncertain", kElsewhere + "allow"},
         {object("security.istio.io/v1", "AuthorizationPolicy", "a",
                 "{action: DENY, rules: [{to: [{operation: {methods: [GET]}}]}]}")}},
    });
}

} // namespace
} // namespace portolan

#include "tests/oracle/vector.h"

#include <gtest/gtest.h>

/// Semantics 3.4 to 3.6: whom peers mean, on which ports, and what a block of addresses holds.

namespace portolan {
namespace {

std::string from(const std::string& peers) {
    return "{podSelector: {}, ingress: [{from: [" + peers + "]}]}";
}
std::string on(const std::string& ports) {
    return "{podSelector: {}, ingress: [{ports: [" + ports + "]}]}";
}
std::string outOn(const std::string& ports, const std::string& to = "") {
    return "{podSelector: {}, policyTypes: [Egress], egress: [{" + to + "ports: [" + ports + "]}]}";
}

const std::string kOwn = "a/db => a/web tcp/80: ";
const std::string kOther = "b/web => a/web tcp/80: ";
const std::string kOutside = "8.8.8.8 => a/web tcp/80: ";
const std::string kWeb = "podSelector: {matchLabels: {app: web}}";
const std::string kB = "namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: b}}";

/// A second pod with app: web in namespace b, and one in d.
const std::string kMore = "apiVersion: v1\nkind: Pod\nmetadata: {name: cache, namespace: b, labels: {app: cache}}\n"
                          "spec: {containers: [{name: c}]}\nstatus: {phase: Running, podIP: 10.0.1.7}\n---\n"
                          "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: d, labels: {app: web}}\n"
                          "spec: {containers: [{name: c}]}\nstatus: {phase: Running, podIP: 10.0.2.7}";
const std::string kCache = "b/cache => a/web tcp/80: ";
const std::string kD = "d/web => a/web tcp/80: ";

TEST(Peers, arePodsThatBothSelectorsMean) {
    const std::string any = "kube-network-policies";
    expectVectors({
        {"NP-P1 podSelector alone: the policy's own namespace",
         any,
         {from("{" + kWeb + "}")},
         {kOther + "deny", kD + "deny", "a/web => a/db tcp/80: allow"},
         {kMore}},
        {"NP-P2 namespaceSelector alone: all pods there",
         any,
         {from("{" + kB + "}")},
         {kOther + "allow", kCache + "allow", kOwn + "deny"},
         {kMore}},
        {"NP-P3 both in one element",
         any,
         {from("{" + kB + ", " + kWeb + "}")},
         {kOther + "allow", kCache + "deny", kD + "deny"},
         {kMore}},
        {"NP-P4 two elements",
         any,
         {from("{" + kWeb + "}, {" + kB + "}")},
         {kOther + "allow", kCache + "allow", "a/web => a/db tcp/80: allow", kD + "deny", kOwn + "deny"},
         {kMore}},
        {"NP-P5 podSelector {}",
         any,
         {from("{podSelector: {}}")},
         {kOwn + "allow", kOther + "deny", kOutside + "deny"}},
        {"NP-P5 namespaceSelector {}",
         any,
         {from("{namespaceSelector: {}}")},
         {kOwn + "allow", kOther + "allow", kD + "allow", kOutside + "deny", "192.168.0.2 => a/web tcp/80: deny"},
         {kMore}},
        {"NP-P5 both, the first empty",
         any,
         {from("{namespaceSelector: {}, " + kWeb + "}")},
         {kOther + "allow", kD + "allow", kCache + "deny"},
         {kMore}},
        {"NP-P6 a null podSelector is none",
         any,
         {from("{podSelector: null, " + kB + "}")},
         {kCache + "allow", kOwn + "deny"},
         {kMore}},
        {"NP-P6 nor is a null namespaceSelector",
         any,
         {from("{namespaceSelector: null, " + kWeb + "}")},
         {kOther + "deny"}},
        {"NP-P8 a subject may be its own peer",
         any,
         {"{" + kWeb + ", ingress: [{from: [{" + kWeb + "}]}]}"},
         {"a/web => a/web tcp/80: allow", "a/web2 => a/web tcp/80: allow", "a/web => a/web2 tcp/80: allow",
          kOwn + "deny"},
         {"apiVersion: v1\nkind: Pod\nmetadata: {name: web2, namespace: a, labels: {app: web}}\n"
          "spec: {containers: [{name: c}]}\nstatus: {phase: Running, podIP: 10.0.0.7}"}},
    });
    const std::string third = "apiVersion: v1\nkind: Node\nmetadata: {name: n2, labels: {app: web}}\n"
                              "status: {addresses: [{type: InternalIP, address: 192.168.0.2}]}";
    const std::string agent = "apiVersion: v1\nkind: Pod\nmetadata: {name: far, namespace: b, labels: {app: web}}\n"
                              "spec: {nodeName: n2, hostNetwork: true, containers: [{name: c}]}\n"
                              "status: {phase: Running, podIP: 192.168.0.2}";
    expectVectors({
        {"NP-P7 no address outside, no node, no hostNetwork pod",
         any,
         {from("{namespaceSelector: {}}, {" + kWeb + "}")},
         {kOutside + "deny", "192.168.0.2 => a/web tcp/80: deny", "b/far => a/web tcp/80: deny", kOther + "allow"},
         {third, agent}},
        {"NP-P7 egress likewise",
         any,
         {"{podSelector: {}, policyTypes: [Egress], egress: [{to: [{namespaceSelector: {}}]}]}"},
         {"a/web => 8.8.8.8 tcp/80: deny", "a/web => b/far tcp/80: deny", "a/web => b/web tcp/80: allow"},
         {third, agent}},
    });
}

TEST(Ports, areTheDestinationsOwn) {
    const std::string twice =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: twice, namespace: a, labels: {app: twice}}\n"
        "spec: {initContainers: [{name: i, ports: [{name: setup, containerPort: 9}]}], containers: [{name: c, ports: "
        "[{name: http, containerPort: 80}]}, {name: d, ports: [{name: http, containerPort: 8081}, {name: http, "
        "containerPort: 90, protocol: UDP}]}]}\nstatus: {phase: Running, podIP: 10.0.0.8}";
    const std::string toTwice = "b/web => a/twice ";
    expectVectors({
        {"NP-T1 protocol and number",
         "generic",
         {on("{port: 80, protocol: UDP}")},
         {"b/web => a/web udp/80: allow", kOther + "deny", "b/web => a/web udp/81: deny"}},
        {"NP-T1 a protocol alone",
         "generic",
         {on("{protocol: SCTP}")},
         {"b/web => a/web sctp/1: allow", "b/web => a/web sctp/65535: allow", kOther + "deny"}},
        {"NP-T1 a range and its ends",
         "generic",
         {on("{port: 80, endPort: 90}")},
         {"b/web => a/web tcp/79: deny", kOther + "allow", "b/web => a/web tcp/90: allow",
          "b/web => a/web tcp/91: deny", "b/web => a/web udp/85: deny"}},
        {"NP-T2 egress speaks of the port at the other end",
         "generic",
         {outOn("{port: 8080}")},
         {"a/web => b/web tcp/8080: allow", "a/web => b/web tcp/80: deny"}},
        {"NP-T3 a name in ingress is the subject's",
         "generic",
         {on("{port: http}")},
         {kOther + "allow", "b/web => a/web tcp/8080: deny", "b/web => a/db tcp/80: deny",
          "b/web => a/db tcp/8080: deny"}},
        {"NP-T3 in egress each peer's",
         "generic",
         {outOn("{port: http}", "to: [{namespaceSelector: {}}], ")},
         {"a/db => a/web tcp/80: allow", "a/db => b/web tcp/8080: allow", "a/db => b/web tcp/80: deny"}},
        {"NP-T3 with the protocol it is declared for",
         "generic",
         {on("{port: http, protocol: UDP}")},
         {"b/web => a/web udp/80: deny", toTwice + "udp/90: allow", toTwice + "tcp/80: deny", toTwice + "udp/80: deny"},
         {twice}},
        {"NP-T3 addresses outside have none",
         "generic",
         {outOn("{port: http}", "to: [{ipBlock: {cidr: 8.0.0.0/8}}], ")},
         {"a/web => 8.8.8.8 tcp/80: deny"}},
        {"NP-T4 a name and no peers: whoever declares it, and nobody outside",
         "generic",
         {outOn("{port: http}")},
         {"a/db => b/web tcp/8080: allow", "a/db => d/other tcp/80: deny", "a/web => 8.8.8.8 tcp/80: deny"}},
        {"NP-T5 a name that is declared twice means both",
         "generic",
         {on("{port: http}")},
         {toTwice + "tcp/80: allow", toTwice + "tcp/8081: allow", toTwice + "tcp/90: deny"},
         {twice}},
        {"NP-T5 init containers declare too",
         "generic",
         {on("{port: setup}")},
         {toTwice + "tcp/9: allow", toTwice + "tcp/80: deny"},
         {twice}},
        {"NP-T6 a number need not be declared", "generic", {on("{port: 4444}")}, {"b/web => a/web tcp/4444: allow"}},
        {"NP-T7 a plugin without endPort applies the first port",
         "generic endPort=not",
         {on("{port: 80, endPort: 90}")},
         {kOther + "allow", "b/web => a/web tcp/85: deny"}},
        {"NP-T7 a plugin without SCTP drops rules for it",
         "generic sctp=not",
         {on("{protocol: SCTP}, {port: 80}")},
         {"b/web => a/web sctp/80: deny", kOther + "allow"}},
        {"NP-T6 and what is declared is not allowed by that", "generic", {on("{port: 81}")}, {kOther + "deny"}},
    });
}

TEST(Blocks, holdAddressesOfTheirFamily) {
    const std::string any = "kube-network-policies";
    const auto block = [](const std::string& text) { return from("{ipBlock: {cidr: " + text + "}}"); };
    const std::string six = "2001:db8::1 => a/web tcp/1: ";
    expectVectors({
        {"NP-I1 inside, and inside an except",
         any,
         {block("8.0.0.0/8, except: [8.8.0.0/16, 8.9.1.0/24]")},
         {"8.1.1.1 => a/web tcp/1: allow", "8.8.1.1 => a/web tcp/1: deny", "8.9.1.255 => a/web tcp/1: deny",
          "8.9.2.0 => a/web tcp/1: allow", "9.0.0.0 => a/web tcp/1: deny"}},
        {"NP-I1 another rule gives an except back",
         any,
         {"{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 8.0.0.0/8, except: [8.8.0.0/16]}}]}, {from: [{ipBlock: "
          "{cidr: 8.8.8.0/24}}]}]}"},
         {"8.8.8.8 => a/web tcp/1: allow", "8.8.9.8 => a/web tcp/1: deny"}},
        {"NP-I1 an IPv6 block and its except",
         any,
         {block("\"2001:db8::/32\", except: [\"2001:db8:1::/48\"]")},
         {six + "allow", "2001:db8:1::1 => a/web tcp/1: deny", "2001:db9::1 => a/web tcp/1: deny"}},
        {"NP-I2 all of IPv4 holds no IPv6", any, {block("0.0.0.0/0")}, {"8.8.8.8 => a/web tcp/1: allow", six + "deny"}},
        {"NP-I2 all of IPv6 holds no IPv4", any, {block("\"::/0\"")}, {"8.8.8.8 => a/web tcp/1: deny", six + "allow"}},
        {"NP-I2 a pod with both is partly connected",
         any,
         {block("10.0.0.0/8")},
         {"a/db => a/web tcp/1: uncertain", "b/web => a/web tcp/1: allow"}},
        {"NP-I2 two blocks, one for each family, connect it",
         any,
         {from("{ipBlock: {cidr: 10.0.0.0/8}}, {ipBlock: {cidr: \"fd00::/8\"}}")},
         {"a/db => a/web tcp/1: allow"}},
        {"NP-I2 if the plugin compares blocks with pods",
         "generic",
         {from("{ipBlock: {cidr: 10.0.0.0/8}}, {ipBlock: {cidr: \"fd00::/8\"}}")},
         {"a/db => a/web tcp/1: uncertain"}},
        {"NP-I2 IPv4 written as IPv6 is IPv4",
         any,
         {block("\"::ffff:8.0.0.0/104\"")},
         {"8.8.8.8 => a/web tcp/1: allow", six + "deny"}},
        {"NP-I3 whether a block means pods is the plugin's choice",
         "generic",
         {block("10.0.1.0/24")},
         {"b/web => a/web tcp/1: uncertain", "10.0.1.77 => a/web tcp/1: allow"}},
        {"NP-I3 plugins that look at addresses", "calico", {block("10.0.1.0/24")}, {"b/web => a/web tcp/1: allow"}},
        {"NP-I3 plugins that look at identities",
         "cilium",
         {block("0.0.0.0/0")},
         {"b/web => a/web tcp/1: deny", "8.8.8.8 => a/web tcp/1: allow"}},
        {"NP-I3 the choice for nodes is another",
         "generic ipBlockMatchesPods=yes ipBlockMatchesNodes=no ingressFromOwnNode=policed",
         {block("0.0.0.0/0")},
         {"b/web => a/web tcp/1: allow", "192.168.0.1 => a/web tcp/1: deny", "192.168.0.3 => a/web tcp/1: allow"}},
        {"NP-I5 a block of Service addresses opens no way to the pods behind",
         any,
         {"{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 10.96.0.0/12}}]}]}"},
         {"a/web => b/web tcp/8080: deny", "a/web => 10.96.0.7 tcp/80: allow"},
         {"apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: b}\n"
          "spec: {clusterIP: 10.96.0.7, selector: {app: web}, ports: [{port: 80, targetPort: http}]}"}},
    });
}

} // namespace
} // namespace portolan

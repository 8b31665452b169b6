#include "core/load/load.h"
#include "core/reach/service_targets.h"
#include "tests/oracle/vector.h"

#include <gtest/gtest.h>

/// Semantics 3.7 and 3.8: hostNetwork, pods in all phases, and what Services make of a flow before policies see it.

namespace portolan {
namespace {

std::string pod(const std::string& name, const std::string& metadata, const std::string& spec,
                const std::string& status) {
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: " + name + ", namespace: a" + metadata + "}\nspec: {" + spec +
           "containers: [{name: c, ports: [{name: http, containerPort: 80, hostPort: 8000}]}]}\nstatus: {" + status +
           "}";
}

const std::string kFrom = "{podSelector: {}, ingress: [{from: [";

TEST(HostNetwork, isItsNodeUnlessThePluginKnowsBetter) {
    const std::string toAgents =
        "{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{to: [{namespaceSelector: {}, "
        "podSelector: {matchLabels: {app: agent}}}]}]}";
    const std::string fromAgents = kFrom + "{namespaceSelector: {}, podSelector: {matchLabels: {app: agent}}}]}]}";
    const std::string own = pod("local", ", labels: {app: local}", "nodeName: n2, hostNetwork: true, ",
                                "phase: Running, podIP: 192.168.0.2");
    const std::string remote = "apiVersion: v1\nkind: Node\nmetadata: {name: n2}\n"
                               "status: {addresses: [{type: InternalIP, address: 192.168.0.2}]}";
    expectVectors({
        {"H-1 no policy captures it",
         "kube-network-policies",
         {"{podSelector: {}, policyTypes: [Ingress, Egress]}"},
         {"b/web => a/local tcp/1: allow", "a/local => b/web tcp/1: allow", "b/web => a/web tcp/1: deny"},
         {own, remote}},
        {"H-1 where the plugin tells it apart, one does",
         "kube-network-policies hostNetworkPods=as-pod",
         {"{podSelector: {}, policyTypes: [Ingress, Egress]}"},
         {"b/web => a/local tcp/1: deny", "a/local => b/web tcp/1: deny"},
         {own, remote}},
        {"H-1 no selector matches it", "calico", {toAgents}, {"a/web => b/agent tcp/1: deny"}},
        {"H-1 nor does the empty one of its namespace",
         "kube-network-policies",
         {kFrom + "{podSelector: {}}]}]}"},
         {"a/local => a/web tcp/1: deny", "a/db => a/web tcp/1: allow"},
         {own, remote}},
        {"H-1 but as a pod it is matched",
         "calico hostNetworkPods=as-pod",
         {toAgents},
         {"a/web => b/agent tcp/1: allow"}},
        {"H-1 a block of node addresses matches it",
         "calico",
         {"{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 192.168.0.2/32}}]}]}"},
         {"a/web => a/local tcp/1: allow", "a/web => b/agent tcp/1: deny"},
         {own, remote}},
        {"H-2 a policy for such pods alone is void",
         "kube-network-policies",
         {"{podSelector: {matchLabels: {app: local}}, policyTypes: [Ingress]}"},
         {"b/web => a/local tcp/1: allow", "b/web => a/web tcp/1: allow"},
         {own, remote}},
        {"H-2 a peer that names them admits nothing from another node",
         "kube-network-policies",
         {kFrom + "{podSelector: {matchLabels: {app: local}}}]}]}"},
         {"a/local => a/web tcp/1: deny"},
         {own, remote}},
        {"H-2 from the pod's own node it comes in as the node",
         "generic",
         {fromAgents},
         {"b/agent => a/web tcp/1: allow"}},
        {"H-2 and needs no rule for it",
         "generic",
         {"{podSelector: {}, policyTypes: [Ingress]}"},
         {"b/agent => a/web tcp/1: allow"}},
    });
}

TEST(Phases, decideWhoseAnAddressIs) {
    const std::string closed = "{podSelector: {}, policyTypes: [Ingress]}";
    const std::string tens = kFrom + "{ipBlock: {cidr: 10.0.0.0/8}}]}]}";
    const std::string pending = pod("soon", ", labels: {app: soon}", "", "phase: Pending");
    const std::string leaving = pod("leaving", ", labels: {app: leaving}, deletionTimestamp: \"2026-01-01T00:00:00Z\"",
                                    "nodeName: n1, ", "phase: Running, podIP: 10.0.0.6");
    const std::string lost = pod("lost", ", labels: {app: lost}", "nodeName: n1, ", "phase: Unknown, podIP: 10.0.0.5");
    const std::string failed =
        pod("failed", ", labels: {app: web}", "nodeName: n1, ", "phase: Failed, podIP: 10.0.0.4");
    expectVectors({
        {"E-1 a pod that waits for its address is subject to policy",
         "calico",
         {closed},
         {"b/web => a/soon tcp/1: deny", "b/web => d/other tcp/1: allow"},
         {pending}},
        {"E-1 what a block says of it is open", "calico", {tens}, {"a/soon => a/web tcp/1: uncertain"}, {pending}},
        {"E-1 a selector sees its labels",
         "calico",
         {kFrom + "{podSelector: {matchLabels: {app: soon}}}]}]}"},
         {"a/soon => a/web tcp/1: allow"},
         {pending}},
        {"E-2 Running and Unknown are both pods",
         "calico",
         {tens, closed},
         {"a/lost => a/web tcp/1: allow", "b/web => a/lost tcp/1: allow", "d/other => a/lost tcp/1: allow",
          "8.8.8.8 => a/lost tcp/1: deny"},
         {lost}},
        {"E-3 a finished pod is no peer, and its address another's",
         "calico",
         {kFrom + "{namespaceSelector: {}, podSelector: {matchLabels: {app: done}}}]}]}"},
         {"b/web => a/web tcp/1: deny", "10.0.0.4 => a/web tcp/1: deny"},
         {failed}},
        {"E-4 one that is being deleted is still a pod",
         "calico",
         {kFrom + "{podSelector: {matchLabels: {app: leaving}}}]}]}"},
         {"a/leaving => a/web tcp/1: allow", "b/web => a/leaving tcp/1: deny"},
         {leaving}},
        {"E-5 behind a host port policies see the container's",
         "calico",
         {"{podSelector: {}, ingress: [{ports: [{port: http}]}]}"},
         {"8.8.8.8 => a/leaving tcp/80: allow", "8.8.8.8 => a/leaving tcp/8000: deny"},
         {leaving}},
    });
    const auto cluster = *loadText({{"in.yaml", manifest({}, {failed})}});
    EXPECT_FALSE(cluster->findPod("a", "failed").has_value()) << "no subject either";
    EXPECT_EQ(cluster->findPodByAddress(*IpAddress::parse("10.0.1.1")), cluster->findPod("b", "web"));
}

std::string service(const std::string& name, const std::string& spec) {
    return "apiVersion: v1\nkind: Service\nmetadata: {name: " + name + ", namespace: b}\nspec: {" + spec + "}";
}

/// "b/web:8080 b/cache:80": where port 0 of Service b/s leads.
std::string targetsOf(const std::vector<std::string>& documents) {
    const auto cluster = *loadText({{"in.yaml", manifest({}, documents)}});
    std::string out;
    for (const Service& s : cluster->services)
        for (const PodTarget& t : podTargets(*cluster, s, s.ports.front()))
            out += (out.empty() ? "" : " ") + cluster->displayName(t.pod) + ':' + std::to_string(t.port);
    return out;
}

TEST(Services, leadToPodsAndTheirOwnPorts) {
    const std::string cache =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: web2, namespace: b, labels: {app: web}}\n"
        "spec: {containers: [{name: c, ports: [{name: http, containerPort: 81}, {name: http, containerPort: 82, "
        "protocol: UDP}]}]}\nstatus: {phase: Running, podIP: 10.0.1.9}";
    const std::string slice =
        "apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {name: s-1, namespace: b, "
        "labels: {kubernetes.io/service-name: s}}\naddressType: IPv4\nendpoints: ";
    struct Row {
        const char* what;
        std::vector<std::string> documents;
        const char* targets;
    };
    for (const Row& row : std::vector<Row>{
             {"S-1 a name is looked up at each pod, for the port's protocol",
              {service("s", "selector: {app: web}, ports: [{port: 80, targetPort: http}]"), cache},
              "b/web:8080 b/web2:81"},
             {"S-1 no target port: the same number",
              {service("s", "selector: {app: web}, ports: [{port: 80}]")},
              "b/web:80"},
             {"S-1, V28 port 80, target port 8080 by name",
              {service("s", "selector: {app: web}, ports: [{port: 80, targetPort: http}]")},
              "b/web:8080"},
             {"S-1 only pods of its own namespace", {service("s", "selector: {tier: data}, ports: [{port: 80}]")}, ""},
             {"S-2 a headless one: the pods and the port they listen on",
              {service("s", "clusterIP: None, selector: {app: web}, ports: [{port: 80, targetPort: 8080}]")},
              "b/web:8080"},
             {"S-3 endpoints that are pods, and one that is nobody",
              {service("s", "ports: [{port: 80}]"), slice + "[{addresses: [10.0.0.1]}, {addresses: [203.0.113.9]}]"},
              "a/web:80"},
             {"S-3 a name outside",
              {service("s", "type: ExternalName, externalName: example.com, ports: [{port: 80}]")},
              ""},
             {"S-4 endpoints that are not ready are left out",
              {service("s", "ports: [{port: 80}]"),
               slice + "[{addresses: [10.0.0.1], conditions: {ready: false}}, {addresses: [10.0.0.2], conditions: "
                       "{ready: true}}]"},
              "a/db:80"},
         })
        EXPECT_EQ(targetsOf(row.documents), row.targets) << row.what;
}

TEST(Services, areTranslatedBeforePoliciesLook) {
    const auto out = [](const std::string& rule) {
        return "{podSelector: {}, policyTypes: [Egress], egress: [{" + rule + "}]}";
    };
    const std::string web =
        service("s", "clusterIP: 10.96.0.7, selector: {app: web}, ports: [{port: 80, targetPort: http}]");
    const std::string dnsPod =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: dns, namespace: b, labels: {k8s-app: kube-dns}}\n"
        "spec: {containers: [{name: c}]}\nstatus: {phase: Running, podIP: 10.0.1.53}";
    const std::string cacheOnNode =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: cache, namespace: b, labels: {k8s-app: kube-dns}}\n"
        "spec: {nodeName: n2, hostNetwork: true, containers: [{name: c}]}\nstatus: {phase: Running, podIP: "
        "192.168.0.2}";
    expectVectors({
        {"S-1 a rule for the Service's port opens nothing",
         "calico",
         {out("ports: [{port: 80}]")},
         {"a/web => b/web tcp/8080: deny"},
         {web}},
        {"S-1 one for the pods' port does",
         "calico",
         {out("ports: [{port: 8080}]")},
         {"a/web => b/web tcp/8080: allow"},
         {web}},
        {"S-8 the way out is judged by the outside address and port",
         "calico",
         {out("to: [{ipBlock: {cidr: 203.0.113.0/24}}], ports: [{port: 443}]")},
         {"a/web => 203.0.113.9 tcp/443: allow", "a/web => 203.0.113.9 tcp/80: deny",
          "a/web => 192.168.0.1 tcp/443: deny"}},
        {"S-9 a rule for the DNS pods holds no cache on the node",
         "calico",
         {out("to: [{namespaceSelector: {}, podSelector: {matchLabels: {k8s-app: kube-dns}}}], ports: [{port: 53, "
              "protocol: UDP}]")},
         {"a/web => b/dns udp/53: allow", "a/web => 169.254.20.10 udp/53: deny", "a/web => b/cache udp/53: deny"},
         {dnsPod, cacheOnNode}},
    });
}

} // namespace
} // namespace portolan

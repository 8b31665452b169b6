#include "tests/core/load/load_case.h"

namespace portolan {
namespace {

struct Row {
    const char* what;
    std::string text;
    const char* facts; ///< without counts
};

void PrintTo(const Row& row, std::ostream* out) {
    *out << row.what;
}

std::string withoutCounts(std::string facts) {
    return facts.substr(0, facts.find("count "));
}

class Objects : public testing::TestWithParam<Row> {};

TEST_P(Objects, becomeFacts) {
    LoadOptions options;
    options.cluster.runtimeLabelsUnknown = ClusterOptions::Keep::No;
    const LoadedCluster c = loaded(GetParam().text, options);
    EXPECT_EQ(withoutCounts(factsOf(*c)), GetParam().facts);
    EXPECT_EQ(diagnosticsOf(*c), "");
}

const char* const kShop = "ns shop? kubernetes.io/metadata.name=shop\n";

INSTANTIATE_TEST_SUITE_P(
    Pods, Objects,
    testing::Values(
        Row{"a bare pod",
            "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: shop, labels: {app: web},"
            " creationTimestamp: \"1970-01-02T00:00:00+00:00\"}\n"
            "spec:\n  nodeName: n1\n  hostNetwork: true\n  initContainers: [{ports: [{containerPort: 9, name: "
            "init}]}]\n"
            "  containers: [{ports: [{containerPort: 8080, name: http}, {containerPort: 53, protocol: UDP}]}]\n"
            "status: {phase: Running, podIP: 10.0.0.1, podIPs: [{ip: 10.0.0.1}, {ip: \"fd00::1\"}]}\n",
            "ns shop? kubernetes.io/metadata.name=shop\nnode n1\n"
            "pod shop/a of shop/a[Pod] x1 app=web :/UDP53 :http/TCP8080 :init/TCP9 10.0.0.1 fd00::1 on n1 host at "
            "86400\n"},
        Row{"a pod and its controller",
            "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a-1-x\n  namespace: shop\n  ownerReferences:\n"
            "  - {kind: Other, name: o}\n  - {kind: ReplicaSet, name: a-1, controller: true}\n---\n"
            "apiVersion: apps/v1\nkind: ReplicaSet\nmetadata:\n  name: a-1\n  namespace: shop\n  ownerReferences:\n"
            "  - {kind: Deployment, name: a, controller: true}\nspec: {replicas: 1, template: {metadata: {}, spec: "
            "{}}}\n",
            "ns shop? kubernetes.io/metadata.name=shop\npod shop/a-1-x of shop/a[Deployment] x1\n"},
        Row{"a finished pod",
            "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: shop}\nstatus: {phase: Failed}\n",
            "ns shop? kubernetes.io/metadata.name=shop\n"},
        Row{"numbers in YAML 1.1 spelling",
            "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: shop}\n"
            "spec: {containers: [{ports: [{containerPort: 0x50}, {containerPort: 0121}, {containerPort: 8_0_8_0}]}]}\n",
            "ns shop? kubernetes.io/metadata.name=shop\npod shop/a of shop/a[Pod] x1 :/TCP80 :/TCP8080 :/TCP81\n"}));

std::string controller(const std::string& apiVersion, const std::string& kind, const std::string& spec) {
    return "apiVersion: " + apiVersion + "\nkind: " + kind + "\nmetadata: {name: w, namespace: shop}\nspec: " + spec +
           "\n";
}

const char* const kTemplate =
    "template: {metadata: {labels: {app: web}}, spec: {containers: [{ports: [{containerPort: 80}]}]}}";

std::string podOf(const std::string& kind, int replicas) {
    return std::string(kShop) + "pod shop/w of shop/w[" + kind + "] x" + std::to_string(replicas) +
           " app=web :/TCP80\n";
}

class Controllers : public testing::TestWithParam<std::tuple<const char*, const char*, const char*, int>> {};

TEST_P(Controllers, standForTheirPods) {
    const auto& [apiVersion, kind, spec, replicas] = GetParam();
    LoadOptions options;
    options.cluster.runtimeLabelsUnknown = ClusterOptions::Keep::No;
    std::string text = spec;
    text.replace(text.find("TEMPLATE"), 8, kTemplate);
    const LoadedCluster c = loaded(controller(apiVersion, kind, text), options);
    EXPECT_EQ(withoutCounts(factsOf(*c)), podOf(kind, replicas));
    EXPECT_EQ(diagnosticsOf(*c), "");
    EXPECT_EQ(c->counts.at(kind), 1U);
}

INSTANTIATE_TEST_SUITE_P(Kinds, Controllers,
                         testing::Values(std::tuple("apps/v1", "Deployment", "{replicas: 3, TEMPLATE}", 3),
                                         std::tuple("apps/v1", "Deployment", "{TEMPLATE}", 1),
                                         std::tuple("extensions/v1beta1", "Deployment", "{replicas: 2, TEMPLATE}", 2),
                                         std::tuple("apps/v1", "StatefulSet", "{replicas: 2, TEMPLATE}", 2),
                                         std::tuple("apps/v1", "ReplicaSet", "{replicas: 2, TEMPLATE}", 2),
                                         std::tuple("apps/v1", "DaemonSet", "{TEMPLATE}", 1),
                                         std::tuple("v1", "ReplicationController", "{replicas: 2, TEMPLATE}", 2),
                                         std::tuple("batch/v1", "Job", "{parallelism: 4, TEMPLATE}", 4),
                                         std::tuple("batch/v1", "CronJob",
                                                    "{schedule: x, jobTemplate: {spec: {TEMPLATE}}}", 1),
                                         std::tuple("argoproj.io/v1alpha1", "Rollout", "{replicas: 5, TEMPLATE}", 5)));

INSTANTIATE_TEST_SUITE_P(
    Topology, Objects,
    testing::Values(Row{"a namespace", "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {team: a}}\n",
                        "ns shop kubernetes.io/metadata.name=shop team=a\n"},
                    Row{"a node",
                        "apiVersion: v1\nkind: Node\nmetadata: {name: n1, labels: {zone: a}}\nstatus:\n  addresses:\n"
                        "  - {type: InternalIP, address: 10.1.0.1}\n  - {type: Hostname, address: n1}\n"
                        "  - {type: ExternalIP, address: \"fd00::9\"}\n",
                        "node n1 zone=a 10.1.0.1 fd00::9\n"}));

INSTANTIATE_TEST_SUITE_P(
    Services, Objects,
    testing::Values(
        Row{"with everything",
            "apiVersion: v1\nkind: Service\nmetadata: {name: s, namespace: shop}\n"
            "spec:\n  type: LoadBalancer\n  selector: {app: web, b: c}\n  clusterIP: 10.2.0.1\n  clusterIPs: "
            "[10.2.0.1]\n"
            "  externalIPs: [203.0.113.1]\n  externalTrafficPolicy: Local\n  ports:\n"
            "  - {name: http, port: 80, targetPort: web, nodePort: 30080}\n  - {port: 53, protocol: UDP, targetPort: "
            "5353}\n"
            "status: {loadBalancer: {ingress: [{ip: 203.0.113.2}, {hostname: x}]}}\n",
            "ns shop? kubernetes.io/metadata.name=shop\n"
            "svc shop/s type2 local app in (web);b in (c) http/TCP80->0web@30080 /UDP53->5353@0 10.2.0.1"
            " ext203.0.113.1 ext203.0.113.2\n"},
        Row{"headless with endpoints",
            "apiVersion: v1\nkind: Service\nmetadata: {name: s, namespace: shop}\nspec: {clusterIP: None, ports: "
            "[{port: 80}]}\n"
            "---\napiVersion: v1\nkind: Endpoints\nmetadata: {name: s, namespace: shop}\n"
            "subsets: [{addresses: [{ip: 10.0.0.2}], notReadyAddresses: [{ip: 10.0.0.3}]}]\n"
            "---\napiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\n"
            "metadata: {name: s-1, namespace: shop, labels: {kubernetes.io/service-name: s}}\naddressType: IPv4\n"
            "endpoints: [{addresses: [10.0.0.2, 10.0.0.4]}, {addresses: [10.0.0.5], conditions: {ready: false}}]\n",
            "ns shop? kubernetes.io/metadata.name=shop\n"
            "svc shop/s type0 headless none /TCP80->0@0 ep10.0.0.2 ep10.0.0.4\n"}));

INSTANTIATE_TEST_SUITE_P(
    EntryPoints, Objects,
    testing::Values(
        Row{"Ingress",
            "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i, namespace: shop}\n"
            "spec:\n  ingressClassName: nginx\n  defaultBackend: {service: {name: d, port: {number: 80}}}\n"
            "  rules:\n  - host: x\n    http: {paths: [{path: /, backend: {service: {name: s, port: {name: "
            "http}}}}]}\n",
            "ns shop? kubernetes.io/metadata.name=shop\nIngress shop/i nginx d:80 s:0http\n"},
        Row{"Ingress of the old shape",
            "apiVersion: extensions/v1beta1\nkind: Ingress\n"
            "metadata: {name: i, namespace: shop, annotations: {kubernetes.io/ingress.class: old, other: x}}\n"
            "spec: {backend: {serviceName: d, servicePort: 80}, rules: [{http: {paths: [{backend: {serviceName: s,"
            " servicePort: http}}]}}]}\n",
            "ns shop? kubernetes.io/metadata.name=shop\nIngress shop/i old d:80 s:0http\n"},
        Row{"Route",
            "apiVersion: route.openshift.io/v1\nkind: Route\nmetadata: {name: r, namespace: shop}\n"
            "spec: {to: {kind: Service, name: s}, alternateBackends: [{kind: Service, name: t}], port: {targetPort: "
            "8080}}\n",
            "ns shop? kubernetes.io/metadata.name=shop\nRoute shop/r  s:8080t t:8080t\n"},
        Row{"an Ingress and a gateway route of one name",
            "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: i, namespace: shop}\n"
            "spec: {rules: [{backendRefs: [{name: s, port: 80}, {kind: Other, name: o}]}]}\n---\n"
            "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i, namespace: shop}\n"
            "spec: {defaultBackend: {service: {name: d, port: {number: 81}}}}\n",
            "ns shop? kubernetes.io/metadata.name=shop\nHTTPRoute shop/i  s:80\nIngress shop/i  d:81\n"},
        Row{"a gateway route to a Service of another namespace that a ReferenceGrant opens to it",
            "apiVersion: gateway.networking.k8s.io/v1\nkind: GRPCRoute\nmetadata: {name: r, namespace: shop}\n"
            "spec: {parentRefs: [{name: g, namespace: edge}, {name: own}], rules: [{backendRefs: [{name: s, namespace: "
            "data, port: 80}]}]}\n---\n"
            "apiVersion: gateway.networking.k8s.io/v1beta1\nkind: ReferenceGrant\nmetadata: {name: a, namespace: "
            "data}\n"
            "spec: {from: [{group: gateway.networking.k8s.io, kind: GRPCRoute, namespace: shop}], to: [{group: \"\", "
            "kind: Service}]}\n",
            "ns shop? kubernetes.io/metadata.name=shop\nGRPCRoute shop/r  data/s:80 @edge/g @shop/own\n"},
        Row{"a route of a mesh, which lets nothing in from outside",
            "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: r, namespace: shop}\n"
            "spec: {parentRefs: [{kind: Service, name: s, group: \"\"}], rules: [{backendRefs: [{name: s, port: "
            "80}]}]}\n",
            ""},
        Row{"Route without port",
            "apiVersion: route.openshift.io/v1\nkind: Route\nmetadata: {name: r, namespace: shop}\n"
            "spec: {to: {kind: Service, name: s}}\n",
            "ns shop? kubernetes.io/metadata.name=shop\nRoute shop/r  s:0t\n"}));

struct Grant {
    const char* what;
    const char* spec;
    bool isEnough;
};

void PrintTo(const Grant& row, std::ostream* out) {
    *out << row.what;
}

class Grants : public testing::TestWithParam<Grant> {};

TEST_P(Grants, decideWhetherABackendInAnotherNamespaceIsFollowed) {
    const LoadedCluster c = loaded(
        "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: r, namespace: shop}\n"
        "spec: {rules: [{backendRefs: [{name: s, namespace: data, port: 80}]}]}\n---\n"
        "apiVersion: gateway.networking.k8s.io/v1beta1\nkind: ReferenceGrant\nmetadata: {name: a, namespace: data}\n"
        "spec: " +
        std::string(GetParam().spec) + '\n');
    ASSERT_EQ(c->entryPoints.size(), 1U);
    EXPECT_EQ(c->entryPoints.begin()->backends.size(), GetParam().isEnough ? 1U : 0U);
    EXPECT_EQ(diagnosticsOf(*c).find("not followed: no ReferenceGrant") == std::string::npos, GetParam().isEnough);
}

INSTANTIATE_TEST_SUITE_P(
    ReferenceGrant, Grants,
    testing::Values(
        Grant{"every Service", "{from: [{kind: HTTPRoute, namespace: shop}], to: [{kind: Service}]}", true},
        Grant{"this Service", "{from: [{kind: HTTPRoute, namespace: shop}], to: [{kind: Service, name: s}]}", true},
        Grant{"another Service", "{from: [{kind: HTTPRoute, namespace: shop}], to: [{kind: Service, name: t}]}", false},
        Grant{"another kind of route", "{from: [{kind: TCPRoute, namespace: shop}], to: [{kind: Service}]}", false},
        Grant{"another namespace", "{from: [{kind: HTTPRoute, namespace: edge}], to: [{kind: Service}]}", false},
        Grant{"Secrets only", "{from: [{kind: HTTPRoute, namespace: shop}], to: [{kind: Secret}]}", false}));

struct BadRow {
    const char* what;
    const char* text;
    const char* cause;
};

void PrintTo(const BadRow& row, std::ostream* out) {
    *out << row.what;
}

class InvalidObjects : public testing::TestWithParam<BadRow> {};

TEST_P(InvalidObjects, areDroppedWithTheirCause) {
    const LoadedCluster c = loaded(GetParam().text);
    EXPECT_EQ(c->pods.size() + c->services.size(), 0U);
    EXPECT_TRUE(c->counts.empty());
    EXPECT_GE(countDiagnostics(*c, "PARSE-01", GetParam().cause), 1U) << diagnosticsOf(*c);
}

INSTANTIATE_TEST_SUITE_P(
    Rules, InvalidObjects,
    testing::Values(
        BadRow{"a label that is a boolean", "apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {on: off}}\n",
               "wrong type: metadata.labels"},
        BadRow{"a label that is no label", "apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {a: b c}}\n",
               "invalid label: metadata.labels.a"},
        BadRow{"a name in capitals", "apiVersion: v1\nkind: Pod\nmetadata: {name: Web}\n",
               "invalid name: metadata.name"},
        BadRow{"a name that is a number", "apiVersion: v1\nkind: Pod\nmetadata: {name: 12}\n",
               "wrong type: metadata.name"},
        BadRow{"no name", "apiVersion: v1\nkind: Pod\nmetadata: {labels: {}}\n", "missing field: metadata.name"},
        BadRow{"no metadata", "apiVersion: v1\nkind: Pod\n", "missing field: name"},
        BadRow{"a port as a list",
               "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{ports: [{containerPort: []}]}]}\n",
               "wrong type: spec.containers[0].ports[0].containerPort"},
        BadRow{"a quoted port",
               "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{ports: [{containerPort: "
               "\"80\"}]}]}\n",
               "wrong type: spec.containers[0].ports[0].containerPort"},
        BadRow{"a port beyond every integer",
               "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{ports: [{containerPort: "
               "99999999999999999999}]}]}\n",
               "invalid value: spec.containers[0].ports[0].containerPort is 99999999999999999999, larger than any"},
        BadRow{"a policy of a version that is not there",
               "apiVersion: networking.k8s.io/v2\nkind: NetworkPolicy\nmetadata: {name: p}\n",
               "invalid value: the object has apiVersion \"networking.k8s.io/v2\""},
        BadRow{"ports as a map", "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{ports: {}}]}\n",
               "wrong type: spec.containers[0].ports"},
        BadRow{"no template", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {replicas: 1}\n",
               "missing field: spec.template"},
        BadRow{"a quoted target port",
               "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80, targetPort: \"80\"}]}\n",
               "invalid port: spec.ports[0].targetPort"},
        BadRow{"a service without port",
               "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{targetPort: 80}]}\n",
               "missing field: spec.ports[0].port"},
        BadRow{"a service of an unknown type",
               "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {type: Nodeport}\n",
               "invalid value: spec.type"}));

TEST(LenientValidation, keepsWorkloadsButHoldsPoliciesToTheRules) {
    LoadOptions options;
    options.validation = LoadOptions::Validation::Lenient;
    const LoadedCluster c =
        loaded("apiVersion: v1\nkind: Pod\nmetadata: {name: Web_1}\nspec: {containers: [{ports: {}}]}\n---\n"
               "apiVersion: v1\nkind: Pod\nmetadata: {name: b}\nspec: {containers: [{ports: [{name: x}]}]}\n---\n"
               "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: Web_1}\n---\n"
               "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: b}\n"
               "spec: {podSelector: {matchLabels: {a: b c}}}\n",
               options);
    EXPECT_EQ(c->pods.size(), 2U) << diagnosticsOf(*c);
    ASSERT_EQ(c->policies.size(), 1U);
    EXPECT_EQ(c->displayName(PolicyId()), "default/Web_1");
}

TEST(Objects, takeTheNamespaceOfTheOptions) {
    LoadOptions options;
    options.defaultNamespace = "here";
    const LoadedCluster c = loaded("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n", options);
    EXPECT_TRUE(c->findPod("here", "a").has_value());
}

TEST(Objects, ofFinishedJobsHaveNoPods) {
    const std::string job = "apiVersion: batch/v1\nkind: Job\nmetadata: {name: j}\n"
                            "spec: {template: {spec: {containers: [{name: c}]}}}\nstatus: {completionTime: \"x\"}\n";
    EXPECT_EQ(loaded(job)->pods.size(), 0U);
    LoadOptions options;
    options.cluster.finishedPods = ClusterOptions::Keep::Yes;
    EXPECT_EQ(loaded(job, options)->pods.size(), 1U);
}

} // namespace
} // namespace portolan

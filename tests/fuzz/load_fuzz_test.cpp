#include "tests/fuzz/mutation.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kSeeds[] = {
    R"(apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: p
  namespace: shop
  labels: &l {app: "web", 'tier': a}
spec:
  podSelector:
    matchLabels: *l
    matchExpressions:
    - {key: env, operator: NotIn, values: [prod, "x"]}
  policyTypes: [Ingress, Egress]
  ingress:
  - from:
    - ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16, "fd00::/8"]}
    - namespaceSelector: {}
      podSelector: null
    ports:
    - {port: 80, endPort: 90, protocol: TCP}
    - port: http
---
# next
{{- if .x }}
kind: Pod
...
%YAML 1.1
---
apiVersion: v1
kind: Namespace
metadata: {<<: {labels: {a: b}}, name: "${NS}"}
)",
    R"(apiVersion: v1
items:
- apiVersion: apps/v1
  kind: Deployment
  metadata:
    annotations:
      text: |-
        first
          "second

    creationTimestamp: "2026-03-01T00:00:00Z"
    name: web
    uid: x
  spec:
    replicas: 3
    template:
      metadata: {labels: {app: web}}
      spec:
        containers:
        - args: [--to=http://db.shop.svc:5432/x, '${B}']
          env:
          - name: A
            value: >
              folded
          ports:
          - containerPort: 0x50
            name: http
            protocol: UDP
- kind: Service
  apiVersion: v1
  metadata: {name: db}
  spec: {clusterIP: None, ports: [{port: 5432, targetPort: pg}], selector: {app: db}}
- kind: Endpoints
  apiVersion: v1
  metadata: {name: db}
  subsets: [{addresses: [{ip: 10.0.0.1}]}]
kind: List
)",
    R"({"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","labels":{"a":)"
    R"("\u00e9"}},"spec":{"nodeName":"n","hostNetwork":true},"status":{"podIP":"10.0.0.2","phase":"Running"}},)"
    R"({"apiVersion":"policy.networking.k8s.io/v1alpha1","kind":"AdminNetworkPolicy","metadata":{"name":"p"},"spec":)"
    R"({"priority":1,"subject":{"namespaces":{}},"ingress":[{"action":"Pass","from":[{"pods":{"namespaceSelector":{},)"
    R"("podSelector":{}}}],"ports":[{"portNumber":{"protocol":"TCP","port":80}}]}]}}]} {"a":[1.5e3,true,null,-0]})",
    "inventory: complete\ncluster: c\nevidence: {windowDays: 30}\nsensitive: [shop/db]\n",
    "\xff\xfe"
    "a\0:\0 \0b\0"sv,
};

TEST(LoadFuzz, SurvivesItsSeedsCutAtEveryByte) {
    runCuts(kSeeds);
}

TEST(LoadFuzz, SurvivesASecondOfChanges) {
    runChanges(kSeeds, "\"'\\{}[],:-?&*!|>%#~0n<\n\r\t\xff\x00   "sv);
}

} // namespace
} // namespace portolan

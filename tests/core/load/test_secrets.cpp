#include "core/load/mentions.h"
#include "tests/core/load/load_case.h"

namespace portolan {
namespace {

using loading::findHosts;
using loading::HostPort;

/// Every text that a Cluster holds, one after the other.
std::string allTexts(const Cluster& c) {
    std::string out = factsOf(c) + diagnosticsOf(c);
    for (std::size_t i = 0; i < c.symbols.size(); ++i) out += std::string(c.symbols.text(Symbol(i))) + '\n';
    for (const Diagnostic& d : c.diagnostics) out += d.fix + '\n';
    return out;
}

const char* const kSecretive = R"(
apiVersion: v1
kind: Pod
metadata:
  name: a
  annotations:
    token: CANARY-annotation
    kubectl.kubernetes.io/last-applied-configuration: '{"CANARY":"applied"}'
  managedFields: [{manager: CANARY-field}]
spec:
  containers:
  - name: c
    image: CANARY-image
    command: [run, CANARY-command]
    args: ["--password=CANARY-arg", --to=http://user:canary-pw@cart.default.svc:7070/CANARY]
    env:
    - {name: CANARY_NAME, value: CANARY-value}
    - {name: B, value: canary.lower}
    - {name: C, value: "canary:12345"}
    - {name: D, value: "canary:12345@db:5432"}
    - {name: E, value: "redis://:canary-pw@cache.default:6379/0"}
    - {name: F, valueFrom: {secretKeyRef: {name: CANARY-ref, key: CANARY-key}}}
    livenessProbe: {exec: {command: [CANARY-probe]}}
  volumes: [{name: CANARY-volume}]
status: {phase: Running, message: CANARY-status}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: c}
data:
  a: CANARY-config
  b: |
    password=CANARY-line
    url=http://cart:7070
binaryData: {x: CANARY-binary}
---
data: {password: CANARY-secret}
stringData: {password: CANARY-string}
apiVersion: v1
kind: Secret
metadata: {name: s, annotations: {a: CANARY-note}}
---
apiVersion: v1
kind: Service
metadata: {name: cart}
spec: {ports: [{port: 7070}]}
)";

TEST(Secrets, leaveNoTextBehind) {
    const LoadedCluster c = loaded(kSecretive);
    const std::string texts = allTexts(*c);
    EXPECT_EQ(texts.find("CANARY"), std::string::npos) << texts;
    EXPECT_EQ(texts.find("canary"), std::string::npos) << texts;
}

TEST(Secrets, leaveHostAndPortOfServices) {
    const LoadedCluster c = loaded(kSecretive);
    std::string mentions;
    for (const HostPortMention& m : c->declarations.mentions)
        mentions += m.host + ':' + std::to_string(m.port) + (m.workload ? " " : "c ");
    EXPECT_EQ(mentions, "cart.default.svc:7070 cache.default:6379 cart:7070c ");
}

TEST(Secrets, stayOutOfMessagesAboutWrongTypes) {
    const LoadedCluster c =
        loaded("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n"
               "spec: {containers: [{env: CANARY, args: CANARY, command: [1234567]},"
               " {env: [{name: a, value: 7654321}]}]}\n---\n"
               "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: 7654321, b: [CANARY]}\n"
               "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: d}\ndata: CANARY\n---\n"
               "apiVersion: v1\nkind: Secret\ndata: CANARY: x\n---\n"
               "apiVersion: v1\nkind: Secret\nmetadata: {name: s, name: s}\n"
               "data: {{ CANARY }}\n---\nCANARY\n---\n[CANARY]\n");
    const std::string texts = allTexts(*c);
    EXPECT_GE(c->diagnostics.size(), 8U);
    for (const char* const canary : {"CANARY", "1234567", "7654321"})
        EXPECT_EQ(texts.find(canary), std::string::npos) << texts;
}

struct HostRow {
    const char* value;
    const char* hosts;
};

class Hosts : public testing::TestWithParam<HostRow> {};

TEST_P(Hosts, areFoundInValues) {
    std::string found;
    findHosts(GetParam().value, [&](const HostPort& spot) {
        found += std::string(spot.host) + (spot.port != 0 ? ':' + std::to_string(spot.port) : "") +
                 (spot.isAddressed ? "! " : " ");
    });
    EXPECT_EQ(found, GetParam().hosts) << GetParam().value;
}

INSTANTIATE_TEST_SUITE_P(
    Values, Hosts,
    testing::Values(HostRow{"", ""}, HostRow{"cart:7070", "cart:7070! "}, HostRow{"cart", "cart "},
                    HostRow{"http://cart.shop.svc.cluster.local:80/x", "http cart.shop.svc.cluster.local:80! x "},
                    HostRow{"http://cart/x", "http cart! x "}, HostRow{"10.0.0.1:80", "10.0.0.1:80! "},
                    HostRow{"0.0.0.0:80", ""}, HostRow{"127.0.0.1:80", ""}, HostRow{"[::1]:80", ""},
                    HostRow{"localhost:80", ""}, HostRow{"a:1,b:2;c:70000", "a:1! b:2! c "},
                    HostRow{"--to=cart:7070", "cart:7070! "}, HostRow{"u:1@db:2", "db:2! "},
                    HostRow{"pg://u:p@db/x", "pg db! x "}, HostRow{"pg://u:p:q@db:5/x", "pg db:5! x "},
                    HostRow{"Cart:80", ""}, HostRow{"a_b:80", ""}, HostRow{"a:80b", "a "},
                    HostRow{"cart.shop.:80", "cart.shop:80! "}, HostRow{"a:1:2", "a "}, HostRow{"12:30", ""},
                    HostRow{"[fd00::1]:80", "fd00::1:80! "}, HostRow{"http://[fd00::1]/", "http fd00::1! "},
                    HostRow{"[cart:7070]", "cart:7070! "}, HostRow{"$(HOST):80", "$(HOST):80! "},
                    HostRow{"cart:${PORT}", "cart! "}, HostRow{"s3://bucket/x", "s3 x "},
                    HostRow{"unix:///run/x.sock", "unix run x.sock "}));

} // namespace
} // namespace portolan

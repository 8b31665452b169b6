#include "tests/core/load/load_case.h"

namespace portolan {
namespace {

/// One mention a line: "Env shop/web[Deployment] app DB_URL . postgres db:5432 whole @in.yaml:3".
std::string mentionsOf(const Cluster& c) {
    constexpr std::array kPlaces{"Env", "Command", "Argument", "ConfigMap", "Annotation"};
    const auto text = [&](Symbol s) { return s == Symbol() ? std::string(".") : std::string(c.text(s)); };
    std::string out;
    for (const HostPortMention& m : c.declarations.mentions)
        out += std::string(kPlaces[static_cast<std::size_t>(m.place)]) + ' ' +
               (m.workload ? c.identity(*m.workload) : std::string(c.text(c.namespaces[m.ns].name))) + ' ' +
               text(m.object) + ' ' + text(m.key) + ' ' + text(m.line) + ' ' + text(m.scheme) + ' ' + m.host + ':' +
               (m.portVariable == Symbol() ? std::to_string(m.port) : '$' + text(m.portVariable)) +
               (m.isWhole ? " whole " : " ") + c.files.line(m.where) + '\n';
    return out;
}

const char* const kServices = R"(
---
apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop}
spec: {ports: [{port: 7070}]}
---
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec: {ports: [{port: 5432}]}
)";

std::string pod(const std::string& container) {
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec:\n  containers:\n  - " + container +
           kServices;
}

struct ValueRow {
    const char* key;
    const char* value;
    const char* mentions; ///< "LABEL SCHEME HOST:PORT; " each
};

class Values : public testing::TestWithParam<ValueRow> {};

TEST_P(Values, keepWhatHasTheFormOfAnAddress) {
    const ValueRow& row = GetParam();
    std::string quotedValue;
    for (const char* c = row.value; *c != '\0'; ++c) quotedValue += *c == '\'' ? std::string("''") : std::string(1, *c);
    const LoadedCluster c = loaded(pod("env: [{name: " + std::string(row.key) + ", value: '" + quotedValue + "'}]"));
    std::string found;
    for (const HostPortMention& m : c->declarations.mentions) {
        if (m.line != Symbol()) found += std::string(c->text(m.line)) + ' ';
        if (m.scheme != Symbol()) found += std::string(c->text(m.scheme)) + ' ';
        found += m.host + ':' +
                 (m.portVariable == Symbol() ? std::to_string(m.port) : std::string(c->text(m.portVariable))) + "; ";
    }
    EXPECT_EQ(found, row.mentions) << row.key << '=' << row.value;
}

INSTANTIATE_TEST_SUITE_P(
    Env, Values,
    testing::Values(
        ValueRow{"CART_URL", "http://cart:7070/x?y=db", "http cart:7070; "},
        ValueRow{"X", "http://cart", "http cart:0; "}, ValueRow{"X", "http://elsewhere", ""},
        ValueRow{"X", "https://api.example.com/v1", "https api.example.com:0; "}, ValueRow{"CART", "cart", ""},
        ValueRow{"CART_HOST", "cart", "cart:0; "}, ValueRow{"CART_PORT", "7070", ":7070; "},
        ValueRow{"RETRIES", "7070", ""}, ValueRow{"LOG_LEVEL", "db", ""}, ValueRow{"X", "cart.shop", "cart.shop:0; "},
        ValueRow{"X", "cart.elsewhere", ""}, ValueRow{"X", "cart.shop:80", "cart.shop:80; "},
        ValueRow{"X", "cart.far.svc", "cart.far.svc:0; "},
        ValueRow{"X", "db-0.db.shop.svc.cluster.local:5432", "db-0.db.shop.svc.cluster.local:5432; "},
        ValueRow{"BROKERS", "cart:1,db:2", "cart:1; db:2; "},
        ValueRow{"BROKERS", "cart.shop , db.shop", "cart.shop:0; db.shop:0; "},
        ValueRow{"DSN", "host=db port=5432 user=cart password=x", "host db:0; port :5432; "},
        ValueRow{"DSN", "postgres://cart:db@db:5432,cart:5433/cart?host=x", "postgres cart:5433; postgres db:5432; "},
        ValueRow{"DSN", "jdbc:postgresql://db.data.svc.cluster.local:5432/shop",
                 "postgresql db.data.svc.cluster.local:5432; "},
        ValueRow{"DSN", "jdbc:oracle:thin:@db:1521:xe", "oracle db:1521; "},
        ValueRow{"DSN", "jdbc:sqlserver://db:1433;databaseName=cart", "sqlserver db:1433; "},
        ValueRow{"DSN", "redis://:pw@db:6379/0", "redis db:6379; "},
        ValueRow{"X", "$(CART_HOST):80", "$(CART_HOST):80; "},
        ValueRow{"X", "http://${CART_HOST}:$(CART_PORT)/", "http ${CART_HOST}:CART_PORT; "},
        ValueRow{"X", "http://10.0.0.7/", "http 10.0.0.7:0; "}, ValueRow{"X", "10.0.0.7", ""},
        ValueRow{"X_HOST", "10.0.0.7", "10.0.0.7:0; "}, ValueRow{"X", "http://[fd00::7]:81", "http fd00::7:81; "},
        ValueRow{"X", "10.0.0.0/8", ""}, ValueRow{"X_HOSTS", "10.0.0.0/8", ""}, ValueRow{"X", "localhost:8080", ""},
        ValueRow{"X_URL", "http://0.0.0.0:80", ""}, ValueRow{"X_ADDR", ":8080", ""},
        ValueRow{"X", "user@example.com", ""}, ValueRow{"X", "mailto:user@db.shop", ""}, ValueRow{"X", "12:30", ""},
        ValueRow{"X", "v1.2.3", ""}, ValueRow{"X", "sha256:abcd", ""}, ValueRow{"X", "cart:latest", ""},
        ValueRow{"IMAGE", "cart:7070", ""}, ValueRow{"X", "quay.io/shop/db:5432x", ""},
        ValueRow{"X", "application/json", ""}, ValueRow{"X", "main.go:12", ""},
        ValueRow{"X", "com.example.shop.Cart", ""}, ValueRow{"MAIN_CLASS", "com.example.cart", ""},
        ValueRow{"NO_PROXY", "cart.shop,db:5432", ""}, ValueRow{"CORS_ALLOWED_ORIGINS", "https://shop.example.com", ""},
        ValueRow{"LISTEN_ADDR", "cart:7070", ""}, ValueRow{"HOSTNAME", "cart", ""},
        ValueRow{"OTEL_SERVICE_NAME", "cart", ""}, ValueRow{"S3_URL", "s3://cart/x", ""},
        ValueRow{"API_HOST", "api.example.com", "api.example.com:0; "}, ValueRow{"X", "api.example.com", ""},
        ValueRow{"X", "api.example.com:443", ""},
        ValueRow{"X", "{\"host\":\"db\",\"port\":5432,\"user\":\"cart\"}", "host db:0; port :5432; "},
        ValueRow{"X", "amqp://cart:5672/%2f", "amqp cart:5672; "},
        ValueRow{"X", "-Dcart.url=http://cart:7070 -Dlevel=db", "Dcart.url http cart:7070; "}));

TEST(Declarations, tellPlaceKeyAndLine) {
    const LoadedCluster c = loaded(R"(apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    metadata:
      annotations: {prometheus.io/scrape: "true", prometheus.io/port: "9102", example.com/upstream: "db:5432", docs.example.com/url: "https://example.com"}
    spec:
      initContainers:
      - name: wait
        command: [sh, -c, "until nc -z db:5432; do sleep 1; done"]
      containers:
      - name: app
        args: [--cart-address, "cart:7070", --db=db:5432]
        env:
        - name: CART_URL
          value: http://cart:7070
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: shop}
data:
  cart.host: cart
  app.yaml: |
    database:
      host: db
      port: 5432
      name: cart
    cart.url=http://cart:7070
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: nowhere}
data: {a: "http://cart.shop:7070"}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop, annotations: {nginx.ingress.kubernetes.io/auth-url: "http://cart.shop.svc:7070/auth"}}
)" + std::string(kServices));
    EXPECT_EQ(mentionsOf(*c), "Annotation shop/web[Deployment] . prometheus.io/port . . :9102 whole in.yaml:7\n"
                              "Annotation shop/web[Deployment] . example.com/upstream . . db:5432 whole in.yaml:7\n"
                              "Command shop/web[Deployment] wait c . . db:5432 whole in.yaml:11\n"
                              "Argument shop/web[Deployment] app cart-address . . cart:7070 whole in.yaml:14\n"
                              "Argument shop/web[Deployment] app . db . db:5432 whole in.yaml:14\n"
                              "Env shop/web[Deployment] app CART_URL . http cart:7070 in.yaml:17\n"
                              "ConfigMap shop settings cart.host . . cart:0 whole in.yaml:23\n"
                              "ConfigMap shop settings app.yaml host . db:0 whole in.yaml:26\n"
                              "ConfigMap shop settings app.yaml port . :5432 whole in.yaml:27\n"
                              "ConfigMap shop settings app.yaml cart.url http cart:7070 in.yaml:29\n"
                              "Annotation shop Ingress web nginx.ingress.kubernetes.io/auth-url . http "
                              "cart.shop.svc:7070 in.yaml:38\n");
}

TEST(Declarations, nameTheConfigMapsThatContainersRead) {
    const LoadedCluster c = loaded(R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - name: app
    envFrom:
    - configMapRef: {name: all}
    - secretRef: {name: hidden}
    env:
    - {name: DB_HOST, valueFrom: {configMapKeyRef: {name: some, key: db}}}
    - {name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: hidden, key: db}}}
  volumes:
  - {name: a, configMap: {name: files}}
  - {name: b, configMap: {name: few, items: [{key: x, path: y}]}}
  - {name: c, projected: {sources: [{configMap: {name: parts}}, {secret: {name: hidden}}]}}
  - {name: d, secret: {secretName: hidden}}
)");
    std::string uses;
    for (const ConfigMapUse& u : c->declarations.configMaps)
        uses += std::string(c->text(u.container)) + ' ' + std::string(c->text(u.configMap)) + '/' +
                std::string(c->text(u.key)) + ' ' + std::string(c->text(u.variable)) + ':' +
                std::to_string(u.where.line) + '\n';
    EXPECT_EQ(uses, "app all/ :8\napp some/db DB_HOST:11\n files/ :14\n few/x :15\n parts/ :16\n");
}

TEST(Declarations, nameThePortsThatAreProbed) {
    const LoadedCluster c = loaded(R"(apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - name: app
    ports: [{name: http, containerPort: 8080}]
    livenessProbe: {httpGet: {port: http, path: /x}}
    readinessProbe: {tcpSocket: {port: 9000}}
    startupProbe: {exec: {command: [run]}}
  - name: other
    livenessProbe: {grpc: {port: 7000, service: x}}
    readinessProbe: {httpGet: {host: example.com, port: 80}}
)");
    std::string probes;
    for (const ProbedPort& p : c->declarations.probes)
        probes += std::to_string(p.port) + std::string(c->text(p.portName)) + ':' + std::to_string(p.where.line) + ' ';
    EXPECT_EQ(probes, "0http:8 9000:9 7000:12 ");
}

TEST(Declarations, nameWhatTheApiServerCalls) {
    const LoadedCluster c = loaded(R"(apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: checks}
webhooks:
- {name: a.example.com, clientConfig: {service: {name: hooks, namespace: infra, port: 8443}, caBundle: eA==}}
- {name: b.example.com, clientConfig: {url: "https://hooks.example.com/x"}}
---
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: {name: v1beta1.metrics.k8s.io}
spec: {service: {name: metrics-server, namespace: kube-system}}
---
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: {name: v1.apps}
spec: {group: apps}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: things.example.com}
spec:
  versions: [{schema: {openAPIV3Schema: {description: "see http://cart:1"}}}]
  conversion: {strategy: Webhook, webhook: {clientConfig: {service: {name: convert, namespace: infra}}}}
)");
    std::string calls;
    for (const ApiServerCall& call : c->declarations.calls)
        calls += std::string(c->text(call.kind)) + ' ' + std::string(c->text(call.name)) + ' ' +
                 std::string(c->text(call.ns)) + '/' + std::string(c->text(call.service)) + call.host + ':' +
                 std::to_string(call.port) + '\n';
    EXPECT_EQ(calls, "ValidatingWebhookConfiguration checks infra/hooks:8443\n"
                     "ValidatingWebhookConfiguration checks /hooks.example.com:443\n"
                     "APIService v1beta1.metrics.k8s.io kube-system/metrics-server:443\n"
                     "CustomResourceDefinition things.example.com infra/convert:443\n");
}

TEST(Declarations, areKeptOnceForThePodsOfAWorkload) {
    std::string text;
    for (const char* const name : {"web-1", "web-2", "web-3"})
        text += "apiVersion: v1\nkind: Pod\nmetadata: {name: " + std::string(name) +
                ", namespace: shop, ownerReferences: [{kind: ReplicaSet, name: web, controller: true}]}\n"
                "spec: {containers: [{name: a, env: [{name: CART_URL, value: 'http://cart:7070'}],"
                " livenessProbe: {tcpSocket: {port: 1}}}]}\n---\n";
    const LoadedCluster c = loaded(text + kServices);
    EXPECT_EQ(mentionsOf(*c), "Env shop/web[ReplicaSet] a CART_URL . http cart:7070 in.yaml:4\n");
    EXPECT_EQ(c->declarations.probes.size(), 1U);
}

TEST(Declarations, areTheSameFromJson) {
    const LoadedCluster c = loaded(R"({"apiVersion":"v1","kind":"List","items":[
{"apiVersion":"v1","kind":"Service","metadata":{"name":"cart","namespace":"shop"},"spec":{"ports":[{"port":7070}]}},
{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"s","namespace":"shop"},"data":{"f":"a: b\nurl: http://cart:7070\n"}},
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web","namespace":"shop","annotations":{"kubectl.kubernetes.io/last-applied-configuration":"http://cart:7070"}},
"spec":{"containers":[{"name":"a","env":[{"name":"CART_URL","value":"http://cart:7070"}]}]}}]})");
    EXPECT_EQ(mentionsOf(*c), "ConfigMap shop s f url http cart:7070 in.yaml:3\n"
                              "Env shop/web[Pod] a CART_URL . http cart:7070 in.yaml:5\n");
}

TEST(Declarations, makeNoNamespace) {
    const LoadedCluster c = loaded("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: far}\n"
                                   "data: {x_url: 'https://example.com', x_port: '80'}\n");
    EXPECT_EQ(c->namespaces.size(), 0U);
    EXPECT_EQ(c->declarations.mentions.size(), 0U);
}

} // namespace
} // namespace portolan

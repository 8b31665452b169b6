#include "core/declared/declared.h"
#include "core/load/load.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

/// Two namespaces with what the rows below talk about. data/db is headless, web is shop's own.
const char* const kWorld = R"(
---
{apiVersion: apps/v1, kind: Deployment, metadata: {name: cart, namespace: shop}, spec: {template: {metadata: {labels: {app: cart}}, spec: {containers: [{name: c, ports: [{name: http, containerPort: 8080}, {name: admin, containerPort: 9000}]}]}}}}
---
{apiVersion: v1, kind: Service, metadata: {name: cart, namespace: shop}, spec: {clusterIP: 10.43.0.7, selector: {app: cart}, ports: [{port: 80, targetPort: http}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: cart-all, namespace: shop}, spec: {selector: {app: cart}, ports: [{name: a, port: 80, targetPort: http}, {name: b, port: 81, targetPort: admin}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}, spec: {selector: {app: web}, ports: [{port: 80}]}}
---
{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db, namespace: data}, spec: {template: {metadata: {labels: {app: db}}, spec: {containers: [{name: c, ports: [{containerPort: 5432}]}]}}}}
---
{apiVersion: v1, kind: Service, metadata: {name: db, namespace: data}, spec: {clusterIP: None, selector: {app: db}, ports: [{port: 5432}]}}
---
{apiVersion: apps/v1, kind: Deployment, metadata: {name: logs, namespace: data}, spec: {template: {metadata: {labels: {app: logs}}, spec: {containers: [{name: c}]}}}}
---
{apiVersion: v1, kind: Service, metadata: {name: logs, namespace: data}, spec: {selector: {app: logs}, ports: [{port: 514, protocol: UDP, targetPort: 5514}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: bare, namespace: shop}, spec: {selector: {app: nobody}, ports: [{port: 1234}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: mail, namespace: shop}, spec: {type: ExternalName, externalName: smtp.example.com}}
---
{apiVersion: v1, kind: Service, metadata: {name: redis, namespace: shop}, spec: {selector: {app: cart}, ports: [{port: 6379, targetPort: 9000}]}}
)";

/// "shop/cart TCP 8080 sure" of a dependency.
std::string line(const Cluster& c, const DeclaredDependency& d) {
    const auto* named = std::get_if<NamedTarget>(&d.to);
    return displayName(c, d.to) +
           (named == nullptr  ? ""
            : named->isInside ? " (no pods)"
                              : " (outside)") +
           ' ' + std::string(name(d.protocol)) + ' ' + std::to_string(d.port) + ' ' + std::string(name(d.confidence));
}

struct Loaded {
    std::shared_ptr<const Cluster> cluster;
    DeclaredTable table;
};

Loaded declaredIn(const std::string& text) {
    const auto cluster = loadText({{"in.yaml", text + kWorld}});
    EXPECT_TRUE(cluster.has_value());
    EXPECT_EQ((*cluster)->diagnostics.size(), 0U) << (*cluster)->diagnostics.front().message;
    auto table = findDeclared(**cluster, {});
    EXPECT_TRUE(table.has_value());
    return {*cluster, std::move(*table)};
}

std::string web(const std::string& container, const std::string& more = "") {
    return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\n"
           "spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, " +
           container + "}]" + more + "}}}\n";
}

/// All that shop/web declares, each "TARGET; ".
std::string declared(const Loaded& loaded) {
    std::string out;
    for (const DeclaredDependency& d : loaded.table.dependencies)
        if (displayName(*loaded.cluster, d.from) == "shop/web") out += line(*loaded.cluster, d) + "; ";
    return out;
}

struct Row {
    const char* env; ///< "KEY=VALUE|KEY=VALUE"
    const char* dependencies;
};

std::string environment(std::string_view rows) {
    std::string out = "env: [";
    while (!rows.empty()) {
        const std::string_view row = rows.substr(0, rows.find('|'));
        rows.remove_prefix(std::min(row.size() + 1, rows.size()));
        const std::size_t equals = row.find('=');
        out += "{name: \"" + std::string(row.substr(0, equals)) + "\", value: '" + std::string(row.substr(equals + 1)) +
               "'}, ";
    }
    return out + ']';
}

class Values : public testing::TestWithParam<Row> {};

TEST_P(Values, declareDependencies) {
    EXPECT_EQ(declared(declaredIn(web(environment(GetParam().env)))), GetParam().dependencies) << GetParam().env;
}

INSTANTIATE_TEST_SUITE_P(
    OfServices, Values,
    testing::Values(
        // URLs, and the ports they mean
        Row{"X=http://cart", "shop/cart TCP 8080 sure; "}, Row{"X=http://cart:80/a?b=c", "shop/cart TCP 8080 sure; "},
        Row{"X=http://cart.shop", "shop/cart TCP 8080 sure; "},
        Row{"X=http://cart.shop.svc.cluster.local.", "shop/cart TCP 8080 sure; "},
        Row{"X=http://cart.shop.svc.corp.example:80", "shop/cart TCP 8080 sure; "},
        Row{"X=http://cart:8080", "shop/cart (no pods) TCP 8080 guess; "}, // no port of the Service
        Row{"X=https://cart", "shop/cart (no pods) TCP 443 guess; "}, Row{"X=http://nobody", ""},
        Row{"X=http://nobody.shop", "nobody.shop (no pods) TCP 80 likely; "},
        Row{"X=http://a.far.svc:81", "a.far.svc (no pods) TCP 81 likely; "}, Row{"X=http://web", ""}, // itself
        Row{"X=http://bare:1234", "shop/bare (no pods) TCP 1234 sure; "},
        Row{"X=http://mail", "shop/mail (outside) TCP 80 likely; "},
        Row{"X=redis://:pw@redis/0", "shop/cart TCP 9000 sure; "},
        Row{"X=udp://logs.data:514", "data/logs UDP 5514 sure; "}, Row{"X=tcp://cart:80", "shop/cart TCP 8080 sure; "},
        Row{"X=jdbc:postgresql://db.data.svc.cluster.local:5432/shop", "data/db TCP 5432 sure; "},
        Row{"X=postgresql+psycopg://u:p@db.data/shop", "data/db TCP 5432 sure; "},
        Row{"X=postgres://db-0.db.data.svc/shop", "data/db TCP 5432 sure; "},
        Row{"X=postgres://db-0.db.data:5432,db-1.db.data:5432/shop", "data/db TCP 5432 sure; data/db TCP 5432 sure; "},
        Row{"X=postgres://db.data:6000", "data/db TCP 6000 guess; "}, // headless: nothing is translated
        // a host and a port
        Row{"X=cart:80", "shop/cart TCP 8080 likely; "}, Row{"X=cart.shop:80", "shop/cart TCP 8080 likely; "},
        Row{"X=cart.shop.svc:80", "shop/cart TCP 8080 sure; "}, Row{"X=redis:7", ""}, Row{"X=cart:latest", ""},
        Row{"X_ADDR=redis:7", "shop/redis (no pods) TCP 7 guess; "},
        Row{"X=logs.data:514", "data/logs UDP 5514 likely; "},
        Row{"BROKERS=cart:80,db.data:5432", "data/db TCP 5432 likely; shop/cart TCP 8080 likely; "},
        Row{"X=db-0.db.data:5432", "data/db TCP 5432 likely; "},
        Row{"DSN=host=db.data port=5432 user=cart password=web", "data/db TCP 5432 likely; "},
        Row{"X=web.other:80", ""}, Row{"X=web.data:80", "web.data (no pods) TCP 80 likely; "},
        // a name alone
        Row{"X=cart", ""}, Row{"CART_HOST=cart", "shop/cart TCP 8080 guess; "},
        Row{"CART_HOST=cart|CART_PORT=80", "shop/cart TCP 8080 likely; "},
        Row{"CART_HOST=cart|OTHER_PORT=80", "shop/cart TCP 8080 guess; "},
        Row{"CART_HOST=cart|CART_PORT=81", "shop/cart (no pods) TCP 81 guess; "},
        Row{"PGHOST=db.data|PGPORT=5432", "data/db TCP 5432 likely; "},
        Row{"CART_HOST=cart-all", "shop/cart TCP 0 guess; "},
        Row{"CART_HOST=cart-all|CART_PORT=81", "shop/cart TCP 9000 likely; "},
        Row{"X=db.data", "data/db TCP 5432 likely; "}, Row{"X=db.data.svc.cluster.local", "data/db TCP 5432 likely; "},
        Row{"DB=db.nowhere", ""}, Row{"LOG_LEVEL=redis", ""}, Row{"MODE=web", ""}, Row{"APP_SERVICE_NAME=cart", ""},
        // variables
        Row{"CART_HOST=cart|X=http://$(CART_HOST):80", "shop/cart TCP 8080 sure; shop/cart TCP 8080 guess; "},
        Row{"P_PORT=80|X=http://cart:$(P_PORT)/", "shop/cart TCP 8080 sure; "}, Row{"X=http://$(NOBODY):80", ""},
        Row{"X=http://cart:$(NOBODY)", ""},
        Row{"NS_HOST=data|X=tcp://db.$(NS_HOST):5432", ""}, // a namespace is no host, and is not kept
        Row{"BASE_URL=http://cart:80|X_URL=$(BASE_URL)", "shop/cart TCP 8080 sure; shop/cart TCP 8080 sure; "}));

INSTANTIATE_TEST_SUITE_P(
    OfOthers, Values,
    testing::Values(Row{"X=https://api.example.com/v1", "api.example.com (outside) TCP 443 likely; "},
                    Row{"SMTP_HOST=smtp.example.com|SMTP_PORT=587", "smtp.example.com (outside) TCP 587 likely; "},
                    Row{"API_HOST=api.example.com", "api.example.com (outside) TCP 0 guess; "},
                    Row{"X=api.example.com", ""}, Row{"X=api.example.com:443", ""},
                    Row{"X_ADDR=api.example.com:443", "api.example.com (outside) TCP 443 likely; "},
                    Row{"X=http://203.0.113.7:81/", "203.0.113.7 TCP 81 likely; "}, Row{"X=203.0.113.7", ""},
                    Row{"X=http://10.43.0.7", "shop/cart TCP 8080 sure; "},
                    Row{"X=http://[2001:db8::7]:81", "2001:db8::7 TCP 81 likely; "},
                    Row{"X=https://kubernetes.default.svc", ""}, Row{"X=localhost:8080", ""},
                    Row{"X=http://127.0.0.1", ""}, Row{"X=0.0.0.0:80", ""}, Row{"X=user@example.com", ""},
                    Row{"X=12:30", ""}, Row{"X=v1.2.3", ""}, Row{"X=sha256:abcd", ""}, Row{"IMAGE=cart:80", ""},
                    Row{"X=registry.example.com:5000/shop/cart:80x", ""}, Row{"NO_PROXY=cart.shop,db.data:5432", ""},
                    Row{"CORS_ORIGINS=https://shop.example.com", ""}, Row{"LISTEN=cart:80", ""},
                    Row{"X=main.go:12", ""}, Row{"X=text/html; charset=utf-8", ""}, Row{"X=arn:aws:s3:::cart", ""},
                    Row{"X_URL=s3://cart/x", ""}, Row{"X_URL=file:///cart", ""}, Row{"X=5m", ""}, Row{"CACHE_URL=", ""},
                    Row{"HOSTNAME=cart", ""}, Row{"X=unix:///run/cart.sock", ""}));

TEST(Declared, readsArgumentsAndConfigMaps) {
    const Loaded loaded = declaredIn(
        web("args: [--cart, 'cart:80', '--db-address=db.data', serve], command: [sh, -c, 'nc -z db.data 5432'], "
            "env: [{name: CART_HOST, valueFrom: {configMapKeyRef: {name: one, key: cart}}}, "
            "{name: SECRET_HOST, valueFrom: {secretKeyRef: {name: cart, key: cart}}}], envFrom: [{configMapRef: {name: "
            "all}}]",
            ", volumes: [{name: v, configMap: {name: files}}]") +
        R"(---
apiVersion: v1
kind: ConfigMap
metadata: {name: one, namespace: shop}
data: {cart: cart, other: "http://db.data:5432"}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: all, namespace: shop}
data: {DB_HOST: db.data, DB_PORT: "5432"}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: files, namespace: shop}
data:
  app.yaml: |
    # cart:80 is what it was
    logs:
      host: logs.data
      port: 514
---
apiVersion: v1
kind: ConfigMap
metadata: {name: unused, namespace: shop}
data: {X_URL: "http://redis:6379"}
)");
    std::string out;
    for (const DeclaredDependency& d : loaded.table.dependencies)
        if (std::holds_alternative<WorkloadId>(d.from))
            out += line(*loaded.cluster, d) + ' ' + std::string(name(d.by)) + ' ' + textOf(d) + ' ' +
                   loaded.cluster->files.line(d.where) + '\n';
    EXPECT_EQ(out, "data/db TCP 5432 likely argument db-address=db.data in.yaml:4\n"
                   "data/db TCP 5432 likely command c=db.data in.yaml:4\n"
                   "data/db TCP 5432 likely ConfigMap ConfigMap all/DB_HOST=db.data in.yaml:14\n"
                   "data/logs UDP 5514 likely ConfigMap ConfigMap files/app.yaml host=logs.data in.yaml:23\n"
                   "shop/cart TCP 8080 likely argument cart=cart:80 in.yaml:4\n"
                   "shop/cart TCP 8080 guess ConfigMap ConfigMap one/cart=cart in.yaml:9\n");
    EXPECT_TRUE(loaded.table.declares[loaded.cluster->findWorkloads("shop", "web").front().index()]);
    EXPECT_FALSE(loaded.table.declares[loaded.cluster->findWorkloads("shop", "cart").front().index()]);
}

TEST(Declared, readsWhatTheApiMeans) {
    const Loaded loaded = declaredIn(R"(apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    metadata: {labels: {app: web}, annotations: {prometheus.io/scrape: "true", prometheus.io/port: "9100"}}
    spec:
      containers:
      - name: web
        ports: [{name: http, containerPort: 3000}]
        livenessProbe: {httpGet: {port: http}}
        readinessProbe: {tcpSocket: {port: 3001}}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: door, namespace: shop, annotations: {nginx.ingress.kubernetes.io/auth-url: "http://cart.shop.svc/x", docs.example.com/url: "https://example.com"}}
spec: {rules: [{http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}, {path: /x, pathType: Prefix, backend: {service: {name: gone, port: {number: 80}}}}]}}]}
---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: {name: hook}
webhooks: [{name: a.example.com, clientConfig: {service: {name: cart, namespace: shop, port: 80}}}]
---
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: {name: v1.example.com}
spec: {service: {name: gone, namespace: shop}}
)");
    std::string out;
    for (const DeclaredDependency& d : loaded.table.dependencies)
        out += displayName(*loaded.cluster, d.from) + " -> " + line(*loaded.cluster, d) + ' ' +
               std::string(name(d.by)) + ' ' + textOf(d) + ':' + std::to_string(d.where.line) + '\n';
    EXPECT_EQ(out, "shop/door[Ingress] -> shop/cart TCP 8080 sure annotation "
                   "nginx.ingress.kubernetes.io/auth-url=http://cart.shop.svc:16\n"
                   "shop/door[Ingress] -> shop/web TCP 80 sure entry point web:80:17\n"
                   "shop/door[Ingress] -> shop/gone (no pods) TCP 0 sure entry point gone:80:17\n"
                   "kubelet -> shop/web TCP 3000 sure probe probe=http:11\n"
                   "kubelet -> shop/web TCP 3001 sure probe probe=3001:12\n"
                   "API server -> shop/cart TCP 8080 sure webhook MutatingWebhookConfiguration hook=cart.shop:80:22\n"
                   "API server -> shop/gone (no pods) TCP 443 sure webhook APIService v1.example.com=gone.shop:443:27\n"
                   "metrics collector -> shop/web TCP 9100 sure scrape prometheus.io/port=9100:6\n");
}

TEST(Declared, keepsNoPasswordAndNoPath) {
    const Loaded loaded = declaredIn(web(environment("X=postgres://me:hunter2@db.data:5432/secretpath?token=abc")));
    ASSERT_EQ(loaded.table.dependencies.size(), 1U);
    EXPECT_EQ(textOf(loaded.table.dependencies[0]), "X=postgres://db.data:5432");
}

TEST(Declared, namesTheWorkloadsOfEveryVersionBehindAService) {
    const Loaded loaded = declaredIn(web(environment("X=http://both")) +
                                     R"(---
{apiVersion: apps/v1, kind: Deployment, metadata: {name: both-blue, namespace: shop}, spec: {template: {metadata: {labels: {app: both, v: blue}}, spec: {containers: [{name: c}]}}}}
---
{apiVersion: apps/v1, kind: Deployment, metadata: {name: both-green, namespace: shop}, spec: {template: {metadata: {labels: {app: both, v: green}}, spec: {containers: [{name: c}]}}}}
---
{apiVersion: v1, kind: Service, metadata: {name: both, namespace: shop}, spec: {selector: {app: both}, ports: [{port: 80, targetPort: 1}]}}
)");
    EXPECT_EQ(declared(loaded), "shop/both-blue TCP 1 sure; shop/both-green TCP 1 sure; ");
}

TEST(Declared, prefersPodsOfItsOwnNamespace) {
    const char* const kOwn = R"(---
{apiVersion: v1, kind: Pod, metadata: {name: data, namespace: shop, labels: {app: db}}, spec: {containers: [{name: c}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: db, namespace: shop}, spec: {clusterIP: None, selector: {app: db}, ports: [{port: 5432}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: data, namespace: db}, spec: {ports: [{port: 5432}]}}
)";
    EXPECT_EQ(declared(declaredIn(web(environment("X=data.db:5432")) + kOwn)), "shop/data TCP 5432 likely; ");
}

TEST(Declared, cannotSpeakForWhatFindsItsTargetsByItself) {
    const std::string kMount = ", volumes: [{name: v, configMap: {name: prometheus}}]";
    const std::string kConfig = "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: prometheus, namespace: shop}\n"
                                "data:\n  prometheus.yml: |\n    targets: [\"cart.shop.svc:80\"]\n";
    const auto declares = [](const Loaded& loaded) -> bool {
        return loaded.table.declares[loaded.cluster->findWorkloads("shop", "web").front().index()];
    };
    const Loaded told = declaredIn(web("image: x", kMount) + kConfig);
    EXPECT_TRUE(declares(told));
    const Loaded finding =
        declaredIn(web("image: x", kMount) + kConfig + "    kubernetes_sd_configs:\n    - role: pod\n");
    EXPECT_FALSE(declares(finding));
    EXPECT_EQ(declared(finding), declared(told)) << "what it does say stands";
    EXPECT_EQ(declared(told), "shop/cart TCP 8080 sure; ");
}

TEST(Declared, stopsWhenAsked) {
    std::stop_source stop;
    stop.request_stop();
    const auto cluster = loadText({{"in.yaml", kWorld}});
    const auto table = findDeclared(**cluster, RunControl(stop.get_token(), {}));
    ASSERT_FALSE(table);
    EXPECT_EQ(table.error().kind, Error::Kind::Cancelled);
}

} // namespace
} // namespace portolan

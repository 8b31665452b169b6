#include "core/load/load.h"
#include "core/propose/directory.h"
#include "core/propose/policy_writer.h"
#include "tests/core/propose/support.h"
#include "tests/oracle/random_world.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace portolan {
namespace {

TEST(PolicyWriter, writesAsAPersonWould) {
    ProposalOptions options;
    options.windowDays = 31;
    options.evidence = "harbor.log";
    const Drafted d(shop(),
                    {"shop/web -> shop/api tcp/8080 x186204/30", "data/db -> shop/api tcp/8080 x1/1",
                     "shop/api -> 203.0.113.7 tcp/443 x5/2"},
                    options);
    EXPECT_EQ(d.yaml("shop/api"), R"(# What shop/api (Pod) was seen to need.
# Evidence: harbor.log.
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: api
  namespace: shop
spec:
  podSelector:
    matchLabels:
      app: api
  policyTypes:
    - Ingress
    - Egress
  ingress:
    # shop/web: 186,204 connections, 30 of 31 days
    # data/db: 1 connection, 1 of 31 days
    - from:
        - podSelector:
            matchLabels:
              app: web
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: data
          podSelector:
            matchLabels:
              app: db
      ports:
        - protocol: TCP
          port: 8080
  egress:
    # name lookups
    - to:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: kube-system
          podSelector:
            matchLabels:
              k8s-app: kube-dns
      ports:
        - protocol: TCP
          port: 53
        - protocol: UDP
          port: 53
    # 203.0.113.7: 5 connections, 2 of 31 days
    - to:
        - ipBlock:
            cidr: 203.0.113.7/32
      ports:
        - protocol: TCP
          port: 443
)");
}

TEST(PolicyWriter, writesEveryFormOfSelectorPeerAndPort) {
    world::World w = shop();
    world::Policy p;
    p.ns = "shop";
    p.name = "on";
    p.isolatesEgress = true;
    p.podSelector = {{"app", Requirement::Operator::In, {"web", "api"}},
                     {"tier", Requirement::Operator::Exists, {}},
                     {"old", Requirement::Operator::DoesNotExist, {}},
                     {"stage", Requirement::Operator::NotIn, {"yes"}}};
    world::Peer block;
    block.cidr = "10.0.0.0/8";
    block.except = {"10.1.0.0/16"};
    world::Peer own;
    own.podSelector = world::Selector{};
    p.ingress = {world::Rule{},
                 {{block, own}, {{Protocol::Tcp, 0, 0, "http"}, {Protocol::Udp, 0, 0, ""}, {Protocol::Tcp, 1, 9, ""}}}};
    w.policies.push_back(p);
    const auto cluster = world::build(w);
    EXPECT_EQ(policyYaml(*cluster, cluster->policies[PolicyId(0U)]), R"(apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: "on"
  namespace: shop
spec:
  podSelector:
    matchExpressions:
      - key: app
        operator: In
        values:
          - api
          - web
      - key: old
        operator: DoesNotExist
      - key: stage
        operator: NotIn
        values:
          - "yes"
      - key: tier
        operator: Exists
  policyTypes:
    - Ingress
    - Egress
  ingress:
    - {}
    - from:
        - ipBlock:
            cidr: 10.0.0.0/8
            except:
              - 10.1.0.0/16
        - podSelector: {}
      ports:
        - protocol: TCP
          port: http
        - protocol: UDP
        - protocol: TCP
          port: 1
          endPort: 9
  egress: []
)");
}

/// All policies of a cluster, one document each.
std::string allOf(const Cluster& cluster) {
    std::string out;
    for (const NetworkPolicy& p : cluster.policies) out += (out.empty() ? "" : "---\n") + policyYaml(cluster, p);
    return out;
}

TEST(PolicyWriter, writesWhatTheReaderReadsBack) {
    std::size_t policies = 0;
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        world::RandomWorld random(seed);
        const auto cluster = world::build(random.world());
        const std::string written = allOf(*cluster);
        const auto read = loadText({{"policies.yaml", written}}).value();
        for (const Diagnostic& d : read->diagnostics)
            ASSERT_NE(d.level, Diagnostic::Level::Error) << d.message << '\n' << written;
        ASSERT_EQ(read->policies.size(), cluster->policies.size()) << written;
        ASSERT_EQ(allOf(*read), written) << "seed " << seed;
        policies += read->policies.size();
    }
    EXPECT_GT(policies, 500U);
}

TEST(PolicyWriter, quotesLabelsThatReadBackAsText) {
    world::World w = shop();
    for (const char* const value : {"yes", "1.0", "0x10", "on", "2026-01-01", "1e3", "null", "12:30"}) {
        world::Policy p;
        p.ns = "shop";
        p.name = "p" + std::to_string(w.policies.size());
        p.podSelector = {{"y", Requirement::Operator::In, {value[2] == ':' ? "1_0" : value}}};
        w.policies.push_back(p);
    }
    const auto cluster = world::build(w);
    const auto read = loadText({{"policies.yaml", allOf(*cluster)}}).value();
    EXPECT_EQ(read->policies.size(), 8U);
    EXPECT_EQ(allOf(*read), allOf(*cluster));
}

TEST(Directory, holdsEverythingToApplyAndToGoBack) {
    world::World w = shop();
    world::Policy p;
    p.ns = "data";
    p.name = "old";
    p.ingress = {world::Rule{}};
    w.policies.push_back(p);
    const Drafted d(w, {"shop/api -> data/db tcp/5432 x12/3", "?ghost -> shop/web tcp/1"});
    const DirectoryText files = directoryText(*d.basis, d.proposal, d.certificate, *d.result);
    std::vector<std::string> paths;
    for (const auto& [path, text] : files) paths.push_back(path);
    EXPECT_EQ(paths,
              (std::vector<std::string>{"README.md", "certificate.json", "delete.txt", "policies/data/db.yaml",
                                        "policies/data/default-deny.yaml", "policies/shop/api.yaml",
                                        "policies/shop/default-deny.yaml", "policies/shop/web.yaml", "rollback.txt"}));
    EXPECT_EQ(files.at("delete.txt"), "data/old\n");
    const auto json = nlohmann::json::parse(files.at("certificate.json"));
    EXPECT_EQ(json["version"], 1);
    EXPECT_EQ(json["claims"].size(), 6U);
    EXPECT_EQ(json["claims"][0]["figures"]["to keep"], 1);
    EXPECT_EQ(json["edges"][1]["outcome"], "unresolvable");
    EXPECT_NE(files.at("README.md").find("`kubectl delete networkpolicy -n data old`"), std::string::npos);
}

} // namespace
} // namespace portolan

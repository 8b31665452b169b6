#include "core/load/load.h"
#include "core/propose/keep_declared.h"
#include "core/propose/observed_edges.h"
#include "tests/core/propose/support.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

/// web declares db (sure), cache (likely), mail (a guess), and an address and a name outside.
constexpr const char* kShop = R"(
{apiVersion: v1, kind: Namespace, metadata: {name: shop}}
---
{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}, spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, env: [{name: DB, value: "postgres://db"}, {name: CACHE, value: "cache:6379"}, {name: MAIL_HOST, value: mail}, {name: A, value: "http://203.0.113.7"}, {name: B, value: "https://api.example.com"}]}]}}}}
---
{apiVersion: apps/v1, kind: Deployment, metadata: {name: db, namespace: shop}, spec: {template: {metadata: {labels: {app: db}}, spec: {containers: [{name: c}]}}}}
---
{apiVersion: v1, kind: Service, metadata: {name: db, namespace: shop}, spec: {selector: {app: db}, ports: [{port: 5432}]}}
---
{apiVersion: apps/v1, kind: Deployment, metadata: {name: cache, namespace: shop}, spec: {template: {metadata: {labels: {app: cache}}, spec: {containers: [{name: c}]}}}}
---
{apiVersion: v1, kind: Service, metadata: {name: cache, namespace: shop}, spec: {selector: {app: cache}, ports: [{port: 6379}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: mail, namespace: shop}, spec: {selector: {app: cache}, ports: [{port: 25}]}}
)";

struct Shop {
    std::shared_ptr<const Cluster> cluster = loadText({{"shop.yaml", kShop}}).value();
    std::shared_ptr<const Reachability> today = Reachability::create(cluster, {}, {}).value();
    std::shared_ptr<const Ledger> ledger = Ledger::create(today, nullptr, {}).value();
    std::shared_ptr<const DeclaredEdges> declared =
        DeclaredEdges::create(ledger, findDeclared(*cluster, {}).value(), {}, {}).value();

    std::vector<ObservedEdge> kept(KeepDeclared keep, std::vector<ObservedEdge> edges = {}) const {
        keepDeclared(*declared, *cluster, keep, edges);
        return edges;
    }
};

struct KeepCase {
    KeepDeclared keep;
    const char* edges;
};

class KeepDeclaredEdges : public testing::TestWithParam<KeepCase> {};

TEST_P(KeepDeclaredEdges, takesThoseThatAreSureEnough) {
    const Shop shop;
    std::string lines;
    for (const ObservedEdge& e : shop.kept(GetParam().keep))
        lines += displayName(*shop.cluster, e) + " at " + e.declaredAt + '\n';
    EXPECT_EQ(lines, GetParam().edges);
}

INSTANTIATE_TEST_SUITE_P(
    Propose, KeepDeclaredEdges,
    testing::Values(KeepCase{KeepDeclared::None, ""},
                    KeepCase{KeepDeclared::Sure, "shop/web -> shop/db TCP 5432 at shop.yaml:4\n"},
                    KeepCase{KeepDeclared::Likely, "shop/web -> shop/cache TCP 6379 at shop.yaml:4\n"
                                                   "shop/web -> shop/db TCP 5432 at shop.yaml:4\n"
                                                   "shop/web -> 203.0.113.7 TCP 80 at shop.yaml:4\n"},
                    KeepCase{KeepDeclared::All, "shop/web -> shop/cache TCP 25 at shop.yaml:4\n"
                                                "shop/web -> shop/cache TCP 6379 at shop.yaml:4\n"
                                                "shop/web -> shop/db TCP 5432 at shop.yaml:4\n"
                                                "shop/web -> 203.0.113.7 TCP 80 at shop.yaml:4\n"}),
    [](const auto& row) { return std::string(name(row.param.keep)); });

TEST(KeepDeclaredEdges, saysWhereAnObservedEdgeIsDeclared) {
    const Shop shop;
    const auto edges = shop.kept(KeepDeclared::Sure, {edgeOf(*shop.cluster, "shop/web -> shop/db tcp/5432 x7/3"),
                                                      edgeOf(*shop.cluster, "shop/db -> shop/web tcp/80 x7/3")});
    ASSERT_EQ(edges.size(), 2U);
    EXPECT_EQ(edges[0].declaredAt, "shop.yaml:4");
    EXPECT_EQ(edges[0].passed, 7U);
    EXPECT_EQ(edges[1].declaredAt, "");
}

TEST(KeepDeclaredEdges, areCoveredByTheFirstClaim) {
    const Shop shop;
    const auto basis = ProposalBasis::create(shop.today, shop.kept(KeepDeclared::Sure),
                                             ProposalScope::ofCluster(*shop.cluster), {}, {})
                           .value();
    const Proposal proposal = propose(*basis, {});
    const auto after = evaluated(*basis, proposal, {}).value();
    const Certificate certificate = verify(*basis, proposal, *after, {}).value();
    EXPECT_EQ(failuresOf(certificate), "");
    EXPECT_EQ(proposal.count(EdgeOutcome::Admitted), 1U);
    EXPECT_EQ(certificate.claims[0].status, ClaimStatus::Holds);
    EXPECT_EQ(certificate.claims[0].figures[2], (std::pair<std::string, std::uint64_t>{"kept", 1}));
}

} // namespace
} // namespace portolan

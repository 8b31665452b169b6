#include "core/ledger/declared_edges.h"
#include "tests/core/ledger/story.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

using story::join;
using story::Joined;

constexpr const char* kShop = R"(
    ns shop
    pod shop/web app=web :80 ip=10.0.0.1
    pod shop/db app=db :5432 ip=10.0.0.2
    pod shop/cache app=cache :6379 ip=10.0.0.3
    node w1 10.20.0.11
    policy shop/web {podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{to: [{podSelector: {matchLabels: {app: db}}}], ports: [{port: 5432}]}, {to: [{ipBlock: {cidr: 203.0.113.0/24}}]}]}
)";

DeclaredDependency dependency(DeclaredFrom from, DeclaredTo to, std::uint16_t port,
                              Confidence confidence = Confidence::Sure) {
    DeclaredDependency out;
    out.from = from;
    out.to = std::move(to);
    out.port = port;
    out.confidence = confidence;
    return out;
}

std::shared_ptr<const DeclaredEdges> declare(const Joined& joined, std::vector<DeclaredDependency> dependencies,
                                             std::vector<std::vector<WorkloadId>> controllers = {}) {
    DeclaredTable table{std::move(dependencies), std::vector<bool>(joined.cluster->workloads.size())};
    return DeclaredEdges::create(joined.ledger, std::move(table), controllers, {}).value();
}

/// "shop/db TCP 5432 allow 7 seen" a line, what no log would show with "!"; "?" where there is nothing to ask about.
std::string linesOf(const Joined& joined, std::span<const DeclaredEdge> edges) {
    std::string out;
    for (const DeclaredEdge& e : edges)
        out += displayName(*joined.cluster, e.edge.to) + ' ' + std::string(name(e.edge.protocol)) + ' ' +
               std::to_string(e.edge.port) + ' ' + (e.isJudged ? std::string(name(e.edge.verdict)) : "?") + ' ' +
               std::to_string(e.edge.seen.total()) + (e.isObservable ? " seen\n" : " seen!\n");
    return out;
}

struct VerdictCase {
    const char* name;
    DeclaredTo to;
    std::uint16_t port;
    const char* line;
};

class DeclaredVerdicts : public testing::TestWithParam<VerdictCase> {};

TEST_P(DeclaredVerdicts, AreTheEvaluators) {
    const VerdictCase& c = GetParam();
    const Joined joined = join(kShop, "shop/web shop/db TCP/5432 allowed 7\nshop/web ip:203.0.113.7 TCP/443 allowed 2");
    DeclaredTo to = c.to;
    if (const auto* named = std::get_if<NamedTarget>(&c.to); named && named->name.starts_with("shop/"))
        to = joined.workload(named->name);
    const auto declared = declare(joined, {dependency(joined.workload("shop/web"), to, c.port)});
    EXPECT_EQ(linesOf(joined, declared->edges()), std::string(c.line) + '\n');
}

INSTANTIATE_TEST_SUITE_P(
    Ledger, DeclaredVerdicts,
    testing::Values(
        VerdictCase{"permitted and seen", NamedTarget{"shop/db"}, 5432, "shop/db TCP 5432 allow 7 seen"},
        VerdictCase{"denied and not seen", NamedTarget{"shop/cache"}, 6379, "shop/cache TCP 6379 deny 0 seen"},
        VerdictCase{"another port", NamedTarget{"shop/db"}, 9187, "shop/db TCP 9187 deny 0 seen"},
        VerdictCase{"no port said, some open", NamedTarget{"shop/db"}, 0, "shop/db TCP 0 uncertain 7 seen"},
        VerdictCase{"no port said, none open", NamedTarget{"shop/cache"}, 0, "shop/cache TCP 0 deny 0 seen"},
        VerdictCase{"an address seen", *IpAddress::parse("203.0.113.7"), 443, "203.0.113.7 TCP 443 allow 2 seen"},
        VerdictCase{"an address not permitted", *IpAddress::parse("198.51.100.1"), 443,
                    "198.51.100.1 TCP 443 deny 0 seen"},
        VerdictCase{"a name that may be permitted", NamedTarget{"api.example.com", false}, 443,
                    "api.example.com TCP 443 uncertain 0 seen!"},
        VerdictCase{"a Service without pods", NamedTarget{"data/gone", true}, 443, "data/gone TCP 443 ? 0 seen!"}),
    [](const auto& row) {
        std::string out = row.param.name;
        std::erase_if(out, [](unsigned char ch) { return std::isalnum(ch) == 0; });
        return out;
    });

TEST(DeclaredEdges, LetANameOutsideBeDeniedWhereNothingMayLeave) {
    const Joined joined = join(std::string(kShop) + "policy shop/db {podSelector: {matchLabels: {app: db}}, "
                                                    "policyTypes: [Egress]}\n");
    const NamedTarget api{"api.example.com", false};
    const auto declared = declare(joined, {dependency(joined.workload("shop/db"), api, 443),
                                           dependency(joined.workload("shop/cache"), api, 443)});
    EXPECT_EQ(linesOf(joined, declared->from(joined.workload("shop/db"))), "api.example.com TCP 443 deny 0 seen!\n");
    EXPECT_EQ(linesOf(joined, declared->from(joined.workload("shop/cache"))),
              "api.example.com TCP 443 allow 0 seen!\n");
}

TEST(DeclaredEdges, FoldWhatIsDeclaredInSeveralPlacesTheSurestFirst) {
    const Joined joined = join(kShop, "shop/web shop/db TCP/5432 allowed 7");
    const WorkloadId web = joined.workload("shop/web");
    const WorkloadId db = joined.workload("shop/db");
    const auto declared = declare(joined, {dependency(web, db, 5432, Confidence::Guess), dependency(web, db, 5432)});
    ASSERT_EQ(declared->edges().size(), 1U);
    EXPECT_EQ(declared->edges()[0].dependencies, (std::vector<std::uint32_t>{1, 0}));
    EXPECT_EQ(declared->edges()[0].confidence, Confidence::Sure);
    ASSERT_EQ(joined.ledger->edges().size(), 1U);
    const auto declaring = declared->declaring(0);
    EXPECT_EQ(std::vector<std::uint32_t>(declaring.begin(), declaring.end()), (std::vector<std::uint32_t>{1, 0}));
}

TEST(DeclaredEdges, PutControllersInThePlaceOfEntryPoints) {
    const Joined joined = join(std::string(kShop) + "service shop/db {selector: {app: db}, ports: [{port: 5432}]}\n"
                                                    "ingress shop/door db 5432\n",
                               "shop/cache shop/db TCP/5432 allowed 7");
    const auto table = findDeclared(*joined.cluster, {}).value();
    const auto declared = declare(joined, table.dependencies, {{joined.workload("shop/cache")}});
    EXPECT_EQ(linesOf(joined, declared->from(joined.workload("shop/cache"))), "shop/db TCP 5432 allow 7 seen\n");
    EXPECT_EQ(declared->declaring(0).size(), 1U);
    EXPECT_EQ(declare(joined, table.dependencies)->edges().size(), 0U) << "nobody is known to carry its traffic";
}

TEST(DeclaredEdges, LetProbesAndScrapesDeclareWhatWasSeen) {
    const Joined joined = join(kShop, "ip:10.20.0.11 shop/web TCP/80 observed 7\nshop/cache shop/web TCP/80 allowed 1\n"
                                      "shop/db shop/web TCP/81 allowed 1");
    const WorkloadId web = joined.workload("shop/web");
    const auto probed = declare(joined, {dependency(Kubelet{}, web, 80)});
    const auto scraped = declare(joined, {dependency(Scraper{}, web, 80)});
    std::string lines;
    for (std::uint32_t i = 0; i < joined.ledger->edges().size(); ++i)
        lines += displayName(*joined.cluster, joined.ledger->edges()[i].from) + ' ' +
                 std::to_string(probed->declaring(i).size()) + std::to_string(scraped->declaring(i).size()) + '\n';
    EXPECT_EQ(lines, "shop/cache 01\nshop/db 00\nnode w1 10\n");
    EXPECT_EQ(probed->edges().size(), 0U);
}

} // namespace
} // namespace portolan

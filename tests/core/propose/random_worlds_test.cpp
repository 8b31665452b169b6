#include "core/reach/workload_view.h"
#include "tests/core/propose/support.h"
#include "tests/oracle/random_world.h"

#include <gtest/gtest.h>

#include <cstdlib>

/// Proposals on random small worlds with random traffic: every claim holds, and the verdicts of the proposed set
/// alone, asked pod by pod, say the same. PORTOLAN_WORLDS sets how many worlds.

namespace portolan {
namespace {

std::size_t worldCount() {
    const char* const text = std::getenv("PORTOLAN_WORLDS");
    return text == nullptr ? 400 : std::strtoul(text, nullptr, 10);
}

std::vector<ObservedEdge> randomEdges(world::RandomWorld& random, const Cluster& cluster) {
    std::vector<ObservedEdge> out;
    if (cluster.workloads.isEmpty()) return out;
    const auto workload = [&] { return EdgeEnd(WorkloadId(random.below(cluster.workloads.size()))); };
    const auto end = [&]() -> EdgeEnd {
        if (random.isChosen(75)) return workload();
        const char* const addresses[] = {"203.0.113.7", "203.0.113.8", "10.0.0.200", "192.168.3.4", "198.51.100.9"};
        return Cidr::of(IpAddress::parse(addresses[random.below(5)]).value(), 32);
    };
    for (std::size_t n = random.below(9); n > 0; --n) {
        ObservedEdge e{.from = workload(), .to = workload()};
        (random.isChosen(50) ? e.from : e.to) = end();
        e.protocol = random.isChosen(70) ? Protocol::Tcp : Protocol::Udp;
        e.port = std::vector<std::uint16_t>{80, 443, 8080, 53}[random.below(4)];
        e.passed = 1 + random.below(1000);
        out.push_back(std::move(e));
    }
    return out;
}

void checkWorld(std::uint64_t seed) {
    world::RandomWorld random(seed);
    const world::World w = random.world();
    const auto cluster = world::build(w);
    Profile profile = *Profile::named(random.isChosen(50) ? "generic" : "kube-network-policies");
    const auto today = Reachability::create(cluster, profile, {}).value();
    ProposalScope scope = ProposalScope::ofCluster(*cluster);
    if (random.isChosen(40) && scope.namespaces.size() > 1) scope.namespaces.resize(1);
    if (random.isChosen(20) && !cluster->workloads.isEmpty()) {
        scope.namespaces.clear();
        scope.workloads = {WorkloadId(random.below(cluster->workloads.size()))};
    }
    ProposalOptions options;
    if (random.isChosen(20)) options.directions = {Direction::Ingress};
    if (random.isChosen(10)) options.directions = {Direction::Egress};
    const auto basis = ProposalBasis::create(today, randomEdges(random, *cluster), scope, options, {}).value();
    Decisions decisions;
    for (const ResolvedEdge& e : basis->edges())
        if (random.isChosen(20)) decisions[e.key] = Decision::Rejected;
    const Proposal proposal = propose(*basis, decisions);
    const auto after = evaluated(*basis, proposal, {}).value();
    ASSERT_EQ(&after->classes(), &basis->before().classes());
    const Certificate certificate = verify(*basis, proposal, *after, {}).value();
    for (const Claim& claim : certificate.claims) {
        if (claim.number == 2 || claim.number == 5) continue; // these may fail, and then the certificate has to say so
        EXPECT_NE(claim.status, ClaimStatus::Fails)
            << "claim " << claim.number << ", seed " << seed << '\n'
            << world::text(w);
    }

    for (std::size_t i = 0; i < cluster->pods.size(); ++i)
        for (std::size_t j = 0; j < cluster->pods.size(); ++j) {
            const PairTraffic before = today->between(PodId(i), PodId(j));
            const PairTraffic then = after->between(PodId(i), PodId(j));
            if (before.must.contains(then.must) && before.may.contains(then.may)) continue;
            EXPECT_GT(certificate.claims[1].exceptions.size() + certificate.claims[1].failures.size(), 0U)
                << "seed " << seed << ": " << cluster->displayName(PodId(i)) << " -> " << cluster->displayName(PodId(j))
                << " opened without a word";
        }
}

TEST(Proposals, openNothingWithoutAWordOnRandomWorlds) {
    for (std::uint64_t seed = 1; seed <= worldCount(); ++seed) checkWorld(seed);
}

} // namespace
} // namespace portolan

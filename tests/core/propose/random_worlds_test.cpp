#include "core/propose/gate_comparison.h"
#include "core/propose/needs.h"
#include "core/propose/openings.h"
#include "core/reach/count.h"
#include "core/reach/delta.h"
#include "core/reach/workload_view.h"
#include "tests/core/propose/support.h"
#include "tests/oracle/random_world.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

/// Proposals on random small worlds with random traffic: every claim holds, and the verdicts of the proposed set
/// alone, asked pod by pod, say the same. PORTOLAN_WORLDS sets how many worlds, PORTOLAN_SEED which one alone.

namespace portolan {
namespace {

std::size_t worldCount() {
    const char* const text = std::getenv("PORTOLAN_WORLDS");
    return text == nullptr ? 8000 : std::strtoul(text, nullptr, 10);
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

/// Two ends of a world and what was, is and may have been said of them.
struct Pair {
    Endpoint from;
    Endpoint to;
};

/// Every ordered pair of pods, and every pod with one address of each class and with every node, both ways.
std::vector<Pair> pairsOf(const Reachability& r) {
    std::vector<Endpoint> pods;
    std::vector<Endpoint> addresses;
    for (std::size_t i = 0; i < r.cluster().pods.size(); ++i) pods.emplace_back(PodId(i));
    for (std::uint32_t c = r.classes().podClassCount(); c < r.classes().count(); ++c)
        addresses.emplace_back(r.classes().range(ClassId(c)).first);
    for (const Node& node : r.cluster().nodes)
        for (const IpAddress& a : node.addresses) addresses.emplace_back(a);
    std::vector<Pair> out;
    for (const Endpoint& a : pods) {
        for (const Endpoint& b : pods)
            if (a != b) out.push_back({a, b});
        for (const Endpoint& b : addresses) {
            out.push_back({a, b});
            out.push_back({b, a});
        }
    }
    return out;
}

/// A proposal and everything that was asked for, to hold each claim against the pair functions one by one.
struct Asked {
    const ProposalBasis& basis;
    const Proposal& proposal;
    const Reachability& after;
    const Certificate& certificate;
    const Decisions& decisions;
    bool isAccepted(Protocol protocol, std::uint16_t port) const {
        return std::ranges::any_of(basis.edges(), [&](const ResolvedEdge& e) {
            const auto it = decisions.find(e.key);
            return it != decisions.end() && it->second == Decision::Accepted && e.edge.protocol == protocol &&
                   e.edge.port == port;
        });
    }
};

/// Claim 1: an admitted edge passes between all pods between which it passes today.
void holdKept(const Asked& a) {
    const Cluster& cluster = a.basis.cluster();
    for (std::size_t i = 0; i < a.proposal.edges.size(); ++i) {
        const ObservedEdge& e = a.basis.edges()[i].edge;
        const auto* from = std::get_if<WorkloadId>(&e.from);
        const auto* to = std::get_if<WorkloadId>(&e.to);
        if (a.proposal.edges[i].outcome != EdgeOutcome::Admitted || !from || !to) continue;
        for (const PodId s : cluster.workloads[*from].pods)
            for (const PodId t : cluster.workloads[*to].pods)
                if (a.basis.before().verdict(s, t, e.protocol, e.port) == Verdict::Allow) {
                    EXPECT_NE(a.after.verdict(s, t, e.protocol, e.port), Verdict::Deny)
                        << displayName(cluster, e) << ": " << cluster.displayName(s) << " -> "
                        << cluster.displayName(t);
                }
    }
}

/// Claim 2: what a pair gains is listed, and for the cause that is given.
void holdOpenings(const Asked& a) {
    const Reachability& before = a.basis.before();
    const Openings openings = findOpenings(a.basis, a.proposal, a.after, {}).value();
    std::map<std::pair<ClassId, ClassId>, TrafficSet> listed;
    for (const Opening& o : openings.items) {
        TrafficSet& traffic = listed[{o.from, o.to}];
        traffic = traffic.united(o.traffic);
        EXPECT_NE(o.cause, Opening::Cause::ByCatch);
        if (o.cause == Opening::Cause::NameLookups) {
            EXPECT_TRUE(a.basis.dns().traffic.contains(o.traffic));
        }
        if (o.cause == Opening::Cause::Doubt && !o.node) {
            EXPECT_TRUE(before.between(o.from, o.to).may.contains(o.traffic));
        }
        for (const PortKey& port : portKeys(o.traffic)) {
            const bool isExcused = o.cause != Opening::Cause::Decision || a.isAccepted(port.protocol, port.port);
            EXPECT_TRUE(isExcused);
        }
    }
    EXPECT_EQ(openings.items.empty(), a.certificate.claims[1].exceptions.empty());
    for (const Pair& p : pairsOf(before)) {
        const PairTraffic then = a.after.between(p.from, p.to);
        const PairTraffic now = before.between(p.from, p.to);
        const TrafficSet gained = then.must.minus(now.must).united(then.may.minus(now.may));
        if (gained.isEmpty()) continue;
        const TrafficSet& told = listed[{before.classOf(p.from), before.classOf(p.to)}];
        EXPECT_TRUE(told.contains(gained))
            << gained.minus(told).text() << " opened without a word between "
            << displayName(before, before.classOf(p.from)) << " and " << displayName(before, before.classOf(p.to));
    }
}

/// Claim 3 between pods: the pairs are as many as asking for each of them gives.
void holdOverReach(const Asked& a) {
    const Cluster& cluster = a.basis.cluster();
    std::set<std::string> names;
    for (std::size_t i = 0; i < cluster.workloads.size(); ++i) names.insert(cluster.displayName(WorkloadId(i)));
    std::uint64_t listed = 0;
    for (const OverReachEntry& e : a.certificate.overReach.entries)
        if (names.contains(e.from) && names.contains(e.to)) listed += e.pairs;
    const auto isGate = [&](PodId pod, Direction d) {
        return a.basis.options().directions.contains(d) && a.basis.groupOf(cluster.pods[pod].workload) &&
               a.after.isolation(a.after.classOf(pod), d) != Ternary::No;
    };
    std::uint64_t counted = 0;
    for (std::size_t i = 0; i < cluster.pods.size(); ++i)
        for (std::size_t j = 0; j < cluster.pods.size(); ++j) {
            const PodId s(i);
            const PodId t(j);
            if (!isGate(s, Direction::Egress) && !isGate(t, Direction::Ingress)) continue;
            const WorkloadId from = cluster.pods[s].workload;
            const WorkloadId to = cluster.pods[t].workload;
            TrafficSet asked =
                std::ranges::binary_search(a.basis.dns().workloads, to) ? a.basis.dns().traffic : TrafficSet();
            for (std::size_t e = 0; e < a.proposal.edges.size(); ++e) {
                const ObservedEdge& edge = a.basis.edges()[e].edge;
                const EdgeOutcome outcome = a.proposal.edges[e].outcome;
                if ((outcome == EdgeOutcome::Admitted || outcome == EdgeOutcome::NotNeeded) &&
                    edge.from == EdgeEnd(from) && edge.to == EdgeEnd(to))
                    asked = asked.united(TrafficSet::of(edge.protocol, edge.port));
            }
            if (asked.contains(a.after.between(a.after.classOf(s), a.after.classOf(t)).must)) continue;
            counted += std::uint64_t{cluster.weight(s)} * (i == j ? cluster.weight(s) - 1 : cluster.weight(t));
        }
    EXPECT_EQ(listed, counted);
}

/// Claim 5: a pod whose egress is isolated by the proposal looks names up as it can today, or the claim says
/// what is in doubt.
void holdNames(const Asked& a) {
    const Cluster& cluster = a.basis.cluster();
    const TrafficSet& wanted = a.basis.dns().traffic;
    if (!a.basis.options().directions.contains(Direction::Egress)) return;
    for (std::size_t i = 0; i < cluster.pods.size(); ++i) {
        const PodId pod(i);
        if (!a.basis.groupOf(cluster.pods[pod].workload)) continue;
        for (const WorkloadId w : a.basis.dns().workloads)
            for (const PodId server : cluster.workloads[w].pods) {
                const PairTraffic now = a.basis.before().between(pod, server);
                const PairTraffic then = a.after.between(pod, server);
                EXPECT_TRUE(then.may.contains(now.must.intersected(wanted)));
                if (!then.must.contains(now.must.intersected(wanted))) {
                    EXPECT_EQ(a.certificate.claims[4].status, ClaimStatus::Uncertain);
                }
                if (!then.may.contains(wanted)) {
                    EXPECT_FALSE(a.certificate.claims[4].exceptions.empty())
                        << cluster.displayName(pod) << " at " << cluster.displayName(server) << ' ' << then.may.text();
                }
            }
    }
}

/// What a draft shows: the pairs closed and opened are those that full counts differ by.
void holdEffect(const Asked& a) {
    const Reachability& before = a.basis.before();
    const PairDelta delta = pairDelta(before, a.after, {}).value();
    EXPECT_EQ(countOpenedPairs(before, a.after, {}).value(), delta.opened);
    EXPECT_EQ(countPairs(before, {})->must + delta.opened, countPairs(a.after, {})->must + delta.closed);
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
    for (const ResolvedEdge& e : basis->edges()) {
        if (random.isChosen(20)) decisions[e.key] = Decision::Rejected;
        if (random.isChosen(15)) decisions[e.key] = Decision::Accepted;
    }
    const Proposal proposal = propose(*basis, decisions);
    const auto after = evaluated(*basis, proposal, {}).value();
    ASSERT_EQ(&after->classes(), &basis->before().classes());
    const Certificate certificate = verify(*basis, proposal, *after, {}).value();
    SCOPED_TRACE("seed " + std::to_string(seed) + '\n' + world::text(w));
    EXPECT_EQ(failuresOf(certificate), "");
    const Asked asked{*basis, proposal, *after, certificate, decisions};
    holdKept(asked);
    holdOpenings(asked);
    holdOverReach(asked);
    holdNames(asked);
    holdEffect(asked);
}

TEST(Proposals, holdEveryClaimOnRandomWorlds) {
    const char* const only = std::getenv("PORTOLAN_SEED");
    if (only != nullptr) return checkWorld(std::strtoull(only, nullptr, 10));
    for (std::uint64_t seed = 1; seed <= worldCount() && !HasFailure(); ++seed) checkWorld(seed);
}

} // namespace
} // namespace portolan

#include "core/base/parallel.h"
#include "core/flow/read_flows.h"
#include "core/ledger/removal.h"
#include "core/ledger/rule_edits.h"
#include "core/ledger/tighten.h"
#include "tests/oracle/admin_world.h"
#include "tests/oracle/random_profile.h"
#include "tests/oracle/world_count.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>

/// Every edit that the ledger suggests, alone and all together, in random worlds with random logs, against the
/// evaluator asked pair by pair: what was seen and allowed stays allowed, and nothing opens. PORTOLAN_WORLDS sets how
/// many worlds (1500).

namespace portolan {
namespace {

using world::RandomWorld;

constexpr std::array<std::uint16_t, 5> kPorts{80, 81, 443, 8080, 53};
const std::vector<std::string> kOutside{"203.0.113.7", "198.51.100.1", "10.9.9.9"};

std::vector<Endpoint> endpointsOf(const Cluster& cluster) {
    std::vector<Endpoint> out;
    for (std::size_t i = 0; i < cluster.pods.size(); ++i) out.emplace_back(PodId(i));
    for (const std::string& a : kOutside) out.emplace_back(*IpAddress::parse(a));
    return out;
}

/// "ns,workload,pod,ip" of an endpoint.
std::string cells(const Cluster& cluster, const Endpoint& end) {
    if (const auto* address = std::get_if<IpAddress>(&end)) return ",,," + address->text();
    const Pod& pod = cluster.pods[std::get<PodId>(end)];
    const std::string ns(cluster.text(cluster.namespaces[pod.ns].name));
    if (pod.isTemplate) return ns + ',' + std::string(cluster.text(cluster.workloads[pod.workload].name)) + ",,";
    return ns + ",," + std::string(cluster.text(pod.name)) + ',';
}

/// A month of random traffic: what policies allow passes, what they deny is dropped.
std::string randomLog(const Reachability& r, RandomWorld& random) {
    const Cluster& cluster = r.cluster();
    const auto ends = endpointsOf(cluster);
    std::string out = "first_seen,last_seen,src_ns,src_workload,src_pod,src_ip,dst_ns,dst_workload,dst_pod,dst_ip,"
                      "protocol,dst_port,verdict,count\n";
    for (int i = 0; i < 12; ++i) {
        const Endpoint& from = ends[random.below(ends.size())];
        const Endpoint& to = ends[random.below(ends.size())];
        if (std::holds_alternative<IpAddress>(from) && std::holds_alternative<IpAddress>(to)) continue;
        const std::uint16_t port = kPorts[random.below(kPorts.size())];
        const Protocol protocol = random.isChosen(80) ? Protocol::Tcp : Protocol::Udp;
        const bool isAllowed = r.verdict(from, to, protocol, port) != Verdict::Deny;
        out += "2026-10-01T00:00:00Z,2026-11-05T00:00:00Z," + cells(cluster, from) + ',' + cells(cluster, to) + ',' +
               std::string(name(protocol)) + ',' + std::to_string(port) + ',' + (isAllowed ? "allowed" : "denied") +
               ",3\n";
    }
    for (int day = 0; day < 31; ++day) { // traffic without ports, which gives no edge
        const std::string time = "2026-10-" + std::string(day < 9 ? "0" : "") + std::to_string(day + 1) + "T00:00:00Z";
        out += time + ',' + time + ",,,,192.0.2.1,,,,192.0.2.2,ICMP,,allowed,1\n";
    }
    return out;
}

/// What the edits do that they must not, or "".
std::string harmOf(const Ledger& ledger, std::span<const PolicyEdit> edits) {
    const Reachability& before = ledger.reachability();
    const auto after = before.edited(edits, {}).value();
    const Cluster& cluster = before.cluster();
    const auto ends = endpointsOf(cluster);
    for (const Endpoint& from : ends)
        for (const Endpoint& to : ends) {
            const PairTraffic was = before.between(from, to);
            const PairTraffic is = after->between(from, to);
            if (!was.may.contains(is.may)) return "opens " + cells(cluster, from) + " to " + cells(cluster, to);
            if (!was.must.contains(is.must))
                return "makes certain " + cells(cluster, from) + " to " + cells(cluster, to);
        }
    for (const LedgerEdge& edge : ledger.edges()) {
        if (edge.seen.passed() == 0) continue;
        const auto single = [&](const LedgerEnd& end) {
            std::vector<Endpoint> out;
            if (const auto* id = std::get_if<WorkloadId>(&end))
                for (const PodId pod : cluster.workloads[*id].pods) out.emplace_back(pod);
            if (const auto* block = std::get_if<Cidr>(&end)) out.emplace_back(block->address());
            return out;
        };
        for (const Endpoint& from : single(edge.from))
            for (const Endpoint& to : single(edge.to))
                if (before.verdict(from, to, edge.protocol, edge.port) == Verdict::Allow &&
                    after->verdict(from, to, edge.protocol, edge.port) != Verdict::Allow)
                    return "breaks " + displayName(cluster, edge.from) + " to " + displayName(cluster, edge.to) + ' ' +
                           std::to_string(edge.port);
    }
    return {};
}

struct Tried {
    std::atomic<std::size_t> tightenings{0};
    std::atomic<std::size_t> removals{0};
    std::atomic<std::size_t> policies{0};
    std::atomic<std::size_t> together{0};
};

/// The same of all edits at once, as a draft has them.
std::string harmTogether(const Ledger& ledger, Tried& tried) {
    std::vector<RuleWish> wishes;
    for (const RuleUsage& usage : ledger.usages())
        wishes.push_back({usage.rule, usage.state() == UsageState::Unused ? RuleChange::Remove : RuleChange::Tighten});
    const RuleEdits edits = ruleEdits(ledger, wishes, {}).value();
    if (edits.policies.size() > 1) ++tried.together;
    if (!edits.wouldBreak.empty()) return "says that edits would break a flow\n";
    const std::string harm = harmOf(ledger, edits.policies);
    return harm.empty() ? harm : "together " + harm + '\n';
}

std::string harmIn(const world::AdminWorld& world, const Profile& profile, std::uint64_t seed,
                   const TemporaryFolder& folder, Tried& tried) {
    const auto cluster = build(world);
    const std::shared_ptr<const Reachability> r = Reachability::create(cluster, profile, {}).value();
    RandomWorld random(seed);
    const auto log = folder.write(std::to_string(seed) + ".csv", randomLog(*r, random));
    const FlowTable flows = readFlows({log.string()}, *cluster, {.threads = 1}, {}).value();
    const auto ledger = Ledger::create(r, &flows, {}).value();
    std::vector<RuleRef> all;
    for (const RuleUsage& usage : ledger->usages()) all.push_back(usage.rule);
    const auto tightenings = tighten(*ledger, all, {}).value();
    for (const Tightening& t : tightenings) {
        ++tried.tightenings;
        const std::string harm = harmOf(*ledger, std::span(&t.edit, 1));
        if (!harm.empty()) return displayName(*r, t.rule) + ' ' + harm + '\n' + t.diff;
        if (t.pairsAfter > ledger->usage(t.rule)->allowedPairs) return "more pairs than before\n" + t.diff;
        const bool isChanged = t.diff.find("\n-  ") != std::string::npos || t.diff.find("\n+  ") != std::string::npos;
        if (!isChanged) return "nothing goes\n" + t.diff;
    }
    const auto removed = removals(*ledger, all, {}).value();
    for (const Removal& removal : removed) {
        ++(removal.isWholePolicy ? tried.policies : tried.removals);
        const std::string harm = harmOf(*ledger, std::span(&removal.edit, 1));
        if (!harm.empty()) return shortName(*r, removal.policy) + ' ' + harm + '\n' + removal.diff;
    }
    return harmTogether(*ledger, tried);
}

TEST(EditsInRandomWorlds, KeepEveryFlowAndOpenNothing) {
    const std::size_t worlds = worldCount();
    const TemporaryFolder folder;
    Tried tried;
    std::vector<std::string> reports(worlds);
    parallelFor(worlds, [&](std::size_t i) {
        const std::uint64_t seed = 9'000'000 + i;
        RandomWorld random(seed);
        world::AdminWorld drawn = randomAdminWorld(random);
        if (random.isChosen(40)) drawn.policies.clear();
        const Profile profile = randomProfile(random);
        const std::string harm = harmIn(drawn, profile, seed, folder, tried);
        if (!harm.empty()) reports[i] = harm + "\n" + world::text(profile) + world::text(drawn);
    });
    std::size_t failures = 0;
    for (std::size_t i = 0; i < worlds; ++i)
        if (!reports[i].empty() && ++failures <= 3) ADD_FAILURE() << "seed " << 9'000'000 + i << ": " << reports[i];
    EXPECT_EQ(failures, 0U) << "of " << worlds << " worlds";
    if (worlds < 500) return;
    EXPECT_GT(tried.tightenings, worlds / 20);
    EXPECT_GT(tried.removals, worlds / 20);
    EXPECT_GT(tried.policies, 0U);
    EXPECT_GT(tried.together, worlds / 50);
}

} // namespace
} // namespace portolan

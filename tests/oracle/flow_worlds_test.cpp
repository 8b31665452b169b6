#include "core/base/parallel.h"
#include "tests/oracle/admin_world.h"
#include "tests/oracle/compare.h"
#include "tests/oracle/random_profile.h"
#include "tests/oracle/service_world.h"
#include "tests/oracle/world_count.h"

#include <gtest/gtest.h>

/// What lies between a name and a flow: the addresses of dual-stack pods and the translation by Services, in random
/// worlds. PORTOLAN_WORLDS sets how many (1500).

namespace portolan {
namespace {

using world::RandomWorld;
using world::text;

/// Judges worlds by seed on all cores; `judge` gives "" or what is wrong.
template <typename Judge>
void expectNothingWrong(std::size_t worlds, std::uint64_t firstSeed, const Judge& judge) {
    std::vector<std::string> reports(worlds);
    parallelFor(worlds, [&](std::size_t i) { reports[i] = judge(firstSeed + i); });
    std::size_t failures = 0;
    for (std::size_t i = 0; i < worlds; ++i)
        if (!reports[i].empty() && ++failures <= 3) ADD_FAILURE() << "seed " << firstSeed + i << ": " << reports[i];
    EXPECT_EQ(failures, 0U) << "of " << worlds << " worlds";
}

// Covers NP-I2, IR-8: what is promised of a pair holds for each of its addresses.
TEST(DualStack, promisesHoldForEveryPairOfAddresses) {
    expectNothingWrong(worldCount() / 3, 6'000'000, [](std::uint64_t seed) -> std::string {
        RandomWorld random(seed);
        const world::AdminWorld world = randomAdminWorld(random);
        const Profile profile = randomProfile(random);
        const auto broken = [&](const world::AdminWorld& w) {
            const auto cluster = build(w);
            return brokenPromiseByAddress(**Reachability::create(cluster, profile, {}), *cluster);
        };
        if (broken(world).empty()) return {};
        const world::AdminWorld smallest =
            shrunk(world, [&](const world::AdminWorld& w) { return !broken(w).empty(); });
        return broken(smallest) + '\n' + text(profile) + text(smallest);
    });
}

/// Compares the pods and ports behind every Service, and what each pod may send there (S-1: that flow is judged).
std::string differenceBehindServices(const Cluster& cluster, const Reachability& reachability) {
    const naive::Evaluator naive(cluster, knobsOf(reachability.profile()));
    for (const Service& service : cluster.services)
        for (const ServicePort& port : service.ports) {
            const auto expected = world::naiveTargets(cluster, service, port);
            const auto actual = podTargets(cluster, service, port);
            const std::string which = std::string(cluster.text(service.name)) + ':' + std::to_string(port.number);
            if (actual != expected)
                return which + " leads to " + std::to_string(actual.size()) +
                       " pod ports or others than the expected " + std::to_string(expected.size());
            for (const PodTarget& target : actual)
                for (std::size_t i = 0; i < cluster.pods.size(); ++i) {
                    const Verdict verdict = reachability.verdict(PodId(i), target.pod, port.protocol, target.port);
                    const naive::Truth truth = naive.allowed(
                        naive::Endpoint::of(PodId(i)), naive::Endpoint::of(target.pod), port.protocol, target.port);
                    if (static_cast<int>(verdict) != static_cast<int>(truth))
                        return cluster.displayName(PodId(i)) + " by way of " + which + ": the engine says " +
                               std::string(name(verdict));
                }
        }
    return {};
}

// Covers S-1, S-2, S-3.
TEST(ServiceWorlds, leadToThePodsAndPortsThatPoliciesSee) {
    expectNothingWrong(worldCount(), 7'000'000, [](std::uint64_t seed) -> std::string {
        RandomWorld random(seed);
        const world::ServiceWorld world = randomServiceWorld(random);
        const Profile profile = randomProfile(random);
        const auto cluster = build(world);
        const std::string difference = differenceBehindServices(*cluster, **Reachability::create(cluster, profile, {}));
        return difference.empty() ? difference : difference + '\n' + text(profile) + text(world);
    });
}

} // namespace
} // namespace portolan

#include "core/paths/paths.h"
#include "core/reach/workload_view.h"
#include "tests/oracle/random_world.h"

#include <gtest/gtest.h>

#include <algorithm>

/// The steps of the graph against the verdict of every pair of pods, on random small worlds.

namespace portolan {
namespace {

bool hasEdge(const ReachGraph& graph, WorkloadId from, WorkloadId to) {
    const Cluster& cluster = graph.cluster();
    if (from == to) return false;
    for (const PodId a : cluster.workloads[from].pods)
        for (const PodId b : cluster.workloads[to].pods) {
            const Reachability& r = graph.reachability();
            const PairTraffic traffic = r.between(r.classes().classOf(a), r.classes().classOf(b));
            if (!traffic.must.intersected(graph.listening(to)).isEmpty()) return true;
        }
    return false;
}

void checkWorld(std::uint64_t seed) {
    world::RandomWorld random(seed);
    const auto cluster = world::build(random.world());
    const auto graph = ReachGraph::create(Reachability::create(cluster, {}, {}).value());
    const std::size_t count = cluster->workloads.size();
    if (count == 0) return;
    for (std::size_t n = 0; n < 4; ++n) {
        std::vector<bool> open(count, true);
        std::vector<WorkloadId> frontier;
        for (std::size_t i = 0; i < count; ++i)
            if (random.isChosen(30)) {
                frontier.emplace_back(i);
                open[i] = false;
            }
        std::vector<Step> forward;
        std::vector<WorkloadId> backward;
        for (std::size_t i = 0; i < count; ++i) {
            if (!open[i]) continue;
            const WorkloadId w(i);
            const auto from = std::ranges::find_if(frontier, [&](WorkloadId f) { return hasEdge(*graph, f, w); });
            if (from != frontier.end()) forward.push_back({w, *from});
            if (std::ranges::any_of(frontier, [&](WorkloadId f) { return hasEdge(*graph, w, f); }))
                backward.push_back(w);
        }
        const auto steps = graph->forward(frontier, open, {}).value();
        ASSERT_EQ(steps.size(), forward.size()) << "seed " << seed;
        for (std::size_t i = 0; i < steps.size(); ++i) {
            EXPECT_EQ(steps[i].to, forward[i].to) << "seed " << seed;
            EXPECT_TRUE(hasEdge(*graph, steps[i].from, steps[i].to)) << "seed " << seed;
        }
        EXPECT_EQ(graph->backward(frontier, open, {}).value(), backward) << "seed " << seed;
    }
    const PathNode from = WorkloadId(random.below(count));
    const Spread reach = spread(*graph, from, {.hops = 4}, {}).value();
    for (const Reached& r : reach.reached) {
        const auto found = routes(*graph, from, r.workload, {.count = 2, .maxHops = 5}, {}).value();
        ASSERT_FALSE(found.empty()) << "seed " << seed;
        EXPECT_EQ(found.front().hops.size(), r.hops) << "seed " << seed;
    }
}

TEST(ReachGraph, agreesWithEveryPairOfPodsOnRandomWorlds) {
    for (std::uint64_t seed = 1; seed <= 400 && !testing::Test::HasFailure(); ++seed) checkWorld(seed);
}

} // namespace
} // namespace portolan

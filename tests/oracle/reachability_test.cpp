#include "core/base/parallel.h"
#include "tests/oracle/compare.h"
#include "tests/oracle/lattice.h"
#include "tests/oracle/random_profile.h"
#include "tests/oracle/world_count.h"

#include <gtest/gtest.h>

/// The engine against the naive evaluator: all pairs of endpoints on all critical ports of exhaustive small worlds and
/// of seeded random ones. PORTOLAN_WORLDS sets how many random worlds (1500).

namespace portolan {
namespace {

using world::randomProfile;
using world::RandomWorld;
using world::text;
using world::World;

/// Shrinks a world whose comparison fails and prints all there is to know about it.
std::string report(const World& world, const Profile& profile) {
    const World smallest =
        world::shrunk(world, [&](const World& w) { return !differenceFromNaive(w, profile).empty(); });
    return differenceFromNaive(smallest, profile) + '\n' + text(profile) + world::text(smallest);
}

TEST(Engine, agreesWithTheNaiveEvaluatorOnRandomWorlds) {
    std::vector<std::string> reports(worldCount());
    parallelFor(reports.size(), [&](std::size_t seed) {
        RandomWorld random(seed);
        const World world = random.world();
        const Profile profile = randomProfile(random);
        if (!differenceFromNaive(world, profile).empty()) reports[seed] = report(world, profile);
    });
    std::size_t failures = 0;
    for (std::size_t seed = 0; seed < reports.size(); ++seed)
        if (!reports[seed].empty() && ++failures <= 3) ADD_FAILURE() << "seed " << seed << ": " << reports[seed];
    EXPECT_EQ(failures, 0U) << "of " << reports.size() << " worlds";
}

/// Visits the worlds of one enumeration under a profile and stops at the first difference.
void expectAgreement(void (*forEach)(const std::function<void(const World&)>&), const std::string& profileName) {
    const Profile profile = *Profile::named(profileName);
    std::size_t visited = 0;
    bool hasFailed = false;
    forEach([&](const World& world) {
        if (hasFailed) return;
        ++visited;
        hasFailed = !differenceFromNaive(world, profile).empty();
        if (hasFailed) ADD_FAILURE() << report(world, profile);
    });
    EXPECT_GT(visited, 500U);
}

// Covers IR-8.
TEST(Engine, agreesOnEveryShapeOfOnePolicy) {
    expectAgreement(world::forEachPolicyShape, "generic");
}

TEST(Engine, agreesOnEveryPairOfPolicies) {
    expectAgreement(world::forEachPairOfPolicies, "kube-network-policies");
}

TEST(Engine, agreesOnEverySelector) {
    for (const char* const profile : {"generic", "np-guard"}) expectAgreement(world::forEachSelector, profile);
}

/// A world, and the versions that a series of edits of its policies leads through.
struct EditStory {
    World start;
    std::vector<World> versions;
};

EditStory randomStory(RandomWorld& random) {
    EditStory out{random.world(), {}};
    World now = out.start;
    for (std::size_t step = 0; step < 4; ++step) {
        const std::size_t kind = now.policies.empty() ? 0 : random.below(3);
        if (kind == 0) now.policies.push_back(random.policy(now, "added" + std::to_string(step)));
        if (kind == 1)
            now.policies.erase(now.policies.begin() + static_cast<std::ptrdiff_t>(random.below(now.policies.size())));
        if (kind == 2) {
            world::Policy& place = now.policies[random.below(now.policies.size())];
            const world::Policy fresh = random.policy(now, place.name);
            place = random.isChosen(50) ? fresh : place;
            place.ingress = fresh.ingress;
            place.isolatesEgress = fresh.isolatesEgress;
        }
        out.versions.push_back(now);
    }
    return out;
}

/// The policies of every version, interned with the symbols of the cluster of the first.
class EditedCluster {
  public:
    explicit EditedCluster(const EditStory& story) {
        ClusterBuilder builder;
        world::add(story.start, builder);
        std::vector<std::vector<std::pair<std::string, NetworkPolicy>>> versions;
        for (const World& version : story.versions) {
            auto& policies = versions.emplace_back();
            for (const world::Policy& p : version.policies)
                policies.emplace_back(p.ns, world::networkPolicy(p, builder));
        }
        m_cluster = builder.build();
        for (auto& version : versions) {
            auto& policies = m_versions.emplace_back();
            for (auto& [ns, policy] : version) {
                policy.ns = m_cluster->findNamespace(ns).value();
                policies.push_back(std::make_shared<const NetworkPolicy>(std::move(policy)));
            }
        }
    }
    const std::shared_ptr<const Cluster>& cluster() const { return m_cluster; }
    const std::vector<std::shared_ptr<const NetworkPolicy>>& policies(std::size_t version) const {
        return m_versions[version];
    }

  private:
    std::shared_ptr<const Cluster> m_cluster;
    std::vector<std::vector<std::shared_ptr<const NetworkPolicy>>> m_versions;
};

/// What leads from the policies `before` holds to those of the next version: by name, as a person would edit.
std::vector<PolicyEdit> edits(const Reachability& before, std::vector<std::shared_ptr<const NetworkPolicy>> after) {
    std::vector<PolicyEdit> out;
    for (std::size_t i = 0; i < before.policyCount(); ++i) {
        const NetworkPolicy* const old = before.policy(PolicyId(i));
        if (old == nullptr) continue;
        const auto it =
            std::ranges::find_if(after, [&](const auto& p) { return p && p->ns == old->ns && p->name == old->name; });
        out.push_back({PolicyId(i), it == after.end() ? nullptr : std::exchange(*it, nullptr)});
    }
    for (auto& policy : after)
        if (policy) out.push_back({std::nullopt, std::move(policy)});
    return out;
}

std::string differenceAlongStory(const EditStory& story, const Profile& profile, bool isForetold) {
    const EditedCluster edited(story);
    std::vector<NetworkPolicy> foretold;
    for (std::size_t v = 0; isForetold && v < story.versions.size(); ++v)
        for (const auto& p : edited.policies(v)) foretold.push_back(*p);
    auto now = *Reachability::create(edited.cluster(), profile, {}, foretold);
    for (std::size_t v = 0; v < story.versions.size(); ++v) {
        now = *now->edited(edits(*now, edited.policies(v)), {});
        const auto cluster = world::build(story.versions[v]);
        const auto rebuilt = *Reachability::create(cluster, profile, {});
        std::string difference = differenceBetween(*now, *rebuilt);
        if (difference.empty()) difference = differenceFromNaive(*now, *cluster);
        if (!difference.empty())
            return "after edit " + std::to_string(v + 1) + ": " + difference + '\n' + text(profile) + "before:\n" +
                   world::text(v == 0 ? story.start : story.versions[v - 1]) + "after:\n" +
                   world::text(story.versions[v]);
    }
    return {};
}

TEST(Engine, answersAfterEditsAsIfBuiltAnew) {
    std::vector<std::string> reports(worldCount() / 3);
    parallelFor(reports.size(), [&](std::size_t seed) {
        RandomWorld random(1'000'000 + seed);
        const EditStory story = randomStory(random);
        const Profile profile = randomProfile(random);
        reports[seed] = differenceAlongStory(story, profile, random.isChosen(50));
    });
    std::size_t failures = 0;
    for (std::size_t seed = 0; seed < reports.size(); ++seed)
        if (!reports[seed].empty() && ++failures <= 2) ADD_FAILURE() << "seed " << seed << ", " << reports[seed];
    EXPECT_EQ(failures, 0U) << "of " << reports.size() << " stories";
}

} // namespace
} // namespace portolan

#include "core/base/parallel.h"
#include "core/reach/count.h"
#include "core/reach/delta.h"
#include "core/reach/explain.h"
#include "tests/oracle/admin_world.h"
#include "tests/oracle/compare.h"
#include "tests/oracle/random_profile.h"
#include "tests/oracle/world_count.h"

#include <gtest/gtest.h>

/// Admin policies mixed with NetworkPolicies: the engine against the naive evaluator, and every other way to ask the
/// engine against its answers for single pairs. PORTOLAN_WORLDS sets how many random worlds (1500).

namespace portolan {
namespace {

using world::AdminWorld;
using world::randomProfile;
using world::RandomWorld;
using world::text;

/// What a world shows to be wrong, or "".
using Judge = std::string (*)(const AdminWorld&, const Profile&);

void expectNothingWrong(Judge judge, std::size_t worlds, std::uint64_t firstSeed) {
    std::vector<std::string> reports(worlds);
    parallelFor(reports.size(), [&](std::size_t i) {
        RandomWorld random(firstSeed + i);
        const AdminWorld world = randomAdminWorld(random);
        const Profile profile = randomProfile(random);
        if (judge(world, profile).empty()) return;
        const AdminWorld smallest = shrunk(world, [&](const AdminWorld& w) { return !judge(w, profile).empty(); });
        reports[i] = judge(smallest, profile) + '\n' + text(profile) + world::text(smallest);
    });
    std::size_t failures = 0;
    for (std::size_t i = 0; i < reports.size(); ++i)
        if (!reports[i].empty() && ++failures <= 3) ADD_FAILURE() << "seed " << firstSeed + i << ": " << reports[i];
    EXPECT_EQ(failures, 0U) << "of " << reports.size() << " worlds";
}

TEST(AdminWorlds, agreeWithTheNaiveEvaluator) {
    expectNothingWrong(
        [](const AdminWorld& world, const Profile& profile) {
            const auto cluster = build(world);
            return differenceFromNaive(**Reachability::create(cluster, profile, {}), *cluster);
        },
        worldCount(), 2'000'000);
}

bool isSubject(const Reachability& r, ClassId c) {
    return !r.classes().isAddress(c) && !r.classes().isNodeLike(c);
}

/// Functions, single looks and the chains of explanations must tell one story.
std::string contradictionWithin(const Reachability& r) {
    for (std::uint32_t s = 0; s < r.classes().podClassCount(); ++s)
        for (std::uint32_t p = 0; p < r.classes().count(); ++p)
            for (const Direction d : kDirections) {
                for (const Certainty c : {Certainty::Must, Certainty::May})
                    if (r.function(ClassId(s), d, c).at(ClassId(p)) != r.trafficAt(ClassId(s), ClassId(p), d, c))
                        return "function() and trafficAt() differ";
                if (!isSubject(r, ClassId(s)) || r.isTouchedByUnreadPolicy(r.classes().ns(ClassId(s)))) continue;
                const PairTraffic traffic{r.traffics()[r.trafficAt(ClassId(s), ClassId(p), d, Certainty::Must)],
                                          r.traffics()[r.trafficAt(ClassId(s), ClassId(p), d, Certainty::May)]};
                for (const std::uint16_t port : {std::uint16_t{80}, std::uint16_t{53}}) {
                    const Chain chain = chainOf(r, {ClassId(s), ClassId(p), d, Protocol::Tcp, port});
                    bool canAllow = false;
                    bool canDeny = false;
                    for (const ChainStep& step : chain.steps) {
                        canAllow = canAllow || step.action == Action::Allow;
                        canDeny = canDeny || step.action == Action::Deny;
                    }
                    const Verdict told = canAllow && canDeny ? Verdict::Uncertain
                                         : canAllow          ? Verdict::Allow
                                                             : Verdict::Deny;
                    const Verdict is = traffic.verdict(Protocol::Tcp, port);
                    if (told != is)
                        return "the chain says " + std::string(name(told)) + ": " + notation(r, chain.steps) +
                               ", the verdict is " + std::string(name(is));
                    if (is == Verdict::Deny && r.isolation(ClassId(s), d) == Ternary::No)
                        return "denied, but isolation() says that nothing is kept from the class";
                }
            }
    return {};
}

TEST(AdminWorlds, tellOneStoryHoweverAsked) {
    expectNothingWrong(
        [](const AdminWorld& world, const Profile& profile) {
            return contradictionWithin(**Reachability::create(build(world), profile, {}));
        },
        worldCount() / 3, 3'000'000);
}

/// All ordered pairs of different pods with some traffic, one by one.
PairCounts countedOneByOne(const Reachability& r) {
    PairCounts out;
    const Cluster& cluster = r.cluster();
    for (std::size_t i = 0; i < cluster.pods.size(); ++i)
        for (std::size_t k = 0; k < cluster.pods.size(); ++k) {
            const std::uint64_t w = cluster.weight(PodId(i));
            const std::uint64_t pairs = i == k ? w * (w - 1) : w * cluster.weight(PodId(k));
            const PairTraffic t = r.between(r.classes().classOf(PodId(i)), r.classes().classOf(PodId(k)));
            out.total += pairs;
            out.must += t.must.isEmpty() ? 0 : pairs;
            out.may += t.may.isEmpty() ? 0 : pairs;
        }
    return out;
}

TEST(AdminWorlds, countTheirPairs) {
    expectNothingWrong(
        [](const AdminWorld& world, const Profile& profile) -> std::string {
            const auto r = *Reachability::create(build(world), profile, {});
            const PairCounts one = countedOneByOne(*r);
            const PairCounts all = *countPairs(*r, {});
            if (one == all) return {};
            return "counted " + std::to_string(all.must) + " and " + std::to_string(all.may) + ", one by one " +
                   std::to_string(one.must) + " and " + std::to_string(one.may);
        },
        worldCount() / 3, 4'000'000);
}

/// A world and the worlds that edits of its policies, of either sort, lead through.
std::string differenceAfterEdits(std::uint64_t seed) {
    RandomWorld random(seed);
    const AdminWorld start = randomAdminWorld(random);
    const Profile profile = randomProfile(random);
    std::vector<AdminWorld> versions;
    AdminWorld now = start;
    for (std::size_t step = 0; step < 4; ++step) {
        const auto place = static_cast<std::ptrdiff_t>(now.policies.empty() ? 0 : random.below(now.policies.size()));
        switch (now.policies.empty() ? 0 : random.below(4)) {
        case 0: now.policies.push_back(randomAdminPolicy(random, "added" + std::to_string(step))); break;
        case 1: now.policies.erase(now.policies.begin() + place); break;
        case 2: {
            const std::string name = now.policies[static_cast<std::size_t>(place)].name;
            now.policies[static_cast<std::size_t>(place)] = randomAdminPolicy(random, name);
            break;
        }
        default: now.base.policies.push_back(random.policy(now.base, "np-added" + std::to_string(step)));
        }
        versions.push_back(now);
    }

    ClusterBuilder builder;
    add(start, builder);
    struct Wanted {
        std::vector<std::pair<std::string, NetworkPolicy>> policies;
        std::vector<std::shared_ptr<const AdminPolicy>> admin;
    };
    std::vector<Wanted> wanted;
    for (const AdminWorld& version : versions) {
        Wanted& w = wanted.emplace_back();
        for (const world::Policy& p : version.base.policies) w.policies.emplace_back(p.ns, networkPolicy(p, builder));
        for (const world::AdminPolicy& p : version.policies)
            w.admin.push_back(std::make_shared<const AdminPolicy>(adminPolicy(p, builder)));
    }
    const auto cluster = builder.build();
    auto reach = *Reachability::create(cluster, profile, {});
    for (std::size_t v = 0; v < versions.size(); ++v) {
        std::vector<PolicyEdit> edits;
        for (std::size_t i = 0; i < reach->policyCount(); ++i) edits.push_back({PolicyId(i), nullptr});
        for (std::size_t i = 0; i < reach->adminPolicyCount(); ++i) edits.push_back({adminPolicyId(i), nullptr});
        for (auto& [ns, policy] : wanted[v].policies) {
            policy.ns = cluster->findNamespace(ns).value();
            edits.push_back({std::nullopt, std::make_shared<const NetworkPolicy>(policy)});
        }
        for (const auto& policy : wanted[v].admin) edits.push_back({std::nullopt, nullptr, policy});
        const auto before = reach;
        reach = *reach->edited(edits, {});
        const auto rebuilt = build(versions[v]);
        std::string difference = differenceFromNaive(*reach, *rebuilt);
        const PairCounts was = countedOneByOne(*before);
        const PairCounts is = countedOneByOne(*reach);
        const PairDelta delta = *pairDelta(*before, *reach, {});
        if (difference.empty() && was.must + delta.opened - delta.closed != is.must) difference = "the delta is wrong";
        if (difference.empty() && *countPairs(*reach, {}) != is) difference = "the count is wrong";
        if (!difference.empty())
            return "after edit " + std::to_string(v + 1) + ": " + difference + '\n' + text(profile) +
                   world::text(versions[v]);
    }
    return {};
}

TEST(AdminWorlds, answerAfterEditsAsIfBuiltAnew) {
    std::vector<std::string> reports(worldCount() / 4);
    parallelFor(reports.size(), [&](std::size_t i) { reports[i] = differenceAfterEdits(5'000'000 + i); });
    std::size_t failures = 0;
    for (std::size_t i = 0; i < reports.size(); ++i)
        if (!reports[i].empty() && ++failures <= 2) ADD_FAILURE() << "seed " << 5'000'000 + i << ", " << reports[i];
    EXPECT_EQ(failures, 0U) << "of " << reports.size() << " stories";
}

} // namespace
} // namespace portolan

#include "core/base/parallel.h"
#include "core/load/load.h"
#include "tests/oracle/compare.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>

/// The two evaluators on every manifests folder of the corpus: clusters that people wrote, not a generator. The
/// corpus lies beside the checkout, or where PORTOLAN_CORPUS says.

namespace portolan {
namespace {

/// Rule evaluations that a folder may cost: some hold the policies of many configurations at once.
constexpr std::size_t kAffordable = 10'000'000;

std::size_t cost(const Cluster& cluster) {
    const Questions questions = criticalQuestions(cluster);
    return questions.endpoints.size() * questions.endpoints.size() * questions.ports.size() * kProtocolCount *
           cluster.policies.size();
}

std::vector<std::filesystem::path> manifestFolders() {
    const char* const named = std::getenv("PORTOLAN_CORPUS");
    const std::filesystem::path corpus = named != nullptr
                                             ? std::filesystem::path(named)
                                             : std::filesystem::current_path().parent_path() / "shared/corpus";
    std::vector<std::filesystem::path> out;
    if (!std::filesystem::exists(corpus)) return out;
    for (const auto& family : std::filesystem::directory_iterator(corpus)) {
        if (!family.is_directory()) continue;
        for (const auto& folder : std::filesystem::directory_iterator(family))
            if (std::filesystem::exists(folder.path() / "manifests")) out.push_back(folder.path() / "manifests");
    }
    std::ranges::sort(out);
    return out;
}

TEST(Engine, agreesWithTheNaiveEvaluatorOnTheCorpus) {
    const auto folders = manifestFolders();
    if (folders.empty()) GTEST_SKIP() << "no corpus: set PORTOLAN_CORPUS to its folder";
    std::vector<std::string> differences(folders.size());
    std::vector<std::atomic<bool>> isCompared(folders.size());
    parallelFor(folders.size(), [&](std::size_t i) {
        const auto cluster = load({folders[i].string()}, {.cluster = {}, .threads = 1});
        if (!cluster || (*cluster)->policies.isEmpty() || cost(**cluster) > kAffordable) return;
        isCompared[i] = true;
        const Profile profile = *Profile::named(i % 2 == 0 ? "generic" : "kube-network-policies");
        const auto reachability = Reachability::create(*cluster, profile, {});
        differences[i] = reachability ? differenceFromNaive(**reachability, **cluster) : "not evaluated";
    });
    for (std::size_t i = 0; i < folders.size(); ++i)
        EXPECT_EQ(differences[i], "") << folders[i].parent_path().filename();
}

} // namespace
} // namespace portolan

#include "core/flow/pod_name.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

struct NameCase {
    std::string_view pod;
    std::string_view owner; ///< of the first guess; empty: none
    std::string_view kind;
    bool isSure;
};

TEST(PodName, ShowsItsController) {
    const NameCase cases[] = {
        {"deathstar-7848d6c4d5-th9v2", "deathstar", "Deployment", true},
        {"web-6fb5694d48-5hmds", "web", "Deployment", true},
        {"my-web-app-6fb5694d48-5hmds", "my-web-app", "Deployment", true},
        {"web-1594d4f7-x2b4c", "web", "Deployment", true},
        {"web-bcdfgh-x2b4c", "web", "Deployment", false},
        {"backup-29012345-x2b4c", "backup", "CronJob", true},
        {"coredns-x7k2p", "coredns", "ReplicaSet", false},
        {"kafka-0", "kafka", "StatefulSet", false},
        {"kafka-12", "kafka", "StatefulSet", false},
        {"web", "", "", false},
        {"", "", "", false},
        {"-abcde", "", "", false},
        {"web-aeiou", "", "", false},
        {"my-web", "", "", false},
    };
    for (const NameCase& c : cases) {
        const auto guesses = guessOwners(c.pod);
        ASSERT_EQ(guesses.empty(), c.owner.empty()) << c.pod;
        if (guesses.empty()) continue;
        EXPECT_EQ(guesses.front().name, c.owner) << c.pod;
        EXPECT_EQ(guesses.front().kind, c.kind) << c.pod;
        EXPECT_EQ(guesses.front().isSure, c.isSure) << c.pod;
    }
}

} // namespace
} // namespace portolan

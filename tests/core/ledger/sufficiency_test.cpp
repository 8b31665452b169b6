#include "core/ledger/sufficiency.h"
#include "tests/core/ledger/story.h"

#include <gtest/gtest.h>

/// How sure a log makes one that it shows all there is.

namespace portolan {
namespace {

using story::join;

constexpr const char* kShop =
    "ns shop\npod shop/web app=web :80\npod shop/db app=db :5432\npod shop/api app=api :8080\n"
    "pod shop/mail app=mail :25\n";

/// One line for every day of November 2026 from first to last.
std::string daily(const std::string& edge, int first, int last) {
    std::string out;
    for (int day = first; day <= last; ++day) {
        const std::string date = "2026-11-" + std::string(day < 10 ? "0" : "") + std::to_string(day);
        out += edge + " allowed 2 " + date + ' ' + date + '\n';
    }
    return out;
}

struct SufficiencyCase {
    const char* name;
    std::string flows;
    const char* sentence; ///< of what leaves shop/web
};

class Sentences : public testing::TestWithParam<SufficiencyCase> {};
TEST_P(Sentences, SayWhatTheDaysAreWorth) {
    const auto joined = join(kShop, GetParam().flows);
    EXPECT_EQ(sufficiency(*joined.ledger, joined.workload("shop/web"), Direction::Egress).sentence(),
              GetParam().sentence);
}

INSTANTIATE_TEST_SUITE_P(
    Ledger, Sentences,
    testing::Values(SufficiencyCase{"no log", "", "no flow log is loaded"},
                    SufficiencyCase{"every day", daily("shop/web shop/db TCP/5432", 1, 10),
                                    "seen on 10 of 10 days; every edge was seen on several days"},
                    SufficiencyCase{"on some days",
                                    daily("shop/web shop/db TCP/5432", 1, 4) + daily("shop/api shop/db TCP/1", 1, 9),
                                    "seen on 4 of 9 days; every edge was seen on several days"},
                    SufficiencyCase{"one rare edge",
                                    daily("shop/web shop/db TCP/5432", 1, 10) + daily("shop/web shop/api TCP/1", 4, 4),
                                    "seen on 10 of 10 days; no sign of edges not seen yet"},
                    SufficiencyCase{"many rare edges",
                                    daily("shop/web shop/db TCP/5432", 1, 10) + daily("shop/web shop/api TCP/1", 4, 4) +
                                        daily("shop/web shop/api TCP/2", 5, 5) +
                                        daily("shop/web shop/mail TCP/25", 6, 6) +
                                        daily("shop/web shop/mail TCP/26", 7, 8),
                                    "seen on 10 of 10 days; about 4 more edges may exist"},
                    SufficiencyCase{"never", daily("shop/api shop/db TCP/5432", 1, 10), "never seen in 10 days"},
                    SufficiencyCase{"two days", daily("shop/web shop/db TCP/5432", 1, 2),
                                    "seen on 2 of 2 days; too few days to estimate what is missing"},
                    SufficiencyCase{"a summary", "shop/web shop/db TCP/5432 allowed 7 2026-11-01 2026-11-30",
                                    "the log is a summary that lists no days: nothing to estimate from"},
                    SufficiencyCase{"addresses outside are one peer",
                                    daily("shop/web ip:203.0.113.1 TCP/443", 1, 5) +
                                        daily("shop/web ip:203.0.113.2 TCP/443", 6, 6) +
                                        daily("shop/web ip:203.0.113.3 TCP/443", 7, 7),
                                    "seen on 5 of 7 days; every edge was seen on several days"}),
    [](const auto& row) {
        std::string out = row.param.name;
        std::erase_if(out, [](unsigned char ch) { return std::isalnum(ch) == 0; });
        return out;
    });

TEST(Sufficiency, EstimatesNothingBelowThreeDays) {
    Sufficiency two{.daysOfLog = 2, .daysSeen = 2, .edges = 3, .seenOnOneDay = 1, .seenOnTwo = 2, .incidences = 5};
    EXPECT_FALSE(two.coverage());
    EXPECT_FALSE(two.unseenEdges());
    EXPECT_EQ(two.sentence(), "seen on 2 of 2 days; too few days to estimate what is missing");
    two.daysOfLog = 3;
    EXPECT_TRUE(two.coverage());
}

TEST(Sufficiency, FollowsGoodTuringAndChao2) {
    const Sufficiency seen{
        .daysOfLog = 10, .daysSeen = 10, .edges = 20, .seenOnOneDay = 4, .seenOnTwo = 2, .incidences = 80};
    EXPECT_DOUBLE_EQ(*seen.coverage(), 1 - 4.0 / 80);
    EXPECT_DOUBLE_EQ(*seen.unseenEdges(), 0.9 * 16 / 4);
    const Sufficiency noTwice{
        .daysOfLog = 10, .daysSeen = 10, .edges = 20, .seenOnOneDay = 3, .seenOnTwo = 0, .incidences = 80};
    EXPECT_DOUBLE_EQ(*noTwice.unseenEdges(), 0.9 * 3 * 2 / 2);
}

TEST(Sufficiency, NamesJobsThatNeverRan) {
    const auto joined =
        join(std::string(kShop) + "cronjob shop/backup app=backup\ncronjob shop/report app=report\n"
                                  "policy shop/db {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], "
                                  "ingress: [{from: [{podSelector: {}}]}]}\n",
             daily("shop/web shop/db TCP/5432", 1, 5) + daily("shop/report shop/db TCP/5432", 1, 5));
    const auto rule = sufficiency(*joined.ledger, {joined.policy("shop/db"), Direction::Ingress, 0});
    EXPECT_EQ(rule.sentence(*joined.cluster),
              "seen on 5 of 5 days; every edge was seen on several days; CronJob shop/backup never seen");
}

TEST(Sufficiency, CountsTemplatesWithoutPods) {
    const auto joined =
        join(std::string(kShop) + "deploy shop/old 0 app=old\n"
                                  "policy shop/db {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], "
                                  "ingress: [{from: [{podSelector: {matchLabels: {app: old}}}]}]}\n",
             daily("shop/web shop/db TCP/5432", 1, 5));
    const auto rule = sufficiency(*joined.ledger, {joined.policy("shop/db"), Direction::Ingress, 0});
    EXPECT_EQ(rule.templatesAtZero, 1U);
}

} // namespace
} // namespace portolan

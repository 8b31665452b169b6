#include "core/flow/day_set.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace portolan {
namespace {

using Days = std::vector<std::int32_t>;

DaySet of(const Days& days) {
    DaySet out;
    for (const std::int32_t day : days) out.add(day);
    return out;
}

TEST(DaySet, HoldsEachDayOnceAscending) {
    const std::pair<Days, Days> cases[] = {
        {{}, {}},
        {{5}, {5}},
        {{5, 5, 6, 5}, {5, 6}},
        {{6, 5, 4}, {4, 5, 6}},
        {{0}, {0}},
        {{-3, 0}, {-3, 0}},
        {{100, 138}, {100, 138}},
        {{100, 139}, {100, 139}},
        {{138, 100}, {100, 138}},
        {{139, 100}, {100, 139}},
        {{-106'751, 106'751}, {-106'751, 106'751}},
        {{20'000, 20'038, 19'999}, {19'999, 20'000, 20'038}},
    };
    for (const auto& [added, days] : cases) {
        EXPECT_EQ(of(added).days(), days);
        EXPECT_EQ(of(added).size(), days.size());
    }
}

TEST(DaySet, IsASetHoweverItIsFilledAndCopied) {
    std::mt19937 random(1);
    for (int round = 0; round < 300; ++round) {
        const int span = round % 3 == 0 ? 30 : round % 3 == 1 ? 60 : 100'000;
        std::uniform_int_distribution<std::int32_t> day(-span, span);
        DaySet one;
        DaySet two;
        std::set<std::int32_t> all;
        for (int i = 0; i < round % 20; ++i) {
            const std::int32_t next = day(random);
            (i % 2 == 0 ? one : two).add(next);
            all.insert(next);
        }
        DaySet copy = one;
        copy.add(two);
        EXPECT_EQ(copy.days(), Days(all.begin(), all.end()));
        two.add(one);
        EXPECT_EQ(two, copy);
        const DaySet moved = std::move(two);
        EXPECT_EQ(moved, copy);
        copy = copy;
        EXPECT_EQ(moved, copy);
    }
}

} // namespace
} // namespace portolan

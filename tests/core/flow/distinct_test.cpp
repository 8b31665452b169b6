#include "core/flow/distinct.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

TEST(DistinctCounter, IsExactWhileThereAreFew) {
    DistinctCounter counter;
    EXPECT_EQ(counter.count(), 0U);
    for (std::uint64_t i = 0; i < 200; ++i)
        for (int repeat = 0; repeat < 3; ++repeat) counter.add(i);
    EXPECT_EQ(counter.count(), 200U);
    EXPECT_TRUE(counter.isExact());
}

TEST(DistinctCounter, IsCloseWhenThereAreMany) {
    DistinctCounter counter;
    for (std::uint64_t i = 0; i < 100'000; ++i) counter.add(i);
    EXPECT_FALSE(counter.isExact());
    EXPECT_NEAR(static_cast<double>(counter.count()), 100'000, 20'000);
}

TEST(DistinctCounter, MergesInAnyOrder) {
    DistinctCounter all;
    DistinctCounter even;
    DistinctCounter odd;
    for (std::uint64_t i = 0; i < 5'000; ++i) {
        all.add(i);
        (i % 2 == 0 ? even : odd).add(i);
    }
    DistinctCounter one = even;
    one.add(odd);
    DistinctCounter other = odd;
    other.add(even);
    EXPECT_EQ(one.count(), all.count());
    EXPECT_EQ(other.count(), all.count());
}

} // namespace
} // namespace portolan

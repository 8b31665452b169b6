#include "core/base/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>
#include <vector>

namespace portolan {
namespace {

TEST(ParallelFor, callsEachIndexExactlyOnce) {
    for (const std::size_t count : {0UL, 1UL, 2UL, 3UL, 97UL, 10'000UL})
        for (const unsigned threads : {0U, 1U, 2U, 7U}) {
            std::vector<std::atomic<int>> calls(count);
            parallelFor(
                count, [&](std::size_t i) { ++calls[i]; }, threads);
            for (std::size_t i = 0; i < count; ++i)
                ASSERT_EQ(calls[i], 1) << i << " of " << count << " on " << threads << " threads";
        }
}

TEST(ParallelFor, staysOnTheCallingThreadWhenOneIsAskedFor) {
    const std::thread::id here = std::this_thread::get_id();
    parallelFor(
        20, [&](std::size_t) { EXPECT_EQ(std::this_thread::get_id(), here); }, 1);
}

TEST(ParallelFor, givesTheSameAnswerWithOneThreadAndWithMany) {
    const auto squares = [](unsigned threads) {
        std::vector<std::size_t> out(1000);
        parallelFor(
            out.size(), [&](std::size_t i) { out[i] = i * i; }, threads);
        return out;
    };
    EXPECT_EQ(squares(1), squares(8));
}

TEST(ParallelFor, mayBeCalledFromInsideItself) {
    std::atomic<std::size_t> sum{0};
    parallelFor(
        8,
        [&](std::size_t) {
            parallelFor(
                8, [&](std::size_t j) { sum += j; }, 2);
        },
        2);
    EXPECT_EQ(sum, 8U * 28U);
}

TEST(ParallelFor, countsAtLeastOneThread) {
    EXPECT_GE(defaultThreads(), 1U);
}

} // namespace
} // namespace portolan

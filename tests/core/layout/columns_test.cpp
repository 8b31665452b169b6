#include "core/layout/columns.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace portolan {
namespace {

std::vector<std::uint32_t> allOf(const ColumnPlan& plan) {
    std::vector<std::uint32_t> all;
    for (const auto& column : plan.columns) all.insert(all.end(), column.begin(), column.end());
    std::ranges::sort(all);
    return all;
}

TEST(Layers, FollowTheLongestPath) {
    const std::vector<Link> links{{0, 1, 1}, {1, 2, 1}, {0, 2, 1}};
    EXPECT_EQ(longestPathLayers(3, links), (std::vector<std::uint32_t>{0, 1, 2}));
}

TEST(Layers, BreakACycleAtItsLastItem) {
    const std::vector<Link> links{{0, 1, 1}, {1, 2, 1}, {2, 0, 1}};
    EXPECT_EQ(longestPathLayers(3, links), (std::vector<std::uint32_t>{0, 1, 2}));
}

TEST(Layers, PullASourceTowardsWhatItCalls) {
    const std::vector<Link> links{{0, 1, 1}, {1, 2, 1}, {2, 3, 1}, {4, 3, 1}};
    EXPECT_EQ(longestPathLayers(5, links)[4], 2U);
}

TEST(Layers, IgnoreALinkToItself) {
    const std::vector<Link> links{{0, 0, 1}};
    EXPECT_EQ(longestPathLayers(1, links), (std::vector<std::uint32_t>{0}));
}

TEST(Columns, HoldEveryItemOnce) {
    const std::vector<Link> links{{0, 1, 1}, {1, 2, 1}, {2, 3, 1}, {3, 4, 1}, {4, 5, 1}};
    const ColumnPlan plan = planColumns(9, links, 152, 56);
    EXPECT_EQ(allOf(plan), (std::vector<std::uint32_t>{0, 1, 2, 3, 4, 5, 6, 7, 8}));
}

TEST(Columns, FoldALongChain) {
    std::vector<Link> links;
    for (std::uint32_t i = 0; i + 1 < 12; ++i) links.push_back({i, i + 1, 1});
    EXPECT_LE(planColumns(12, links, 152, 56).columns.size(), 4U);
}

TEST(Columns, SpreadItemsWithoutLinks) {
    const ColumnPlan plan = planColumns(12, {}, 152, 56);
    EXPECT_EQ(plan.columns.size(), 2U);
    EXPECT_EQ(plan.rows(), 6U);
}

TEST(Columns, AreUncrossedWhereThatIsPossible) {
    ColumnPlan plan{{{0, 1, 2}, {3, 4, 5}}};
    const std::vector<Link> links{{0, 5, 1}, {1, 4, 1}, {2, 3, 1}};
    orderColumns(plan, 6, links, {});
    const auto place = [&](std::size_t column, std::uint32_t item) {
        return std::ranges::find(plan.columns[column], item) - plan.columns[column].begin();
    };
    EXPECT_EQ(place(0, 0), place(1, 5));
    EXPECT_EQ(place(0, 1), place(1, 4));
    EXPECT_EQ(place(0, 2), place(1, 3));
}

TEST(Rows, PutALoneTargetBesideItsSource) {
    const ColumnPlan plan{{{0, 1, 2}, {3}}};
    const std::vector<Link> links{{2, 3, 1}};
    EXPECT_EQ(assignRows(plan, 4, links, {})[3], 2);
}

TEST(Rows, FollowAWish) {
    const ColumnPlan plan{{{0, 1, 2}, {3}}};
    const std::vector<double> wish{-1, -1, -1, 1};
    EXPECT_EQ(assignRows(plan, 4, {}, wish)[3], 1);
}

TEST(Rows, KeepTheOrderOfAColumn) {
    const ColumnPlan plan{{{0, 1, 2, 3}, {4, 5}}};
    const std::vector<Link> links{{0, 5, 1}, {3, 4, 1}};
    const std::vector<int> row = assignRows(plan, 6, links, {});
    EXPECT_LT(row[4], row[5]);
}

} // namespace
} // namespace portolan

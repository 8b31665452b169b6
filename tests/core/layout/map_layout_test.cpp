#include "core/layout/map_layout.h"
#include "tests/core/layout/graphs.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace portolan {
namespace {

using test::faultOf;
using test::makeGraph;
using test::RandomGraph;

class MapLayoutOf : public testing::TestWithParam<RandomGraph> {};

TEST_P(MapLayoutOf, KeepsItsPromises) {
    const LayoutGraph graph = makeGraph(GetParam());
    const Result<Layout> layout = layoutMap(graph, {}, {});
    ASSERT_TRUE(layout);
    EXPECT_EQ(faultOf(graph, *layout), "");
    for (const EdgeRoute& route : layout->routes) EXPECT_FALSE(route.isStraight);
}

TEST_P(MapLayoutOf, IsTheSameEveryTime) {
    const LayoutGraph graph = makeGraph(GetParam());
    EXPECT_EQ(*layoutMap(graph, {}, {}), *layoutMap(graph, {}, {}));
}

TEST_P(MapLayoutOf, LeavesRoomBetweenCards) {
    const Result<Layout> layout = layoutMap(makeGraph(GetParam()), {}, {});
    ASSERT_TRUE(layout);
    for (const GroupBox& a : layout->groups)
        for (const GroupBox& b : layout->groups) {
            if (a == b) continue;
            const Box wide{a.box.x - 47, a.box.y - 31, a.box.width + 94, a.box.height + 62};
            EXPECT_FALSE(wide.overlaps(b.box));
        }
}

INSTANTIATE_TEST_SUITE_P(Random, MapLayoutOf,
                         testing::Values(RandomGraph{1, 1, 0, 1}, RandomGraph{1, 8, 12, 2}, RandomGraph{3, 12, 20, 3},
                                         RandomGraph{12, 60, 130, 4}, RandomGraph{20, 120, 200, 5},
                                         RandomGraph{40, 40, 60, 6}));

TEST(MapLayout, HasAboutTheWishedShape) {
    for (const std::uint32_t groups : {8U, 20U, 80U}) {
        const Result<Layout> layout = layoutMap(makeGraph({groups, groups * 5, groups * 4, 7}), {}, {});
        ASSERT_TRUE(layout);
        const double aspect = static_cast<double>(layout->bounds.width) / layout->bounds.height;
        EXPECT_GT(aspect, 0.9);
        EXPECT_LT(aspect, 2.6);
    }
}

TEST(MapLayout, OfNothingIsEmpty) {
    const Result<Layout> layout = layoutMap({}, {}, {});
    ASSERT_TRUE(layout);
    EXPECT_TRUE(layout->nodes.empty());
    EXPECT_TRUE(layout->bounds.isEmpty());
}

TEST(MapLayout, GivesAnEmptyGroupNoCard) {
    LayoutGraph graph;
    graph.groups.resize(3);
    graph.nodes = {{.group = 0}, {.group = 2}};
    const Result<Layout> layout = layoutMap(graph, {}, {});
    ASSERT_TRUE(layout);
    ASSERT_EQ(layout->groups.size(), 2U);
    EXPECT_EQ(layout->groups[1].group, 2U);
}

TEST(MapLayout, PutsCallersLeftOfCallees) {
    LayoutGraph graph;
    graph.groups.resize(3);
    graph.nodes = {{.group = 2}, {.group = 0}, {.group = 1}};
    graph.edges = {{0, 1, 1}, {1, 2, 1}};
    const Result<Layout> layout = layoutMap(graph, {}, {});
    ASSERT_TRUE(layout);
    EXPECT_LE(layout->nodes[0].x, layout->nodes[1].x);
    EXPECT_LE(layout->nodes[1].x, layout->nodes[2].x);
}

TEST(MapLayout, PutsAPinnedGroupAtItsSide) {
    LayoutGraph graph = makeGraph({9, 40, 60, 8});
    graph.groups[5].side = GroupSide::Left;
    const Result<Layout> layout = layoutMap(graph, {}, {});
    ASSERT_TRUE(layout);
    for (const GroupBox& group : layout->groups) EXPECT_EQ(group.group == 5 && group.box.x != 0, false);
}

TEST(MapLayout, KeepsTheCornerFree) {
    const LayoutGraph graph = makeGraph({12, 60, 130, 9});
    LayoutOptions options;
    options.freeCorner = {184, 168};
    const Result<Layout> layout = layoutMap(graph, options, {});
    ASSERT_TRUE(layout);
    EXPECT_EQ(faultOf(graph, *layout), "");
    int right = 0;
    for (const GroupBox& group : layout->groups) right = std::max(right, group.box.right());
    const int top = layout->bounds.bottom() - 160;
    for (const GroupBox& group : layout->groups)
        EXPECT_FALSE(group.box.right() > right - 184 && group.box.bottom() > top) << group.group;
}

TEST(MapLayout, DrawsStraightLinesBeyondTheBudget) {
    LayoutOptions options;
    options.mostRoutedEdges = 10;
    const Result<Layout> layout = layoutMap(makeGraph({4, 20, 30, 10}), options, {});
    ASSERT_TRUE(layout);
    for (const EdgeRoute& route : layout->routes) EXPECT_TRUE(route.isStraight);
}

TEST(MapLayout, StopsWhenAsked) {
    std::stop_source stop;
    stop.request_stop();
    const Result<Layout> layout = layoutMap(makeGraph({}), {}, RunControl(stop.get_token(), {}));
    ASSERT_FALSE(layout);
    EXPECT_EQ(layout.error().kind, Error::Kind::Cancelled);
}

TEST(MapLayout, RefusesAnIndexOutOfRange) {
    LayoutGraph graph;
    graph.groups.resize(1);
    graph.nodes = {{.group = 0}};
    graph.edges = {{0, 1, 1}};
    const Result<Layout> layout = layoutMap(graph, {}, {});
    ASSERT_FALSE(layout);
    EXPECT_EQ(layout.error().kind, Error::Kind::Internal);
}

TEST(MapLayout, PlacesTenThousandNodesWithoutOverlap) {
    const LayoutGraph graph = makeGraph({723, 10'000, 27'000, 11});
    const Result<Layout> layout = layoutMap(graph, {}, {});
    ASSERT_TRUE(layout);
    for (std::size_t a = 0; a < layout->groups.size(); ++a)
        for (std::size_t b = a + 1; b < layout->groups.size(); ++b)
            ASSERT_FALSE(layout->groups[a].box.overlaps(layout->groups[b].box));
}

} // namespace
} // namespace portolan

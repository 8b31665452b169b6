#include "core/layout/neighbourhood.h"
#include "core/layout/path_layout.h"
#include "tests/core/layout/graphs.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

/// 0 -> 1 -> 2 -> 3 and 4 -> 2, one group each but 1 and 3, which share one.
LayoutGraph chain() {
    LayoutGraph graph;
    graph.groups.resize(4);
    graph.nodes = {{.group = 0}, {.group = 1}, {.group = 2}, {.group = 1}, {.group = 3}};
    graph.edges = {{0, 1, 1}, {1, 2, 1}, {2, 3, 1}, {4, 2, 1}};
    return graph;
}

TEST(Neighbourhood, CountsHopsToBothSides) {
    EXPECT_EQ(hopsFrom(chain(), {.focus = 2, .hops = 1}), (std::vector<int>{kNoHop, -1, 0, 1, -1}));
    EXPECT_EQ(hopsFrom(chain(), {.focus = 2, .hops = 2}), (std::vector<int>{-2, -1, 0, 1, -1}));
    EXPECT_EQ(hopsFrom(chain(), {.focus = 2, .hops = 2, .side = NeighbourSide::Callees}),
              (std::vector<int>{kNoHop, kNoHop, 0, 1, kNoHop}));
}

TEST(Neighbourhood, PutsCallersLeftAndCalleesRight) {
    const LayoutGraph graph = chain();
    const Result<Layout> layout = layoutNeighbourhood(graph, {.focus = 2, .hops = 1}, {}, {});
    ASSERT_TRUE(layout);
    EXPECT_EQ(test::faultOf(graph, *layout), "");
    EXPECT_LT(layout->nodes[1].right(), layout->nodes[2].x);
    EXPECT_LT(layout->nodes[2].right(), layout->nodes[3].x);
    EXPECT_TRUE(layout->nodes[0].isEmpty());
    EXPECT_TRUE(layout->routes[0].points.empty());
    EXPECT_EQ(layout->groups.size(), 4U); // the shared group stands on both sides
}

TEST(Neighbourhood, OfABusyNodeKeepsItsPromises) {
    const LayoutGraph graph = test::makeGraph({12, 60, 130, 4});
    const Result<Layout> layout = layoutNeighbourhood(graph, {.focus = 7, .hops = 2}, {}, {});
    ASSERT_TRUE(layout);
    EXPECT_EQ(test::faultOf(graph, *layout), "");
}

TEST(Neighbourhood, RefusesAFocusThatIsNotThere) {
    EXPECT_FALSE(layoutNeighbourhood(chain(), {.focus = 9}, {}, {}));
}

TEST(Paths, SpreadTheNodesOverTheWidth) {
    const std::vector<PathRow> rows = layoutPaths({3, 1, 9}, {});
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0].nodes.back().right(), 960);
    EXPECT_EQ(rows[0].hops.size(), 2U);
    EXPECT_EQ(rows[0].hops[0].first.y, rows[0].nodes[0].centre().y);
    EXPECT_TRUE(rows[1].hops.empty());
    EXPECT_GE(rows[2].nodes[1].x - rows[2].nodes[0].right(), 160);
    EXPECT_EQ(rows[2].nodes[0].y, 288);
}

} // namespace
} // namespace portolan

#include "core/layout/drawing.h"

#include <gtest/gtest.h>

#include <cmath>

namespace portolan {
namespace {

const EdgeRoute kCorner{{{0, 0}, {80, 0}, {80, 160}}, false};

TEST(Drawing, WidensInFourSteps) {
    EXPECT_EQ(strokeWidth(0), 1.25);
    EXPECT_EQ(strokeWidth(99), 1.25);
    EXPECT_EQ(strokeWidth(100), 1.75);
    EXPECT_EQ(strokeWidth(10'000), 2.5);
    EXPECT_EQ(strokeWidth(1'000'000), 3.5);
}

TEST(Drawing, RoundsACornerByEightPixels) {
    const EdgeShape shape = shapeOf(kCorner, 1.25, {});
    ASSERT_EQ(shape.line.size(), 4U);
    EXPECT_EQ(shape.line[1].to, (Vec{72, 0}));
    EXPECT_EQ(shape.line[2].kind, PathStep::Kind::Curve);
    EXPECT_EQ(shape.line[2].to, (Vec{80, 8}));
    EXPECT_EQ(shape.line[2].control, (Vec{80, 0}));
}

TEST(Drawing, PointsTheHeadAtTheTarget) {
    const EdgeShape shape = shapeOf(kCorner, 2.5, {});
    EXPECT_EQ(shape.direction, (Vec{0, 1}));
    EXPECT_EQ(shape.tip, (Vec{80, 158.5}));
    EXPECT_EQ(shape.head[0], shape.tip);
}

TEST(Drawing, PutsBarsBesideTheEnds) {
    const EdgeShape shape = shapeOf(kCorner, 1.25, {.hasSourceBar = true, .hasTargetBar = true});
    ASSERT_TRUE(shape.sourceBar && shape.targetBar);
    EXPECT_EQ(shape.sourceBar->from.x, 4);
    EXPECT_EQ(shape.targetBar->from.y, 146);
    EXPECT_FALSE(shapeOf(kCorner, 1.25, {}).sourceBar);
}

TEST(Drawing, PutsTheGlyphOnTheLongestPiece) {
    const EdgeShape shape = shapeOf(kCorner, 1.25, {});
    ASSERT_TRUE(shape.glyph);
    EXPECT_EQ(*shape.glyph, (Vec{80, 80}));
    EXPECT_FALSE(shape.isGlyphAcross);
}

TEST(Drawing, GivesAShortEdgeNoGlyph) {
    EXPECT_FALSE(shapeOf({{{0, 0}, {16, 0}}, false}, 1.25, {}).glyph);
}

TEST(Drawing, DrawsNothingForAnEdgeWithoutPoints) {
    EXPECT_TRUE(shapeOf({}, 1.25, {}).line.empty());
}

TEST(Drawing, KeepsGlyphsApart) {
    const std::vector<EdgeRoute> routes{{{{0, 0}, {160, 0}}, false}, {{{0, 8}, {160, 8}}, false}};
    const auto places = glyphPlaces(routes);
    ASSERT_TRUE(places[0] && places[1]);
    EXPECT_GE(std::abs(places[0]->x - places[1]->x), 16);
}

} // namespace
} // namespace portolan

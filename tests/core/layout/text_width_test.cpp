#include "core/layout/text_width.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

TEST(TextWidth, GrowsWithTheLetters) {
    EXPECT_EQ(estimatedTextWidth("", 12), 0);
    EXPECT_LT(estimatedTextWidth("ill", 12), estimatedTextWidth("web", 12));
    EXPECT_EQ(estimatedTextWidth("web", 24), 2 * estimatedTextWidth("web", 12));
}

TEST(TextWidth, CountsALetterOfSeveralBytesOnce) {
    EXPECT_EQ(estimatedTextWidth("\xC3\xBC", 10), 10);
}

TEST(TextWidth, WidensANodeInThreeSteps) {
    EXPECT_EQ(nodeWidthFor("web"), 112);
    EXPECT_EQ(nodeWidthFor("warehouse-loader"), 144);
    EXPECT_EQ(nodeWidthFor("a-very-long-workload-name-indeed"), 176);
}

TEST(TextWidth, ElidesInTheMiddleAndKeepsTheSuffix) {
    const std::string name = elidedName("a-very-long-workload-name-indeed-7bf8", 176);
    EXPECT_TRUE(name.starts_with("a-very"));
    EXPECT_TRUE(name.ends_with("7bf8"));
    EXPECT_LE(estimatedTextWidth(name, 12), 176 - 36);
    EXPECT_EQ(elidedName("web", 112), "web");
}

} // namespace
} // namespace portolan

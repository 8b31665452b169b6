#include "core/base/symbols.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace portolan {
namespace {

TEST(Symbols, areEqualWhereTheTextIs) {
    Symbols symbols;
    const Symbol app = symbols.intern("app");
    EXPECT_EQ(symbols.intern(std::string("app")), app);
    EXPECT_NE(symbols.intern("App"), app);
    EXPECT_EQ(symbols.text(app), "app");
    EXPECT_EQ(symbols.find("app"), app);
    EXPECT_EQ(symbols.find("tier"), std::nullopt);
}

TEST(Symbols, holdTheEmptyTextFromTheStart) {
    Symbols symbols;
    EXPECT_EQ(symbols.size(), 1U);
    EXPECT_EQ(symbols.intern(""), Symbol());
    EXPECT_EQ(symbols.text(Symbol()), "");
}

TEST(Symbols, keepEveryViewValidWhileTheTableGrows) {
    Symbols symbols;
    std::vector<std::string_view> views;
    for (int i = 0; i < 5000; ++i) views.push_back(symbols.text(symbols.intern("s" + std::to_string(i))));
    for (int i = 0; i < 5000; ++i) ASSERT_EQ(views[static_cast<std::size_t>(i)], "s" + std::to_string(i));
}

TEST(Symbols, moveWithTheirTexts) {
    Symbols symbols;
    const Symbol shortOne = symbols.intern("a");
    const Symbol longOne = symbols.intern("a text that is too long for the small-string buffer");
    const Symbols moved = std::move(symbols);
    EXPECT_EQ(moved.text(shortOne), "a");
    EXPECT_EQ(moved.find("a text that is too long for the small-string buffer"), longOne);
}

TEST(Symbols, takeNamesLateOnceTheTableIsShared) {
    Symbols symbols;
    const Symbol early = symbols.intern("web");
    const Symbols& shared = symbols;
    const Symbol late = shared.internLate("web-least");
    EXPECT_EQ(shared.internLate("web"), early);
    EXPECT_EQ(shared.internLate("web-least"), late);
    EXPECT_NE(late, early);
    EXPECT_EQ(shared.text(late), "web-least");
    EXPECT_EQ(shared.find("web-least"), late);
    EXPECT_EQ(shared.size(), 2U);
}

} // namespace
} // namespace portolan

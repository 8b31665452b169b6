#include "core/base/source_ref.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

TEST(SourceFiles, printsWhatIsKnownOfAPosition) {
    SourceFiles files;
    const FileId a = files.add("shop/web.yaml");
    const FileId b = files.add("shop/web.yaml");
    struct Row {
        SourceRef ref;
        std::string text, line;
    };
    const std::vector<Row> rows{
        {{a, 12, 3}, "shop/web.yaml:12:3", "shop/web.yaml:12"},
        {{b, 12, 0}, "shop/web.yaml:12", "shop/web.yaml:12"},
        {{a, 0, 0}, "shop/web.yaml", "shop/web.yaml"},
        {{a, 0, 4}, "shop/web.yaml", "shop/web.yaml"},
        {{FileId(9U), 12, 3}, "", ""},
    };
    for (const Row& row : rows) {
        EXPECT_EQ(files.text(row.ref), row.text);
        EXPECT_EQ(files.line(row.ref), row.line);
    }
    EXPECT_NE(a, b) << "two inputs of one name stay two files";
    EXPECT_EQ(files.size(), 2U);
}

TEST(SourceRef, sortsByFileThenLineThenColumn) {
    const SourceRef first{FileId(0U), 9, 9};
    const SourceRef second{FileId(1U), 1, 5};
    const SourceRef third{FileId(1U), 2, 1};
    EXPECT_LT(first, second);
    EXPECT_LT(second, third);
    EXPECT_FALSE(SourceRef{}.isKnown());
    EXPECT_TRUE(first.isKnown());
}

TEST(IdVector, handsOutIdsInOrder) {
    IdVector<struct FruitTag, std::string> fruits;
    EXPECT_TRUE(fruits.isEmpty());
    const auto apple = fruits.push("apple");
    const auto plum = fruits.push("plum");
    EXPECT_EQ(apple.index(), 0U);
    EXPECT_EQ(fruits[plum], "plum");
    EXPECT_EQ(fruits.size(), 2U);
}

} // namespace
} // namespace portolan

#include "core/flow/input/line_blocks.h"
#include "tests/core/flow/text_source.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

using flowtest::TextSource;

std::vector<std::string> blocksOf(const std::string& text, std::size_t chunk, std::size_t blockBytes) {
    BlockReader reader(std::make_unique<TextSource>(text, chunk), blockBytes);
    std::vector<std::string> out;
    LineBlock block;
    while (*reader.next(block)) {
        EXPECT_EQ(block.number(), out.size());
        out.emplace_back(block.text());
    }
    return out;
}

TEST(LineBlocks, EndAtLineEndsHoweverTheBytesCome) {
    const std::string text = "one\ntwo\nthree\n\nfour and more\nfive";
    for (const std::size_t blockBytes : {1U, 4U, 7U, 16U, 1000U}) {
        const auto whole = blocksOf(text, 1000, blockBytes);
        std::string joined;
        for (const std::string& block : whole) {
            joined += block;
            EXPECT_TRUE(block.ends_with('\n') || &block == &whole.back());
        }
        EXPECT_EQ(joined, text) << blockBytes;
        EXPECT_EQ(blocksOf(text, 1, blockBytes), whole) << blockBytes;
    }
}

TEST(LineBlocks, SayWhetherTheLastLineIsCutOff) {
    for (const auto& [text, isCutOff] : {std::pair{"a\nb", true}, std::pair{"a\nb\n", false}}) {
        BlockReader reader(std::make_unique<TextSource>(text, 3), 100);
        LineBlock block;
        ASSERT_TRUE(*reader.next(block));
        EXPECT_EQ(block.isCutOff(), isCutOff);
        EXPECT_FALSE(*reader.next(block));
    }
}

TEST(LineBlocks, LeaveOutLinesThatAreTooLong) {
    BlockReader reader(
        std::make_unique<TextSource>("first\n" + std::string(kMaxLineBytes + 5, 'x') + "\nlast\n", 1U << 20U), 1000);
    LineBlock block;
    ASSERT_TRUE(*reader.next(block));
    EXPECT_EQ(block.text(), "first\n");
    ASSERT_TRUE(*reader.next(block));
    EXPECT_EQ(block.text(), "last\n");
    EXPECT_EQ(block.tooLong(), 1U);
    EXPECT_FALSE(*reader.next(block));
}

TEST(LineBlocks, LinesComeWithoutTheirEnds) {
    std::string_view rest = "a\r\n\nb";
    EXPECT_EQ(takeLine(rest), "a");
    EXPECT_EQ(takeLine(rest), "");
    EXPECT_EQ(takeLine(rest), "b");
    EXPECT_EQ(takeLine(rest), std::nullopt);
}

} // namespace
} // namespace portolan

#include "core/flow/clickhouse/sql_text.h"

#include <gtest/gtest.h>

namespace portolan::clickhouse {
namespace {

TEST(SqlText, QuotesWhatCouldEndALiteral) {
    const std::pair<std::string_view, std::string_view> cases[] = {
        {"", "''"},
        {"shop", "'shop'"},
        {"it's", "'it\\'s'"},
        {"a\\", "'a\\\\'"},
        {"\\' OR 1=1 --", "'\\\\\\' OR 1=1 --'"},
        {"tab\tnew\nline\r", "'tab\\tnew\\nline\\r'"},
        {"ünïcödé", "'ünïcödé'"},
    };
    for (const auto& [text, quoted] : cases) EXPECT_EQ(literal(text), quoted);
    EXPECT_EQ(literal(std::string_view("a\0b", 3)), "'a\\0b'");
    EXPECT_EQ(identifier("flows"), "`flows`");
    EXPECT_EQ(identifier("a`b\\"), "`a\\`b\\\\`");
}

} // namespace
} // namespace portolan::clickhouse

#include "core/flow/clickhouse/tsv_stream.h"

#include <gtest/gtest.h>

namespace portolan::clickhouse {
namespace {

struct Read {
    std::vector<std::string> rows; ///< cells joined by |
    std::vector<std::string> totals;
    std::string problem;
};

Read read(std::string_view text, TsvStream::End end, std::size_t step) {
    Read out;
    TsvStream stream(end, [&](Cells cells) {
        std::string row(cells.front());
        for (const std::string_view cell : cells.subspan(1)) row += '|' + std::string(cell);
        out.rows.push_back(row);
        return Result<void>();
    });
    for (std::size_t i = 0; i < text.size() && out.problem.empty(); i += step)
        if (const auto fed = stream.feed(text.substr(i, step)); !fed) out.problem = fed.error().message;
    if (out.problem.empty())
        if (const auto whole = stream.finish(); !whole) out.problem = whole.error().message;
    out.totals = stream.totals();
    return out;
}

TEST(TsvStream, GivesRowsAndTotalsHoweverTheBytesCome) {
    const std::string_view text = "a\tn\nString\tUInt64\nx\t1\n\t2\nt\\tb\\\\s\\'q\\nn\t3\n\n\t6\n";
    for (const std::size_t step : {1U, 2U, 7U, 1000U}) {
        const Read out = read(text, TsvStream::End::AtTotals, step);
        EXPECT_EQ(out.problem, "");
        EXPECT_EQ(out.rows, (std::vector<std::string>{"x|1", "|2", "t\tb\\s'q\nn|3"}));
        EXPECT_EQ(out.totals, (std::vector<std::string>{"", "6"}));
    }
}

TEST(TsvStream, GivesNoRowsOfAnEmptyAnswer) {
    const Read out = read("a\tn\nString\tUInt64\n\n\t0\n", TsvStream::End::AtTotals, 3);
    EXPECT_EQ(out.problem, "");
    EXPECT_TRUE(out.rows.empty());
    EXPECT_EQ(out.totals, (std::vector<std::string>{"", "0"}));
}

TEST(TsvStream, RefusesWhatIsNotWhole) {
    const std::pair<std::string_view, std::string_view> cases[] = {
        {"", "ends before its end"},
        {"a\tn\n", "ends before its end"},
        {"a\tn\nString\tUInt64\nx\t1\n", "ends before its end"},
        {"a\tn\nString\tUInt64\nx\t1\n\n", "ends before its end"},
        {"a\tn\nString\tUInt64\nx\t1\n\n\t1", "ends before its end"},
        {"a\tn\nString\tUInt64\nx\n", "1 cells where there are 2"},
        {"a\tn\nString\tUInt64\nx\t1\n\n\t1\nmore\n", "goes on after its totals"},
        {"a\tn\nString\tUInt64\nx\t1\nCode: 395, e.displayText() = DB::Exception: no luck, e.what() = DB::Exception\n",
         "no luck (code 395)"},
        {"a\tn\nString\tUInt64\nx\t1\nCode: 241, e.displayText() = DB::Exception: Memory limit", "Memory limit"},
    };
    for (const auto& [text, problem] : cases)
        EXPECT_NE(read(text, TsvStream::End::AtTotals, 5).problem.find(problem), std::string::npos)
            << text << " gave " << read(text, TsvStream::End::AtTotals, 5).problem;
}

TEST(TsvStream, EndsAtTheLastRowWhereThereAreNoTotals) {
    EXPECT_EQ(read("a\nString\nx\n\n", TsvStream::End::AtLastRow, 4).rows, (std::vector<std::string>{"x", ""}));
    EXPECT_NE(read("a\nString\nx", TsvStream::End::AtLastRow, 4).problem, "");
}

} // namespace
} // namespace portolan::clickhouse

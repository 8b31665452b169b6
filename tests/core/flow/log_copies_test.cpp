#include "core/flow/log_copies.h"

#include <gtest/gtest.h>

#include <string>

namespace portolan {
namespace {

/// Lines `first` to `last`.
DistinctCounter log(std::uint64_t first, std::uint64_t last) {
    DistinctCounter out;
    for (std::uint64_t line = first; line < last; ++line) out.add(line);
    return out;
}

struct CopiesCase {
    const char* name;
    std::vector<DistinctCounter> logs;
    std::string copies; ///< "1 of 0: 100 %"
};

class LogCopies : public testing::TestWithParam<CopiesCase> {};
TEST_P(LogCopies, AreTold) {
    std::string out;
    for (const LogCopy& copy : logCopies(GetParam().logs)) {
        const unsigned rounded = copy.percent == 100 ? 100 : (copy.percent + 5) / 10 * 10; // it is an estimate
        out += (out.empty() ? "" : "; ") + std::to_string(copy.log) + " of " + std::to_string(copy.earlier) + ": " +
               std::to_string(rounded) + " %";
    }
    EXPECT_EQ(out, GetParam().copies);
}

INSTANTIATE_TEST_SUITE_P(
    Flow, LogCopies,
    testing::Values(CopiesCase{"none", {}, ""}, CopiesCase{"one", {log(0, 5000)}, ""},
                    CopiesCase{"apart", {log(0, 5000), log(5000, 9000), log(9000, 9001)}, ""},
                    CopiesCase{"the_same", {log(0, 5000), log(0, 5000)}, "1 of 0: 100 %"},
                    CopiesCase{"the_same_small", {log(0, 1), log(0, 1)}, "1 of 0: 100 %"},
                    CopiesCase{"two_copies",
                               {log(0, 5000), log(9000, 9500), log(0, 5000), log(0, 5000)},
                               "2 of 0: 100 %; 3 of 0: 100 %"},
                    CopiesCase{"a_part_of_one_small", {log(0, 200), log(0, 100)}, "1 of 0: 100 %"},
                    CopiesCase{"half_of_one_small", {log(0, 200), log(100, 300)}, "1 of 0: 50 %"},
                    CopiesCase{"a_rotation_that_overlaps", {log(0, 8000), log(4000, 12'000)}, "1 of 0: 50 %"},
                    CopiesCase{"two_lines_are_no_sign", {log(0, 100), log(98, 300)}, ""},
                    CopiesCase{"a_few_in_many_are_none", {log(0, 100'000), log(99'900, 200'000)}, ""},
                    CopiesCase{"nothing_in_them", {DistinctCounter(), DistinctCounter()}, ""}),
    [](const auto& row) { return row.param.name; });

} // namespace
} // namespace portolan

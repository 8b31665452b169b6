#include "tests/core/flow/formats/format_cases.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace portolan::flowtest {

void expectCases(FlowFormat format, const std::vector<FormatCase>& cases) {
    const auto cluster = shop();
    for (const FormatCase& c : cases) {
        SCOPED_TRACE(c.name + '\n' + c.text);
        const FlowTable table = read(c.text, *cluster);
        ASSERT_EQ(table.sources().size(), 1U);
        EXPECT_EQ(name(table.sources().front().format), name(format));
        EXPECT_EQ(edges(table, *cluster), c.edges);
        const FlowCounts& counts = table.counts();
        std::vector<std::pair<std::string_view, std::uint64_t>> skips, expected;
        std::uint64_t skippedFlows = 0;
        for (std::size_t i = 0; i < kSkipReasonCount; ++i) {
            const auto reason = static_cast<SkipReason>(i);
            if (counts.skips(reason) > 0) skips.emplace_back(text(reason), counts.skips(reason));
            if (reason >= SkipReason::NoTransport) skippedFlows += counts.skips(reason);
        }
        for (const auto& [reason, count] : c.skips) expected.emplace_back(text(reason), count);
        EXPECT_EQ(skips, expected);
        EXPECT_EQ(counts.counted + counts.duplicates + counts.replies + counts.unknownOrientation + skippedFlows,
                  counts.flows);
    }
}

std::string with(std::string text, std::string_view part, std::string_view replacement) {
    const std::size_t at = text.find(part);
    EXPECT_NE(at, std::string::npos) << part << " is not in " << text;
    return at == std::string::npos ? text : text.replace(at, part.size(), replacement);
}

std::filesystem::path sampleFolder() {
    if (const char* folder = std::getenv("PORTOLAN_FLOW_SAMPLES")) return folder;
    return "../shared/flow-samples";
}

} // namespace portolan::flowtest

#include "tests/core/flow/formats/log_case.h"

#include "core/flow/formats/sniff.h"
#include "core/flow/input/line_blocks.h"
#include "tests/core/flow/formats/format_cases.h"

#include <gtest/gtest.h>

namespace portolan::flowtest {
namespace {

std::vector<std::pair<SkipReason, std::uint64_t>> skipsOf(const FlowCounts& counts) {
    std::vector<std::pair<SkipReason, std::uint64_t>> out;
    for (std::size_t i = 0; i < kSkipReasonCount; ++i)
        if (counts.skipped[i] > 0) out.emplace_back(static_cast<SkipReason>(i), counts.skipped[i]);
    return out;
}

} // namespace

void expectLog(FlowFormat format, std::string_view header, const LogCase& c) {
    const auto cluster = shop();
    std::string text(header);
    if (!header.empty()) text += '\n';
    const FlowTable table = read(text.append(c.lines).append(1, '\n'), *cluster);
    ASSERT_EQ(table.sources().size(), 1U) << c.lines;
    EXPECT_EQ(name(table.sources().front().format), name(format)) << c.lines;
    EXPECT_EQ(edges(table, *cluster), c.edges) << c.lines;
    EXPECT_EQ(skipsOf(table.counts()), c.skips) << c.lines;
}

std::vector<LineResult> resultsOf(FlowFormat format, std::string_view text, const LineHints& hints) {
    const auto cluster = shop();
    const ServiceIndex services(*cluster);
    Attribution attribution(*cluster, services);
    std::string padded(text);
    padded.append(kPaddingBytes, ' ');
    std::string_view rest = std::string_view(padded).substr(0, text.size());
    const FormatEntry* entry = entryOf(format);
    std::unique_ptr<LineReader> reader;
    std::vector<LineResult> out;
    const auto note = [&](LineResult result) {
        for (; result.kind != LineResult::Kind::Nothing; result = reader->more()) out.push_back(result);
    };
    for (std::uint64_t position = 0; const auto line = takeLine(rest); ++position) {
        if (!reader) {
            const auto sniffed = sniffLine(*line);
            EXPECT_TRUE(sniffed && sniffed->format == format) << *line;
            reader = entry->reader(attribution, sniffed ? sniffed->header : FormatHeader(), hints);
        }
        note(reader->read(*line, position));
    }
    if (reader) note(reader->finish());
    return out;
}

LogCase readSample(const std::string& name, FlowFormat format) {
    const Cluster nothing;
    const auto table = readFlows({(sampleFolder() / name).string()}, nothing, {}, {});
    EXPECT_TRUE(table.has_value()) << name;
    if (!table) return {};
    EXPECT_EQ(portolan::name(table->sources().front().format), portolan::name(format)) << name;
    return {name, edges(*table, nothing), skipsOf(table->counts())};
}

} // namespace portolan::flowtest

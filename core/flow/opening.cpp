#include "core/flow/opening.h"

#include "core/flow/formats/column_mapping.h"
#include "core/flow/formats/row_reader.h"
#include "core/flow/input/time_mark.h"

#include <chrono>
#include <filesystem>

namespace portolan {
namespace {

namespace fs = std::filesystem;

constexpr int kSniffedLines = 64;
constexpr std::size_t kShownBytes = 60;

/// The beginning of a line as it may be shown in a message.
std::string shown(std::string_view line) {
    std::string out;
    for (const char c : line.substr(0, kShownBytes)) out += c >= ' ' && c < 0x7f ? c : '?';
    return line.size() > kShownBytes ? out + "..." : out;
}

/// When a file was last changed, ns since 1970 UTC; 0 where it is none.
std::int64_t fileTime(const std::string& path) {
    std::error_code error;
    const auto time = fs::last_write_time(path, error);
    if (error) return 0;
    const auto since1970 = std::chrono::file_clock::to_sys(time).time_since_epoch();
    return std::chrono::duration_cast<std::chrono::nanoseconds>(since1970).count();
}

void reportUnknown(FlowTableBuilder& builder, FileId file, const Opening& opening, const std::string& problem) {
    if (opening.firstLine.empty()) {
        builder.report(Diagnostic::Level::Warning, {file, 0, 0},
                       problem.empty() ? "holds no lines" : problem + ", before any line");
        return;
    }
    if (!opening.lack.empty()) {
        builder.report(Diagnostic::Level::Error, {file, 1, 0}, opening.lack,
                       "say in a file which columns they are, and give it with --flow-mapping");
        return;
    }
    builder.report(Diagnostic::Level::Error, {file, 1, 0},
                   "not a flow log of a known format; it begins: " + opening.firstLine,
                   "give a log of a network plugin or flow exporter as it is, or a table with columns for the ends, "
                   "protocol and port (src_ns, src_workload, dst_ns, dst_workload, protocol, dst_port)");
}

} // namespace

Opening openingOf(const LineBlock& block, const std::string& path, const FlowOptions& options, bool isInRecords) {
    Opening opening;
    const auto mapping = mappingOf(options.mapping, path);
    opening.plan.hints = {fileTime(path), options.zoneMinutes, mapping};
    opening.plan.isInRecords = isInRecords;
    std::string_view rest = block.text();
    int looked = 0;
    for (std::uint32_t line = 0; looked < kSniffedLines; ++line) {
        auto text = takeLine(rest);
        if (!text) break;
        takeTimeMark(*text);
        if (text->empty()) continue;
        ++looked;
        if (opening.firstLine.empty()) {
            opening.firstLine = shown(*text);
            opening.lack = missingColumns(*text, mapping);
        }
        auto sniffed = sniffLine(*text, mapping);
        if (!sniffed) continue;
        opening.plan.sniffed = std::move(*sniffed);
        opening.plan.headerPosition = line;
        break;
    }
    return opening;
}

void reportOpening(FlowTableBuilder& builder, FileId file, const Opening& opening, const std::string& problem) {
    if (!opening.isKnown()) {
        reportUnknown(builder, file, opening, problem);
        return;
    }
    if (!problem.empty())
        builder.report(Diagnostic::Level::Warning, {file, 0, 0}, problem + "; what came before is read");
    std::string unread;
    if (opening.plan.sniffed.format == FlowFormat::Csv)
        for (const std::string& column : unreadColumns(opening.plan.sniffed.header, opening.plan.hints.mapping))
            unread += (unread.empty() ? "" : ", ") + column;
    if (!unread.empty())
        builder.report(Diagnostic::Level::Note, {file, static_cast<std::uint32_t>(opening.plan.headerPosition + 1), 0},
                       "columns that are not read: " + unread);
}

} // namespace portolan

#include "core/flow/formats/line_reader.h"

#include <algorithm>
#include <array>

namespace portolan {

extern const FormatEntry kHubbleEntry;
extern const FormatEntry kCsvEntry;
extern const FormatEntry kJsonLinesEntry;

namespace {

/// What is told by a name that no other format has comes first; tables by their columns come last.
constexpr std::array<const FormatEntry*, 3> kEntries{&kHubbleEntry, &kJsonLinesEntry, &kCsvEntry};

} // namespace

bool SniffedLine::has(std::string_view key) const {
    return std::ranges::find(keys, key) != keys.end();
}

std::span<const FormatEntry* const> formatEntries() {
    return kEntries;
}

const FormatEntry* entryOf(FlowFormat format) {
    const auto it = std::ranges::find(kEntries, format, &FormatEntry::format);
    return it == kEntries.end() ? nullptr : *it;
}

} // namespace portolan

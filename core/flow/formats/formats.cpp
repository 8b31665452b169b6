#include "core/flow/formats/line_reader.h"

#include <algorithm>
#include <array>

namespace portolan {

extern const FormatEntry kAwsPolicyAgentEntry;
extern const FormatEntry kAzureFlowEntry;
extern const FormatEntry kCalicoEnterpriseEntry;
extern const FormatEntry kCsvEntry;
extern const FormatEntry kGcpVpcEntry;
extern const FormatEntry kGkePolicyEntry;
extern const FormatEntry kGoldmaneEntry;
extern const FormatEntry kHubbleEntry;
extern const FormatEntry kInspektorGadgetEntry;
extern const FormatEntry kJsonLinesEntry;
extern const FormatEntry kNetObservEntry;
extern const FormatEntry kTetragonEntry;

namespace {

/// What is told by a name that no other format has comes first; Goldmane comes before Hubble, which also
/// wraps its flows in "flow"; tables by their columns come last.
constexpr std::array kEntries{
    &kCalicoEnterpriseEntry, &kGoldmaneEntry,       &kNetObservEntry, &kTetragonEntry,
    &kAzureFlowEntry,        &kAwsPolicyAgentEntry, &kGkePolicyEntry, &kGcpVpcEntry,
    &kInspektorGadgetEntry,  &kHubbleEntry,         &kJsonLinesEntry, &kCsvEntry,
};

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

#include "core/flow/formats/line_reader.h"

#include <algorithm>
#include <array>

namespace portolan {

extern const FormatEntry kAntreaFlowsEntry;
extern const FormatEntry kAntreaPolicyLogEntry;
extern const FormatEntry kAwsPolicyAgentEntry;
extern const FormatEntry kAwsVpcEntry;
extern const FormatEntry kAzureFlowEntry;
extern const FormatEntry kCalicoEnterpriseEntry;
extern const FormatEntry kConntrackEntry;
extern const FormatEntry kCsvEntry;
extern const FormatEntry kEnvoyEntry;
extern const FormatEntry kGcpVpcEntry;
extern const FormatEntry kGkePolicyEntry;
extern const FormatEntry kGoldmaneEntry;
extern const FormatEntry kHubbleCompactEntry;
extern const FormatEntry kHubbleEntry;
extern const FormatEntry kInspektorGadgetEntry;
extern const FormatEntry kIstioMetricsEntry;
extern const FormatEntry kJsonLinesEntry;
extern const FormatEntry kNetObservEntry;
extern const FormatEntry kNfdumpEntry;
extern const FormatEntry kOvnAclEntry;
extern const FormatEntry kTetragonEntry;
extern const FormatEntry kZeekEntry;

namespace {

/// What is told by a name that no other format has comes first; Goldmane comes before Hubble, which also wraps its
/// flows in "flow"; then lines of text by their shape; tables by their columns come last.
constexpr std::array kEntries{
    &kCalicoEnterpriseEntry, &kGoldmaneEntry,     &kNetObservEntry, &kTetragonEntry,        &kAzureFlowEntry,
    &kAwsPolicyAgentEntry,   &kGkePolicyEntry,    &kGcpVpcEntry,    &kInspektorGadgetEntry, &kZeekEntry,
    &kNfdumpEntry,           &kEnvoyEntry,        &kHubbleEntry,    &kOvnAclEntry,          &kHubbleCompactEntry,
    &kAntreaPolicyLogEntry,  &kIstioMetricsEntry, &kConntrackEntry, &kAwsVpcEntry,          &kAntreaFlowsEntry,
    &kJsonLinesEntry,        &kCsvEntry,
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

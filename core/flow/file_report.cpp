#include "core/flow/file_report.h"

#include "core/base/text.h"

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portolan {
namespace {

bool isWorthTelling(SkipReason reason) {
    return reason == SkipReason::Malformed || reason == SkipReason::TooLong || reason == SkipReason::Truncated ||
           reason == SkipReason::ContainerPartial || reason == SkipReason::NoVerdict || reason == SkipReason::NoEnd ||
           reason == SkipReason::NoPort;
}

/// The optional fields that no flow of a Hubble log has, and what cannot be told without them.
std::string missingFields(const FieldsSeen& seen) {
    std::string out;
    const auto miss = [&](bool isSeen, std::string_view field) {
        if (!isSeen) out += (out.empty() ? "" : "; ") + std::string(field);
    };
    miss(seen.eventType, "event_type: allowed cannot be told from observed");
    miss(seen.direction, "traffic_direction: it is unknown which end's policy spoke");
    miss(seen.reply, "is_reply: replies are told by flags and ports");
    miss(seen.names, "pod_name: ends are known by address or label alone");
    if (!seen.names) miss(seen.addresses, "IP: nameless ends are unknown");
    return out;
}

/// "replies: 12; ICMP or another protocol without ports: 3", the most frequent first.
std::string whatCameOf(const FlowCounts& counts) {
    std::vector<std::pair<std::uint64_t, std::string>> parts{{counts.replies, "replies"},
                                                             {counts.unknownOrientation, "unknown direction"},
                                                             {counts.lossNotices, "notices of loss"}};
    for (std::size_t i = 0; i < kSkipReasonCount; ++i)
        parts.emplace_back(counts.skipped[i], text(static_cast<SkipReason>(i)));
    std::ranges::stable_sort(parts, std::greater<>(), [](const auto& part) { return part.first; });
    std::string out;
    for (const auto& [count, what] : parts)
        if (count > 0) out += (out.empty() ? "" : "; ") + what + ": " + std::to_string(count);
    return out;
}

} // namespace

void reportFile(FlowTableBuilder& builder, const FlowSource& source, const Evidence& evidence, const LinePlaces& places,
                FileOutcome outcome) {
    const SourceRef whole{source.file, 0, 0};
    const bool isTable = source.format == FlowFormat::Csv || source.format == FlowFormat::JsonLines;
    const std::string_view unit = evidence.isInRecords ? "record" : "line";
    for (std::size_t i = 0; i < kSkipReasonCount; ++i) {
        const auto reason = static_cast<SkipReason>(i);
        if (evidence.counts.skipped[i] == 0 || !isWorthTelling(reason)) continue;
        const bool isWord = reason == SkipReason::NoVerdict && isTable;
        const bool isLost = reason < SkipReason::OtherEvent || isWord;
        builder.report(
            isLost ? Diagnostic::Level::Warning : Diagnostic::Level::Note, places.refAt(evidence.firstSkip[i]),
            countOf(evidence.counts.skipped[i], unit) + " left out: " +
                (isWord ? "a verdict in words that are not known" : std::string(text(reason))) + "; this is the first",
            isWord ? "say with --flow-mapping what the words mean" : "");
    }
    if (evidence.counts.lines > 0 && !outcome.hasLanes)
        builder.report(Diagnostic::Level::Warning, whole,
                       "no " + std::string(unit) + " of it gives an edge (" + whatCameOf(evidence.counts) + ')');
    if (evidence.counts.unknownOrientation > 0)
        builder.report(Diagnostic::Level::Note, places.refAt(evidence.firstUnknownOrientation),
                       countOf(evidence.counts.unknownOrientation, "flow") +
                           " left out: client and server cannot be told apart; this is the first");
    if (evidence.counts.lostEvents > 0)
        builder.report(Diagnostic::Level::Warning, whole,
                       "the log says that " + countOf(evidence.counts.lostEvents, "event") +
                           " were lost: a flow that is not here may still have happened");
    if (outcome.hasLostTrust)
        builder.report(
            Diagnostic::Level::Note, whole,
            "no line says it is a reply, so is_reply:false is not trusted: replies are told by flags and ports",
            "turn on connection tracking in the agent that writes the log");
    const std::string missing = missingFields(evidence.fields);
    if (source.format == FlowFormat::Hubble && evidence.counts.flows > 0 && !missing.empty())
        builder.report(Diagnostic::Level::Note, whole, "fields that no flow carries: " + missing,
                       "add them to the exporter's field mask");
}

} // namespace portolan

#include "core/flow/formats/cells.h"
#include "core/flow/formats/line_reader.h"
#include "core/flow/formats/record_maker.h"
#include "core/flow/formats/text_fields.h"
#include "core/flow/time_text.h"

#include <algorithm>
#include <array>

/// The flow records of Antrea's flow aggregator as lines (flows.md 2.8): of its flow logger, 30 fields, and of its
/// uploads to S3, 50 and more in the order of the IPFIX elements. Neither has a header or quotes fields. Oriented from
/// client to server, the port is the pod's; both nodes' records of a flow are joined already.

namespace portolan {
namespace {

constexpr std::size_t kMaxFields = 64;
using Fields = std::array<std::string_view, kMaxFields>;

/// Where the fields are that matter here.
struct Shape {
    std::size_t start, end, fromAddress, toAddress, fromPort, toPort, protocol;
    std::size_t fromPod, fromNamespace, toPod, toNamespace;
    std::size_t ingressAction, egressAction;
    std::size_t tcpState; ///< kMaxFields where there is none
};
constexpr Shape kLogger{0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 20, 25, kMaxFields};
constexpr Shape kUpload{0, 1, 5, 6, 7, 8, 9, 18, 19, 21, 22, 30, 35, 37};
constexpr std::size_t kLoggerFields = 30;
constexpr std::size_t kFewestUploadFields = 49; ///< before the cluster's identifier was added

bool isEpoch(std::string_view text) {
    const auto seconds = parseNumber<std::int64_t>(text);
    return seconds && *seconds >= 0 && *seconds < 9'000'000'000;
}

/// nullptr where the line is no such record. Labels hold commas, so that longer ones cannot be told by their number.
const Shape* shapeOf(const Fields& fields, std::size_t count) {
    const auto isLike = [&](const Shape& shape) {
        return isEpoch(fields[shape.start]) && isEpoch(fields[shape.end]) &&
               isLikelyAddress(fields[shape.fromAddress]) && isLikelyAddress(fields[shape.toAddress]) &&
               parseNumber<std::uint16_t>(fields[shape.fromPort]) && parseNumber<std::uint16_t>(fields[shape.toPort]);
    };
    if (count == kLoggerFields && isLike(kLogger)) return &kLogger;
    if (count >= kFewestUploadFields && isLike(kUpload)) return &kUpload;
    return nullptr;
}

/// networkPolicyRuleAction of Antrea's IPFIX registry, as number or word.
enum class Action : std::uint8_t { None, Allow, Deny };
Action actionOf(std::string_view text) {
    if (text == "1" || text == "Allow") return Action::Allow;
    if (text == "2" || text == "3" || text == "Drop" || text == "Reject") return Action::Deny;
    return Action::None;
}

/// Which end decided, and what. A denial at one end outweighs what the other end allowed.
void readActions(FlowText& text, Action ingress, Action egress) {
    text.observation = Observation::Verdict;
    if (egress == Action::Deny || ingress == Action::Deny) {
        text.verdict = FlowVerdict::Denied;
        text.reporter = egress == Action::Deny ? Reporter::Source : Reporter::Destination;
    } else if (egress == Action::Allow || ingress == Action::Allow) {
        text.verdict = FlowVerdict::Allowed;
        text.reporter = egress == Action::Allow ? Reporter::Source : Reporter::Destination;
    } else {
        text.observation = Observation::Sighted;
    }
}

class AntreaFlowsReader final : public LineReader {
  public:
    explicit AntreaFlowsReader(Attribution& attribution) : m_maker(attribution) {}
    LineResult read(std::string_view line, std::uint64_t position) override;
    void forgetEnds() override { m_maker.forgetEnds(); }

  private:
    RecordMaker m_maker;
};

LineResult AntreaFlowsReader::read(std::string_view line, std::uint64_t position) {
    Fields fields;
    const Shape* shape = shapeOf(fields, cutFields(line, ',', fields));
    if (shape == nullptr) return skippedLine(SkipReason::Malformed, position);
    FlowText text;
    text.firstSeen = parseNumber<std::int64_t>(fields[shape->start]).value_or(0) * kNanosecondsPerSecond;
    text.lastSeen = parseNumber<std::int64_t>(fields[shape->end]).value_or(0) * kNanosecondsPerSecond;
    text.protocol = parseProtocolCell(fields[shape->protocol]);
    text.from.address = fields[shape->fromAddress];
    text.to.address = fields[shape->toAddress];
    text.from.port = parseNumber<std::uint16_t>(fields[shape->fromPort]).value_or(0);
    text.to.port = parseNumber<std::uint16_t>(fields[shape->toPort]).value_or(0);
    text.from.facts.pod = fields[shape->fromPod];
    text.from.facts.ns = fields[shape->fromNamespace];
    text.to.facts.pod = fields[shape->toPod];
    text.to.facts.ns = fields[shape->toNamespace];
    text.reply = Reply::No;
    readActions(text, actionOf(fields[shape->ingressAction]), actionOf(fields[shape->egressAction]));
    const bool isUnanswered = shape->tcpState != kMaxFields && fields[shape->tcpState] == "SYN_SENT";
    if (isUnanswered && text.observation == Observation::Sighted)
        return skippedFlow(SkipReason::NoAnswer, text, position);
    return m_maker.make(text, position);
}

} // namespace

extern const FormatEntry kAntreaFlowsEntry;
const FormatEntry kAntreaFlowsEntry{
    FlowFormat::AntreaFlows,
    [](const SniffedLine& line, FormatHeader&) {
        Fields fields;
        return !line.isObject && shapeOf(fields, cutFields(line.text, ',', fields)) != nullptr;
    },
    [](Attribution& attribution, const FormatHeader&, const LineHints&) -> std::unique_ptr<LineReader> {
        return std::make_unique<AntreaFlowsReader>(attribution);
    }};

} // namespace portolan

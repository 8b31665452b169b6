#include "core/flow/formats/cells.h"
#include "core/flow/formats/line_reader.h"
#include "core/flow/formats/record_maker.h"
#include "core/flow/formats/text_fields.h"

#include <algorithm>
#include <array>

/// Antrea's audit log np.log (flows.md 2.8; "Audit logging" of docs/antrea-network-policy.md there). Words have come
/// and gone with the versions, so they are told by the direction, the action and the addresses rather than by their
/// number:
///
///     date time table policy rule Ingress|Egress action priority appliedTo src sport dst dport proto len label [N
///     packets date time table policy                    action priority           src sport dst dport proto len in 1s]

namespace portolan {
namespace {

constexpr std::size_t kMaxWords = 32;
constexpr std::size_t kFirstPolicyWord = 3;
constexpr std::string_view kNone = "<nil>";

/// The words of a line; what follows the last that there is room for is left out.
struct Words {
    std::array<std::string_view, kMaxWords> all;
    std::size_t count = 0;

    std::string_view at(std::size_t i) const { return i < count ? all[i] : std::string_view(); }
};

Words wordsOf(std::string_view line) {
    Words words;
    for (std::string_view rest = line; words.count < kMaxWords;) {
        const std::string_view word = takeWord(rest);
        if (word.empty()) break;
        words.all[words.count++] = word;
    }
    return words;
}

bool isAction(std::string_view word) {
    constexpr std::array<std::string_view, 5> kActions{"Allow", "Drop", "Reject", "Redirect", "Pass"};
    return std::ranges::find(kActions, word) != kActions.end();
}

bool isDirection(std::string_view word) {
    return word == "Ingress" || word == "Egress";
}

/// Where the action is: after a direction, or the first one in logs that have no directions. 0 where there is none.
std::size_t actionAt(const Words& words) {
    for (std::size_t i = kFirstPolicyWord; i + 1 < words.count; ++i)
        if (isDirection(words.all[i]) && isAction(words.all[i + 1])) return i + 1;
    for (std::size_t i = kFirstPolicyWord; i < words.count; ++i)
        if (isAction(words.all[i])) return i;
    return 0;
}

/// "2023/07/04 12:45:21.804416": a date with slashes and a time, 19 characters or more.
bool startsWithTime(std::string_view line) {
    const auto isAt = [&](std::size_t i, char c) { return line[i] == c; };
    return line.size() > 20 && isAt(4, '/') && isAt(7, '/') && isAt(10, ' ') && isAt(13, ':') && isAt(16, ':');
}

/// "[2 packets in 1.000855539s]" at the end of a line; 1 where there is none.
std::uint64_t packetsOf(std::string_view line) {
    const std::size_t open = line.rfind('[');
    if (open == std::string_view::npos) return 1;
    std::string_view rest = line.substr(open + 1);
    const auto number = parseNumber<std::uint64_t>(takeWord(rest));
    const std::string_view unit = takeWord(rest);
    const bool isCount = number && *number > 0 && (unit == "packets" || unit == "packet");
    return isCount ? *number : 1;
}

class AntreaPolicyLogReader final : public LineReader {
  public:
    AntreaPolicyLogReader(Attribution& attribution, int zoneMinutes)
        : m_maker(attribution), m_zoneMinutes(zoneMinutes) {}
    LineResult read(std::string_view line, std::uint64_t position) override;
    void forgetEnds() override { m_maker.forgetEnds(); }

  private:
    LineResult readEnds(const Words& words, std::size_t action, FlowText& text, std::uint64_t position);

    RecordMaker m_maker;
    int m_zoneMinutes;
};

LineResult AntreaPolicyLogReader::read(std::string_view line, std::uint64_t position) {
    if (!startsWithTime(line)) return skippedLine(SkipReason::Malformed, position);
    const Words words = wordsOf(line);
    const std::size_t action = actionAt(words);
    if (action == 0) return skippedLine(SkipReason::Malformed, position);
    const std::size_t timeEnd = line.find(' ', 11);
    FlowText text;
    text.firstSeen = text.lastSeen = parseLocalTime(line.substr(0, timeEnd), m_zoneMinutes).value_or(0);
    const std::string_view direction = isDirection(words.all[action - 1]) ? words.all[action - 1] : words.all[2];
    const bool isIngress = direction.find("Ingress") != std::string_view::npos;
    const bool isEgress = direction.find("Egress") != std::string_view::npos;
    if (isIngress != isEgress) text.reporter = isIngress ? Reporter::Destination : Reporter::Source;
    const std::string_view said = words.all[action];
    const bool isDenied = said == "Drop" || said == "Reject";
    text.verdict = isDenied ? FlowVerdict::Denied : FlowVerdict::Allowed;
    text.observation = isDenied ? Observation::Drop : Observation::Verdict;
    text.weight = packetsOf(line);
    if (text.weight > 1) text.weightKind = WeightKind::PacketSample;
    if (said == "Pass") return skippedFlow(SkipReason::NoVerdict, text, position); // the next tier decides
    return readEnds(words, action, text, position);
}

LineResult AntreaPolicyLogReader::readEnds(const Words& words, std::size_t action, FlowText& text,
                                           std::uint64_t position) {
    std::size_t from = action + 1;
    while (from < words.count && !isLikelyAddress(words.all[from])) ++from;
    const bool hasMarks = words.at(from - 1) == "SRC:"; // SRC: address DEST: address, without ports
    const std::size_t to = from + 2;
    if (!isLikelyAddress(words.at(to))) return skippedLine(SkipReason::Malformed, position);
    text.from.address = words.all[from];
    text.to.address = words.all[to];
    if (hasMarks) return skippedFlow(SkipReason::NoTransport, text, position);
    text.from.port = parseNumber<std::uint16_t>(words.at(from + 1)).value_or(0);
    text.to.port = parseNumber<std::uint16_t>(words.at(to + 1)).value_or(0);
    text.protocol = parseProtocolCell(words.at(to + 2));
    const std::string_view appliedTo = words.at(from - 1);
    const std::size_t slash = appliedTo.find('/');
    if (from - 1 > action && appliedTo != kNone && slash != std::string_view::npos) {
        FlowTextEnd& end = text.reporter == Reporter::Destination ? text.to : text.from;
        end.facts.ns = appliedTo.substr(0, slash);
        end.facts.pod = appliedTo.substr(slash + 1);
    }
    return m_maker.make(text, position);
}

} // namespace

extern const FormatEntry kAntreaPolicyLogEntry;
const FormatEntry kAntreaPolicyLogEntry{
    FlowFormat::AntreaPolicyLog,
    [](const SniffedLine& line, FormatHeader&) {
        return startsWithTime(line.text) && actionAt(wordsOf(line.text)) != 0;
    },
    [](Attribution& attribution, const FormatHeader&, const LineHints& hints) -> std::unique_ptr<LineReader> {
        return std::make_unique<AntreaPolicyLogReader>(attribution, hints.zoneMinutes);
    }};

} // namespace portolan

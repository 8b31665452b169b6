#include "core/flow/formats/cells.h"
#include "core/flow/formats/line_reader.h"
#include "core/flow/formats/record_maker.h"
#include "core/flow/time_text.h"

#include <array>

namespace portolan {
namespace {

constexpr std::string_view kTuples = "\"flowTuples\"";

/// The fields of a tuple, in this order. VNet flow logs write the state into the eighth, flow logs of network security
/// groups the decision, and the state after it.
enum Column {
    kTime,
    kFrom,
    kTo,
    kFromPort,
    kToPort,
    kProtocol,
    kDirection,
    kEighth,
    kNinth,
    kSent,
    kSentBytes,
    kReceived
};
constexpr std::size_t kColumns = 12;
constexpr std::size_t kFewest = 8;

struct Tuple {
    std::array<std::string_view, kColumns> cells;
    std::size_t count = 0;

    explicit Tuple(std::string_view text) {
        for (bool isMore = true; isMore && count < kColumns; ++count) {
            const std::size_t comma = text.find(',');
            cells[count] = text.substr(0, comma);
            isMore = comma != std::string_view::npos;
            if (isMore) text.remove_prefix(comma + 1);
        }
    }
    bool isOfSecurityGroup() const { return cells[kProtocol] == "T" || cells[kProtocol] == "U"; }
};

/// Reads Azure's flow logs of virtual networks and of network security groups (flows.md 2.7): a line holds the tuples
/// of a minute or more of one machine. Connections are told from the side that opened them, when they begin (B), go on
/// (C) and end (E). What is decided is decided by security groups, which are no policy of the cluster.
class AzureFlowReader final : public LineReader {
  public:
    explicit AzureFlowReader(Attribution& attribution) : m_maker(attribution) {}

    LineResult read(std::string_view line, std::uint64_t position) override;
    LineResult more() override;
    void forgetEnds() override { m_maker.forgetEnds(); }

  private:
    LineResult resultOf(const Tuple& tuple);

    RecordMaker m_maker;
    std::string_view m_rest; ///< of the line, after what was read
    bool m_isInList = false; ///< in an array of tuples
    std::uint64_t m_position = 0;
};

LineResult AzureFlowReader::read(std::string_view line, std::uint64_t position) {
    m_rest = line;
    m_isInList = false;
    m_position = position;
    if (!line.starts_with('{')) {
        m_rest = {};
        return skippedLine(SkipReason::Malformed, position);
    }
    LineResult first = more();
    if (first.kind != LineResult::Kind::Nothing) return first;
    return skippedLine(line.ends_with('}') ? SkipReason::OtherEvent : SkipReason::Malformed, position);
}

/// Walks over the arrays of tuples, wherever in the record they are; tuples hold neither quotes nor escapes.
LineResult AzureFlowReader::more() {
    while (!m_rest.empty()) {
        if (!m_isInList) {
            const std::size_t at = m_rest.find(kTuples);
            const std::size_t open = at == std::string_view::npos ? at : m_rest.find('[', at + kTuples.size());
            m_rest = open == std::string_view::npos ? std::string_view{} : m_rest.substr(open + 1);
            m_isInList = true;
            continue;
        }
        const std::size_t next = m_rest.find_first_of("\"]");
        if (next == std::string_view::npos) break;
        const bool isTuple = m_rest[next] == '"';
        m_rest.remove_prefix(next + 1);
        m_isInList = isTuple;
        if (!isTuple) continue;
        const std::size_t end = m_rest.find('"');
        if (end == std::string_view::npos) break;
        const Tuple tuple(m_rest.substr(0, end));
        m_rest.remove_prefix(end + 1);
        return resultOf(tuple);
    }
    const bool isCutOff = !m_rest.empty();
    m_rest = {};
    return isCutOff ? skippedLine(SkipReason::Malformed, m_position) : LineResult();
}

LineResult AzureFlowReader::resultOf(const Tuple& tuple) {
    const auto& cells = tuple.cells;
    const auto fromPort = parseNumber<std::uint16_t>(cells[kFromPort]);
    const auto toPort = parseNumber<std::uint16_t>(cells[kToPort]);
    if (tuple.count < kFewest || !fromPort || !toPort) return skippedLine(SkipReason::Malformed, m_position);
    FlowText text;
    text.firstSeen = parseTime(cells[kTime]).value_or(0);
    text.from.address = cells[kFrom];
    text.from.port = *fromPort;
    text.to.address = cells[kTo];
    text.to.port = *toPort;
    const bool isOfGroup = tuple.isOfSecurityGroup();
    text.protocol = isOfGroup ? std::optional(cells[kProtocol] == "T" ? Protocol::Tcp : Protocol::Udp)
                              : parseProtocolCell(cells[kProtocol]);
    if (cells[kDirection] == "I") text.reporter = Reporter::Destination;
    if (cells[kDirection] == "O") text.reporter = Reporter::Source;
    text.reply = Reply::No;
    text.weightKind = WeightKind::Connection;
    if (cells[kEighth] == "D") return skippedFlow(SkipReason::NoPolicyReason, text, m_position);
    const std::string_view state = isOfGroup ? (tuple.count > kNinth ? cells[kNinth] : "") : cells[kEighth];
    const bool isAnswered = tuple.count > kReceived && parseNumber<std::uint64_t>(cells[kReceived]).value_or(0) > 0;
    const bool mayBeOneWay = text.protocol == Protocol::Udp;
    if (state == "E" && !isAnswered && !mayBeOneWay) return skippedFlow(SkipReason::NoAnswer, text, m_position);
    const bool isOver = state == "E" || state.empty();
    if (!isOver && !isAnswered) text.observation = Observation::Attempted;
    text.weight = state == "C" ? 0 : 1; // it is counted where it begins or ends
    return m_maker.make(text, m_position);
}

} // namespace

extern const FormatEntry kAzureFlowEntry;
const FormatEntry kAzureFlowEntry{
    FlowFormat::AzureFlow,
    [](const SniffedLine& line, FormatHeader&) {
        return line.isObject && line.text.find(kTuples) != std::string_view::npos;
    },
    [](Attribution& attribution, const FormatHeader&, const LineHints&) -> std::unique_ptr<LineReader> {
        return std::make_unique<AzureFlowReader>(attribution);
    }};

} // namespace portolan

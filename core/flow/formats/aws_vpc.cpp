#include "core/flow/formats/cells.h"
#include "core/flow/formats/line_reader.h"
#include "core/flow/formats/record_maker.h"
#include "core/flow/formats/text_fields.h"
#include "core/flow/time_text.h"

#include <algorithm>
#include <array>

/// AWS VPC flow logs (flows.md 2.5; "Flow log records" of the Amazon VPC user guide): lines of fields between blanks,
/// below a header in the objects of S3, without one from CloudWatch. What security groups and network ACLs say is no
/// NetworkPolicy's verdict.

namespace portolan {
namespace {

enum class Column : std::uint8_t {
    Srcaddr,
    Dstaddr,
    PktSrcaddr,
    PktDstaddr,
    Srcport,
    Dstport,
    Protocol,
    Packets,
    Start,
    End,
    Action,
    LogStatus,
    TcpFlags,
    FlowDirection,
};
constexpr std::array<std::string_view, 14> kColumnNames{
    "srcaddr", "dstaddr", "pkt-srcaddr", "pkt-dstaddr", "srcport",    "dstport",   "protocol",
    "packets", "start",   "end",         "action",      "log-status", "tcp-flags", "flow-direction"};
constexpr std::array<std::string_view, 14> kDefaultColumns{
    "version",  "account-id", "interface-id", "srcaddr", "dstaddr", "srcport", "dstport",
    "protocol", "packets",    "bytes",        "start",   "end",     "action",  "log-status"};
constexpr std::size_t kMaxFields = 64;
constexpr std::size_t kMissing = kMaxFields;

using Fields = std::array<std::string_view, kMaxFields>;

/// What CloudWatch's export to S3 puts before each line: the time of the event.
std::string_view withoutEventTime(std::string_view line) {
    const std::size_t blank = line.find(' ');
    const bool isTime = blank != std::string_view::npos && blank > 10 && line[10] == 'T' &&
                        parseRfc3339(line.substr(0, blank)).has_value();
    return isTime ? line.substr(blank + 1) : line;
}

/// "${srcaddr}", as the format is typed in where the log is created, is srcaddr.
std::string_view columnName(std::string_view field) {
    if (field.starts_with("${") && field.ends_with('}')) return field.substr(2, field.size() - 3);
    return field;
}

/// The columns that a header names; empty where the line is none.
std::vector<std::string> headerColumns(std::string_view line) {
    if (line.find("srcaddr") == std::string_view::npos || line.find("dstaddr") == std::string_view::npos) return {};
    Fields fields;
    const std::size_t count = cutFields(line, ' ', fields);
    std::vector<std::string> columns;
    for (std::size_t i = 0; i < std::min(count, kMaxFields); ++i) columns.emplace_back(columnName(fields[i]));
    const auto has = [&](std::string_view name) { return std::ranges::find(columns, name) != columns.end(); };
    const bool isHeader = (has("srcaddr") || has("pkt-srcaddr")) && (has("dstaddr") || has("pkt-dstaddr"));
    return isHeader ? columns : std::vector<std::string>();
}

bool isNumber(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// Whether a line without header begins with the fields of the default format.
bool isDefaultLine(std::string_view line) {
    Fields fields;
    const std::size_t count = cutFields(withoutEventTime(line), ' ', fields);
    if (count < kDefaultColumns.size()) return false;
    const auto version = parseNumber<unsigned>(fields[0]);
    const bool isVersion = version && *version >= 2 && *version <= 10;
    const bool isStatus = fields[13] == "OK" || fields[13] == "NODATA" || fields[13] == "SKIPDATA";
    const bool isAccount = (isNumber(fields[1]) && fields[1].size() >= 10) || fields[1] == "unknown";
    return isVersion && isAccount && isStatus && isNumber(fields[10]) && isNumber(fields[11]);
}

class AwsVpcReader final : public LineReader {
  public:
    AwsVpcReader(Attribution& attribution, const FormatHeader& header) : m_maker(attribution) {
        if (header.columns.empty())
            useColumns(kDefaultColumns);
        else
            useHeader(header.columns);
    }
    LineResult read(std::string_view line, std::uint64_t position) override;
    void forgetEnds() override { m_maker.forgetEnds(); }

  private:
    template <typename Names>
    void useColumns(const Names& names) {
        m_at.fill(kMissing);
        m_columns = 0;
        for (const auto& name : names) {
            const auto it = std::ranges::find(kColumnNames, std::string_view(name));
            if (it != kColumnNames.end() && m_columns < kMaxFields)
                m_at[static_cast<std::size_t>(it - kColumnNames.begin())] = m_columns;
            ++m_columns;
        }
    }
    void useHeader(const std::vector<std::string>& columns) {
        useColumns(columns);
        m_hasHeader = true;
    }
    /// Empty where the column is missing or holds none.
    std::string_view cell(const Fields& fields, Column column) const {
        const std::size_t at = m_at[static_cast<std::size_t>(column)];
        return at == kMissing || fields[at] == "-" ? std::string_view() : fields[at];
    }
    std::string_view either(const Fields& fields, Column first, Column second) const {
        const std::string_view text = cell(fields, first);
        return text.empty() ? cell(fields, second) : text;
    }
    LineResult readFlow(const Fields& fields, std::uint64_t position);
    bool readFlags(const Fields& fields, FlowText& text) const;

    RecordMaker m_maker;
    std::array<std::size_t, kColumnNames.size()> m_at{}; ///< by Column; kMissing where there is none
    std::size_t m_columns = 0;
    bool m_hasHeader = false;
};

LineResult AwsVpcReader::read(std::string_view line, std::uint64_t position) {
    line = withoutEventTime(line);
    if (!line.empty() && (line.front() < '0' || line.front() > '9'))
        if (const auto columns = headerColumns(line); !columns.empty()) {
            useHeader(columns);
            return {};
        }
    Fields fields;
    const std::size_t count = cutFields(line, ' ', fields);
    if (m_hasHeader ? count != m_columns : count < m_columns) return skippedLine(SkipReason::Malformed, position);
    const std::string_view status = cell(fields, Column::LogStatus);
    if (status == "NODATA") return skippedLine(SkipReason::OtherEvent, position);
    if (status != "SKIPDATA") return readFlow(fields, position);
    LineResult loss;
    loss.kind = LineResult::Kind::Loss;
    loss.lostEvents = 1; // at least: how many, nobody knows
    return loss;
}

/// Reads the flags, which are those of all packets of the interval: SYN without ACK where the record's source opened
/// the connection, as bare ACKs are not recorded. False where nobody answered, or where a reset is all there is.
bool AwsVpcReader::readFlags(const Fields& fields, FlowText& text) const {
    const auto flags = parseNumber<std::uint64_t>(cell(fields, Column::TcpFlags));
    if (!flags) return true;
    constexpr std::uint64_t kReset = 4;
    text.flags = tcpFlags(*flags, FlagsOf::Packet);
    const bool isOnePacket = cell(fields, Column::Packets) == "1";
    if (isOnePacket && text.flags.hasSyn && !text.flags.hasAck) text.observation = Observation::Attempted;
    return !(isOnePacket && *flags == kReset);
}

LineResult AwsVpcReader::readFlow(const Fields& fields, std::uint64_t position) {
    const auto start = parseNumber<std::int64_t>(cell(fields, Column::Start));
    const auto end = parseNumber<std::int64_t>(cell(fields, Column::End));
    constexpr std::int64_t kLatest = 9'000'000'000;
    if ((start && (*start < 0 || *start > kLatest)) || (end && (*end < 0 || *end > kLatest)))
        return skippedLine(SkipReason::Malformed, position);
    const std::string_view fromPort = cell(fields, Column::Srcport);
    const std::string_view toPort = cell(fields, Column::Dstport);
    const auto fromNumber = parseNumber<std::uint16_t>(fromPort);
    const auto toNumber = parseNumber<std::uint16_t>(toPort);
    if ((!fromNumber && !fromPort.empty()) || (!toNumber && !toPort.empty()))
        return skippedLine(SkipReason::Malformed, position);
    FlowText text;
    text.firstSeen = start.value_or(0) * kNanosecondsPerSecond;
    text.lastSeen = end.value_or(0) * kNanosecondsPerSecond;
    text.protocol = parseProtocolCell(cell(fields, Column::Protocol));
    if (!text.protocol) return skippedFlow(SkipReason::NoTransport, text, position);
    const std::string_view action = cell(fields, Column::Action);
    if (action == "REJECT") return skippedFlow(SkipReason::NoPolicyReason, text, position);
    if (!action.empty() && action != "ACCEPT") return skippedFlow(SkipReason::NoVerdict, text, position);
    if (text.protocol == Protocol::Tcp && !readFlags(fields, text))
        return skippedFlow(SkipReason::NoAnswer, text, position);
    const std::string_view direction = cell(fields, Column::FlowDirection);
    if (direction == "egress") text.reporter = Reporter::Source;
    if (direction == "ingress") text.reporter = Reporter::Destination;
    text.from.address = either(fields, Column::PktSrcaddr, Column::Srcaddr);
    text.to.address = either(fields, Column::PktDstaddr, Column::Dstaddr);
    text.from.port = fromNumber.value_or(0);
    text.to.port = toNumber.value_or(0);
    return m_maker.make(text, position);
}

} // namespace

extern const FormatEntry kAwsVpcEntry;
const FormatEntry kAwsVpcEntry{
    FlowFormat::AwsVpcFlow,
    [](const SniffedLine& line, FormatHeader& header) {
        if (line.isObject) return false;
        header.columns = headerColumns(withoutEventTime(line.text));
        header.separator = ' ';
        return !header.columns.empty() || isDefaultLine(line.text);
    },
    [](Attribution& attribution, const FormatHeader& header, const LineHints&) -> std::unique_ptr<LineReader> {
        return std::make_unique<AwsVpcReader>(attribution, header);
    },
    true}; // joined objects may change their columns

} // namespace portolan

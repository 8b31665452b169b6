#include "core/flow/formats/cells.h"
#include "core/flow/formats/json_text.h"
#include "core/flow/formats/line_reader.h"
#include "core/flow/formats/record_maker.h"
#include "core/flow/formats/text_fields.h"
#include "core/flow/input/line_blocks.h"
#include "core/flow/time_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

/// Zeek's conn.log (flows.md 2.12; base/protocols/conn/main.zeek): tab-separated below #fields, which name the columns
/// and may change where rotated files were joined, or JSON lines. One line a connection, written when it ended.

namespace portolan {
namespace {

enum class Column : std::uint8_t {
    Ts,
    OrigH,
    OrigP,
    RespH,
    RespP,
    Proto,
    Duration,
    ConnState,
    History,
    MissedBytes,
    Path
};
constexpr std::array<std::string_view, 11> kColumnNames{"ts",        "id.orig_h",    "id.orig_p", "id.resp_h",
                                                        "id.resp_p", "proto",        "duration",  "conn_state",
                                                        "history",   "missed_bytes", "_path"};
constexpr std::size_t kMaxFields = 64;

using Cells = std::array<std::string_view, kColumnNames.size()>;

/// What conn_state and history say about a connection.
struct ConnectionState {
    std::optional<SkipReason> reason; ///< why it is no evidence of traffic
    Observation observation = Observation::Sighted;
    Reply reply = Reply::No;
};

/// Zeek names the end that opened the connection, unless it saw no beginning (OTH) or turned the ends round by their
/// ports (^): there its guess is worth no more than ours. TCP that nobody answered: S0, SH and RSTOS0; REJ was refused.
/// A datagram without an answer may be all there was to say.
ConnectionState connectionState(std::string_view state, std::string_view history, Protocol protocol) {
    ConnectionState out;
    constexpr std::array<std::string_view, 4> kUnanswered{"S0", "REJ", "SH", "RSTOS0"};
    if (std::ranges::find(kUnanswered, state) != kUnanswered.end()) {
        if (protocol == Protocol::Udp && state != "REJ")
            out.observation = Observation::Attempted;
        else
            out.reason = SkipReason::NoAnswer;
    }
    if (state == "OTH" || history.find('^') != std::string_view::npos) out.reply = Reply::Unknown;
    return out;
}

/// Nanoseconds of an interval in seconds, at most ten years; 0 where it is none.
std::int64_t intervalOf(std::string_view text) {
    double seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    constexpr double kLongest = 10.0 * 366 * 86'400;
    if (error != std::errc() || end != text.data() + text.size() || !(seconds > 0) || seconds > kLongest) return 0;
    return std::llround(seconds * static_cast<double>(kNanosecondsPerSecond));
}

/// The columns of a "#fields" line, whose second blank is the separator; empty where the line is none.
std::vector<std::string> fieldsOf(std::string_view line, char& separator) {
    constexpr std::string_view kFields = "#fields";
    if (!line.starts_with(kFields) || line.size() <= kFields.size() + 1) return {};
    separator = line[kFields.size()];
    std::array<std::string_view, kMaxFields> fields;
    const std::size_t count = cutFields(line.substr(kFields.size() + 1), separator, fields);
    return {fields.begin(), fields.begin() + static_cast<std::ptrdiff_t>(std::min(count, kMaxFields))};
}

class ZeekReader final : public LineReader {
  public:
    ZeekReader(Attribution& attribution, const FormatHeader& header) : m_maker(attribution) {
        useColumns(header.columns, header.separator);
    }
    LineResult read(std::string_view line, std::uint64_t position) override;
    LineResult more() override { return std::exchange(m_loss, {}); }
    void forgetEnds() override { m_maker.forgetEnds(); }

  private:
    void useColumns(const std::vector<std::string>& columns, char separator);
    LineResult readRow(std::string_view line, std::uint64_t position);
    LineResult readObject(std::string_view line, std::uint64_t position);
    LineResult readCells(const Cells& cells, std::uint64_t position);

    RecordMaker m_maker;
    std::vector<std::size_t> m_columns; ///< Column by field; kColumnNames.size(): not read
    bool m_isConnections = true;        ///< else the columns are those of another log
    char m_separator = '\t';
    simdjson::ondemand::parser m_parser;
    LineResult m_loss; ///< of the line read last
};

void ZeekReader::useColumns(const std::vector<std::string>& columns, char separator) {
    m_separator = separator;
    m_columns.clear();
    for (const std::string& column : columns) {
        const auto it = std::ranges::find(kColumnNames, std::string_view(column));
        m_columns.push_back(static_cast<std::size_t>(it - kColumnNames.begin()));
    }
    const auto has = [&](Column c) {
        return std::ranges::find(m_columns, static_cast<std::size_t>(c)) != m_columns.end();
    };
    m_isConnections = has(Column::OrigH) && has(Column::RespP) && has(Column::ConnState);
}

LineResult ZeekReader::read(std::string_view line, std::uint64_t position) {
    m_loss = {};
    if (line.starts_with('{')) return readObject(line, position);
    if (!line.starts_with('#')) return readRow(line, position);
    char separator = '\t';
    if (const auto columns = fieldsOf(line, separator); !columns.empty()) useColumns(columns, separator);
    return {};
}

LineResult ZeekReader::readRow(std::string_view line, std::uint64_t position) {
    if (!m_isConnections && !m_columns.empty()) return skippedLine(SkipReason::OtherEvent, position);
    std::array<std::string_view, kMaxFields> fields;
    const std::size_t count = cutFields(line, m_separator, fields);
    if (count != m_columns.size() || count > kMaxFields) return skippedLine(SkipReason::Malformed, position);
    Cells cells;
    for (std::size_t i = 0; i < count; ++i)
        if (m_columns[i] < cells.size() && fields[i] != "-" && fields[i] != "(empty)") cells[m_columns[i]] = fields[i];
    return readCells(cells, position);
}

LineResult ZeekReader::readObject(std::string_view line, std::uint64_t position) {
    Cells cells;
    simdjson::ondemand::document document;
    json::Object top;
    const bool isObject =
        m_parser.iterate(line.data(), line.size(), line.size() + kPaddingBytes).get(document) == simdjson::SUCCESS &&
        document.get_object().get(top) == simdjson::SUCCESS;
    const bool isRead =
        isObject && json::forEachField(top, [&](simdjson::ondemand::raw_json_string key, json::Value& value) {
            for (std::size_t i = 0; i < kColumnNames.size(); ++i)
                if (json::is(key, kColumnNames[i])) {
                    const std::string_view text = json::token(value);
                    if (text.starts_with('"'))
                        cells[i] = json::plainString(value);
                    else if (text != "null")
                        cells[i] = text;
                    break;
                }
            return true;
        });
    if (!isRead) return skippedLine(SkipReason::Malformed, position);
    const std::string_view path = cells[static_cast<std::size_t>(Column::Path)];
    if (!path.empty() && path != "conn") return skippedLine(SkipReason::OtherEvent, position);
    return readCells(cells, position);
}

LineResult ZeekReader::readCells(const Cells& cells, std::uint64_t position) {
    const auto cell = [&](Column column) { return cells[static_cast<std::size_t>(column)]; };
    FlowText text;
    text.from.address = cell(Column::OrigH);
    text.to.address = cell(Column::RespH);
    const auto fromPort = parseNumber<std::uint16_t>(cell(Column::OrigP));
    const auto toPort = parseNumber<std::uint16_t>(cell(Column::RespP));
    if (!fromPort || !toPort || !isLikelyAddress(text.from.address) || !isLikelyAddress(text.to.address))
        return skippedLine(SkipReason::Malformed, position);
    text.firstSeen = parseTime(cell(Column::Ts)).value_or(0);
    if (parseNumber<std::uint64_t>(cell(Column::MissedBytes)).value_or(0) > 0) { // packets that Zeek did not get to see
        m_loss.kind = LineResult::Kind::Loss;
        m_loss.lostEvents = 1;
    }
    text.lastSeen = text.firstSeen == 0 ? 0 : text.firstSeen + intervalOf(cell(Column::Duration));
    text.protocol = parseProtocolCell(cell(Column::Proto));
    if (!text.protocol) return skippedFlow(SkipReason::NoTransport, text, position);
    const auto state = connectionState(cell(Column::ConnState), cell(Column::History), *text.protocol);
    if (state.reason) return skippedFlow(*state.reason, text, position);
    text.from.port = *fromPort;
    text.to.port = *toPort;
    text.observation = state.observation;
    text.reply = state.reply;
    text.weightKind = WeightKind::Connection;
    return m_maker.make(text, position);
}

} // namespace

extern const FormatEntry kZeekEntry;
const FormatEntry kZeekEntry{
    FlowFormat::Zeek,
    [](const SniffedLine& line, FormatHeader& header) {
        if (line.isObject)
            return line.has("id.orig_h") && line.has("id.resp_p") && (line.has("conn_state") || line.has("_path"));
        if (line.text.find("conn_state") == std::string_view::npos) return false;
        header.columns = fieldsOf(line.text, header.separator);
        return !header.columns.empty();
    },
    [](Attribution& attribution, const FormatHeader& header, const LineHints&) -> std::unique_ptr<LineReader> {
        return std::make_unique<ZeekReader>(attribution, header);
    },
    true}; // joined files may change their columns

} // namespace portolan

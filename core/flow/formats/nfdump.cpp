#include "core/flow/formats/cells.h"
#include "core/flow/formats/json_text.h"
#include "core/flow/formats/line_reader.h"
#include "core/flow/formats/record_maker.h"
#include "core/flow/formats/text_fields.h"
#include "core/flow/input/line_blocks.h"
#include "core/flow/time_text.h"

#include <algorithm>
#include <array>

/// What nfdump prints of NetFlow and IPFIX (flows.md 2.16): `-o csv` of 1.6 and 1.7, `-o csv-fast` of 1.8, `-o json` an
/// element a line. One record a direction, so that a connection has two; the flags are those of all its packets.

namespace portolan {
namespace {

enum class Column : std::uint8_t {
    First,
    Last,
    From,
    To,
    FromPort,
    ToPort,
    Protocol,
    Flags,
    Packets,
    Answers,
    TranslatedTo, ///< behind a Service, where the exporter translates
    TranslatedToPort,
};
constexpr std::size_t kColumnCount = 12;

struct ColumnName {
    std::string_view name;
    Column column;
};
/// Of every version: the CSV of 1.6 and 1.7, that of 1.8, the JSON of both.
constexpr std::array kNames{
    ColumnName{"ts", Column::First},
    ColumnName{"te", Column::Last},
    ColumnName{"sa", Column::From},
    ColumnName{"da", Column::To},
    ColumnName{"sp", Column::FromPort},
    ColumnName{"dp", Column::ToPort},
    ColumnName{"pr", Column::Protocol},
    ColumnName{"flg", Column::Flags},
    ColumnName{"ipkt", Column::Packets},
    ColumnName{"opkt", Column::Answers},
    ColumnName{"firstSeen", Column::First},
    ColumnName{"lastSeen", Column::Last},
    ColumnName{"srcAddr", Column::From},
    ColumnName{"dstAddr", Column::To},
    ColumnName{"srcPort", Column::FromPort},
    ColumnName{"dstPort", Column::ToPort},
    ColumnName{"proto", Column::Protocol},
    ColumnName{"flags", Column::Flags},
    ColumnName{"packets", Column::Packets},
    ColumnName{"first", Column::First},
    ColumnName{"last", Column::Last},
    ColumnName{"src4_addr", Column::From},
    ColumnName{"src6_addr", Column::From},
    ColumnName{"dst4_addr", Column::To},
    ColumnName{"dst6_addr", Column::To},
    ColumnName{"src_port", Column::FromPort},
    ColumnName{"dst_port", Column::ToPort},
    ColumnName{"tcp_flags", Column::Flags},
    ColumnName{"in_packets", Column::Packets},
    ColumnName{"out_packets", Column::Answers},
    ColumnName{"dst4_xlt_ip", Column::TranslatedTo},
    ColumnName{"dst6_xlt_ip", Column::TranslatedTo},
    ColumnName{"dst_xlt_port", Column::TranslatedToPort},
};
constexpr std::size_t kMaxFields = 96;

using Cells = std::array<std::string_view, kColumnCount>;

std::optional<Column> columnOf(std::string_view name) {
    const auto it = std::ranges::find(kNames, name, &ColumnName::name);
    return it == kNames.end() ? std::nullopt : std::optional(it->column);
}

bool isHeader(std::string_view line) {
    return line.starts_with("ts,te,td,") || line.starts_with("cnt,af,firstSeen,") || line.starts_with("firstSeen,");
}

std::vector<std::string> headerColumns(std::string_view line) {
    if (!isHeader(line)) return {};
    std::array<std::string_view, kMaxFields> fields;
    const std::size_t count = cutFields(line, ',', fields);
    std::vector<std::string> columns;
    for (std::size_t i = 0; i < std::min(count, kMaxFields); ++i) columns.emplace_back(trimmed(fields[i]));
    const auto has = [&](Column wanted) {
        return std::ranges::any_of(columns, [&](const std::string& name) { return columnOf(name) == wanted; });
    };
    const bool isWhole = has(Column::From) && has(Column::To) && has(Column::ToPort);
    return isWhole ? columns : std::vector<std::string>();
}

/// The totals that follow the records, and what is printed where the filter let nothing through.
bool isTrailer(std::string_view line) {
    constexpr std::array<std::string_view, 7> kBeginnings{
        "Summary", "flows,bytes,packets", "Time window", "Total flows", "Sys:", "No matched", "No matching"};
    if (std::ranges::any_of(kBeginnings, [&](std::string_view begin) { return line.starts_with(begin); })) return true;
    std::array<std::string_view, 6> totals;
    return cutFields(line, ',', totals) == totals.size() && std::ranges::all_of(totals, [](std::string_view t) {
               return parseNumber<std::uint64_t>(trimmed(t)).has_value();
           });
}

class NfdumpReader final : public LineReader {
  public:
    NfdumpReader(Attribution& attribution, const FormatHeader& header, int zoneMinutes)
        : m_maker(attribution), m_zoneMinutes(zoneMinutes) {
        useColumns(header.columns);
    }
    LineResult read(std::string_view line, std::uint64_t position) override;
    void forgetEnds() override { m_maker.forgetEnds(); }

  private:
    void useColumns(const std::vector<std::string>& columns) {
        m_columns.clear();
        for (const std::string& name : columns) m_columns.push_back(columnOf(name));
    }
    LineResult readObject(std::string_view line, std::uint64_t position);
    LineResult readCells(const Cells& cells, std::uint64_t position);
    /// Milliseconds in 1.8, else a local time.
    std::int64_t timeOf(std::string_view text) const {
        if (const auto milliseconds = parseNumber<std::int64_t>(text))
            return *milliseconds > 0 && *milliseconds < 9'000'000'000'000 ? *milliseconds * 1'000'000 : 0;
        return parseLocalTime(text, m_zoneMinutes).value_or(0);
    }

    RecordMaker m_maker;
    int m_zoneMinutes;
    std::vector<std::optional<Column>> m_columns; ///< by field
    simdjson::ondemand::parser m_parser;
};

LineResult NfdumpReader::read(std::string_view line, std::uint64_t position) {
    if (line.starts_with('{')) return readObject(line, position);
    if (const auto columns = headerColumns(line); !columns.empty()) {
        useColumns(columns);
        return {};
    }
    std::array<std::string_view, kMaxFields> fields;
    const std::size_t count = cutFields(line, ',', fields);
    if (count != m_columns.size() || count > kMaxFields || count < 2)
        return isTrailer(line) ? LineResult() : skippedLine(SkipReason::Malformed, position);
    Cells cells;
    for (std::size_t i = 0; i < count; ++i)
        if (m_columns[i]) cells[static_cast<std::size_t>(*m_columns[i])] = trimmed(fields[i]);
    return readCells(cells, position);
}

LineResult NfdumpReader::readObject(std::string_view line, std::uint64_t position) {
    Cells cells;
    bool isFlow = true;
    simdjson::ondemand::document document;
    json::Object top;
    const bool isObject =
        m_parser.iterate(line.data(), line.size(), line.size() + kPaddingBytes).get(document) == simdjson::SUCCESS &&
        document.get_object().get(top) == simdjson::SUCCESS;
    const bool isRead =
        isObject && json::forEachField(top, [&](simdjson::ondemand::raw_json_string key, json::Value& value) {
            if (json::is(key, "type")) isFlow = json::plainString(value) != "EVENT";
            for (const ColumnName& known : kNames)
                if (json::is(key, known.name)) {
                    const std::string_view text = json::token(value);
                    cells[static_cast<std::size_t>(known.column)] =
                        text.starts_with('"') ? json::plainString(value) : text;
                    break;
                }
            return true;
        });
    if (!isRead) return skippedLine(SkipReason::Malformed, position);
    return isFlow ? readCells(cells, position) : skippedLine(SkipReason::OtherEvent, position);
}

LineResult NfdumpReader::readCells(const Cells& cells, std::uint64_t position) {
    const auto cell = [&](Column column) { return cells[static_cast<std::size_t>(column)]; };
    const auto either = [&](Column first, Column second) {
        const std::string_view text = cell(first);
        return text.empty() || text == "0.0.0.0" || text == "::" || text == "0" ? cell(second) : text;
    };
    FlowText text;
    text.firstSeen = timeOf(cell(Column::First));
    text.lastSeen = timeOf(cell(Column::Last));
    text.from.address = cell(Column::From);
    text.to.address = either(Column::TranslatedTo, Column::To);
    if (!isLikelyAddress(text.from.address) || !isLikelyAddress(text.to.address))
        return skippedLine(SkipReason::Malformed, position);
    text.protocol = parseProtocolCell(cell(Column::Protocol));
    if (!text.protocol) return skippedFlow(SkipReason::NoTransport, text, position);
    const auto fromPort = parseNumber<std::uint16_t>(cell(Column::FromPort));
    const auto toPort = parseNumber<std::uint16_t>(either(Column::TranslatedToPort, Column::ToPort));
    if (!fromPort || !toPort) return skippedLine(SkipReason::Malformed, position);
    text.from.port = *fromPort;
    text.to.port = *toPort;
    const std::string_view flags = cell(Column::Flags);
    const auto hasFlag = [&](char letter) { return flags.find(letter) != std::string_view::npos; };
    const std::string_view answers = cell(Column::Answers);
    const bool isAnswered = !answers.empty() && answers != "0";
    const bool isSynOnly = hasFlag('S') && !hasFlag('A');
    const bool isResetOnly = hasFlag('R') && !hasFlag('S') && !hasFlag('P') && cell(Column::Packets) == "1";
    if (text.protocol == Protocol::Tcp && !isAnswered && (isSynOnly || isResetOnly))
        return skippedFlow(SkipReason::NoAnswer, text, position);
    return m_maker.make(text, position);
}

} // namespace

extern const FormatEntry kNfdumpEntry;
const FormatEntry kNfdumpEntry{
    FlowFormat::Nfdump,
    [](const SniffedLine& line, FormatHeader& header) {
        if (line.isObject)
            return (line.has("src4_addr") || line.has("src6_addr")) && (line.has("first") || line.has("proto"));
        header.columns = headerColumns(line.text);
        return !header.columns.empty();
    },
    [](Attribution& attribution, const FormatHeader& header, const LineHints& hints) -> std::unique_ptr<LineReader> {
        return std::make_unique<NfdumpReader>(attribution, header, hints.zoneMinutes);
    },
    true}; // joined files may change their columns

} // namespace portolan

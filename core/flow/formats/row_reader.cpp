#include "core/flow/formats/row_reader.h"

#include "core/flow/formats/cells.h"
#include "core/flow/formats/json_text.h"
#include "core/flow/formats/line_reader.h"
#include "core/flow/formats/record_maker.h"
#include "core/flow/input/line_blocks.h"
#include "core/flow/time_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <deque>

namespace portolan {
namespace {

constexpr std::array<std::string_view, kRowColumnCount> kColumnNames{
    "time",         "first_seen", "last_seen", "src_ns",   "src_workload", "src_pod", "src_ip", "dst_ns",
    "dst_workload", "dst_pod",    "dst_ip",    "protocol", "dst_port",     "verdict", "count"};
constexpr std::size_t kMaxOpenRow = std::size_t{64} << 10U;

using Cells = std::array<std::string_view, kRowColumnCount>;

std::string_view cell(const Cells& cells, RowColumn column) {
    return cells[static_cast<std::size_t>(column)];
}

EndFacts endFacts(std::string_view ns, std::string_view workload, std::string_view pod) {
    EndFacts facts;
    facts.ns = ns;
    facts.pod = pod;
    facts.workload = workload;
    if (workload.ends_with(']'))
        if (const std::size_t open = workload.rfind('['); open != std::string_view::npos) {
            facts.workload = workload.substr(0, open);
            facts.workloadKind = workload.substr(open + 1, workload.size() - open - 2);
        }
    if (const std::size_t slash = facts.workload.find('/'); ns.empty() && slash != std::string_view::npos) {
        facts.ns = facts.workload.substr(0, slash);
        facts.workload.remove_prefix(slash + 1);
    }
    if (ns.empty() && facts.workload == "internet") facts.endClass = EndClass::World;
    if (ns.empty() && facts.workload == "reserved:ingress") facts.endClass = EndClass::Proxy;
    if (ns.empty() && facts.workloadKind == "Node") facts.endClass = EndClass::Node;
    if (facts.endClass == EndClass::Proxy) facts.workload = {};
    return facts;
}

} // namespace

std::optional<RowColumn> parseRowColumn(std::string_view name) {
    std::string lower;
    for (const char c : name) lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    const auto it = std::ranges::find(kColumnNames, std::string_view(lower));
    if (it == kColumnNames.end()) return std::nullopt;
    return static_cast<RowColumn>(it - kColumnNames.begin());
}

std::optional<FormatHeader> parseRowHeader(std::string_view line) {
    for (const char separator : {',', ';', '\t'}) {
        FormatHeader header{separator, {}};
        std::deque<std::string> undone;
        std::array<bool, kRowColumnCount> has{};
        std::string_view rest = line;
        for (bool isMore = true; isMore;) {
            std::string_view field;
            if (!takeField(rest, separator, field, undone)) return std::nullopt;
            if (const auto column = parseRowColumn(trimmed(field))) has[static_cast<std::size_t>(*column)] = true;
            header.columns.emplace_back(trimmed(field));
            isMore = !rest.empty();
            if (isMore) rest.remove_prefix(1);
        }
        const auto hasAny = [&](RowColumn first, RowColumn last) {
            return std::any_of(has.begin() + static_cast<int>(first), has.begin() + static_cast<int>(last) + 1,
                               [](bool b) { return b; });
        };
        if (hasAny(RowColumn::DstPort, RowColumn::DstPort) && hasAny(RowColumn::SrcNs, RowColumn::SrcIp) &&
            hasAny(RowColumn::DstNs, RowColumn::DstIp))
            return header;
    }
    return std::nullopt;
}

std::vector<std::string> unreadColumns(const FormatHeader& header) {
    std::vector<std::string> unread;
    for (const std::string& column : header.columns)
        if (!parseRowColumn(column)) unread.push_back(column);
    return unread;
}

namespace {

FlowTextEnd endOf(const Cells& cells, RowColumn ns, RowColumn workload, RowColumn pod, RowColumn ip) {
    return {endFacts(cell(cells, ns), cell(cells, workload), cell(cells, pod)), cell(cells, ip), 0};
}

/// What both sorts of rows share: cells to a record.
class RowReader : public LineReader {
  public:
    explicit RowReader(Attribution& attribution) : m_maker(attribution) {}
    void forgetEnds() override { m_maker.forgetEnds(); }

  protected:
    LineResult readCells(const Cells& cells, std::uint64_t position);

    std::deque<std::string> m_undone;

  private:
    RecordMaker m_maker;
};

LineResult RowReader::readCells(const Cells& cells, std::uint64_t position) {
    const std::string_view time = cell(cells, RowColumn::Time);
    const std::string_view first = cell(cells, RowColumn::FirstSeen);
    const std::string_view last = cell(cells, RowColumn::LastSeen);
    const std::string_view port = cell(cells, RowColumn::DstPort);
    const std::string_view count = cell(cells, RowColumn::Count);
    const auto portNumber = parseNumber<std::uint16_t>(port);
    const auto verdict = parseFlowVerdict(cell(cells, RowColumn::Verdict));
    const auto weight = count.empty() ? std::optional<std::uint64_t>(1) : parseNumber<std::uint64_t>(count);
    if (!weight || *weight == 0 || (!port.empty() && !portNumber)) return skippedLine(SkipReason::Malformed, position);
    FlowText text;
    text.firstSeen = parseTime(first.empty() ? time : first).value_or(0);
    text.lastSeen = parseTime(last.empty() ? time : last).value_or(0);
    text.from = endOf(cells, RowColumn::SrcNs, RowColumn::SrcWorkload, RowColumn::SrcPod, RowColumn::SrcIp);
    text.to = endOf(cells, RowColumn::DstNs, RowColumn::DstWorkload, RowColumn::DstPod, RowColumn::DstIp);
    text.to.port = portNumber.value_or(0);
    text.protocol = parseProtocolCell(cell(cells, RowColumn::Protocol));
    text.verdict = verdict.value_or(FlowVerdict::Observed);
    text.observation = Observation::Stated;
    text.reply = Reply::No;
    text.weight = *weight;
    LineResult result = m_maker.make(text, position);
    if (!verdict && text.protocol && text.to.port != 0) {
        result.kind = LineResult::Kind::Skip;
        result.reason = SkipReason::NoVerdict;
    }
    return result;
}

/// CSV rows (RFC 4180 quoting, line ends in quotes included).
class CsvReader final : public RowReader {
  public:
    CsvReader(Attribution& attribution, const FormatHeader& header) : RowReader(attribution), m_header(header) {
        for (const std::string& column : header.columns) m_columns.push_back(parseRowColumn(column));
    }
    LineResult read(std::string_view line, std::uint64_t position) override;
    LineResult finish() override;

  private:
    FormatHeader m_header;
    std::vector<std::optional<RowColumn>> m_columns; ///< by position; absent: not read
    std::string m_open;                              ///< a row whose quotes are still open
    std::uint64_t m_openPosition = 0;
};

LineResult CsvReader::read(std::string_view line, std::uint64_t position) {
    const bool isContinued = !m_open.empty();
    if (isContinued)
        m_open.append(1, '\n').append(line);
    else
        m_openPosition = position;
    const std::string joined = isContinued ? std::move(m_open) : std::string();
    m_open.clear();
    const std::string_view whole = isContinued ? std::string_view(joined) : line;
    m_undone.clear();
    Cells cells;
    std::size_t fields = 0;
    bool isHeader = true;
    std::string_view rest = whole;
    for (bool isMore = true; isMore; ++fields) {
        std::string_view field;
        if (!takeField(rest, m_header.separator, field, m_undone)) {
            if (whole.size() > kMaxOpenRow) return skippedLine(SkipReason::Malformed, m_openPosition);
            m_open = whole;
            return {};
        }
        isHeader = isHeader && fields < m_header.columns.size() && trimmed(field) == m_header.columns[fields];
        if (fields < m_columns.size() && m_columns[fields]) cells[static_cast<std::size_t>(*m_columns[fields])] = field;
        isMore = !rest.empty();
        if (isMore) rest.remove_prefix(1);
    }
    if (fields != m_columns.size()) return skippedLine(SkipReason::Malformed, m_openPosition);
    return isHeader ? LineResult() : readCells(cells, m_openPosition);
}

LineResult CsvReader::finish() {
    if (m_open.empty()) return {};
    m_open.clear();
    return skippedLine(SkipReason::Malformed, m_openPosition);
}

/// JSON lines with the same keys.
class JsonRowReader final : public RowReader {
  public:
    using RowReader::RowReader;
    LineResult read(std::string_view line, std::uint64_t position) override;

  private:
    simdjson::ondemand::parser m_parser;
};

LineResult JsonRowReader::read(std::string_view line, std::uint64_t position) {
    m_undone.clear();
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
                        cells[i] = json::string(value, m_undone);
                    else if (text != "null")
                        cells[i] = text;
                }
            return true;
        });
    return isRead ? readCells(cells, position) : skippedLine(SkipReason::Malformed, position);
}

} // namespace

extern const FormatEntry kCsvEntry;
const FormatEntry kCsvEntry{
    FlowFormat::Csv,
    [](const SniffedLine& line, FormatHeader& header) {
        auto found = line.isObject ? std::nullopt : parseRowHeader(line.text);
        if (found) header = std::move(*found);
        return found.has_value();
    },
    [](Attribution& attribution, const FormatHeader& header, const LineHints&) -> std::unique_ptr<LineReader> {
        return std::make_unique<CsvReader>(attribution, header);
    },
    true};

extern const FormatEntry kJsonLinesEntry;
const FormatEntry kJsonLinesEntry{
    FlowFormat::JsonLines,
    [](const SniffedLine& line, FormatHeader&) {
        return line.has("dst_port") || line.has("src_workload") || line.has("dst_workload");
    },
    [](Attribution& attribution, const FormatHeader&, const LineHints&) -> std::unique_ptr<LineReader> {
        return std::make_unique<JsonRowReader>(attribution);
    }};

} // namespace portolan

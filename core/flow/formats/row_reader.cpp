#include "core/flow/formats/row_reader.h"

#include "core/flow/formats/cells.h"
#include "core/flow/formats/row_cells.h"
#include "core/flow/formats/row_text.h"
#include "core/flow/input/line_blocks.h"

#include <algorithm>
#include <deque>
#include <unordered_map>

namespace portolan {
namespace {

constexpr std::size_t kMaxOpenRow = std::size_t{64} << 10U;

ColumnsFound columnsOf(std::span<const std::string> names, const ColumnNames& known) {
    ColumnsFound found;
    for (const std::string& name : names)
        if (const auto meaning = known.meaningOf(name)) found.add(meaning->column);
    if (known.mapping())
        for (const auto& [column, text] : known.mapping()->constants)
            if (!text.empty()) found.add(column);
    return found;
}

/// The paths of an object's values, as far as columns may be there.
std::vector<std::string> pathsOf(std::string_view text, const ColumnNames& known) {
    const simdjson::padded_string padded(text);
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document;
    json::Object top;
    std::vector<std::string> paths;
    std::string path;
    auto isWanted = [&](std::string_view inner) { return known.mayHold(inner); };
    auto body = [&](std::string_view found, json::Value&) { paths.emplace_back(found); };
    if (parser.iterate(padded).get(document) == simdjson::SUCCESS &&
        document.get_object().get(top) == simdjson::SUCCESS)
        forEachPath(top, path, kMaxNesting, isWanted, body);
    return paths;
}

} // namespace

std::optional<FormatHeader> parseRowHeader(std::string_view line, std::shared_ptr<const ColumnMapping> mapping) {
    const ColumnNames known(mapping);
    for (const char separator : kSeparators) {
        std::vector<std::string> columns = fieldsOf(line, separator);
        if (columns.empty()) return std::nullopt;
        if (mapping && !mapping->header.empty()) {
            if (columns.size() != mapping->header.size()) continue;
            columns = mapping->header;
        }
        if (mapping && !mapping->absentFrom(columns).empty()) continue;
        if (columnsOf(columns, known).missing().empty()) return FormatHeader{separator, std::move(columns)};
    }
    return std::nullopt;
}

std::vector<std::string> unreadColumns(const FormatHeader& header, std::shared_ptr<const ColumnMapping> mapping) {
    const ColumnNames known(std::move(mapping));
    std::vector<std::string> unread;
    for (const std::string& column : header.columns)
        if (!known.meaningOf(column) && !ColumnNames::isIgnored(column)) unread.push_back(column);
    return unread;
}

std::string missingColumns(std::string_view line, std::shared_ptr<const ColumnMapping> mapping) {
    constexpr std::size_t kFewest = 3;
    const ColumnNames known(mapping);
    std::vector<std::string> best;
    if (line.starts_with('{'))
        best = pathsOf(line, known);
    else
        for (const char separator : kSeparators)
            if (auto fields = fieldsOf(line, separator); fields.size() > best.size()) best = std::move(fields);
    const bool isOwnHeader = mapping && !mapping->header.empty();
    if (isOwnHeader && best.size() >= kFewest && best.size() != mapping->header.size())
        return "a table of " + std::to_string(best.size()) + " columns, and the mapping's header names " +
               std::to_string(mapping->header.size());
    const ColumnsFound found = columnsOf(best, known);
    const auto absent = mapping && !isOwnHeader ? mapping->absentFrom(best) : std::vector<ColumnMapping::Absent>();
    const bool isMapped = mapping && absent.size() < mapping->columns.size();
    if (best.size() < kFewest || !(found.speaksOfEnds() || isMapped)) return {};
    std::string lack;
    for (const auto& [column, from] : absent)
        lack += (lack.empty() ? "" : ", ") + ("the column " + from) + ", which the mapping reads as " +
                std::string(name(column));
    if (absent.empty()) lack = found.missing();
    if (lack.empty()) return {};
    std::string out = "a table without " + lack + "; its columns are ";
    for (const std::string& column : best) out += (&column == &best.front() ? "" : ", ") + column;
    return out;
}

namespace {

/// Rows separated by commas and the like (RFC 4180 quoting, line ends in quotes included).
class CsvReader final : public LineReader {
  public:
    CsvReader(Attribution& attribution, const FormatHeader& header, const LineHints& hints)
        : m_maker(attribution, hints.mapping, hints.zoneMinutes), m_header(header) {
        const ColumnNames known(hints.mapping);
        for (const std::string& column : header.columns) m_columns.push_back(known.meaningOf(column));
    }
    LineResult read(std::string_view line, std::uint64_t position) override;
    LineResult finish() override;
    void forgetEnds() override { m_maker.forgetEnds(); }

  private:
    RowMaker m_maker;
    FormatHeader m_header;
    std::vector<std::optional<ColumnNames::Meaning>> m_columns; ///< by position; absent: not read
    std::deque<std::string> m_undone;
    std::string m_open; ///< a row whose quotes are still open
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
    RowCells cells;
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
        if (fields < m_columns.size() && m_columns[fields]) cells.set(*m_columns[fields], field);
        isMore = !rest.empty();
        if (isMore) rest.remove_prefix(1);
    }
    if (isHeader && fields == m_columns.size()) return {};
    if (fields != m_columns.size()) return skippedLine(SkipReason::Malformed, m_openPosition);
    return m_maker.make(cells, m_openPosition);
}

LineResult CsvReader::finish() {
    if (m_open.empty()) return {};
    m_open.clear();
    return skippedLine(SkipReason::Malformed, m_openPosition);
}

/// JSON lines with the same columns, in nested objects too. What a path means is looked up once; lines of one writer
/// have their fields in one order, so that the next path is mostly the one that came next in the line before.
class JsonRowReader final : public LineReader {
  public:
    JsonRowReader(Attribution& attribution, const LineHints& hints)
        : m_maker(attribution, hints.mapping, hints.zoneMinutes), m_known(hints.mapping) {}
    LineResult read(std::string_view line, std::uint64_t position) override;
    void forgetEnds() override { m_maker.forgetEnds(); }

  private:
    static constexpr std::size_t kMaxPaths = 10'000;
    static constexpr std::size_t kMaxExpected = 200;

    struct Path {
        std::optional<ColumnNames::Meaning> meaning;
        bool mayHold = false;
    };
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    struct Expected {
        std::string path;
        Path meaning;
    };
    Path next(std::string_view path);
    const Path& lookedUp(std::string_view path);

    RowMaker m_maker;
    ColumnNames m_known;
    std::unordered_map<std::string, Path, TextHash, std::equal_to<>> m_paths;
    std::vector<Expected> m_expected; ///< the paths of the lines before, in the order of their fields
    std::size_t m_next = 0;           ///< place of the next path of the present line
    std::deque<std::string> m_undone;
    std::string m_path;
    simdjson::ondemand::parser m_parser;
};

const JsonRowReader::Path& JsonRowReader::lookedUp(std::string_view path) {
    if (const auto it = m_paths.find(path); it != m_paths.end()) return it->second;
    if (m_paths.size() > kMaxPaths) m_paths.clear();
    return m_paths.emplace(std::string(path), Path{m_known.meaningOf(path), m_known.mayHold(path)}).first->second;
}

JsonRowReader::Path JsonRowReader::next(std::string_view path) {
    const std::size_t at = m_next++;
    if (at >= kMaxExpected) return lookedUp(path);
    if (at >= m_expected.size()) m_expected.resize(at + 1);
    Expected& expected = m_expected[at];
    if (expected.path != path) expected = {std::string(path), lookedUp(path)};
    return expected.meaning;
}

LineResult JsonRowReader::read(std::string_view line, std::uint64_t position) {
    m_undone.clear();
    m_next = 0;
    m_path.clear();
    RowCells cells;
    simdjson::ondemand::document document;
    json::Object top;
    auto isWanted = [&](std::string_view path) { return next(path).mayHold; };
    auto body = [&](std::string_view path, json::Value& value) {
        const auto meaning = next(path).meaning;
        if (!meaning) return;
        const std::string_view text = json::token(value);
        if (text.starts_with('"'))
            cells.set(*meaning, json::string(value, m_undone));
        else if (text != "null" && !text.starts_with('['))
            cells.set(*meaning, text);
    };
    const bool isRead =
        m_parser.iterate(line.data(), line.size(), line.size() + kPaddingBytes).get(document) == simdjson::SUCCESS &&
        document.get_object().get(top) == simdjson::SUCCESS && forEachPath(top, m_path, kMaxNesting, isWanted, body);
    return isRead ? m_maker.make(cells, position) : skippedLine(SkipReason::Malformed, position);
}

} // namespace

extern const FormatEntry kCsvEntry;
const FormatEntry kCsvEntry{
    FlowFormat::Csv,
    [](const SniffedLine& line, FormatHeader& header) {
        auto found = line.isObject ? std::nullopt : parseRowHeader(line.text, line.mapping);
        if (found) header = std::move(*found);
        return found.has_value();
    },
    [](Attribution& attribution, const FormatHeader& header, const LineHints& hints) -> std::unique_ptr<LineReader> {
        return std::make_unique<CsvReader>(attribution, header, hints);
    },
    true};

extern const FormatEntry kJsonLinesEntry;
const FormatEntry kJsonLinesEntry{
    FlowFormat::JsonLines,
    [](const SniffedLine& line, FormatHeader&) {
        if (!line.isObject) return false;
        const ColumnNames known(line.mapping);
        const std::vector<std::string> paths = pathsOf(line.text, known);
        if (line.mapping && !line.mapping->absentFrom(paths).empty()) return false;
        if (line.has("dst_port") || line.has("src_workload") || line.has("dst_workload")) return true;
        return columnsOf(paths, known).missing().empty();
    },
    [](Attribution& attribution, const FormatHeader&, const LineHints& hints) -> std::unique_ptr<LineReader> {
        return std::make_unique<JsonRowReader>(attribution, hints);
    }};

} // namespace portolan

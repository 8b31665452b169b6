#include "core/flow/formats/table_head.h"

#include "core/flow/formats/cells.h"
#include "core/flow/formats/row_text.h"
#include "core/flow/formats/sniff.h"
#include "core/flow/input/byte_source.h"
#include "core/flow/input/line_blocks.h"
#include "core/flow/input/time_mark.h"
#include "core/flow/input/unwrapping.h"
#include "core/flow/time_text.h"
#include "core/net/address.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

namespace portolan {
namespace {

constexpr std::size_t kHeadBytes = std::size_t{256} << 10U;
constexpr std::size_t kMaxRows = 1000;
constexpr std::size_t kMaxColumns = 300;
constexpr std::size_t kMaxValues = 64; ///< of a column
constexpr std::size_t kMaxValueBytes = 200;
constexpr std::size_t kFewestColumns = 3; ///< one for each end and one for the port
constexpr int kSniffedLines = 64;
constexpr std::size_t kMaxJoined = 32; ///< lines of one row with line ends in quotes

/// The columns, by name, as they turn up.
class ColumnCollector {
  public:
    /// Nothing is kept of columns past kMaxColumns.
    void add(std::string_view name, std::string_view value) {
        auto it = m_places.find(std::string(name));
        if (it == m_places.end()) {
            if (m_columns.size() >= kMaxColumns) return;
            it = m_places.emplace(std::string(name), m_columns.size()).first;
            m_columns.push_back({std::string(name), {}});
            m_seen.emplace_back();
        }
        std::vector<std::string>& values = m_columns[it->second].values;
        if (value.empty() || value.size() > kMaxValueBytes || values.size() >= kMaxValues) return;
        if (m_seen[it->second].emplace(value).second) values.emplace_back(value);
    }
    std::vector<HeadColumn> take() { return std::move(m_columns); }

  private:
    std::vector<HeadColumn> m_columns;
    std::vector<std::set<std::string, std::less<>>> m_seen;
    std::unordered_map<std::string, std::size_t> m_places;
};

/// How the rows of a table are separated, and into how many fields.
struct Separation {
    char separator = ',';
    std::size_t fields = 0;
    std::size_t lines = 0; ///< that have as many
};

Separation separationBy(char separator, const std::vector<std::string_view>& lines) {
    std::map<std::size_t, std::size_t> counts;
    for (const std::string_view line : lines)
        if (const std::size_t fields = fieldsOf(line, separator).size(); fields > 1) ++counts[fields];
    Separation best{separator, 0, 0};
    for (const auto& [fields, count] : counts)
        if (count >= best.lines) best = {separator, fields, count};
    return best;
}

/// nullopt where most lines have different numbers of fields, or only one.
std::optional<Separation> separationOf(const std::vector<std::string_view>& lines) {
    const std::vector<std::string_view> first(
        lines.begin(), lines.begin() + std::min<std::ptrdiff_t>(std::ssize(lines), kSniffedLines));
    Separation best;
    for (const char separator : kSeparators)
        if (const Separation found = separationBy(separator, first); found.fields > best.fields) best = found;
    const bool isMost = best.lines * 2 > first.size();
    return best.fields > 1 && isMost ? std::optional(best) : std::nullopt;
}

/// False where a field looks like a value, and where names are missing or the same.
bool looksLikeHeader(const std::vector<std::string>& row) {
    const auto isValue = [](const std::string& field) {
        return field.empty() || IpAddress::parse(field) || parseNumber<double>(field) || parseTime(field);
    };
    return std::ranges::none_of(row, isValue) && std::set<std::string>(row.begin(), row.end()).size() == row.size();
}

/// The rows of as many fields as the table has; others are something else, such as comments.
std::vector<std::vector<std::string>> rowsOf(const std::vector<std::string_view>& lines, const Separation& how) {
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto fields = fieldsOf(lines[i], how.separator);
        std::string joined;
        for (std::size_t next = i + 1; fields.empty() && next < std::min(lines.size(), i + kMaxJoined); ++next) {
            if (joined.empty()) joined = lines[i];
            joined.append(1, '\n').append(lines[next]);
            fields = fieldsOf(joined, how.separator);
            if (!fields.empty()) i = next;
        }
        if (fields.size() == how.fields) rows.push_back(std::move(fields));
    }
    return rows;
}

void fillSeparated(TableHead& head, const std::vector<std::string_view>& lines, HeaderRow header) {
    const auto how = separationOf(lines);
    if (!how) return;
    const auto rows = rowsOf(lines, *how);
    if (rows.empty()) return;
    head.shape = TableHead::Shape::Separated;
    head.hasHeader = header == HeaderRow::Guessed ? looksLikeHeader(rows.front()) : header == HeaderRow::Names;
    head.rows = rows.size() - (head.hasHeader ? 1 : 0);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < how->fields; ++i)
        names.push_back(head.hasHeader ? rows.front()[i] : "column_" + std::to_string(i + 1));
    ColumnCollector columns;
    for (const std::string& name : names) columns.add(name, {});
    for (std::size_t row = head.hasHeader ? 1 : 0; row < rows.size(); ++row)
        for (std::size_t i = 0; i < names.size(); ++i) columns.add(names[i], rows[row][i]);
    head.columns = columns.take();
}

/// False where the line is no whole object.
bool addObject(std::string_view line, ColumnCollector& columns, simdjson::ondemand::parser& parser) {
    const simdjson::padded_string padded(line);
    simdjson::ondemand::document document;
    json::Object top;
    std::string path;
    std::deque<std::string> undone;
    auto isWanted = [](std::string_view) { return true; };
    auto body = [&](std::string_view name, json::Value& value) {
        const std::string_view text = json::token(value);
        if (text.starts_with('[')) return;
        if (text.starts_with('"'))
            columns.add(name, json::string(value, undone));
        else
            columns.add(name, text == "null" ? std::string_view() : text);
    };
    return parser.iterate(padded).get(document) == simdjson::SUCCESS &&
           document.get_object().get(top) == simdjson::SUCCESS && forEachPath(top, path, kMaxNesting, isWanted, body);
}

void fillObjects(TableHead& head, const std::vector<std::string_view>& lines) {
    ColumnCollector columns;
    simdjson::ondemand::parser parser;
    for (const std::string_view line : lines) head.rows += addObject(line, columns, parser) ? 1U : 0U;
    if (head.rows * 2 <= lines.size()) return;
    head.shape = TableHead::Shape::Objects;
    head.columns = columns.take();
}

std::vector<std::string_view> linesOf(std::string_view text, std::size_t most) {
    std::vector<std::string_view> out;
    while (out.size() < most) {
        auto line = takeLine(text);
        if (!line) break;
        takeTimeMark(*line);
        if (!line->empty()) out.push_back(*line);
    }
    return out;
}

FlowFormat formatOf(const std::string& lines, const std::shared_ptr<const ColumnMapping>& mapping) {
    for (const std::string_view line : linesOf(lines, kSniffedLines))
        if (const auto sniffed = sniffLine(line, mapping)) return sniffed->format;
    return FlowFormat::Unknown;
}

} // namespace

const HeadColumn* TableHead::find(std::string_view name) const {
    const auto it = std::ranges::find(columns, name, &HeadColumn::name);
    return it == columns.end() ? nullptr : &*it;
}

bool TableHead::asksForMapping() const {
    return shape != Shape::None && format == FlowFormat::Unknown && columns.size() >= kFewestColumns;
}

TableHead tableHeadOf(std::string lines, HeaderRow header) {
    TableHead head;
    head.lines = std::move(lines);
    const auto first = linesOf(head.lines, kMaxRows);
    if (first.empty()) return head;
    if (first.front().starts_with('{'))
        fillObjects(head, first);
    else
        fillSeparated(head, first, header);
    return head;
}

Result<TableHead> readTableHead(const std::string& path, const std::shared_ptr<const ColumnMapping>& mapping,
                                const RunControl& control) {
    auto opened = openBytes(path, control);
    if (!opened) return tl::make_unexpected(opened.error());
    auto source = unwrapped(std::move(opened->bytes), mapping);
    if (!source) return tl::make_unexpected(source.error());
    BlockReader blocks(std::move(source->bytes), kHeadBytes);
    LineBlock block;
    const auto isThere = blocks.next(block);
    if (!isThere) return tl::make_unexpected(isThere.error());
    TableHead head = tableHeadOf(*isThere ? std::string(block.text()) : std::string(), HeaderRow::Guessed);
    head.format = formatOf(head.lines, mapping);
    return head;
}

} // namespace portolan

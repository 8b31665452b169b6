#include "core/flow/formats/column_mapping.h"

#include "core/flow/flow_record.h"
#include "core/flow/formats/cells.h"
#include "core/flow/time_text.h"
#include "core/net/address.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <sstream>

namespace portolan {
namespace {

std::string allColumns() {
    std::string out;
    for (std::size_t i = 0; i < kRowColumnCount; ++i)
        out += (i == 0 ? "" : ", ") + std::string(name(static_cast<RowColumn>(i)));
    return out;
}

/// "m.yaml:2:5: ", or without the place where it is not known.
std::string markText(const std::string& path, const YAML::Mark& mark) {
    if (mark.is_null()) return path + ": ";
    return path + ':' + std::to_string(mark.line + 1) + ':' + std::to_string(mark.column + 1) + ": ";
}

bool isSameWord(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
    return std::ranges::equal(a, b, {}, lower, lower);
}

bool isAnyOf(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(words, [&](std::string_view known) { return isSameWord(word, known); });
}

/// Whether a word stands in every row of a table or in some: nothing could be read of one that is ICMP throughout.
enum class Every { Row, Some };

/// What the words of a column are, where that is no word of it; empty: it is one.
std::string_view expectedInstead(RowColumn column, std::string_view word, Every rows) {
    const auto is = [](bool isWord, std::string_view expected) { return isWord ? std::string_view() : expected; };
    switch (column) {
    case RowColumn::Verdict:
    case RowColumn::Action: return is(parseFlowVerdict(word).has_value(), "allowed, denied, would-deny and observed");
    case RowColumn::Protocol:
        return is(parseProtocolCell(word) ||
                      (rows == Every::Some && (isAnyOf(word, {"icmp", "icmpv6"}) || parseNumber<std::uint8_t>(word))),
                  "tcp, udp and sctp, or their numbers");
    case RowColumn::SrcPort:
    case RowColumn::DstPort:
    case RowColumn::DstNatPort: return is(parseNumber<std::uint16_t>(word).value_or(0) != 0, "numbers from 1 to 65535");
    case RowColumn::Count: return is(parseNumber<std::uint64_t>(word).value_or(0) != 0, "numbers from 1 on");
    case RowColumn::SrcIp:
    case RowColumn::DstIp:
    case RowColumn::DstNatIp: return is(IpAddress::parse(std::string(word)).has_value(), "addresses");
    case RowColumn::Time:
    case RowColumn::FirstSeen:
    case RowColumn::LastSeen:
        return is(parseTime(word).has_value(), "times, as 2026-03-01T12:00:00Z or seconds since 1970");
    case RowColumn::Reply: return is(isAnyOf(word, {"true", "yes", "1", "false", "no", "0"}), "true and false");
    default: return {};
    }
}

/// Reads the parts of a mapping; the first thing that is amiss stays.
class MappingReader {
  public:
    explicit MappingReader(const std::string& path) : m_path(path) {}

    Result<ColumnMapping> read(const YAML::Node& root) {
        if (!root.IsMap()) return fail(Error::Kind::Usage, m_path + ": no mapping; begin it with \"columns:\"");
        for (const auto& part : root) {
            const std::string key = part.first.Scalar();
            if (key == "columns")
                readColumns(part.second);
            else if (key == "values")
                readValues(part.second);
            else if (key == "time")
                readTime(part.second);
            else if (key == "header")
                readHeader(part.second);
            else
                refuse(part.first, "there is no part " + key + "; there are columns, values, time and header");
        }
        if (!m_mapping.header.empty()) checkHeader(root["columns"]);
        if (m_problem) return tl::make_unexpected(*m_problem);
        return std::move(m_mapping);
    }

  private:
    void refuse(const YAML::Node& at, const std::string& what) {
        if (!m_problem) m_problem = Error{Error::Kind::Usage, markText(m_path, at.Mark()) + what};
    }
    std::optional<RowColumn> column(const YAML::Node& key) {
        auto found = parseRowColumn(key.Scalar());
        if (!found) refuse(key, "there is no column " + key.Scalar() + "; there are " + allColumns());
        return found;
    }
    /// A word that stands for cells of a column has to be one that is understood.
    void checkWord(const YAML::Node& at, RowColumn of, const std::string& word, Every rows) {
        const std::string_view expected = word.empty() ? std::string_view() : expectedInstead(of, word, rows);
        if (!expected.empty())
            refuse(at, std::string(name(of)) + ": " + word + " is not understood; there are " + std::string(expected));
    }
    void readColumns(const YAML::Node& node) {
        if (!node.IsMap()) return refuse(node, "columns is no mapping");
        for (const auto& entry : node) {
            const auto to = column(entry.first);
            if (!to) return;
            const std::string word(name(*to));
            if (!entry.second.IsScalar()) return refuse(entry.second, word + ": the column's name is no plain text");
            if (m_mapping.names(*to)) return refuse(entry.first, word + " is given twice");
            const std::string from = entry.second.Scalar();
            if (from.starts_with('=')) {
                m_mapping.constants[*to] = from.substr(1);
                checkWord(entry.second, *to, from.substr(1), Every::Row);
                continue;
            }
            if (const auto other = m_mapping.columnOf(from))
                return refuse(entry.second, from + " is named twice, as " + std::string(name(*other)) + " and as " +
                                                word + "; a column says one thing");
            m_mapping.columns[*to] = from;
        }
    }
    void readValues(const YAML::Node& node) {
        if (!node.IsMap()) return refuse(node, "values is no mapping");
        for (const auto& entry : node) {
            const auto of = column(entry.first);
            if (!of) return;
            if (!entry.second.IsMap())
                return refuse(entry.second,
                              "values: " + std::string(name(*of)) + " holds no mapping from words to words");
            for (const auto& value : entry.second) {
                m_mapping.values[*of][value.first.Scalar()] = value.second.Scalar();
                checkWord(value.second, *of, value.second.Scalar(), Every::Some);
            }
        }
    }
    void readTime(const YAML::Node& node) {
        if (!node.IsMap() || !node["zone"]) return refuse(node, "time holds no zone");
        m_mapping.zoneMinutes = parseZone(node["zone"].Scalar());
        if (!m_mapping.zoneMinutes)
            refuse(node["zone"], "time: a zone is written as +02:00, -05:30 or Z, not " + node["zone"].Scalar());
    }
    void readHeader(const YAML::Node& node) {
        if (!node.IsSequence()) return refuse(node, "header is no list of names");
        for (const auto& name : node) m_mapping.header.push_back(name.Scalar());
    }
    /// What the columns name has to be in the header.
    void checkHeader(const YAML::Node& columns) {
        if (!columns || !columns.IsMap()) return;
        for (const auto& entry : columns) {
            const std::string from = entry.second.IsScalar() ? entry.second.Scalar() : "";
            if (!from.starts_with('=') && std::ranges::find(m_mapping.header, from) == m_mapping.header.end())
                refuse(entry.second, entry.first.Scalar() + ": the header has no column " + from);
        }
    }

    const std::string& m_path;
    ColumnMapping m_mapping;
    std::optional<Error> m_problem;
};

} // namespace

std::optional<RowColumn> ColumnMapping::columnOf(std::string_view path) const {
    for (const auto& [column, from] : columns)
        if (from == path) return column;
    return std::nullopt;
}

bool ColumnMapping::mayHold(std::string_view path) const {
    return std::ranges::any_of(columns, [&](const auto& entry) {
        const std::string& from = entry.second;
        return from.size() > path.size() && from.starts_with(path) && from[path.size()] == '.';
    });
}

std::string_view ColumnMapping::valueOf(RowColumn column, std::string_view cell) const {
    const auto words = values.find(column);
    if (words == values.end()) return cell;
    auto word = words->second.find(cell);
    if (word == words->second.end())
        word = std::ranges::find_if(words->second, [&](const auto& known) { return isSameWord(known.first, cell); });
    return word == words->second.end() ? cell : std::string_view(word->second);
}

std::vector<ColumnMapping::Absent> ColumnMapping::absentFrom(std::span<const std::string> paths) const {
    std::vector<Absent> out;
    for (const auto& [column, from] : columns)
        if (std::ranges::find(paths, from) == paths.end()) out.push_back({column, from});
    return out;
}

Result<ColumnMapping> parseColumnMapping(const std::string& text, const std::string& path) {
    try {
        return MappingReader(path).read(YAML::Load(text));
    } catch (const YAML::Exception& e) {
        return fail(Error::Kind::Unreadable, markText(path, e.mark) + "not valid YAML: " + e.msg);
    }
}

Result<ColumnMapping> readColumnMapping(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return fail(Error::Kind::NotFound, path + ": cannot be opened, the mapping of the columns of flow logs");
    std::ostringstream text;
    text << in.rdbuf();
    return parseColumnMapping(text.str(), path);
}

std::shared_ptr<const ColumnMapping> mappingOf(const std::shared_ptr<const ColumnMapping>& mapping,
                                               std::string_view path) {
    if (!mapping || mapping->ofFiles.empty()) return mapping;
    if (const auto own = mapping->ofFiles.find(path); own != mapping->ofFiles.end()) return own->second;
    ColumnMapping common = *mapping;
    common.ofFiles.clear();
    return common == ColumnMapping() ? nullptr : std::make_shared<const ColumnMapping>(std::move(common));
}

std::shared_ptr<const ColumnMapping> withMappingOf(const std::shared_ptr<const ColumnMapping>& mapping,
                                                   const std::string& path, std::shared_ptr<const ColumnMapping> own) {
    ColumnMapping out = mapping ? *mapping : ColumnMapping();
    if (own)
        out.ofFiles[path] = std::move(own);
    else
        out.ofFiles.erase(path);
    return out == ColumnMapping() ? nullptr : std::make_shared<const ColumnMapping>(std::move(out));
}

} // namespace portolan

#include "core/flow/formats/column_mapping.h"

#include "core/flow/time_text.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
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

/// Reads the parts of a mapping; the first thing that is amiss stays.
class MappingReader {
  public:
    explicit MappingReader(const std::string& path) : m_path(path) {}

    Result<ColumnMapping> read(const YAML::Node& root) {
        if (!root.IsMap()) return fail(Error::Kind::Unreadable, m_path + ": no mapping; begin it with \"columns:\"");
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
                refuse("there is no part " + key + "; there are columns, values, time and header");
        }
        if (m_problem) return tl::make_unexpected(*m_problem);
        return std::move(m_mapping);
    }

  private:
    void refuse(const std::string& what) {
        if (!m_problem) m_problem = Error{Error::Kind::Usage, m_path + ": " + what};
    }
    std::optional<RowColumn> column(const YAML::Node& key) {
        auto found = parseRowColumn(key.Scalar());
        if (!found) refuse("there is no column " + key.Scalar() + "; there are " + allColumns());
        return found;
    }
    void readColumns(const YAML::Node& node) {
        if (!node.IsMap()) return refuse("columns is no mapping");
        for (const auto& entry : node) {
            const auto to = column(entry.first);
            if (!to || !entry.second.IsScalar()) return refuse("columns: a name is no plain text");
            const std::string from = entry.second.Scalar();
            if (from.starts_with('='))
                m_mapping.constants[*to] = from.substr(1);
            else
                m_mapping.columns[*to] = from;
        }
    }
    void readValues(const YAML::Node& node) {
        if (!node.IsMap()) return refuse("values is no mapping");
        for (const auto& entry : node) {
            const auto of = column(entry.first);
            if (!of || !entry.second.IsMap()) return refuse("values: no mapping from words to words");
            for (const auto& value : entry.second) m_mapping.values[*of][value.first.Scalar()] = value.second.Scalar();
        }
    }
    void readTime(const YAML::Node& node) {
        if (!node.IsMap() || !node["zone"]) return refuse("time holds no zone");
        m_mapping.zoneMinutes = parseZone(node["zone"].Scalar());
        if (!m_mapping.zoneMinutes) refuse("time: a zone is written as +02:00, -05:30 or Z");
    }
    void readHeader(const YAML::Node& node) {
        if (!node.IsSequence()) return refuse("header is no list of names");
        for (const auto& name : node) m_mapping.header.push_back(name.Scalar());
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
    const auto word = words->second.find(cell);
    return word == words->second.end() ? cell : std::string_view(word->second);
}

Result<ColumnMapping> parseColumnMapping(const std::string& text, const std::string& path) {
    try {
        return MappingReader(path).read(YAML::Load(text));
    } catch (const YAML::Exception& e) {
        return fail(Error::Kind::Unreadable, path + ": " + e.what());
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

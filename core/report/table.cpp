#include "core/report/table.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace portolan {
namespace {

std::string csvCell(const std::string& cell) {
    if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
    std::string out = "\"";
    for (const char c : cell) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + '"';
}

std::string csvLine(const std::vector<std::string>& cells) {
    std::string out;
    for (std::size_t i = 0; i < cells.size(); ++i) out += (i == 0 ? "" : ",") + csvCell(cells[i]);
    return out + '\n';
}

std::string markdownLine(const std::vector<std::string>& cells) {
    std::string out = "|";
    for (const std::string& cell : cells) {
        out += ' ';
        for (const char c : cell) {
            if (c == '|') out += '\\';
            out += c == '\n' ? ' ' : c;
        }
        out += " |";
    }
    return out + '\n';
}

/// Gathers text and hands it on in large parts; after a failure nothing more.
class Parts {
  public:
    explicit Parts(const TextSink& out) : m_out(out) {}
    void add(std::string_view text) {
        m_text += text;
        if (m_text.size() >= kPartBytes) flush();
    }
    Result<void> end() {
        flush();
        return m_done;
    }

  private:
    static constexpr std::size_t kPartBytes = std::size_t{1} << 18U;

    void flush() {
        if (m_done && !m_text.empty()) m_done = m_out(m_text);
        m_text.clear();
    }

    const TextSink& m_out;
    std::string m_text;
    Result<void> m_done;
};

/// The rows of a table, for what writes part by part.
RowSource rowsOf(const Table& table) {
    return [&table](const auto& onRow) {
        for (const auto& row : table.rows) onRow(row);
    };
}

using Writer = Result<void>(const std::vector<std::string>&, const RowSource&, const TextSink&);

/// All that a writer writes of a table.
std::string whole(Writer& write, const Table& table) {
    std::string out;
    (void)write(table.columns, rowsOf(table), [&](std::string_view part) -> Result<void> { // fails as the sink: never
        out += part;
        return {};
    });
    return out;
}

} // namespace

Result<void> writeCsv(const std::vector<std::string>& columns, const RowSource& rows, const TextSink& out) {
    Parts parts(out);
    parts.add(csvLine(columns));
    rows([&](const std::vector<std::string>& row) { parts.add(csvLine(row)); });
    return parts.end();
}

Result<void> writeMarkdown(const std::vector<std::string>& columns, const RowSource& rows, const TextSink& out) {
    Parts parts(out);
    parts.add(markdownLine(columns));
    parts.add("|");
    for (std::size_t i = 0; i < columns.size(); ++i) parts.add(" --- |");
    parts.add("\n");
    rows([&](const std::vector<std::string>& row) { parts.add(markdownLine(row)); });
    return parts.end();
}

Result<void> writeAligned(const std::vector<std::string>& columns, const RowSource& rows, const TextSink& out) {
    std::vector<std::size_t> widths;
    bool isEmpty = true;
    for (const std::string& c : columns) widths.push_back(c.size());
    rows([&](const std::vector<std::string>& row) {
        isEmpty = false;
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    });
    Parts parts(out);
    const auto add = [&](const std::vector<std::string>& cells) {
        std::string line;
        for (std::size_t i = 0; i < cells.size(); ++i)
            line += i + 1 == cells.size() ? cells[i] : cells[i] + std::string(widths[i] - cells[i].size() + 2, ' ');
        line.erase(line.find_last_not_of(' ') + 1);
        parts.add(line + '\n');
    };
    if (!isEmpty) add(columns);
    rows(add);
    return parts.end();
}

Result<void> writeJsonRows(const std::vector<std::string>& columns, const RowSource& rows, const TextSink& out) {
    std::vector<std::string> names;
    for (const std::string& column : columns) names.push_back(jsonString(column) + ':');
    Parts parts(out);
    parts.add("[");
    bool isFirst = true;
    rows([&](const std::vector<std::string>& row) {
        parts.add(isFirst ? "\n{" : ",\n{");
        for (std::size_t i = 0; i < names.size(); ++i) {
            parts.add(i == 0 ? "" : ",");
            parts.add(names[i]);
            parts.add(jsonString(row[i]));
        }
        parts.add("}");
        isFirst = false;
    });
    parts.add(isFirst ? "]" : "\n]");
    return parts.end();
}

std::string csv(const Table& table) {
    return whole(writeCsv, table);
}

std::string markdown(const Table& table) {
    return whole(writeMarkdown, table);
}

std::string aligned(const Table& table) {
    return whole(writeAligned, table);
}

std::string jsonString(std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string jsonRows(const Table& table) {
    return whole(writeJsonRows, table);
}

} // namespace portolan

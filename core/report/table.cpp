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

} // namespace

std::string csv(const Table& table) {
    std::string out = csvLine(table.columns);
    for (const auto& row : table.rows) out += csvLine(row);
    return out;
}

std::string markdown(const Table& table) {
    std::string out = markdownLine(table.columns) + '|';
    for (std::size_t i = 0; i < table.columns.size(); ++i) out += " --- |";
    out += '\n';
    for (const auto& row : table.rows) out += markdownLine(row);
    return out;
}

std::string aligned(const Table& table) {
    if (table.rows.empty()) return {};
    std::vector<std::size_t> widths;
    for (const std::string& c : table.columns) widths.push_back(c.size());
    for (const auto& row : table.rows)
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    std::string out;
    const auto line = [&](const std::vector<std::string>& cells) {
        for (std::size_t i = 0; i < cells.size(); ++i)
            out += i + 1 == cells.size() ? cells[i] : cells[i] + std::string(widths[i] - cells[i].size() + 2, ' ');
        while (!out.empty() && out.back() == ' ') out.pop_back();
        out += '\n';
    };
    line(table.columns);
    for (const auto& row : table.rows) line(row);
    return out;
}

std::string jsonString(std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string jsonRows(const Table& table) {
    std::string out = "[";
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        out += r == 0 ? "\n{" : ",\n{";
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            out += (i == 0 ? "" : ",") + jsonString(table.columns[i]) + ':' + jsonString(table.rows[r][i]);
        out += '}';
    }
    return out + (table.rows.empty() ? "]" : "\n]");
}

} // namespace portolan

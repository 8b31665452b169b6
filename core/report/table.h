#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace portolan {

/// Rows of text cells under named columns; the one shape behind text, csv, md and flat json output.
struct Table {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
};

/// RFC 4180 with a header line; cells with a comma, quote or line break are quoted.
std::string csv(const Table& table);
/// A Markdown table; `|` is escaped.
std::string markdown(const Table& table);
/// Columns padded to one width, two spaces apart, no header where there is no row.
std::string aligned(const Table& table);
/// A JSON string literal with its quotes.
std::string jsonString(std::string_view text);
/// An array of objects, one a line, keys in column order, all values strings.
std::string jsonRows(const Table& table);

} // namespace portolan

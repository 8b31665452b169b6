#pragma once

#include "core/base/result.h"

#include <functional>
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
/// Gives the rows of a table one after another to what it is called with, each time from the first.
using RowSource = std::function<void(const std::function<void(const std::vector<std::string>&)>&)>;
/// Takes the next part of a text.
using TextSink = std::function<Result<void>(std::string_view)>;

/// csv(), markdown(), aligned() and jsonRows() of tables that memory is not to hold: the same text, part by part.
/// aligned asks for the rows twice. Fails as `out` does.
Result<void> writeCsv(const std::vector<std::string>& columns, const RowSource& rows, const TextSink& out);
Result<void> writeMarkdown(const std::vector<std::string>& columns, const RowSource& rows, const TextSink& out);
Result<void> writeAligned(const std::vector<std::string>& columns, const RowSource& rows, const TextSink& out);
Result<void> writeJsonRows(const std::vector<std::string>& columns, const RowSource& rows, const TextSink& out);

/// A JSON string literal with its quotes.
std::string jsonString(std::string_view text);
/// An array of objects, one a line, keys in column order, all values strings.
std::string jsonRows(const Table& table);

} // namespace portolan

#pragma once

#include <string>
#include <string_view>

namespace portolan::clickhouse {

/// The text as a string literal of ClickHouse's SQL: the only way in which names and values get into a query, for
/// servers before version 20 know no query parameters.
std::string literal(std::string_view text);
/// The name as an identifier, in backquotes.
std::string identifier(std::string_view name);
/// The text as one cell of the format TabSeparated.
std::string cell(std::string_view text);

} // namespace portolan::clickhouse

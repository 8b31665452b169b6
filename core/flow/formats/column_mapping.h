#pragma once

#include "core/base/result.h"
#include "core/flow/formats/row_columns.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portolan {

/// What a mapping file says of a table whose columns do not say it themselves:
///
///     columns: {src_ip: client.addr, dst_port: "conn.port", verdict: "=observed"}
///     values:  {verdict: {PASS: allowed, BLOCK: denied}}
///     time:    {zone: "+02:00"}
///     header:  [when, client.addr, server.addr, conn.port]
///
/// Columns are named as name(RowColumn); the value is the table's own name for it, with dots into nested objects, or
/// after "=" what every row has: nothing after it says that the table does not tell, whatever it calls its columns.
/// Values are replaced before they are read. The header is for tables without one.
struct ColumnMapping {
    std::map<RowColumn, std::string> columns;
    std::map<RowColumn, std::string> constants;
    std::map<RowColumn, std::map<std::string, std::string, std::less<>>> values;
    std::optional<int> zoneMinutes; ///< east of UTC, of times that name no zone
    std::vector<std::string> header;
    /// Files that have a mapping of their own, by the path that they are given by: no part of a mapping file.
    std::map<std::string, std::shared_ptr<const ColumnMapping>, std::less<>> ofFiles;

    std::optional<RowColumn> columnOf(std::string_view path) const;
    /// True where an object of that name holds a column.
    bool mayHold(std::string_view path) const;
    /// True where the mapping says where that column comes from.
    bool names(RowColumn column) const { return columns.contains(column) || constants.contains(column); }
    /// What stands for a cell.
    std::string_view valueOf(RowColumn column, std::string_view cell) const;

    bool operator==(const ColumnMapping&) const = default;
};

/// Reads a mapping, YAML or JSON. NotFound, Unreadable; Usage: a column that there is not, with those that there are.
Result<ColumnMapping> readColumnMapping(const std::string& path);
/// The same of text; `path` is for messages.
Result<ColumnMapping> parseColumnMapping(const std::string& text, const std::string& path);

/// What a mapping says of one file: the file's own, else what it says of all; nullptr where it says nothing.
std::shared_ptr<const ColumnMapping> mappingOf(const std::shared_ptr<const ColumnMapping>& mapping,
                                               std::string_view path);
/// The same mapping, which may be nullptr, with another one for a file; nullptr takes the file's own away.
std::shared_ptr<const ColumnMapping> withMappingOf(const std::shared_ptr<const ColumnMapping>& mapping,
                                                   const std::string& path, std::shared_ptr<const ColumnMapping> own);

} // namespace portolan

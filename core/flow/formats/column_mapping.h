#pragma once

#include "core/base/result.h"
#include "core/flow/formats/row_columns.h"

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace portolan {

/// What a mapping file says of a table whose columns do not say it themselves:
///
///     columns: {time: when, src_ip: client.addr, dst_ip: server.addr, dst_port: conn.port, protocol: "=tcp"}
///     values:  {verdict: {PASS: allowed, BLOCK: denied}}
///     time:    {zone: "+02:00"}
///     header:  [when, client.addr, server.addr, conn.port]
///
/// Columns are named as name(RowColumn); the value is the table's own name for it, with dots into nested objects, or
/// after "=" what every row has: nothing after it says that the table does not tell, whatever it calls its columns.
/// Values are replaced, in any case of their letters, before they are read. The header is for tables without one. A
/// table has to have every column that is named: what it says were something else without it.
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
    /// A column that is named and what the table should call it.
    struct Absent {
        RowColumn column;
        std::string from;
    };
    /// The named columns that are not among those of a table, in the order of the columns.
    std::vector<Absent> absentFrom(std::span<const std::string> paths) const;
    /// What stands for a cell: the word for exactly that, else for that in another case, else the cell.
    std::string_view valueOf(RowColumn column, std::string_view cell) const;

    bool operator==(const ColumnMapping&) const = default;
};

/// Reads a mapping, YAML or JSON. NotFound; Unreadable: no YAML; Usage: a part, column or word that there is not, with
/// those that there are, or one that contradicts another. Errors name the file, line and column of what is amiss.
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

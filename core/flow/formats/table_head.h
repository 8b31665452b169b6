#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/flow/flow_format.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace portolan {

struct ColumnMapping;

/// A column as the first lines of a table show it.
struct HeadColumn {
    std::string name;                ///< in JSON lines the path, with dots into nested objects
    std::vector<std::string> values; ///< distinct ones, in the order in which they come; none is empty

    bool operator==(const HeadColumn&) const = default;
};

/// What the first lines of a file show of the table that it may be: its columns and some of their values, before
/// anybody knows what they mean.
struct TableHead {
    enum class Shape : std::uint8_t {
        None,      ///< no table
        Separated, ///< rows with commas, semicolons or tabs between the fields
        Objects    ///< a JSON object a line
    };
    Shape shape = Shape::None;
    FlowFormat format = FlowFormat::Unknown; ///< as which the file is read as it is
    bool hasHeader = true; ///< of Separated: the first row names the columns; else they are column_1, column_2, ...
    std::size_t rows = 0;  ///< that were looked at, the header left out
    std::vector<HeadColumn> columns;
    std::string lines; ///< the first ones, freed of what stood around them

    /// nullptr where there is no column of that name.
    const HeadColumn* find(std::string_view name) const;
    /// True for a table whose columns have to be told: of no known format, and with as many as a flow needs.
    bool asksForMapping() const;
};

/// Whether the first row of a table names its columns; Guessed: as its fields look.
enum class HeaderRow : std::uint8_t { Guessed, Names, None };

/// Looks at the first 256 KiB of a log, at most 1000 rows of it; nothing else is read, however long the file.
/// `mapping` is what is known of it already, for `format`. Fails as openBytes().
Result<TableHead> readTableHead(const std::string& path, const std::shared_ptr<const ColumnMapping>& mapping,
                                const RunControl& control);
/// The same of lines that are there; the format stays Unknown. Columns are in the order of the file.
TableHead tableHeadOf(std::string lines, HeaderRow header);

} // namespace portolan

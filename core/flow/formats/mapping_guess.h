#pragma once

#include "core/flow/flow_record.h"
#include "core/flow/formats/column_mapping.h"
#include "core/flow/formats/row_columns.h"
#include "core/flow/formats/table_head.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portolan {

/// What a column is likely to mean, and what that is told by.
struct ColumnGuess {
    RowColumn column = RowColumn::Time;
    std::string from; ///< the table's name for it
    enum class By : std::uint8_t {
        Name,    ///< a name that tables are read by without a mapping (ColumnNames)
        Likeness ///< words in its name and how its values look: for a person to look at
    } by = By::Name;

    bool operator==(const ColumnGuess&) const = default;
};

/// What can be told of a table's columns, each meaning and each column once, in the order of the meanings. Which end an
/// address belongs to is told by words alone, never by the order of columns. Words of allowing and denying in a column
/// of another name, most of whose words they are, count as an action and not as a verdict: whose they are is not known.
std::vector<ColumnGuess> guessColumns(const TableHead& head);

/// What a word for a decision most likely says, words that the reader does not know among them; nullopt: nobody knows.
std::optional<FlowVerdict> likelyVerdict(std::string_view word);

/// The mapping that the guesses make, with the header of a table that has none.
ColumnMapping guessedMapping(const TableHead& head);

/// What a flow needs and a mapping does not say where to find.
enum class MappingNeed : std::uint8_t { Source, Destination, Port, Protocol };
/// In that order. Columns that are read by their names without a mapping do not count.
std::vector<MappingNeed> needsOf(const ColumnMapping& mapping);

/// The mapping, with the columns of the table that the reader takes by their names where it says nothing of them.
ColumnMapping spelledOut(ColumnMapping mapping, const TableHead& head);

/// The mapping, with what it leaves open said to be not told where the reader would take a column of the table by its
/// name all the same: what the mapping says is then all that is read.
ColumnMapping completed(ColumnMapping mapping, const TableHead& head);

} // namespace portolan

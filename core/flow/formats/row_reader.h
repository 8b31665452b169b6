#pragma once

#include "core/flow/formats/line_reader.h"
#include "core/flow/formats/row_columns.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portolan {

/// The header that a line gives: separated by commas, semicolons or tabs, with a column for the destination's port, at
/// least one for each end and every one that the mapping names. nullopt where the line is no such header. A mapping
/// with a header of its own gives that, with the separator that takes the line into as many fields.
std::optional<FormatHeader> parseRowHeader(std::string_view line,
                                           std::shared_ptr<const ColumnMapping> mapping = nullptr);
/// The columns of a header that say nothing we read, as written; sizes are left out.
std::vector<std::string> unreadColumns(const FormatHeader& header,
                                       std::shared_ptr<const ColumnMapping> mapping = nullptr);
/// Of a table that has columns of a flow log but not all it needs, or not all that the mapping names: what is missing
/// and what it has, as a sentence for a person. Empty where the line is nothing like it.
std::string missingColumns(std::string_view line, std::shared_ptr<const ColumnMapping> mapping = nullptr);

} // namespace portolan

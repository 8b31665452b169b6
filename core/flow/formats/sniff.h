#pragma once

#include "core/flow/formats/line_reader.h"

#include <memory>
#include <optional>
#include <string_view>

namespace portolan {

/// What a line shows of its file's format.
struct Sniffed {
    FlowFormat format = FlowFormat::Unknown;
    FormatHeader header;
};

/// Tells the format by one line (flows.md section 1), already freed from container wrapping; nullopt where the line
/// shows none, so that the next one has to. A line that has all that `mapping` names is a table.
std::optional<Sniffed> sniffLine(std::string_view line, std::shared_ptr<const ColumnMapping> mapping = nullptr);

} // namespace portolan

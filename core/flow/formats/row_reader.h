#pragma once

#include "core/flow/formats/line_reader.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portolan {

/// The columns of tables that say themselves what happened (contract.md, flows).
enum class RowColumn : std::uint8_t {
    Time,
    FirstSeen,
    LastSeen,
    SrcNs,
    SrcWorkload,
    SrcPod,
    SrcIp,
    DstNs,
    DstWorkload,
    DstPod,
    DstIp,
    Protocol,
    DstPort,
    Verdict,
    Count,
};
inline constexpr std::size_t kRowColumnCount = 15;
/// The column of that name, in any case.
std::optional<RowColumn> parseRowColumn(std::string_view name);

/// The header that a line gives: separated by commas, semicolons or tabs, with a column for the destination's port and
/// at least one for each end. nullopt where the line is no such header.
std::optional<FormatHeader> parseRowHeader(std::string_view line);
/// The columns of a header that are no RowColumn, as written.
std::vector<std::string> unreadColumns(const FormatHeader& header);

} // namespace portolan

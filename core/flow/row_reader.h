#pragma once

#include "core/flow/attribution.h"
#include "core/flow/evidence.h"

#include <cstdint>
#include <memory>
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

/// How the columns of one file stand.
struct RowLayout {
    char separator = ',';
    std::vector<std::optional<RowColumn>> columns; ///< by position; absent: not read
    std::vector<std::string> unread;               ///< names of those, as written
};

/// The layout that a header line gives: separated by commas, semicolons or tabs, with a column for the destination's
/// port and at least one for each end. nullopt where the line is no such header.
std::optional<RowLayout> parseRowHeader(std::string_view line);

/// Reads CSV rows (RFC 4180 quoting, line ends in quotes included) and JSON lines with the same keys. One object a
/// thread and file; CSV lines must come in the order of the file.
class RowReader {
  public:
    explicit RowReader(Attribution& attribution);
    ~RowReader();
    RowReader(const RowReader&) = delete;
    RowReader& operator=(const RowReader&) = delete;

    /// The header is not to be passed. Nothing: an empty line, or a row whose quotes are still open.
    LineResult readCsv(const RowLayout& layout, std::string_view line, std::uint64_t position);
    /// The line must be followed by kPaddingBytes readable bytes.
    LineResult readJson(std::string_view line, std::uint64_t position);
    /// To be called after the last line of a file: a row whose quotes never closed.
    LineResult finish();
    /// To be called when the Attribution was coarsened: its indices have changed.
    void forgetEnds();

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace portolan

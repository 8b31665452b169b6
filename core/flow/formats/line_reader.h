#pragma once

#include "core/flow/attribution.h"
#include "core/flow/evidence.h"
#include "core/flow/flow_format.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What a format of flow logs consists of: how it is recognised and who reads it. Each file of this folder that reads
/// one declares its FormatEntry; formats.cpp lists them.

namespace portolan {

/// The columns that a file's header line names, where the format has one.
struct FormatHeader {
    char separator = ',';
    std::vector<std::string> columns;
};

struct ColumnMapping;

/// What the lines of a file leave open and the file or the user tells.
struct LineHints {
    std::int64_t fileTime = 0; ///< when the file was last changed, ns since 1970 UTC; 0: unknown. The year of dates
                               ///< without one, and the time of snapshots
    int zoneMinutes = 0;       ///< east of UTC, of times without a zone
    std::shared_ptr<const ColumnMapping> mapping{}; ///< what the user says of a table's columns; may be nullptr
};

/// Reads the lines of one file, already freed from container wrapping. One object a thread and file.
class LineReader {
  public:
    LineReader() = default;
    LineReader(const LineReader&) = delete;
    LineReader& operator=(const LineReader&) = delete;
    virtual ~LineReader() = default;

    /// The line is not empty and is followed by kPaddingBytes readable bytes. Nothing: no flow and no fault, such as a
    /// header line repeated where files were joined.
    virtual LineResult read(std::string_view line, std::uint64_t position) = 0;
    /// The next flow of the line that was read last, which must still be there; Nothing: it holds no more. For formats
    /// whose lines hold several flows, each of which counts as a line.
    virtual LineResult more() { return {}; }
    /// To be called after the last line; what else a reader held back comes from more().
    virtual LineResult finish() { return {}; }
    /// To be called when the Attribution was coarsened: its indices have changed.
    virtual void forgetEnds() = 0;
};

/// A line that a file may be known by.
struct SniffedLine {
    std::string_view text;
    bool isObject = false;              ///< a whole JSON object
    std::vector<std::string_view> keys; ///< of that object, as written without quotes
    std::shared_ptr<const ColumnMapping> mapping{}; ///< what the user says of a table's columns; may be nullptr

    bool has(std::string_view key) const;
};

struct FormatEntry {
    FlowFormat format;
    /// Whether the line is of the format; fills the header where the format has one.
    bool (*isLike)(const SniffedLine& line, FormatHeader& header);
    std::unique_ptr<LineReader> (*reader)(Attribution& attribution, const FormatHeader& header, const LineHints& hints);
    /// True where a line can only be read after the ones before it: one thread reads the file.
    bool isInOrder = false;
};

/// In the order in which they are tried.
std::span<const FormatEntry* const> formatEntries();
/// nullptr for Unknown and ClickHouse.
const FormatEntry* entryOf(FlowFormat format);

} // namespace portolan

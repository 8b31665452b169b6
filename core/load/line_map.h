#pragma once

#include "core/base/source_ref.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace portolan::loading {

/// A place in a text whose line is known.
struct LinePoint {
    std::size_t at = 0;        ///< byte offset
    std::uint32_t line = 1;    ///< the line that holds it
    std::size_t lineStart = 0; ///< byte offset of that line
};

/// Moves `from` forward to `at` (not before from.at) by counting line ends.
LinePoint advance(std::string_view text, LinePoint from, std::size_t at);

/// Gives lines and columns (in bytes) of offsets, counting only from the place asked last: cheap where places are asked
/// roughly in the order of the text. Not thread-safe.
class LineMap {
  public:
    /// Places are looked up in `text`, from `start` on.
    LineMap(FileId file, std::string_view text, LinePoint start)
        : m_file(file), m_text(text), m_start(start), m_last(start) {}

    /// `at` is an offset in the whole text, not before the start.
    SourceRef at(std::size_t at);
    /// The byte there; 0 behind the end.
    char byteAt(std::size_t at) const { return at < m_text.size() ? m_text[at] : '\0'; }

  private:
    FileId m_file;
    std::string_view m_text;
    LinePoint m_start;
    LinePoint m_last;
};

} // namespace portolan::loading

#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace portolan::loading {

/// Ends a mapping of `size` bytes.
struct Unmap {
    std::size_t size = 0;
    void operator()(char* bytes) const;
};

/// The bytes of one input, mapped from a large file or owned, with kJsonPadding readable bytes behind them. Movable;
/// const use is thread-safe.
class SourceText {
  public:
    /// Reads a whole file; "-" is standard input. NotFound or Unreadable with the system's reason.
    static Result<SourceText> read(const std::string& path);
    static SourceText of(std::string_view text);

    SourceText() = default;
    SourceText(SourceText&&) noexcept = default;
    SourceText& operator=(SourceText&&) noexcept = default;

    /// Without a byte order mark.
    std::string_view text() const { return m_text; }

    /// Brings the bytes to UTF-8 without a byte order mark and with line ends that hold a line feed; UTF-16 with a mark
    /// is converted. Returns what is wrong with bytes that are no text: NUL bytes, invalid UTF-8, a broken UTF-16.
    std::optional<std::string> decode();

  private:
    void own(std::string_view text);
    bool decodeUtf16(bool isBigEndian);

    std::unique_ptr<char[]> m_owned;
    std::unique_ptr<char, Unmap> m_mapped;
    std::string_view m_text;
};

} // namespace portolan::loading

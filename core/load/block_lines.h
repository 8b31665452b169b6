#pragma once

#include <cstddef>
#include <string_view>

namespace portolan::loading {

/// A line of YAML in block style, without its end. Offsets count from the start of the text.
struct BlockLine {
    std::size_t begin = 0;
    std::size_t end = 0;    ///< behind the last byte that is no line end
    std::size_t indent = 0; ///< leading spaces
    std::size_t next = 0;   ///< where the line after it begins

    std::size_t content() const { return begin + indent; }
    bool isBlank() const { return content() == end; }
};

/// The line that begins at `at`, which is before the end of the text.
inline BlockLine lineAt(std::string_view text, std::size_t at) {
    BlockLine line;
    line.begin = at;
    const std::size_t end = text.find('\n', at);
    line.end = end == std::string_view::npos ? text.size() : end;
    line.next = end == std::string_view::npos ? text.size() : end + 1;
    if (line.end > at && text[line.end - 1] == '\r') --line.end;
    while (at < line.end && text[at] == ' ') ++at;
    line.indent = at - line.begin;
    return line;
}

} // namespace portolan::loading

#pragma once

#include "core/load/block_lines.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// The scalars of block style YAML, as far as the block feed reads them. Each function returns nullopt for what it
/// leaves to the complete parser; `storage` takes the text where it does not stand in one piece.

namespace portolan::loading {

struct BlockScalar {
    std::string_view text;
    std::size_t next = 0; ///< where the line behind the scalar begins
};

/// A plain scalar that begins at `at` in `line` and goes on over lines that are indented deeper than `parentIndent`.
std::optional<BlockScalar> readPlain(std::string_view text, const BlockLine& line, std::size_t at,
                                     std::ptrdiff_t parentIndent, std::string& storage);

/// A quoted string on one line: its text and where the byte behind the closing quote is.
struct QuotedText {
    std::string_view text;
    std::size_t end = 0;
};
std::optional<QuotedText> readQuoted(std::string_view text, const BlockLine& line, std::size_t at,
                                     std::string& storage);

/// A literal scalar whose header (`|`, `|-`, `|+`) stands at `at`.
std::optional<BlockScalar> readLiteral(std::string_view text, const BlockLine& line, std::size_t at,
                                       std::ptrdiff_t parentIndent, std::string& storage);

/// True where nothing but blanks and a comment stand at `at`.
bool isRestEmpty(std::string_view text, const BlockLine& line, std::size_t at);

} // namespace portolan::loading

#include "core/load/block_scalar.h"

#include <algorithm>

namespace portolan::loading {
namespace {

/// One line of a plain scalar, trimmed; nullopt for a line that is not plain text alone.
struct PlainLine {
    std::string_view text;
    bool endsInComment = false;
};

std::optional<PlainLine> plainLine(std::string_view line) {
    PlainLine out{line, false};
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (c == '\t') return std::nullopt;
        if (c == ':' && (i + 1 == line.size() || line[i + 1] == ' ')) return std::nullopt;
        if (c == '#' && i > 0 && line[i - 1] == ' ') {
            out = {line.substr(0, i), true};
            break;
        }
    }
    while (out.text.ends_with(' ')) out.text.remove_suffix(1);
    return out;
}

/// Escapes that stand for one byte; everything else is left to the complete parser.
std::optional<char> simpleEscape(char c) {
    switch (c) {
    case '"':
    case '\\':
    case '/': return c;
    case 'n': return '\n';
    case 't': return '\t';
    case 'r': return '\r';
    default: return std::nullopt;
    }
}

} // namespace

bool isRestEmpty(std::string_view text, const BlockLine& line, std::size_t at) {
    const std::size_t begin = at;
    while (at < line.end && text[at] == ' ') ++at;
    return at == line.end || (text[at] == '#' && at > begin);
}

std::optional<BlockScalar> readPlain(std::string_view text, const BlockLine& line, std::size_t at,
                                     std::ptrdiff_t parentIndent, std::string& storage) {
    const auto first = plainLine(text.substr(at, line.end - at));
    if (!first) return std::nullopt;
    BlockScalar out{first->text, line.next};
    bool isFolded = false;
    bool endsInComment = first->endsInComment;
    std::size_t blanks = 0;
    for (std::size_t next = line.next; next < text.size();) {
        const BlockLine more = lineAt(text, next);
        next = more.next;
        if (more.isBlank()) {
            ++blanks;
            continue;
        }
        if (static_cast<std::ptrdiff_t>(more.indent) <= parentIndent) break;
        const char c = text[more.content()];
        if (c == '#' || c == '-' || c == '\t' || endsInComment) return std::nullopt;
        const auto continued = plainLine(text.substr(more.content(), more.end - more.content()));
        if (!continued) return std::nullopt;
        if (!isFolded) storage = out.text;
        isFolded = true;
        if (blanks == 0)
            storage += ' ';
        else
            storage.append(blanks, '\n');
        storage += continued->text;
        blanks = 0;
        endsInComment = continued->endsInComment;
        out.next = more.next;
    }
    if (isFolded) out.text = storage;
    return out;
}

std::optional<QuotedText> readQuoted(std::string_view text, const BlockLine& line, std::size_t at,
                                     std::string& storage) {
    const char quote = text[at];
    const std::size_t begin = at + 1;
    storage.clear();
    std::size_t kept = begin; // up to here the text is in the storage, once it is used
    for (std::size_t i = begin; i < line.end; ++i) {
        if (text[i] == '\t') return std::nullopt;
        if (quote == '"' && text[i] == '\\') {
            const auto c = i + 1 < line.end ? simpleEscape(text[i + 1]) : std::nullopt;
            if (!c) return std::nullopt;
            storage.append(text, kept, i - kept);
            storage += *c;
            kept = ++i + 1;
        } else if (quote == '\'' && text[i] == quote && i + 1 < line.end && text[i + 1] == quote) {
            storage.append(text, kept, i - kept + 1);
            kept = ++i + 1;
        } else if (text[i] == quote) {
            if (kept == begin) return QuotedText{text.substr(begin, i - begin), i + 1};
            storage.append(text, kept, i - kept);
            return QuotedText{storage, i + 1};
        }
    }
    return std::nullopt;
}

std::optional<BlockScalar> readLiteral(std::string_view text, const BlockLine& line, std::size_t at,
                                       std::ptrdiff_t parentIndent, std::string& storage) {
    std::size_t header = at + 1;
    const char chomp = header < line.end ? text[header] : ' ';
    if (chomp == '-' || chomp == '+') ++header;
    if (!isRestEmpty(text, line, header)) return std::nullopt;
    storage.clear();
    std::optional<std::size_t> indent;
    std::size_t blanks = 0;
    std::size_t next = line.next;
    while (next < text.size()) {
        const BlockLine more = lineAt(text, next);
        if (more.isBlank() && (!indent || more.indent <= *indent)) {
            if (!indent && more.indent > 0) return std::nullopt;
            ++blanks;
            next = more.next;
            continue;
        }
        if (!indent) {
            if (static_cast<std::ptrdiff_t>(more.indent) <= parentIndent) break;
            if (text[more.content()] == '\t') return std::nullopt;
            indent = more.indent;
        }
        if (more.indent < *indent) {
            if (static_cast<std::ptrdiff_t>(more.indent) > parentIndent) return std::nullopt;
            break;
        }
        storage.append(blanks, '\n');
        blanks = 0;
        storage.append(text, more.begin + *indent, more.end - more.begin - *indent);
        storage += '\n';
        next = more.next;
    }
    const bool isOpenEnd = next >= text.size() && !text.ends_with('\n');
    if (!indent || (isOpenEnd && chomp != '-')) return std::nullopt;
    if (chomp == '-') storage.pop_back();
    if (chomp == '+') storage.append(blanks, '\n');
    return BlockScalar{storage, next};
}

} // namespace portolan::loading

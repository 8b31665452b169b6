#include "core/flow/input/wrapping.h"

#include "core/flow/input/line_blocks.h"

#include <charconv>
#include <cstdint>
#include <optional>

namespace portolan {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::string_view kDockerStart = "{\"log\":\"";
constexpr std::size_t kMaxCriTime = 40;

void appendUtf8(std::uint32_t code, std::string& out) {
    const auto byte = [&](std::uint32_t bits) { out += static_cast<char>(static_cast<unsigned char>(bits)); };
    if (code < 0x80) {
        byte(code);
    } else if (code < 0x800) {
        byte(0xc0U | (code >> 6U));
        byte(0x80U | (code & 0x3fU));
    } else if (code < 0x10000) {
        byte(0xe0U | (code >> 12U));
        byte(0x80U | ((code >> 6U) & 0x3fU));
        byte(0x80U | (code & 0x3fU));
    } else {
        byte(0xf0U | (code >> 18U));
        byte(0x80U | ((code >> 12U) & 0x3fU));
        byte(0x80U | ((code >> 6U) & 0x3fU));
        byte(0x80U | (code & 0x3fU));
    }
}

/// The four hexadecimal digits of a \u escape whose backslash is at `at`.
std::optional<std::uint32_t> unicodeEscape(std::string_view text, std::size_t at) {
    if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u') return std::nullopt;
    std::uint32_t code = 0;
    const char* end = text.data() + at + 6;
    const auto [stop, error] = std::from_chars(text.data() + at + 2, end, code, 16);
    if (error != std::errc() || stop != end) return std::nullopt;
    return code;
}

UnwrappedLine unwrappedCri(std::string_view line) {
    const std::size_t blank = line.substr(0, kMaxCriTime).find(' ');
    if (blank == std::string_view::npos) return {line, false};
    std::string_view rest = line.substr(blank + 1);
    if (!rest.starts_with("stdout ") && !rest.starts_with("stderr ")) return {line, false};
    rest.remove_prefix(7);
    if (!rest.starts_with('F') && !rest.starts_with('P')) return {line, false};
    const std::size_t end = rest.find(' ');
    if (end == std::string_view::npos) return {line, false};
    const bool isPartial = rest.front() == 'P';
    return {rest.substr(end + 1), isPartial};
}

} // namespace

bool appendUnescaped(std::string_view escaped, std::string& out) {
    for (std::size_t i = 0; i < escaped.size(); ++i) {
        if (escaped[i] != '\\') {
            out += escaped[i];
            continue;
        }
        if (i + 1 >= escaped.size()) return false;
        const char kind = escaped[i + 1];
        static constexpr std::string_view kKinds = "\"\\/bfnrt";
        static constexpr std::string_view kValues = "\"\\/\b\f\n\r\t";
        if (const std::size_t at = kKinds.find(kind); at != std::string_view::npos) {
            out += kValues[at];
            ++i;
            continue;
        }
        auto code = unicodeEscape(escaped, i);
        if (!code) return false;
        i += 5;
        if (*code >= 0xd800 && *code < 0xdc00) {
            const auto low = unicodeEscape(escaped, i + 1);
            if (!low || *low < 0xdc00 || *low >= 0xe000) return false;
            code = 0x10000 + ((*code - 0xd800) << 10U) + (*low - 0xdc00);
            i += 6;
        }
        appendUtf8(*code, out);
    }
    return true;
}

UnwrappedLine unwrapped(std::string_view line, std::string& scratch) {
    if (line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
    if (line.empty()) return {line, false};
    if (line.front() >= '0' && line.front() <= '9') return unwrappedCri(line);
    if (!line.starts_with(kDockerStart)) return {line, false};
    std::size_t end = kDockerStart.size();
    while (end < line.size() && line[end] != '"') end += line[end] == '\\' ? 2 : 1;
    if (end >= line.size()) return {line, false};
    scratch.clear();
    if (!appendUnescaped(line.substr(kDockerStart.size(), end - kDockerStart.size()), scratch)) return {line, false};
    const bool isWhole = scratch.ends_with('\n');
    while (scratch.ends_with('\n') || scratch.ends_with('\r')) scratch.pop_back();
    const std::size_t length = scratch.size();
    scratch.append(kPaddingBytes, ' ');
    return {std::string_view(scratch).substr(0, length), !isWhole};
}

} // namespace portolan

#include "core/flow/input/wrapping.h"

#include "core/flow/input/json_scan.h"
#include "core/flow/time_text.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

namespace portolan {
namespace {

constexpr std::string_view kDockerStart = "{\"log\":\"";
constexpr std::size_t kMaxCriTime = 40;
constexpr std::size_t kMaxPrefix = 512;

/// Writes a character in UTF-8 and moves `to` behind it.
void putUtf8(std::uint32_t code, char*& to) {
    const auto byte = [&](std::uint32_t bits) { *to++ = static_cast<char>(static_cast<unsigned char>(bits)); };
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

/// Undoes the escape at `at` and moves `to` behind what it stands for; its length, or 0 where it is damaged.
std::size_t undoEscape(std::string_view text, std::size_t at, char*& to) {
    static constexpr std::string_view kKinds = "\"\\/bfnrt";
    static constexpr std::string_view kValues = "\"\\/\b\f\n\r\t";
    if (at + 1 >= text.size()) return 0;
    const char kind = text[at + 1];
    if (const std::size_t known = kind == '"' ? 0 : kKinds.find(kind); known != std::string_view::npos) {
        *to++ = kValues[known];
        return 2;
    }
    auto code = unicodeEscape(text, at);
    if (!code) return 0;
    std::size_t length = 6;
    if (*code >= 0xd800 && *code < 0xdc00) {
        const auto low = unicodeEscape(text, at + length);
        if (!low || *low < 0xdc00 || *low >= 0xe000) return 0;
        code = 0x10000 + ((*code - 0xd800) << 10U) + (*low - 0xdc00);
        length = 12;
    }
    putUtf8(*code, to);
    return length;
}

/// The end of the JSON string whose content begins at `at`: the place of its quote, or npos.
std::size_t stringEnd(std::string_view line, std::size_t at) {
    while ((at = findAny<'"', '\\'>(line, at)) < line.size()) {
        if (line[at] == '"') return at;
        at += 2;
    }
    return std::string_view::npos;
}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

/// "Mar  1 12:00:00 ".
bool beginsWithBsdTime(std::string_view line) {
    constexpr std::string_view kForm = "Aaa ?0 00:00:00 ";
    if (line.size() < kForm.size()) return false;
    for (std::size_t i = 0; i < kForm.size(); ++i) {
        const char c = line[i];
        const bool isRight = kForm[i] == 'A'   ? c >= 'A' && c <= 'Z'
                             : kForm[i] == 'a' ? c >= 'a' && c <= 'z'
                             : kForm[i] == '0' ? isDigit(c)
                             : kForm[i] == '?' ? c == ' ' || isDigit(c)
                                               : c == kForm[i];
        if (!isRight) return false;
    }
    return true;
}

/// Where a syslog prefix ends; npos where there is none.
std::size_t syslogEnd(std::string_view line, std::int64_t& time) {
    const std::size_t object = line.substr(0, kMaxPrefix).find('{');
    if (object == std::string_view::npos) return object;
    if (beginsWithBsdTime(line)) return object;
    const std::size_t close = line.starts_with('<') ? line.substr(0, 6).find('>') : std::string_view::npos;
    if (close == std::string_view::npos || close < 2 || !std::ranges::all_of(line.substr(1, close - 1), isDigit))
        return std::string_view::npos;
    std::string_view rest = line.substr(close + 1, object - close - 1);
    if (beginsWithBsdTime(rest)) return object;
    if (!rest.starts_with("1 ")) return std::string_view::npos;
    rest.remove_prefix(2);
    time = parseRfc3339(rest.substr(0, rest.find(' '))).value_or(0);
    return object;
}

} // namespace

std::optional<ContainerLine> criLine(std::string_view line) {
    if (line.empty() || !isDigit(line.front())) return std::nullopt;
    const std::size_t blank = line.substr(0, kMaxCriTime).find(' ');
    if (blank == std::string_view::npos) return std::nullopt;
    std::string_view rest = line.substr(blank + 1);
    const bool isError = rest.starts_with("stderr ");
    if (!isError && !rest.starts_with("stdout ")) return std::nullopt;
    rest.remove_prefix(7);
    if (!rest.starts_with('F') && !rest.starts_with('P')) return std::nullopt;
    const std::size_t end = rest.find(' '); // further tags may follow after colons
    if (end == std::string_view::npos) return std::nullopt;
    return ContainerLine{rest.substr(end + 1), line.substr(0, blank), isError, rest.front() == 'P'};
}

std::optional<ContainerLine> dockerLine(std::string_view line) {
    if (!line.starts_with(kDockerStart)) return std::nullopt;
    const std::size_t end = stringEnd(line, kDockerStart.size());
    if (end == std::string_view::npos) return std::nullopt;
    ContainerLine out;
    out.text = line.substr(kDockerStart.size(), end - kDockerStart.size());
    out.isPartial = !out.text.ends_with("\\n");
    std::string_view rest = line.substr(end + 1);
    const auto text = [&](std::string_view key) {
        std::string_view value;
        if (!rest.starts_with(key)) return value;
        const std::size_t close = stringEnd(rest, key.size());
        if (close == std::string_view::npos) return value;
        value = rest.substr(key.size(), close - key.size());
        rest.remove_prefix(close + 1);
        return value;
    };
    out.isError = text(",\"stream\":\"") == "stderr";
    if (rest.starts_with(",\"attrs\":{")) {
        const std::size_t close = rest.find('}');
        rest.remove_prefix(close == std::string_view::npos ? 0 : close + 1);
    }
    out.time = text(",\"time\":\"");
    return rest == "}" ? std::optional(out) : std::nullopt;
}

std::optional<PrefixedLine> prefixedObject(std::string_view line) {
    if (!line.ends_with('}') || line.starts_with('{')) return std::nullopt;
    constexpr std::string_view kEvent = "data: {";
    PrefixedLine out;
    std::size_t object = syslogEnd(line, out.time);
    if (line.starts_with(kEvent)) object = kEvent.size() - 1;
    if (object == std::string_view::npos) {
        object = line.substr(0, kMaxPrefix).find("\t{");
        if (object == std::string_view::npos) return std::nullopt;
        ++object;
    }
    out.text = line.substr(object);
    return out;
}

bool appendUnescaped(std::string_view escaped, std::string& out) {
    const std::size_t before = out.size();
    out.resize(before + escaped.size() + sizeof(std::uint64_t)); // what is undone never grows
    char* to = out.data() + before;
    bool isWhole = true;
    for (std::size_t i = 0; i < escaped.size();) {
        const std::size_t next = copyUpTo<'\\'>(escaped, i, to);
        to += next - i;
        i = next;
        if (i == escaped.size()) break;
        const std::size_t length = undoEscape(escaped, i, to);
        isWhole = length > 0;
        if (!isWhole) break;
        i += length;
    }
    out.resize(static_cast<std::size_t>(to - out.data()));
    return isWhole;
}

void appendOneLine(std::string_view text, std::string& out) {
    while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
    const std::size_t from = out.size();
    out.append(text);
    if (text.find('\n') == std::string_view::npos) return;
    std::replace(out.begin() + static_cast<std::ptrdiff_t>(from), out.end(), '\n', ' ');
}

void appendLabelled(std::string_view labels, std::string_view line, std::string& out) {
    if (labels.empty() || !line.starts_with('{')) return appendOneLine(line, out);
    line.remove_prefix(1);
    out.append(1, '{').append(labels);
    if (!line.starts_with('}')) out += ',';
    appendOneLine(line, out);
}

} // namespace portolan

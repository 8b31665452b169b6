#include "core/model/yaml_scalar.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace portolan {
namespace {

constexpr std::array<std::string_view, 13> kWords{"y",   "n",    "yes", "no", "true", "false", "on",
                                                  "off", "null", "~",   "",   "=",    "<<"};

bool isWord(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return std::ranges::find(kWords, lower) != kWords.end();
}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// An IPv4 prefix, which no YAML rule takes for a number.
bool isPrefix(std::string_view text) {
    return std::ranges::count(text, '/') == 1 && std::ranges::count(text, '.') == 3 &&
           std::ranges::all_of(text, [](char c) { return isDigit(c) || c == '.' || c == '/'; });
}

bool isPlain(std::string_view text) {
    if (isWord(text)) return false;
    if (isPrefix(text)) return true;
    if (!isLetter(text.front())) return false;
    return std::ranges::all_of(
        text, [](char c) { return isLetter(c) || isDigit(c) || c == '-' || c == '_' || c == '.' || c == '/'; });
}

} // namespace

std::string yamlScalar(std::string_view text) {
    if (isPlain(text)) return std::string(text);
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            std::array<char, 8> escaped{};
            std::snprintf(escaped.data(), escaped.size(), "\\x%02x",
                          static_cast<unsigned>(static_cast<unsigned char>(c)));
            out += escaped.data();
        } else {
            out += c;
        }
    }
    return out + '"';
}

} // namespace portolan

#include "core/load/scalar_type.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <string>

namespace portolan::loading {
namespace {

constexpr std::array<std::string_view, 9> kTrue{"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"};
constexpr std::array<std::string_view, 9> kFalse{"false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"};
constexpr std::array<std::string_view, 5> kNull{"", "~", "null", "Null", "NULL"};
constexpr std::array<std::string_view, 12> kSpecialFloats{".nan",  ".NaN",  ".NAN",  ".inf",  ".Inf",  ".INF",
                                                          "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF"};

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

struct Digits {
    bool isNegative = false;
    int base = 10;
    std::string text; ///< without sign, prefix and underscores
};

/// Sign, base prefix and digits, underscores removed. Decimal where a leading zero is followed by 8, 9, '.' or 'e'.
Digits splitNumber(std::string_view text) {
    Digits out;
    if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
        out.isNegative = text[0] == '-';
        text.remove_prefix(1);
    }
    for (const char c : text)
        if (c != '_') out.text += c;
    if (out.text.size() < 2 || out.text[0] != '0') return out;
    const char mark = static_cast<char>(out.text[1] | 0x20);
    if (mark == 'x')
        out.base = 16;
    else if (mark == 'b')
        out.base = 2;
    else if (mark == 'o')
        out.base = 8;
    if (out.base != 10) {
        out.text.erase(0, 2);
    } else if (std::ranges::all_of(out.text, [](char c) { return c >= '0' && c <= '7'; })) {
        out.base = 8;
        out.text.erase(0, 1);
    }
    return out;
}

bool isInteger(const Digits& d) {
    if (d.text.empty()) return false;
    return std::ranges::all_of(d.text, [&](char c) {
        if (d.base == 16) return isDigit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
        return c >= '0' && c < '0' + d.base;
    });
}

bool isFloat(std::string_view text) {
    std::size_t i = 0;
    std::size_t digits = 0;
    while (i < text.size() && isDigit(text[i])) ++i, ++digits;
    if (i < text.size() && text[i] == '.') {
        ++i;
        while (i < text.size() && isDigit(text[i])) ++i, ++digits;
    }
    if (digits == 0) return false;
    if (i == text.size()) return true;
    if ((text[i] | 0x20) != 'e') return false;
    ++i;
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
    return i < text.size() && std::all_of(text.begin() + static_cast<std::ptrdiff_t>(i), text.end(), isDigit);
}

bool mayBeNumber(std::string_view text) {
    return !text.empty() && (isDigit(text[0]) || text[0] == '+' || text[0] == '-' || text[0] == '.');
}

} // namespace

ScalarType scalarType(std::string_view text, ScalarStyle style) {
    if (style == ScalarStyle::Quoted) return ScalarType::String;
    if (std::ranges::find(kNull, text) != kNull.end()) return ScalarType::Null;
    if (text.size() <= 5) {
        if (std::ranges::find(kTrue, text) != kTrue.end() || std::ranges::find(kFalse, text) != kFalse.end())
            return ScalarType::Bool;
        if (std::ranges::find(kSpecialFloats, text) != kSpecialFloats.end()) return ScalarType::Float;
    }
    if (!mayBeNumber(text)) return ScalarType::String;
    const Digits digits = splitNumber(text);
    if (isInteger(digits)) return ScalarType::Integer;
    return digits.base == 10 && isFloat(digits.text) ? ScalarType::Float : ScalarType::String;
}

std::optional<std::int64_t> integerValue(std::string_view text, ScalarStyle style) {
    if (style == ScalarStyle::Quoted || !mayBeNumber(text)) return std::nullopt;
    const Digits digits = splitNumber(text);
    if (!isInteger(digits)) return std::nullopt;
    std::uint64_t value = 0;
    const char* const end = digits.text.data() + digits.text.size();
    const auto [stop, error] = std::from_chars(digits.text.data(), end, value, digits.base);
    if (error != std::errc() || stop != end) return std::nullopt;
    if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
    const auto number = static_cast<std::int64_t>(value);
    return digits.isNegative ? -number : number;
}

bool isDisputedLetter(std::string_view text, ScalarStyle style) {
    return style == ScalarStyle::Plain && (text == "y" || text == "Y" || text == "n" || text == "N");
}

std::optional<bool> boolValue(std::string_view text, ScalarStyle style) {
    if (style == ScalarStyle::Quoted) return std::nullopt;
    if (isDisputedLetter(text, style)) return text == "y" || text == "Y";
    if (std::ranges::find(kTrue, text) != kTrue.end()) return true;
    if (std::ranges::find(kFalse, text) != kFalse.end()) return false;
    return std::nullopt;
}

std::string_view describe(ScalarType type) {
    switch (type) {
    case ScalarType::Null: return "null";
    case ScalarType::Bool: return "a boolean";
    case ScalarType::Integer: return "an integer";
    case ScalarType::Float: return "a number with a fraction";
    case ScalarType::String: return "a string";
    }
    return "a value";
}

} // namespace portolan::loading

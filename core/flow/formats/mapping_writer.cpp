#include "core/flow/formats/mapping_writer.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <cstdlib>

namespace portolan {
namespace {

/// Words that YAML has another meaning for; so have numbers, which begin with no letter.
constexpr std::array<std::string_view, 10> kOtherThings{"null", "true", "false", "yes", "no",
                                                        "on",   "off",  "y",     "n",   "nan"};

bool isPlain(std::string_view text) {
    const auto isLetter = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; };
    const auto isInside = [&](char c) {
        return isLetter(c) || std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.' || c == '-';
    };
    if (text.empty() || !isLetter(text.front()) || !std::ranges::all_of(text, isInside)) return false;
    std::string lower;
    for (const char c : text) lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return std::ranges::find(kOtherThings, std::string_view(lower)) == kOtherThings.end();
}

/// A scalar, in double quotes where it would be read as something else without them.
std::string quoted(std::string_view text) {
    if (isPlain(text)) return std::string(text);
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20 || byte == 0x7f) {
            std::array<char, 8> code{};
            std::snprintf(code.data(), code.size(), "\\x%02x", byte);
            out += code.data();
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::string columnLine(RowColumn column, std::string_view from) {
    return "  " + std::string(name(column)) + ": " + quoted(from) + '\n';
}

std::string columnsText(const ColumnMapping& mapping) {
    std::string out;
    for (std::size_t i = 0; i < kRowColumnCount; ++i) {
        const auto column = static_cast<RowColumn>(i);
        // What every row has wins over a column in the reader; a mapping file names a meaning once.
        if (const auto every = mapping.constants.find(column); every != mapping.constants.end())
            out += columnLine(column, '=' + every->second);
        else if (const auto from = mapping.columns.find(column); from != mapping.columns.end())
            out += columnLine(column, from->second);
    }
    return out.empty() ? "columns: {}\n" : "columns:\n" + out;
}

std::string valuesText(const ColumnMapping& mapping) {
    std::string out;
    for (const auto& [column, words] : mapping.values) {
        if (words.empty()) continue;
        out += "  " + std::string(name(column)) + ":\n";
        for (const auto& [word, meaning] : words) out += "    " + quoted(word) + ": " + quoted(meaning) + '\n';
    }
    return out.empty() ? out : "values:\n" + out;
}

} // namespace

std::string zoneText(int minutes) {
    constexpr int kMinutesPerHour = 60;
    const int size = std::abs(minutes);
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%c%02d:%02d", minutes < 0 ? '-' : '+', size / kMinutesPerHour,
                  size % kMinutesPerHour);
    return text.data();
}

Result<std::string> mappingText(const ColumnMapping& mapping) {
    for (const auto& [column, from] : mapping.columns)
        if (from.starts_with('='))
            return fail(Error::Kind::Usage, "the column \"" + from +
                                                "\" cannot be named in a mapping file: after = "
                                                "stands what every row has");
    std::string out = columnsText(mapping) + valuesText(mapping);
    if (mapping.zoneMinutes) out += "time:\n  zone: \"" + zoneText(*mapping.zoneMinutes) + "\"\n";
    if (mapping.header.empty()) return out;
    out += "header:\n";
    for (const std::string& column : mapping.header) out += "  - " + quoted(column) + '\n';
    return out;
}

} // namespace portolan

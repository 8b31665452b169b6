#pragma once

#include "core/flow/formats/json_text.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

/// How the rows of tables are taken apart, by those who read them and by those who only look. For .cpp files only.

namespace portolan {

/// What may stand between the fields of a row, in the order in which it is tried.
inline constexpr std::array kSeparators{',', ';', '\t'};
/// How deep columns may lie in the objects of a JSON line.
inline constexpr int kMaxNesting = 4;

/// The fields of a line, trimmed; empty where a quote stays open.
std::vector<std::string> fieldsOf(std::string_view line, char separator);

/// Calls `body(path, value)` for every value of an object and of the objects in it that `isWanted(path)` lets in; the
/// path joins names with dots. False where the JSON is damaged.
template <typename Wanted, typename Body>
bool forEachPath(json::Object& object, std::string& path, int depth, Wanted& isWanted, Body& body) {
    return json::forEachField(object, [&](simdjson::ondemand::raw_json_string key, json::Value& value) {
        const std::size_t length = path.size();
        const char* const begin = key.raw();
        const char* end = begin;
        while (*end != '"') ++end; // simdjson has seen the closing quote
        if (length > 0) path += '.';
        path.append(begin, end);
        bool isWhole = true;
        if (json::token(value).starts_with('{')) {
            json::Object inner;
            if (depth > 0 && isWanted(std::string_view(path)))
                isWhole = value.get_object().get(inner) == simdjson::SUCCESS &&
                          forEachPath(inner, path, depth - 1, isWanted, body);
        } else {
            body(std::string_view(path), value);
        }
        path.resize(length);
        return isWhole;
    });
}

} // namespace portolan

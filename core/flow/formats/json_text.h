#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <simdjson.h>
#include <string>
#include <string_view>

/// The little that the JSON readers of this room need from simdjson's on-demand interface beyond what it offers: the
/// text of values without copying them. For .cpp files only.

namespace portolan::json {

using Value = simdjson::ondemand::value;
using Object = simdjson::ondemand::object;

/// True where a key, which must hold no escapes, is that name.
inline bool is(simdjson::ondemand::raw_json_string key, std::string_view name) {
    return key.unsafe_is_equal(name.size(), name);
}

/// A value's text as written, without blanks after it; objects and arrays give their first bracket only.
inline std::string_view token(Value& value) {
    std::string_view text = value.raw_json_token();
    while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
    return text;
}

/// A string's content; empty where the value is none. Content with escapes is copied into `undone`, whose strings stay
/// where they are.
std::string_view string(Value& value, std::deque<std::string>& undone);

/// A string's content where escapes can be no part of a sensible value; empty where it has some or is no string.
inline std::string_view plainString(Value& value) {
    const std::string_view text = token(value);
    if (text.size() < 2 || text.front() != '"' || text.back() != '"') return {};
    return text.substr(1, text.size() - 2);
}

/// A number below 2^64, written as one or as a string of digits (the JSON form of protobuf's 64-bit integers).
std::optional<std::uint64_t> number(Value& value);

inline bool isTrue(Value& value) {
    return token(value) == "true";
}
inline bool isFalse(Value& value) {
    return token(value) == "false";
}

/// Runs `body(key, value)` for every field of an object. False where the object is damaged. Keys are compared with
/// unsafe_is_equal, so that escaped ones never match.
template <typename Body>
bool forEachField(Object& object, Body body) {
    for (auto entry : object) {
        simdjson::ondemand::field field;
        if (std::move(entry).get(field) != simdjson::SUCCESS) return false;
        Value value = field.value();
        if (!body(field.key(), value)) return false;
    }
    return true;
}

/// As forEachField for a value that should be an object; anything else counts as empty.
template <typename Body>
bool forEachFieldOf(Value& value, Body body) {
    if (token(value) == "null") return true;
    Object object;
    if (value.get_object().get(object) != simdjson::SUCCESS) return false;
    return forEachField(object, body);
}

} // namespace portolan::json

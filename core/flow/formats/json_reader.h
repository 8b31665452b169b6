#pragma once

#include "core/flow/formats/json_text.h"
#include "core/flow/formats/line_reader.h"
#include "core/flow/formats/record_maker.h"
#include "core/flow/input/line_blocks.h"

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

/// What readers of formats with one JSON object a line have in common. For .cpp files only.

namespace portolan {

class JsonReader : public LineReader {
  public:
    explicit JsonReader(Attribution& attribution) : m_maker(attribution) {}

    LineResult read(std::string_view line, std::uint64_t position) override;
    void forgetEnds() override { m_maker.forgetEnds(); }

  protected:
    /// Reads the line's object; false where it is damaged. Nothing of the line before is left in `undone`.
    virtual bool readObject(json::Object& top) = 0;
    /// What the object that was read comes to.
    virtual LineResult result(std::uint64_t position) = 0;

    RecordMaker& maker() { return m_maker; }
    /// A string's content, which stays until the next line.
    std::string_view text(json::Value& value) { return json::string(value, m_undone); }

  private:
    RecordMaker m_maker;
    simdjson::ondemand::parser m_parser;
    std::deque<std::string> m_undone;
};

namespace json {

inline constexpr std::size_t kLongestKey = 64;

/// Nanoseconds since 1970 UTC of an RFC 3339 text or of a number, whose unit its size tells (see parseTime); 0 where it
/// is none.
std::int64_t time(Value& value);
/// A port; 0 where it is none.
std::uint16_t port(Value& value);
/// Runs `body(value)` for every element of an array; anything else counts as empty. False where the array is damaged.
template <typename Body>
bool forEachElementOf(Value& value, Body body) {
    if (token(value) != "[") return true;
    simdjson::ondemand::array array;
    if (value.get_array().get(array) != simdjson::SUCCESS) return false;
    for (auto entry : array) {
        Value element;
        if (std::move(entry).get(element) != simdjson::SUCCESS || !body(element)) return false;
    }
    return true;
}
/// A key as written; empty where it is longer than any that is asked for.
inline std::string_view keyText(simdjson::ondemand::raw_json_string key) {
    static_assert(kLongestKey <= kPaddingBytes); // which may be read past the end of the line
    const std::string_view window(key.raw(), kLongestKey);
    const std::size_t end = window.find('"');
    return end == std::string_view::npos ? std::string_view{} : window.substr(0, end);
}
/// Runs `body(key, value)` for every field of an object. False where the object is damaged.
template <typename Body>
bool forEachKey(Object& object, Body body) {
    return forEachField(
        object, [&](simdjson::ondemand::raw_json_string key, Value& value) { return body(keyText(key), value); });
}
/// As forEachKey where the value is an object; anything else counts as empty.
template <typename Body>
bool forEachKeyOf(Value& value, Body body) {
    if (token(value) != "{") return true;
    Object object;
    return value.get_object().get(object) == simdjson::SUCCESS && forEachKey(object, body);
}

} // namespace json

/// Without the prefix of IPv4 addresses that are written as IPv6 ("::ffff:10.0.0.1").
std::string_view plainAddress(std::string_view address);
/// Of a machine's or pod's traffic with itself, which no policy and no network sees.
bool isLoopback(std::string_view address);

} // namespace portolan

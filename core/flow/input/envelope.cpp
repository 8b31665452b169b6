#include "core/flow/input/envelope.h"

#include "core/flow/formats/json_text.h"
#include "core/flow/input/line_blocks.h"
#include "core/flow/input/time_mark.h"
#include "core/flow/input/wrapping.h"
#include "core/flow/time_text.h"

#include <array>
#include <deque>

namespace portolan {
namespace {

constexpr std::array<std::string_view, 6> kTimeKeys{"timestamp", "@timestamp", "time", "_time", "date", "ts"};

/// What an envelope's object says.
struct Parts {
    std::string_view object; ///< of the field, where it is one
    std::string_view text;   ///< else its string content, escapes undone
    bool hasField = false;
    std::string_view labels;
    std::string_view time;
};

bool readObject(json::Value& value, std::string_view& text) {
    json::Object object;
    if (value.get_object().get(object) != simdjson::SUCCESS || object.raw_json().get(text) != simdjson::SUCCESS)
        return false;
    while (!text.empty() && text.back() != '}') text.remove_suffix(1);
    return true;
}

bool readField(json::Value& value, Parts& parts, std::deque<std::string>& undone) {
    const std::string_view token = json::token(value);
    if (token.starts_with('{')) {
        parts.hasField = true;
        return readObject(value, parts.object);
    }
    if (!token.starts_with('"')) return true;
    parts.hasField = true;
    parts.text = json::string(value, undone);
    return true;
}

} // namespace

struct Envelope::Parser {
    simdjson::ondemand::parser parser;
    std::deque<std::string> undone;
};

Envelope::Envelope() : m_parser(std::make_unique<Parser>()) {}
Envelope::Envelope(Envelope&&) noexcept = default;
Envelope& Envelope::operator=(Envelope&&) noexcept = default;
Envelope::~Envelope() = default;

Envelope::FieldList Envelope::fields() {
    static constexpr std::array<Field, 9> kFields{{{"_source", Sign::Name},
                                                   {"jsonPayload", Sign::Name},
                                                   {"textPayload", Sign::Name},
                                                   {"result", Sign::NameOfObject},
                                                   {"_raw", Sign::Name},
                                                   {"line", Sign::Content},
                                                   {"log", Sign::Content},
                                                   {"message", Sign::Content},
                                                   {"MESSAGE", Sign::Content}}};
    return {kFields.data(), kFields.data() + kFields.size()};
}

bool Envelope::isUnmistakable(const Field& field, std::string_view line) {
    takeTimeMark(line);
    return field.sign == Sign::Name || (field.sign == Sign::NameOfObject && line.starts_with('{'));
}

bool Envelope::take(std::string_view object, std::string_view field, std::string& out) {
    if (!object.starts_with('{')) return false;
    m_parser->undone.clear();
    simdjson::ondemand::document document;
    json::Object top;
    if (m_parser->parser.iterate(object.data(), object.size(), object.size() + kPaddingBytes).get(document) !=
            simdjson::SUCCESS ||
        document.get_object().get(top) != simdjson::SUCCESS)
        return false;
    Parts parts;
    const bool isWhole = json::forEachField(top, [&](simdjson::ondemand::raw_json_string key, json::Value& value) {
        if (json::is(key, field)) return readField(value, parts, m_parser->undone);
        if (json::is(key, "labels") && json::token(value).starts_with('{')) return readObject(value, parts.labels);
        for (const std::string_view time : kTimeKeys)
            if (parts.time.empty() && json::is(key, time)) {
                const std::string_view text = json::plainString(value);
                parts.time = text.empty() ? json::token(value) : text;
            }
        return true;
    });
    if (!isWhole || !parts.hasField) return false;
    appendTimeMark(parseTime(parts.time).value_or(0), out);
    if (!parts.object.empty()) {
        out.append(parts.object);
    } else if (field == "line" && parts.labels.size() > 2) {
        appendLabelled(parts.labels.substr(1, parts.labels.size() - 2), parts.text, out);
    } else {
        appendOneLine(parts.text, out);
    }
    return true;
}

} // namespace portolan

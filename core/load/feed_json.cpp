#include "core/load/feed_json.h"

#include <limits>
#include <simdjson.h>
#include <string>
#include <utility>

namespace portolan::loading {
namespace {

namespace ondemand = simdjson::ondemand;

/// Walks one value and sends its events. Errors of the parser come as simdjson_error.
class Walk {
  public:
    Walk(const char* begin, EventSink& sink, Unwanted unwanted, const RunControl& control)
        : m_begin(begin), m_sink(&sink), m_unwanted(unwanted), m_control(control) {}

    void value(ondemand::value v, std::size_t depth) {
        const std::string_view token = v.raw_json_token();
        m_at = static_cast<std::uint32_t>(token.data() - m_begin);
        if (depth > kMaxDepth) throw SyntaxFault{{SyntaxError::Kind::Limit, m_at, "nested deeper than 200 levels"}};
        switch (v.type().value()) {
        case ondemand::json_type::object: return object(v.get_object().value(), depth);
        case ondemand::json_type::array: return array(v.get_array().value(), depth);
        case ondemand::json_type::string: return m_sink->scalar(v.get_string().value(), ScalarStyle::Quoted, m_at);
        case ondemand::json_type::number: check(v.get_double().error()); break;
        case ondemand::json_type::boolean: check(v.get_bool().error()); break;
        case ondemand::json_type::null:
            if (!v.is_null()) check(simdjson::N_ATOM_ERROR);
            break;
        }
        m_sink->scalar(trimmed(token), ScalarStyle::Plain, m_at);
    }

    std::uint32_t at() const { return m_at; }

  private:
    void object(ondemand::object o, std::size_t depth) {
        m_sink->beginMap(m_at);
        for (auto field : o) {
            m_at = static_cast<std::uint32_t>(field.key().value().raw() - 1 - m_begin);
            if (m_sink->key(field.unescaped_key().value(), ScalarStyle::Quoted, m_at) == EventSink::Want::Value) {
                value(field.value().value(), depth + 1);
            } else if (m_unwanted == Unwanted::Checked) {
                EventSink* const sink = std::exchange(m_sink, &m_null);
                value(field.value().value(), depth + 1);
                m_sink = sink;
            }
        }
        m_sink->endMap();
    }

    void array(ondemand::array a, std::size_t depth) {
        constexpr std::size_t kStopCheckInterval = 1024;
        m_sink->beginList(m_at);
        for (auto item : a) {
            if (++m_items % kStopCheckInterval == 0 && m_control.isStopped())
                throw SyntaxFault{{SyntaxError::Kind::Stopped, m_at, "stopped"}};
            value(item.value(), depth + 1);
        }
        m_sink->endList();
    }

    static void check(simdjson::error_code error) {
        if (error != simdjson::SUCCESS) throw simdjson::simdjson_error(error);
    }

    static std::string_view trimmed(std::string_view token) {
        while (!token.empty() && static_cast<unsigned char>(token.back()) <= ' ') token.remove_suffix(1);
        return token;
    }

    const char* m_begin;
    EventSink* m_sink; ///< or m_null, within what it does not want
    NullSink m_null;
    Unwanted m_unwanted;
    const RunControl& m_control;
    std::uint32_t m_at = 0;
    std::size_t m_items = 0;
};

} // namespace

struct JsonFeed::Parser {
    ondemand::parser parser;
};

static_assert(kJsonPadding >= simdjson::SIMDJSON_PADDING);

JsonFeed::JsonFeed() : m_parser(std::make_unique<Parser>()) {}
JsonFeed::~JsonFeed() = default;

std::optional<SyntaxError> JsonFeed::feed(std::string_view text, EventSink& sink, Unwanted unwanted,
                                          const RunControl& control) {
    if (text.size() >= std::numeric_limits<std::uint32_t>::max() - kJsonPadding)
        return SyntaxError{SyntaxError::Kind::Limit, 0, "a JSON value larger than 4 GiB that cannot be split"};
    Walk walk(text.data(), sink, unwanted, control);
    try {
        ondemand::document document;
        const simdjson::padded_string_view padded(text.data(), text.size(), text.size() + kJsonPadding);
        const simdjson::error_code error = m_parser->parser.iterate(padded).get(document);
        if (error != simdjson::SUCCESS) throw simdjson::simdjson_error(error);
        walk.value(document.get_value().value(), 1);
        const bool isAtEnd = document.current_location().error() != simdjson::SUCCESS;
        if (!isAtEnd) throw simdjson::simdjson_error(simdjson::TRAILING_CONTENT);
        return std::nullopt;
    } catch (const SyntaxFault& fault) {
        return fault.error;
    } catch (const simdjson::simdjson_error& e) {
        return SyntaxError{SyntaxError::Kind::Malformed, walk.at(), simdjson::error_message(e.error())};
    }
}

} // namespace portolan::loading

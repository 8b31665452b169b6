#include "core/load/live/page.h"

#include "core/load/feed_json.h"

#include <algorithm>
#include <simdjson.h>
#include <utility>
#include <vector>

namespace portolan::loading {
namespace {

namespace dom = simdjson::dom;

/// Writes a value with sorted keys and four spaces a level, which is how kubectl prints what it was told.
class Indented {
  public:
    explicit Indented(std::string& out) : m_out(out) {}

    void object(std::string_view apiVersion, std::string_view kind, const dom::object& object) {
        auto members = sorted(object);
        const auto addMissing = [&](std::string_view key) {
            if (std::ranges::find(members, key, &Entry::key) == members.end()) members.push_back({key, {}});
        };
        addMissing("apiVersion");
        addMissing("kind");
        std::ranges::sort(members, {}, &Entry::key);
        open('{');
        for (const Entry& member : members) {
            beginMember(member.key);
            if (!member.value)
                string(member.key == "kind" ? kind : apiVersion);
            else if (member.key == "metadata")
                metadata(*member.value);
            else
                value(*member.value);
        }
        close('}');
    }

  private:
    struct Entry {
        std::string_view key;
        std::optional<dom::element> value;
    };

    static std::vector<Entry> sorted(const dom::object& object) {
        std::vector<Entry> out;
        out.reserve(object.size());
        for (const dom::key_value_pair member : object) out.push_back({member.key, member.value});
        std::ranges::sort(out, {}, &Entry::key);
        return out;
    }

    void metadata(const dom::element& element) {
        dom::object object;
        if (element.get(object) != simdjson::SUCCESS) return value(element);
        auto members = sorted(object);
        std::erase_if(members, [](const Entry& e) { return e.key == "managedFields"; }); // kubectl hides them
        map(members);
    }

    void map(const std::vector<Entry>& members) {
        open('{');
        for (const Entry& member : members) {
            beginMember(member.key);
            value(*member.value);
        }
        close('}');
    }

    void value(const dom::element& element) {
        switch (element.type()) {
        case dom::element_type::OBJECT: return map(sorted(dom::object(element)));
        case dom::element_type::ARRAY: {
            open('[');
            for (const dom::element item : dom::array(element)) {
                newLine();
                value(item);
            }
            return close(']');
        }
        case dom::element_type::STRING: return string(std::string_view(element));
        case dom::element_type::INT64: m_out += std::to_string(std::int64_t(element)); return;
        case dom::element_type::UINT64: m_out += std::to_string(std::uint64_t(element)); return;
        case dom::element_type::DOUBLE: m_out += simdjson::minify(element); return;
        case dom::element_type::BOOL: m_out += bool(element) ? "true" : "false"; return;
        case dom::element_type::NULL_VALUE: m_out += "null"; return;
        }
    }

    void open(char bracket) {
        m_out += bracket;
        ++m_depth;
        m_isFirst = true;
    }
    void close(char bracket) {
        --m_depth;
        if (!std::exchange(m_isFirst, false)) indent();
        m_out += bracket;
    }
    void newLine() {
        if (!std::exchange(m_isFirst, false)) m_out += ',';
        indent();
    }
    void indent() {
        constexpr std::size_t kIndent = 4;
        m_out += '\n';
        m_out.append(m_depth * kIndent, ' ');
    }
    void beginMember(std::string_view key) {
        newLine();
        string(key);
        m_out += ": ";
    }
    void string(std::string_view text) {
        m_out += '"';
        for (const char c : text) {
            if (c == '"' || c == '\\') {
                m_out += '\\';
                m_out += c;
            } else if (static_cast<unsigned char>(c) < 0x20U) {
                constexpr std::string_view kDigits = "0123456789abcdef";
                const auto code = static_cast<unsigned char>(c);
                m_out += "\\u00";
                m_out += kDigits[code >> 4U];
                m_out += kDigits[code & 0xfU];
            } else {
                m_out += c;
            }
        }
        m_out += '"';
    }

    std::string& m_out;
    std::size_t m_depth = 0;
    bool m_isFirst = false;
};

std::string_view textOf(simdjson::simdjson_result<dom::element> value) {
    std::string_view text;
    return value.get(text) == simdjson::SUCCESS ? text : std::string_view();
}

} // namespace

struct PageReader::Parser {
    dom::parser parser;
};

PageReader::PageReader() : m_parser(std::make_unique<Parser>()) {}
PageReader::~PageReader() = default;

std::optional<PageEnd> PageReader::read(const std::string& page, std::string_view apiVersion, std::string_view kind,
                                        const Take& take) {
    dom::element root;
    dom::element items;
    if (m_parser->parser.parse(page).get(root) != simdjson::SUCCESS) return std::nullopt;
    if (root["items"].get(items) != simdjson::SUCCESS) return std::nullopt;
    dom::array array;
    // Go writes a list without items as null.
    if (items.get(array) != simdjson::SUCCESS && !items.is_null()) return std::nullopt;
    PageEnd end{std::string(textOf(root["metadata"]["continue"])), std::nullopt};
    if (std::uint64_t remaining = 0; root["metadata"]["remainingItemCount"].get(remaining) == simdjson::SUCCESS)
        end.remaining = remaining;
    if (items.is_null()) return end;
    for (const dom::element item : array) {
        dom::object object;
        if (item.get(object) != simdjson::SUCCESS) continue;
        m_text.clear();
        Indented(m_text).object(apiVersion, kind, object);
        const std::size_t size = m_text.size();
        m_text.append(kJsonPadding, ' ');
        take({textOf(item["metadata"]["namespace"]), textOf(item["metadata"]["name"]),
              std::string_view(m_text).substr(0, size)});
    }
    return end;
}

} // namespace portolan::loading

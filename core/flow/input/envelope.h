#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace portolan {

/// Takes lines out of the JSON objects that log shippers and stores keep them in, one an object:
///
///     {"_source":{..}}                                 Elasticsearch: the object
///     {"jsonPayload":{..}}, {"textPayload":".."}       Google Cloud Logging
///     {"result":{..}}, {"_raw":".."}                   Splunk's export: the fields, the line
///     {"line":"..","labels":{..}}                      Loki's command line; the labels are merged into JSON lines
///     {"log":".."}, {"message":".."}, {"MESSAGE":".."} Fluent Bit, Fluentd, Vector, CloudWatch, the journal
///
/// The time of the envelope goes before the line as a time mark. One object a thread.
class Envelope {
  public:
    Envelope();
    Envelope(Envelope&&) noexcept;
    Envelope& operator=(Envelope&&) noexcept;
    ~Envelope();

    /// The field that holds the line, if the object is such an envelope: of "line", "log", "message" and "MESSAGE", and
    /// of a "result" that is no object, only where `isLine` accepts the content, since other objects have fields of
    /// these names too. Empty: it is none.
    /// kPaddingBytes may be read past the object.
    template <typename Predicate>
    std::string_view fieldOf(std::string_view object, Predicate isLine) {
        for (const Field& field : fields()) {
            std::string line;
            if (!take(object, field.name, line)) continue;
            if (isUnmistakable(field, line) || isLine(std::string_view(line))) return field.name;
        }
        return {};
    }

    /// Appends the line that an object holds in that field, without a line end; false, and nothing, where it has none.
    bool take(std::string_view object, std::string_view field, std::string& out);

  private:
    enum class Sign { Name, NameOfObject, Content };
    struct Field {
        std::string_view name;
        Sign sign; ///< what the envelope is known by
    };
    static bool isUnmistakable(const Field& field, std::string_view line);
    struct Parser;
    struct FieldList {
        const Field* first;
        const Field* last;
        const Field* begin() const { return first; }
        const Field* end() const { return last; }
    };
    static FieldList fields();

    std::unique_ptr<Parser> m_parser;
};

} // namespace portolan

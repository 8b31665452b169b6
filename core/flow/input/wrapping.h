#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// What container runtimes, shippers and stores put around one line of a log.

namespace portolan {

/// A line of a container runtime's log. The text points into the line; of Docker's it still has its JSON escapes.
struct ContainerLine {
    std::string_view text;
    std::string_view time;  ///< RFC 3339
    bool isError = false;   ///< of standard error, else of standard output
    bool isPartial = false; ///< a piece of a line that the runtime split
};

/// The CRI form: "2026-03-15T00:06:32.47Z stdout F text"; nullopt where the line is none.
std::optional<ContainerLine> criLine(std::string_view line);
/// Docker's JSON form: {"log":"text\n","stream":"stdout","time":".."}; nullopt where the line is none, or has further
/// fields, as shippers write them.
std::optional<ContainerLine> dockerLine(std::string_view line);

/// A JSON object with a prefix before it.
struct PrefixedLine {
    std::string_view text;
    std::int64_t time = 0; ///< of the prefix, nanoseconds since 1970 UTC; 0: it has none
};
/// Takes off what precedes a JSON object: "<134>1 2026-03-15T00:06:32Z host prog 1 - - " and
/// "Mar  1 12:00:00 host prog[1]: " of syslog, "data: " of server-sent events, "key<TAB>" of Kafka's console consumer.
/// nullopt where the line is none of these.
std::optional<PrefixedLine> prefixedObject(std::string_view line);

/// Appends JSON string content with its escapes undone; false where an escape is damaged (what precedes it stays).
bool appendUnescaped(std::string_view escaped, std::string& out);
/// Appends text as one line: line ends at its end are left out, others become blanks.
void appendOneLine(std::string_view text, std::string& out);
/// Appends a line; where it is a JSON object, the fields `labels` (an object's, without its brackets) stand before its
/// own.
void appendLabelled(std::string_view labels, std::string_view line, std::string& out);

} // namespace portolan

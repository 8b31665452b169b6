#pragma once

#include <string>
#include <string_view>

namespace portolan {

/// A log line without what a container runtime put around it.
struct UnwrappedLine {
    std::string_view text;
    bool isPartial = false; ///< one piece of a line that the runtime split; the pieces are not joined
};

/// Takes off a byte order mark, the CRI prefix ("2026-03-15T00:06:32.47Z stdout F ") and Docker's JSON wrapper
/// ({"log":"...\n",...}). The text points into `line`, or into `scratch` where escapes had to be undone; kPaddingBytes
/// may be read past either end as long as they may past the line's.
UnwrappedLine unwrapped(std::string_view line, std::string& scratch);

/// Appends JSON string content with its escapes undone; false where an escape is damaged (what precedes it stays).
bool appendUnescaped(std::string_view escaped, std::string& out);

} // namespace portolan

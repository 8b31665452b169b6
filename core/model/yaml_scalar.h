#pragma once

#include <string>
#include <string_view>

namespace portolan {

/// The text as a YAML scalar that reads back as the same string: plain where that is safe, else in double quotes.
/// Quoted is all that YAML 1.1 would take for a boolean, null, number, timestamp or sexagesimal (semantics Y-5).
std::string yamlScalar(std::string_view text);

} // namespace portolan

#pragma once

#include <string>
#include <string_view>

namespace portolan {

/// Replaces what a manifest must not show: values of environment variables, arguments and commands, of ConfigMaps and
/// Secrets, and of annotations other than those on a fixed list of harmless keys. Works on YAML and JSON, by keys and
/// indentation alone, so it hides rather too much than too little where a text is unusual. Lines keep their number;
/// keys stay.
std::string maskedSource(std::string_view text);

} // namespace portolan

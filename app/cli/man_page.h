#pragma once

#include "app/cli/option_words.h"

#include <string>
#include <string_view>

namespace portolan::cli {

/// The manual page portolan(1) in roff: every command with every option, exit statuses, files.
std::string manPage(std::string_view version, const std::vector<CommandWords>& commands);

} // namespace portolan::cli

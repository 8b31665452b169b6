#pragma once

#include "app/cli/option_words.h"

#include <optional>
#include <string>
#include <string_view>

namespace portolan::cli {

/// A script that completes commands, options and their values; nullopt for any other shell than bash, zsh and fish.
std::optional<std::string> completionScript(std::string_view shell, const std::vector<CommandWords>& commands);

} // namespace portolan::cli

#pragma once

#include "core/base/result.h"
#include "core/model/selector.h"

#include <string_view>

namespace portolan {

/// Reads a set-based label requirement as kubectl writes it: "app=web, tier in (a,b), stage!=dev, x notin (1), owner,
/// !legacy". Empty: everything matches. Symbols that the table lacks are interned late. Usage error with the part that
/// cannot be read.
Result<LabelSelector> parseRequirements(std::string_view text, const Symbols& symbols);

} // namespace portolan

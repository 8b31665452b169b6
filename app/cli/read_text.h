#pragma once

#include "core/base/result.h"

#include <string>

namespace portolan::cli {

/// The whole of a file, or of standard input for "-". Unreadable where it cannot be opened.
Result<std::string> readText(const std::string& file);

} // namespace portolan::cli

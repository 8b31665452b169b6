#pragma once

#include <cstddef>
#include <cstdlib>

namespace portolan {

/// How many random worlds a test asks for: PORTOLAN_WORLDS, else 1500.
inline std::size_t worldCount() {
    const char* const text = std::getenv("PORTOLAN_WORLDS");
    return text == nullptr ? 1500 : std::strtoul(text, nullptr, 10);
}

} // namespace portolan

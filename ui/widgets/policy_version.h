#pragma once

#include <cstdint>

namespace portolan {

/// Which policies the views speak of: those in force, those of the draft, or what the draft changes.
enum class PolicyVersion : std::uint8_t { Current, Draft, Changes };

} // namespace portolan

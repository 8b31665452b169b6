#pragma once

#include "core/net/protocol.h"

#include <cstdint>
#include <string_view>

namespace portolan {

/// The port that a URL of the scheme means where it names none; 0 where the scheme has no port of its own.
std::uint16_t defaultPort(std::string_view scheme);
/// UDP for the few schemes that say so, else TCP.
Protocol protocolOf(std::string_view scheme);

} // namespace portolan

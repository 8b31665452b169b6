#pragma once

#include <string_view>

namespace portolan {

/// HostPortMention::line of a text that names no target because the program finds its targets by itself; such a mention
/// has neither host nor port.
inline constexpr std::string_view kDiscovers = "(discovers)";

} // namespace portolan

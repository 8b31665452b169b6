#pragma once

#include "core/net/traffic_set.h"

#include <optional>
#include <string_view>

namespace portolan {

/// Reads "All Connections", "No Connections" and "TCP 80,443,UDP 53"; nullopt for anything else.
std::optional<TrafficSet> parseConnections(std::string_view text);
/// Reads the connection texts of the nca pair tables, as far as they speak of TCP, UDP and SCTP; nullopt for others.
std::optional<TrafficSet> parseNcaConnections(std::string_view text);

} // namespace portolan

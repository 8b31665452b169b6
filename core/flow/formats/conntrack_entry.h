#pragma once

#include "core/net/address.h"
#include "core/net/protocol.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

namespace portolan {

/// One direction of a connection as it is somewhere on its way: addresses and ports change at each translation.
struct ConnectionTuple {
    IpAddress from;
    IpAddress to;
    std::uint16_t fromPort = 0;
    std::uint16_t toPort = 0;
    Protocol protocol = Protocol::Tcp;

    ConnectionTuple reversed() const { return {to, from, toPort, fromPort, protocol}; }
    bool operator==(const ConnectionTuple&) const = default;
};

/// An entry of the kernel's connection table: what came in, and what went out after translation.
struct ConntrackEntry {
    enum class Event : std::uint8_t { None, New, Update, Destroy };
    ConnectionTuple before;
    ConnectionTuple after;
    Event event = Event::None;
    bool isAnswered = false; ///< both ends sent something, and it was not a refusal
    std::int64_t time = 0;   ///< nanoseconds since 1970 UTC; 0: the line has none
};

enum class NoConntrackEntry : std::uint8_t { Malformed, NoTransport };

/// Reads a line of `conntrack -L` and `-E`, of /proc/net/nf_conntrack, or of `ovs-appctl dpctl/dump-conntrack`
/// (flows.md 2.15). `zoneMinutes` is of the start times that Open vSwitch writes.
std::variant<ConntrackEntry, NoConntrackEntry> parseConntrackLine(std::string_view line, int zoneMinutes);

/// Whether the line is an entry of either form.
bool isConntrackLine(std::string_view line);

} // namespace portolan

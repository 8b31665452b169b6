#pragma once

#include "core/flow/flow_record.h"

#include <array>
#include <bitset>

namespace portolan {

/// The ports that some pod declares or some Service forwards from or to: likely the server's side of a connection.
class KnownPorts {
  public:
    void add(Protocol protocol, std::uint16_t port) { m_ports[static_cast<std::size_t>(protocol)].set(port); }
    bool contains(Protocol protocol, std::uint16_t port) const {
        return m_ports[static_cast<std::size_t>(protocol)].test(port);
    }

  private:
    std::array<std::bitset<65536>, kProtocolCount> m_ports;
};

/// Which way a record's connection was opened.
enum class Orientation : std::uint8_t {
    Forward, ///< from `from` to `to`
    Reverse, ///< the record is an answer
    Unknown,
};

/// First port of the range that Linux gives to clients by default (ip_local_port_range).
inline constexpr std::uint16_t kFirstEphemeralPort = 32768;

/// Tells the orientation where the log itself does not, in this order: TCP flags (SYN alone opens, SYN with ACK
/// answers); exactly one of the two ports is known; exactly one is below kFirstEphemeralPort.
Orientation orientationByRules(const FlowRecord& record, const KnownPorts& known);

} // namespace portolan

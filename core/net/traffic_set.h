#pragma once

#include "core/net/port_set.h"
#include "core/net/protocol.h"

#include <array>
#include <string>

namespace portolan {

/// A set of (protocol, destination port) over TCP, UDP and SCTP; equal sets compare equal.
class TrafficSet {
  public:
    TrafficSet() = default;
    static TrafficSet none() { return {}; }
    static TrafficSet all();
    static TrafficSet of(Protocol protocol, PortSet ports);
    static TrafficSet of(Protocol protocol, std::uint16_t port) { return of(protocol, PortSet::single(port)); }

    const PortSet& ports(Protocol protocol) const { return m_ports[static_cast<std::size_t>(protocol)]; }
    bool isEmpty() const;
    bool isAll() const;
    bool contains(Protocol protocol, std::uint16_t port) const { return ports(protocol).contains(port); }
    bool contains(const TrafficSet& other) const { return other.minus(*this).isEmpty(); }

    TrafficSet united(const TrafficSet& other) const;
    TrafficSet intersected(const TrafficSet& other) const;
    TrafficSet minus(const TrafficSet& other) const;
    /// "All Connections", "No Connections", or "TCP 80,443,UDP 53" with protocols in the order SCTP, TCP, UDP.
    std::string text() const;

    auto operator<=>(const TrafficSet&) const = default;

  private:
    std::array<PortSet, kProtocolCount> m_ports;
};

} // namespace portolan

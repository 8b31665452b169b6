#pragma once

#include "core/reach/reachability.h"

#include <array>
#include <string>
#include <vector>

namespace portolan {

/// What passes where the port numbers of the destination are not known: numbers, and names beyond them.
struct TrafficByName {
    TrafficSet numbers;
    std::vector<NamedPort> names; ///< sorted; none whose protocol `numbers` holds entirely

    bool isEmpty() const { return numbers.isEmpty() && names.empty(); }
    /// True where that port passes whatever the destination calls it.
    bool contains(Protocol protocol, std::uint16_t port) const { return numbers.contains(protocol, port); }
    bool operator==(const TrafficByName&) const = default;
};

/// As TrafficSet::text(), with names behind the numbers of their protocol: "TCP 80,http". A name that passes on every
/// protocol, as the rules of admin policies have it, stands without one: " http".
std::string text(const Cluster& cluster, const TrafficByName& traffic);

/// Tells whether a name of a rule's ports lets something pass at a pod whose ports nobody knows: such a pod declares
/// each name at a number that no rule mentions, and what the evaluator says of that number and of another such number
/// is compared (semantics NP-T3).
class NamedPorts {
  public:
    /// For the port names in egress rules: these are resolved at the other end.
    explicit NamedPorts(const Cluster& cluster);
    /// The ports that a pod must declare.
    const std::vector<ContainerPort>& ports() const { return m_ports; }
    /// Puts names in the place of the numbers of ports().
    TrafficByName named(TrafficSet traffic) const;

  private:
    std::vector<ContainerPort> m_ports;
    std::array<std::uint16_t, kProtocolCount> m_plain{}; ///< a number that no name has and no rule mentions
};

} // namespace portolan

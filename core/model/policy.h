#pragma once

#include "core/model/selector.h"
#include "core/net/address.h"
#include "core/net/protocol.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace portolan {

using NamespaceId = Id<struct NamespaceTag>;
using PolicyId = Id<struct PolicyTag>;

enum class Direction : std::uint8_t { Ingress, Egress };
inline constexpr std::array<Direction, 2> kDirections{Direction::Ingress, Direction::Egress};
/// "ingress" or "egress".
std::string_view name(Direction direction);
inline Direction opposite(Direction d) {
    return d == Direction::Ingress ? Direction::Egress : Direction::Ingress;
}

/// One element of a rule's `ports` (semantics 3.5). Neither number nor name: every port of the protocol.
struct PolicyPort {
    Protocol protocol = Protocol::Tcp;
    std::uint16_t first = 0; ///< 0: no number given
    std::uint16_t last = 0;  ///< endPort, or first
    Symbol name;             ///< a port name, or the empty symbol
    SourceRef where;

    bool isWholeProtocol() const { return first == 0 && name == Symbol(); }
    bool isNamed() const { return name != Symbol(); }
};

/// An `ipBlock` (semantics 3.6).
struct IpBlock {
    Cidr cidr;
    std::vector<Cidr> except;

    AddressSet addresses() const;
};

/// One element of a rule's `from` or `to`: selectors (ANDed where both are set) or a block (semantics 3.4).
struct PolicyPeer {
    std::optional<LabelSelector> podSelector;
    std::optional<LabelSelector> namespaceSelector;
    std::optional<IpBlock> ipBlock;
    SourceRef where;
};

/// One rule. No peers: every peer. No ports: every port of every protocol (semantics NP-N5).
struct PolicyRule {
    std::vector<PolicyPeer> peers;
    std::vector<PolicyPort> ports;
    SourceRef where;
};

/// A networking.k8s.io/v1 NetworkPolicy after API-server defaulting (semantics NP-N1 to NP-N8), with what was written
/// kept where a finding needs it.
struct NetworkPolicy {
    NamespaceId ns;
    Symbol name;
    LabelSelector podSelector;
    bool isolatesIngress = true;
    bool isolatesEgress = false;
    bool isTypesWritten = true;      ///< policyTypes was present and not empty
    bool isEgressKeyWritten = false; ///< the key `egress` was present, even if empty
    bool isNamespaceImplied = false; ///< metadata.namespace was missing
    std::vector<PolicyRule> ingress; ///< inert where !isolatesIngress (NP-N3)
    std::vector<PolicyRule> egress;
    SourceRef where;
    SourceRef typesWhere;                  ///< of policyTypes, if written
    std::optional<std::int64_t> createdAt; ///< seconds since 1970 UTC

    bool isolates(Direction d) const { return d == Direction::Ingress ? isolatesIngress : isolatesEgress; }
    const std::vector<PolicyRule>& rules(Direction d) const { return d == Direction::Ingress ? ingress : egress; }
};

} // namespace portolan

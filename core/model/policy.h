#pragma once

#include "core/model/selector.h"
#include "core/net/address.h"
#include "core/net/protocol.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portolan {

using NamespaceId = Id<struct NamespaceTag>;
/// NetworkPolicies count from 0, admin policies from kFirstAdminPolicy, so that one id names a policy of any kind.
using PolicyId = Id<struct PolicyTag>;
inline constexpr std::uint32_t kFirstAdminPolicy = 1U << 31U;
constexpr bool isAdminPolicy(PolicyId id) {
    return id.value >= kFirstAdminPolicy;
}
/// The id of the admin policy at that place of Cluster::adminPolicies, and back.
constexpr PolicyId adminPolicyId(std::size_t index) {
    return PolicyId(kFirstAdminPolicy + static_cast<std::uint32_t>(index));
}
constexpr std::size_t adminPolicyIndex(PolicyId id) {
    return id.value - kFirstAdminPolicy;
}

enum class Direction : std::uint8_t { Ingress, Egress };
inline constexpr std::array<Direction, 2> kDirections{Direction::Ingress, Direction::Egress};
/// "ingress" or "egress".
std::string_view name(Direction direction);
inline Direction opposite(Direction d) {
    return d == Direction::Ingress ? Direction::Egress : Direction::Ingress;
}

/// What a rule of an ordered policy does with traffic that it matches; NetworkPolicies only allow.
enum class Action : std::uint8_t { Allow, Deny, Pass };

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

/// The cluster-wide kinds of policy.networking.k8s.io: v1alpha1, and v1alpha2's ClusterNetworkPolicy (semantics 4).
enum class AdminKind : std::uint8_t { AdminNetworkPolicy, BaselineAdminNetworkPolicy, ClusterNetworkPolicy };
/// "AdminNetworkPolicy", "BaselineAdminNetworkPolicy" or "ClusterNetworkPolicy".
std::string_view name(AdminKind kind);
/// "ANP", "BANP" or "CNP".
std::string_view shortName(AdminKind kind);

/// Before the NetworkPolicies, or after them for what these leave alone (semantics A-1, C-1).
enum class AdminTier : std::uint8_t { Admin, Baseline };

/// Namespaces of a peer by comparison with the subject's, in the schema up to v0.1.2 (semantics A-14).
struct NamespaceRelation {
    bool isSame = true;       ///< sameLabels, else notSameLabels
    std::vector<Symbol> keys; ///< none: no namespace matches
};

/// A subject, or one element of an admin rule's `from` or `to` (semantics ).
struct AdminPeer {
    enum class Kind : std::uint8_t {
        Pods,        ///< `namespaces` or `pods`
        Nodes,       ///< nodes by label, matched by their addresses
        Networks,    ///< destinations by address, pods and nodes included
        DomainNames, ///< destinations outside, by name
        Nothing,     ///< a selector that no one can evaluate (semantics L-7)
        Unreadable,  ///< none of the fields Portolan knows: fails closed (semantics A-10)
    };
    Kind kind = Kind::Pods;
    LabelSelector namespaceSelector;          ///< Pods without a relation
    std::optional<NamespaceRelation> related; ///< Pods: in place of namespaceSelector
    std::optional<LabelSelector> podSelector; ///< Pods; absent: every pod there
    LabelSelector nodeSelector;               ///< Nodes
    std::vector<Cidr> networks;
    std::vector<std::string> domainNames; ///< "example.com", "*.example.com"
    SourceRef where;
};

/// One rule of an admin policy; the first that matches decides.
struct AdminRule {
    std::string name; ///< may be empty
    Action action = Action::Allow;
    std::vector<AdminPeer> peers;  ///< at least one
    bool isEveryPort = true;       ///< no `ports` or `protocols` written: ICMP and all others too (semantics A-11)
    std::vector<PolicyPort> ports; ///< else; none of them may be left where what was written matches nothing
    SourceRef where;
};

/// An AdminNetworkPolicy, BaselineAdminNetworkPolicy or ClusterNetworkPolicy.
struct AdminPolicy {
    AdminKind kind = AdminKind::AdminNetworkPolicy;
    AdminTier tier = AdminTier::Admin;
    std::uint16_t priority = 0; ///< 0 to 1000, lower first; kLastPriority for a BaselineAdminNetworkPolicy
    Symbol name;
    AdminPeer subject; ///< Pods, or Nothing
    std::vector<AdminRule> ingress;
    std::vector<AdminRule> egress;
    SourceRef where;
    std::optional<std::int64_t> createdAt; ///< seconds since 1970 UTC

    /// A BaselineAdminNetworkPolicy has no priority: it comes after every ClusterNetworkPolicy of its tier.
    static constexpr std::uint16_t kLastPriority = 1001;

    const std::vector<AdminRule>& rules(Direction d) const { return d == Direction::Ingress ? ingress : egress; }
    std::vector<AdminRule>& rules(Direction d) { return d == Direction::Ingress ? ingress : egress; }
};

/// Puts the symbols of another table in place of the policy's, and restores the order of what is sorted by symbol.
void translate(AdminPolicy& policy, const std::function<Symbol(Symbol)>& translation);

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

#pragma once

#include "core/base/result.h"
#include "core/policy/ternary.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portolan {

/// What the API leaves to the network plugin (semantics section 11, contract.md Profiles), as one value. A knob that is
/// unknown makes the verdicts that rest on it uncertain. Of section 11, `icmp` and `otherProtocols` are no knobs here,
/// for verdicts speak of TCP, UDP and SCTP (contract.md); nor is npScope, which kinds that are not read would need.
struct Profile {
    enum class HostNetwork : std::uint8_t { AsNode, AsPod };
    enum class OwnNode : std::uint8_t { Policed, Unknown, Allow };
    enum class SourceSeen : std::uint8_t { Client, Node, Either };

    std::string name = "generic";
    bool isEnforced = true; ///< NP-14: no means that the plugin takes policies and does nothing
    Ternary ipBlockMatchesPods = Ternary::Unknown;
    Ternary ipBlockMatchesNodes = Ternary::Unknown;
    HostNetwork hostNetworkPods = HostNetwork::AsNode;
    OwnNode ingressFromOwnNode = OwnNode::Allow;        ///< NP-6
    OwnNode egressToOwnNode = OwnNode::Unknown;         ///< NP-7
    OwnNode hairpin = OwnNode::Unknown;                 ///< a pod that comes back to itself through a Service (NP-11)
    Ternary serviceNatBeforePolicy = Ternary::Yes;      ///< serviceNat=post: policies see the backend pod and its port
    SourceSeen externalSourceSeen = SourceSeen::Either; ///< through NodePort and LoadBalancer (S-5)
    bool hasEndPort = true;                             ///< no: only `port` of a range counts (NP-T7)
    bool hasSctp = true;                                ///< no: rules for SCTP have no effect (NP-T7)
    Ternary networksMatchPods = Ternary::Yes;           ///< networks of admin policies, pods and nodes alike (A-9)
    Ternary unreadPoliciesIgnored = Ternary::No;        ///< yes: kinds that are not read leave verdicts certain
    bool isIpv4Only = false;                            ///< np-guard: IPv6 blocks are left out of lists

    bool operator==(const Profile&) const = default;

    /// generic, calico, cilium, antrea, ovn-k, kube-network-policies, aws or np-guard; nullopt for any other name.
    static std::optional<Profile> named(std::string_view name);
    /// All names, in the order documented.
    static std::vector<std::string> names();
    /// Sets one knob from "name=value". Usage error: unknown knob or value, with the possible ones.
    Result<void> set(std::string_view assignment);
    /// Every knob with its value as text, in a fixed order: what a report header prints.
    std::vector<std::pair<std::string, std::string>> settings() const;
};

} // namespace portolan

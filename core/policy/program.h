#pragma once

#include "core/net/traffic_set.h"
#include "core/policy/selector_table.h"

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// Policies as the evaluator sees them: stages of policies with compiled rules (semantics section 9). Takes a cluster
/// and a profile, gives a Program; decides nothing about a pair of endpoints (that is core/reach). Cost: one
/// evaluation for each distinct selector. A Program is immutable and thread-safe to read.

namespace portolan {

/// Identifies a rule where something is stored or printed: the policy, the direction, the rule's place in the list.
struct RuleRef {
    PolicyId policy;
    Direction direction = Direction::Ingress;
    std::uint32_t index = 0; ///< from 0
    auto operator<=>(const RuleRef&) const = default;
};

/// A port of a rule that is resolved at the destination pod (semantics NP-T3).
struct NamedPort {
    Protocol protocol = Protocol::Tcp;
    Symbol name;
    auto operator<=>(const NamedPort&) const = default;
};

struct CompiledRule {
    RuleRef ref;
    Action action = Action::Allow;
    Match peers;                    ///< all peers of the rule together
    std::vector<Match> peerMatches; ///< one for each element of from/to; empty: every peer
    TrafficSet traffic;             ///< numeric and whole-protocol ports
    std::vector<NamedPort> namedPorts;
    std::vector<RelatedPods> related; ///< where peers depend on the subject (A-14): they match beside `peers`
};

/// Whether a peer of the rule matches, for that subject.
Ternary peerMatch(const CompiledRule& rule, ClassId subject, ClassId peer);
/// Whether a port of the rule matches at that destination; named ports never do at an address or a node.
bool portMatch(const CompiledRule& rule, const EndpointClasses& classes, ClassId destination, Protocol protocol,
               std::uint16_t port);

/// What the ports of the rule mean at that destination, named ones resolved; these mean nothing at an address or a
/// node.
TrafficSet trafficAt(const CompiledRule& rule, const EndpointClasses& classes, ClassId destination);

struct CompiledPolicy {
    PolicyId id;
    Match subject;
    std::array<bool, 2> captures{}; ///< by Direction: the policy isolates its subject in that direction, or has rules
    std::array<std::vector<CompiledRule>, 2> rules;
    AdminTier tier = AdminTier::Admin; ///< of an admin policy, as `priority`
    std::uint16_t priority = 0;

    bool capturesIn(Direction d) const { return captures[static_cast<std::size_t>(d)]; }
    const std::vector<CompiledRule>& rulesIn(Direction d) const { return rules[static_cast<std::size_t>(d)]; }
};

/// One step of the evaluation of a direction (semantics 9.1). Only what its policies leave undecided goes on.
struct Stage {
    enum class Combine : std::uint8_t {
        FirstMatch, ///< policies in order, rules top-down: the first match decides, Pass goes to the next stage
        UnionAllow, ///< any matching rule allows
    };
    enum class EndAction : std::uint8_t {
        Continue,       ///< undecided traffic goes to the next stage
        DenyIfCaptured, ///< undecided traffic of a captured endpoint is denied
    };
    std::string id;
    Combine combine = Combine::UnionAllow;
    EndAction endAction = EndAction::DenyIfCaptured;
    std::vector<std::shared_ptr<const CompiledPolicy>> policies; ///< in evaluation order
};

/// Compiles one policy; `id` is its place in the cluster or draft.
std::shared_ptr<const CompiledPolicy> compile(const NetworkPolicy& policy, PolicyId id, SelectorTable& table);
std::shared_ptr<const CompiledPolicy> compile(const AdminPolicy& policy, PolicyId id, SelectorTable& table);

/// What a named port means at a pod class: the declared numbers of that name and protocol; empty if none.
TrafficSet resolve(const NamedPort& port, std::span<const ContainerPort> declared);

/// The stage of networking.k8s.io/v1 NetworkPolicies (semantics 9.3). The policies are in order of id.
Stage networkPolicyStage(std::span<const NetworkPolicy> policies, SelectorTable& table);
/// The stage of one tier of admin policies: those of `compiled` that belong to it, by priority, then id; policies of
/// one priority are a tie group (semantics IR-6). Null pointers are left out.
Stage adminStage(AdminTier tier, std::span<const std::shared_ptr<const CompiledPolicy>> compiled);

} // namespace portolan

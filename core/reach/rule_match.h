#pragma once

#include "core/reach/reachability.h"

namespace portolan {

/// What one rule speaks of, in the cluster at hand (findings section 0: match(R)).
struct RuleMatch {
    ClassSet subjects;          ///< captured for certain
    ClassSet peers;             ///< matched for certain
    std::uint64_t podPairs = 0; ///< ordered pairs of different pods (subject, peer), templates count replicas
    bool hasExternalPeers = false;
    bool hasWholeFamily = false; ///< peers hold every address of a family
};

/// The compiled form of a rule; nullptr where the policy is gone or the direction is inert.
const CompiledRule* compiledRule(const Reachability& reachability, const RuleRef& rule);

RuleMatch ruleMatch(const Reachability& reachability, const RuleRef& rule);

/// The rules that let this traffic through the gate of `subject`, ascending: those of the admin policies that decide,
/// or every matching one of the NetworkPolicies. Empty where it is not isolated or denied. Rules that match only
/// perhaps are left out.
std::vector<RuleRef> admittingRules(const Reachability& reachability, ClassId subject, ClassId peer,
                                    Direction direction, Protocol protocol, std::uint16_t port);

/// The edit that takes the rule out of its policy, which must be there; the policy goes on to isolate (semantics NP-2).
PolicyEdit withoutRule(const Reachability& reachability, const RuleRef& rule);

/// Where the rule was written: the position of its list element.
SourceRef whereOf(const Reachability& reachability, const RuleRef& rule);
/// "shop/allow-web ingress rule 2", counting from 1; "ANP deny-x ingress rule 1" of an admin policy.
std::string displayName(const Reachability& reachability, const RuleRef& rule);
/// "NP shop/allow-web", "ANP deny-x", "BANP default" or "CNP deny-x"; "" where the policy is gone.
std::string shortName(const Reachability& reachability, PolicyId id);

} // namespace portolan

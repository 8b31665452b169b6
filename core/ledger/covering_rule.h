#pragma once

#include "core/reach/rule_match.h"

#include <optional>

namespace portolan {

/// Another rule that makes this one needless in the cluster at hand: for the same pods or more it matches the same
/// peers and ports or more, for certain. Of NetworkPolicies any such rule (they add up), the first by policy and index,
/// and of two that say the same only the later is needless. Of admin policies one that is asked before it, whatever it
/// does. nullopt where there is none, where the rule matches nothing, and for rules with peers that depend on the
/// subject.
std::optional<RuleRef> coveringRule(const Reachability& reachability, const RuleRef& rule);

} // namespace portolan

#pragma once

#include "core/reach/reachability.h"

#include <string>

namespace portolan {

/// Whether everything that may pass stays the same without the policy.
Result<Ternary> isPolicyRedundant(const Reachability& reachability, PolicyId policy, const RunControl& control);
/// Whether everything that may pass stays the same without the rule; its policy keeps isolating what it selects.
Result<Ternary> isRuleRedundant(const Reachability& reachability, const RuleRef& rule, const RunControl& control);

/// What makes a redundant rule so, on one line: other rules that let through what it does, with their places, gates
/// that close what it opens, or that it matches nothing.
std::string whyRuleRedundant(const Reachability& reachability, const RuleRef& rule);
/// The same of a policy: others that govern what it selects and let through what it does.
std::string whyPolicyRedundant(const Reachability& reachability, PolicyId policy);

} // namespace portolan

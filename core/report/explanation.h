#pragma once

#include "core/reach/explain.h"

#include <string>

namespace portolan {

/// The chain of an explanation as indented lines: each gate with the policies that isolate its end, the rules that
/// let the traffic through with file and line, or the nearest misses; then what leaves it open.
std::string chainText(const Reachability& reachability, const Endpoint& from, const Endpoint& to,
                      const Explanation& explanation);

/// "shop/web-7d9f", or the address.
std::string displayName(const Reachability& reachability, const Endpoint& endpoint);

/// Why a rule that nearly matched does not: "peer matches, port does not".
std::string missText(const RuleOutcome& outcome);

} // namespace portolan

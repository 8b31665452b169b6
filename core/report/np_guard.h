#pragma once

#include "core/reach/reachability.h"

#include <optional>
#include <string>
#include <vector>

/// What netpol-analyzer says of an input besides its lists: causes that stop it, and warnings (corpus README, "Errors").

namespace portolan {

/// A problem that np-guard calls fatal, as one line; nullopt where there is none.
std::optional<std::string> npGuardFatal(const Reachability& reachability);

/// A workload whose pods a policy's selector tells apart, which np-guard cannot list as one; nullopt where there is
/// none.
std::optional<std::string> npGuardSplitWorkload(const Reachability& reachability);

/// What np-guard's conventions leave out or find odd, one line each, by place: IPv6 blocks and networks, which lists
/// pass over; peers by node labels; named ports that no pod of the rule declares.
std::vector<std::string> npGuardWarnings(const Reachability& reachability);

} // namespace portolan

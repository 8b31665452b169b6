#pragma once

#include "core/ledger/ledger.h"

namespace portolan {

/// The rule cut down to the peers and ports of its hits (see tighten()); not proved yet. nullopt where nothing goes, or
/// no stable labels name a workload that was seen.
std::optional<PolicyRule> narrowerRule(const Ledger& ledger, const RuleUsage& usage);

} // namespace portolan

#pragma once

#include "core/ledger/ledger.h"

#include <string>
#include <vector>

namespace portolan {

/// A rule cut down, and what a reader should know of the cut.
struct NarrowerRule {
    PolicyRule rule;
    std::vector<std::string> notes;
};
struct NarrowerAdminRule {
    AdminRule rule;
    std::vector<std::string> notes;
};

/// The rule cut down to the peers and ports of its hits (see tighten()); not proved yet. nullopt where nothing goes, or
/// no stable labels name a workload that was seen.
std::optional<NarrowerRule> narrowerRule(const Ledger& ledger, const RuleUsage& usage);
/// The same of a rule of an admin policy that allows. Elements that depend on the subject, and those for nodes,
/// networks and domain names, stay as written or go; every port stays every port, as that stands for ICMP too.
std::optional<NarrowerAdminRule> narrowerAdminRule(const Ledger& ledger, const RuleUsage& usage);

} // namespace portolan

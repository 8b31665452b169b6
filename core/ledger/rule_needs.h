#pragma once

#include "core/ledger/ledger.h"

#include <set>
#include <utility>
#include <vector>

namespace portolan {

/// What the hits of a rule need of it.
struct RuleNeeds {
    std::set<WorkloadId> peers;
    std::vector<LedgerEnd> outside; ///< peers that are no workloads
    std::set<std::pair<Protocol, std::uint16_t>> ports;
    std::set<ClassId> destinations; ///< at which named ports are resolved

    RuleNeeds(const Ledger& ledger, const RuleUsage& usage);
};

/// The ports of a rule cut down to those that were needed: ranges and whole protocols become the ports seen, or where
/// these are many at most 16 ranges around them; single and named ports stay or go. Sets `isNarrower` where something
/// went.
std::vector<PolicyPort> narrowedPorts(const Reachability& reachability, const RuleNeeds& needs,
                                      const std::vector<PolicyPort>& written, bool& isNarrower);
/// The same where every port is allowed; empty where they are too many to write down.
std::vector<PolicyPort> neededPorts(const Reachability& reachability, const RuleNeeds& needs);

} // namespace portolan

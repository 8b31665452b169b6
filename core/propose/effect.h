#pragma once

#include "core/propose/proposal.h"

#include <cstdint>
#include <vector>

namespace portolan {

/// What a proposal does to the traffic, for a draft to show after every decision.
struct Effect {
    std::size_t kept = 0;                  ///< observed edges that pass today and still will
    std::vector<std::uint32_t> wouldBreak; ///< observed edges that pass today and will not, for certain; ascending
    std::vector<std::uint32_t> uncertain;  ///< that pass today and may not; ascending
    std::uint64_t pairsBefore = 0;         ///< ordered pairs of pods with some port open
    std::uint64_t pairsAfter = 0;
    std::uint64_t newlyClosed = 0;         ///< pairs with some port open today and none then
    std::vector<WorkloadId> newlyIsolated; ///< in some direction in which they are not today; ascending
    std::size_t rules = 0;
    std::size_t policies = 0;
};

/// Compares `after`, the result of evaluated(), with today. `pairsBefore` may be passed where it was counted before;
/// 0 counts it. Fails only with Cancelled.
Result<Effect> effect(const ProposalBasis& basis, const Proposal& proposal, const Reachability& after,
                      std::uint64_t pairsBefore, const RunControl& control);

/// How much of an edge that passes today passes in another version with the same classes: Allow if all of it, Deny if
/// some of it is certainly shut, else Uncertain. An edge that does not pass today is Deny.
Verdict keptVerdict(const ResolvedEdge& edge, const Reachability& after);

/// How an edge fares there, whatever today says: as keptVerdict() where it passes today, else Allow only if all pairs
/// of its ends pass.
Verdict verdictThen(const ProposalBasis& basis, const ResolvedEdge& edge, const Reachability& after);

} // namespace portolan

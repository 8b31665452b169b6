#pragma once

#include "core/propose/proposal.h"

#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace portolan {

/// What a proposal admits between two ends that no evidence asks for.
struct OverReachEntry {
    std::string from; ///< a workload, or addresses
    std::string to;
    TrafficSet traffic;
    std::uint64_t pairs = 0; ///< ordered pairs of pods; a pod with addresses counts once

    bool operator==(const OverReachEntry&) const = default;
};

struct OverReach {
    std::vector<OverReachEntry> entries; ///< by from, to
    std::uint64_t pairs = 0;
    std::uint64_t admittedPairs = 0; ///< all pairs that the proposed policies admit, evidence included
};

/// What the proposal was asked to admit, for any pair of classes.
class Evidence {
  public:
    Evidence(const ProposalBasis& basis, const Proposal& proposal);
    /// Between a workload's or address' class and another; name lookups included.
    TrafficSet between(ClassId from, std::optional<WorkloadId> fromWorkload, ClassId to,
                       std::optional<WorkloadId> toWorkload) const;
    /// The part of the evidence that today's policies do not admit for certain and that was admitted nevertheless:
    /// uncertain today, or accepted by decision.
    TrafficSet exceptions(ClassId from, ClassId to) const;
    bool isDns(ClassId id) const;

  private:
    using End = std::variant<WorkloadId, ClassId>; ///< a workload, or an address

    const ProposalBasis& m_basis;
    std::map<std::pair<End, End>, TrafficSet> m_asked;
    std::map<std::pair<ClassId, ClassId>, TrafficSet> m_exceptions;
    std::vector<bool> m_isDns; // by class
};

/// Lists what `after` admits through the gates of the scope's workloads beyond the evidence (claim 3). Certain traffic
/// only. Fails only with Cancelled.
Result<OverReach> overReach(const ProposalBasis& basis, const Proposal& proposal, const Reachability& after,
                            const RunControl& control);

} // namespace portolan

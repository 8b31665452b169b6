#pragma once

#include "core/net/address.h"
#include "core/propose/proposal.h"

#include <map>
#include <span>
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
    std::uint64_t pairs = 0;            ///< ordered pairs of pods; a pod with addresses counts once
    std::vector<std::uint32_t> edges{}; ///< edges of the basis whose rules reach that far, ascending
    AddressSet addresses{};             ///< those of the end that is no workload; else empty

    bool operator==(const OverReachEntry&) const = default;
};

struct OverReach {
    std::vector<OverReachEntry> entries; ///< by from, to
    std::uint64_t pairs = 0;
    std::uint64_t admittedPairs = 0; ///< all pairs that the proposed policies admit, evidence included
};

/// What the proposal was asked to admit, for any pair of classes.
class AskedTraffic {
  public:
    AskedTraffic(const ProposalBasis& basis, const Proposal& proposal);
    /// Between a workload's or address' class and another; name lookups included.
    TrafficSet between(ClassId from, std::optional<WorkloadId> fromWorkload, ClassId to,
                       std::optional<WorkloadId> toWorkload) const;

  private:
    using End = std::variant<WorkloadId, ClassId>; ///< a workload, or an address

    const ProposalBasis& m_basis;
    std::map<std::pair<End, End>, TrafficSet> m_asked;
    std::vector<bool> m_isDns; // by class
};

/// What the rules for some edges admit beyond the evidence: of each entry with one of them, all pairs. The edges are
/// ascending.
struct EdgeOverReach {
    std::uint64_t pairs = 0;
    AddressSet addresses; ///< outside; empty where all pairs are of pods
};
EdgeOverReach overReachOf(const OverReach& overReach, std::span<const std::uint32_t> edges);

/// Lists what `after` admits through the gates of the scope's workloads beyond the evidence (claim 3). Certain traffic
/// only. Fails only with Cancelled.
Result<OverReach> overReach(const ProposalBasis& basis, const Proposal& proposal, const Reachability& after,
                            const RunControl& control);

} // namespace portolan

#pragma once

#include "core/propose/needs.h"
#include "core/propose/proposal.h"

#include <cstdint>
#include <vector>

namespace portolan {

/// Which evidence stands behind what a proposal lets through: from a gate and a port back to the edges whose rules
/// match. Holds references; lives as long as what it was made from.
class RuleEdges {
  public:
    /// `after` is the result of evaluated() for that proposal.
    RuleEdges(const ProposalBasis& basis, const Proposal& proposal, const Reachability& after)
        : m_basis(basis), m_proposal(proposal), m_after(after) {}

    /// What the proposal's rules match at one gate on one port.
    struct Behind {
        bool isForNames = false;          ///< a rule for name lookups
        std::vector<std::uint32_t> edges; ///< into ProposalBasis::edges(), ascending
    };
    /// For traffic of `subject` with `other`; rules that match only perhaps are counted in.
    Behind at(ClassId subject, Direction direction, ClassId other, const PortKey& port) const;

  private:
    void addEdges(const CompiledRule& rule, const RuleNote& note, ClassId other, const PortKey& port,
                  std::vector<std::uint32_t>& edges) const;

    const ProposalBasis& m_basis;
    const Proposal& m_proposal;
    const Reachability& m_after;
};

/// The ports of the traffic one by one; empty where they are more than rules of a proposal, which name single ports,
/// would name.
std::vector<PortKey> namedPorts(const TrafficSet& traffic);

} // namespace portolan

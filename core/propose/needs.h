#pragma once

#include "core/propose/proposal.h"

#include <array>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace portolan {

/// A destination port as rules name it; TCP before UDP before SCTP, as people write them.
struct PortKey {
    int order = 0;
    Protocol protocol = Protocol::Tcp;
    std::uint16_t port = 0;

    static PortKey of(Protocol protocol, std::uint16_t port);
    auto operator<=>(const PortKey&) const = default;
};

/// Every port of the traffic, one by one, in the order of protocols and numbers.
std::vector<PortKey> portKeys(const TrafficSet& traffic);

/// One peer of a subject with the ports it needs and why.
struct PeerNeed {
    std::optional<PolicyPeer> peer; ///< none: every peer
    std::set<PortKey> ports;
    std::set<std::string> reasons;                        ///< lines that hold for all ports
    std::map<PortKey, std::vector<std::string>> evidence; ///< lines by port
    std::set<std::uint32_t> edges;
    bool isDns = false;
};

/// What one group of workloads needs in one direction, by the text a peer sorts by.
using PeerNeeds = std::map<std::string, PeerNeed>;

/// Collects the needs of every group from the admitted edges and the DNS rule.
class NeedCollector {
  public:
    explicit NeedCollector(const ProposalBasis& basis);
    /// Takes an admitted edge in; adds remarks about rules that have to be wider than the evidence.
    void add(std::uint32_t edge);
    /// Settles blocks and what has to be open to everyone. No add() afterwards.
    void finish();

    const PeerNeeds& needs(std::size_t group, Direction direction) const {
        return m_needs[static_cast<std::size_t>(direction)][group];
    }
    const std::vector<std::string>& remarks() const { return m_remarks; }
    /// Peers that labels cannot tell from other workloads, with these.
    const std::map<WorkloadId, std::vector<WorkloadId>>& indistinct() const { return m_indistinct; }

  private:
    using Outside = std::map<PortKey, std::vector<std::uint32_t>>; // edges by port
    void addPods(std::size_t group, Direction direction, WorkloadId other, std::uint32_t edge);
    /// Where a peer of pods stands in a policy: its own namespace first, name lookups apart from the rest.
    std::string orderOf(const SubjectGroup& subject, WorkloadId other, const LabelSelector& selector,
                        std::string_view suffix) const;
    bool isNameLookup(WorkloadId server, const PortKey& port) const;
    void addAnyone(std::size_t group, Direction direction, const PortKey& port, std::string evidence,
                   std::uint32_t edge);
    /// Name lookups by or of everyone.
    void addNamesOfAnyone(std::size_t group, Direction direction, const std::string& reason);
    void addDns(std::size_t group);
    void settleOutside(std::size_t group, Direction direction, const PortKey& port,
                       const std::vector<std::uint32_t>& edges);
    void addBlock(std::size_t group, Direction direction, const IpBlock& block, const PortKey& port,
                  std::string evidence, const std::vector<std::uint32_t>& edges);
    bool isOpenToday(std::size_t group, Direction direction, const PortKey& port, const AddressSet& to) const;
    PolicyPeer peerFor(NamespaceId subject, NamespaceId ns, LabelSelector selector) const;
    std::string evidenceOf(std::uint32_t edge) const;

    const ProposalBasis& m_basis;
    std::array<std::vector<PeerNeeds>, 2> m_needs;
    std::array<std::vector<Outside>, 2> m_outside;
    std::vector<std::string> m_remarks;
    std::map<WorkloadId, std::vector<WorkloadId>> m_indistinct;
};

} // namespace portolan

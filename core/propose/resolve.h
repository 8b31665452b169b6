#pragma once

#include "core/propose/proposal.h"

#include <map>
#include <vector>

namespace portolan {

/// Turns the ends of edges into what rules can name: addresses of Services, pods and nodes into what they stand for,
/// and the port of a Service into the pods' port (semantics NP-T2, S-1). Built once for many edges.
class EdgeResolver {
  public:
    explicit EdgeResolver(const Cluster& cluster);
    /// The edge itself where there is nothing to translate.
    ObservedEdge resolved(ObservedEdge edge) const;

  private:
    void translateAddress(EdgeEnd& end, ObservedEdge* edgeWithPort) const;
    void translatePort(ObservedEdge& edge) const;

    const Cluster& m_cluster;
    std::map<IpAddress, ServiceId> m_services;
    std::map<WorkloadId, std::vector<ServiceId>> m_servicesOf;
};

/// The prefixes a rule names for an end that no selector can: an address or block, a node, a hostNetwork workload's
/// nodes. Empty for what selectors name and where no address is known.
std::vector<Cidr> blocksOf(const Reachability& reachability, const EdgeEnd& end);

/// The classes of an end, ascending; empty for unknown names and nodes without address.
std::vector<ClassId> classesOf(const Reachability& reachability, const EdgeEnd& end);

/// Fills what is permitted today and the outcomes that no decision changes, over the basis' classes.
void settle(const ProposalBasis& basis, ResolvedEdge& edge);

} // namespace portolan

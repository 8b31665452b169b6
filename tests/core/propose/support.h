#pragma once

#include "core/propose/verify.h"
#include "tests/support/world.h"

#include <string>
#include <string_view>
#include <vector>

namespace portolan {

/// A proposal for a world with everything that comes with it; the edges are written "shop/web -> data/db tcp/5432",
/// with "node n1", an address or "?name" as an end and " x1200/30" for connections and days.
class Drafted {
  public:
    Drafted(const world::World& world, const std::vector<std::string>& edges, ProposalOptions options = {},
            std::vector<std::string> scope = {}, const Profile& profile = {});

    const Cluster& cluster() const { return basis->cluster(); }
    /// The workload of that "ns/name".
    WorkloadId workload(std::string_view name) const;
    /// The policy for that workload.
    const ProposedPolicy& policy(std::string_view workload) const;
    std::string yaml(std::string_view workload) const;
    /// The verdict after the proposal, "shop/web -> data/db tcp/5432".
    Verdict after(const std::string& question) const;
    Verdict before(const std::string& question) const;
    const Claim& claim(unsigned number) const { return certificate.claims[number - 1]; }
    /// What became of the edge at that place.
    EdgeOutcome outcome(std::size_t edge) const { return proposal.edges[edge].outcome; }
    /// Makes the proposal again.
    void decide(const Decisions& decisions);

    std::shared_ptr<const ProposalBasis> basis;
    Proposal proposal;
    std::shared_ptr<const Reachability> result;
    Certificate certificate;
};

/// "shop/web -> data/db tcp/5432 x1200/30" as an edge of the cluster.
ObservedEdge edgeOf(const Cluster& cluster, const std::string& text);

/// Namespaces of a world by name, declared, without labels.
std::vector<world::Namespace> namespaces(const std::vector<std::string>& names);
/// A pod with labels "app=web,tier=front" and ports "http:tcp/80".
world::Pod pod(const std::string& name, const std::string& labels, const std::string& address = {},
               const std::vector<world::ContainerPort>& ports = {});
/// A shop with web, api, db and the cluster's DNS.
world::World shop();
/// All claims hold or hold with exceptions.
std::string failuresOf(const Certificate& certificate);

} // namespace portolan

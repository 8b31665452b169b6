#pragma once

#include "core/base/run_control.h"
#include "core/reach/named_ports.h"
#include "core/reach/potential_peers.h"

#include <map>
#include <memory>
#include <optional>
#include <vector>

/// Who could reach a workload, or be reached by it, if somebody created the right pod or namespace (semantics IR-9).
///
///   rules ──distinct peers──> PotentialPeers ──one pod each──> cluster with these pods ──Reachability──> exposures
///
/// Takes an evaluated cluster; gives for a workload and a direction what passes to the pods that rules speak of.
/// Decides nothing: each answer is what the evaluator says of a pod that stands for the peer. Costs one evaluation of
/// the cluster with as many pods more as there are distinct peers. Immutable; const use is thread-safe.

namespace portolan {

/// What a pod that stands for a peer is.
enum class PotentialForm : std::uint8_t {
    /// A pod with exactly the labels that the peer asks for, with the policies that would capture it.
    Labels,
    /// Any pod that the peer selects, of which nothing else is known: a rule matches it where it names the same place
    /// or every place, and the same requirements or none. Its own policies are not asked (netpol-analyzer's exposure).
    Selectors,
};

/// What passes between a workload and a peer.
struct PotentialTraffic {
    TrafficByName must;
    TrafficByName may;
    bool isMixed = false; ///< the pods of the workload differ
    Doubts doubts;

    bool isSame(const PotentialTraffic& other) const { return must == other.must && may == other.may; }
};

/// A peer of PotentialReach::peers() with what passes.
struct PotentialExposure {
    std::size_t peer = 0;
    PotentialTraffic traffic;
};

class PotentialReach {
  public:
    /// Fails only with Cancelled.
    static Result<std::shared_ptr<const PotentialReach>> create(const Reachability& reachability, PotentialForm form,
                                                                const RunControl& control);

    /// The entire cluster first.
    const std::vector<PotentialPeer>& peers() const { return m_peers; }
    /// The cluster with a pod for each peer; ids of the original mean the same in it.
    const Reachability& reachability() const { return *m_reach; }
    /// The pod that stands for a peer; nullopt where the requirements of the peer contradict each other.
    std::optional<PodId> pod(std::size_t peer) const { return m_pods[peer]; }

    /// The entire cluster first, where anything passes; then, in the order of peers(), those to which not the same
    /// passes. Peers that only the policies of others name are left out in the form Labels.
    std::vector<PotentialExposure> exposures(WorkloadId workload, Direction direction) const;
    /// The rules of the workload's policies that let anything through to or from the peer, ascending.
    std::vector<RuleRef> admitting(WorkloadId workload, Direction direction, std::size_t peer) const;

  private:
    explicit PotentialReach(const Cluster& cluster) : m_names(cluster) {}
    PotentialTraffic trafficWith(WorkloadId workload, Direction direction, std::size_t peer) const;
    PotentialTraffic gateTowards(const std::vector<ClassId>& classes, Direction direction, std::size_t peer) const;
    std::vector<std::size_t> candidates(const std::vector<ClassId>& classes, Direction direction) const;

    PotentialForm m_form = PotentialForm::Labels;
    NamedPorts m_names;
    std::vector<PotentialPeer> m_peers;
    std::vector<std::optional<PodId>> m_pods;                   // by peer
    std::map<ClassId, std::vector<std::size_t>> m_peersOfClass; // classes of m_pods -> ascending
    std::map<PolicyId, std::vector<std::pair<Direction, std::size_t>>> m_peersOfPolicy;
    std::shared_ptr<const Reachability> m_reach;
};

} // namespace portolan

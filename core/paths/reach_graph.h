#pragma once

#include "core/reach/reachability.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// Who can go where next: the graph that lateral movement walks (findings section 11).
///
/// Nodes are workloads and the internet. An edge s -> t stands where some pod of s certainly reaches some pod of t on
/// a port that t is known to listen on: declared by a container, the target of a Service, or observed. Takes a
/// Reachability; asks it for every verdict. The edges are never written down: they are found from the pair functions
/// when somebody walks. Costs: create() is linear in pods and Services, a step is about linear in workloads and runs.
/// Immutable; const use is thread-safe.

namespace portolan {

/// A workload, or the internet where there is none.
using PathNode = std::optional<WorkloadId>;

/// A port on which a workload was seen to answer.
struct ObservedPort {
    WorkloadId workload;
    Protocol protocol = Protocol::Tcp;
    std::uint16_t port = 0;
};

/// How traffic from the internet comes to a workload (semantics S-5, S-7).
struct Entry {
    enum class Kind : std::uint8_t { LoadBalancer, NodePort, Ingress, Route, Gateway, HostNetwork };
    WorkloadId to;
    Kind kind = Kind::LoadBalancer;
    TrafficSet traffic;     ///< on the pods' ports
    std::string via;        ///< "Service edge/ingress-nginx (LoadBalancer)", "Ingress shop/web"
    bool isCertain = false; ///< false: only if the source arrives as a node address, or as a client's
    std::string object{};   ///< what lets it in: "edge/ingress-nginx[Service]", "shop/web[Ingress]"
    bool operator==(const Entry&) const = default;
};

/// A workload that a step reaches, and from where.
struct Step {
    WorkloadId to;
    WorkloadId from;
    bool operator==(const Step&) const = default;
};

class ReachGraph {
  public:
    static std::shared_ptr<const ReachGraph> create(std::shared_ptr<const Reachability> reachability,
                                                    std::span<const ObservedPort> observed = {});

    const Reachability& reachability() const { return *m_reachability; }
    const Cluster& cluster() const { return m_reachability->cluster(); }
    std::size_t workloadCount() const { return m_listening.size(); }
    /// Ports the workload is known to listen on; empty where nobody says, so that no edge leads to it.
    const TrafficSet& listening(WorkloadId id) const { return m_listening[id.index()]; }
    /// Distinct classes of the workload's pods, ascending.
    std::span<const ClassId> classes(WorkloadId id) const;

    /// What passes for certain from some pod of one workload to some pod of another on ports it listens on. Empty from
    /// a workload to itself.
    TrafficSet edge(WorkloadId from, WorkloadId to) const;
    bool hasEdge(WorkloadId from, WorkloadId to) const;
    /// What passes for certain to some public address.
    TrafficSet toInternet(WorkloadId from) const;
    /// The classes that stand for public addresses.
    const std::vector<ClassId>& internet() const { return m_internet; }
    /// Where the internet comes in, by workload, kind and name.
    const std::vector<Entry>& entries() const { return m_entries; }

    /// The workloads among `open` (by WorkloadId) that an edge from one of `frontier` leads to, ascending, each with
    /// the first such workload. Fails only with Cancelled.
    Result<std::vector<Step>> forward(std::span<const WorkloadId> frontier, const std::vector<bool>& open,
                                      const RunControl& control) const;
    /// The workloads among `open` from which an edge leads to one of `frontier`, ascending. Fails only with Cancelled.
    Result<std::vector<WorkloadId>> backward(std::span<const WorkloadId> frontier, const std::vector<bool>& open,
                                             const RunControl& control) const;

  private:
    ReachGraph() = default;
    void collectListening(std::span<const ObservedPort> observed);
    void collectClasses();

    std::shared_ptr<const Reachability> m_reachability;
    std::vector<TrafficSet> m_listening;       // by workload
    std::vector<std::uint32_t> m_classOffsets; // by workload, into m_classIds
    std::vector<ClassId> m_classIds;
    std::vector<std::uint32_t> m_workloadOffsets; // by class, into m_workloadIds
    std::vector<WorkloadId> m_workloadIds;
    std::vector<ClassId> m_internet;
    std::vector<Entry> m_entries;
};

} // namespace portolan

#pragma once

#include "core/reach/reachability.h"

#include <map>
#include <span>
#include <vector>

namespace portolan {

/// The endpoint classes of every workload, and how many workloads a set of classes holds. Keeps what it counted:
/// sets are told apart by their address, as the selector table hands out one object a set. One a thread.
class WorkloadClasses {
  public:
    explicit WorkloadClasses(const Reachability& reachability);

    /// Ascending, without duplicates; empty for a workload without pods.
    std::span<const ClassId> of(WorkloadId id) const;
    /// Workloads with a pod in the class, ascending.
    std::span<const WorkloadId> in(ClassId id) const;
    /// Workloads with a pod in the set, ascending.
    std::vector<WorkloadId> in(const ClassSet& set) const;
    /// Number of workloads with a pod in the set.
    std::uint64_t count(const ClassSetPtr& set);
    /// Number of workloads with a pod in both sets that have no second pod.
    std::uint64_t countSingles(const ClassSet& a, const ClassSet& b) const;

  private:
    const EndpointClasses& m_classes;
    std::vector<std::uint32_t> m_offsets; // by workload
    std::vector<ClassId> m_items;
    std::vector<std::uint32_t> m_inOffsets; // by pod class
    std::vector<WorkloadId> m_in;
    std::vector<std::uint64_t> m_within;  // by pod class: workloads wholly inside the classes before it, one at a time
    std::vector<std::uint64_t> m_singles; // as m_within, workloads of one pod only
    std::vector<WorkloadId> m_spread;     // workloads of more than one class
    std::map<ClassSetPtr, std::uint64_t> m_counts;
};

/// Number of (subject workload, peer workload) pairs a rule allows: everything outside is one peer, a workload with
/// itself counts only if it has two pods.
std::uint64_t allowedPairs(const Reachability& reachability, const RuleRef& rule, WorkloadClasses& classes);

} // namespace portolan

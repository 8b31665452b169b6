#pragma once

#include "core/reach/reachability.h"

namespace portolan {

/// Traffic between workloads: what passes between every pair of their pods (must) and between some (may). Where the
/// pods of a workload differ, the rest is `mixed`, not a doubt.
struct WorkloadTraffic {
    PairTraffic traffic;
    bool isMixed = false; ///< some pods differ for certain
    Doubts doubts;        ///< what the difference between may and must rests on otherwise
};

/// A workload to itself is traffic between its replicas: nothing where it has one.
WorkloadTraffic between(const Reachability& reachability, WorkloadId from, WorkloadId to);
/// A workload to or from an address class.
WorkloadTraffic between(const Reachability& reachability, WorkloadId from, ClassId address);
WorkloadTraffic between(const Reachability& reachability, ClassId address, WorkloadId to);

/// The distinct classes of a workload's pods, ascending.
std::vector<ClassId> classesOf(const Reachability& reachability, WorkloadId id);
/// Isolated: Yes only if every pod is.
Ternary isolation(const Reachability& reachability, WorkloadId id, Direction direction);
/// A hostNetwork workload that policies do not reach.
bool isNodeLike(const Reachability& reachability, WorkloadId id);

} // namespace portolan

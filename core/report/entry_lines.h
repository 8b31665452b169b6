#pragma once

#include "core/reach/reachability.h"

#include <string>
#include <vector>

namespace portolan {

/// What the entry points let in to one workload.
struct EntryLine {
    WorkloadId to;
    TrafficSet traffic; ///< never empty
};

/// What Ingress and Route objects forward to, on TCP ports that the pods declare, cut by what the policies let in from
/// a pod without labels in a namespace nobody knows (the pod that ClusterOptions::ingressController adds). By workload.
/// An entry point that nothing gets through to is told in `warnings`.
std::vector<EntryLine> entryLines(const Reachability& reachability, std::vector<std::string>& warnings);

/// True for the pod's workload that ClusterOptions::ingressController adds.
bool isIngressController(const Cluster& cluster, WorkloadId id);

/// Pods that a Service selects, ascending; none where it has no selector.
std::vector<PodId> selectedPods(const Cluster& cluster, const Service& service);

} // namespace portolan

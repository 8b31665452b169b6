#pragma once

#include "core/reach/reachability.h"

#include <string>
#include <vector>

namespace portolan {

/// What an entry point lets in to one workload.
struct EntryLine {
    std::string from; ///< "shop/web[Ingress]", "edge/door[Service]"; np-guard: "{ingress-controller}"
    WorkloadId to;
    TrafficSet traffic;         ///< never empty
    std::string uncertain = {}; ///< the missing fact; empty: certain
};

/// What Ingresses, Routes, routes of the Gateway API, and Services of the types LoadBalancer and NodePort lead to,
/// on the pods' ports, cut by what the policies let through: from the pods of the controller (semantics S-7), from
/// clients and nodes (S-5). Unknown controllers leave it uncertain.
///
/// Under np-guard: what Ingresses and Routes forward to on TCP ports that the pods declare, all together, cut by what
/// the policies let in from a pod without labels in a namespace nobody knows (the pod that
/// ClusterOptions::ingressController adds). One that nothing gets through to is told in `warnings`.
std::vector<EntryLine> entryLines(const Reachability& reachability, std::vector<std::string>& warnings);

/// True for the pod's workload that ClusterOptions::ingressController adds.
bool isIngressController(const Cluster& cluster, WorkloadId id);

/// Pods that a Service selects, ascending; none where it has no selector.
std::vector<PodId> selectedPods(const Cluster& cluster, const Service& service);

} // namespace portolan

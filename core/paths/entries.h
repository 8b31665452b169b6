#pragma once

#include "core/paths/reach_graph.h"

#include <span>
#include <vector>

namespace portolan {

/// Where the internet comes in: LoadBalancer and NodePort Services, Ingresses, Routes and routes of the Gateway API,
/// ingress controllers on the host network. Behind an ingress controller that the inventory shows, the way goes on from
/// its pods (semantics S-7); without one an Ingress leads straight to its backends. By workload, kind, then name.
std::vector<Entry> findEntries(const Reachability& reachability);

/// "shop/web[Ingress]".
std::string entryName(const Cluster& cluster, const EntryPoint& entry);

/// Workloads that carry traffic of entry points: by their well-known labels, as pods of a Gateway, or behind a
/// LoadBalancer or NodePort Service in a namespace whose name speaks of ingress, gateway or edge. Ascending.
std::vector<WorkloadId> ingressControllers(const Cluster& cluster);

/// Those of `controllers` that carry the traffic of this entry point: the pods of its Gateways where they are known,
/// else every controller that belongs to no Gateway. Ascending.
std::vector<WorkloadId> entryControllers(const Cluster& cluster, const EntryPoint& entry,
                                         std::span<const WorkloadId> controllers);

} // namespace portolan

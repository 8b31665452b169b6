#pragma once

#include "core/paths/reach_graph.h"

#include <vector>

namespace portolan {

/// Where the internet comes in: LoadBalancer and NodePort Services, Ingresses and Routes, ingress controllers on the
/// host network. Behind an ingress controller that the inventory shows, the way goes on from its pods (semantics S-7);
/// without one an Ingress leads straight to its backends. By workload, kind, then name.
std::vector<Entry> findEntries(const Reachability& reachability);

/// Workloads that carry traffic of Ingresses and Routes: by their well-known labels, or behind a LoadBalancer or
/// NodePort Service in a namespace whose name speaks of ingress, gateway or edge. Ascending.
std::vector<WorkloadId> ingressControllers(const Cluster& cluster);

} // namespace portolan

#pragma once

#include "core/model/cluster.h"
#include "core/net/traffic_set.h"
#include "core/propose/edge.h"

#include <span>
#include <string>
#include <vector>

namespace portolan {

/// What answers the cluster's name lookups.
struct DnsService {
    std::vector<WorkloadId> workloads; ///< ascending; empty where the inventory lacks them
    TrafficSet traffic;                ///< UDP and TCP on 53 and on the ports the pods listen on
    std::vector<Cidr> nodeLocal;       ///< link-local addresses of a node-local cache, seen in use (semantics S-9)
    std::string source;                ///< how it was found: "Service kube-system/kube-dns"
};

/// Finds the DNS pods by the Service kube-system/kube-dns (or another in kube-system or openshift-dns that serves 53),
/// else by the label k8s-app=kube-dns, else by who was seen to be asked most on port 53.
DnsService findDns(const Cluster& cluster, std::span<const ObservedEdge> edges);

} // namespace portolan

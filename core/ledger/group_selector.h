#pragma once

#include "core/model/cluster.h"

#include <optional>
#include <span>
#include <vector>

namespace portolan {

/// The fewest selectors that stand for exactly these workloads of one namespace, each by labels that outlive a rollout:
/// labels that they share and no other pod carries, `key in (a, b)` where they differ in one label only, else one
/// selector each. nullopt where labels do not tell one of them from others. `workloads` must not be empty.
std::optional<std::vector<LabelSelector>> groupSelectors(const Cluster& cluster, std::span<const WorkloadId> workloads);

/// The peer elements for these workloads, of any namespaces, in a policy of `policyNamespace`; by namespace. nullopt as
/// groupSelectors().
std::optional<std::vector<PolicyPeer>> peersFor(const Cluster& cluster, std::span<const WorkloadId> workloads,
                                                NamespaceId policyNamespace);
/// The same in a cluster-wide policy.
std::optional<std::vector<AdminPeer>> adminPeersFor(const Cluster& cluster, std::span<const WorkloadId> workloads);

} // namespace portolan

#pragma once

#include "core/model/cluster.h"

#include <optional>

namespace portolan {

/// True for a label that a controller writes anew or that differs between replicas (pod-template-hash, ordinals, job
/// names, zones): no selector for a workload should rest on it (findings SEL-10).
bool isVolatileLabel(std::string_view key);

/// The fewest stable labels, at most three, that all pods of the workload carry and no other pod of its namespace does;
/// of several, the customary names first (app.kubernetes.io/name, app, k8s-app), then by key. nullopt where there are
/// none, or the workload has no pods.
std::optional<LabelSelector> selectorOf(const Cluster& cluster, WorkloadId id);

/// The peer element that stands for exactly this workload in a policy of `policyNamespace`: a podSelector, with the
/// namespace by its kubernetes.io/metadata.name where it is another one. nullopt as selectorOf().
std::optional<PolicyPeer> peerFor(const Cluster& cluster, WorkloadId id, NamespaceId policyNamespace);

} // namespace portolan

#pragma once

#include "core/model/cluster.h"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace portolan {

/// Whether a label may stand in a selector that outlives the next rollout: false for hashes, ordinals, pod and job
/// names, controller uids, zones, regions, nodes, and chart or version labels, which an upgrade changes (findings
/// SEL-10).
bool isStableLabelKey(std::string_view key);

/// A selector for some pods of one namespace.
struct StableSelector {
    LabelSelector selector;
    std::vector<WorkloadId> alsoSelected; ///< other workloads of the namespace that it cannot tell apart; ascending

    bool isExact() const { return alsoSelected.empty(); }
};

/// The smallest set of stable labels, common to all these pods, that selects exactly them among the pods of their
/// namespace that policies can select; of several the best known keys (app.kubernetes.io/name, app, k8s-app), then by
/// key. Where labels alone do not suffice, labels that only the others carry are excluded; what then still cannot be
/// told apart is named. `pods` must not be empty and are of one namespace.
StableSelector stableSelector(const Cluster& cluster, std::span<const PodId> pods);

/// The stable labels that stand for exactly this workload; nullopt where labels it carries do not suffice, or it has no
/// pods.
std::optional<LabelSelector> selectorOf(const Cluster& cluster, WorkloadId id);

/// The peer element that stands for exactly this workload in a policy of `policyNamespace`: a podSelector, with the
/// namespace by its kubernetes.io/metadata.name where it is another one. nullopt as selectorOf().
std::optional<PolicyPeer> peerFor(const Cluster& cluster, WorkloadId id, NamespaceId policyNamespace);

} // namespace portolan

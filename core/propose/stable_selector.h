#pragma once

#include "core/model/cluster.h"

#include <span>
#include <string_view>
#include <vector>

namespace portolan {

/// Whether a label may stand in a selector that outlives the next rollout: false for hashes, ordinals, pod and job
/// names, controller uids, zones, regions, nodes, and chart or version labels, which an upgrade changes.
bool isStableLabelKey(std::string_view key);

/// A selector for some pods of one namespace.
struct StableSelector {
    LabelSelector selector;
    std::vector<WorkloadId> alsoSelected; ///< other workloads of the namespace that it cannot tell apart; ascending

    bool isExact() const { return alsoSelected.empty(); }
};

/// The smallest set of stable labels, common to all these pods, that selects exactly them among the pods of their
/// namespace that policies can select; of several the best known keys. Where labels alone do not suffice, labels that
/// only the others carry are excluded; what then still cannot be told apart is named. `pods` must not be empty and are
/// of one namespace.
StableSelector stableSelector(const Cluster& cluster, std::span<const PodId> pods);

} // namespace portolan

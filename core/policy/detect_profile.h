#pragma once

#include "core/model/cluster.h"
#include "core/policy/profile.h"

#include <optional>
#include <string>

namespace portolan {

/// A network plugin that the inventory shows, and by what.
struct DetectedProfile {
    Profile profile;
    std::string evidence; ///< "DaemonSet kube-system/calico-node"
};

/// The profile of the network plugin whose DaemonSet is among the workloads (semantics section 11). Nothing where none
/// is known or where two that enforce policies are; a plugin beside the one of the cloud that only hands out addresses
/// is the one that decides. Knobs that follow from a plugin's configuration, which is not read, stay unknown.
std::optional<DetectedProfile> detectProfile(const Cluster& cluster);

} // namespace portolan

#pragma once

#include "core/reach/reachability.h"

#include <optional>
#include <string>
#include <vector>

namespace portolan {

/// A pod on two sides; it may be on one of them only.
struct JointPod {
    std::optional<PodId> first;
    std::optional<PodId> second;
};

/// Endpoints that neither of two sides tells apart: pods, or a range of addresses.
struct JointEnd {
    std::optional<ClassId> first; ///< its class on either side; none where that side does not have the pods
    std::optional<ClassId> second;
    std::vector<JointPod> pods;        ///< ascending by name; empty: addresses
    std::optional<AddressRange> range; ///< the addresses
    bool hasReplicas = false;          ///< a template among them stands for two pods or more

    bool isAddress() const { return range.has_value(); }
    bool isOnBoth() const { return first && second; }
    /// Whether two different pods are among them.
    bool hasPair() const { return pods.size() > 1 || hasReplicas; }
};

/// The endpoints of two sides matched with one another: pods by namespace and name, templates by their controller,
/// addresses by the blocks that either side cuts them at (IPv6 left out where the profile does).
/// Pods first, in an order that depends on the sides alone.
std::vector<JointEnd> jointEnds(const Reachability& first, const Reachability& second);

/// Whether both sides have the same pods.
bool hasSamePods(const std::vector<JointEnd>& ends);

/// "shop/web-1", or "shop/web[Deployment]" for a template.
std::string podText(const Cluster& cluster, PodId pod);

} // namespace portolan

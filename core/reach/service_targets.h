#pragma once

#include "core/reach/reachability.h"

#include <cstdint>
#include <vector>

namespace portolan {

/// A pod behind a Service's port and the port it is reached on there: what policies see (semantics S-1).
struct PodTarget {
    PodId pod;
    std::uint16_t port = 0;
    auto operator<=>(const PodTarget&) const = default;
};

/// The pods that the Service's selector selects, and those that have its endpoint addresses; ascending.
std::vector<PodId> podsBehind(const Cluster& cluster, const Service& service);

/// The pods behind one port of a Service, ascending. A named target port is looked up at each pod with the port's
/// protocol; pods that do not declare it are left out. A headless Service translates nothing (semantics S-2): its
/// target port is what the pods are expected to listen on.
std::vector<PodTarget> podTargets(const Cluster& cluster, const Service& service, const ServicePort& port);

} // namespace portolan

#pragma once

#include "core/model/cluster.h"

#include <cstdint>
#include <vector>

namespace portolan {

/// A pod behind a Service's port and the port it is reached on there: what policies see (semantics S-1).
struct PodTarget {
    PodId pod;
    std::uint16_t port = 0;
    auto operator<=>(const PodTarget&) const = default;
};

/// The pods that the Service's selector selects for certain, and those that have its endpoint addresses; ascending.
std::vector<PodId> podsBehind(const Cluster& cluster, const Service& service);

/// The pods behind one port of a Service, ascending. A named target port is looked up at each pod with the port's
/// protocol; pods that do not declare it are left out. A headless Service translates nothing (semantics S-2): its
/// target port is what the pods are expected to listen on.
std::vector<PodTarget> podTargets(const Cluster& cluster, const Service& service, const ServicePort& port);

/// The Service that a backend names; nullptr where the input has none of that name.
const Service* serviceOf(const Cluster& cluster, const EntryPoint& entry, const EntryPoint::Backend& backend);

/// True where the backend forwards through that port of its Service. A backend without a port means every port (Route).
bool leadsTo(const EntryPoint::Backend& backend, const ServicePort& port);

} // namespace portolan

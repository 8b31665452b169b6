#pragma once

#include "core/model/service_backends.h"
#include "core/reach/reachability.h"

#include <cstdint>
#include <vector>

namespace portolan {

/// What traffic that an entry point forwards arrives at: a pod's port behind one of its backends.
struct EntryTarget {
    PodTarget target;
    Protocol protocol = Protocol::Tcp;
    auto operator<=>(const EntryTarget&) const = default;
};

/// Where an Ingress, Route or route of the Gateway API forwards to (semantics S-7), ascending, each once: through the
/// named port of each backend's Service to the pods behind it. A backend without a port means every port (Route).
std::vector<EntryTarget> entryTargets(const Cluster& cluster, const EntryPoint& entry);

} // namespace portolan

#pragma once

#include "core/declared/declared.h"
#include "core/declared/host_names.h"

#include <map>
#include <tuple>
#include <vector>

namespace portolan {

/// Where connections to a Service's port end up.
struct ServiceEnd {
    WorkloadId workload;
    Protocol protocol = Protocol::Tcp;
    std::uint16_t port = 0; ///< the pods'; 0: any of the Service's
    auto operator<=>(const ServiceEnd&) const = default;
};

/// What a Service's port leads to.
struct ServiceEnds {
    std::vector<ServiceEnd> ends; ///< sorted, unique
    bool isPortKnown = false;     ///< the Service has that port
};

/// Translates Services to the workloads behind them, each port once.
class Targets {
  public:
    explicit Targets(const Cluster& cluster) : m_cluster(cluster) {}

    /// Through the Service's port of that number; `protocol` decides where it has the number twice. A headless Service
    /// translates nothing (semantics S-2): its pods are reached on the number itself, whether or not it lists it.
    const ServiceEnds& through(ServiceId id, std::uint16_t number, Protocol protocol);
    /// Through the only port of the Service; where there are several, the workloads behind any of them, with port 0.
    const ServiceEnds& throughAny(ServiceId id);
    /// Through one of the Service's ports, as it is listed.
    ServiceEnds through(ServiceId id, const ServicePort& port) const;

  private:
    using Key = std::tuple<ServiceId, std::uint16_t, Protocol>;
    ServiceEnds find(ServiceId id, std::uint16_t number, Protocol protocol) const;

    const Cluster& m_cluster;
    std::map<Key, ServiceEnds> m_found;
};

} // namespace portolan

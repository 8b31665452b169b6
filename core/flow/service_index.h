#pragma once

#include "core/flow/orientation.h"
#include "core/model/cluster.h"
#include "core/net/address.h"

#include <map>
#include <optional>
#include <vector>

namespace portolan {

/// Where connections to a Service's port end up.
struct ServiceTarget {
    WorkloadId workload;
    std::uint16_t port = 0; ///< the pods' port

    auto operator<=>(const ServiceTarget&) const = default;
};

/// The Services of a cluster as flow logs need them: by address, translated to what stands behind (semantics S-1), and
/// the ports that are known to be served. Built once; const use is thread-safe.
class ServiceIndex {
  public:
    explicit ServiceIndex(const Cluster& cluster);

    /// The Service that has this address as cluster, external or load balancer address; the first by name of several.
    std::optional<ServiceId> find(const IpAddress& address) const;
    /// The Service of that name.
    std::optional<ServiceId> find(std::string_view ns, std::string_view name) const;
    /// The workload and pod port behind a Service's port; nullopt where there is none, or more than one workload.
    std::optional<ServiceTarget> target(ServiceId service, Protocol protocol, std::uint16_t port) const;
    const KnownPorts& knownPorts() const { return m_knownPorts; }

  private:
    struct Forward {
        Protocol protocol = Protocol::Tcp;
        std::uint16_t port = 0;
        std::vector<ServiceTarget> targets; ///< sorted, unique
    };
    void addService(const Cluster& cluster, ServiceId id);

    std::map<IpAddress, ServiceId> m_byAddress;
    std::map<std::pair<std::string_view, std::string_view>, ServiceId> m_byName; ///< views into the cluster's symbols
    std::vector<std::vector<Forward>> m_forwards;                                ///< by ServiceId
    KnownPorts m_knownPorts;
};

} // namespace portolan

#pragma once

#include "core/model/cluster.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace portolan {

/// What a host name means inside a pod.
struct HostMeaning {
    enum class Kind {
        Nothing,   ///< one word that is no Service: some other machine, or no host at all
        Service,   ///< `service`
        NoService, ///< the form of a Service's name, but the input has none
        Outside,   ///< a name of the world
    };
    Kind kind = Kind::Nothing;
    std::optional<ServiceId> service;
    bool hasNamespace = false; ///< the name says the namespace
    bool isFull = false;       ///< it says ".svc"
};

/// Resolves names as the resolver of a pod does: through its search path, which ends each name in the pod's own
/// namespace first (Kubernetes DNS specification; semantics section 8). Any domain after ".svc" is taken for the
/// cluster's where the Service exists.
class HostNames {
  public:
    explicit HostNames(const Cluster& cluster);

    /// `host`: lower case, with or without a dot at its end. `ns`: of the pod that looks it up.
    HostMeaning resolve(std::string_view host, NamespaceId ns) const;
    /// The Service with that cluster, external or load balancer address.
    std::optional<ServiceId> find(const IpAddress& address) const;
    std::optional<ServiceId> find(std::string_view ns, std::string_view service) const;

  private:
    /// NAME.NS or POD.NAME.NS in front of `rest`.
    HostMeaning inNamespace(std::string_view name, std::string_view ns) const;

    const Cluster& m_cluster;
    std::map<std::pair<NamespaceId, Symbol>, ServiceId> m_byName;
    std::map<IpAddress, ServiceId> m_byAddress;
};

} // namespace portolan

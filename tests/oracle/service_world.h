#pragma once

#include "core/reach/service_targets.h"
#include "tests/oracle/random_world.h"

#include <memory>

namespace portolan::world {

/// Plain values for Services, as world.h has them for pods and policies.
struct ServicePort {
    Protocol protocol = Protocol::Tcp;
    std::uint16_t number = 80;
    std::uint16_t targetNumber = 0; ///< 0 with no name: the same as `number`
    std::string targetName;
};

struct Service {
    std::string ns, name;
    portolan::Service::Type type = portolan::Service::Type::ClusterIp;
    bool isHeadless = false;
    Labels selector; ///< empty: none
    std::vector<ServicePort> ports;
    std::vector<std::string> endpoints; ///< addresses in its EndpointSlices
};

struct ServiceWorld {
    World base;
    std::vector<Service> services;
};

std::shared_ptr<const Cluster> build(const ServiceWorld& world);
std::string text(const ServiceWorld& world);

/// A world whose Services reach into the corners of semantics 3.8: named target ports that pods declare differently or
/// not at all, headless ones, none selected, endpoints that are pods, nodes or nobody.
ServiceWorld randomServiceWorld(RandomWorld& random);

/// Semantics S-1 to S-4 as loops over the cluster: the pods and ports behind one port of a Service, ascending.
std::vector<PodTarget> naiveTargets(const Cluster& cluster, const portolan::Service& service,
                                    const portolan::ServicePort& port);

} // namespace portolan::world

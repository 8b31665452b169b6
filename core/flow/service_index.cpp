#include "core/flow/service_index.h"

#include "core/model/service_backends.h"

#include <algorithm>

namespace portolan {

ServiceIndex::ServiceIndex(const Cluster& cluster) : m_forwards(cluster.services.size()) {
    for (std::size_t i = 0; i < cluster.portLists.size(); ++i)
        for (const ContainerPort& port : cluster.portLists[PortListId(i)]) m_knownPorts.add(port.protocol, port.number);
    for (std::size_t i = 0; i < cluster.services.size(); ++i) addService(cluster, ServiceId(i));
}

void ServiceIndex::addService(const Cluster& cluster, ServiceId id) {
    const Service& service = cluster.services[id];
    m_byName.emplace(std::pair(cluster.text(cluster.namespaces[service.ns].name), cluster.text(service.name)), id);
    for (const IpAddress& address : service.addresses) m_byAddress.emplace(address, id);
    for (const IpAddress& address : service.externalAddresses) m_byAddress.emplace(address, id);
    for (const ServicePort& port : service.ports) {
        m_knownPorts.add(port.protocol, port.number);
        Forward forward{port.protocol, port.number, {}};
        for (const PodTarget& target : podTargets(cluster, service, port)) {
            forward.targets.push_back({cluster.pods[target.pod].workload, target.port});
            m_knownPorts.add(port.protocol, target.port);
        }
        std::ranges::sort(forward.targets);
        forward.targets.erase(std::unique(forward.targets.begin(), forward.targets.end()), forward.targets.end());
        m_forwards[id.index()].push_back(std::move(forward));
    }
}

std::optional<ServiceId> ServiceIndex::find(const IpAddress& address) const {
    const auto it = m_byAddress.find(address);
    if (it == m_byAddress.end()) return std::nullopt;
    return it->second;
}

std::optional<ServiceTarget> ServiceIndex::target(ServiceId service, Protocol protocol, std::uint16_t port) const {
    for (const Forward& forward : m_forwards[service.index()])
        if (forward.protocol == protocol && forward.port == port)
            return forward.targets.size() == 1 ? std::optional(forward.targets.front()) : std::nullopt;
    return std::nullopt;
}

std::optional<ServiceId> ServiceIndex::find(std::string_view ns, std::string_view name) const {
    const auto it = m_byName.find(std::pair(ns, name));
    return it == m_byName.end() ? std::nullopt : std::optional(it->second);
}

} // namespace portolan

#include "core/declared/targets.h"

#include "core/model/service_backends.h"

#include <algorithm>

namespace portolan {
namespace {

void settle(std::vector<ServiceEnd>& ends) {
    std::ranges::sort(ends);
    ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
}

} // namespace

ServiceEnds Targets::through(ServiceId id, const ServicePort& port) const {
    ServiceEnds out;
    out.isPortKnown = true;
    const Service& service = m_cluster.services[id];
    if (service.isHeadless) {
        for (const PodId pod : podsBehind(m_cluster, service))
            out.ends.push_back({m_cluster.pods[pod].workload, port.protocol, port.number});
    } else {
        for (const PodTarget& target : podTargets(m_cluster, service, port))
            out.ends.push_back({m_cluster.pods[target.pod].workload, port.protocol, target.port});
    }
    settle(out.ends);
    return out;
}

ServiceEnds Targets::find(ServiceId id, std::uint16_t number, Protocol protocol) const {
    const Service& service = m_cluster.services[id];
    const ServicePort* found = nullptr;
    for (const ServicePort& port : service.ports)
        if (port.number == number && (found == nullptr || port.protocol == protocol)) found = &port;
    if (found != nullptr) return through(id, *found);
    if (!service.isHeadless) return {};
    ServicePort unlisted;
    unlisted.protocol = protocol;
    unlisted.number = number;
    ServiceEnds out = through(id, unlisted);
    out.isPortKnown = service.ports.empty();
    return out;
}

const ServiceEnds& Targets::through(ServiceId id, std::uint16_t number, Protocol protocol) {
    const auto [it, isNew] = m_found.try_emplace(Key{id, number, protocol});
    if (isNew) it->second = find(id, number, protocol);
    return it->second;
}

const ServiceEnds& Targets::throughAny(ServiceId id) {
    const Service& service = m_cluster.services[id];
    if (service.ports.size() == 1) return through(id, service.ports.front().number, service.ports.front().protocol);
    const auto [it, isNew] = m_found.try_emplace(Key{id, std::uint16_t{0}, Protocol::Tcp});
    if (!isNew) return it->second;
    for (const PodId pod : podsBehind(m_cluster, service))
        it->second.ends.push_back({m_cluster.pods[pod].workload, Protocol::Tcp, 0});
    settle(it->second.ends);
    return it->second;
}

} // namespace portolan

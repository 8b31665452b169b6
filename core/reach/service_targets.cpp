#include "core/reach/service_targets.h"

#include <algorithm>

namespace portolan {

std::vector<PodId> podsBehind(const Cluster& cluster, const Service& service) {
    std::vector<PodId> out;
    if (service.selector && !service.selector->isEmpty()) {
        const auto pods = cluster.pods.all();
        const auto [first, last] = std::ranges::equal_range(pods, service.ns, {}, &Pod::ns);
        for (auto it = first; it != last; ++it)
            if (matches(*service.selector, cluster.labelSets[it->labels]) == Ternary::Yes)
                out.emplace_back(static_cast<std::size_t>(it - pods.begin()));
    }
    for (const IpAddress& address : service.endpointAddresses)
        if (const auto pod = cluster.findPodByAddress(address)) out.push_back(*pod);
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

std::vector<PodTarget> podTargets(const Cluster& cluster, const Service& service, const ServicePort& port) {
    std::vector<PodTarget> out;
    for (const PodId pod : podsBehind(cluster, service)) {
        if (port.targetName == Symbol()) {
            out.push_back({pod, port.targetNumber != 0 ? port.targetNumber : port.number});
            continue;
        }
        for (const ContainerPort& declared : cluster.portLists[cluster.pods[pod].ports])
            if (declared.name == port.targetName && declared.protocol == port.protocol)
                out.push_back({pod, declared.number});
    }
    return out;
}

const Service* serviceOf(const Cluster& cluster, const EntryPoint& entry, const EntryPoint::Backend& backend) {
    const auto ns = backend.ns == Symbol() ? std::optional(entry.ns) : cluster.findNamespace(cluster.text(backend.ns));
    if (!ns) return nullptr;
    const auto candidates = std::ranges::equal_range(cluster.services.all(), *ns, {}, &Service::ns);
    const auto it = std::ranges::find(candidates, backend.service, &Service::name);
    return it == candidates.end() ? nullptr : &*it;
}

namespace {

bool leadsTo(const EntryPoint::Backend& backend, const ServicePort& port) {
    if (backend.portName != Symbol()) return (backend.isTargetPort ? port.targetName : port.name) == backend.portName;
    if (backend.portNumber == 0) return true;
    const std::uint16_t target = port.targetNumber != 0 ? port.targetNumber : port.number;
    return (backend.isTargetPort ? target : port.number) == backend.portNumber;
}

} // namespace

std::vector<EntryTarget> entryTargets(const Cluster& cluster, const EntryPoint& entry) {
    std::vector<EntryTarget> out;
    for (const EntryPoint::Backend& backend : entry.backends) {
        const Service* const service = serviceOf(cluster, entry, backend);
        if (service == nullptr) continue;
        for (const ServicePort& port : service->ports)
            if (leadsTo(backend, port))
                for (const PodTarget& target : podTargets(cluster, *service, port))
                    out.push_back({target, port.protocol});
    }
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

} // namespace portolan

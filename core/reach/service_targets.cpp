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

} // namespace portolan

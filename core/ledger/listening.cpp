#include "core/ledger/listening.h"

#include <algorithm>

namespace portolan {
namespace {

/// Pods are in the order of their namespaces.
std::span<const Pod> podsOf(const Cluster& cluster, NamespaceId ns) {
    const auto range = std::ranges::equal_range(cluster.pods.all(), ns, {}, &Pod::ns);
    return {range.begin(), range.end()};
}

void addTargets(const Cluster& cluster, const Pod& pod, const ServicePort& port, ListeningPorts& out) {
    if (port.targetName != Symbol()) {
        for (const ContainerPort& declared : cluster.portLists[pod.ports])
            if (declared.name == port.targetName && declared.protocol == port.protocol)
                out.emplace_back(declared.protocol, declared.number);
        return;
    }
    out.emplace_back(port.protocol, port.targetNumber != 0 ? port.targetNumber : port.number);
}

} // namespace

std::vector<ListeningPorts> declaredListeningPorts(const Cluster& cluster) {
    std::vector<ListeningPorts> out(cluster.workloads.size());
    for (const Pod& pod : cluster.pods)
        for (const ContainerPort& port : cluster.portLists[pod.ports])
            out[pod.workload.index()].emplace_back(port.protocol, port.number);
    for (const Service& service : cluster.services) {
        if (!service.selector || service.selector->isEmpty()) continue;
        for (const Pod& pod : podsOf(cluster, service.ns)) {
            if (matches(*service.selector, cluster.labelSets[pod.labels]) != Ternary::Yes) continue;
            for (const ServicePort& port : service.ports) addTargets(cluster, pod, port, out[pod.workload.index()]);
        }
    }
    for (ListeningPorts& ports : out) {
        std::ranges::sort(ports);
        ports.erase(std::unique(ports.begin(), ports.end()), ports.end());
    }
    return out;
}

} // namespace portolan

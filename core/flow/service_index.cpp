#include "core/flow/service_index.h"

#include <algorithm>

namespace portolan {
namespace {

/// Semantics L-3 to L-5 for the labels of one pod; a label whose value only the cluster knows matches no value.
bool matches(const Cluster& cluster, const LabelSelector& selector, LabelSetId labels) {
    return std::ranges::all_of(selector.requirements, [&](const Requirement& r) {
        const auto label = cluster.labelSets.find(labels, r.key);
        const bool hasValue = label && label->isValueKnown && std::ranges::binary_search(r.values, label->value);
        switch (r.op) {
        case Requirement::Operator::In: return hasValue;
        case Requirement::Operator::NotIn: return !hasValue;
        case Requirement::Operator::Exists: return label.has_value();
        case Requirement::Operator::DoesNotExist: return !label.has_value();
        }
        return false;
    });
}

std::vector<PodId> backendsOf(const Cluster& cluster, const Service& service) {
    std::vector<PodId> backends;
    if (service.selector && !service.selector->isEmpty()) {
        const auto pods = cluster.pods.all();
        const auto [first, last] = std::ranges::equal_range(pods, service.ns, {}, &Pod::ns);
        for (auto it = first; it != last; ++it)
            if (matches(cluster, *service.selector, it->labels))
                backends.emplace_back(static_cast<std::size_t>(it - pods.begin()));
        return backends;
    }
    for (const IpAddress& address : service.endpointAddresses)
        if (const auto pod = cluster.findPodByAddress(address)) backends.push_back(*pod);
    return backends;
}

/// The pod's port that a Service port leads to; nullopt where the pod does not declare the name.
std::optional<std::uint16_t> targetPort(const Cluster& cluster, const ServicePort& port, const Pod& pod) {
    if (port.targetNumber != 0) return port.targetNumber;
    if (port.targetName == Symbol()) return port.number;
    for (const ContainerPort& declared : cluster.portLists[pod.ports])
        if (declared.name == port.targetName && declared.protocol == port.protocol) return declared.number;
    return std::nullopt;
}

} // namespace

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
    const std::vector<PodId> backends = backendsOf(cluster, service);
    for (const ServicePort& port : service.ports) {
        m_knownPorts.add(port.protocol, port.number);
        Forward forward{port.protocol, port.number, {}};
        for (const PodId pod : backends)
            if (const auto number = targetPort(cluster, port, cluster.pods[pod])) {
                forward.targets.push_back({cluster.pods[pod].workload, *number});
                m_knownPorts.add(port.protocol, *number);
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

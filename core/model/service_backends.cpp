#include "core/model/service_backends.h"

#include <algorithm>

namespace portolan {
namespace {

/// Semantics L-3 to L-5 for the labels of one pod: true for certain. A label whose value only the cluster knows may
/// have any, and proves nothing but that it is there.
bool isSelected(const Cluster& cluster, const LabelSelector& selector, LabelSetId labels) {
    return std::ranges::all_of(selector.requirements, [&](const Requirement& r) {
        const auto label = cluster.labelSets.find(labels, r.key);
        const bool hasValue = label && std::ranges::binary_search(r.values, label->value);
        switch (r.op) {
        case Requirement::Operator::In: return hasValue && label->isValueKnown;
        case Requirement::Operator::NotIn: return !label || (label->isValueKnown && !hasValue);
        case Requirement::Operator::Exists: return label.has_value();
        case Requirement::Operator::DoesNotExist: return !label.has_value();
        }
        return false;
    });
}

} // namespace

std::vector<PodId> podsBehind(const Cluster& cluster, const Service& service) {
    std::vector<PodId> out;
    if (service.selector && !service.selector->isEmpty()) {
        const auto pods = cluster.pods.all();
        const auto [first, last] = std::ranges::equal_range(pods, service.ns, {}, &Pod::ns);
        for (auto it = first; it != last; ++it)
            if (isSelected(cluster, *service.selector, it->labels))
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

bool leadsTo(const EntryPoint::Backend& backend, const ServicePort& port) {
    if (backend.portName != Symbol()) return (backend.isTargetPort ? port.targetName : port.name) == backend.portName;
    if (backend.portNumber == 0) return true;
    const std::uint16_t target = port.targetNumber != 0 ? port.targetNumber : port.number;
    return (backend.isTargetPort ? target : port.number) == backend.portNumber;
}

} // namespace portolan

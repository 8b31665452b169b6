#include "core/declared/host_names.h"

#include <algorithm>
#include <vector>

namespace portolan {
namespace {

using Kind = HostMeaning::Kind;

std::vector<std::string_view> partsOf(std::string_view host) {
    std::vector<std::string_view> out;
    for (;;) {
        const std::size_t dot = host.find('.');
        out.push_back(host.substr(0, dot));
        if (dot == std::string_view::npos) return out;
        host.remove_prefix(dot + 1);
    }
}

} // namespace

HostNames::HostNames(const Cluster& cluster) : m_cluster(cluster) {
    for (std::size_t i = 0; i < cluster.services.size(); ++i) {
        const ServiceId id(i);
        const Service& service = cluster.services[id];
        m_byName.emplace(std::pair(service.ns, service.name), id);
        for (const IpAddress& address : service.addresses) m_byAddress.emplace(address, id);
        for (const IpAddress& address : service.externalAddresses) m_byAddress.emplace(address, id);
    }
}

std::optional<ServiceId> HostNames::find(const IpAddress& address) const {
    const auto it = m_byAddress.find(address);
    return it == m_byAddress.end() ? std::nullopt : std::optional(it->second);
}

std::optional<ServiceId> HostNames::find(std::string_view ns, std::string_view service) const {
    const auto id = m_cluster.findNamespace(ns);
    const auto symbol = m_cluster.symbols.find(service);
    if (!id || !symbol) return std::nullopt;
    const auto it = m_byName.find({*id, *symbol});
    return it == m_byName.end() ? std::nullopt : std::optional(it->second);
}

HostMeaning HostNames::inNamespace(std::string_view name, std::string_view ns) const {
    if (const auto service = find(ns, name)) return {Kind::Service, service, true, false};
    return {Kind::NoService, std::nullopt, true, false};
}

HostMeaning HostNames::resolve(std::string_view host, NamespaceId ns) const {
    if (host.ends_with('.')) host.remove_suffix(1);
    const std::string_view own = m_cluster.text(m_cluster.namespaces[ns].name);
    const std::vector<std::string_view> parts = partsOf(host);
    const std::size_t size = parts.size();
    if (size == 1) {
        if (const auto service = find(own, parts[0])) return {Kind::Service, service, false, false};
        return {};
    }
    for (const std::size_t at : {std::size_t{2}, std::size_t{3}}) { // NAME.NS.svc, POD.NAME.NS.svc
        if (at >= size || parts[at] != "svc") continue;
        HostMeaning out = inNamespace(parts[at - 2], parts[at - 1]);
        const bool isClusterLocal = at + 1 == size || host.ends_with(".svc.cluster.local");
        if (out.kind != Kind::Service && !isClusterLocal) out.kind = Kind::Outside;
        out.isFull = out.kind != Kind::Outside;
        return out;
    }
    if (size == 2) {
        // The pod's own namespace comes first in the search path: POD.NAME of a headless Service.
        const auto headless = find(own, parts[1]);
        if (headless && m_cluster.services[*headless].isHeadless && m_cluster.findPod(own, parts[0]))
            return {Kind::Service, headless, false, false};
        const HostMeaning other = inNamespace(parts[0], parts[1]);
        if (other.kind == Kind::Service) return other;
        if (headless) return {Kind::Service, headless, false, false};
        if (m_cluster.findNamespace(parts[1])) return other;
    }
    if (size == 3) {
        const HostMeaning pod = inNamespace(parts[1], parts[2]);
        if (pod.kind == Kind::Service) return pod;
    }
    return {Kind::Outside, std::nullopt, false, false};
}

} // namespace portolan

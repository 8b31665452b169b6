#include "core/model/cluster.h"

#include <algorithm>

namespace portolan {
namespace {

std::uint64_t key(NamespaceId ns, Symbol name) {
    return std::uint64_t{ns.value} << 32U | name.value;
}

} // namespace

std::optional<NamespaceId> Cluster::findNamespace(std::string_view wanted) const {
    const auto symbol = symbols.find(wanted);
    if (!symbol) return std::nullopt;
    const auto it = m_namespaceByName.find(*symbol);
    if (it == m_namespaceByName.end()) return std::nullopt;
    return it->second;
}

std::optional<PodId> Cluster::findPod(std::string_view ns, std::string_view wanted) const {
    const auto nsId = findNamespace(ns);
    const auto symbol = symbols.find(wanted);
    if (!nsId || !symbol) return std::nullopt;
    const auto it = m_podByName.find(key(*nsId, *symbol));
    if (it == m_podByName.end()) return std::nullopt;
    return it->second;
}

std::vector<WorkloadId> Cluster::findWorkloads(std::string_view ns, std::string_view wanted,
                                               std::string_view kind) const {
    const auto nsId = findNamespace(ns);
    const auto symbol = symbols.find(wanted);
    if (!nsId || !symbol) return {};
    const auto it = m_workloadByName.find(key(*nsId, *symbol));
    if (it == m_workloadByName.end()) return {};
    std::vector<WorkloadId> out;
    for (const WorkloadId id : it->second)
        if (kind.empty() || text(workloads[id].kind) == kind) out.push_back(id);
    return out;
}

std::optional<PodId> Cluster::findPodByAddress(const IpAddress& address) const {
    const auto it = m_podByAddress.find(address);
    if (it == m_podByAddress.end()) return std::nullopt;
    return it->second;
}

std::optional<NodeId> Cluster::findNodeByAddress(const IpAddress& address) const {
    const auto it = m_nodeByAddress.find(address);
    if (it == m_nodeByAddress.end()) return std::nullopt;
    return it->second;
}

std::string Cluster::displayName(WorkloadId id) const {
    const Workload& w = workloads[id];
    return std::string(text(namespaces[w.ns].name)) + '/' + std::string(text(w.name));
}

std::string Cluster::identity(WorkloadId id) const {
    return (name.empty() ? "" : name + ':') + displayName(id) + '[' + std::string(text(workloads[id].kind)) + ']';
}

std::string Cluster::displayName(PodId id) const {
    const Pod& p = pods[id];
    return std::string(text(namespaces[p.ns].name)) + '/' + std::string(text(p.name));
}

std::string Cluster::displayName(PolicyId id) const {
    if (isAdminPolicy(id)) return std::string(text(adminPolicies[adminPolicyIndex(id)].name));
    const NetworkPolicy& p = policies[id];
    return std::string(text(namespaces[p.ns].name)) + '/' + std::string(text(p.name));
}

std::uint32_t Cluster::weight(PodId id) const {
    const Workload& w = workloads[pods[id].workload];
    return w.isTemplate ? w.replicas : 1;
}

bool Cluster::isInventoryComplete() const {
    return facts.pods == InventoryFacts::Completeness::Complete;
}

void Cluster::index() {
    for (std::size_t i = 0; i < namespaces.size(); ++i)
        m_namespaceByName.emplace(namespaces[NamespaceId(i)].name, NamespaceId(i));
    for (std::size_t i = 0; i < workloads.size(); ++i) {
        const Workload& w = workloads[WorkloadId(i)];
        m_workloadByName[key(w.ns, w.name)].push_back(WorkloadId(i));
    }
    for (std::size_t i = 0; i < pods.size(); ++i) {
        const Pod& p = pods[PodId(i)];
        m_podByName.emplace(key(p.ns, p.name), PodId(i));
        if (p.isHostNetwork) continue;
        for (const IpAddress& a : p.addresses) m_podByAddress.emplace(a, PodId(i));
    }
    for (std::size_t i = 0; i < nodes.size(); ++i)
        for (const IpAddress& a : nodes[NodeId(i)].addresses) m_nodeByAddress.emplace(a, NodeId(i));
    for (std::size_t i = 0; i < pods.size(); ++i) {
        const Pod& p = pods[PodId(i)];
        if (!p.isHostNetwork) continue;
        for (const IpAddress& a : p.addresses)
            if (!m_nodeByAddress.contains(a)) m_podByAddress.emplace(a, PodId(i));
    }
}

} // namespace portolan

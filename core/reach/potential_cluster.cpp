#include "core/reach/potential_cluster.h"

namespace portolan {
namespace {

constexpr std::string_view kMetadataName = "kubernetes.io/metadata.name";

std::shared_ptr<Cluster> copyOf(const Cluster& from) {
    auto out = std::make_shared<Cluster>();
    out->name = from.name;
    for (std::size_t i = 1; i < from.symbols.size(); ++i) out->symbols.intern(from.symbols.text(Symbol(i)));
    out->labelSets = from.labelSets;
    out->portLists = from.portLists;
    out->files = from.files;
    out->namespaces = from.namespaces;
    out->nodes = from.nodes;
    out->workloads = from.workloads;
    out->pods = from.pods;
    out->idleTemplates = from.idleTemplates;
    out->services = from.services;
    out->entryPoints = from.entryPoints;
    out->policies = from.policies;
    out->adminPolicies = from.adminPolicies;
    out->unreadKinds = from.unreadKinds;
    out->facts = from.facts;
    return out;
}

} // namespace

PotentialCluster::PotentialCluster(const Cluster& cluster) : m_cluster(copyOf(cluster)) {}

std::vector<Label> PotentialCluster::interned(std::span<const LabelText> labels) {
    std::vector<Label> out;
    for (const auto& [key, value] : labels) out.push_back({symbol(key), symbol(value)});
    return out;
}

NamespaceId PotentialCluster::addNamespace(std::string_view name, std::span<const LabelText> labels) {
    // A slash is in no name and no label value, so that no selector speaks of this one.
    const std::string made = name.empty() ? "new/" + std::to_string(m_cluster->namespaces.size()) : std::string(name);
    std::vector<Label> all = interned(labels);
    all.push_back({symbol(kMetadataName), symbol(made)});
    return m_cluster->namespaces.push({symbol(made), m_cluster->labelSets.intern(std::move(all)), true, {}});
}

PodId PotentialCluster::addPod(NamespaceId ns, std::span<const LabelText> labels, std::vector<ContainerPort> ports) {
    const PodId id(m_cluster->pods.size());
    const Symbol name = symbol("new/" + std::to_string(id.value));
    Workload workload{ns, name, symbol("Pod"), 1, false, {id}, {}};
    const WorkloadId owner = m_cluster->workloads.push(std::move(workload));
    Pod pod;
    pod.ns = ns;
    pod.name = name;
    pod.workload = owner;
    pod.labels = m_cluster->labelSets.intern(interned(labels));
    pod.ports = m_cluster->portLists.intern(std::move(ports));
    return m_cluster->pods.push(std::move(pod));
}

std::shared_ptr<const Cluster> PotentialCluster::finish() {
    m_cluster->index();
    return std::move(m_cluster);
}

} // namespace portolan

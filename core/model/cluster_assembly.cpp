#include "core/model/cluster_assembly.h"

#include <algorithm>

namespace portolan {
namespace {

/// Labels that the controller of that kind adds to its pods at run time (semantics L-10).
std::vector<std::string_view> runtimeLabelKeys(std::string_view kind) {
    if (kind == "Deployment") return {"pod-template-hash"};
    if (kind == "ReplicaSet") return {};
    if (kind == "StatefulSet")
        return {"statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index", "controller-revision-hash"};
    if (kind == "DaemonSet") return {"controller-revision-hash", "pod-template-generation"};
    if (kind == "Job" || kind == "CronJob")
        return {"batch.kubernetes.io/job-name", "job-name", "batch.kubernetes.io/controller-uid", "controller-uid",
                "batch.kubernetes.io/job-completion-index"};
    return {};
}

bool isFinished(const PodFact& pod) {
    return pod.phase == "Succeeded" || pod.phase == "Failed";
}

} // namespace

std::vector<NamespaceId> ClusterAssembly::renumberNamespaces(std::vector<Namespace> namespaces) {
    const Symbol metadataName = m_cluster.symbols.intern(kMetadataName);
    std::vector<std::size_t> order(namespaces.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::sort(order, {}, [&](std::size_t i) { return m_cluster.text(namespaces[i].name); });
    std::vector<NamespaceId> renumbered(order.size());
    for (const std::size_t old : order) {
        Namespace ns = namespaces[old];
        if (!ns.isDeclared) ns.labels = m_cluster.labelSets.intern({{metadataName, ns.name}});
        if (m_options.undeclaredNamespacesAsDeclared == ClusterOptions::Keep::Yes) ns.isDeclared = true;
        renumbered[old] = m_cluster.namespaces.push(ns);
    }
    return renumbered;
}

void ClusterAssembly::addWorkloadsAndPods(std::vector<PodFact> pods, std::vector<ControllerFact> controllers) {
    m_controllerFacts = std::move(controllers);
    dropDuplicates(pods, "Pod", [](const PodFact& p) { return ObjectKey{p.ns, "Pod", p.name}; });
    dropDuplicates(m_controllerFacts, "", [](const ControllerFact& c) { return ObjectKey{c.ns, c.kind, c.name}; });
    for (const ControllerFact& c : m_controllerFacts) m_controllers.emplace(ObjectKey{c.ns, c.kind, c.name}, &c);
    std::vector<PodFact> kept;
    kept.reserve(pods.size());
    for (PodFact& p : pods) {
        if (isFinished(p) && m_options.finishedPods == ClusterOptions::Keep::No) {
            ++m_cluster.finishedPods;
            m_finished.insert(ownerOf(p));
        } else {
            kept.push_back(std::move(p));
        }
    }
    std::set<ObjectKey> withPods;
    for (const PodFact& p : kept)
        for (const ObjectKey& owner : ownerChain({p.ns, "Pod", p.name}, p.owner)) withPods.insert(owner);
    addTemplatePods(withPods, kept);
    makeWorkloads(kept);
    makePods(kept);
}

WorkloadId ClusterAssembly::workloadOf(const std::string& ns, const std::string& kind, const std::string& name) const {
    const auto it = m_workloadIds.find(ObjectKey{ns, kind, name});
    return it == m_workloadIds.end() ? WorkloadId(m_cluster.workloads.size()) : it->second;
}

std::optional<WorkloadId> ClusterAssembly::workloadOfOwner(const std::string& ns, const std::string& kind,
                                                           const std::string& name) {
    const auto it = m_controllers.find(ObjectKey{ns, kind, name});
    const OwnerFact owner = it == m_controllers.end() ? OwnerFact{} : it->second->owner;
    const WorkloadId id = [&] {
        const ObjectKey top = topOf(ObjectKey{ns, kind, name}, owner);
        return workloadOf(std::get<0>(top), std::get<1>(top), std::get<2>(top));
    }();
    if (id.index() >= m_cluster.workloads.size()) return std::nullopt;
    return id;
}

template <typename Fact, typename KeyOf>
void ClusterAssembly::dropDuplicates(std::vector<Fact>& facts, std::string_view kind, KeyOf keyOf) {
    std::ranges::stable_sort(facts, {}, [&](const Fact& f) { return std::tuple(keyOf(f), f.where); });
    std::vector<Fact> unique;
    unique.reserve(facts.size());
    for (Fact& f : facts) {
        if (!unique.empty() && keyOf(unique.back()) == keyOf(f)) {
            const auto [ns, factKind, name] = keyOf(f);
            m_cluster.diagnostics.push_back(
                {Diagnostic::Level::Warning, "PARSE-05", f.where,
                 (kind.empty() ? factKind : std::string(kind)) + ' ' + ns + '/' + name,
                 "defined twice; also at " + m_cluster.files.line(unique.back().where) + ", the last one counts",
                 "delete one of the two"});
            unique.back() = std::move(f);
        } else {
            unique.push_back(std::move(f));
        }
    }
    facts = std::move(unique);
}

std::vector<ClusterAssembly::ObjectKey> ClusterAssembly::ownerChain(const ObjectKey& start, OwnerFact owner) const {
    std::vector<ObjectKey> chain;
    const std::string& ns = std::get<0>(start);
    while (!owner.isEmpty() && owner.kind != "Node" && chain.size() < 16) {
        chain.emplace_back(ns, owner.kind.empty() ? "Pod" : owner.kind, owner.name);
        const auto it = m_controllers.find(chain.back());
        if (it == m_controllers.end()) break;
        owner = it->second->owner;
    }
    return chain;
}

ClusterAssembly::ObjectKey ClusterAssembly::topOf(const ObjectKey& start, const OwnerFact& owner) const {
    const std::vector<ObjectKey> chain = ownerChain(start, owner);
    if (chain.empty()) return start;
    return m_options.owner == ClusterOptions::Owner::Immediate ? chain.front() : chain.back();
}

void ClusterAssembly::addTemplatePods(const std::set<ObjectKey>& withPods, std::vector<PodFact>& pods) {
    for (const ControllerFact& c : m_controllerFacts) {
        const ObjectKey self{c.ns, c.kind, c.name};
        if (!c.hasTemplate || withPods.contains(self)) continue;
        const std::vector<ObjectKey> chain = ownerChain(self, c.owner);
        const bool isOwnedTemplate = std::ranges::any_of(chain, [&](const ObjectKey& k) {
            const auto it = m_controllers.find(k);
            return it != m_controllers.end() && it->second->hasTemplate;
        });
        if (isOwnedTemplate) continue;
        PodFact pod;
        pod.ns = c.ns;
        pod.name = c.name;
        pod.labels = c.labels;
        pod.ports = c.ports;
        pod.owner = {c.kind, c.name};
        pod.isHostNetwork = c.isHostNetwork;
        pod.createdAt = c.createdAt;
        pod.where = c.where;
        if (c.replicas == 0 || m_finished.contains(self)) {
            m_cluster.idleTemplates.push_back({*m_cluster.findNamespace(pod.ns), labelsOf(pod, true, c.kind)});
            continue;
        }
        m_templates.insert(self);
        pods.push_back(std::move(pod));
    }
}

const ControllerFact* ClusterAssembly::templateOf(const PodFact& p) const {
    const ObjectKey owner{p.ns, p.owner.kind, p.owner.name};
    return p.name == p.owner.name && m_templates.contains(owner) ? m_controllers.at(owner) : nullptr;
}

void ClusterAssembly::makeWorkloads(const std::vector<PodFact>& pods) {
    std::map<std::tuple<std::string, std::string, std::string>, Workload> found; // ns, name, kind: canonical order
    for (const PodFact& p : pods) {
        const auto [ns, kind, name] = ownerOf(p);
        Workload& w = found[{ns, name, kind}];
        const auto it = m_controllers.find(ObjectKey{ns, kind, name});
        const SourceRef where = it == m_controllers.end() ? p.where : it->second->where;
        const bool isFirst = w.name == Symbol();
        w.ns = *m_cluster.findNamespace(ns);
        w.name = m_cluster.symbols.intern(name);
        w.kind = m_cluster.symbols.intern(kind);
        const ControllerFact* const known = templateOf(p);
        w.isTemplate = w.isTemplate || known != nullptr;
        w.replicas = (isFirst ? 0 : w.replicas) + (known != nullptr ? std::max(1U, known->replicas) : 1);
        w.where = isFirst ? where : std::min(w.where, where);
    }
    auto& idle = m_cluster.idleTemplates;
    std::ranges::sort(idle);
    idle.erase(std::unique(idle.begin(), idle.end()), idle.end());
    for (auto& [key, workload] : found) {
        const auto& [ns, name, kind] = key;
        m_workloadIds.emplace(ObjectKey{ns, kind, name}, m_cluster.workloads.push(std::move(workload)));
    }
}

LabelSetId ClusterAssembly::labelsOf(const PodFact& pod, bool isTemplate, std::string_view kind) {
    std::vector<Label> labels;
    if (isTemplate && m_options.runtimeLabelsUnknown == ClusterOptions::Keep::Yes)
        for (const std::string_view key : runtimeLabelKeys(kind))
            labels.push_back({m_cluster.symbols.intern(key), Symbol(), false});
    for (const auto& [key, value] : pod.labels)
        labels.push_back({m_cluster.symbols.intern(key), m_cluster.symbols.intern(value)});
    return m_cluster.labelSets.intern(std::move(labels));
}

void ClusterAssembly::makePods(std::vector<PodFact>& pods) {
    std::ranges::sort(pods, {}, [](const PodFact& p) { return std::tie(p.ns, p.name, p.owner.kind); });
    std::map<std::string_view, NodeId> nodeByName;
    for (std::size_t i = 0; i < m_cluster.nodes.size(); ++i)
        nodeByName.emplace(m_cluster.text(m_cluster.nodes[NodeId(i)].name), NodeId(i));
    for (PodFact& p : pods) {
        const auto [ns, kind, name] = ownerOf(p);
        Pod pod;
        pod.ns = *m_cluster.findNamespace(p.ns);
        pod.name = m_cluster.symbols.intern(p.name);
        pod.workload = workloadOf(ns, kind, name);
        pod.isTemplate = templateOf(p) != nullptr;
        pod.labels = labelsOf(p, pod.isTemplate, p.owner.kind);
        pod.ports = m_cluster.portLists.intern(std::move(p.ports));
        pod.addresses = std::move(p.addresses);
        pod.isHostNetwork = p.isHostNetwork;
        pod.where = p.where;
        pod.createdAt = p.createdAt;
        if (!p.node.empty()) {
            auto it = nodeByName.find(p.node);
            if (it == nodeByName.end()) {
                const Symbol symbol = m_cluster.symbols.intern(p.node);
                it = nodeByName.emplace(m_cluster.text(symbol), m_cluster.nodes.push({symbol, {}, {}, {}})).first;
            }
            pod.node = it->second;
        }
        m_cluster.workloads[pod.workload].pods.push_back(PodId(m_cluster.pods.size()));
        m_cluster.pods.push(std::move(pod));
    }
}

} // namespace portolan

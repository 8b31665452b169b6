#include "core/model/cluster_builder.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <type_traits>

namespace portolan {
namespace {

using LabelTexts = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view kMetadataName = "kubernetes.io/metadata.name";

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

/// "shop/web" as a map key that cannot be confused across parts.
using ObjectKey = std::tuple<std::string, std::string, std::string>; // ns, kind, name

} // namespace

ClusterBuilder::ClusterBuilder(ClusterOptions options)
    : m_options(std::move(options)), m_cluster(std::make_unique<Cluster>()) {
    m_cluster->name = m_options.clusterName;
}

NamespaceId ClusterBuilder::namespaceId(std::string_view name) {
    if (name.empty()) return {};
    const Symbol symbol = symbols().intern(name);
    const auto [it, isNew] = m_namespaceByName.try_emplace(symbol, NamespaceId(m_namespaces.size()));
    if (isNew) m_namespaces.push_back({.name = symbol, .labels = {}, .isDeclared = false, .where = {}});
    return it->second;
}

void ClusterBuilder::addNamespace(std::string_view name, LabelTexts labels, SourceRef where) {
    Namespace& ns = m_namespaces[namespaceId(name).index()];
    std::vector<Label> interned;
    for (const auto& [key, value] : labels) {
        if (key == kMetadataName && value != name)
            report({Diagnostic::Level::Error, "PARSE-01", where, "Namespace " + std::string(name),
                    "label kubernetes.io/metadata.name is \"" + value + "\", the API server sets it to the name",
                    "remove the label"});
        interned.push_back({symbols().intern(key), symbols().intern(value)});
    }
    interned.push_back({symbols().intern(kMetadataName), ns.name});
    const LabelSetId id = m_cluster->labelSets.intern(std::move(interned));
    if (ns.isDeclared) {
        const bool isEqual = id == ns.labels;
        report({isEqual ? Diagnostic::Level::Note : Diagnostic::Level::Warning, "PARSE-05", where,
                "Namespace " + std::string(name),
                std::string(isEqual ? "defined twice with the same content" : "defined twice with different labels") +
                    "; also at " + files().line(ns.where) + ", the last one counts",
                "delete one of the two"});
    }
    ns.labels = id;
    ns.isDeclared = true;
    ns.where = where;
}

void ClusterBuilder::addNode(std::string_view name, LabelTexts labels, std::vector<IpAddress> addresses,
                             SourceRef where) {
    std::vector<Label> interned;
    for (const auto& [key, value] : labels) interned.push_back({symbols().intern(key), symbols().intern(value)});
    m_cluster->nodes.push(
        {symbols().intern(name), m_cluster->labelSets.intern(std::move(interned)), std::move(addresses), where});
}

void ClusterBuilder::addPod(PodFact pod) {
    namespaceId(pod.ns);
    m_pods.push_back(std::move(pod));
}
void ClusterBuilder::addController(ControllerFact controller) {
    namespaceId(controller.ns);
    m_controllers.push_back(std::move(controller));
}
void ClusterBuilder::addService(Service service) {
    m_services.push_back(std::move(service));
}
void ClusterBuilder::addEntryPoint(EntryPoint entryPoint) {
    m_entryPoints.push_back(std::move(entryPoint));
}
void ClusterBuilder::addPolicy(NetworkPolicy policy) {
    m_policies.push_back(std::move(policy));
}
void ClusterBuilder::addAdminPolicy(AdminPolicy policy) {
    m_adminPolicies.push_back(std::move(policy));
}
void ClusterBuilder::setFacts(InventoryFacts facts) {
    m_cluster->facts = std::move(facts);
}
void ClusterBuilder::count(std::string_view kind) {
    ++m_cluster->counts[std::string(kind)];
}
void ClusterBuilder::report(Diagnostic diagnostic) {
    m_cluster->diagnostics.push_back(std::move(diagnostic));
}

void ClusterBuilder::addEndpoints(std::string_view ns, std::string_view service, std::vector<IpAddress> addresses) {
    m_endpoints.push_back({namespaceId(ns), symbols().intern(service), std::move(addresses)});
}

void ClusterBuilder::addUnread(std::string_view apiVersion, std::string_view kind, bool isPolicy, std::string_view ns,
                               SourceRef where) {
    auto& kinds = m_cluster->unreadKinds;
    auto it =
        std::ranges::find_if(kinds, [&](const UnreadKind& k) { return k.apiVersion == apiVersion && k.kind == kind; });
    if (it == kinds.end())
        it = kinds.insert(kinds.end(), UnreadKind{std::string(apiVersion), std::string(kind), 0, isPolicy, {}, where});
    ++it->count;
    it->first = std::min(it->first, where);
    if (isPolicy && !ns.empty()) it->namespaces.push_back(namespaceId(ns));
}

void ClusterBuilder::addMention(std::string_view ns, std::string_view ownerKind, std::string_view ownerName,
                                std::string host, std::uint16_t port, SourceRef where) {
    m_mentions.push_back({{namespaceId(ns), std::nullopt, std::move(host), port, where},
                          std::string(ownerKind),
                          std::string(ownerName)});
}

namespace {

/// Turns the collected facts into the vectors of a Cluster; one step a function, in the order of run().
class Assembly {
  public:
    Assembly(Cluster& cluster, const ClusterOptions& options) : m_cluster(cluster), m_options(options) {}

    std::vector<NamespaceId> renumberNamespaces(std::vector<Namespace> namespaces) {
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

    void addWorkloadsAndPods(std::vector<PodFact> pods, std::vector<ControllerFact> controllers) {
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

    WorkloadId workloadOf(const std::string& ns, const std::string& kind, const std::string& name) const {
        const auto it = m_workloadIds.find(ObjectKey{ns, kind, name});
        return it == m_workloadIds.end() ? WorkloadId(m_cluster.workloads.size()) : it->second;
    }
    /// The workload that stands for that controller: its top owner under Owner::Top.
    std::optional<WorkloadId> workloadOfOwner(const std::string& ns, const std::string& kind, const std::string& name) {
        const auto it = m_controllers.find(ObjectKey{ns, kind, name});
        const OwnerFact owner = it == m_controllers.end() ? OwnerFact{} : it->second->owner;
        const WorkloadId id = [&] {
            const ObjectKey top = topOf(ObjectKey{ns, kind, name}, owner);
            return workloadOf(std::get<0>(top), std::get<1>(top), std::get<2>(top));
        }();
        if (id.index() >= m_cluster.workloads.size()) return std::nullopt;
        return id;
    }

  private:
    template <typename Fact, typename KeyOf>
    void dropDuplicates(std::vector<Fact>& facts, std::string_view kind, KeyOf keyOf) {
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

    /// The controllers above an object, nearest first; ends at one that was not read or at a cycle.
    std::vector<ObjectKey> ownerChain(const ObjectKey& start, OwnerFact owner) const {
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

    ObjectKey topOf(const ObjectKey& start, const OwnerFact& owner) const {
        const std::vector<ObjectKey> chain = ownerChain(start, owner);
        if (chain.empty()) return start;
        return m_options.owner == ClusterOptions::Owner::Immediate ? chain.front() : chain.back();
    }

    ObjectKey ownerOf(const PodFact& pod) const { return topOf({pod.ns, "Pod", pod.name}, pod.owner); }

    /// A template's pod stands for replicas that no real pod of that controller shows.
    void addTemplatePods(const std::set<ObjectKey>& withPods, std::vector<PodFact>& pods) {
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

    /// The controller whose template the pod stands for, or nullptr.
    const ControllerFact* templateOf(const PodFact& p) const {
        const ObjectKey owner{p.ns, p.owner.kind, p.owner.name};
        return p.name == p.owner.name && m_templates.contains(owner) ? m_controllers.at(owner) : nullptr;
    }

    void makeWorkloads(const std::vector<PodFact>& pods) {
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

    LabelSetId labelsOf(const PodFact& pod, bool isTemplate, std::string_view kind) {
        std::vector<Label> labels;
        if (isTemplate && m_options.runtimeLabelsUnknown == ClusterOptions::Keep::Yes)
            for (const std::string_view key : runtimeLabelKeys(kind))
                labels.push_back({m_cluster.symbols.intern(key), Symbol(), false});
        for (const auto& [key, value] : pod.labels)
            labels.push_back({m_cluster.symbols.intern(key), m_cluster.symbols.intern(value)});
        return m_cluster.labelSets.intern(std::move(labels));
    }

    void makePods(std::vector<PodFact>& pods) {
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

    Cluster& m_cluster;
    const ClusterOptions& m_options;
    std::vector<ControllerFact> m_controllerFacts;
    std::map<ObjectKey, const ControllerFact*> m_controllers; // into m_controllerFacts
    std::map<ObjectKey, WorkloadId> m_workloadIds;
    std::set<ObjectKey> m_templates; // controllers that their single template pod stands for
    std::set<ObjectKey> m_finished;  // owners whose pods have all run to their end
};

/// Moves `items` into `out` in canonical order; of several with one (namespace, name, and kind of an entry point) the
/// last read stays.
template <typename Tag, typename T>
void pushUnique(Cluster& cluster, std::vector<T> items, IdVector<Tag, T>& out, std::string_view kind) {
    constexpr bool kIsNamespaced = requires(T t) {
        t.ns;
    };
    const auto keyOf = [&](const T& t) {
        if constexpr (std::is_same_v<T, EntryPoint>) // an Ingress and a Route may share a name
            return std::tuple(t.ns, cluster.text(t.name), cluster.text(t.kind));
        else if constexpr (kIsNamespaced)
            return std::tuple(t.ns, cluster.text(t.name));
        else
            return cluster.text(t.name);
    };
    std::ranges::stable_sort(
        items, [&](const T& a, const T& b) { return std::tuple(keyOf(a), a.where) < std::tuple(keyOf(b), b.where); });
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i + 1 < items.size() && keyOf(items[i]) == keyOf(items[i + 1])) {
            std::string object = std::string(kind) + ' ';
            if constexpr (std::is_same_v<T, EntryPoint>) object = std::string(cluster.text(items[i].kind)) + ' ';
            if constexpr (kIsNamespaced)
                object += std::string(cluster.text(cluster.namespaces[items[i].ns].name)) + '/';
            cluster.diagnostics.push_back(
                {Diagnostic::Level::Warning, "PARSE-05", items[i + 1].where,
                 object + std::string(cluster.text(items[i].name)),
                 "defined twice; also at " + cluster.files.line(items[i].where) + ", the last one counts",
                 "delete or rename one of the two"});
            continue;
        }
        out.push(std::move(items[i]));
    }
}

/// Moves admin policies into the cluster by kind and name; of several with one name the last read stays. That both
/// generations of the API are in use is told: the order between them is nowhere laid down (semantics 9.3).
void pushAdminPolicies(Cluster& cluster, std::vector<AdminPolicy> policies) {
    const auto keyOf = [&](const AdminPolicy& p) { return std::tuple(p.kind, cluster.text(p.name)); };
    std::ranges::stable_sort(policies, [&](const AdminPolicy& a, const AdminPolicy& b) {
        return std::tuple(keyOf(a), a.where) < std::tuple(keyOf(b), b.where);
    });
    for (std::size_t i = 0; i < policies.size(); ++i) {
        if (i + 1 == policies.size() || keyOf(policies[i]) != keyOf(policies[i + 1])) {
            cluster.adminPolicies.push_back(std::move(policies[i]));
            continue;
        }
        cluster.diagnostics.push_back(
            {Diagnostic::Level::Warning, "PARSE-05", policies[i + 1].where,
             std::string(name(policies[i].kind)) + ' ' + std::string(cluster.text(policies[i].name)),
             "defined twice; also at " + cluster.files.line(policies[i].where) + ", the last one counts",
             "delete or rename one of the two"});
    }
    for (const AdminTier tier : {AdminTier::Admin, AdminTier::Baseline}) {
        const auto isFirst = [&](const AdminPolicy& p) { return p.tier == tier; };
        const auto first = std::ranges::find_if(cluster.adminPolicies, isFirst);
        if (first == cluster.adminPolicies.end() || first->kind == AdminKind::ClusterNetworkPolicy) continue;
        const auto other = std::ranges::find_if(cluster.adminPolicies, [&](const AdminPolicy& p) {
            return p.tier == tier && p.kind == AdminKind::ClusterNetworkPolicy;
        });
        if (other == cluster.adminPolicies.end()) continue;
        cluster.diagnostics.push_back(
            {Diagnostic::Level::Warning, "", other->where,
             "ClusterNetworkPolicy " + std::string(cluster.text(other->name)),
             "two generations: there is also a " + std::string(name(first->kind)) + " at " +
                 cluster.files.line(first->where) + "; the API does not say which comes first, and they are read as " +
                 (tier == AdminTier::Admin ? "one list by priority" : "ClusterNetworkPolicies first"),
             "write all of them as ClusterNetworkPolicy"});
    }
}

} // namespace

std::shared_ptr<const Cluster> ClusterBuilder::build() {
    Cluster& c = *m_cluster;
    if (m_options.inventory) c.facts.pods = *m_options.inventory;
    if (m_options.ingressController == ClusterOptions::Keep::Yes && !m_entryPoints.empty()) {
        PodFact controller;
        controller.ns = kIngressControllerNamespace;
        controller.name = kIngressControllerName;
        addPod(std::move(controller));
    }
    if (c.facts.clusterName && c.name.empty()) c.name = *c.facts.clusterName;
    Assembly assembly(c, m_options);
    std::vector<Node> nodes(c.nodes.begin(), c.nodes.end());
    c.nodes = {};
    pushUnique(c, std::move(nodes), c.nodes, "Node");
    const std::vector<NamespaceId> ns = assembly.renumberNamespaces(std::move(m_namespaces));
    for (Service& s : m_services) s.ns = ns[s.ns.index()];
    for (EntryPoint& e : m_entryPoints) e.ns = ns[e.ns.index()];
    for (NetworkPolicy& p : m_policies) p.ns = ns[p.ns.index()];
    for (EndpointFact& e : m_endpoints) e.ns = ns[e.ns.index()];
    for (UnreadKind& u : c.unreadKinds) {
        for (NamespaceId& id : u.namespaces) id = ns[id.index()];
        std::ranges::sort(u.namespaces);
        u.namespaces.erase(std::unique(u.namespaces.begin(), u.namespaces.end()), u.namespaces.end());
    }
    std::ranges::sort(c.unreadKinds, {}, [](const UnreadKind& u) { return std::tie(u.kind, u.apiVersion); });
    c.index(); // namespaces are needed by name from here on
    assembly.addWorkloadsAndPods(std::move(m_pods), std::move(m_controllers));
    pushUnique(c, std::move(m_services), c.services, "Service");
    pushUnique(c, std::move(m_entryPoints), c.entryPoints, "Ingress");
    pushUnique(c, std::move(m_policies), c.policies, "NetworkPolicy");
    pushAdminPolicies(c, std::move(m_adminPolicies));
    for (EndpointFact& e : m_endpoints)
        for (Service& s : c.services)
            if (s.ns == e.ns && s.name == e.service)
                s.endpointAddresses.insert(s.endpointAddresses.end(), e.addresses.begin(), e.addresses.end());
    for (MentionFact& m : m_mentions) {
        const std::string nsName(c.text(c.namespaces[ns[m.mention.ns.index()]].name));
        m.mention.workload = assembly.workloadOfOwner(nsName, m.ownerKind, m.ownerName);
        m.mention.ns = ns[m.mention.ns.index()];
        c.mentions.push_back(std::move(m.mention));
    }
    std::ranges::sort(c.mentions, {}, [](const HostPortMention& m) { return std::tie(m.where, m.host, m.port); });
    std::ranges::stable_sort(c.diagnostics, {},
                             [](const Diagnostic& d) { return std::tie(d.where, d.code, d.message); });
    c.index();
    std::shared_ptr<const Cluster> out = std::move(m_cluster);
    *this = ClusterBuilder(m_options);
    return out;
}

} // namespace portolan

#include "core/model/cluster_builder.h"

#include "core/model/cluster_assembly.h"

#include <algorithm>
#include <tuple>
#include <type_traits>

namespace portolan {
namespace {

using LabelTexts = std::vector<std::pair<std::string, std::string>>;

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

void ClusterBuilder::addMention(MentionFact mention) {
    m_mentions.push_back(std::move(mention));
}
void ClusterBuilder::addConfigMapUse(ConfigMapUseFact use) {
    m_configMapUses.push_back(std::move(use));
}
void ClusterBuilder::addProbe(ProbeFact probe) {
    m_probes.push_back(std::move(probe));
}
void ClusterBuilder::addApiServerCall(ApiServerCallFact call) {
    m_apiServerCalls.push_back(std::move(call));
}

namespace {

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
    ClusterAssembly assembly(c, m_options);
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
    declare(assembly);
    std::ranges::stable_sort(c.diagnostics, {},
                             [](const Diagnostic& d) { return std::tie(d.where, d.code, d.message); });
    c.index();
    std::shared_ptr<const Cluster> out = std::move(m_cluster);
    *this = ClusterBuilder(m_options);
    return out;
}

} // namespace portolan

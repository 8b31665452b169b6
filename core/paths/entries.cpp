#include "core/paths/entries.h"

#include "core/reach/service_targets.h"
#include "core/reach/workload_view.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace portolan {
namespace {

constexpr std::array<std::string_view, 10> kControllerNames{
    "ingress-nginx", "nginx-ingress", "traefik", "haproxy-ingress", "kubernetes-ingress",
    "contour",       "envoy",         "kong",    "ambassador",      "istio-ingressgateway"};
constexpr std::array<std::string_view, 4> kNameKeys{"app.kubernetes.io/name", "app", "k8s-app", "istio"};
constexpr std::string_view kGatewayNameKey = "gateway.networking.k8s.io/gateway-name";
constexpr std::array<std::string_view, 3> kIngressWords{"ingress", "gateway", "edge"};

bool isOpenToOutside(const Service& service) {
    return service.type == Service::Type::LoadBalancer || service.type == Service::Type::NodePort;
}

std::string nameOf(const Cluster& cluster, NamespaceId ns, Symbol name) {
    return std::string(cluster.text(cluster.namespaces[ns].name)) + '/' + std::string(cluster.text(name));
}

struct Passing {
    TrafficSet certain;
    TrafficSet possible;
};

class EntryFinder {
  public:
    explicit EntryFinder(const Reachability& reachability)
        : m_r(reachability), m_cluster(reachability.cluster()), m_internet(reachability.internet()),
          m_controllers(ingressControllers(m_cluster)) {
        for (const Node& node : m_cluster.nodes)
            for (const IpAddress& a : node.addresses) m_nodes.push_back(m_r.classes().classOf(a));
    }

    std::vector<Entry> run() {
        for (const Service& service : m_cluster.services)
            if (isOpenToOutside(service)) addService(service);
        for (const EntryPoint& point : m_cluster.entryPoints) addEntryPoint(point);
        std::set<WorkloadId> entered;
        for (const Entry& e : m_out) entered.insert(e.to);
        for (const WorkloadId w : m_controllers)
            if (!entered.contains(w) && isNodeLike(m_r, w)) addHostController(w);
        std::ranges::sort(m_out, {}, [](const Entry& e) { return std::tie(e.to, e.kind, e.via); });
        return std::move(m_out);
    }

  private:
    /// Of these ports, what some public address reaches at some pod, and what every node's address does.
    Passing passing(WorkloadId id, const TrafficSet& wanted, const Service* service) const {
        TrafficSet byClient;
        TrafficSet byNode = wanted;
        for (const ClassId c : classesOf(m_r, id)) {
            for (const ClassId atom : m_internet)
                byClient = byClient.united(m_r.between(atom, c).must.intersected(wanted));
            for (const ClassId node : m_nodes) byNode = byNode.intersected(m_r.between(node, c).must);
            if (m_nodes.empty() && m_r.isolation(c, Direction::Ingress) != Ternary::No) byNode = {};
        }
        const auto seen = m_r.profile().externalSourceSeen;
        if (service == nullptr || service->isExternalTrafficLocal || seen == Profile::SourceSeen::Client)
            return {byClient, byClient};
        if (seen == Profile::SourceSeen::Node) return {byNode, wanted}; // its own node always gets in (S-6)
        // externalTrafficPolicy Cluster: the pod sees the client or a node (S-5).
        return {byClient.intersected(byNode), wanted};
    }

    void add(WorkloadId to, Entry::Kind kind, const Passing& passing, const std::string& via,
             const std::string& object) {
        if (!passing.certain.isEmpty()) m_out.push_back({to, kind, passing.certain, via, true, object});
        const TrafficSet rest = passing.possible.minus(passing.certain);
        if (!rest.isEmpty()) m_out.push_back({to, kind, rest, via, false, object});
    }

    void addService(const Service& service) {
        std::map<WorkloadId, TrafficSet> targets;
        for (const ServicePort& port : service.ports)
            for (const PodTarget& t : podTargets(m_cluster, service, port)) {
                TrafficSet& set = targets[m_cluster.pods[t.pod].workload];
                set = set.united(TrafficSet::of(port.protocol, t.port));
            }
        const bool isBalancer = service.type == Service::Type::LoadBalancer;
        const std::string via =
            "Service " + nameOf(m_cluster, service.ns, service.name) + (isBalancer ? " (LoadBalancer)" : " (NodePort)");
        for (const auto& [workload, traffic] : targets)
            add(workload, isBalancer ? Entry::Kind::LoadBalancer : Entry::Kind::NodePort,
                passing(workload, traffic, &service), via, nameOf(m_cluster, service.ns, service.name) + "[Service]");
    }

    /// Without a controller to go on from, the backends themselves are where the way begins.
    void addEntryPoint(const EntryPoint& point) {
        if (!entryControllers(m_cluster, point, m_controllers).empty()) return;
        std::map<WorkloadId, TrafficSet> targets;
        for (const EntryTarget& t : entryTargets(m_cluster, point)) {
            TrafficSet& set = targets[m_cluster.pods[t.target.pod].workload];
            set = set.united(TrafficSet::of(t.protocol, t.target.port));
        }
        const std::string via = std::string(m_cluster.text(point.kind)) + ' ' + nameOf(m_cluster, point.ns, point.name);
        for (const auto& [workload, traffic] : targets)
            add(workload, kindOf(m_cluster.text(point.kind)), {{}, traffic}, via, entryName(m_cluster, point));
    }

    static Entry::Kind kindOf(std::string_view kind) {
        if (kind == "Ingress") return Entry::Kind::Ingress;
        return kind == "Route" ? Entry::Kind::Route : Entry::Kind::Gateway;
    }

    void addHostController(WorkloadId id) {
        TrafficSet declared;
        for (const PodId pod : m_cluster.workloads[id].pods)
            for (const ContainerPort& port : m_cluster.portLists[m_cluster.pods[pod].ports])
                declared = declared.united(TrafficSet::of(port.protocol, port.number));
        add(id, Entry::Kind::HostNetwork, {{}, declared}, "the host network of " + m_cluster.displayName(id),
            m_cluster.displayName(id) + '[' + std::string(m_cluster.text(m_cluster.workloads[id].kind)) + ']');
    }

    const Reachability& m_r;
    const Cluster& m_cluster;
    std::vector<ClassId> m_internet;
    std::vector<ClassId> m_nodes;
    std::vector<WorkloadId> m_controllers;
    std::vector<Entry> m_out;
};

/// The Gateway that made the workload's pods, by the label the Gateway API asks its implementations for.
std::optional<Symbol> gatewayNameOf(const Cluster& cluster, WorkloadId id) {
    for (const PodId pod : cluster.workloads[id].pods)
        for (const Label& l : cluster.labelSets[cluster.pods[pod].labels])
            if (cluster.text(l.key) == kGatewayNameKey) return l.value;
    return std::nullopt;
}

bool isPodOfGateway(const Cluster& cluster, WorkloadId id, const EntryPoint::Gateway& gateway) {
    const Workload& w = cluster.workloads[id];
    return cluster.namespaces[w.ns].name == gateway.ns && gatewayNameOf(cluster, id) == gateway.name;
}

} // namespace

std::vector<WorkloadId> ingressControllers(const Cluster& cluster) {
    std::set<WorkloadId> out;
    for (const Pod& pod : cluster.pods)
        for (const Label& l : cluster.labelSets[pod.labels]) {
            if (cluster.text(l.key) == kGatewayNameKey) out.insert(pod.workload);
            const bool isNameKey = std::ranges::find(kNameKeys, cluster.text(l.key)) != kNameKeys.end();
            const std::string_view value = cluster.text(l.value);
            const bool isKnown = std::ranges::find(kControllerNames, value) != kControllerNames.end() ||
                                 (cluster.text(l.key) == "istio" && value == "ingressgateway");
            if (isNameKey && isKnown) out.insert(pod.workload);
        }
    for (const Service& service : cluster.services) {
        const std::string_view ns = cluster.text(cluster.namespaces[service.ns].name);
        const bool isIngressNamespace = std::ranges::any_of(
            kIngressWords, [&](std::string_view word) { return ns.find(word) != std::string_view::npos; });
        if (!isOpenToOutside(service) || !isIngressNamespace) continue;
        for (const PodId pod : podsBehind(cluster, service)) out.insert(cluster.pods[pod].workload);
    }
    return {out.begin(), out.end()};
}

std::vector<WorkloadId> entryControllers(const Cluster& cluster, const EntryPoint& entry,
                                         std::span<const WorkloadId> controllers) {
    std::set<WorkloadId> gateways;
    for (const EntryPoint::Gateway& gateway : entry.gateways)
        for (const WorkloadId id : controllers)
            if (isPodOfGateway(cluster, id, gateway)) gateways.insert(id);
    if (!gateways.empty()) return {gateways.begin(), gateways.end()};
    std::vector<WorkloadId> out;
    for (const WorkloadId id : controllers)
        if (!gatewayNameOf(cluster, id)) out.push_back(id);
    return out;
}

std::string entryName(const Cluster& cluster, const EntryPoint& entry) {
    return nameOf(cluster, entry.ns, entry.name) + '[' + std::string(cluster.text(entry.kind)) + ']';
}

std::vector<Entry> findEntries(const Reachability& reachability) {
    return EntryFinder(reachability).run();
}

} // namespace portolan

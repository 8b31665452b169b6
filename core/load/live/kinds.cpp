#include "core/load/live/kinds.h"

#include <algorithm>
#include <array>
#include <simdjson.h>

namespace portolan::loading {
namespace {

using Scope = LiveKind::Scope;
using Part = LiveKind::Part;

constexpr std::string_view kCalicoApi = "projectcalico.org";
constexpr std::string_view kCalicoStore = "crd.projectcalico.org";

constexpr std::array kKinds{
    LiveKind{"", "v1", "Namespace", "namespaces", Scope::Cluster, Part::Inventory},
    LiveKind{"networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", Scope::Namespaced, Part::Policy},
    LiveKind{"policy.networking.k8s.io", "v1alpha1", "AdminNetworkPolicy", "adminnetworkpolicies", Scope::Cluster,
             Part::Policy},
    LiveKind{"policy.networking.k8s.io", "v1alpha1", "BaselineAdminNetworkPolicy", "baselineadminnetworkpolicies",
             Scope::Cluster, Part::Policy},
    LiveKind{"policy.networking.k8s.io", "v1alpha2", "ClusterNetworkPolicy", "clusternetworkpolicies", Scope::Cluster,
             Part::Policy},
    LiveKind{kCalicoApi, "v3", "GlobalNetworkPolicy", "globalnetworkpolicies", Scope::Cluster, Part::Policy},
    LiveKind{kCalicoApi, "v3", "NetworkPolicy", "networkpolicies", Scope::Namespaced, Part::Policy},
    LiveKind{kCalicoStore, "v1", "GlobalNetworkPolicy", "globalnetworkpolicies", Scope::Cluster, Part::Policy},
    LiveKind{kCalicoStore, "v1", "NetworkPolicy", "networkpolicies", Scope::Namespaced, Part::Policy},
    LiveKind{"cilium.io", "v2", "CiliumClusterwideNetworkPolicy", "ciliumclusterwidenetworkpolicies", Scope::Cluster,
             Part::Policy},
    LiveKind{"cilium.io", "v2", "CiliumNetworkPolicy", "ciliumnetworkpolicies", Scope::Namespaced, Part::Policy},
    LiveKind{"security.istio.io", "v1", "AuthorizationPolicy", "authorizationpolicies", Scope::Namespaced,
             Part::Policy},
    LiveKind{"crd.antrea.io", "v1beta1", "ClusterNetworkPolicy", "clusternetworkpolicies", Scope::Cluster,
             Part::Policy},
    LiveKind{"crd.antrea.io", "v1beta1", "NetworkPolicy", "networkpolicies", Scope::Namespaced, Part::Policy},
    LiveKind{"k8s.ovn.org", "v1", "EgressFirewall", "egressfirewalls", Scope::Namespaced, Part::Policy},
    LiveKind{"policy.linkerd.io", "v1alpha1", "AuthorizationPolicy", "authorizationpolicies", Scope::Namespaced,
             Part::Policy},
    LiveKind{"policy.linkerd.io", "v1beta1", "ServerAuthorization", "serverauthorizations", Scope::Namespaced,
             Part::Policy},
    LiveKind{"", "v1", "Node", "nodes", Scope::Cluster, Part::Other},
    LiveKind{"", "v1", "Service", "services", Scope::Namespaced, Part::Other},
    LiveKind{"networking.k8s.io", "v1", "Ingress", "ingresses", Scope::Namespaced, Part::Other},
    LiveKind{"gateway.networking.k8s.io", "v1", "GRPCRoute", "grpcroutes", Scope::Namespaced, Part::Other},
    LiveKind{"gateway.networking.k8s.io", "v1", "HTTPRoute", "httproutes", Scope::Namespaced, Part::Other},
    LiveKind{"gateway.networking.k8s.io", "v1beta1", "ReferenceGrant", "referencegrants", Scope::Namespaced,
             Part::Other},
    LiveKind{"gateway.networking.k8s.io", "v1alpha2", "TCPRoute", "tcproutes", Scope::Namespaced, Part::Other},
    LiveKind{"gateway.networking.k8s.io", "v1alpha2", "TLSRoute", "tlsroutes", Scope::Namespaced, Part::Other},
    LiveKind{"gateway.networking.k8s.io", "v1alpha2", "UDPRoute", "udproutes", Scope::Namespaced, Part::Other},
    LiveKind{"route.openshift.io", "v1", "Route", "routes", Scope::Namespaced, Part::Other},
    LiveKind{"discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", Scope::Namespaced, Part::Other},
    LiveKind{"apps", "v1", "DaemonSet", "daemonsets", Scope::Namespaced, Part::Inventory},
    LiveKind{"apps", "v1", "Deployment", "deployments", Scope::Namespaced, Part::Inventory},
    LiveKind{"apps", "v1", "ReplicaSet", "replicasets", Scope::Namespaced, Part::Inventory},
    LiveKind{"apps", "v1", "StatefulSet", "statefulsets", Scope::Namespaced, Part::Inventory},
    LiveKind{"batch", "v1", "CronJob", "cronjobs", Scope::Namespaced, Part::Inventory},
    LiveKind{"batch", "v1", "Job", "jobs", Scope::Namespaced, Part::Inventory},
    LiveKind{"", "v1", "ReplicationController", "replicationcontrollers", Scope::Namespaced, Part::Inventory},
    LiveKind{"", "v1", "Pod", "pods", Scope::Namespaced, Part::Inventory},
    LiveKind{"", "v1", "ConfigMap", "configmaps", Scope::Namespaced, Part::Other},
};

std::string textOf(simdjson::simdjson_result<simdjson::dom::element> value) {
    std::string_view text;
    return value.get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

} // namespace

std::string LiveKind::apiVersion(std::string_view v) const {
    return group.empty() ? std::string(v) : std::string(group) + '/' + std::string(v);
}

std::string LiveKind::path(std::string_view v, std::string_view ns) const {
    std::string out = (group.empty() ? "/api/" : "/apis/") + apiVersion(v) + '/';
    if (!ns.empty()) out += "namespaces/" + std::string(ns) + '/';
    return out + std::string(resource);
}

std::string LiveKind::qualifiedName() const {
    return std::string(resource) + (group.empty() ? "" : '.' + std::string(group));
}

std::vector<LiveKind> liveKinds(const LiveSource& source) {
    std::vector<LiveKind> out(kKinds.begin(), kKinds.end());
    if (source.configMaps == LiveSource::ConfigMaps::Skip)
        std::erase_if(out, [](const LiveKind& k) { return k.kind == "ConfigMap"; });
    return out;
}

std::optional<ServedGroups> ServedGroups::parse(const std::string& json) {
    simdjson::dom::parser parser;
    simdjson::dom::array groups;
    if (parser.parse(json)["groups"].get(groups) != simdjson::SUCCESS) return std::nullopt;
    ServedGroups out;
    out.m_isKnown = true;
    for (const simdjson::dom::element group : groups) {
        Group& added = out.m_groups.emplace_back();
        added.name = textOf(group["name"]);
        added.versions.push_back(textOf(group["preferredVersion"]["version"]));
        simdjson::dom::array versions;
        if (group["versions"].get(versions) != simdjson::SUCCESS) continue;
        for (const simdjson::dom::element version : versions) added.versions.push_back(textOf(version["version"]));
    }
    return out;
}

const ServedGroups::Group* ServedGroups::find(std::string_view name) const {
    const auto it = std::ranges::find(m_groups, name, &Group::name);
    return it == m_groups.end() ? nullptr : &*it;
}

std::vector<std::string> ServedGroups::versionsFor(const LiveKind& kind) const {
    if (kind.group.empty() || !m_isKnown) return {std::string(kind.version)};
    // Calico's own API shows the objects of its store a second time.
    if (kind.group == kCalicoApi && find(kCalicoStore) != nullptr) return {};
    const Group* const group = find(kind.group);
    if (group == nullptr) return {};
    std::vector<std::string> out;
    const auto add = [&](const std::string& version) {
        if (!version.empty() && std::ranges::find(out, version) == out.end()) out.push_back(version);
    };
    if (std::ranges::find(group->versions, kind.version) != group->versions.end()) add(std::string(kind.version));
    for (const std::string& version : group->versions) add(version);
    return out;
}

std::optional<bool> isAmongResources(const std::string& json, const LiveKind& kind) {
    simdjson::dom::parser parser;
    simdjson::dom::array resources;
    if (parser.parse(json)["resources"].get(resources) != simdjson::SUCCESS) return std::nullopt;
    for (const simdjson::dom::element resource : resources)
        if (textOf(resource["name"]) == kind.resource) return true;
    return false;
}

} // namespace portolan::loading

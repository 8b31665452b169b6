#include "core/load/kinds.h"

#include "core/load/read_admin_policy.h"
#include "core/load/read_declarations.h"
#include "core/load/read_entry_point.h"
#include "core/load/read_policy.h"
#include "core/load/read_service.h"
#include "core/load/read_topology.h"
#include "core/load/read_workload.h"

#include <algorithm>
#include <array>

namespace portolan::loading {
namespace {

using namespace std::string_view_literals;

/// A reader that does not ask for the kind.
template <void (*read)(Reading&)>
void plain(Reading& reading, std::string_view) {
    read(reading);
}

struct Kind {
    std::string_view group;
    std::string_view kind;
    ReadFunction read;
    std::string_view apiVersion; ///< where it lives today
};

constexpr std::array kKinds{
    Kind{"", "ConfigMap", plain<readConfigMap>, "v1"},
    Kind{"", "Endpoints", plain<readEndpoints>, "v1"},
    Kind{"", "Namespace", plain<readNamespace>, "v1"},
    Kind{"", "Node", plain<readNode>, "v1"},
    Kind{"", "Pod", plain<readPod>, "v1"},
    Kind{"", "ReplicationController", readController, "v1"},
    Kind{"", "Route", plain<readRoute>, "route.openshift.io/v1"},
    Kind{"", "Service", plain<readService>, "v1"},
    Kind{"admissionregistration.k8s.io", "MutatingWebhookConfiguration", readApiServerCalls,
         "admissionregistration.k8s.io/v1"},
    Kind{"admissionregistration.k8s.io", "ValidatingWebhookConfiguration", readApiServerCalls,
         "admissionregistration.k8s.io/v1"},
    Kind{"apiextensions.k8s.io", "CustomResourceDefinition", readApiServerCalls, "apiextensions.k8s.io/v1"},
    Kind{"apiregistration.k8s.io", "APIService", readApiServerCalls, "apiregistration.k8s.io/v1"},
    Kind{"apps", "DaemonSet", readController, "apps/v1"},
    Kind{"apps", "Deployment", readController, "apps/v1"},
    Kind{"apps", "ReplicaSet", readController, "apps/v1"},
    Kind{"apps", "StatefulSet", readController, "apps/v1"},
    Kind{"batch", "CronJob", readController, "batch/v1"},
    Kind{"batch", "Job", readController, "batch/v1"},
    Kind{"discovery.k8s.io", "EndpointSlice", plain<readEndpointSlice>, "discovery.k8s.io/v1"},
    Kind{"extensions", "DaemonSet", readController, "apps/v1"},
    Kind{"extensions", "Deployment", readController, "apps/v1"},
    Kind{"extensions", "Ingress", plain<readIngress>, "networking.k8s.io/v1"},
    Kind{"extensions", "NetworkPolicy", plain<readPolicy>, "networking.k8s.io/v1"},
    Kind{"extensions", "ReplicaSet", readController, "apps/v1"},
    Kind{"gateway.networking.k8s.io", "GRPCRoute", readGatewayRoute, "gateway.networking.k8s.io/v1"},
    Kind{"gateway.networking.k8s.io", "HTTPRoute", readGatewayRoute, "gateway.networking.k8s.io/v1"},
    Kind{"gateway.networking.k8s.io", "ReferenceGrant", plain<readReferenceGrant>, "gateway.networking.k8s.io/v1beta1"},
    Kind{"gateway.networking.k8s.io", "TCPRoute", readGatewayRoute, "gateway.networking.k8s.io/v1alpha2"},
    Kind{"gateway.networking.k8s.io", "TLSRoute", readGatewayRoute, "gateway.networking.k8s.io/v1alpha2"},
    Kind{"gateway.networking.k8s.io", "UDPRoute", readGatewayRoute, "gateway.networking.k8s.io/v1alpha2"},
    Kind{"networking.k8s.io", "Ingress", plain<readIngress>, "networking.k8s.io/v1"},
    Kind{"networking.k8s.io", "NetworkPolicy", plain<readPolicy>, "networking.k8s.io/v1"},
    Kind{"policy.networking.k8s.io", "AdminNetworkPolicy", readAdminPolicy, "policy.networking.k8s.io/v1alpha1"},
    Kind{"policy.networking.k8s.io", "BaselineAdminNetworkPolicy", readAdminPolicy,
         "policy.networking.k8s.io/v1alpha1"},
    Kind{"policy.networking.k8s.io", "ClusterNetworkPolicy", readAdminPolicy, "policy.networking.k8s.io/v1alpha2"},
    Kind{"route.openshift.io", "Route", plain<readRoute>, "route.openshift.io/v1"},
};

constexpr std::array kKubernetesGroups{""sv,           "apps"sv,       "autoscaling"sv,       "batch"sv, "core"sv,
                                       "extensions"sv, "networking"sv, "networking.k8s.io"sv, "policy"sv};

struct PolicyKind {
    std::string_view group;
    std::string_view kind;
};

constexpr std::array kPolicyKinds{
    PolicyKind{"projectcalico.org", "GlobalNetworkPolicy"},
    PolicyKind{"projectcalico.org", "NetworkPolicy"},
    PolicyKind{"crd.projectcalico.org", "GlobalNetworkPolicy"},
    PolicyKind{"crd.projectcalico.org", "NetworkPolicy"},
    PolicyKind{"cilium.io", "CiliumClusterwideNetworkPolicy"},
    PolicyKind{"cilium.io", "CiliumNetworkPolicy"},
    PolicyKind{"security.istio.io", "AuthorizationPolicy"},
    PolicyKind{"crd.antrea.io", "ClusterNetworkPolicy"},
    PolicyKind{"crd.antrea.io", "NetworkPolicy"},
    PolicyKind{"security.antrea.tanzu.vmware.com", "ClusterNetworkPolicy"},
    PolicyKind{"security.antrea.tanzu.vmware.com", "NetworkPolicy"},
    PolicyKind{"k8s.ovn.org", "EgressFirewall"},
    PolicyKind{"policy.linkerd.io", "AuthorizationPolicy"},
    PolicyKind{"policy.linkerd.io", "ServerAuthorization"},
};

} // namespace

std::string_view groupOf(std::string_view apiVersion) {
    const std::size_t slash = apiVersion.find('/');
    return slash == std::string_view::npos ? std::string_view() : apiVersion.substr(0, slash);
}

ReadFunction readerOf(std::string_view group, std::string_view kind) {
    const auto it = std::ranges::find_if(kKinds, [&](const Kind& k) { return k.group == group && k.kind == kind; });
    return it == kKinds.end() ? nullptr : it->read;
}

std::string_view rightApiVersion(std::string_view group, std::string_view kind) {
    if (std::ranges::find(kKubernetesGroups, group) == kKubernetesGroups.end()) return {};
    const auto it = std::ranges::find(kKinds, kind, &Kind::kind);
    return it == kKinds.end() ? std::string_view() : it->apiVersion;
}

bool isUnreadPolicy(std::string_view group, std::string_view kind) {
    return std::ranges::any_of(kPolicyKinds, [&](const PolicyKind& p) { return p.group == group && p.kind == kind; });
}

} // namespace portolan::loading

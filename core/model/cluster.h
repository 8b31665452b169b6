#pragma once

#include "core/base/diagnostic.h"
#include "core/model/declarations.h"
#include "core/model/labels.h"
#include "core/model/policy.h"
#include "core/model/ports.h"

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

/// The facts of one cluster as the inputs state them, immutable once built. Takes no decision about traffic: that is
/// core/reach. Everything is addressed by Id; order of ids is the canonical order (namespaces by name, workloads by
/// namespace, name, kind; pods by namespace, name; policies by namespace, name; services likewise; admin policies by kind, name), so that the order
/// of the input never shows (semantics Y-17). Const use is thread-safe.

namespace portolan {

using PodId = Id<struct PodTag>;
using NodeId = Id<struct NodeTag>;
using ServiceId = Id<struct ServiceTag>;
using EntryPointId = Id<struct EntryPointTag>;

struct Namespace {
    Symbol name;
    LabelSetId labels;       ///< always holds kubernetes.io/metadata.name (semantics L-8)
    bool isDeclared = false; ///< a Namespace object was read; else its other labels are unknown (L-9)
    SourceRef where;
};

struct Node {
    Symbol name;
    LabelSetId labels;
    std::vector<IpAddress> addresses;
    SourceRef where;
};

/// What owns pods: a controller, or the pod itself (kind "Pod") where nothing does.
struct Workload {
    NamespaceId ns;
    Symbol name;
    Symbol kind;
    std::uint32_t replicas = 1; ///< pods that run or would run; at least the number of `pods`
    bool isTemplate = false;    ///< known from a manifest: its single pod stands for every replica
    std::vector<PodId> pods;    ///< ascending
    SourceRef where;
};

struct Pod {
    NamespaceId ns;
    Symbol name;
    WorkloadId workload;
    LabelSetId labels;
    PortListId ports;
    std::vector<IpAddress> addresses; ///< none for a template's pod or one that is pending
    std::optional<NodeId> node;
    bool isHostNetwork = false;
    bool isTemplate = false;
    SourceRef where;
    std::optional<std::int64_t> createdAt; ///< seconds since 1970 UTC
};

/// A controller's template that no pod stands for now: scaled to zero, or its pods have run to their end.
struct IdleTemplate {
    NamespaceId ns;
    LabelSetId labels;
    auto operator<=>(const IdleTemplate&) const = default;
};

/// A port of a Service. Neither targetNumber nor targetName: the same number as `number`.
struct ServicePort {
    Symbol name;
    Protocol protocol = Protocol::Tcp;
    std::uint16_t number = 0;
    std::uint16_t targetNumber = 0; ///< 0: not given as a number
    Symbol targetName;
    std::uint16_t nodePort = 0;
};

struct Service {
    enum class Type : std::uint8_t { ClusterIp, NodePort, LoadBalancer, ExternalName };
    NamespaceId ns;
    Symbol name;
    Type type = Type::ClusterIp;
    bool isHeadless = false;
    bool isExternalTrafficLocal = false;   ///< externalTrafficPolicy: Local
    bool isInternalTrafficLocal = false;   ///< internalTrafficPolicy: Local
    std::optional<LabelSelector> selector; ///< absent or empty: selects nothing (endpoints by other means)
    std::vector<ServicePort> ports;
    std::vector<IpAddress> addresses;         ///< clusterIPs
    std::vector<IpAddress> externalAddresses; ///< externalIPs and load balancer addresses
    std::vector<IpAddress> endpointAddresses; ///< from Endpoints and EndpointSlices, for Services without selector
    SourceRef where;
};

/// Where traffic from outside is let in and forwarded: an Ingress, an OpenShift Route, a route of the Gateway API.
struct EntryPoint {
    struct Backend {
        Symbol service;
        std::uint16_t portNumber = 0; ///< service port (Ingress) or target port (Route); 0: by name or all
        Symbol portName;
        bool isTargetPort = false; ///< the number or name is the pods' port (Route)
        SourceRef where;
        Symbol ns{}; ///< name of the Service's namespace; empty: the entry point's (another needs a ReferenceGrant)
    };
    /// A Gateway that a route is attached to.
    struct Gateway {
        Symbol ns; ///< name of its namespace
        Symbol name;
        auto operator<=>(const Gateway&) const = default;
    };
    NamespaceId ns;
    Symbol name;
    Symbol kind;
    Symbol className; ///< ingressClassName, may be empty
    std::vector<Backend> backends;
    SourceRef where;
    std::vector<Gateway> gateways{}; ///< of routes of the Gateway API, as written
};

/// Kinds that were seen and not read, with the reason they matter.
struct UnreadKind {
    std::string apiVersion;
    std::string kind;
    std::size_t count = 0;
    bool isPolicy = false;               ///< may change verdicts: what it may touch is uncertain (contract)
    std::vector<NamespaceId> namespaces; ///< where isPolicy: the namespaces it lives in; empty = cluster-wide
    SourceRef first;
};

/// portolan.yaml beside the manifests: what the user knows about the input.
struct InventoryFacts {
    enum class Completeness : std::uint8_t { Unknown, Complete, Partial };
    Completeness pods = Completeness::Unknown;
    std::optional<std::string> clusterName;
    std::optional<unsigned> evidenceDays; ///< length of the window that a removal needs (findings G-FLOW)
    std::vector<std::string> sensitive;   ///< "ns/name" of workloads to treat as crown jewels
};

/// Counts of what was read, by kind, in alphabetical order ("Deployment" -> 12); ignored kinds are in UnreadKind.
using KindCounts = std::map<std::string, std::size_t>;

class Cluster {
  public:
    std::string name; ///< empty by default; part of every endpoint's identity

    Symbols symbols;
    LabelSets labelSets;
    PortLists portLists;
    SourceFiles files;

    IdVector<NamespaceTag, Namespace> namespaces;
    IdVector<NodeTag, Node> nodes;
    IdVector<WorkloadTag, Workload> workloads;
    IdVector<PodTag, Pod> pods;
    std::vector<IdleTemplate> idleTemplates; ///< sorted, unique
    IdVector<ServiceTag, Service> services;
    IdVector<EntryPointTag, EntryPoint> entryPoints;
    IdVector<PolicyTag, NetworkPolicy> policies;
    std::vector<AdminPolicy> adminPolicies; ///< by kind and name; see adminPolicyId()
    std::vector<UnreadKind> unreadKinds;
    Declarations declarations;
    InventoryFacts facts;
    KindCounts counts;
    std::size_t finishedPods = 0; ///< Succeeded or Failed pods that were left out (semantics E-3)
    Diagnostics diagnostics;      ///< sorted by file, line, col, code

    std::string_view text(Symbol s) const { return symbols.text(s); }
    std::optional<NamespaceId> findNamespace(std::string_view name) const;
    /// The pod with that name in that namespace.
    std::optional<PodId> findPod(std::string_view ns, std::string_view name) const;
    /// All workloads of that name (several kinds are possible), or the one with that kind where kind is not empty.
    std::vector<WorkloadId> findWorkloads(std::string_view ns, std::string_view name, std::string_view kind = {}) const;
    /// The running pod that has this address (hostNetwork pods are found only where no other pod has it).
    std::optional<PodId> findPodByAddress(const IpAddress& address) const;
    std::optional<NodeId> findNodeByAddress(const IpAddress& address) const;

    /// "shop/web".
    std::string displayName(WorkloadId id) const;
    /// "shop/web[Deployment]": the form of list and of every stored identity, prefixed "cluster:" where named.
    std::string identity(WorkloadId id) const;
    std::string displayName(PodId id) const;
    /// "shop/allow-web", or the name of an admin policy.
    std::string displayName(PolicyId id) const;
    /// Pods a workload stands for when pairs are counted: its replicas for a template, else 1 a pod.
    std::uint32_t weight(PodId id) const;
    /// True where the inventory is declared complete, or all pods come from a live dump and nothing says otherwise.
    bool isInventoryComplete() const;

    /// Builds the look-up tables; called once by ClusterBuilder::build().
    void index();

  private:
    std::unordered_map<Symbol, NamespaceId> m_namespaceByName;
    std::unordered_map<std::uint64_t, PodId> m_podByName;                        // ns << 32 | name
    std::unordered_map<std::uint64_t, std::vector<WorkloadId>> m_workloadByName; // ns << 32 | name
    std::map<IpAddress, PodId> m_podByAddress;
    std::map<IpAddress, NodeId> m_nodeByAddress;
};

} // namespace portolan

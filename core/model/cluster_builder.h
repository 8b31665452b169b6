#pragma once

#include "core/base/result.h"
#include "core/model/cluster.h"

namespace portolan {

class ClusterAssembly;

/// Choices of how facts become a Cluster. The defaults are Portolan's own; np-guard's conventions are set by its
/// profile (contract.md: loader options, never a branch in the evaluator).
struct ClusterOptions {
    enum class Owner { Top, Immediate }; ///< name a workload after its top or its immediate controller
    enum class Keep { No, Yes };
    Owner owner = Owner::Top;
    Keep finishedPods = Keep::No;                   ///< keep Succeeded and Failed pods as pods
    Keep undeclaredNamespacesAsDeclared = Keep::No; ///< a namespace without manifest exists and has no other labels
    Keep runtimeLabelsUnknown = Keep::Yes;          ///< apply semantics L-10 to templates
    Keep ingressController = Keep::No; ///< where there are entry points, add a pod without labels in a namespace
                                       ///< of its own that stands for whatever forwards to their backends
    std::optional<InventoryFacts::Completeness> inventory; ///< what the user says, over what portolan.yaml says
    std::string clusterName;
};

/// Names of the pod that ClusterOptions::ingressController adds.
inline constexpr std::string_view kIngressControllerNamespace = "ingress-controller-ns";
inline constexpr std::string_view kIngressControllerName = "ingress-controller";

/// One owner reference with `controller: true`.
struct OwnerFact {
    std::string kind;
    std::string name;
    bool isEmpty() const { return kind.empty() && name.empty(); }
};

/// A pod as read, before ownership is resolved.
struct PodFact {
    std::string ns, name;
    std::vector<std::pair<std::string, std::string>> labels;
    std::vector<ContainerPort> ports; ///< names interned in the builder's symbols
    std::vector<IpAddress> addresses;
    std::string node;
    OwnerFact owner;
    std::string phase; ///< "", Pending, Running, Succeeded, Failed, Unknown
    bool isHostNetwork = false;
    std::optional<std::int64_t> createdAt;
    SourceRef where;
};

/// A controller as read. `hasTemplate` is false for an owner that carries no pod template.
struct ControllerFact {
    std::string ns, name, kind;
    OwnerFact owner; ///< its own controller
    bool hasTemplate = false;
    std::vector<std::pair<std::string, std::string>> labels; ///< of the template (semantics L-10)
    std::vector<ContainerPort> ports;
    bool isHostNetwork = false;
    std::uint32_t replicas = 1;
    std::optional<std::int64_t> createdAt;
    SourceRef where;
};

/// What owns the container that a declaration stands in: the controller whose template it is, or the pod's own.
struct DeclaringObject {
    std::string ns, kind, name;
    bool operator==(const DeclaringObject&) const = default;
};

/// HostPortMention as read; `owner` has no name where it is no workload's.
struct MentionFact {
    DeclaringObject owner;
    HostPortMention::Place place = HostPortMention::Place::Env;
    std::string host;
    std::uint16_t port = 0;
    std::string object{}, key{}, line{}, scheme{}, portVariable{};
    bool isAddressed = false; ///< with a port, or as the host of a URL
    bool isWhole = false;
    KeyHint hint = KeyHint::None;
    SourceRef where{};
};

/// ConfigMapUse as read.
struct ConfigMapUseFact {
    DeclaringObject owner;
    std::string container, configMap, key{}, variable{};
    SourceRef where{};
};

/// ProbedPort as read.
struct ProbeFact {
    DeclaringObject owner;
    std::uint16_t port = 0;
    std::string portName{};
    SourceRef where{};
};

/// ApiServerCall as read.
struct ApiServerCallFact {
    std::string kind, name, ns{}, service{}, host{};
    std::uint16_t port = 0;
    SourceRef where{};
};

/// Collects facts in any order and builds the canonical Cluster. Strings that are part of NetworkPolicy, Service and
/// EntryPoint values are interned through symbols(); namespaces through namespaceId(), whose result build() renumbers.
/// Not thread-safe.
class ClusterBuilder {
  public:
    explicit ClusterBuilder(ClusterOptions options = {});

    Symbols& symbols() { return m_cluster->symbols; }
    SourceFiles& files() { return m_cluster->files; }
    const ClusterOptions& options() const { return m_options; }
    /// The namespace of that name, made (undeclared) where it is not there yet. The empty name, which cluster-wide
    /// objects have, makes none; the id is of no use then.
    NamespaceId namespaceId(std::string_view name);

    /// Declares a namespace. Duplicates: the last wins and PARSE-05 is raised.
    void addNamespace(std::string_view name, std::vector<std::pair<std::string, std::string>> labels, SourceRef where);
    void addNode(std::string_view name, std::vector<std::pair<std::string, std::string>> labels,
                 std::vector<IpAddress> addresses, SourceRef where);
    void addPod(PodFact pod);
    void addController(ControllerFact controller);
    void addService(Service service);
    void addEntryPoint(EntryPoint entryPoint);
    void addPolicy(NetworkPolicy policy);
    void addAdminPolicy(AdminPolicy policy);
    /// Endpoint addresses of a Service, from Endpoints or EndpointSlice objects.
    void addEndpoints(std::string_view ns, std::string_view service, std::vector<IpAddress> addresses);
    void addUnread(std::string_view apiVersion, std::string_view kind, bool isPolicy, std::string_view ns,
                   SourceRef where);
    /// What is declared by or in objects that are not there is dropped.
    void addMention(MentionFact mention);
    void addConfigMapUse(ConfigMapUseFact use);
    void addProbe(ProbeFact probe);
    void addApiServerCall(ApiServerCallFact call);
    void setFacts(InventoryFacts facts);
    void count(std::string_view kind);
    void report(Diagnostic diagnostic);
    const Diagnostics& diagnostics() const { return m_cluster->diagnostics; }

    /// Resolves ownership, leaves finished pods out, makes the pods of templates (unless real pods of that controller
    /// were read), removes duplicates, sorts and renumbers everything. The builder is empty afterwards.
    /// Usage error: pods of one owner that a selector tells apart where options forbid it never happen here; it is
    /// the profile's check.
    std::shared_ptr<const Cluster> build();

  private:
    void declare(ClusterAssembly& assembly);

    ClusterOptions m_options;
    std::unique_ptr<Cluster> m_cluster;
    std::vector<PodFact> m_pods;
    std::vector<ControllerFact> m_controllers;
    std::vector<Service> m_services;
    std::vector<EntryPoint> m_entryPoints;
    std::vector<NetworkPolicy> m_policies;
    std::vector<AdminPolicy> m_adminPolicies;
    std::vector<Namespace> m_namespaces;
    std::unordered_map<Symbol, NamespaceId> m_namespaceByName;
    struct EndpointFact {
        NamespaceId ns;
        Symbol service;
        std::vector<IpAddress> addresses;
    };
    std::vector<EndpointFact> m_endpoints;
    std::vector<MentionFact> m_mentions;
    std::vector<ConfigMapUseFact> m_configMapUses;
    std::vector<ProbeFact> m_probes;
    std::vector<ApiServerCallFact> m_apiServerCalls;
};

} // namespace portolan

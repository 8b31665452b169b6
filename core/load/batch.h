#pragma once

#include "core/load/events.h"
#include "core/model/cluster_builder.h"

#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace portolan::loading {

/// The facts of one piece of input, collected without any shared state, so that pieces can be read on several threads.
/// Symbols in it are those of its own table; merge() translates them. Namespaces stand beside the values by name.
struct Batch {
    struct NamespaceFact {
        std::string name;
        std::vector<std::pair<std::string, std::string>> labels;
        SourceRef where;
    };
    struct NodeFact {
        std::string name;
        std::vector<std::pair<std::string, std::string>> labels;
        std::vector<IpAddress> addresses;
        SourceRef where;
    };
    struct ServiceFact {
        std::string ns;
        Service service;
    };
    struct EntryPointFact {
        std::string ns;
        EntryPoint entryPoint;
    };
    struct PolicyFact {
        std::string ns;
        NetworkPolicy policy;
    };
    /// One `from` and one `to` of a ReferenceGrant: routes of that kind and namespace may name the Service.
    struct GrantFact {
        std::string ns;
        std::string fromKind;
        std::string fromNs;
        std::string service; ///< empty: every Service of `ns`
    };
    struct EndpointsFact {
        std::string ns;
        std::string service;
        std::vector<IpAddress> addresses;
    };
    struct UnreadFact {
        std::string apiVersion;
        std::string kind;
        bool isPolicy = false;
        std::string ns;
        SourceRef where;
    };

    Symbols symbols;
    std::vector<NamespaceFact> namespaces;
    std::vector<NodeFact> nodes;
    std::vector<PodFact> pods;
    std::vector<ControllerFact> controllers;
    std::vector<ServiceFact> services;
    std::vector<EntryPointFact> entryPoints;
    std::vector<GrantFact> grants;
    std::vector<PolicyFact> policies;
    std::vector<AdminPolicy> adminPolicies;
    std::vector<EndpointsFact> endpoints;
    std::vector<UnreadFact> unread;
    std::vector<MentionFact> mentions; ///< what may be one; merge() keeps those that are (mentions.h)
    std::vector<ConfigMapUseFact> configMapUses;
    std::vector<ProbeFact> probes;
    std::vector<ApiServerCallFact> apiServerCalls;
    std::unordered_set<std::size_t> declaredBy; ///< hashes of what owners were read to declare (read_declarations.h)
    std::map<std::string, std::size_t, std::less<>> counts;
    Diagnostics diagnostics;
    std::optional<Diagnostic> disputedLetter; ///< the first; merge() tells one a file
};

/// Hands the facts of the batches to the builder, in their order, which thereby decides nothing but which of several
/// equal names was read last.
void merge(std::vector<Batch> batches, ClusterBuilder& builder);

} // namespace portolan::loading

#pragma once

#include "core/reach/reachability.h"

#include <compare>
#include <optional>
#include <string>
#include <vector>

namespace portolan {

/// The pods that one peer of a rule speaks of, whether there are any or not: a place and what is asked of the labels
/// there (semantics IR-9). The same place and requirements are one, however they are written.
struct PotentialPeer {
    enum class Home : std::uint8_t {
        Anywhere, ///< every namespace
        Named,    ///< the namespace of that name, existing or not
        Labelled, ///< the namespaces that a selector selects
    };
    Home home = Home::Anywhere;
    Symbol ns;                       ///< Named
    LabelSelector namespaceSelector; ///< Labelled; as it was first written
    LabelSelector podSelector;       ///< empty: every pod there
    std::vector<RuleRef> rules;      ///< that name it, ascending

    bool isAnyPod() const { return podSelector.isEmpty(); }
    /// Every pod of every namespace.
    bool isEntireCluster() const { return home == Home::Anywhere && isAnyPod(); }
    /// Order by meaning: positions and the rules do not count.
    std::weak_ordering operator<=>(const PotentialPeer& other) const;
    bool operator==(const PotentialPeer& other) const { return (*this <=> other) == std::weak_ordering::equivalent; }
};

/// What a peer of a rule speaks of; nullopt for addresses, nodes, names, and namespaces by comparison with the
/// subject's (semantics A-14).
std::optional<PotentialPeer> potentialPeer(const Cluster& cluster, NamespaceId policyNamespace, const PolicyPeer& peer);
std::optional<PotentialPeer> potentialPeer(const Cluster& cluster, const AdminPeer& peer);

/// Every distinct one that a rule of the cluster's policies names, the entire cluster first, then in the order of
/// policies, ingress before egress. Rules of directions that a policy does not have are left out (NP-N3).
std::vector<PotentialPeer> potentialPeers(const Cluster& cluster);

/// True where the requirement is a plain key=value of matchLabels.
bool isPlainLabel(const Cluster& cluster, const LabelSelector& selector, const Requirement& requirement);

/// True where a pod of the inventory is what the peer asks for by plain labels of both the namespace and the pod, so
/// that the peer was meant for it.
bool isMetByPod(const Cluster& cluster, const PotentialPeer& peer);

/// "any pod", "shop/[any pod]", "[any namespace]/[pod with role=client]", "[namespace with team=blue]/[any pod]".
std::string potentialPeerText(const Cluster& cluster, const PotentialPeer& peer);
/// As netpol-analyzer prints it: "entire-cluster", "shop/[pod with {app=web}]", "[all namespaces]/[all pods]"; labels as
/// key=value, expressions in the form of Kubernetes' Go types and as they were written.
std::string npGuardPeerText(const Cluster& cluster, const PotentialPeer& peer);

} // namespace portolan

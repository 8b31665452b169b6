#pragma once

#include "core/policy/endpoint_classes.h"
#include "core/policy/ternary.h"

#include <memory>
#include <unordered_map>

namespace portolan {

using ClassSetPtr = std::shared_ptr<const ClassSet>;

/// Which endpoints something selects: `must` for certain, `may` (a superset) if the missing facts say so. Both point
/// to the same set where nothing is missing; `doubts` names what is.
struct Match {
    ClassSetPtr must;
    ClassSetPtr may;
    Doubts doubts;

    bool isCertain() const { return must == may; }
    Ternary at(ClassId id) const {
        return must->contains(id) ? Ternary::Yes : may != must && may->contains(id) ? Ternary::Unknown : Ternary::No;
    }
};

/// Pods that are peers to the pods of some namespaces only.
struct RelatedPods {
    ClassSetPtr subjects;
    Match peers;
};

/// Three-valued match of a selector against a namespace or a label set (semantics L-2 to L-5, L-9, L-10).
Ternary matches(const LabelSelector& selector, std::span<const Label> labels);
Ternary matches(const LabelSelector& selector, const Cluster& cluster, NamespaceId ns);

/// Evaluates selectors and blocks over endpoint classes, each distinct one once. Equal sets are one object, so that
/// comparing two matches is comparing pointers. Not thread-safe.
class SelectorTable {
  public:
    SelectorTable(std::shared_ptr<const EndpointClasses> classes, const Profile& profile);

    const EndpointClasses& classes() const { return *m_classes; }
    const Profile& profile() const { return m_profile; }
    /// Pods of one namespace (a policy's subject, or a peer with a podSelector only: NP-P1).
    Match podsIn(NamespaceId ns, const LabelSelector& podSelector);
    /// Pods matching in namespaces matching (NP-P2, NP-P3); no podSelector: all pods there.
    Match podsAcross(const LabelSelector& namespaceSelector, const LabelSelector* podSelector);
    /// Addresses of a block, with the pods and nodes it selects by address (NP-I1 to NP-I3).
    Match block(const IpBlock& block);
    /// Destinations by address, pods and nodes among them; the plugin may need an option for these.
    Match networks(const std::vector<Cidr>& cidrs);
    /// Nodes by their addresses, and the pods that share their network.
    Match nodes(const LabelSelector& nodeSelector);
    /// Everything outside the pods, perhaps: which addresses a name has is not known (C-6).
    Match domainNames();
    /// A subject, or one element of from/to of an admin policy; nothing where related() or fail-closed rules speak.
    Match peer(const AdminPeer& peer);
    /// The pods in namespaces that stand in the relation, for each group of subjects that it makes no difference
    /// between.
    std::vector<RelatedPods> related(const NamespaceRelation& relation, const LabelSelector* podSelector);
    /// Every endpoint (NP-N5).
    Match everything();
    Match nothing();
    /// One element of from/to, in a policy of that namespace.
    Match peer(NamespaceId policyNamespace, const PolicyPeer& peer);
    /// What any of the matches selects.
    Match any(const std::vector<Match>& matches);
    /// The one shared object for a set.
    ClassSetPtr intern(ClassSet set);

  private:
    struct NamespaceMatch {
        std::vector<std::pair<NamespaceId, Ternary>> namespaces; // ascending, No left out
        std::size_t classCount = 0;                              ///< of all of them
    };
    const NamespaceMatch& namespacesMatching(const LabelSelector& selector);
    std::vector<NamespaceId> namespaceCandidates(const LabelSelector& selector) const;
    std::optional<std::vector<ClassId>> candidates(const LabelSelector& podSelector, std::size_t below) const;
    Match finish(ClassSet must, ClassSet may, Doubts doubts);
    Match byAddress(const ClassSet& atoms, Ternary podKnob, Ternary nodeKnob, Doubts podDoubt, Doubts nodeDoubt);

    std::shared_ptr<const EndpointClasses> m_classes;
    Profile m_profile;
    std::unordered_map<std::uint64_t, std::vector<NamespaceId>> m_namespacesByLabel; // key << 32 | value
    std::vector<NamespaceId> m_undeclaredNamespaces;
    std::unordered_multimap<std::size_t, ClassSetPtr> m_sets;
    std::map<std::pair<NamespaceId, std::vector<Requirement>>, Match> m_podsIn;
    std::map<std::vector<Requirement>, NamespaceMatch> m_namespaces;
    std::map<std::pair<std::vector<Requirement>, std::optional<std::vector<Requirement>>>, Match> m_podsAcross;
    std::map<std::pair<Cidr, std::vector<Cidr>>, Match> m_blocks;
};

} // namespace portolan

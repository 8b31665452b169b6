#pragma once

#include "core/model/cluster.h"
#include "core/policy/class_set.h"
#include "core/policy/profile.h"
#include "core/policy/vocabulary.h"

#include <memory>
#include <span>
#include <unordered_map>

namespace portolan {

/// The endpoints of a cluster, grouped into the coarsest classes that a vocabulary of policies can tell apart:
/// pod classes 0 .. podClassCount()-1 (contiguous a namespace, namespaces in order of id), then one class for each
/// address atom (v4 ascending, then v6), which together cover both address families.
/// Takes: a cluster, a vocabulary, a profile. Immutable; const use is thread-safe. Cost: O(labels) time.
class EndpointClasses {
  public:
    static std::shared_ptr<const EndpointClasses> create(std::shared_ptr<const Cluster> cluster,
                                                         std::shared_ptr<const Vocabulary> vocabulary,
                                                         const Profile& profile);

    const Cluster& cluster() const { return *m_cluster; }
    const Vocabulary& vocabulary() const { return *m_vocabulary; }
    std::uint32_t podClassCount() const { return static_cast<std::uint32_t>(m_classes.size()); }
    std::uint32_t count() const { return podClassCount() + static_cast<std::uint32_t>(m_atoms.size()); }
    bool isAddress(ClassId id) const { return id.value >= podClassCount(); }

    // Pod classes
    NamespaceId ns(ClassId id) const { return m_classes[id.index()].ns; }
    /// The label set all pods of the class share, as far as the vocabulary sees it. A value that no policy mentions
    /// is replaced by one that equals none.
    std::span<const Label> labels(ClassId id) const { return m_labelSets[m_classes[id.index()].labels]; }
    /// Declared ports whose names some policy mentions.
    PortListId ports(ClassId id) const { return m_classes[id.index()].ports; }
    std::span<const ContainerPort> portList(PortListId id) const { return m_portLists[id]; }
    /// A hostNetwork pod that the profile treats as its node (semantics H-1 b): no policy captures it, no selector
    /// peer matches it.
    bool isNodeLike(ClassId id) const { return !isAddress(id) && m_classes[id.index()].isNodeLike; }
    /// Atoms (as classes) of the pods' addresses; empty where no address is known or no block is compared with pods.
    std::span<const ClassId> addressAtoms(ClassId id) const;
    std::span<const PodId> pods(ClassId id) const;
    /// Number of pods the class stands for (templates count their replicas).
    std::uint32_t weight(ClassId id) const { return m_classes[id.index()].weight; }
    ClassId classOf(PodId pod) const { return m_classOfPod[pod.index()]; }
    ClassRun classesOf(NamespaceId ns) const { return m_namespaceRuns[ns.index()]; }

    // Address atoms
    ClassId classOf(const IpAddress& address) const;
    const AddressRange& range(ClassId id) const { return m_atoms[id.index() - podClassCount()]; }
    /// The atoms inside a set whose bounds are all cuts of the vocabulary.
    ClassSet atomsOf(const AddressSet& addresses) const;
    /// Pod classes that have an address in one of these atoms, ascending.
    ClassSet classesWithAddressIn(const ClassSet& atoms) const;
    /// Pod classes (node-like or not) without any known address.
    const ClassSet& classesWithoutAddress() const { return m_withoutAddress; }
    const ClassSet& nodeLike() const { return m_nodeLike; }

    /// Pod classes that carry that key with that value (or with an unknown value), ascending; for cluster-wide
    /// selectors. A null pointer: none.
    const std::vector<ClassId>* withLabel(Symbol key, Symbol value) const;
    const std::vector<ClassId>* withKey(Symbol key) const;
    const std::vector<ClassId>* withUnknownValue(Symbol key) const;

  private:
    struct PodClass {
        NamespaceId ns;
        LabelSetId labels;
        PortListId ports;
        bool isNodeLike = false;
        std::uint32_t weight = 0;
        std::uint32_t firstPod = 0; // into m_podsByClass
        std::uint32_t atoms = 0;    // into m_atomLists
    };
    void makeAtoms();
    void makeClasses(const Profile& profile);
    void indexLabels();

    std::shared_ptr<const Cluster> m_cluster;
    std::shared_ptr<const Vocabulary> m_vocabulary;
    LabelSets m_labelSets;
    PortLists m_portLists;
    std::vector<PodClass> m_classes;
    std::vector<ClassId> m_classOfPod;
    std::vector<PodId> m_podsByClass;
    std::vector<ClassRun> m_namespaceRuns;
    std::vector<AddressRange> m_atoms;
    std::vector<std::vector<ClassId>> m_atomLists;
    std::map<ClassId, std::vector<ClassId>> m_classesByAtom;
    ClassSet m_withoutAddress;
    ClassSet m_nodeLike;
    std::unordered_map<std::uint64_t, std::vector<ClassId>> m_byLabel; // key << 32 | value
    std::unordered_map<Symbol, std::vector<ClassId>> m_byKey;
    std::unordered_map<Symbol, std::vector<ClassId>> m_byUnknownValue;
};

} // namespace portolan

#pragma once

#include "core/model/cluster_builder.h"

#include <map>
#include <set>
#include <tuple>

namespace portolan {

/// The label that every namespace has, with its name (semantics L-8).
inline constexpr std::string_view kMetadataName = "kubernetes.io/metadata.name";

/// The part of ClusterBuilder::build() that makes namespaces, workloads and pods of the collected facts: ownership,
/// templates, finished pods. One step a function, in the order of their calls.
class ClusterAssembly {
  public:
    ClusterAssembly(Cluster& cluster, const ClusterOptions& options) : m_cluster(cluster), m_options(options) {}

    /// Puts namespaces into the cluster by name; the id each of them has now, by its id before.
    std::vector<NamespaceId> renumberNamespaces(std::vector<Namespace> namespaces);

    /// Puts workloads and pods into the cluster, whose namespaces and nodes are there. Duplicates: the last read stays,
    /// and PARSE-05 is raised.
    void addWorkloadsAndPods(std::vector<PodFact> pods, std::vector<ControllerFact> controllers);

    /// The number of workloads where there is none of that controller.
    WorkloadId workloadOf(const std::string& ns, const std::string& kind, const std::string& name) const;
    /// The workload that stands for that controller: its top owner under Owner::Top.
    std::optional<WorkloadId> workloadOfOwner(const std::string& ns, const std::string& kind, const std::string& name);

  private:
    /// "shop/web" as a map key that cannot be confused across parts: namespace, kind, name.
    using ObjectKey = std::tuple<std::string, std::string, std::string>;

    template <typename Fact, typename KeyOf>
    void dropDuplicates(std::vector<Fact>& facts, std::string_view kind, KeyOf keyOf);

    /// The controllers above an object, nearest first; ends at one that was not read or at a cycle.
    std::vector<ObjectKey> ownerChain(const ObjectKey& start, OwnerFact owner) const;

    ObjectKey topOf(const ObjectKey& start, const OwnerFact& owner) const;

    ObjectKey ownerOf(const PodFact& pod) const { return topOf({pod.ns, "Pod", pod.name}, pod.owner); }

    /// A template's pod stands for replicas that no real pod of that controller shows.
    void addTemplatePods(const std::set<ObjectKey>& withPods, std::vector<PodFact>& pods);

    /// The controller whose template the pod stands for, or nullptr.
    const ControllerFact* templateOf(const PodFact& p) const;

    void makeWorkloads(const std::vector<PodFact>& pods);

    LabelSetId labelsOf(const PodFact& pod, bool isTemplate, std::string_view kind);

    void makePods(std::vector<PodFact>& pods);

    Cluster& m_cluster;
    const ClusterOptions& m_options;
    std::vector<ControllerFact> m_controllerFacts;
    std::map<ObjectKey, const ControllerFact*> m_controllers; // into m_controllerFacts
    std::map<ObjectKey, WorkloadId> m_workloadIds;
    std::set<ObjectKey> m_templates; // controllers that their single template pod stands for
    std::set<ObjectKey> m_finished;  // owners whose pods have all run to their end
};

} // namespace portolan

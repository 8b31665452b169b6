#pragma once

#include "core/analysis/endpoint_text.h"
#include "core/reach/potential_labels.h"
#include "core/reach/potential_peers.h"

#include <compare>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace portolan {

/// A pod that could be created: where, and with which labels.
struct Candidate {
    std::optional<NamespaceId> ns;   ///< nullopt: a new namespace
    std::string newName;             ///< of the new namespace, where it matters
    PotentialLabels namespaceLabels; ///< of the new namespace
    PotentialLabels podLabels;

    auto operator<=>(const Candidate&) const = default;
};

/// A set of labels that matters to some rule, and where.
struct LabelDemand {
    std::optional<NamespaceId> onlyIn; ///< an existing namespace
    std::string newName;
    std::optional<LabelSelector> namespaceSelector; ///< existing namespaces that match; nullopt: every one
    PotentialLabels namespaceLabels;                ///< what a new namespace needs
    PotentialLabels podLabels;
};

/// Finds the label sets worth asking about: those that rules at the destination name, what escapes their denials, and
/// what opens the egress of the new pod itself.
class CandidateSource {
  public:
    CandidateSource(const Reachability& reachability, const std::vector<Endpoint>& to);

    /// A pod without labels in a new namespace and in every existing one, and one with each label set alone.
    std::set<Candidate> first() const;
    /// The candidate with each further label set for the gate that keeps it out.
    std::set<Candidate> extended(const Candidate& candidate, Direction gate) const;

  private:
    void addIngress(const Reachability& reachability, const std::vector<Endpoint>& to);
    void addEgress();
    void addPeer(const PotentialPeer& peer);
    void addSubject(std::optional<NamespaceId> ns, const LabelSelector& namespaceSelector,
                    const LabelSelector& podSelector);
    void addEscapes(std::optional<NamespaceId> ns, const LabelSelector& namespaceSelector,
                    const LabelSelector& podSelector, std::vector<LabelDemand>& to);
    void place(const LabelDemand& demand, const Candidate& with, std::set<Candidate>& out) const;

    const Cluster& m_cluster;
    std::vector<NamespaceId> m_namespaces;
    std::vector<LabelDemand> m_ingress;
    std::vector<LabelDemand> m_egress;
    std::map<NamespaceId, std::vector<LabelDemand>> m_egressIn; ///< of that namespace's NetworkPolicies
};

} // namespace portolan

#pragma once

#include "core/analysis/endpoint_text.h"
#include "core/base/run_control.h"
#include "core/reach/potential_labels.h"
#include "core/reach/rule_match.h"

#include <string>
#include <vector>

/// Which labels a new pod would need to reach a port: the question that rules answer the other way round (IR-9).
///
///   rules that could admit ──label sets──> candidates ──a pod each──> Reachability ──admitted──> the smallest
///
/// A candidate is a pod with exactly these labels, in an existing namespace or in a new one with exactly those. The
/// evaluator says whether it gets through, with the policies that would capture it; nothing is decided here. Costs up
/// to four evaluations of the cluster.

namespace portolan {

/// A smallest set of labels that lets a new pod in.
struct PotentialSource {
    std::vector<NamespaceId> namespaces; ///< existing ones where it does, ascending; none: a new namespace
    std::string newName;                 ///< that the new namespace must have; "": any
    PotentialLabels namespaceLabels;     ///< of the new namespace
    PotentialLabels podLabels;           ///< none: any pod
    std::string uncertain;               ///< why; "": certain
    std::vector<RuleRef> rules;          ///< at the destination that admit it, ascending; none: nothing isolates it

    bool isInNewNamespace() const { return namespaces.empty(); }
    /// How much must be right: labels, and the name of a new namespace.
    std::size_t size() const { return podLabels.size() + namespaceLabels.size() + (newName.empty() ? 0 : 1); }
};

/// Addresses outside from which the port can be reached.
struct SourceAddresses {
    AddressRange range;
    std::string uncertain; ///< why; "": certain
};

struct WhoCould {
    std::vector<PotentialSource> sources; ///< smallest first; certain before uncertain, then by text
    std::vector<SourceAddresses> addresses;
    std::size_t candidateCount = 0;
    bool isCut = false; ///< there were more candidates than are asked about

    bool isNobody() const { return sources.empty() && addresses.empty(); }
    /// Any pod of a new namespace, and of every existing one, gets through for certain.
    bool isAnyPod(const Cluster& cluster) const;
};

/// Asks for all members of `to` together: a set of labels counts where it reaches each of them. NotFound where `to`
/// was not found or does not declare the named port; Cancelled.
Result<WhoCould> whoCould(const Reachability& reachability, const NamedEndpoint& to, const PortQuestion& port,
                          const RunControl& control);

} // namespace portolan

#pragma once

#include "core/analysis/analysis.h"

#include <memory>
#include <string>
#include <vector>

namespace portolan {

/// Which policies over which pods: one side of a set question, as a user writes it down.
struct PolicySetSpec {
    std::string name;                  ///< what answers call the set
    std::vector<std::string> inputs;   ///< everything in them counts
    std::vector<std::string> topology; ///< pods, namespaces, Services: everything in them counts but the policies
    std::vector<std::string> policies; ///< "ns/name", "NetworkPolicy/ns/name" or "AdminNetworkPolicy/name"; empty: all

    bool operator==(const PolicySetSpec&) const = default;
};

/// A set with its policies evaluated.
struct PolicySet {
    std::string name;
    std::shared_ptr<const Reachability> reachability;

    /// The policies that the set holds, ascending by id: NetworkPolicies, then admin policies.
    std::vector<PolicyId> policies() const;
};

/// Reads `[NAME=]PATH[,PATH...][#POLICY[,POLICY...]]`, or a path as it is where there is such a file. The name is
/// that of the last part of the first path where none is given. Usage error where nothing stands for the paths.
Result<PolicySetSpec> parsePolicySet(std::string_view text);

/// What to load for the set, in the order that lets its own policies stand before those of the topology.
std::vector<std::string> inputsOf(const PolicySetSpec& spec);

/// The set, from an analysis of inputsOf(). NotFound where a policy that is asked for is not there, or an input is gone
/// by now; Cancelled.
Result<PolicySet> policySetOf(const PolicySetSpec& spec, const Analysis& analysis, const RunControl& control);

/// Loads and evaluates a set. Fails as analyze() and policySetOf() do.
Result<PolicySet> loadPolicySet(const PolicySetSpec& spec, const Options& options, const RunControl& control);

} // namespace portolan

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

/// Loads and evaluates a set. Of two policies with one name, that of the inputs stands before that of the topology.
/// NotFound where an input or a policy that is asked for is not there; Unreadable and Cancelled as load().
Result<PolicySet> loadPolicySet(const PolicySetSpec& spec, const Options& options, const RunControl& control);

} // namespace portolan

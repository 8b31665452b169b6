#pragma once

#include "tests/oracle/compare.h"

#include <string>
#include <vector>

/// A rule of the specification as a row: manifests as a person writes them, read by the loader, answered by the engine,
/// and once more by the naive evaluator.

namespace portolan {

/// Pods a/web (port http is 80), a/db (two addresses) and b/web (http is 8080) in namespaces a (team: x) and b; d is
/// not declared. b/agent is on the host network, b/done has finished and had the address of b/web. All run on node n1.
struct Vector {
    std::string what;
    std::string profile;                  ///< a name, and knobs behind it: "generic ipBlockMatchesPods=yes"
    std::vector<std::string> specs;       ///< of NetworkPolicies in namespace a, in flow style
    std::vector<std::string> answers;     ///< "b/web => a/web tcp/80: deny"; an end may be an address
    std::vector<std::string> documents{}; ///< more objects
};

/// The manifest of a vector: topology, policies, documents.
std::string manifest(const std::vector<std::string>& specs, const std::vector<std::string>& documents = {});

/// Fails the running test where an answer of the engine is another, or the two evaluators disagree on any question.
void expectVectors(const std::vector<Vector>& vectors);

} // namespace portolan

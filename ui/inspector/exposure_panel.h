#pragma once

#include "core/reach/potential.h"
#include "ui/inspector/inspector_parts.h"

#include <memory>
#include <string>
#include <vector>

namespace portolan {

/// Pods that could be created and could then reach a workload, or be reached by it.
struct ExposedPeer {
    Direction direction = Direction::Ingress;
    std::string peer;        ///< "any pod", "shop/[pod with role=client]"
    std::string connections; ///< "TCP 80"; "No Connections" where it is kept out of what any other pod may do
    std::string uncertain;   ///< why; "": certain
    std::vector<RuleRef> rules;
};

/// Ingress first, the most general peer first.
std::vector<ExposedPeer> exposedPeers(const PotentialReach& potential, WorkloadId workload);

/// The section "Exposed to" with a link to each rule's line.
void addExposure(InspectorColumn& column, const Analysis& analysis, const std::vector<ExposedPeer>& peers);

/// Keeps the pods that could be created for the analysis at hand, so that they are worked out once. Thread-safe to
/// share once made.
struct PotentialOf {
    std::shared_ptr<const Analysis> analysis;
    std::shared_ptr<const PotentialReach> potential;
};

} // namespace portolan

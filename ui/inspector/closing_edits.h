#pragma once

#include "core/analysis/analysis.h"
#include "ui/inspector/explanation_ladder.h"

#include <memory>
#include <string>
#include <vector>

namespace portolan {

/// One edit of one policy that closes an edge, with what else it does: evaluated, not guessed.
struct ClosingEdit {
    enum class Kind : std::uint8_t {
        Tighten, ///< the rule, narrowed to what was observed
        Remove,  ///< the rule goes
        Isolate, ///< a policy that isolates the end in that direction and admits nothing
    };
    Kind kind = Kind::Remove;
    RuleRef rule;                             ///< Tighten, Remove
    WorkloadId workload;                      ///< Isolate
    Direction direction = Direction::Ingress; ///< of the gate it closes
    std::uint64_t closedPairs = 0;            ///< pairs of pods that could talk and no longer can
    std::uint64_t brokenEdges = 0;            ///< observed, passing edges that the edit would deny
    bool hasEvidence = false;                 ///< flows are loaded, so that 0 broken edges says something
};

/// The single edits that close the edge, harmless ones first: fewest broken edges, then fewest closed pairs. Each is
/// tried on the evaluator and left out where the edge stays open. Empty for an edge that is not allowed. At most four.
std::vector<ClosingEdit> closingEdits(const Analysis& analysis, const WhyQuestion& question, const RunControl& control);

} // namespace portolan

#pragma once

#include "core/analysis/analysis.h"
#include "core/reach/explain.h"
#include "ui/widgets/ladder.h"

#include <optional>
#include <utility>

namespace portolan {

/// One question to the evaluator, with the names its answer is told by.
struct WhyQuestion {
    LedgerEnd from;
    LedgerEnd to;
    std::optional<PodId> fromPod; ///< the pod to ask for; the first of the workload where none is named
    std::optional<PodId> toPod;
    Protocol protocol = Protocol::Tcp;
    std::uint16_t port = 0;
};

/// The question about an edge.
WhyQuestion questionOf(const LedgerEdge& edge);

/// The endpoints the question is about; nothing where an end is no endpoint the inventory knows.
std::optional<std::pair<Endpoint, Endpoint>> endpointsOf(const Analysis& analysis, const WhyQuestion& question);

/// The evaluator's chain for the question; nothing where an end is no endpoint the inventory knows.
std::optional<Explanation> why(const Analysis& analysis, const WhyQuestion& question);

/// The chain as a ladder: both ends, both gates, of each the rules that decide. At most three rules a gate are spelled
/// out, the rest counted. Links carry "file:line".
Ladder ladderOf(const Analysis& analysis, const WhyQuestion& question, const Explanation& explanation);

} // namespace portolan

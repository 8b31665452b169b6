#pragma once

#include "core/ledger/ledger.h"
#include "core/ledger/workload_classes.h"

namespace portolan {

/// The classes an end stands for: of a workload's pods, of a node's or outside address, of a block's atoms. Empty for a
/// name the inventory does not know and for a node without address.
std::vector<ClassId> classesOf(const Reachability& reachability, const WorkloadClasses& classes, const LedgerEnd& end);

/// Fills verdict, isMixed and both gates from the evaluator, and the state from these and what was seen.
void judge(const Reachability& reachability, const WorkloadClasses& classes, LedgerEdge& edge);

/// How a rule stands to an edge: it matches and is asked, or may be, as an end is unknown or the match uncertain. The
/// rules of admin policies are asked in order; the first that matches decides, and Pass leaves it to the next tier.
struct RuleHit {
    RuleRef rule;
    Ternary match = Ternary::No;
    auto operator<=>(const RuleHit&) const = default;
};

/// The rules of the gate of the edge's end in `direction` that decide it, pass it on or may, for some pods of its ends:
/// every rule of NetworkPolicies that matches, where they are asked. Ascending, each rule once with its strongest
/// match.
std::vector<RuleHit> rulesHit(const Reachability& reachability, const WorkloadClasses& classes, const LedgerEdge& edge,
                              Direction direction);

} // namespace portolan

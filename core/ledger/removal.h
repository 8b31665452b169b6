#pragma once

#include "core/ledger/ledger.h"

namespace portolan {

/// Rules of one policy that nothing used, taken away, perhaps with the policy.
struct Removal {
    PolicyId policy;
    std::vector<RuleRef> rules;    ///< that go; ascending
    bool isWholePolicy = false;    ///< else the policy stays and goes on to isolate (semantics NP-2)
    PolicyEdit edit;               ///< all of it
    std::uint64_t connections = 0; ///< in the log, through the gates that the policy governs: all are kept
    std::uint64_t closedPairs = 0; ///< sum of RuleUsage::allowedPairs of the rules
    std::string diff;              ///< what goes, as unifiedDiff()
};

/// The removal of every one of these rules that allows and that no flow used, a policy at a time. A policy goes as a
/// whole where all its rules do and other policies isolate all its pods just as well. Each is proved in the edited
/// cluster: every edge of the log keeps its verdict, and nothing is open that was not (rules that allow only ever add,
/// and who is isolated stays the same). Left out are rules that may have been used, cannot be observed, or whose
/// removal the proof refuses. Sorted by policy. Fails only with Cancelled.
Result<std::vector<Removal>> removals(const Ledger& ledger, std::span<const RuleRef> rules, const RunControl& control);

} // namespace portolan

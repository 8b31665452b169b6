#pragma once

#include "core/ledger/ledger.h"
#include "core/reach/delta.h"

#include <string>
#include <string_view>
#include <vector>

/// Edits of several rules as one change of the policies: what a draft takes from the tighter rules and the removals
/// that are proved one by one (tighten.h, removal.h). Takes wishes by rule, gives what became of each, the edited
/// policies and the cluster under all of them. Claims nothing that was not proved: a wish that cannot be is left out
/// and says why. Costs one evaluation for the proofs of each sort and one for all together.

namespace portolan {

enum class RuleChange : std::uint8_t { Tighten, Remove };
/// "tighten" or "remove".
std::string_view name(RuleChange change);

/// What is wanted of one rule.
struct RuleWish {
    RuleRef rule;
    RuleChange change = RuleChange::Tighten;
    bool operator==(const RuleWish&) const = default;
};

/// Why the log bears no edit of the rule of that sort, a clause: it does not allow, cannot be observed, may have been
/// used, is used or is not. Empty where an edit may be looked for, which need not find one.
std::string whyNoEdit(const Ledger& ledger, const RuleWish& wish);

/// What became of a wish.
struct RuleEdit {
    RuleWish wish;
    std::string refusal;           ///< why it is left out, a clause; empty where it is one of the edits
    bool isWholePolicy = false;    ///< the rule goes with its policy
    std::uint64_t connections = 0; ///< of the log, which the edit alone was proved to keep
    std::uint64_t pairsBefore = 0; ///< as RuleUsage::allowedPairs
    std::uint64_t pairsAfter = 0;
    std::vector<std::string> notes;    ///< what a reader should know of it, a sentence each
    std::vector<std::uint32_t> breaks; ///< of RuleEdits::wouldBreak, those through the gates the rule stands at
    bool isPart() const { return refusal.empty(); }
};

/// The wishes as one change.
struct RuleEdits {
    std::vector<RuleEdit> rules;                ///< by wish, in the order given
    std::vector<PolicyEdit> policies;           ///< one a policy, ascending by id
    std::shared_ptr<const Reachability> after;  ///< today with all of them
    std::size_t observed = 0;                   ///< edges of the log that pass today
    std::vector<std::uint32_t> wouldBreak = {}; ///< of these, those that all edits together would shut or put in doubt;
                                                ///< into Ledger::edges(), ascending
    PairDelta pairs = {};
};

/// Proves each wish and evaluates all that hold together. A policy goes as a whole where all its rules are to go and
/// others go on to isolate its pods, the other edits included. Each rule is wished for at most once. Fails only with
/// Cancelled.
Result<RuleEdits> ruleEdits(const Ledger& ledger, std::span<const RuleWish> wishes, const RunControl& control);

/// The observed edges through gates of the edited policies that pass today and under `after` would not, or less
/// surely; ascending. Asks for every pair of pods that the edge may stand for.
Result<std::vector<std::uint32_t>> brokenEdges(const Ledger& ledger, std::span<const PolicyEdit> edits,
                                               const Reachability& after, const RunControl& control);

} // namespace portolan

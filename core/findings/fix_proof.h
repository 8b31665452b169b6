#pragma once

#include "core/findings/context.h"
#include "core/ledger/tighten.h"

namespace portolan {

/// Fixes that change what is allowed, to be evaluated before they are suggested (findings.md section 14, guard 15).
struct FixProofs {
    /// The finding's fix writes a rule anew: no observed flow of the rule may get lost.
    struct Replacement {
        std::size_t finding = 0; ///< index among all findings
        RuleReplacement rule;
        std::string otherwise; ///< the fix to state where flows would get lost
    };
    /// The finding's fix adds policies: the observed edge must be allowed then.
    struct Addition {
        std::size_t finding = 0;
        std::size_t edge = 0; ///< index into Ledger::edges()
        std::vector<std::shared_ptr<const NetworkPolicy>> policies;
        std::string otherwise;
    };
    std::vector<Replacement> replacements;
    std::vector<Addition> additions;
};

/// Evaluates the fixes, all of a kind at once, and puts `otherwise` in the place of those that do not hold. Fails only
/// with Cancelled.
Result<void> proveFixes(const FindingContext& context, const FixProofs& proofs, std::vector<Finding>& findings,
                        const RunControl& control);

} // namespace portolan

#include "core/findings/fix_proof.h"

#include "core/ledger/gates.h"

namespace portolan {
namespace {

Result<void> proveReplacements(const FindingContext& context, const FixProofs& proofs, std::vector<Finding>& findings,
                               const RunControl& control) {
    std::vector<RuleReplacement> rules;
    for (const FixProofs::Replacement& r : proofs.replacements) rules.push_back(r.rule);
    const auto kept = keepHits(context.ledger(), rules, control);
    if (!kept) return tl::make_unexpected(kept.error());
    for (std::size_t i = 0; i < rules.size(); ++i)
        if (!(*kept)[i]) findings[proofs.replacements[i].finding].fix = proofs.replacements[i].otherwise;
    return {};
}

/// Added policies only allow more where their subjects are isolated already, so one evaluation serves all of them.
Result<void> proveAdditions(const FindingContext& context, const FixProofs& proofs, std::vector<Finding>& findings,
                            const RunControl& control) {
    std::vector<PolicyEdit> edits;
    for (const FixProofs::Addition& addition : proofs.additions)
        for (const auto& policy : addition.policies) edits.push_back({std::nullopt, policy});
    const auto after = context.reachability().edited(edits, control);
    if (!after) return tl::make_unexpected(after.error());
    const WorkloadClasses classes(**after);
    for (const FixProofs::Addition& addition : proofs.additions) {
        LedgerEdge edge = context.ledger().edges()[addition.edge];
        judge(**after, classes, edge);
        if (edge.verdict != Verdict::Allow) findings[addition.finding].fix = addition.otherwise;
    }
    return {};
}

} // namespace

Result<void> proveFixes(const FindingContext& context, const FixProofs& proofs, std::vector<Finding>& findings,
                        const RunControl& control) {
    if (!proofs.replacements.empty())
        if (const auto done = proveReplacements(context, proofs, findings, control); !done) return done;
    if (!proofs.additions.empty()) return proveAdditions(context, proofs, findings, control);
    return {};
}

} // namespace portolan

#pragma once

#include "core/analysis/analysis.h"
#include "core/propose/edited_policies.h"
#include "core/propose/effect.h"
#include "core/propose/proposal.h"
#include "core/propose/review.h"
#include "core/propose/verify.h"
#include "ui/session/selection.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// What a draft is made of and what it leads to: values only, made on a job's thread.
///
///   DraftPlan ──┬─ edits of rules ──ruleEdits()──> the cluster with these ──┬──> DraftVersion
///               └─ default-deny for a scope ──────────propose() on top ─────┘

namespace portolan {

/// What a reader said of one edge of a draft. Deferred is not taken, and asked about again.
enum class DraftDecision : std::uint8_t { Undecided, Accepted, Rejected, Deferred };

/// A rule that is to become smaller or to go. Known by its name and its text, so that a newer dump in which another
/// rule stands in its place does not lose that one.
struct DraftEdit {
    RuleKey rule;
    RuleChange change = RuleChange::Tighten;
    std::string text; ///< the rule as it was when it was chosen, as YAML

    bool operator==(const DraftEdit&) const = default;
};

/// The edit of a rule of that version.
DraftEdit draftEdit(const Reachability& reachability, const RuleRef& rule, RuleChange change);

/// All that was said of a draft.
struct DraftPlan {
    std::map<RuleKey, DraftEdit> edits;
    std::optional<std::string> proposedFor; ///< default-deny policies for that namespace, "" for all; none: no such
    std::map<std::string, DraftDecision> decisions; ///< on edges, by edgeKey()
};

/// How one edit of the plan stands.
struct DraftEditRow {
    enum class Standing : std::uint8_t {
        Taken,   ///< proved, and part of the version
        Waits,   ///< the default-deny policies replace its policy; taken again without them
        LeftOut, ///< cannot be proved with this evidence, or its rule is not what it was
    };
    DraftEdit edit;
    Standing standing = Standing::Taken;
    std::string reason;             ///< a clause; empty where taken
    std::optional<RuleEdit> result; ///< what was proved; none where the rule is gone or waits
    std::optional<PolicyId> policy; ///< of the analysis; none where it is gone
};

/// A draft as it stands: what its plan leads to, and what that would do. Immutable.
struct DraftVersion {
    std::shared_ptr<const Analysis> analysis;
    DraftPlan plan;
    std::vector<DraftEditRow> editRows; ///< by edit of the plan
    RuleEdits edits;                    ///< those that are taken, together
    std::vector<EditedPolicy> edited;   ///< the policies these change
    /// The default-deny policies, on top of the edits; nullptr where the plan has none, and then what follows up to
    /// `yaml` is empty.
    std::shared_ptr<const ProposalBasis> basis;
    std::vector<DraftDecision> decisions; ///< by edge of the basis
    Proposal proposal;
    OverReach overReach;
    std::shared_ptr<const std::vector<ReviewRow>>
        rows;                              ///< what there is to decide; the same for all versions of a basis
    std::vector<std::string> attention;    ///< by row: why it waits for a person, or empty
    std::vector<Verdict> kept;             ///< by edge of the basis: what of it passes under the proposal
    std::vector<std::string> before, yaml; ///< by policy of the proposal: what it replaces (may be empty), what it is

    std::shared_ptr<const Reachability> after; ///< with everything
    Effect effect; ///< of everything, compared with today; its edges are those of the log, then declared ones

    bool isProposing() const { return basis != nullptr; }
    bool isOpen(std::uint32_t edge) const { return kept[edge] != Verdict::Deny; }
};

/// Evaluates a plan. `earlier` is any version before, whose work is used again where the plan did not change it;
/// nullptr for none. The analysis has evidence. Cancelled, or Internal where the parts cannot be evaluated together.
Result<DraftVersion> draftVersion(std::shared_ptr<const Analysis> analysis, const DraftPlan& plan,
                                  const DraftVersion* earlier, const RunControl& control);

} // namespace portolan

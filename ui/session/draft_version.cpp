#include "ui/session/draft_version.h"

#include "core/base/text.h"
#include "core/ledger/rule_text.h"
#include "core/propose/keep_declared.h"
#include "core/propose/observed_edges.h"
#include "core/propose/policy_writer.h"
#include "core/reach/count.h"

#include <algorithm>

namespace portolan {
namespace {

std::string textOf(const Reachability& r, const RuleRef& rule) {
    if (const AdminPolicy* const admin = r.adminPolicy(rule.policy))
        return ruleYaml(r.cluster(), *admin, rule.direction, admin->rules(rule.direction)[rule.index]);
    return ruleYaml(r.cluster(), rule.direction, r.policy(rule.policy)->rules(rule.direction)[rule.index]);
}

/// What the engine takes: a deferred edge is not admitted, one nobody spoke of is as suggested.
Decisions decisionsOf(const ProposalBasis& basis, const std::map<std::string, DraftDecision>& said) {
    Decisions out;
    for (const ResolvedEdge& e : basis.edges()) {
        const auto it = said.find(e.key);
        if (it == said.end() || it->second == DraftDecision::Undecided) continue;
        out[e.key] = it->second == DraftDecision::Accepted ? Decision::Accepted : Decision::Rejected;
    }
    return out;
}

/// The policies of the namespace that a proposed one takes the place of, as YAML.
std::string replacedYaml(const DraftVersion& version, const ProposedPolicy& proposed) {
    std::string out;
    for (const PolicyId id : version.proposal.replaced) {
        const NetworkPolicy* old = version.basis->before().policy(id);
        if (!old || old->ns != proposed.policy.ns || old->name != proposed.policy.name) continue;
        out += policyYaml(version.basis->cluster(), *old);
    }
    return out;
}

class Maker {
  public:
    Maker(std::shared_ptr<const Analysis> analysis, const DraftPlan& plan, const DraftVersion* earlier,
          const RunControl& control)
        : m_control(control) {
        const bool isSame = earlier && earlier->analysis == analysis && earlier->plan.edits == plan.edits &&
                            earlier->plan.proposedFor == plan.proposedFor;
        m_earlier = isSame ? earlier : nullptr;
        m_out.analysis = std::move(analysis);
        m_out.plan = plan;
    }

    Result<DraftVersion> run() {
        if (m_out.plan.proposedFor) m_scope = scopeOf(*m_out.plan.proposedFor);
        if (!takeEdits()) return cancelled();
        m_out.after = m_out.edits.after;
        m_out.effect = effectOfEdits();
        m_out.rows = std::make_shared<const std::vector<ReviewRow>>();
        if (m_scope)
            if (auto done = propose(); !done) return tl::make_unexpected(done.error());
        return std::move(m_out);
    }

  private:
    const Analysis& analysis() const { return *m_out.analysis; }

    ProposalScope scopeOf(const std::string& ns) const {
        const auto id = analysis().cluster->findNamespace(ns);
        return !ns.empty() && id ? ProposalScope{{*id}, {}} : ProposalScope::ofCluster(*analysis().cluster);
    }

    /// Sorts out which edits are for rules that are still there and stay; the rule of each that is to be proved.
    std::optional<RuleWish> wishOf(DraftEditRow& row) const {
        const Reachability& r = *analysis().reachability;
        const auto rule = resolve(r, row.edit.rule);
        const auto leaveOut = [&](const char* why) {
            row.standing = DraftEditRow::Standing::LeftOut;
            row.reason = why;
            return std::nullopt;
        };
        if (!rule) return leaveOut("the rule is no longer there");
        row.policy = rule->policy;
        if (textOf(r, *rule) != row.edit.text) return leaveOut("the rule was changed since");
        const NetworkPolicy* const policy = r.policy(rule->policy);
        if (policy && m_scope && std::ranges::binary_search(m_scope->namespaces, policy->ns)) {
            row.standing = DraftEditRow::Standing::Waits;
            row.reason = "the default-deny draft replaces every policy of " +
                         std::string(r.cluster().text(r.cluster().namespaces[policy->ns].name));
            return std::nullopt;
        }
        return RuleWish{*rule, row.edit.change};
    }

    bool takeEdits() {
        if (m_earlier) {
            m_out.editRows = m_earlier->editRows;
            m_out.edits = m_earlier->edits;
            m_out.edited = m_earlier->edited;
            return true;
        }
        std::vector<RuleWish> wishes;
        std::vector<std::size_t> rowOf;
        for (const auto& [key, edit] : m_out.plan.edits) {
            DraftEditRow& row = m_out.editRows.emplace_back();
            row.edit = edit;
            if (const auto wish = wishOf(row)) {
                wishes.push_back(*wish);
                rowOf.push_back(m_out.editRows.size() - 1);
            }
        }
        auto edits = ruleEdits(*analysis().ledger, wishes, m_control);
        if (!edits) return false;
        m_out.edits = std::move(*edits);
        for (std::size_t i = 0; i < rowOf.size(); ++i) {
            DraftEditRow& row = m_out.editRows[rowOf[i]];
            row.result = m_out.edits.rules[i];
            row.reason = row.result->refusal;
            if (!row.result->isPart()) row.standing = DraftEditRow::Standing::LeftOut;
        }
        m_out.edited = editedPolicies(*analysis().reachability, m_out.edits.policies);
        return true;
    }

    Effect effectOfEdits() const {
        Effect out;
        out.wouldBreak = m_out.edits.wouldBreak;
        out.kept = m_out.edits.observed - out.wouldBreak.size();
        out.pairsBefore = analysis().pairs.must;
        out.newlyClosed = m_out.edits.pairs.closed;
        out.pairsAfter = out.pairsBefore + m_out.edits.pairs.opened - out.newlyClosed;
        return out;
    }

    Result<void> makeBasis() {
        if (m_earlier) {
            m_out.basis = m_earlier->basis;
            m_out.rows = m_earlier->rows;
            return {};
        }
        const Ledger& ledger = *analysis().ledger;
        ProposalOptions options;
        options.windowDays = ledger.evidence()->days;
        options.evidence = dateText(ledger.evidence()->first) + " to " + dateText(ledger.evidence()->last);
        std::vector<ObservedEdge> edges = observedEdges(ledger);
        keepDeclared(*analysis().declared, *analysis().cluster, KeepDeclared::Sure, edges);
        auto basis = ProposalBasis::create(m_out.edits.after, std::move(edges), *m_scope, options, m_control);
        if (!basis) return tl::make_unexpected(basis.error());
        m_out.basis = *basis;
        m_out.rows = std::make_shared<const std::vector<ReviewRow>>(reviewRows(**basis));
        return {};
    }

    Result<void> propose() {
        if (auto made = makeBasis(); !made) return made;
        const ProposalBasis& basis = *m_out.basis;
        m_out.proposal = portolan::propose(basis, decisionsOf(basis, m_out.plan.decisions));
        auto after = evaluated(basis, m_out.proposal, m_control);
        if (!after) return tl::make_unexpected(after.error());
        m_out.after = *after;
        if (&m_out.after->classes() != &basis.before().classes())
            return tl::make_unexpected(Error{Error::Kind::Internal, "The default-deny policies and the edits of rules "
                                                                    "cannot be evaluated together."});
        const Effect ofEdits = m_out.effect;
        auto effects = effect(basis, m_out.proposal, *m_out.after, ofEdits.pairsAfter, m_control);
        if (!effects) return tl::make_unexpected(effects.error());
        m_out.effect = std::move(*effects);
        if (auto joined = join(ofEdits); !joined) return joined;
        auto beyond = overReach(basis, m_out.proposal, *m_out.after, m_control);
        if (!beyond) return tl::make_unexpected(beyond.error());
        m_out.overReach = std::move(*beyond);
        fillRows();
        return {};
    }

    /// The effect of the proposal is compared with the cluster under the edits; this makes it one with today.
    Result<void> join(const Effect& ofEdits) {
        if (m_out.edits.policies.empty()) return {};
        Effect& all = m_out.effect;
        const std::uint64_t opened = all.pairsAfter + all.newlyClosed - all.pairsBefore;
        if (opened == 0) {
            all.newlyClosed += ofEdits.newlyClosed;
        } else {
            const auto delta = pairDelta(*analysis().reachability, *m_out.after, m_control);
            if (!delta) return tl::make_unexpected(delta.error());
            all.newlyClosed = delta->closed;
        }
        all.pairsBefore = ofEdits.pairsBefore;
        all.wouldBreak.insert(all.wouldBreak.end(), ofEdits.wouldBreak.begin(), ofEdits.wouldBreak.end());
        std::ranges::sort(all.wouldBreak);
        all.wouldBreak.erase(std::unique(all.wouldBreak.begin(), all.wouldBreak.end()), all.wouldBreak.end());
        return {};
    }

    void fillRows() {
        const ProposalBasis& basis = *m_out.basis;
        for (const ReviewRow& row : *m_out.rows)
            m_out.attention.push_back(attention(basis, row, m_out.overReach, *m_out.after));
        for (const ResolvedEdge& e : basis.edges()) {
            const auto it = m_out.plan.decisions.find(e.key);
            m_out.decisions.push_back(it == m_out.plan.decisions.end() ? DraftDecision::Undecided : it->second);
            m_out.kept.push_back(keptVerdict(e, *m_out.after));
        }
        for (const ProposedPolicy& p : m_out.proposal.policies) {
            m_out.yaml.push_back(policyYaml(basis.cluster(), p.policy, p.header, p.notes));
            m_out.before.push_back(replacedYaml(m_out, p));
        }
    }

    const RunControl& m_control;
    const DraftVersion* m_earlier;
    std::optional<ProposalScope> m_scope;
    DraftVersion m_out;
};

} // namespace

DraftEdit draftEdit(const Reachability& reachability, const RuleRef& rule, RuleChange change) {
    return {keyOf(reachability, rule), change, textOf(reachability, rule)};
}

Result<DraftVersion> draftVersion(std::shared_ptr<const Analysis> analysis, const DraftPlan& plan,
                                  const DraftVersion* earlier, const RunControl& control) {
    return Maker(std::move(analysis), plan, earlier, control).run();
}

} // namespace portolan

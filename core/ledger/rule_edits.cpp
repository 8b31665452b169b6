#include "core/ledger/rule_edits.h"

#include "core/base/text.h"
#include "core/ledger/flow_proof.h"
#include "core/ledger/observability.h"
#include "core/ledger/removal.h"
#include "core/ledger/tighten.h"
#include "core/ledger/workload_classes.h"

#include <algorithm>
#include <map>

namespace portolan {
namespace {

std::string connectionsText(std::uint64_t count) {
    return countText(count) + (count == 1 ? " connection" : " connections");
}

/// One policy on its way: rules replaced at their places first, those that go taken out at the end.
template <typename Policy, typename Rule>
class Rewrite {
  public:
    explicit Rewrite(const Policy& policy) : m_policy(policy) {}
    void replace(const RuleRef& at, const Rule& rule) { rules(at.direction)[at.index] = rule; }
    void remove(const std::vector<RuleRef>& ascending) { m_gone = ascending; }
    std::shared_ptr<const Policy> done() && {
        for (auto it = m_gone.rbegin(); it != m_gone.rend(); ++it)
            rules(it->direction).erase(rules(it->direction).begin() + it->index);
        return std::make_shared<const Policy>(std::move(m_policy));
    }

  private:
    std::vector<Rule>& rules(Direction d) { return d == Direction::Ingress ? m_policy.ingress : m_policy.egress; }

    Policy m_policy;
    std::vector<RuleRef> m_gone;
};

class Editing {
  public:
    Editing(const Ledger& ledger, std::span<const RuleWish> wishes, const RunControl& control)
        : m_ledger(ledger), m_r(ledger.reachability()), m_control(control) {
        for (const RuleWish& wish : wishes) {
            RuleEdit& edit = m_out.rules.emplace_back();
            edit.wish = wish;
            edit.refusal = whyNoEdit(ledger, wish);
            if (const RuleUsage* const usage = ledger.usage(wish.rule)) edit.pairsBefore = usage->allowedPairs;
        }
    }

    Result<RuleEdits> run() {
        if (!proveTighter() || !proveRemovals()) return cancelled();
        for (const auto& [policy, work] : m_work) m_out.policies.push_back(editOf(policy, work));
        const auto after = m_r.edited(m_out.policies, m_control);
        if (!after) return cancelled();
        m_out.after = *after;
        m_out.observed = static_cast<std::size_t>(
            std::ranges::count_if(m_ledger.edges(), [](const LedgerEdge& e) { return e.verdict != Verdict::Deny; }));
        auto broken = brokenEdges(m_ledger, m_out.policies, *m_out.after, m_control);
        if (!broken) return cancelled();
        m_out.wouldBreak = std::move(*broken);
        for (RuleEdit& edit : m_out.rules)
            if (edit.isPart()) edit.breaks = breaksOf(edit.wish.rule);
        if (m_out.policies.empty()) return std::move(m_out);
        const auto pairs = pairDelta(m_r, *m_out.after, m_control);
        if (!pairs) return cancelled();
        m_out.pairs = *pairs;
        return std::move(m_out);
    }

  private:
    struct Work {
        std::vector<const Tightening*> tighter;
        std::vector<RuleRef> gone;
        bool isWholePolicy = false;
    };

    std::vector<RuleRef> wished(RuleChange change) const {
        std::vector<RuleRef> out;
        for (const RuleEdit& edit : m_out.rules)
            if (edit.isPart() && edit.wish.change == change) out.push_back(edit.wish.rule);
        std::ranges::sort(out);
        return out;
    }

    /// The one wish for a rule that is still to be met.
    RuleEdit& editOf(const RuleRef& rule) {
        return *std::ranges::find(m_out.rules, rule, [](const RuleEdit& e) { return e.wish.rule; });
    }

    void refuse(const std::vector<RuleRef>& wanted, const std::vector<RuleRef>& proved, const char* why) {
        for (const RuleRef& rule : wanted)
            if (std::ranges::find(proved, rule) == proved.end()) editOf(rule).refusal = why;
    }

    bool proveTighter() {
        const std::vector<RuleRef> wanted = wished(RuleChange::Tighten);
        if (wanted.empty()) return true;
        auto found = tighten(m_ledger, wanted, m_control);
        if (!found) return false;
        m_tighter = std::move(*found);
        std::vector<RuleRef> proved;
        for (const Tightening& t : m_tighter) {
            proved.push_back(t.rule);
            RuleEdit& edit = editOf(t.rule);
            edit.connections = t.connections;
            edit.pairsAfter = t.pairsAfter;
            edit.notes = t.notes;
            m_work[t.rule.policy].tighter.push_back(&t);
        }
        refuse(wanted, proved, "nothing smaller keeps every flow");
        return true;
    }

    bool proveRemovals() {
        const std::vector<RuleRef> wanted = wished(RuleChange::Remove);
        if (wanted.empty()) return true;
        const auto found = removals(m_ledger, wanted, m_control);
        if (!found) return false;
        std::vector<RuleRef> proved;
        for (const Removal& removal : *found) {
            m_work[removal.policy].gone = removal.rules;
            m_work[removal.policy].isWholePolicy = removal.isWholePolicy;
            for (const RuleRef& rule : removal.rules) {
                proved.push_back(rule);
                RuleEdit& edit = editOf(rule);
                edit.connections = removal.connections;
                edit.isWholePolicy = removal.isWholePolicy;
                edit.notes.emplace_back(removal.isWholePolicy ? "The policy goes: others isolate its pods as well."
                                                              : "The policy stays and goes on to isolate its pods.");
            }
        }
        refuse(wanted, proved, "its removal would break a flow");
        return true;
    }

    PolicyEdit editOf(PolicyId id, const Work& work) const {
        if (work.isWholePolicy) return {id, nullptr};
        if (const AdminPolicy* const admin = m_r.adminPolicy(id)) {
            Rewrite<AdminPolicy, AdminRule> rewrite(*admin);
            for (const Tightening* t : work.tighter)
                rewrite.replace(t->rule, t->edit.adminPolicy->rules(t->rule.direction)[t->rule.index]);
            rewrite.remove(work.gone);
            return {id, nullptr, std::move(rewrite).done()};
        }
        Rewrite<NetworkPolicy, PolicyRule> rewrite(*m_r.policy(id));
        for (const Tightening* t : work.tighter) rewrite.replace(t->rule, t->replacement);
        rewrite.remove(work.gone);
        return {id, std::move(rewrite).done()};
    }

    std::vector<std::uint32_t> breaksOf(const RuleRef& rule) const {
        const auto subjects = m_ledger.workloadClasses().in(*m_r.compiled(rule.policy)->subject.may);
        std::vector<std::uint32_t> out;
        for (const std::uint32_t i : m_out.wouldBreak) {
            const LedgerEdge& edge = m_ledger.edges()[i];
            const LedgerEnd end = rule.direction == Direction::Ingress ? edge.to : edge.from;
            const auto* const workload = std::get_if<WorkloadId>(&end);
            if (workload && std::ranges::binary_search(subjects, *workload)) out.push_back(i);
        }
        return out;
    }

    const Ledger& m_ledger;
    const Reachability& m_r;
    const RunControl& m_control;
    std::vector<Tightening> m_tighter;
    std::map<PolicyId, Work> m_work;
    RuleEdits m_out;
};

} // namespace

std::string_view name(RuleChange change) {
    return change == RuleChange::Tighten ? "tighten" : "remove";
}

std::string whyNoEdit(const Ledger& ledger, const RuleWish& wish) {
    const RuleUsage* const usage = ledger.usage(wish.rule);
    if (usage == nullptr) return "there is no such rule";
    if (usage->action != Action::Allow) return "only rules that allow can be made smaller";
    if (usage->state() == UsageState::NotObservable) return "not observable: " + reasonText(ledger, *usage);
    if (usage->maybeHits != 0)
        return connectionsText(usage->maybeHits) + " may have used more of it: an end is not known";
    const bool isUsed = usage->state() == UsageState::Used;
    if (isUsed && wish.change == RuleChange::Remove)
        return connectionsText(usage->hits) + (usage->hits == 1 ? " needs it" : " need it");
    if (!isUsed && wish.change == RuleChange::Tighten) return "no flow used it: it can only go";
    return {};
}

Result<RuleEdits> ruleEdits(const Ledger& ledger, std::span<const RuleWish> wishes, const RunControl& control) {
    return Editing(ledger, wishes, control).run();
}

Result<std::vector<std::uint32_t>> brokenEdges(const Ledger& ledger, std::span<const PolicyEdit> edits,
                                               const Reachability& after, const RunControl& control) {
    const Reachability& before = ledger.reachability();
    std::vector<std::uint32_t> candidates;
    for (const PolicyEdit& edit : edits) {
        const CompiledPolicy* const policy = edit.id ? before.compiled(*edit.id) : nullptr;
        if (policy == nullptr) continue;
        for (const WorkloadId id : ledger.workloadClasses().in(*policy->subject.may)) {
            const auto edges = ledger.edgesOf(id);
            candidates.insert(candidates.end(), edges.begin(), edges.end());
        }
    }
    std::ranges::sort(candidates);
    candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
    std::vector<std::uint32_t> out;
    for (const std::uint32_t i : candidates) {
        if (control.isStopped()) return cancelled();
        if (!keepsFlow(before, after, ledger.edges()[i])) out.push_back(i);
    }
    return out;
}

} // namespace portolan

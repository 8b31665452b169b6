#include "core/ledger/tighten.h"

#include "core/ledger/edit_text.h"
#include "core/ledger/flow_proof.h"
#include "core/ledger/narrower_rule.h"
#include "core/ledger/rule_text.h"
#include "core/ledger/workload_classes.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace portolan {
namespace {

template <typename Policy, typename Rule>
std::shared_ptr<const Policy> withRule(const Policy& policy, const RuleRef& rule, Rule to) {
    auto out = std::make_shared<Policy>(policy);
    auto& rules = rule.direction == Direction::Ingress ? out->ingress : out->egress;
    rules[rule.index] = std::move(to);
    return out;
}

/// Edited policies, several edits of one policy put together.
class Edits {
  public:
    explicit Edits(const Reachability& reachability) : m_r(reachability) {}

    void add(const RuleRef& rule, const PolicyRule& replacement) {
        PolicyEdit& edit = m_edits[rule.policy];
        edit.policy = withRule(edit.policy ? *edit.policy : *m_r.policy(rule.policy), rule, replacement);
    }
    void add(const RuleRef& rule, const AdminRule& replacement) {
        PolicyEdit& edit = m_edits[rule.policy];
        edit.adminPolicy =
            withRule(edit.adminPolicy ? *edit.adminPolicy : *m_r.adminPolicy(rule.policy), rule, replacement);
    }
    Result<std::shared_ptr<const Reachability>> evaluate(const RunControl& control) {
        std::vector<PolicyEdit> edits;
        for (auto& [id, edit] : m_edits) {
            edit.id = id;
            edits.push_back(edit);
        }
        return m_r.edited(edits, control);
    }

  private:
    const Reachability& m_r;
    std::map<PolicyId, PolicyEdit> m_edits;
};

/// Fills all but what the proof gives; nullopt where nothing goes.
std::optional<Tightening> narrowed(const Ledger& ledger, const RuleUsage& usage, Edits& edits) {
    const Reachability& r = ledger.reachability();
    Tightening out;
    out.rule = usage.rule;
    out.connections = usage.hits;
    std::string before;
    if (const AdminPolicy* const policy = r.adminPolicy(usage.rule.policy)) {
        auto narrower = narrowerAdminRule(ledger, usage);
        if (!narrower) return std::nullopt;
        before =
            ruleYaml(r.cluster(), *policy, usage.rule.direction, policy->rules(usage.rule.direction)[usage.rule.index]);
        out.yaml = ruleYaml(r.cluster(), *policy, usage.rule.direction, narrower->rule);
        if (out.yaml == before) return std::nullopt;
        edits.add(usage.rule, narrower->rule);
        out.notes = std::move(narrower->notes);
        out.edit = {usage.rule.policy, nullptr, withRule(*policy, usage.rule, std::move(narrower->rule))};
    } else {
        const NetworkPolicy& networkPolicy = *r.policy(usage.rule.policy);
        auto narrower = narrowerRule(ledger, usage);
        if (!narrower) return std::nullopt;
        edits.add(usage.rule, narrower->rule);
        before =
            ruleYaml(r.cluster(), usage.rule.direction, networkPolicy.rules(usage.rule.direction)[usage.rule.index]);
        out.yaml = ruleYaml(r.cluster(), usage.rule.direction, narrower->rule);
        out.notes = std::move(narrower->notes);
        out.replacement = narrower->rule;
        out.policy = withRule(networkPolicy, usage.rule, std::move(narrower->rule));
        out.edit = {usage.rule.policy, out.policy};
    }
    out.diff = ruleDiff(r, usage.rule, before, out.yaml);
    return out;
}

} // namespace

Result<std::vector<bool>> keepHits(const Ledger& ledger, std::span<const RuleReplacement> replacements,
                                   const RunControl& control) {
    std::vector<bool> out(replacements.size(), false);
    std::vector<std::size_t> waiting(replacements.size());
    std::iota(waiting.begin(), waiting.end(), std::size_t{0});
    while (!waiting.empty()) {
        Edits edits(ledger.reachability());
        std::vector<RuleRef> round;
        std::vector<std::size_t> members;
        std::vector<std::size_t> later;
        for (const std::size_t i : waiting) {
            const bool isTaken = std::ranges::find(round, replacements[i].rule) != round.end();
            (isTaken ? later : members).push_back(i);
            if (isTaken) continue;
            round.push_back(replacements[i].rule);
            edits.add(replacements[i].rule, replacements[i].replacement);
        }
        const auto after = edits.evaluate(control);
        if (!after) return tl::make_unexpected(after.error());
        for (const std::size_t i : members) out[i] = keepsHits(ledger, **after, replacements[i].rule);
        waiting = std::move(later);
    }
    return out;
}

Result<std::vector<Tightening>> tighten(const Ledger& ledger, std::span<const RuleRef> rules,
                                        const RunControl& control) {
    std::vector<Tightening> out;
    Edits edits(ledger.reachability());
    for (const RuleRef& rule : rules) {
        if (control.isStopped()) return cancelled();
        const RuleUsage* usage = ledger.usage(rule);
        if (!usage || usage->action != Action::Allow || usage->hits == 0 || usage->maybeHits != 0) continue;
        if (auto narrower = narrowed(ledger, *usage, edits)) out.push_back(std::move(*narrower));
    }
    if (out.empty()) return out;
    const auto after = edits.evaluate(control);
    if (!after) return tl::make_unexpected(after.error());
    WorkloadClasses classes(**after);
    std::erase_if(out, [&](Tightening& t) {
        if (control.isStopped()) return true;
        t.pairsAfter = allowedPairs(**after, t.rule, classes);
        const bool isSmaller = t.pairsAfter <= ledger.usage(t.rule)->allowedPairs;
        return !isSmaller || !keepsHits(ledger, **after, t.rule) ||
               !admitsNoMore(ledger.reachability(), **after, t.rule);
    });
    if (control.isStopped()) return cancelled();
    return out;
}

} // namespace portolan

#include "core/ledger/removal.h"

#include "core/ledger/edit_text.h"
#include "core/ledger/flow_proof.h"
#include "core/ledger/rule_text.h"
#include "core/ledger/workload_classes.h"

#include <algorithm>
#include <map>

namespace portolan {
namespace {

/// A policy without some of its rules, which are ascending.
template <typename Policy>
std::shared_ptr<const Policy> without(const Policy& policy, const std::vector<RuleRef>& rules) {
    auto out = std::make_shared<Policy>(policy);
    for (auto it = rules.rbegin(); it != rules.rend(); ++it) {
        auto& list = it->direction == Direction::Ingress ? out->ingress : out->egress;
        list.erase(list.begin() + it->index);
    }
    return out;
}

class Removing {
  public:
    Removing(const Ledger& ledger, const RunControl& control)
        : m_ledger(ledger), m_r(ledger.reachability()), m_control(control) {}

    void choose(std::span<const RuleRef> rules) {
        std::map<PolicyId, std::vector<RuleRef>> byPolicy;
        for (const RuleRef& rule : rules) {
            const RuleUsage* const usage = m_ledger.usage(rule);
            if (usage && usage->action == Action::Allow && usage->isObservable && !usage->isUsed())
                byPolicy[rule.policy].push_back(rule);
        }
        for (auto& [policy, list] : byPolicy) {
            std::ranges::sort(list);
            list.erase(std::unique(list.begin(), list.end()), list.end());
            Removal& removal = m_out.emplace_back();
            removal.policy = policy;
            removal.isWholePolicy = !isAdminPolicy(policy) && list.size() == ruleCount(policy);
            removal.rules = std::move(list);
        }
    }

    Result<std::vector<Removal>> prove() {
        if (auto after = evaluate(); !after) {
            return tl::make_unexpected(after.error());
        } else if (keepIsolating(**after)) {
            after = evaluate();
            if (!after) return tl::make_unexpected(after.error());
            dropRefused(**after);
        } else {
            dropRefused(**after);
        }
        if (m_control.isStopped()) return cancelled();
        for (Removal& removal : m_out) finish(removal);
        return std::move(m_out);
    }

  private:
    std::size_t ruleCount(PolicyId id) const {
        const CompiledPolicy& policy = *m_r.compiled(id);
        return policy.rulesIn(Direction::Ingress).size() + policy.rulesIn(Direction::Egress).size();
    }

    PolicyEdit editOf(const Removal& removal) const {
        if (removal.isWholePolicy) return {removal.policy, nullptr};
        if (const AdminPolicy* const admin = m_r.adminPolicy(removal.policy))
            return {removal.policy, nullptr, without(*admin, removal.rules)};
        return {removal.policy, without(*m_r.policy(removal.policy), removal.rules)};
    }

    Result<std::shared_ptr<const Reachability>> evaluate() const {
        std::vector<PolicyEdit> edits;
        for (const Removal& removal : m_out) edits.push_back(editOf(removal));
        return m_r.edited(edits, m_control);
    }

    /// Leaves policies in place without which some pod would be open. True if there was one.
    bool keepIsolating(const Reachability& after) {
        bool isChanged = false;
        for (Removal& removal : m_out) {
            if (!removal.isWholePolicy || isStillIsolated(removal.policy, after)) continue;
            removal.isWholePolicy = false;
            isChanged = true;
        }
        return isChanged;
    }

    bool isStillIsolated(PolicyId id, const Reachability& after) const {
        const CompiledPolicy& policy = *m_r.compiled(id);
        bool out = true;
        policy.subject.may->forEach([&](ClassId c) {
            for (const Direction d : kDirections)
                for (const PodId pod : m_r.classes().pods(c))
                    out = out && (!policy.capturesIn(d) || after.networkPolicyIsolation(after.classOf(pod), d) ==
                                                               m_r.networkPolicyIsolation(c, d));
        });
        return out;
    }

    /// The edges of the log whose gate the policy governs.
    std::vector<std::uint32_t> edgesOf(const Removal& removal) const {
        std::vector<std::uint32_t> out;
        const CompiledPolicy& policy = *m_r.compiled(removal.policy);
        for (const WorkloadId id : m_ledger.workloadClasses().in(*policy.subject.may))
            for (const std::uint32_t i : m_ledger.edgesOf(id)) {
                const LedgerEdge& edge = m_ledger.edges()[i];
                const bool isGoverned = (policy.capturesIn(Direction::Egress) && edge.from == LedgerEnd(id)) ||
                                        (policy.capturesIn(Direction::Ingress) && edge.to == LedgerEnd(id));
                if (isGoverned && edge.seen.passed() != 0) out.push_back(i);
            }
        std::ranges::sort(out);
        out.erase(std::unique(out.begin(), out.end()), out.end());
        return out;
    }

    void dropRefused(const Reachability& after) {
        std::vector<std::optional<bool>> isKept(m_ledger.edges().size()); // broad policies govern the same edges
        std::erase_if(m_out, [&](Removal& removal) {
            for (const std::uint32_t i : edgesOf(removal)) {
                const LedgerEdge& edge = m_ledger.edges()[i];
                if (m_control.isStopped()) return true;
                if (!isKept[i]) isKept[i] = keepsFlow(m_r, after, edge);
                if (!*isKept[i]) return true;
                removal.connections += edge.seen.passed();
            }
            return false;
        });
    }

    void finish(Removal& removal) const {
        removal.edit = editOf(removal);
        for (const RuleRef& rule : removal.rules) {
            removal.closedPairs += m_ledger.usage(rule)->allowedPairs;
            if (!removal.isWholePolicy) removal.diff += ruleDiff(m_r, rule, yamlOf(rule), "");
        }
        if (!removal.isWholePolicy) return;
        std::string text;
        for (const Direction d : kDirections) {
            if (m_r.compiled(removal.policy)->rulesIn(d).empty()) continue;
            text += std::string(name(d)) + ":\n";
            for (const RuleRef& rule : removal.rules)
                if (rule.direction == d) text += yamlOf(rule);
        }
        removal.diff = unifiedDiff(m_r.cluster(), m_r.policy(removal.policy)->where,
                                   "the whole of " + shortName(m_r, removal.policy), text, "");
    }

    std::string yamlOf(const RuleRef& rule) const {
        if (const AdminPolicy* const admin = m_r.adminPolicy(rule.policy))
            return ruleYaml(m_r.cluster(), *admin, rule.direction, admin->rules(rule.direction)[rule.index]);
        return ruleYaml(m_r.cluster(), rule.direction, m_r.policy(rule.policy)->rules(rule.direction)[rule.index]);
    }

    const Ledger& m_ledger;
    const Reachability& m_r;
    const RunControl& m_control;
    std::vector<Removal> m_out;
};

} // namespace

Result<std::vector<Removal>> removals(const Ledger& ledger, std::span<const RuleRef> rules, const RunControl& control) {
    Removing removing(ledger, control);
    removing.choose(rules);
    return removing.prove();
}

} // namespace portolan

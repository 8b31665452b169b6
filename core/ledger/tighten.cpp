#include "core/ledger/tighten.h"

#include "core/ledger/gates.h"
#include "core/ledger/narrower_rule.h"
#include "core/ledger/rule_text.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace portolan {
namespace {

/// A pod for every way in which the pods of an end differ before or after the edit.
std::vector<Endpoint> representatives(const Reachability& before, const Reachability& after, const LedgerEnd& end) {
    std::vector<Endpoint> out;
    if (const auto* workload = std::get_if<WorkloadId>(&end)) {
        std::vector<std::pair<ClassId, ClassId>> seen;
        for (const PodId pod : before.cluster().workloads[*workload].pods) {
            const std::pair classes(before.classes().classOf(pod), after.classes().classOf(pod));
            if (std::ranges::find(seen, classes) != seen.end()) continue;
            seen.push_back(classes);
            out.emplace_back(pod);
        }
    } else if (const auto* node = std::get_if<NodeId>(&end)) {
        for (const IpAddress& a : before.cluster().nodes[*node].addresses) out.emplace_back(a);
    } else if (const auto* block = std::get_if<Cidr>(&end)) {
        out.emplace_back(block->range().first);
        out.emplace_back(block->range().last);
    }
    return out;
}

bool isMatch(const Reachability& r, const RuleRef& rule, const Endpoint& from, const Endpoint& to,
             const LedgerEdge& edge) {
    const bool isEgress = rule.direction == Direction::Egress;
    const ClassId subject = r.classOf(isEgress ? from : to);
    const ClassId peer = r.classOf(isEgress ? to : from);
    const auto rules = admittingRules(r, subject, peer, rule.direction, edge.protocol, edge.port);
    return std::ranges::binary_search(rules, rule);
}

/// True where the rule still matches every flow that it matched before.
bool keepsHits(const Ledger& ledger, const Reachability& after, const RuleRef& rule) {
    const Reachability& before = ledger.reachability();
    for (const std::uint32_t i : ledger.usage(rule)->edges) {
        const LedgerEdge& edge = ledger.edges()[i];
        for (const Endpoint& from : representatives(before, after, edge.from))
            for (const Endpoint& to : representatives(before, after, edge.to))
                if (isMatch(before, rule, from, to, edge) && !isMatch(after, rule, from, to, edge)) return false;
    }
    return true;
}

std::shared_ptr<const NetworkPolicy> withRule(const NetworkPolicy& policy, const RuleRef& rule, PolicyRule to) {
    auto out = std::make_shared<NetworkPolicy>(policy);
    auto& rules = rule.direction == Direction::Ingress ? out->ingress : out->egress;
    rules[rule.index] = std::move(to);
    return out;
}

/// Replacements of different rules, evaluated together.
Result<std::shared_ptr<const Reachability>>
evaluate(const Ledger& ledger, std::span<const RuleReplacement> replacements, const RunControl& control) {
    const Reachability& r = ledger.reachability();
    std::map<PolicyId, std::shared_ptr<const NetworkPolicy>> edited;
    for (const RuleReplacement& replacement : replacements) {
        auto& policy = edited[replacement.rule.policy];
        policy =
            withRule(policy ? *policy : *r.policy(replacement.rule.policy), replacement.rule, replacement.replacement);
    }
    std::vector<PolicyEdit> edits;
    for (auto& [id, policy] : edited) edits.push_back({id, policy});
    return r.edited(edits, control);
}

} // namespace

Result<std::vector<bool>> keepHits(const Ledger& ledger, std::span<const RuleReplacement> replacements,
                                   const RunControl& control) {
    std::vector<bool> out(replacements.size(), false);
    std::vector<std::size_t> waiting(replacements.size());
    std::iota(waiting.begin(), waiting.end(), std::size_t{0});
    while (!waiting.empty()) {
        std::vector<RuleReplacement> round;
        std::vector<std::size_t> members;
        std::vector<std::size_t> later;
        for (const std::size_t i : waiting) {
            const bool isTaken = std::ranges::find(round, replacements[i].rule, &RuleReplacement::rule) != round.end();
            (isTaken ? later : members).push_back(i);
            if (!isTaken) round.push_back(replacements[i]);
        }
        const auto after = evaluate(ledger, round, control);
        if (!after) return tl::make_unexpected(after.error());
        for (const std::size_t i : members) out[i] = keepsHits(ledger, **after, replacements[i].rule);
        waiting = std::move(later);
    }
    return out;
}

Result<std::vector<Tightening>> tighten(const Ledger& ledger, std::span<const RuleRef> rules,
                                        const RunControl& control) {
    const Reachability& r = ledger.reachability();
    std::vector<Tightening> out;
    std::vector<RuleReplacement> replacements;
    for (const RuleRef& rule : rules) {
        if (control.isStopped()) return cancelled();
        const RuleUsage* usage = ledger.usage(rule);
        if (!usage || usage->hits == 0 || usage->maybeHits != 0 || isAdminPolicy(rule.policy)) continue;
        auto narrower = narrowerRule(ledger, *usage);
        if (!narrower) continue;
        Tightening& t = out.emplace_back();
        t.rule = rule;
        t.policy = withRule(*r.policy(rule.policy), rule, *narrower);
        t.replacement = *narrower;
        t.yaml = ruleYaml(r.cluster(), rule.direction, t.replacement);
        replacements.push_back({rule, std::move(*narrower)});
    }
    if (out.empty()) return out;
    const auto after = evaluate(ledger, replacements, control);
    if (!after) return tl::make_unexpected(after.error());
    WorkloadClasses classes(**after);
    std::erase_if(out, [&](Tightening& t) {
        t.pairsAfter = allowedPairs(**after, t.rule, classes);
        const bool isSmaller = t.pairsAfter <= ledger.usage(t.rule)->allowedPairs;
        return !isSmaller || !keepsHits(ledger, **after, t.rule);
    });
    return out;
}

} // namespace portolan

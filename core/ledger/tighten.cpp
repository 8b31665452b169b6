#include "core/ledger/tighten.h"

#include "core/ledger/gates.h"
#include "core/ledger/narrower_rule.h"
#include "core/ledger/rule_text.h"

#include <algorithm>
#include <map>

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

} // namespace

Result<std::vector<Tightening>> tighten(const Ledger& ledger, std::span<const RuleRef> rules,
                                        const RunControl& control) {
    const Reachability& r = ledger.reachability();
    std::vector<Tightening> out;
    std::map<PolicyId, std::shared_ptr<const NetworkPolicy>> edited;
    for (const RuleRef& rule : rules) {
        if (control.isStopped()) return cancelled();
        const RuleUsage* usage = ledger.usage(rule);
        if (!usage || usage->hits == 0 || usage->maybeHits != 0) continue;
        auto narrower = narrowerRule(ledger, *usage);
        if (!narrower) continue;
        auto& policy = edited[rule.policy];
        policy = withRule(policy ? *policy : *r.policy(rule.policy), rule, *narrower);
        Tightening& t = out.emplace_back();
        t.rule = rule;
        t.policy = withRule(*r.policy(rule.policy), rule, *narrower);
        t.replacement = std::move(*narrower);
        t.yaml = ruleYaml(r.cluster(), rule.direction, t.replacement);
    }
    if (out.empty()) return out;
    std::vector<PolicyEdit> edits;
    for (auto& [id, policy] : edited) edits.push_back({id, policy});
    const auto after = r.edited(edits, control);
    if (!after) return tl::make_unexpected(after.error());
    // Rules only add up, and who is isolated stays the same: a flow that its own rule still matches is kept whatever
    // happens to the other rules, so one evaluation of all edits proves each of them.
    WorkloadClasses classes(**after);
    std::erase_if(out, [&](Tightening& t) {
        t.pairsAfter = allowedPairs(**after, t.rule, classes);
        const bool isSmaller = t.pairsAfter <= ledger.usage(t.rule)->allowedPairs;
        return !isSmaller || !keepsHits(ledger, **after, t.rule);
    });
    return out;
}

} // namespace portolan

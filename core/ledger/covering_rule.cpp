#include "core/ledger/covering_rule.h"

#include <algorithm>

namespace portolan {
namespace {

bool isSubset(const ClassSet& a, const ClassSet& b) {
    return &a == &b || a.minus(b).isEmpty();
}

/// Whether `b` matches whatever `a` may match.
bool covers(const Reachability& r, const CompiledRule& b, const CompiledRule& a) {
    if (!a.related.empty() || !b.related.empty()) return false;
    const bool hasPorts =
        b.traffic.contains(a.traffic) && std::ranges::all_of(a.namedPorts, [&](const NamedPort& named) {
            return b.traffic.contains(TrafficSet::of(named.protocol, PortSet::all())) ||
                   std::ranges::find(b.namedPorts, named) != b.namedPorts.end();
        });
    return hasPorts && isSubset(*a.peers.may, *b.peers.must) &&
           isSubset(*r.compiled(a.ref.policy)->subject.may, *r.compiled(b.ref.policy)->subject.must);
}

} // namespace

std::optional<RuleRef> coveringRule(const Reachability& reachability, const RuleRef& rule) {
    const CompiledRule* const own = compiledRule(reachability, rule);
    if (own == nullptr || own->peers.may->isEmpty() || (own->traffic.isEmpty() && own->namedPorts.empty()))
        return std::nullopt;
    const ClassSet& subjects = *reachability.compiled(rule.policy)->subject.may;
    if (subjects.isEmpty()) return std::nullopt;
    const ClassId some(subjects.runs().front().first); // whatever covers the rule selects all its subjects
    if (isAdminPolicy(rule.policy)) {
        for (const Capture& capture : reachability.adminCaptures(some, rule.direction)) {
            const CompiledPolicy& policy = *reachability.compiled(capture.policy);
            const bool isOwn = capture.policy == rule.policy;
            const CompiledPolicy& ownPolicy = *reachability.compiled(rule.policy);
            // Policies of one priority are in no order.
            if (!isOwn && policy.tier == ownPolicy.tier && policy.priority >= ownPolicy.priority) break;
            if (!isOwn && policy.tier != ownPolicy.tier) continue; // NetworkPolicies may come between
            for (const CompiledRule& other : policy.rulesIn(rule.direction)) {
                if (isOwn && other.ref.index >= rule.index) return std::nullopt;
                if (covers(reachability, other, *own)) return other.ref;
            }
            if (isOwn) break;
        }
        return std::nullopt;
    }
    for (const Capture& capture : reachability.captures(some, rule.direction))
        for (const CompiledRule& other : reachability.compiled(capture.policy)->rulesIn(rule.direction)) {
            if (other.ref == rule || !covers(reachability, other, *own)) continue;
            if (other.ref < rule || !covers(reachability, *own, other)) return other.ref;
        }
    return std::nullopt;
}

} // namespace portolan

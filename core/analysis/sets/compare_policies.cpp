#include "core/analysis/sets/compare_policies.h"

#include "core/analysis/sets/explicit_traffic.h"
#include "core/analysis/sets/joint_ends.h"
#include "core/analysis/sets/redundant_rules.h"
#include "core/reach/rule_match.h"
#include "core/reach/workload_view.h"

#include <algorithm>

namespace portolan {
namespace {

std::string placeOf(const Reachability& r, PolicyId id) {
    const AdminPolicy* admin = r.adminPolicy(id);
    return r.cluster().files.line(admin ? admin->where : r.policy(id)->where);
}

std::string placeOf(const Reachability& r, const RuleRef& rule) {
    return r.cluster().files.line(whereOf(r, rule));
}

/// Pods that the policy selects, with the addresses left out.
Ternary selectsPods(const CompiledPolicy& policy) {
    return !policy.subject.must->isEmpty() ? Ternary::Yes
           : policy.subject.may->isEmpty() ? Ternary::No
                                           : Ternary::Unknown;
}

Ternary selectsPeers(const CompiledRule& rule) {
    Ternary out = Ternary::No;
    if (rule.traffic.isEmpty() && rule.namedPorts.empty()) return out;
    if (!rule.peers.must->isEmpty()) return Ternary::Yes;
    if (!rule.peers.may->isEmpty()) out = Ternary::Unknown;
    for (const RelatedPods& related : rule.related)
        out = either(out, !related.peers.must->isEmpty() ? Ternary::Yes
                          : related.peers.may->isEmpty() ? Ternary::No
                                                         : Ternary::Unknown);
    return out;
}

/// Adds what is not needed, or perhaps is not: `isNeeded` No, or Unknown.
void add(SetOutcome& out, Ternary isNeeded, SetFinding finding) {
    if (isNeeded == Ternary::Yes) return;
    finding.isCertain = isNeeded == Ternary::No;
    ++(finding.isCertain ? out.count : out.uncertain);
    out.holds = both(out.holds, isNeeded);
    out.findings.push_back(std::move(finding));
}

void addEmptyPolicy(const Reachability& r, PolicyId id, SetOutcome& out) {
    add(out, selectsPods(*r.compiled(id)),
        {"policy", shortName(r, id) + " selects no pod", "no pod has the labels that it asks for", placeOf(r, id),
         true});
}

/// Rules of the policy that select nothing. Returns those.
std::vector<RuleRef> addEmptyRules(const Reachability& r, PolicyId id, SetOutcome& out) {
    std::vector<RuleRef> empty;
    for (const Direction d : kDirections)
        for (const CompiledRule& rule : r.compiled(id)->rulesIn(d)) {
            const Ternary selects = selectsPeers(rule);
            if (selects == Ternary::No) empty.push_back(rule.ref);
            add(out, selects,
                {"rule", displayName(r, rule.ref) + " selects nothing", "no pod and no address is one of its peers",
                 placeOf(r, rule.ref), true});
        }
    return empty;
}

Result<Ternary> isVacuous(const PolicySet& set, const RunControl& control) {
    std::vector<PolicyEdit> edits;
    for (const PolicyId id : set.policies()) edits.push_back({id, nullptr});
    if (edits.empty()) return Ternary::Yes;
    const auto bare = set.reachability->edited(edits, control);
    if (!bare) return tl::make_unexpected(bare.error());
    return isSameReach(*set.reachability, **bare, control);
}

Result<void> addRedundantRules(const PolicySet& set, PolicyId id, const std::vector<RuleRef>& leftOut, SetOutcome& out,
                               const RunControl& control) {
    const Reachability& r = *set.reachability;
    for (const Direction d : kDirections)
        for (const CompiledRule& rule : r.compiled(id)->rulesIn(d)) {
            if (std::ranges::find(leftOut, rule.ref) != leftOut.end()) continue;
            const auto isRedundant = isRuleRedundant(r, rule.ref, control);
            if (!isRedundant) return tl::make_unexpected(isRedundant.error());
            if (*isRedundant == Ternary::No) continue;
            add(out, *isRedundant == Ternary::Yes ? Ternary::No : Ternary::Unknown,
                {"rule", displayName(r, rule.ref) + " is redundant", whyRuleRedundant(r, rule.ref),
                 placeOf(r, rule.ref), true});
        }
    return {};
}

/// How policies are looked at in a search for what is not needed.
struct RedundancyScope {
    bool isEmptyAsked = false; ///< what selects nothing counts too, once
    bool isRedundancyAsked = true;
};

Result<void> addRedundant(const PolicySet& set, const RedundancyScope& scope, SetOutcome& out,
                          const RunControl& control) {
    const Reachability& r = *set.reachability;
    const std::vector<PolicyId> policies = set.policies();
    for (std::size_t i = 0; i < policies.size(); ++i) {
        const PolicyId id = policies[i];
        control.report("Looking for what is not needed", static_cast<double>(i) / static_cast<double>(policies.size()));
        std::vector<RuleRef> empty;
        if (scope.isEmptyAsked) {
            addEmptyPolicy(r, id, out);
            if (selectsPods(*r.compiled(id)) == Ternary::No) continue;
            empty = addEmptyRules(r, id, out);
        }
        if (!scope.isRedundancyAsked) continue;
        if (policies.size() > 1) { // whether the only policy changes anything is a matter of vacuity
            const auto isRedundant = isPolicyRedundant(r, id, control);
            if (!isRedundant) return tl::make_unexpected(isRedundant.error());
            if (*isRedundant != Ternary::No)
                add(out, *isRedundant == Ternary::Yes ? Ternary::No : Ternary::Unknown,
                    {"policy", shortName(r, id) + " is redundant", whyPolicyRedundant(r, id), placeOf(r, id), true});
            if (*isRedundant == Ternary::Yes) continue;
        }
        if (auto done = addRedundantRules(set, id, empty, out, control); !done) return done;
    }
    return {};
}

std::string counted(std::uint64_t n, const std::string& one, const std::string& many) {
    return std::to_string(n) + ' ' + (n == 1 ? one : many);
}

/// "2 redundant policies or rules in np1", and how many more may be.
std::string summaryOf(const SetOutcome& out, const std::string& none, const std::string& one, const std::string& many) {
    std::string text = out.count == 0 ? none : counted(out.count, one, many);
    if (out.uncertain > 0) text += ", " + std::to_string(out.uncertain) + " uncertain";
    return out.sets.front() + ": " + text;
}

} // namespace

Result<SetOutcome> vacuity(const PolicySet& set, const RunControl& control) {
    SetOutcome out;
    out.sets = {set.name};
    const auto isIdle = isVacuous(set, control);
    if (!isIdle) return tl::make_unexpected(isIdle.error());
    out.count = *isIdle == Ternary::Yes ? 1 : 0;
    out.uncertain = *isIdle == Ternary::Unknown ? 1 : 0;
    out.holds = *isIdle == Ternary::Yes ? Ternary::No : *isIdle == Ternary::No ? Ternary::Yes : Ternary::Unknown;
    out.summary = set.name + (out.holds == Ternary::Yes  ? ": the policies change what may pass"
                              : out.holds == Ternary::No ? ": without the policies the same would pass"
                                                         : ": whether the policies change what may pass is uncertain");
    return out;
}

SetOutcome emptiness(const PolicySet& set) {
    SetOutcome out;
    out.sets = {set.name};
    for (const PolicyId id : set.policies()) {
        addEmptyPolicy(*set.reachability, id, out);
        addEmptyRules(*set.reachability, id, out);
    }
    out.summary = summaryOf(out, "every policy and rule selects something", "policy or rule selects nothing",
                            "policies or rules select nothing");
    return out;
}

Result<SetOutcome> redundancy(const PolicySet& set, const RunControl& control) {
    SetOutcome out;
    out.sets = {set.name};
    if (auto done = addRedundant(set, {}, out, control); !done) return tl::make_unexpected(done.error());
    out.summary =
        summaryOf(out, "no policy or rule is redundant", "redundant policy or rule", "redundant policies or rules");
    return out;
}

Result<SetOutcome> sanity(const PolicySet& set, const RunControl& control) {
    SetOutcome out;
    out.sets = {set.name};
    bool isIdle = false;
    if (!set.policies().empty()) {
        const auto isVacuousSet = isVacuous(set, control);
        if (!isVacuousSet) return tl::make_unexpected(isVacuousSet.error());
        isIdle = *isVacuousSet == Ternary::Yes;
        if (*isVacuousSet != Ternary::No)
            add(out, isIdle ? Ternary::No : Ternary::Unknown,
                {"set", set.name + " changes nothing", "without its policies the same would pass", {}, true});
        const RedundancyScope scope{true, !isIdle}; // in an idle set, everything is redundant
        if (auto done = addRedundant(set, scope, out, control); !done) return tl::make_unexpected(done.error());
    }
    out.summary = summaryOf(out, "nothing is amiss", "matter", "matters");
    return out;
}

SetOutcome allCaptured(const PolicySet& set) {
    SetOutcome out;
    out.sets = {set.name};
    const Reachability& r = *set.reachability;
    const Cluster& cluster = r.cluster();
    if (set.policies().empty()) {
        for (std::size_t i = 0; i < cluster.pods.size(); ++i) out.count += cluster.weight(PodId(i));
        out.holds = out.count == 0 ? Ternary::Yes : Ternary::No;
        out.summary = set.name + ": there are no policies, so none of the " + counted(out.count, "pod", "pods") +
                      " is governed by one";
        return out;
    }
    for (std::size_t i = 0; i < cluster.workloads.size(); ++i) {
        const Workload& workload = cluster.workloads[WorkloadId(i)];
        for (const Direction d : kDirections) {
            Ternary captured = Ternary::Yes;
            for (const PodId pod : workload.pods) captured = both(captured, isCaptured(r, r.classes().classOf(pod), d));
            add(out, captured,
                {"workload", cluster.identity(WorkloadId(i)) + ": no policy governs its " + std::string(name(d)),
                 isNodeLike(r, WorkloadId(i)) ? "it shares its node's network, which policies do not reach" : "",
                 cluster.files.line(workload.where), true});
        }
    }
    out.summary =
        summaryOf(out, "policies govern the ingress and egress of every pod",
                  "direction of a workload that no policy governs", "directions of workloads that no policy governs");
    return out;
}

SetOutcome disjointness(const PolicySet& set) {
    SetOutcome out;
    out.sets = {set.name};
    const Reachability& r = *set.reachability;
    const std::vector<PolicyId> policies = set.policies();
    for (std::size_t i = 0; i < policies.size(); ++i)
        for (std::size_t j = i + 1; j < policies.size(); ++j) {
            if (isAdminPolicy(policies[i]) != isAdminPolicy(policies[j])) continue; // these are made to overlap
            const CompiledPolicy& a = *r.compiled(policies[i]);
            const CompiledPolicy& b = *r.compiled(policies[j]);
            const ClassSet surely = a.subject.must->intersected(*b.subject.must);
            const ClassSet shared = surely.isEmpty() ? a.subject.may->intersected(*b.subject.may) : surely;
            if (shared.isEmpty()) continue;
            const PodId pod = r.classes().pods(ClassId(shared.runs().front().first)).front();
            add(out, surely.isEmpty() ? Ternary::Unknown : Ternary::No,
                {"policies", shortName(r, policies[i]) + " and " + shortName(r, policies[j]) + " select the same pods",
                 "both select " + podText(r.cluster(), pod), placeOf(r, policies[i]) + ", " + placeOf(r, policies[j]),
                 true});
        }
    out.summary = summaryOf(out, "no two policies select the same pod", "pair of policies selects the same pods",
                            "pairs of policies select the same pods");
    return out;
}

} // namespace portolan

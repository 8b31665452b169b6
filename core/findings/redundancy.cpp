#include "core/findings/families.h"
#include "core/ledger/rule_text.h"
#include "core/ledger/workload_selector.h"

#include <algorithm>

namespace portolan {
namespace {

bool isEverything(const Reachability& r, const CompiledRule& rule) {
    return rule.traffic.isAll() && rule.peers.must->count() == r.classes().count();
}

/// RED-05: policies that also select some of the rule's pods in that direction and whose own rules are narrower.
void checkAllowAll(const FindingContext& context, const CompiledRule& rule, Findings& out) {
    const Reachability& r = context.reachability();
    if (!isEverything(r, rule)) return;
    std::vector<PolicyId> neutralised;
    r.compiled(rule.ref.policy)->subject.must->forEach([&](ClassId c) {
        for (const Capture& capture : r.captures(c, rule.ref.direction)) {
            if (capture.certainty != Ternary::Yes || capture.policy == rule.ref.policy) continue;
            const auto& rules = r.compiled(capture.policy)->rulesIn(rule.ref.direction);
            const bool isRestrictive = !rules.empty() && std::ranges::none_of(rules, [&](const CompiledRule& o) {
                return isEverything(r, o);
            });
            if (isRestrictive && std::ranges::find(neutralised, capture.policy) == neutralised.end())
                neutralised.push_back(capture.policy);
        }
    });
    if (neutralised.empty()) return;
    std::ranges::sort(neutralised);
    Finding finding = context.make("RED-05", rule.ref,
                                   "The rule allows everything, so the rules of other policies have no "
                                   "effect on the pods it selects");
    const bool isWritten = r.policy(rule.ref.policy)->rules(rule.ref.direction)[rule.ref.index].peers.empty();
    finding.proof = isWritten ? Proof::Structural : Proof::Snapshot;
    finding.workloads = context.classes().in(*r.compiled(rule.ref.policy)->subject.must);
    for (const PolicyId id : neutralised)
        finding.evidence.push_back("without effect there: " + std::string(name(rule.ref.direction)) + " rules of " +
                                   context.objectName(id));
    finding.fix = "Delete the rule; what it is needed for gets a rule of its own.";
    out.push_back(std::move(finding));
}

/// The policies that isolate the other ends of the rule, by name.
std::vector<std::string> isolatingPolicies(const FindingContext& context, const CompiledRule& rule) {
    constexpr std::size_t kNamed = 5;
    const Reachability& r = context.reachability();
    std::vector<PolicyId> ids;
    const ClassSet pods = rule.peers.must->intersected(ClassSet::range(0, r.classes().podClassCount()));
    pods.forEach([&](ClassId c) {
        if (ids.size() > kNamed) return;
        for (const Capture& capture : r.captures(c, opposite(rule.ref.direction)))
            if (std::ranges::find(ids, capture.policy) == ids.end()) ids.push_back(capture.policy);
    });
    std::ranges::sort(ids);
    std::vector<std::string> out;
    for (const PolicyId id : ids)
        if (out.size() < kNamed)
            out.push_back(context.objectName(id) + " isolates the other end and has no rule for it");
    return out;
}

/// What to add at the other end: a rule for the subject of this one.
std::string counterpart(const FindingContext& context, const CompiledRule& rule) {
    const Reachability& r = context.reachability();
    const Cluster& cluster = context.cluster();
    const Direction other = opposite(rule.ref.direction);
    const auto subjects = context.classes().in(*r.compiled(rule.ref.policy)->subject.must);
    const auto peers = context.classes().in(*rule.peers.must);
    if (subjects.size() != 1 || peers.empty()) return "Add the matching rule at the other end, or delete this one.";
    PolicyRule added;
    added.ports = r.policy(rule.ref.policy)->rules(rule.ref.direction)[rule.ref.index].ports;
    const auto peer = peerFor(cluster, subjects.front(), cluster.workloads[peers.front()].ns);
    if (!peer) return "Add the matching rule at the other end, or delete this one.";
    added.peers.push_back(*peer);
    return "Add to the " + std::string(name(other)) + " of " + namesOf(cluster, peers) + ", or delete this rule:\n" +
           ruleYaml(cluster, other, added);
}

/// True where every peer is chosen by its labels: a wider rule is meant for those of its peers that take part.
bool namesItsPeers(const PolicyRule& rule) {
    return !rule.peers.empty() && std::ranges::all_of(rule.peers, [](const PolicyPeer& peer) {
        return peer.podSelector && !peer.podSelector->isEmpty();
    });
}

/// RED-06 [G-POD, G-MUST].
void checkHalfOpen(const FindingContext& context, const CompiledRule& rule, Findings& out) {
    const Reachability& r = context.reachability();
    const bool isNamed = namesItsPeers(r.policy(rule.ref.policy)->rules(rule.ref.direction)[rule.ref.index]);
    OtherSide other = otherSide(context, rule.ref, isNamed ? Depth::Full : Depth::FirstOpen);
    if (other.closed == 0 || (other.open != 0 && !isNamed)) return;
    const bool isIngress = rule.ref.direction == Direction::Ingress;
    Finding finding =
        context.make("RED-06", rule.ref,
                     !other.isAllClosed() ? "Some of the pods that the rule allows are held back at the other end"
                     : isIngress          ? "The rule admits pods whose own egress policies hold them back"
                                          : "The rule leads to pods whose ingress policies do not admit it");
    finding.workloads = context.classes().in(*r.compiled(rule.ref.policy)->subject.must);
    if (other.isAllClosed()) {
        if (rule.peers.may->runs().back().end > r.classes().podClassCount())
            finding.evidence.emplace_back("speaks of its pod peers; addresses it allows too are not affected");
        for (std::string& line : isolatingPolicies(context, rule)) finding.evidence.push_back(std::move(line));
        finding.fix = counterpart(context, rule);
    } else {
        finding.severity = Severity::Info;
        std::ranges::sort(other.closedSubjects);
        std::ranges::sort(other.closedPeers);
        const auto& from = isIngress ? other.closedPeers : other.closedSubjects;
        const auto& to = isIngress ? other.closedSubjects : other.closedPeers;
        finding.evidence.push_back("closed pairs lead from " + namesOf(context.cluster(), from) + " to " +
                                   namesOf(context.cluster(), to));
    }
    out.push_back(std::move(finding));
}

} // namespace

bool checkRedundancy(const FindingContext& context, const RunControl& control, Findings& out) {
    const Reachability& r = context.reachability();
    for (std::size_t i = 0; i < r.policyCount(); ++i) {
        if (i % 16 == 0 && control.isStopped()) return false;
        const CompiledPolicy* policy = r.compiled(PolicyId(i));
        if (!policy || policy->subject.must->isEmpty()) continue;
        for (const Direction d : kDirections) {
            for (const CompiledRule& rule : policy->rulesIn(d)) {
                checkAllowAll(context, rule, out);
                if (context.isInventoryComplete() && !rule.peers.may->isEmpty()) checkHalfOpen(context, rule, out);
            }
        }
    }
    return true;
}

} // namespace portolan

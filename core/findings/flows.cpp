#include "core/findings/families.h"
#include "core/ledger/gates.h"
#include "core/ledger/rule_text.h"
#include "core/ledger/workload_selector.h"

#include <algorithm>

namespace portolan {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

/// Ends whose traffic policies decide about: no nodes and hostNetwork pods (probes, own-node traffic, addresses that
/// hide the real peer).
bool isJudged(const FindingContext& context, const LedgerEnd& end) {
    if (std::holds_alternative<Cidr>(end)) return true;
    const auto* workload = std::get_if<WorkloadId>(&end);
    return workload && context.isGoverned(*workload);
}

/// True where the pods that the log names did not exist when the flow was last seen: its address had another owner.
bool isOlderThanPods(const FindingContext& context, const LedgerEdge& edge) {
    for (const auto& pod : {edge.fromPod, edge.toPod}) {
        if (!pod || edge.seen.lastDelivered == 0) continue;
        const auto& created = context.cluster().pods[*pod].createdAt;
        if (created && *created * kSecond > edge.seen.lastDelivered) return true;
    }
    return false;
}

/// Policies that isolate a closed end, ascending.
std::vector<PolicyId> decidingPolicies(const FindingContext& context, const LedgerEdge& edge) {
    std::vector<PolicyId> out;
    const Reachability& r = context.reachability();
    for (const Direction d : kDirections) {
        if (edge.gate(d).kind != EdgeGate::Kind::Closed) continue;
        const LedgerEnd& end = d == Direction::Egress ? edge.from : edge.to;
        for (const ClassId c : classesOf(r, context.classes(), end))
            for (const Capture& capture : r.captures(c, d)) out.push_back(capture.policy);
    }
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

std::optional<PolicyPeer> peerOf(const Cluster& cluster, const LedgerEnd& end, NamespaceId policyNamespace) {
    if (const auto* workload = std::get_if<WorkloadId>(&end)) return peerFor(cluster, *workload, policyNamespace);
    PolicyPeer out;
    out.ipBlock = IpBlock{std::get<Cidr>(end), {}};
    return out;
}

/// What to add so that the edge passes: for each closed end a policy with one rule.
struct Opening {
    std::vector<std::shared_ptr<const NetworkPolicy>> policies;
    std::string yaml;
};

std::optional<Opening> openingOf(const FindingContext& context, const LedgerEdge& edge) {
    const Cluster& cluster = context.cluster();
    Opening out;
    for (const Direction d : kDirections) {
        if (edge.gate(d).kind != EdgeGate::Kind::Closed) continue;
        const auto* id = std::get_if<WorkloadId>(d == Direction::Egress ? &edge.from : &edge.to);
        if (!id) return std::nullopt;
        const NamespaceId ns = cluster.workloads[*id].ns;
        const auto subject = selectorOf(cluster, *id);
        const auto peer = peerOf(cluster, d == Direction::Egress ? edge.to : edge.from, ns);
        if (!subject || !peer) return std::nullopt;
        const PolicyRule rule{{*peer}, {{edge.protocol, edge.port, edge.port, Symbol(), {}}}, {}};
        auto policy = std::make_shared<NetworkPolicy>();
        policy->ns = ns;
        policy->podSelector = *subject;
        policy->isolatesIngress = d == Direction::Ingress;
        policy->isolatesEgress = d == Direction::Egress;
        (d == Direction::Ingress ? policy->ingress : policy->egress).push_back(rule);
        out.policies.push_back(std::move(policy));
        out.yaml += "  " + std::string(name(d)) + ": # of a policy that selects " + cluster.displayName(*id) + '\n' +
                    ruleYaml(cluster, d, rule);
    }
    return out;
}

std::string whatItMeans(const FindingContext& context, const LedgerEdge& edge, const std::vector<PolicyId>& policies) {
    const EdgeEvidence& seen = edge.seen;
    if (seen.delivered == seen.wouldDeny)
        return "will break as soon as the policies are enforced: they are in audit mode";
    const auto createdAfter = [&](PolicyId id) {
        const auto& created = context.reachability().policy(id)->createdAt;
        return created && *created * kSecond > seen.lastDelivered;
    };
    const auto isUndated = [&](PolicyId id) { return !context.reachability().policy(id)->createdAt; };
    if (std::ranges::any_of(policies, createdAfter))
        return "will break if it is still needed: the policy is younger than the flow";
    if (seen.lastDelivered == 0 || std::ranges::any_of(policies, isUndated))
        return "will break, or the policies are not enforced or are bypassed";
    return "the policies are older than the flow: they are not enforced or are bypassed, or the connection is older "
           "still";
}

void checkDeniedFlow(const FindingContext& context, std::size_t index, Findings& out, FixProofs& proofs) {
    const LedgerEdge& edge = context.ledger().edges()[index];
    if (edge.verdict != Verdict::Deny || edge.seen.delivered == 0) return;
    if (!isJudged(context, edge.from) || !isJudged(context, edge.to) || isOlderThanPods(context, edge)) return;
    const Cluster& cluster = context.cluster();
    const auto policies = decidingPolicies(context, edge);
    Finding finding = context.make("FLOW-01", counted(edge.seen.delivered, "observed connection") +
                                                  " would be denied: " + whatItMeans(context, edge, policies));
    finding.object = displayName(cluster, edge.from) + " => " + displayName(cluster, edge.to) + ' ' +
                     std::string(name(edge.protocol)) + ' ' + std::to_string(edge.port);
    for (const LedgerEnd* end : {&edge.from, &edge.to})
        if (const auto* workload = std::get_if<WorkloadId>(end)) finding.workloads.push_back(*workload);
    std::ranges::sort(finding.workloads);
    const LedgerEnd& closed = edge.ingress.kind == EdgeGate::Kind::Closed ? edge.to : edge.from;
    if (const auto ns = namespaceOf(cluster, closed)) finding.ns = context.namespaceName(*ns);
    finding.evidence.push_back(counted(edge.seen.delivered, "connection") + " on " + daysText(edge.seen) +
                               (edge.seen.lastDelivered != 0 ? ", last on " + dateText(edge.seen.lastDelivered) : ""));
    if (edge.seen.denied != 0)
        finding.evidence.push_back(counted(edge.seen.denied, "connection") + " dropped" +
                                   (edge.seen.lastDenied != 0 ? ", last on " + dateText(edge.seen.lastDenied) : ""));
    for (const Direction d : kDirections)
        if (edge.gate(d).kind == EdgeGate::Kind::Closed)
            finding.evidence.push_back(std::string(name(d)) + " of " +
                                       displayName(cluster, d == Direction::Egress ? edge.from : edge.to) +
                                       " is closed");
    for (const PolicyId id : policies) finding.evidence.push_back("decided by " + context.objectName(id));
    if (!policies.empty()) {
        finding.policy = policies.front();
        finding.where = context.reachability().policy(policies.front())->where;
    }
    finding.fix = "If the connection is needed, allow it at both ends.";
    if (auto opening = openingOf(context, edge)) {
        proofs.additions.push_back({out.size(), index, std::move(opening->policies), finding.fix});
        finding.fix = "If the connection is needed, allow it:\n" + opening->yaml;
    }
    out.push_back(std::move(finding));
}

} // namespace

void checkFlows(const FindingContext& context, Findings& out, FixProofs& proofs) {
    for (std::size_t i = 0; i < context.ledger().edges().size(); ++i) checkDeniedFlow(context, i, out, proofs);
}

} // namespace portolan

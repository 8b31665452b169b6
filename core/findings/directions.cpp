#include "core/findings/families.h"

#include <algorithm>

namespace portolan {
namespace {

/// Workloads that the policy selects for certain.
std::vector<WorkloadId> subjectsOf(const FindingContext& context, PolicyId id) {
    return context.classes().in(*context.reachability().compiled(id)->subject.must);
}

bool isAnyIngressAllowedByOthers(const FindingContext& context, WorkloadId workload, PolicyId except) {
    const Reachability& r = context.reachability();
    return std::ranges::all_of(context.classes().of(workload), [&](ClassId c) {
        return std::ranges::any_of(r.captures(c, Direction::Ingress), [&](const Capture& capture) {
            return capture.policy != except && !r.compiled(capture.policy)->rulesIn(Direction::Ingress).empty();
        });
    });
}

/// Flows to the workload that passed and that its ingress now denies.
std::uint64_t brokenFlows(const FindingContext& context, WorkloadId workload) {
    std::uint64_t out = 0;
    for (const std::uint32_t i : context.ledger().edgesOf(workload)) {
        const LedgerEdge& edge = context.ledger().edges()[i];
        const auto* to = std::get_if<WorkloadId>(&edge.to);
        if (to && *to == workload && edge.verdict == Verdict::Deny && edge.ingress.kind == EdgeGate::Kind::Closed)
            out += edge.seen.delivered;
    }
    return out;
}

/// DIR-02 (semantics NP-N2 a).
void checkSilentIngressDeny(const FindingContext& context, PolicyId id, Findings& out) {
    std::vector<WorkloadId> cutOff;
    const auto subjects = subjectsOf(context, id);
    for (const WorkloadId workload : subjects)
        if (!isAnyIngressAllowedByOthers(context, workload, id)) cutOff.push_back(workload);
    if (cutOff.empty() && context.isInventoryComplete()) return;
    Finding finding = context.make("DIR-02", id,
                                   "The policy has rules for egress only, and without policyTypes it also "
                                   "denies all ingress of the pods it selects");
    finding.workloads = cutOff;
    if (cutOff.empty()) {
        finding.proof = Proof::Structural;
        finding.evidence.emplace_back("holds for every pod it selects that no other policy allows ingress");
    } else {
        finding.evidence.push_back("nothing may connect to " + namesOf(context.cluster(), cutOff));
    }
    std::uint64_t broken = 0;
    for (const WorkloadId workload : cutOff) broken += brokenFlows(context, workload);
    if (broken != 0) {
        finding.severity = Severity::High;
        finding.evidence.push_back("raised from medium to high: " + counted(broken, "observed flow") +
                                   " to them would be cut");
    }
    finding.fix = "Write out what is meant: policyTypes: [Egress]";
    out.push_back(std::move(finding));
}

/// DIR-03 (semantics NP-N2 b).
void checkVoidEgressDeny(const FindingContext& context, PolicyId id, Findings& out) {
    Finding finding =
        context.make("DIR-03", id, "egress: [] without policyTypes does not isolate egress: the list has no effect");
    finding.proof = Proof::Structural;
    std::vector<WorkloadId> open;
    for (const WorkloadId workload : subjectsOf(context, id)) {
        const auto classes = context.classes().of(workload);
        if (std::ranges::any_of(classes, [&](ClassId c) {
                return context.reachability().isolation(c, Direction::Egress) == Ternary::No;
            }))
            open.push_back(workload);
    }
    finding.workloads = open;
    if (!open.empty()) finding.evidence.push_back("egress is still open for " + namesOf(context.cluster(), open));
    finding.fix = "Write out what is meant: policyTypes: [Ingress, Egress]";
    out.push_back(std::move(finding));
}

} // namespace

void checkDirections(const FindingContext& context, Findings& out) {
    const Reachability& r = context.reachability();
    for (std::size_t i = 0; i < r.policyCount(); ++i) {
        const NetworkPolicy* policy = r.policy(PolicyId(i));
        if (!policy || policy->isTypesWritten) continue;
        if (!policy->egress.empty() && policy->ingress.empty()) checkSilentIngressDeny(context, PolicyId(i), out);
        if (policy->isEgressKeyWritten && policy->egress.empty()) checkVoidEgressDeny(context, PolicyId(i), out);
    }
}

} // namespace portolan

#include "core/findings/families.h"
#include "core/ledger/rule_text.h"

#include <algorithm>

namespace portolan {
namespace {

/// Governed workloads that the rule's policy selects and that are in scope.
std::vector<WorkloadId> subjectsInScope(const FindingContext& context, const RuleRef& rule) {
    std::vector<WorkloadId> out;
    for (const WorkloadId id : context.classes().in(*context.reachability().compiled(rule.policy)->subject.must))
        if (context.isInScope(context.cluster().workloads[id].ns)) out.push_back(id);
    return out;
}

std::string portsText(const FindingContext& context, const CompiledRule& rule) {
    std::string out = rule.traffic.isAll() ? "all ports" : rule.traffic.isEmpty() ? "" : rule.traffic.text();
    for (const NamedPort& port : rule.namedPorts)
        out += (out.empty() ? "" : ",") + std::string(name(port.protocol)) + ' ' +
               std::string(context.cluster().text(port.name));
    return out;
}

bool isSilent(const CompiledRule& rule) {
    return rule.traffic.isEmpty() && rule.namedPorts.empty();
}

/// EXP-01: the rule admits every address of a family; pods that no policy isolates are COV-01.
void checkIngressFromAnywhere(const FindingContext& context, const RuleRef& rule, Findings& out) {
    const CompiledRule& compiled = *compiledRule(context.reachability(), rule);
    const auto subjects = subjectsInScope(context, rule);
    if (subjects.empty()) return;
    Finding finding = context.make("EXP-01", rule,
                                   "Every address may connect to " + namesOf(context.cluster(), subjects) + " (" +
                                       portsText(context, compiled) + ")");
    finding.workloads = subjects;
    finding.proof = Proof::Structural;
    const auto exposed = std::ranges::find_if(subjects, [&](WorkloadId id) { return !context.exposures(id).empty(); });
    if (exposed != subjects.end()) {
        finding.severity = Severity::High;
        for (const std::string& how : context.exposures(*exposed))
            finding.evidence.push_back("traffic from outside is led to " + context.cluster().displayName(*exposed) +
                                       " by " + how);
        finding.evidence.emplace_back("raised from medium to high: the way from outside is there");
    }
    finding.fix = "Admit the pods of the controller in front, or the address ranges of the clients.";
    out.push_back(std::move(finding));
}

/// EXP-02: as EXP-01 for egress, DNS left to DNS-03.
void checkEgressToAnywhere(const FindingContext& context, const RuleRef& rule, Findings& out) {
    const CompiledRule& compiled = *compiledRule(context.reachability(), rule);
    if (isDnsOnly(compiled)) return;
    const auto subjects = subjectsInScope(context, rule);
    if (subjects.empty()) return;
    Finding finding = context.make("EXP-02", rule,
                                   namesOf(context.cluster(), subjects) + " may connect to every address (" +
                                       portsText(context, compiled) + ")");
    finding.workloads = subjects;
    finding.proof = Proof::Structural;
    finding.evidence.emplace_back("private ranges and the cloud metadata address 169.254.169.254 are included");
    const auto sensitive = std::ranges::find_if(subjects, [&](WorkloadId id) { return context.isSensitive(id); });
    if (sensitive != subjects.end()) {
        finding.severity = Severity::High;
        finding.evidence.push_back("raised from medium to high: " + context.cluster().displayName(*sensitive) +
                                   " is marked sensitive");
    }
    finding.fix = "Name the destinations, or leave private ranges out:\n"
                  "  - to:\n"
                  "      - ipBlock:\n"
                  "          cidr: 0.0.0.0/0\n"
                  "          except: [10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10, 169.254.0.0/16]\n";
    out.push_back(std::move(finding));
}

/// A namespaceSelector that every namespace matches, whatever its labels.
bool isEveryNamespace(const FindingContext& context, const LabelSelector& selector) {
    return std::ranges::all_of(selector.requirements, [&](const Requirement& r) {
        return r.op == Requirement::Operator::Exists && context.cluster().text(r.key) == "kubernetes.io/metadata.name";
    });
}

/// EXP-03: some element stands for all pods of all namespaces. Cluster DNS is there for everybody.
void checkEveryPod(const FindingContext& context, const RuleRef& rule, Findings& out) {
    const Reachability& r = context.reachability();
    const PolicyRule& written = r.policy(rule.policy)->rules(rule.direction)[rule.index];
    const auto element = std::ranges::find_if(written.peers, [&](const PolicyPeer& peer) {
        return peer.namespaceSelector && isEveryNamespace(context, *peer.namespaceSelector) &&
               (!peer.podSelector || peer.podSelector->isEmpty());
    });
    if (element == written.peers.end() || isClusterDnsRule(context, rule)) return;
    const auto subjects = subjectsInScope(context, rule);
    if (subjects.empty()) return;
    Finding finding = context.make("EXP-03", rule,
                                   "All pods of all namespaces may connect to " + namesOf(context.cluster(), subjects) +
                                       " (" + portsText(context, *compiledRule(r, rule)) + ")");
    finding.workloads = subjects;
    finding.proof = Proof::Structural;
    if (element->where.isKnown()) finding.where = element->where;
    const RuleUsage* usage = context.ledger().usage(rule);
    finding.evidence.push_back(std::to_string(usage->allowedPairs) + " pairs of workloads allowed" +
                               (usage->isObservable ? ", " + std::to_string(usage->usedPairs) + " seen" : ""));
    context.raise(finding, subjects);
    finding.fix = "Name the namespaces: matchLabels: {kubernetes.io/metadata.name: NAME}";
    out.push_back(std::move(finding));
}

} // namespace

bool checkExposure(const FindingContext& context, const RunControl& control, Findings& out) {
    const Reachability& r = context.reachability();
    for (std::size_t i = 0; i < r.policyCount(); ++i) {
        if (i % 64 == 0 && control.isStopped()) return false;
        const CompiledPolicy* policy = r.compiled(PolicyId(i));
        if (!policy) continue;
        for (const Direction d : kDirections) {
            for (const CompiledRule& rule : policy->rulesIn(d)) {
                if (isSilent(rule)) continue;
                if (d == Direction::Ingress) checkEveryPod(context, rule.ref, out);
                if (!ruleAdmitsWholeFamily(context, rule)) continue;
                if (d == Direction::Ingress) checkIngressFromAnywhere(context, rule.ref, out);
                if (d == Direction::Egress) checkEgressToAnywhere(context, rule.ref, out);
            }
        }
    }
    return true;
}

} // namespace portolan

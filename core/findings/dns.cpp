#include "core/findings/families.h"
#include "core/ledger/rule_text.h"
#include "core/ledger/workload_selector.h"

#include <algorithm>

namespace portolan {
namespace {

/// True where no UDP query of the workload's pods can get to any DNS server (DNS-01).
bool isDnsClosed(const FindingContext& context, WorkloadId id) {
    const Reachability& r = context.reachability();
    const DnsServers& dns = context.dns();
    const auto reaches = [&](ClassId from, ClassId to, std::uint16_t port) {
        return r.between(from, to).may.contains(Protocol::Udp, port);
    };
    for (const ClassId from : context.classes().of(id)) {
        if (dns.nodeLocal && reaches(from, r.classOf(*dns.nodeLocal), 53)) return false;
        for (const PodId pod : dns.pods)
            for (const auto& [protocol, port] : dns.ports)
                if (protocol == Protocol::Udp && reaches(from, r.classOf(pod), port)) return false;
    }
    return true;
}

/// Isolated for egress, certainly, all of its pods.
bool isIsolated(const FindingContext& context, WorkloadId id) {
    const auto classes = context.classes().of(id);
    return std::ranges::all_of(
        classes, [&](ClassId c) { return context.reachability().isolation(c, Direction::Egress) == Ternary::Yes; });
}

/// A log that covers the whole window and shows no attempt of the workload to ask a DNS server.
bool isSeenWithoutDns(const FindingContext& context, WorkloadId id) {
    const Ledger& ledger = context.ledger();
    if (!context.hasFullWindow() || !ledger.isCovered(context.cluster().workloads[id].ns)) return false;
    return std::ranges::none_of(ledger.edgesOf(id), [&](std::uint32_t i) {
        const LedgerEdge& edge = ledger.edges()[i];
        const auto* from = std::get_if<WorkloadId>(&edge.from);
        const auto* to = std::get_if<WorkloadId>(&edge.to);
        return from && *from == id && (edge.port == 53 || (to && context.isDnsServer(*to)));
    });
}

/// The rule as YAML under `egress:`; empty where it cannot be written.
std::string dnsRuleYaml(const FindingContext& context, NamespaceId policyNamespace) {
    const auto rule = dnsRule(context, policyNamespace);
    return rule ? "  egress:\n" + ruleYaml(context.cluster(), Direction::Egress, *rule) : "";
}

void checkClosed(const FindingContext& context, WorkloadId id, Findings& out) {
    if (!context.isGoverned(id) || context.isDnsServer(id)) return;
    if (!isIsolated(context, id) || !isDnsClosed(context, id)) return;
    Finding finding = context.make("DNS-01", id, "Egress is isolated and no rule lets the pods ask the cluster's DNS");
    std::string policies;
    for (const Capture& capture : context.reachability().captures(context.classes().of(id).front(), Direction::Egress))
        policies += (policies.empty() ? "" : ", ") + context.objectName(capture.policy).substr(14);
    finding.evidence.push_back("egress is isolated by " + policies);
    if (isSeenWithoutDns(context, id)) {
        finding.severity = Severity::Info;
        finding.evidence.push_back("lowered from high to info: in " +
                                   counted(context.ledger().evidence()->days, "day") +
                                   " of flows the pods never asked");
    }
    const std::string yaml = dnsRuleYaml(context, context.cluster().workloads[id].ns);
    if (!yaml.empty()) finding.fix = "Allow DNS, to the port that its pods listen on:\n" + yaml;
    out.push_back(std::move(finding));
}

/// DNS-03: the rule names the DNS ports and no destination.
void checkAnyDestination(const FindingContext& context, const CompiledRule& rule, Findings& out, FixProofs& proofs) {
    const Reachability& r = context.reachability();
    const NetworkPolicy& policy = *r.policy(rule.ref.policy);
    if (!policy.egress[rule.ref.index].peers.empty() || !isDnsOnly(rule)) return;
    const auto subjects = context.classes().in(*r.compiled(rule.ref.policy)->subject.must);
    if (subjects.empty()) return;
    Finding finding = context.make("DNS-03", rule.ref,
                                   "The rule for DNS names no destination: port 53 is open to every "
                                   "pod and every address");
    finding.proof = Proof::Structural;
    finding.workloads = subjects;
    finding.evidence.push_back(counted(subjects.size(), "workload") + " may reach " + rule.traffic.text() +
                               " of any address: " + namesOf(context.cluster(), subjects));
    if (const RuleUsage* usage = context.ledger().usage(rule.ref); usage && usage->isObservable && usage->hits != 0)
        finding.evidence.push_back(counted(usage->usedPairs, "pair") + " of client and server seen");
    if (auto fixed = dnsRule(context, policy.ns)) {
        finding.fix =
            "Name the cluster's DNS as the destination:\n" + ruleYaml(context.cluster(), Direction::Egress, *fixed);
        proofs.replacements.push_back(
            {out.size(),
             {rule.ref, std::move(*fixed)},
             "Name the destinations; flows to other servers than the cluster's DNS were observed."});
    } else {
        finding.fix = "Name the DNS servers as the destination.";
    }
    out.push_back(std::move(finding));
}

} // namespace

std::optional<PolicyRule> dnsRule(const FindingContext& context, NamespaceId policyNamespace) {
    const Cluster& cluster = context.cluster();
    PolicyRule out;
    std::vector<WorkloadId> servers;
    for (const PodId pod : context.dns().pods) servers.push_back(cluster.pods[pod].workload);
    std::ranges::sort(servers);
    servers.erase(std::unique(servers.begin(), servers.end()), servers.end());
    for (const WorkloadId id : servers) {
        const auto peer = peerFor(cluster, id, policyNamespace);
        if (!peer) return std::nullopt;
        out.peers.push_back(*peer);
    }
    for (const auto& [protocol, port] : context.dns().ports) out.ports.push_back({protocol, port, port, Symbol(), {}});
    if (out.peers.empty() || out.ports.empty()) return std::nullopt;
    return out;
}

void checkDns(const FindingContext& context, Findings& out, FixProofs& proofs) {
    const Reachability& r = context.reachability();
    if (std::ranges::any_of(context.dns().ports, [](const auto& port) { return port.first == Protocol::Udp; }))
        for (std::size_t i = 0; i < context.cluster().workloads.size(); ++i) checkClosed(context, WorkloadId(i), out);
    for (std::size_t i = 0; i < r.policyCount(); ++i)
        if (const CompiledPolicy* policy = r.compiled(PolicyId(i)))
            for (const CompiledRule& rule : policy->rulesIn(Direction::Egress))
                checkAnyDestination(context, rule, out, proofs);
}

} // namespace portolan

#include "core/findings/families.h"

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

std::string dnsRuleYaml(const FindingContext& context) {
    std::string out = "  egress:\n"
                      "  - to:\n"
                      "    - namespaceSelector:\n"
                      "        matchLabels:\n"
                      "          kubernetes.io/metadata.name: kube-system\n"
                      "      podSelector:\n"
                      "        matchLabels:\n"
                      "          k8s-app: kube-dns\n"
                      "    ports:\n";
    for (const auto& [protocol, port] : context.dns().ports)
        out += "    - protocol: " + std::string(name(protocol)) + "\n      port: " + std::to_string(port) + '\n';
    return out;
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
    finding.fix = "Allow DNS, to the port that its pods listen on:\n" + dnsRuleYaml(context);
    out.push_back(std::move(finding));
}

/// DNS-03: the rule names the DNS ports and no destination.
void checkAnyDestination(const FindingContext& context, const CompiledRule& rule, Findings& out) {
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
    finding.fix = "Name the cluster's DNS as the destination:\n" + dnsRuleYaml(context);
    out.push_back(std::move(finding));
}

} // namespace

void checkDns(const FindingContext& context, Findings& out) {
    const Reachability& r = context.reachability();
    if (std::ranges::any_of(context.dns().ports, [](const auto& port) { return port.first == Protocol::Udp; }))
        for (std::size_t i = 0; i < context.cluster().workloads.size(); ++i) checkClosed(context, WorkloadId(i), out);
    for (std::size_t i = 0; i < r.policyCount(); ++i)
        if (const CompiledPolicy* policy = r.compiled(PolicyId(i)))
            for (const CompiledRule& rule : policy->rulesIn(Direction::Egress)) checkAnyDestination(context, rule, out);
}

} // namespace portolan

#include "core/findings/catalogue.h"

#include <algorithm>
#include <array>

namespace portolan {
namespace {

using enum FindingClass;
using enum Severity;

constexpr std::array kEntries{
    CatalogueEntry{"COV-01", "Workload is not isolated for ingress", Judgement, Medium,
                   "No policy governs who may connect to the pods, so every pod of the cluster may.",
                   "CIS Kubernetes 5.3.2; NIST SP 800-190 4.3.3; PCI DSS 1.3.1; MITRE ATT&CK M1030; Kubescape C-0260"},
    CatalogueEntry{"COV-02", "Workload is not isolated for egress", Judgement, Medium,
                   "No policy governs where the pods may connect to: a pod that is taken over reaches everything.",
                   "CIS Kubernetes 5.3.2; PCI DSS 1.3.2; MITRE ATT&CK M1030; Kubescape C-0030"},
    CatalogueEntry{"COV-03", "Namespace has no default-deny", Judgement, Medium,
                   "A pod that is added tomorrow without the labels that policies expect starts with every door open.",
                   "CIS Kubernetes 5.3.2; NSA/CISA Hardening Guide, network separation; NIST SP 800-53 SC-7(5); "
                   "Kubescape C-0206"},
    CatalogueEntry{"COV-04", "Namespace is flat", Judgement, Low,
                   "Every workload of the namespace reaches every other on every TCP port, so one break-in is all.",
                   "Microsoft Kubernetes threat matrix MS-TA9034; MITRE ATT&CK T1046, T1210; Kubescape C-0054"},
    CatalogueEntry{"COV-05", "Cluster is flat", Judgement, High, "No boundary stands between any two namespaces.",
                   "NIST SP 800-190 3.3.3; PCI DSS 1.2"},
    CatalogueEntry{
        "DEP-01", "Observed but not declared", Judgement, Low,
        "The workload says whom it talks to, and this is not among it: what a removed feature left behind, or "
        "what nobody wrote down.",
        "NIST SP 800-53 CM-8, AC-4; PCI DSS 1.2.4"},
    CatalogueEntry{"DEP-02", "Declared and never seen", Judgement, Info,
                   "No flow of the whole window went where the manifest points: the setting may be a leftover.",
                   "NIST SP 800-53 CM-7; PCI DSS 1.2.7"},
    CatalogueEntry{
        "DIR-02", "Egress-only policy also denies ingress", Theorem, Medium,
        "Without policyTypes a policy always isolates ingress, so rules for egress alone cut all callers off.",
        "Kubernetes NetworkPolicy API, policyTypes"},
    CatalogueEntry{"DIR-03", "Intended egress deny has no effect", Theorem, High,
                   "Without policyTypes an empty egress list does not isolate egress: the pods stay open.",
                   "Kubernetes NetworkPolicy API, policyTypes"},
    CatalogueEntry{"DNS-01", "Egress is isolated without DNS", Theorem, High,
                   "The pods can resolve no name, and most programs fail at once.", "Kubernetes DNS specification"},
    CatalogueEntry{"DNS-03", "DNS rule opens any destination", Theorem, Medium,
                   "A rule for port 53 without destinations lets data leave through any server that listens there.",
                   "MITRE ATT&CK T1071.004, T1048"},
    CatalogueEntry{"EXP-01", "Ingress from anywhere", Judgement, Medium,
                   "A rule lets every address in, so the first line of defence is the program itself.",
                   "MITRE ATT&CK T1190, T1133; PCI DSS 1.3.1, 1.4.2; Kubescape C-0256; Trivy AVD-KUBE-0001"},
    CatalogueEntry{"EXP-02", "Egress to anywhere", Judgement, Medium,
                   "A rule lets the pods reach every address: stolen data leaves without hindrance.",
                   "MITRE ATT&CK T1041, T1048; PCI DSS 1.3.2; NIST SP 800-190 3.4.2; Trivy AVD-KUBE-0002"},
    CatalogueEntry{"EXP-03", "Allowed from every pod of the cluster", Judgement, Medium,
                   "A rule admits all pods of all namespaces, those to come included.", "NIST SP 800-190 4.3.3"},
    CatalogueEntry{"EXP-04", "Sensitive workload open to another namespace", Judgement, High,
                   "What matters most should be reached only by those that need it.",
                   "Microsoft Kubernetes threat matrix MS-TA9005, MS-TA9034; PCI DSS 1.4.4; NIST SP 800-190 3.3.4"},
    CatalogueEntry{"FLOW-01", "Observed flow is denied by the policies", Theorem, High,
                   "Traffic passed that the policies forbid: it will break, or they are not enforced, or bypassed.",
                   "PCI DSS 11.4.5"},
    CatalogueEntry{"ORD-02", "Equal priorities, conflicting actions", Theorem, High,
                   "Which of the two applies is nowhere laid down: the result may differ from node to node.",
                   "Kubernetes network policy API, priority"},
    CatalogueEntry{"ORD-10", "Deny of every namespace leaves the outside open", Theorem, High,
                   "Peers of such rules are pods: addresses outside and nodes pass by, which looks like protection and "
                   "is none.",
                   "Kubernetes network policy API, ingress peers"},
    CatalogueEntry{"PARSE-01", "Object would be rejected by the API server", Theorem, High,
                   "The author believes in a protection that does not exist.", "Kubernetes API validation"},
    CatalogueEntry{"PARSE-02", "Template is not rendered", Theorem, Info, "Nothing of the document was analysed.",
                   "Helm; Kustomize"},
    CatalogueEntry{"PARSE-03", "Duplicate key drops configuration", Theorem, High,
                   "Of two equal keys only the last counts; what the first said is lost.", "YAML 1.2, 3.2.1.1"},
    CatalogueEntry{"PARSE-04", "Unknown or mis-cased field", Theorem, Low,
                   "The field is not read; a rule may mean something else than its author thinks.",
                   "Kubernetes field validation"},
    CatalogueEntry{"PARSE-05", "Same object defined twice", Theorem, Medium,
                   "Only one of the definitions takes effect, and which one depends on the order of applying.", ""},
    CatalogueEntry{
        "PARSE-06", "Selector that cannot be evaluated", Theorem, Medium,
        "No API server checks selectors of these kinds; a broken one matches nothing, and a rule that denies "
        "fails open.",
        "Kubernetes network policy API; label selector syntax"},
    CatalogueEntry{"PARSE-07", "Old or incompatible schema", Theorem, Medium,
                   "Today's API servers do not accept this version.", "Kubernetes deprecated API migration guide"},
    CatalogueEntry{"PARSE-08", "Null rule or null peer", Theorem, High,
                   "An empty list item means everything, so a stray dash opens the policy.",
                   "Kubernetes NetworkPolicy API"},
    CatalogueEntry{"PATH-01", "The internet leads to a sensitive workload", Theorem, Medium,
                   "Each break-in on the way gives the next hop: the fewer there are, the closer the attacker.",
                   "MITRE ATT&CK T1190, T1210; Microsoft Kubernetes threat matrix MS-TA9034; PCI DSS 1.4.4"},
    CatalogueEntry{"PLG-07", "Result depends on the network plugin", Theorem, Info,
                   "The API leaves it to the plugin, so the same rule protects in one cluster and not in another.",
                   "Kubernetes NetworkPolicy API, ipBlock"},
    CatalogueEntry{"RED-05", "Allow-all rule neutralises others", Theorem, High,
                   "Rules only add up: beside one that allows everything no other has an effect.",
                   "Kubernetes NetworkPolicy API, policies are additive"},
    CatalogueEntry{"RED-06", "Allowed at one end only", Theorem, Medium,
                   "Both ends must agree; what one allows and the other denies does not pass.",
                   "Kubernetes NetworkPolicy API, the two sorts of pod isolation"},
    CatalogueEntry{"RED-07", "Allow that nothing used", Judgement, Low,
                   "No flow of the whole window needed it: a candidate for removal.",
                   "PCI DSS 1.2.7; NIST SP 800-53 AC-6"},
    CatalogueEntry{"RED-08", "Wider than what was observed", Judgement, Info,
                   "Fewer peers use the rule than it admits; a tighter one keeps every observed flow.",
                   "NIST SP 800-53 AC-6; NSA/CISA Hardening Guide"},
    CatalogueEntry{"SEL-01", "Policy selects no pod", Theorem, Medium,
                   "The policy protects nothing; the pods it was written for may be open.",
                   "Kubescape C-0299; Popeye 1200"},
    CatalogueEntry{"SEL-03", "Peer selects nothing", Theorem, Low,
                   "The rule allows nobody; either it is a leftover or its author's traffic is denied.",
                   "Popeye 1201, 1202, 1204"},
    CatalogueEntry{"SEL-04", "Two list items where one with both selectors was meant", Theorem, High,
                   "As separate items the selectors are alternatives: whole namespaces are let in.",
                   "Kubernetes NetworkPolicy, behaviour of to and from selectors; NSA/CISA Hardening Guide"},
    CatalogueEntry{"SVC-01", "Service backend blocked from declared consumer", Judgement, Medium,
                   "The manifests lead there and the policies do not let it pass: broken on arrival.",
                   "Kubernetes NetworkPolicy API; Kubernetes Ingress, backends"},
};

} // namespace

std::span<const CatalogueEntry> catalogue() {
    return kEntries;
}

const CatalogueEntry* catalogueEntry(std::string_view id) {
    const auto it = std::ranges::lower_bound(kEntries, id, {}, &CatalogueEntry::id);
    return it != kEntries.end() && it->id == id ? &*it : nullptr;
}

} // namespace portolan

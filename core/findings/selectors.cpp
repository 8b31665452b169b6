#include "core/findings/families.h"
#include "core/findings/near_miss.h"
#include "core/ledger/rule_text.h"
#include "core/model/selector_text.h"

#include <algorithm>
#include <map>

namespace portolan {
namespace {

/// Asks labels directly, hostNetwork pods included: that a selector reaches only those is another finding.
class LabelQuestions {
  public:
    explicit LabelQuestions(const FindingContext& context) : m_context(context) {}

    /// Yes where some pod matches for certain, Unknown where one may, or where a template does that has no pod now.
    Ternary anyPod(NamespaceId ns, const LabelSelector& selector) const {
        const Cluster& cluster = m_context.cluster();
        Ternary out = Ternary::No;
        for (const Pod& pod : m_context.podsOf(ns)) {
            out = either(out, matches(selector, cluster.labelSets[pod.labels]));
            if (out == Ternary::Yes) return out;
        }
        for (const IdleTemplate& idle : std::ranges::equal_range(cluster.idleTemplates, ns, {}, &IdleTemplate::ns))
            if (matches(selector, cluster.labelSets[idle.labels]) != Ternary::No) return Ternary::Unknown;
        return out;
    }

    /// Namespaces that match for certain or perhaps, ascending.
    const std::vector<NamespaceId>& namespacesOf(const LabelSelector& selector) {
        const auto [it, isNew] = m_namespaces.try_emplace(selector.requirements);
        if (!isNew) return it->second;
        for (std::size_t i = 0; i < m_context.cluster().namespaces.size(); ++i)
            if (matches(selector, m_context.cluster(), NamespaceId(i)) != Ternary::No) it->second.emplace_back(i);
        return it->second;
    }

    Ternary anyPod(NamespaceId policyNamespace, const PolicyPeer& peer) {
        if (!peer.namespaceSelector) return anyPod(policyNamespace, *peer.podSelector);
        Ternary out = Ternary::No;
        for (const NamespaceId ns : namespacesOf(*peer.namespaceSelector)) {
            const Ternary found = anyPod(ns, peer.podSelector.value_or(LabelSelector{}));
            out = either(out, found);
            if (out == Ternary::Yes) break;
        }
        return out;
    }

  private:
    const FindingContext& m_context;
    std::map<std::vector<Requirement>, std::vector<NamespaceId>> m_namespaces;
};

std::string nearMissText(const Cluster& cluster, const NearMiss& miss) {
    return "pod " + cluster.displayName(miss.pod) + " fails " + miss.failing + " only: it carries " + miss.suggestion;
}

/// "from[1]" of an element, counting from 0 as in the YAML.
std::string elementName(Direction direction, std::size_t index) {
    return (direction == Direction::Ingress ? "from[" : "to[") + std::to_string(index) + ']';
}

/// SEL-01 [G-POD(ns)]. An empty selector in an empty namespace is meant for pods to come.
void checkSubject(const FindingContext& context, const LabelQuestions& questions, PolicyId id, Findings& out) {
    const NetworkPolicy& policy = *context.reachability().policy(id);
    if (policy.podSelector.isEmpty() || questions.anyPod(policy.ns, policy.podSelector) != Ternary::No) return;
    const Cluster& cluster = context.cluster();
    Finding finding = context.make(
        "SEL-01", id, "No pod of the namespace matches podSelector " + selectorText(cluster, policy.podSelector));
    if (const auto miss = nearMiss(cluster, policy.podSelector, context.podsOf(policy.ns))) {
        finding.severity = Severity::High;
        finding.workloads = {cluster.pods[miss->pod].workload};
        finding.evidence.push_back(nearMissText(cluster, *miss));
        finding.evidence.emplace_back(
            "raised from medium to high: the pods it was probably meant for are not covered by it");
        finding.fix = "Select " + miss->suggestion + " in place of " + miss->failing;
    } else {
        finding.evidence.push_back(counted(context.podsOf(policy.ns).size(), "pod") +
                                   " in the namespace, none carries these labels");
        finding.fix = "Delete the policy, or correct its selector.";
    }
    out.push_back(std::move(finding));
}

/// SEL-04 for two neighbours; `pods` has only a podSelector, `namespaces` only a namespaceSelector.
std::optional<Finding> splitPeer(const FindingContext& context, LabelQuestions& questions, const RuleRef& rule,
                                 const PolicyPeer& pods, const PolicyPeer& namespaces, const PolicyPeer& joined) {
    const Cluster& cluster = context.cluster();
    const NamespaceId own = context.reachability().policy(rule.policy)->ns;
    if (questions.anyPod(own, *pods.podSelector) != Ternary::No) return std::nullopt;
    std::size_t either = 0;
    std::vector<WorkloadId> meant;
    std::vector<WorkloadId> extra;
    std::size_t both = 0;
    for (const NamespaceId ns : questions.namespacesOf(*namespaces.namespaceSelector)) {
        for (const Pod& pod : context.podsOf(ns)) {
            ++either;
            const bool isMeant = matches(*pods.podSelector, cluster.labelSets[pod.labels]) == Ternary::Yes;
            both += isMeant ? 1 : 0;
            (isMeant ? meant : extra).push_back(pod.workload);
        }
    }
    if (both == 0) return std::nullopt;
    for (auto* list : {&meant, &extra}) {
        std::ranges::sort(*list);
        list->erase(std::unique(list->begin(), list->end()), list->end());
    }
    Finding finding =
        context.make("SEL-04", rule, "podSelector and namespaceSelector stand as two list items: either one is enough");
    finding.where = pods.where.isKnown() ? pods.where : finding.where;
    finding.workloads = extra;
    finding.evidence.push_back("as written (either): " + counted(either, "pod") +
                               "; as one item (both): " + counted(both, "pod"));
    finding.evidence.push_back("podSelector " + selectorText(cluster, *pods.podSelector) +
                               " matches no pod of namespace " + context.namespaceName(own) + ", but " +
                               namesOf(cluster, meant));
    if (!extra.empty()) finding.evidence.push_back("allowed beyond that: " + namesOf(cluster, extra));
    PolicyRule fixed = context.reachability().policy(rule.policy)->rules(rule.direction)[rule.index];
    fixed.peers = {joined};
    fixed.ports.clear();
    finding.fix =
        "Write one item, without a dash before the second selector:\n" + ruleYaml(cluster, rule.direction, fixed);
    return finding;
}

bool isPodsOnly(const PolicyPeer& peer) {
    return peer.podSelector && !peer.podSelector->isEmpty() && !peer.namespaceSelector;
}
bool isNamespacesOnly(const PolicyPeer& peer) {
    return peer.namespaceSelector && !peer.podSelector;
}

/// SEL-03 [G-NS, G-POD] for one element that matches nothing.
Finding emptyPeer(const FindingContext& context, LabelQuestions& questions, const RuleRef& rule, std::size_t index,
                  const PolicyPeer& peer) {
    const Cluster& cluster = context.cluster();
    const NamespaceId own = context.reachability().policy(rule.policy)->ns;
    Finding finding = context.make("SEL-03", rule, elementName(rule.direction, index) + " matches no pod");
    finding.where = peer.where.isKnown() ? peer.where : finding.where;
    if (!peer.namespaceSelector) {
        finding.evidence.push_back("no pod of namespace " + context.namespaceName(own) + " matches " +
                                   selectorText(cluster, *peer.podSelector));
        if (const auto miss = nearMiss(cluster, *peer.podSelector, context.podsOf(own)))
            finding.evidence.push_back(nearMissText(cluster, *miss));
    } else {
        const auto& namespaces = questions.namespacesOf(*peer.namespaceSelector);
        const std::string selector = selectorText(cluster, *peer.namespaceSelector);
        finding.evidence.push_back(namespaces.empty()
                                       ? "no namespace matches " + selector
                                       : counted(namespaces.size(), "namespace") + " matching " + selector +
                                             ", none of them with a pod that matches " +
                                             (peer.podSelector ? selectorText(cluster, *peer.podSelector) : "at all"));
        for (const NamespaceId ns : namespaces) {
            if (!peer.podSelector) break;
            const auto miss = nearMiss(cluster, *peer.podSelector, context.podsOf(ns));
            if (!miss) continue;
            finding.evidence.push_back(nearMissText(cluster, *miss));
            break;
        }
    }
    finding.fix = "Correct the labels, or remove the element.";
    return finding;
}

void checkPeers(const FindingContext& context, LabelQuestions& questions, const RuleRef& rule, Findings& out,
                FixProofs& proofs) {
    const Reachability& r = context.reachability();
    const PolicyRule& written = r.policy(rule.policy)->rules(rule.direction)[rule.index];
    const CompiledRule& compiled = *compiledRule(r, rule);
    std::vector<bool> isExplained(written.peers.size(), false);
    for (std::size_t i = 0; i + 1 < written.peers.size(); ++i) {
        const PolicyPeer& a = written.peers[i];
        const PolicyPeer& b = written.peers[i + 1];
        const bool isPair = isPodsOnly(a) && isNamespacesOnly(b);
        const bool isReversed = isNamespacesOnly(a) && isPodsOnly(b);
        if (!isPair && !isReversed) continue;
        const PolicyPeer& pods = isPair ? a : b;
        const PolicyPeer& namespaces = isPair ? b : a;
        const PolicyPeer joined{pods.podSelector, namespaces.namespaceSelector, std::nullopt, pods.where};
        if (auto finding = splitPeer(context, questions, rule, pods, namespaces, joined)) {
            PolicyRule fixed = written;
            fixed.peers[i] = joined;
            fixed.peers.erase(fixed.peers.begin() + static_cast<std::ptrdiff_t>(i) + 1);
            proofs.replacements.push_back(
                {out.size(),
                 {rule, std::move(fixed)},
                 "One item for both selectors would cut observed flows: name the peers that were "
                 "seen, one item each."});
            out.push_back(std::move(*finding));
            isExplained[isPair ? i : i + 1] = true;
        }
    }
    for (std::size_t i = 0; i < written.peers.size(); ++i) {
        if (isExplained[i] || written.peers[i].ipBlock || !compiled.peerMatches[i].may->isEmpty()) continue;
        if (questions.anyPod(r.policy(rule.policy)->ns, written.peers[i]) != Ternary::No) continue;
        out.push_back(emptyPeer(context, questions, rule, i, written.peers[i]));
    }
}

} // namespace

bool checkSelectors(const FindingContext& context, const RunControl& control, Findings& out, FixProofs& proofs) {
    if (!context.isInventoryComplete()) return true;
    const Reachability& r = context.reachability();
    LabelQuestions questions(context);
    for (std::size_t i = 0; i < r.policyCount(); ++i) {
        if (i % 64 == 0 && control.isStopped()) return false;
        const CompiledPolicy* policy = r.compiled(PolicyId(i));
        if (!policy) continue;
        checkSubject(context, questions, PolicyId(i), out);
        for (const Direction d : kDirections)
            for (const CompiledRule& rule : policy->rulesIn(d)) checkPeers(context, questions, rule.ref, out, proofs);
    }
    return true;
}

} // namespace portolan

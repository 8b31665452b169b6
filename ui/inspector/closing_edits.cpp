#include "ui/inspector/closing_edits.h"

#include "core/ledger/tighten.h"
#include "core/ledger/workload_selector.h"
#include "core/reach/delta.h"
#include "core/reach/rule_match.h"

#include <algorithm>

namespace portolan {

namespace {

constexpr std::size_t kMostEdits = 4;
/// More observed edges than this are not asked one by one.
constexpr std::size_t kMostEdges = 200'000;

struct Candidate {
    ClosingEdit what;
    PolicyEdit edit;
};

std::shared_ptr<const NetworkPolicy> isolating(const Cluster& cluster, WorkloadId id, Direction direction) {
    const auto selector = selectorOf(cluster, id);
    if (!selector) return nullptr;
    auto out = std::make_shared<NetworkPolicy>();
    out->ns = cluster.workloads[id].ns;
    out->name = cluster.symbols.internLate("isolate");
    out->podSelector = *selector;
    out->isolatesIngress = direction == Direction::Ingress;
    out->isolatesEgress = direction == Direction::Egress;
    return out;
}

/// What could close one gate.
void addCandidates(const Analysis& analysis, const DirectionOutcome& gate, const LedgerEnd& end,
                   std::vector<Candidate>& out, const RunControl& control) {
    const Reachability& reachability = *analysis.reachability;
    if (!gate.exemption.empty()) return;
    for (const ChainStep& step : gate.chain) {
        if (!step.rule || !isAdminPolicy(step.rule->policy) || step.action != Action::Allow) continue;
        out.push_back(
            {{ClosingEdit::Kind::Remove, *step.rule, {}, gate.direction}, withoutRule(reachability, *step.rule)});
    }
    if (gate.isolated == Ternary::No) {
        const auto* workload = std::get_if<WorkloadId>(&end);
        if (workload == nullptr) return;
        if (auto policy = isolating(*analysis.cluster, *workload, gate.direction))
            out.push_back({{ClosingEdit::Kind::Isolate, {}, *workload, gate.direction}, {std::nullopt, policy}});
        return;
    }
    if (gate.allowing.size() != 1) return; // another rule would still let it through
    const RuleRef rule = gate.allowing.front().rule;
    if (auto tightened = tighten(*analysis.ledger, std::span(&rule, 1), control))
        for (const Tightening& it : *tightened)
            out.push_back({{ClosingEdit::Kind::Tighten, rule, {}, gate.direction}, {rule.policy, it.policy}});
    out.push_back({{ClosingEdit::Kind::Remove, rule, {}, gate.direction}, withoutRule(reachability, rule)});
}

std::uint64_t brokenBy(const Analysis& analysis, const Reachability& edited, const RunControl& control) {
    std::uint64_t broken = 0;
    const auto& edges = analysis.ledger->edges();
    if (edges.size() > kMostEdges) return broken;
    for (const LedgerEdge& edge : edges) {
        if (control.isStopped()) break;
        if (edge.seen.passed() == 0 || edge.verdict != Verdict::Allow) continue;
        const auto ends = endpointsOf(analysis, questionOf(edge));
        if (ends && edited.verdict(ends->first, ends->second, edge.protocol, edge.port) == Verdict::Deny) ++broken;
    }
    return broken;
}

bool isBetter(const ClosingEdit& a, const ClosingEdit& b) {
    return std::tuple(a.brokenEdges, a.kind, a.closedPairs) < std::tuple(b.brokenEdges, b.kind, b.closedPairs);
}

} // namespace

std::vector<ClosingEdit> closingEdits(const Analysis& analysis, const WhyQuestion& question,
                                      const RunControl& control) {
    std::vector<ClosingEdit> out;
    const auto ends = endpointsOf(analysis, question);
    const auto explanation = why(analysis, question);
    if (!ends || !explanation || explanation->isSelf || explanation->verdict != Verdict::Allow || !analysis.ledger)
        return out;
    std::vector<Candidate> candidates;
    addCandidates(analysis, explanation->ingress, question.to, candidates, control);
    addCandidates(analysis, explanation->egress, question.from, candidates, control);
    for (Candidate& candidate : candidates) {
        if (control.isStopped()) return {};
        const auto edited = analysis.reachability->edited(std::span(&candidate.edit, 1), control);
        if (!edited) return {};
        const Verdict now = (*edited)->verdict(ends->first, ends->second, question.protocol, question.port);
        if (now != Verdict::Deny) continue;
        const auto delta = pairDelta(*analysis.reachability, **edited, control);
        if (!delta) return {};
        candidate.what.closedPairs = delta->closed;
        candidate.what.hasEvidence = analysis.flows != nullptr;
        candidate.what.brokenEdges = brokenBy(analysis, **edited, control);
        out.push_back(candidate.what);
    }
    std::ranges::sort(out, isBetter);
    if (out.size() > kMostEdits) out.resize(kMostEdits);
    return out;
}

} // namespace portolan

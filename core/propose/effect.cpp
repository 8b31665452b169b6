#include "core/propose/effect.h"

#include "core/propose/gate_comparison.h"
#include "core/propose/resolve.h"
#include "core/reach/count.h"
#include "core/reach/delta.h"
#include "core/reach/workload_view.h"

#include <algorithm>

namespace portolan {
namespace {

/// Of more changed classes than this at both gates the pairs are counted anew, not compared with one another.
constexpr std::size_t kMaxCompared = 2000;

std::size_t changedClasses(const Reachability& before, const Reachability& after, Direction d) {
    std::size_t out = 0;
    for (std::uint32_t c = 0; c < after.classes().podClassCount(); ++c)
        out += !after.hasSameFunction(before, ClassId(c), d, Certainty::Must);
    return out;
}

Result<PairDelta> changeOf(const Reachability& before, const Reachability& after, std::uint64_t pairsBefore,
                           const RunControl& control) {
    if (changedClasses(before, after, Direction::Egress) < kMaxCompared ||
        changedClasses(before, after, Direction::Ingress) < kMaxCompared)
        return pairDelta(before, after, control);
    const auto now = countPairs(after, control);
    const auto opened = countOpenedPairs(before, after, control);
    if (!now || !opened) return cancelled();
    return PairDelta{.opened = *opened, .closed = pairsBefore + *opened - now->must};
}

} // namespace

Verdict keptVerdict(const ResolvedEdge& edge, const Reachability& after) {
    if (edge.allowed.empty() && edge.possible.empty()) return Verdict::Deny;
    Verdict out = Verdict::Allow;
    for (const auto& [s, t] : edge.allowed)
        out = std::min(out, after.between(s, t).verdict(edge.edge.protocol, edge.edge.port));
    for (const auto& [s, t] : edge.possible)
        out = std::min(out, after.between(s, t).verdict(edge.edge.protocol, edge.edge.port));
    return out;
}

Verdict verdictThen(const ProposalBasis& basis, const ResolvedEdge& edge, const Reachability& after) {
    if (!edge.allowed.empty() || !edge.possible.empty()) return keptVerdict(edge, after);
    Verdict out = Verdict::Allow;
    for (const ClassId s : classesOf(basis.before(), edge.edge.from))
        for (const ClassId t : classesOf(basis.before(), edge.edge.to))
            out = std::min(out, after.between(s, t).verdict(edge.edge.protocol, edge.edge.port));
    return out;
}

Result<Effect> effect(const ProposalBasis& basis, const Proposal& proposal, const Reachability& after,
                      std::uint64_t pairsBefore, const RunControl& control) {
    Effect out;
    for (std::uint32_t i = 0; i < basis.edges().size(); ++i) {
        const ResolvedEdge& e = basis.edges()[i];
        if (e.settled || (e.allowed.empty() && e.possible.empty())) continue;
        const Verdict verdict = keptVerdict(e, after);
        if (verdict == Verdict::Allow || (verdict == Verdict::Uncertain && e.allowed.empty()))
            ++out.kept;
        else
            (verdict == Verdict::Deny ? out.wouldBreak : out.uncertain).push_back(i);
    }
    if (pairsBefore == 0) {
        const auto counts = countPairs(basis.before(), control);
        if (!counts) return cancelled();
        pairsBefore = counts->must;
    }
    const auto delta = changeOf(basis.before(), after, pairsBefore, control);
    if (!delta) return cancelled();
    out.pairsBefore = pairsBefore;
    out.newlyClosed = delta->closed;
    out.pairsAfter = pairsBefore + delta->opened - delta->closed;
    for (std::size_t i = 0; i < basis.cluster().workloads.size(); ++i)
        for (const Direction d : kDirections)
            if (isolation(basis.before(), WorkloadId(i), d) != Ternary::Yes &&
                isolation(after, WorkloadId(i), d) == Ternary::Yes &&
                (out.newlyIsolated.empty() || out.newlyIsolated.back() != WorkloadId(i)))
                out.newlyIsolated.emplace_back(i);
    out.policies = proposal.policies.size();
    for (const ProposedPolicy& p : proposal.policies) out.rules += p.policy.ingress.size() + p.policy.egress.size();
    return out;
}

} // namespace portolan

#include "core/propose/apply_order.h"

#include "core/propose/effect.h"
#include "core/reach/workload_view.h"

#include <algorithm>
#include <set>

namespace portolan {
namespace {

/// More states than this are not looked at one by one.
constexpr std::size_t kMaxStates = 600;

NamespaceId namespaceOf(const ProposalBasis& basis, const Proposal& proposal, const ApplyStep& step) {
    return step.action == ApplyStep::Action::Apply ? proposal.policies[step.index].policy.ns
                                                   : basis.before().policy(PolicyId(step.index))->ns;
}

class OrderCheck {
  public:
    OrderCheck(const ProposalBasis& basis, const Proposal& proposal) : m_basis(basis), m_proposal(proposal) {
        const Cluster& cluster = basis.cluster();
        m_edgesOf.resize(cluster.namespaces.size());
        for (std::uint32_t i = 0; i < basis.edges().size(); ++i) {
            const ResolvedEdge& e = basis.edges()[i];
            if (proposal.edges[i].outcome != EdgeOutcome::Admitted || e.allowed.empty()) continue;
            std::set<NamespaceId> touched;
            for (const EdgeEnd* end : {&e.edge.from, &e.edge.to})
                if (const auto* w = std::get_if<WorkloadId>(end)) touched.insert(cluster.workloads[*w].ns);
            for (const NamespaceId ns : touched) m_edgesOf[ns.index()].push_back(i);
        }
        for (const WorkloadId w : basis.dns().workloads)
            for (const ClassId c : classesOf(basis.before(), w)) m_dns.push_back(c);
    }

    Result<Claim> run(std::span<const ApplyStep> order, const RunControl& control) {
        Claim out{6, "can be applied step by step without breaking a kept edge", ClaimStatus::Holds, {}, {}, {}};
        std::shared_ptr<const Reachability> state;
        std::uint64_t states = 0;
        std::uint64_t checks = 0;
        for (std::size_t first = 0; first < order.size();) {
            if (control.isStopped()) return cancelled();
            control.report("apply order", static_cast<double>(first) / static_cast<double>(order.size()));
            const std::size_t end = batchEnd(order, first);
            std::vector<PolicyEdit> edits;
            std::set<NamespaceId> touched;
            for (const ApplyStep& step : order.subspan(first, end - first)) {
                touched.insert(namespaceOf(m_basis, m_proposal, step));
                if (step.action == ApplyStep::Action::Apply)
                    edits.push_back(
                        {std::nullopt, std::make_shared<const NetworkPolicy>(m_proposal.policies[step.index].policy)});
                else
                    edits.push_back({PolicyId(step.index), nullptr});
            }
            auto next = (state ? *state : m_basis.before()).edited(edits, control);
            if (!next) return cancelled();
            state = std::move(*next);
            ++states;
            for (const NamespaceId ns : touched) checks += check(*state, ns, order[end - 1], out.failures);
            first = end;
        }
        out.figures = {{"steps", order.size()}, {"states checked", states}, {"edge checks", checks}};
        std::ranges::sort(out.failures);
        if (!out.failures.empty()) out.status = ClaimStatus::Fails;
        return out;
    }

  private:
    std::size_t batchEnd(std::span<const ApplyStep> order, std::size_t first) const {
        if (order.size() <= kMaxStates) return first + 1;
        const NamespaceId ns = namespaceOf(m_basis, m_proposal, order[first]);
        std::size_t end = first + 1;
        while (end < order.size() && order[end].action == order[first].action &&
               namespaceOf(m_basis, m_proposal, order[end]) == ns)
            ++end;
        return end;
    }

    std::uint64_t check(const Reachability& state, NamespaceId ns, const ApplyStep& step,
                        std::vector<std::string>& failures) const {
        const auto fail = [&](const std::string& what) {
            if (failures.size() < Claim::kMaxListed)
                failures.push_back("after " + displayName(m_basis, m_proposal, step) + ": " + what);
        };
        for (const std::uint32_t i : m_edgesOf[ns.index()])
            if (keptVerdict(m_basis.edges()[i], state) == Verdict::Deny)
                fail(displayName(m_basis.cluster(), m_basis.edges()[i].edge) + " is shut");
        const ClassRun classes = state.classes().classesOf(ns);
        for (std::uint32_t c = classes.first; c < classes.end; ++c)
            for (const ClassId dns : m_dns)
                if ((ClassId(c) != dns || state.classes().weight(dns) > 1) &&
                    !m_basis.dns()
                         .traffic.intersected(m_basis.before().between(ClassId(c), dns).must)
                         .minus(state.between(ClassId(c), dns).may)
                         .isEmpty())
                    fail("name lookups of " + state.cluster().displayName(state.classes().pods(ClassId(c)).front()) +
                         " are shut");
        return m_edgesOf[ns.index()].size();
    }

    const ProposalBasis& m_basis;
    const Proposal& m_proposal;
    std::vector<std::vector<std::uint32_t>> m_edgesOf; // by namespace
    std::vector<ClassId> m_dns;
};

} // namespace

std::vector<ApplyStep> applyOrder(const Proposal& proposal) {
    std::vector<std::size_t> allows;
    std::vector<ApplyStep> out;
    for (std::size_t i = 0; i < proposal.policies.size(); ++i)
        if (proposal.policies[i].kind == ProposedPolicy::Kind::Allow) allows.push_back(i);
    std::ranges::stable_sort(allows, {}, [&](std::size_t i) { return proposal.policies[i].alsoSelected.size(); });
    for (const std::size_t i : allows) out.push_back({ApplyStep::Action::Apply, i});
    for (std::size_t i = 0; i < proposal.policies.size(); ++i)
        if (proposal.policies[i].kind == ProposedPolicy::Kind::DefaultDeny)
            out.push_back({ApplyStep::Action::Apply, i});
    for (const PolicyId id : proposal.replaced) out.push_back({ApplyStep::Action::Delete, id.index()});
    return out;
}

std::string displayName(const ProposalBasis& basis, const Proposal& proposal, const ApplyStep& step) {
    const Cluster& cluster = basis.cluster();
    const bool isApply = step.action == ApplyStep::Action::Apply;
    const NetworkPolicy& policy =
        isApply ? proposal.policies[step.index].policy : *basis.before().policy(PolicyId(step.index));
    return std::string(isApply ? "apply " : "delete ") + std::string(cluster.text(cluster.namespaces[policy.ns].name)) +
           '/' + std::string(cluster.text(policy.name));
}

Result<Claim> checkOrder(const ProposalBasis& basis, const Proposal& proposal, std::span<const ApplyStep> order,
                         const RunControl& control) {
    return OrderCheck(basis, proposal).run(order, control);
}

} // namespace portolan

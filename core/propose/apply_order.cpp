#include "core/propose/apply_order.h"

#include "core/propose/effect.h"
#include "core/reach/workload_view.h"

#include <algorithm>
#include <set>

namespace portolan {
namespace {

NamespaceId namespaceOf(const ProposalBasis& basis, const Proposal& proposal, const ApplyStep& step) {
    return step.action == ApplyStep::Action::Apply ? proposal.policies[step.index].policy.ns
                                                   : basis.before().policy(PolicyId(step.index))->ns;
}

/// A gate depends on the policies of its pod's own namespace only, and an edge passes where both gates are open
/// (NP-1, NP-4). So all namespaces take their first step at once, then their second: an edge is shut in one of these
/// states exactly if a gate is shut in some state of the order, however the namespaces' steps are mixed.
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
        for (const WorkloadId w : basis.dns().workloads) {
            m_dnsNamespaces.insert(cluster.workloads[w].ns);
            for (const ClassId c : classesOf(basis.before(), w)) m_dns.push_back(c);
        }
    }

    Result<Claim> run(std::span<const ApplyStep> order, const RunControl& control) {
        Claim out{6, "can be applied step by step without breaking a kept edge", ClaimStatus::Holds, {}, {}, {}};
        std::vector<std::vector<ApplyStep>> stepsOf(m_basis.cluster().namespaces.size());
        for (const ApplyStep& step : order) stepsOf[namespaceOf(m_basis, m_proposal, step).index()].push_back(step);
        std::size_t states = 0;
        for (const auto& steps : stepsOf) states = std::max(states, steps.size());
        std::uint64_t checks = 0;
        auto state = m_basis.before().edited({}, control);
        for (std::size_t i = 0; i < states; ++i) {
            if (control.isStopped()) return cancelled();
            control.report("apply order", static_cast<double>(i) / static_cast<double>(states));
            std::vector<PolicyEdit> edits;
            for (const auto& steps : stepsOf)
                if (i < steps.size()) edits.push_back(editOf(steps[i]));
            state = (*state)->edited(edits, control);
            if (!state) return cancelled();
            for (std::size_t ns = 0; ns < stepsOf.size(); ++ns)
                if (i < stepsOf[ns].size()) checks += check(**state, NamespaceId(ns), stepsOf[ns][i], out.failures);
        }
        out.figures = {{"steps", order.size()}, {"states checked", states}, {"edge checks", checks}};
        std::ranges::sort(out.failures);
        if (!out.failures.empty()) out.status = ClaimStatus::Fails;
        return out;
    }

  private:
    PolicyEdit editOf(const ApplyStep& step) const {
        if (step.action == ApplyStep::Action::Delete) return {PolicyId(step.index), nullptr};
        return {std::nullopt, std::make_shared<const NetworkPolicy>(m_proposal.policies[step.index].policy)};
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
        const ClassRun classes =
            m_dnsNamespaces.contains(ns) ? ClassRun{0, state.classes().podClassCount()} : state.classes().classesOf(ns);
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
    std::set<NamespaceId> m_dnsNamespaces;
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

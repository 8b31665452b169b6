#include "core/propose/proposal.h"

#include "core/propose/needs.h"

#include <algorithm>
#include <set>

namespace portolan {
namespace {

/// Why an edge that no decision settles is taken or not.
EdgeResult outcomeOf(const ProposalBasis& basis, const ResolvedEdge& e, const Decisions& decisions) {
    const auto it = decisions.find(e.key);
    const Decision decision = it == decisions.end() ? Decision::Undecided : it->second;
    if (e.settled && e.settled->outcome == EdgeOutcome::OutOfScope) return *e.settled;
    if (decision == Decision::Rejected) return {EdgeOutcome::Rejected, "rejected by decision"};
    if (e.settled) return *e.settled;
    if (e.isShutElsewhere) return {EdgeOutcome::DeniedToday, "by policies that stay"};
    if (decision == Decision::Accepted) return {EdgeOutcome::Admitted, {}, true};
    if (e.allowed.empty() && e.possible.empty()) return {EdgeOutcome::DeniedToday, {}};
    if (e.edge.passed == 0 && e.edge.refused > 0)
        return {EdgeOutcome::DeniedToday, "the network refused every connection"};
    std::set<ClassId> from;
    std::set<ClassId> to;
    for (const auto* pairs : {&e.allowed, &e.possible})
        for (const auto& [s, t] : *pairs) {
            from.insert(s);
            to.insert(t);
        }
    std::size_t pairs = e.allowed.size() + e.possible.size();
    const bool isWithin = e.edge.from == e.edge.to;
    if (isWithin && from == to) // a class of one pod has no pair with itself
        for (const ClassId c : from)
            if (std::ranges::none_of(e.allowed, [&](const auto& p) { return p.first == c && p.second == c; }) &&
                basis.before().classes().weight(c) < 2)
                ++pairs;
    if (pairs < from.size() * to.size())
        return {EdgeOutcome::NotExpressible,
                "passes today between some pods only, in a pattern no selectors can repeat"};
    if (!e.conflict.empty())
        return {EdgeOutcome::NotExpressible, "every rule for it would open " + e.conflict + " too"};
    if (basis.options().undecided == Decision::Rejected) return {EdgeOutcome::Rejected, "not accepted"};
    if (basis.options().undecided == Decision::Undecided) return {EdgeOutcome::Undecided, "waits for a decision"};
    const bool isThin = e.edge.passed < basis.options().minimumConnections || e.edge.days < basis.options().minimumDays;
    if (isThin && e.edge.declaredAt.empty()) return {EdgeOutcome::Undecided, "seen too seldom to be taken unasked"};
    return {};
}

class Maker {
  public:
    Maker(const ProposalBasis& basis, const Decisions& decisions)
        : m_basis(basis), m_cluster(basis.cluster()), m_decisions(decisions), m_needs(basis) {}

    Proposal run() {
        settleEdges();
        m_needs.finish();
        m_out.remarks = m_needs.remarks();
        for (const auto& [peer, others] : m_needs.indistinct())
            if (!m_basis.groupOf(peer)) m_out.indistinct.push_back({{peer}, others});
        for (const SubjectGroup& g : m_basis.groups())
            if (!g.alsoSelected.empty() || g.workloads.size() > 1)
                m_out.indistinct.push_back({g.workloads, g.alsoSelected});
        for (std::size_t i = 0; i < m_basis.before().policyCount(); ++i)
            if (const NetworkPolicy* p = m_basis.before().policy(PolicyId(i)))
                m_names[p->ns].insert(std::string(m_cluster.text(p->name)));
        for (std::size_t g = 0; g < m_basis.groups().size(); ++g) makeAllow(g);
        for (const NamespaceId ns : m_basis.scope().namespaces) makeDefaultDeny(ns);
        std::ranges::stable_sort(m_out.policies, {}, [](const ProposedPolicy& p) { return p.policy.ns; });
        replace();
        return std::move(m_out);
    }

  private:
    void settleEdges() {
        std::vector<bool> isTouched(m_cluster.workloads.size(), false);
        for (std::uint32_t i = 0; i < m_basis.edges().size(); ++i) {
            const ResolvedEdge& e = m_basis.edges()[i];
            EdgeResult result = outcomeOf(m_basis, e, m_decisions);
            if (result.outcome == EdgeOutcome::Admitted) {
                m_needs.add(i);
                for (const EdgeEnd* end : {&e.edge.from, &e.edge.to})
                    if (const auto* w = std::get_if<WorkloadId>(end)) isTouched[w->index()] = true;
            }
            m_out.edges.push_back(std::move(result));
        }
        for (const SubjectGroup& g : m_basis.groups())
            for (const WorkloadId w : g.workloads)
                if (!isTouched[w.index()]) m_out.silent.push_back(w);
        std::ranges::sort(m_out.silent);
    }

    Symbol uniqueName(NamespaceId ns, std::initializer_list<std::string> wanted) {
        std::set<std::string>& taken = m_names[ns];
        std::string name;
        for (const std::string& candidate : wanted) {
            name = candidate;
            if (!taken.contains(name)) break;
        }
        for (int n = 2; taken.contains(name); ++n) name = *(wanted.end() - 1) + '-' + std::to_string(n);
        taken.insert(name);
        return m_cluster.symbols.internLate(name);
    }

    void makeAllow(std::size_t group) {
        const SubjectGroup& g = m_basis.groups()[group];
        const Workload& first = m_cluster.workloads[g.workloads.front()];
        std::string base(m_cluster.text(first.name));
        std::ranges::transform(base, base.begin(),
                               [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
        ProposedPolicy out;
        out.workloads = g.workloads;
        out.alsoSelected = g.alsoSelected;
        out.policy.ns = g.ns;
        out.policy.name = uniqueName(g.ns, {base, base + "-traffic"});
        out.policy.podSelector = g.selector;
        setDirections(out.policy);
        for (const Direction d : kDirections)
            if (out.policy.isolates(d)) makeRules(group, d, out);
        out.header = headerOf(g);
        m_out.policies.push_back(std::move(out));
    }

    void setDirections(NetworkPolicy& policy) const {
        policy.isolatesIngress = m_basis.options().directions.contains(Direction::Ingress);
        policy.isolatesEgress = m_basis.options().directions.contains(Direction::Egress);
        policy.isTypesWritten = true;
        policy.isEgressKeyWritten = policy.isolatesEgress;
    }

    /// Peers that need the same ports share a rule; DNS comes first and apart.
    void makeRules(std::size_t group, Direction direction, ProposedPolicy& out) const {
        struct Draft {
            std::vector<const PeerNeed*> needs;
        };
        std::vector<std::pair<std::string, Draft>> rules; // by place of the first peer
        const auto keyOf = [](const PeerNeed& n) {
            std::string key = n.isDns ? "dns" : n.peer ? "peers" : "anyone";
            for (const PortKey& p : n.ports) key += ' ' + std::to_string(p.order) + '/' + std::to_string(p.port);
            return key;
        };
        for (const bool isDns : {true, false})
            for (const auto& [order, need] : m_needs.needs(group, direction)) {
                if (need.isDns != isDns) continue;
                const std::string key = keyOf(need);
                auto it = std::ranges::find(rules, key, &std::pair<std::string, Draft>::first);
                if (it == rules.end()) it = rules.insert(rules.end(), {key, {}});
                it->second.needs.push_back(&need);
            }
        std::vector<PolicyRule>& target = direction == Direction::Ingress ? out.policy.ingress : out.policy.egress;
        for (const auto& [key, draft] : rules) {
            PolicyRule& rule = target.emplace_back();
            RuleNote note{direction, static_cast<std::uint32_t>(target.size() - 1), {}, {}, {}, false};
            std::set<std::uint32_t> edges;
            for (const PeerNeed* need : draft.needs) {
                if (need->peer) rule.peers.push_back(*need->peer);
                addEvidence(*need, note);
                edges.insert(need->edges.begin(), need->edges.end());
                note.peerEdges.emplace_back(need->edges.begin(), need->edges.end());
                note.isForNames = note.isForNames || need->isDns || !need->reasons.empty();
            }
            for (const PortKey& p : draft.needs.front()->ports)
                rule.ports.push_back({p.protocol, p.port, p.port, Symbol(), {}});
            note.edges.assign(edges.begin(), edges.end());
            out.notes.push_back(std::move(note));
        }
    }

    static void addEvidence(const PeerNeed& need, RuleNote& note) {
        note.evidence.insert(note.evidence.end(), need.reasons.begin(), need.reasons.end());
        const std::size_t before = note.evidence.size();
        for (const auto& [port, unsorted] : need.evidence) {
            std::vector<std::string> lines = unsorted;
            std::ranges::sort(lines);
            for (const std::string& line : lines) {
                const std::string text = need.ports.size() < 2 ? line
                                                               : std::string(portolan::name(port.protocol)) + ' ' +
                                                                     std::to_string(port.port) + ", " + line;
                if (std::find(note.evidence.begin() + static_cast<std::ptrdiff_t>(before), note.evidence.end(), text) ==
                    note.evidence.end())
                    note.evidence.push_back(text);
            }
        }
    }

    std::vector<std::string> headerOf(const SubjectGroup& g) const {
        std::vector<std::string> out;
        std::string who;
        for (const WorkloadId w : g.workloads) {
            const Workload& workload = m_cluster.workloads[w];
            who += (who.empty() ? "" : ", ") + m_cluster.displayName(w) + " (" +
                   std::string(m_cluster.text(workload.kind)) + ')';
        }
        const bool isSilent =
            std::ranges::all_of(g.workloads, [&](WorkloadId w) { return std::ranges::binary_search(m_out.silent, w); });
        if (isSilent)
            out.push_back(
                "No traffic of " + who + " was kept: all of it is denied" +
                (m_basis.options().directions.contains(Direction::Egress) ? ", name lookups excepted." : "."));
        else
            out.push_back("What " + who + " was seen to need.");
        if (!m_basis.options().evidence.empty()) out.push_back("Evidence: " + m_basis.options().evidence + '.');
        for (const WorkloadId w : g.alsoSelected)
            out.push_back("The labels cannot tell it from " + m_cluster.displayName(w) + ", which is selected too.");
        return out;
    }

    void makeDefaultDeny(NamespaceId ns) {
        const bool hasWorkloads =
            std::ranges::any_of(m_cluster.workloads, [&](const Workload& w) { return w.ns == ns; });
        if (!hasWorkloads) return;
        ProposedPolicy out;
        out.kind = ProposedPolicy::Kind::DefaultDeny;
        out.policy.ns = ns;
        out.policy.name = uniqueName(ns, {"default-deny", "default-deny-all"});
        setDirections(out.policy);
        out.header.push_back("Denies what no other policy of " +
                             std::string(m_cluster.text(m_cluster.namespaces[ns].name)) +
                             " allows, for pods to come as well.");
        m_out.policies.push_back(std::move(out));
    }

    void replace() {
        const Reachability& r = m_basis.before();
        for (std::size_t i = 0; i < r.policyCount(); ++i) {
            const NetworkPolicy* policy = r.policy(PolicyId(i));
            if (policy == nullptr) continue;
            if (!m_basis.isWholeNamespace(policy->ns)) {
                const ClassSet& subjects = *r.compiled(PolicyId(i))->subject.may;
                bool isAllOurs = !subjects.isEmpty();
                bool isSomeOurs = false;
                subjects.forEach([&](ClassId c) {
                    for (const PodId pod : r.classes().pods(c)) {
                        const bool isOurs = m_basis.isInScope(m_cluster.pods[pod].workload);
                        isAllOurs = isAllOurs && isOurs;
                        isSomeOurs = isSomeOurs || isOurs;
                    }
                });
                if (!isSomeOurs) continue;
                if (!isAllOurs) {
                    m_out.kept.push_back({PolicyId(i), "it also selects workloads outside the scope"});
                    continue;
                }
            }
            const bool isOtherDirection = std::ranges::any_of(kDirections, [&](Direction d) {
                return policy->isolates(d) && !m_basis.options().directions.contains(d);
            });
            if (isOtherDirection)
                m_out.kept.push_back({PolicyId(i), "it isolates a direction that the proposal leaves alone"});
            else
                m_out.replaced.emplace_back(i);
        }
    }

    const ProposalBasis& m_basis;
    const Cluster& m_cluster;
    const Decisions& m_decisions;
    NeedCollector m_needs;
    std::map<NamespaceId, std::set<std::string>> m_names;
    Proposal m_out;
};

} // namespace

Proposal propose(const ProposalBasis& basis, const Decisions& decisions) {
    return Maker(basis, decisions).run();
}

std::vector<PolicyEdit> editsOf(const Proposal& proposal) {
    std::vector<PolicyEdit> out;
    for (const PolicyId id : proposal.replaced) out.push_back({id, nullptr});
    for (const ProposedPolicy& p : proposal.policies)
        out.push_back({std::nullopt, std::make_shared<const NetworkPolicy>(p.policy)});
    return out;
}

Result<std::shared_ptr<const Reachability>> evaluated(const ProposalBasis& basis, const Proposal& proposal,
                                                      const RunControl& control) {
    return basis.before().edited(editsOf(proposal), control);
}

} // namespace portolan

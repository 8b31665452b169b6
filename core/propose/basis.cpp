#include "core/ledger/workload_selector.h"
#include "core/propose/address_blocks.h"
#include "core/propose/effect.h"
#include "core/propose/openings.h"
#include "core/propose/proposal.h"
#include "core/propose/resolve.h"
#include "core/reach/workload_view.h"

#include <algorithm>
#include <array>
#include <map>

namespace portolan {
namespace {

constexpr std::array<std::string_view, 3> kSystemNamespaces{"kube-node-lease", "kube-public", "kube-system"};

/// A NetworkPolicy that mentions what an admin policy selects pods by.
NetworkPolicy mentionOf(const AdminPolicy& policy) {
    NetworkPolicy out;
    PolicyRule& rule = out.ingress.emplace_back();
    for (const Direction d : kDirections)
        for (const AdminRule& r : policy.rules(d))
            for (const AdminPeer& p : r.peers) {
                if (p.kind != AdminPeer::Kind::Pods || !p.podSelector) continue;
                PolicyPeer& peer = rule.peers.emplace_back();
                peer.namespaceSelector.emplace();
                peer.podSelector = p.podSelector;
            }
    return out;
}

template <typename T>
void sortUnique(std::vector<T>& items) {
    std::ranges::sort(items);
    items.erase(std::unique(items.begin(), items.end()), items.end());
}

} // namespace

ProposalScope ProposalScope::ofCluster(const Cluster& cluster) {
    ProposalScope out;
    for (const Workload& w : cluster.workloads)
        if (std::ranges::find(kSystemNamespaces, cluster.text(cluster.namespaces[w.ns].name)) ==
            kSystemNamespaces.end())
            out.namespaces.push_back(w.ns);
    sortUnique(out.namespaces);
    return out;
}

std::string_view name(EdgeOutcome outcome) {
    switch (outcome) {
    case EdgeOutcome::Admitted: return "admitted";
    case EdgeOutcome::Rejected: return "rejected";
    case EdgeOutcome::Undecided: return "undecided";
    case EdgeOutcome::DeniedToday: return "denied today";
    case EdgeOutcome::NotNeeded: return "not needed";
    case EdgeOutcome::Unresolvable: return "unresolvable";
    case EdgeOutcome::NotExpressible: return "not expressible";
    case EdgeOutcome::OutOfScope: return "out of scope";
    }
    return {};
}

std::size_t Proposal::count(EdgeOutcome outcome) const {
    return static_cast<std::size_t>(std::ranges::count(edges, outcome, &EdgeResult::outcome));
}

bool ProposalBasis::isWholeNamespace(NamespaceId ns) const {
    return std::ranges::binary_search(m_scope.namespaces, ns);
}

/// The steps of ProposalBasis::create(), in the order of run().
class BasisBuilder {
  public:
    BasisBuilder(std::shared_ptr<const Reachability> today, const RunControl& control)
        : m_today(std::move(today)), m_control(control), m_cluster(m_today->cluster()), m_out(new ProposalBasis) {}

    Result<std::shared_ptr<const ProposalBasis>> run(std::vector<ObservedEdge> edges, ProposalScope scope,
                                                     ProposalOptions options) {
        m_out->m_scope = std::move(scope);
        m_out->m_options = std::move(options);
        sortUnique(m_out->m_scope.namespaces);
        m_out->m_dns = findDns(m_cluster, edges);
        makeGroups();
        const EdgeResolver resolver(m_cluster);
        for (const ObservedEdge& e : edges)
            m_out->m_edges.push_back(
                {resolver.resolved(e), edgeKey(m_cluster, e), {}, {}, std::nullopt, {}, false, false});
        makeSelectors();
        std::vector<NetworkPolicy> mentioned = mentions();
        if (!evaluate(mentioned)) return cancelled();
        // Edges that pass between some pods only may need selectors of parts of a workload.
        Decisions all;
        for (const ResolvedEdge& e : m_out->m_edges) all[e.key] = Decision::Accepted;
        bool isCovered = true;
        for (const Decisions& decisions : {all, Decisions{}})
            for (ProposedPolicy& p : propose(*m_out, decisions).policies) {
                isCovered = isCovered && m_out->before().classes().vocabulary().covers(p.policy);
                mentioned.push_back(std::move(p.policy));
            }
        if (!isCovered && !evaluate(mentioned)) return cancelled();
        if (!findConflicts() || !findShutElsewhere()) return cancelled();
        return std::shared_ptr<const ProposalBasis>(std::move(m_out));
    }

  private:
    /// Workloads with equal selectors share a group; a scope of workloads grows until no selector leads outside.
    void makeGroups() {
        std::vector<bool>& inScope = m_out->m_isInScope;
        inScope.assign(m_cluster.workloads.size(), false);
        std::vector<WorkloadId> open = m_out->m_scope.workloads;
        for (std::size_t i = 0; i < m_cluster.workloads.size(); ++i)
            if (m_out->isWholeNamespace(m_cluster.workloads[WorkloadId(i)].ns)) open.emplace_back(i);
        m_out->m_groupOf.assign(m_cluster.workloads.size(), std::nullopt);
        std::map<std::pair<NamespaceId, std::vector<Requirement>>, std::size_t> bySelector;
        while (!open.empty()) {
            const WorkloadId id = open.back();
            open.pop_back();
            if (inScope[id.index()]) continue;
            inScope[id.index()] = true;
            const Workload& workload = m_cluster.workloads[id];
            if (workload.pods.empty() || isNodeLike(*m_today, id)) continue;
            StableSelector selector = stableSelector(m_cluster, workload.pods);
            open.insert(open.end(), selector.alsoSelected.begin(), selector.alsoSelected.end());
            const auto [it, isNew] =
                bySelector.try_emplace({workload.ns, selector.selector.requirements}, m_out->m_groups.size());
            if (isNew) m_out->m_groups.push_back({workload.ns, {}, {}, std::move(selector.selector)});
            SubjectGroup& group = m_out->m_groups[it->second];
            group.workloads.push_back(id);
            group.alsoSelected.insert(group.alsoSelected.end(), selector.alsoSelected.begin(),
                                      selector.alsoSelected.end());
        }
        for (SubjectGroup& g : m_out->m_groups) {
            sortUnique(g.workloads);
            sortUnique(g.alsoSelected);
            std::erase_if(g.alsoSelected, [&](WorkloadId w) { return std::ranges::binary_search(g.workloads, w); });
        }
        std::ranges::sort(m_out->m_groups, {}, [](const SubjectGroup& g) { return g.workloads.front(); });
        for (std::size_t g = 0; g < m_out->m_groups.size(); ++g)
            for (const WorkloadId w : m_out->m_groups[g].workloads) m_out->m_groupOf[w.index()] = g;
        std::vector<WorkloadId>& workloads = m_out->m_scope.workloads;
        workloads.clear();
        for (std::size_t i = 0; i < inScope.size(); ++i)
            if (inScope[i] && !m_out->isWholeNamespace(m_cluster.workloads[WorkloadId(i)].ns))
                workloads.emplace_back(i);
    }

    void makeSelectors() {
        std::vector<WorkloadId> peers = m_out->m_dns.workloads;
        for (const ResolvedEdge& e : m_out->m_edges)
            for (const EdgeEnd* end : {&e.edge.from, &e.edge.to})
                if (const auto* w = std::get_if<WorkloadId>(end)) peers.push_back(*w);
        sortUnique(peers);
        for (const WorkloadId w : peers)
            if (!m_cluster.workloads[w].pods.empty())
                m_out->m_selectors.emplace(w, stableSelector(m_cluster, m_cluster.workloads[w].pods));
    }

    /// Policies that mention every selector and block a proposal can use.
    std::vector<NetworkPolicy> mentions() const {
        std::vector<NetworkPolicy> out;
        for (const SubjectGroup& g : m_out->m_groups) {
            NetworkPolicy p;
            p.ns = g.ns;
            p.podSelector = g.selector;
            out.push_back(std::move(p));
        }
        NetworkPolicy blocks;
        PolicyRule& rule = blocks.ingress.emplace_back();
        const auto addBlock = [&](const IpBlock& block) {
            PolicyPeer peer;
            peer.ipBlock = block;
            rule.peers.push_back(std::move(peer));
        };
        for (const ResolvedEdge& e : m_out->m_edges)
            for (const EdgeEnd* end : {&e.edge.from, &e.edge.to})
                for (const Cidr& c : blocksOf(*m_today, *end)) addBlock({c, {}});
        for (const WorkloadId w : m_out->m_dns.workloads)
            for (const Cidr& c : blocksOf(*m_today, EdgeEnd(w))) addBlock({c, {}});
        for (const Cidr& c : m_out->m_dns.nodeLocal) addBlock({c, {}});
        for (const AddressFamily f : {AddressFamily::V4, AddressFamily::V6}) addBlock(internetBlock(f));
        for (const auto& [w, selector] : m_out->m_selectors) {
            if (isNodeLike(*m_today, w)) continue;
            PolicyPeer peer;
            peer.namespaceSelector.emplace();
            peer.podSelector = selector.selector;
            rule.peers.push_back(std::move(peer));
        }
        out.push_back(std::move(blocks));
        return out;
    }

    /// Today's verdicts over classes that tell the mentioned policies apart; policy ids stay what they are.
    bool evaluate(std::span<const NetworkPolicy> mentioned) {
        std::vector<PolicyEdit> edits;
        std::vector<NetworkPolicy> also(mentioned.begin(), mentioned.end());
        for (std::size_t i = 0; i < m_today->policyCount(); ++i) {
            const NetworkPolicy* now = m_today->policy(PolicyId(i));
            const bool isOfCluster = i < m_cluster.policies.size();
            if (isOfCluster && now == &m_cluster.policies[PolicyId(i)]) continue;
            if (now != nullptr) also.push_back(*now);
            edits.push_back({isOfCluster ? std::optional(PolicyId(i)) : std::nullopt,
                             now != nullptr ? std::make_shared<const NetworkPolicy>(*now) : nullptr});
        }
        for (std::size_t i = 0; i < m_today->adminPolicyCount(); ++i) {
            const AdminPolicy* now = m_today->adminPolicy(adminPolicyId(i));
            const bool isOfCluster = i < m_cluster.adminPolicies.size();
            if (isOfCluster && now == &m_cluster.adminPolicies[i]) continue;
            if (now != nullptr) also.push_back(mentionOf(*now));
            edits.push_back({isOfCluster ? std::optional(adminPolicyId(i)) : std::nullopt, nullptr,
                             now != nullptr ? std::make_shared<const AdminPolicy>(*now) : nullptr});
        }
        auto before = Reachability::create(m_today->clusterPtr(), m_today->profile(), m_control, also);
        if (before && !edits.empty()) before = (*before)->edited(edits, m_control);
        if (!before) return false;
        m_out->m_before = *before;
        for (ResolvedEdge& e : m_out->m_edges) settle(*m_out, e);
        return true;
    }

    /// Leaves edges out, fewest first, until what the others need opens nothing. Each round leaves one out at least.
    bool findConflicts() {
        const ProposalOptions wanted = m_out->m_options;
        m_out->m_options.undecided = Decision::Accepted;
        m_out->m_options.minimumConnections = 0;
        m_out->m_options.minimumDays = 0;
        for (bool isSettled = false; !isSettled;) {
            const Proposal proposal = propose(*m_out, {});
            const auto after = evaluated(*m_out, proposal, m_control);
            if (!after) return false;
            const auto openings = findOpenings(*m_out, proposal, **after, m_control);
            if (!openings) return false;
            isSettled = true;
            for (const std::uint32_t e : edgesBehind(*m_out, *openings)) {
                const auto first = std::ranges::find_if(openings->items, [&](const Opening& o) {
                    return o.cause == Opening::Cause::ByCatch &&
                           (std::ranges::binary_search(o.leaving, e) || std::ranges::binary_search(o.arriving, e));
                });
                m_out->m_edges[e].conflict = displayName(m_out->before(), first->from) + " -> " +
                                             displayName(m_out->before(), first->to) + ' ' + first->traffic.text();
                isSettled = false;
            }
        }
        m_out->m_options = wanted;
        return true;
    }

    /// Edges that stay shut even if everything is accepted: policies outside the scope or of other kinds deny them.
    bool findShutElsewhere() {
        const auto isDenied = [](const ResolvedEdge& e) {
            return !e.settled && e.allowed.empty() && e.possible.empty();
        };
        if (std::ranges::none_of(m_out->m_edges, isDenied)) return true;
        Decisions all;
        for (const ResolvedEdge& e : m_out->m_edges) all[e.key] = Decision::Accepted;
        const auto after = evaluated(*m_out, propose(*m_out, all), m_control);
        if (!after) return false;
        for (ResolvedEdge& e : m_out->m_edges)
            e.isShutElsewhere = isDenied(e) && verdictThen(*m_out, e, **after) == Verdict::Deny;
        return true;
    }

    std::shared_ptr<const Reachability> m_today;
    const RunControl& m_control;
    const Cluster& m_cluster;
    std::shared_ptr<ProposalBasis> m_out;
};

Result<std::shared_ptr<const ProposalBasis>> ProposalBasis::create(std::shared_ptr<const Reachability> reachability,
                                                                   std::vector<ObservedEdge> edges, ProposalScope scope,
                                                                   ProposalOptions options, const RunControl& control) {
    return BasisBuilder(std::move(reachability), control).run(std::move(edges), std::move(scope), std::move(options));
}

} // namespace portolan

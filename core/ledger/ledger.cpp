#include "core/ledger/ledger.h"

#include "core/base/text.h"

#include <algorithm>

namespace portolan {

std::string_view name(EdgeState state) {
    switch (state) {
    case EdgeState::Used: return "used";
    case EdgeState::UnusedAllow: return "unused";
    case EdgeState::Open: return "open";
    case EdgeState::OpenUnseen: return "open-unseen";
    case EdgeState::Blocked: return "blocked";
    case EdgeState::Mismatch: return "mismatch";
    case EdgeState::Uncertain: return "uncertain";
    }
    return {};
}

const LedgerEdge* Ledger::find(const LedgerEnd& from, const LedgerEnd& to, Protocol protocol,
                               std::uint16_t port) const {
    const auto wanted = std::tie(from, to, protocol, port);
    const auto key = [](const LedgerEdge& e) { return std::tie(e.from, e.to, e.protocol, e.port); };
    const auto it = std::ranges::lower_bound(m_edges, wanted, {}, key);
    return it != m_edges.end() && key(*it) == wanted ? &*it : nullptr;
}

std::span<const std::uint32_t> Ledger::edgesOf(WorkloadId id) const {
    const std::uint32_t first = m_edgeOffsets[id.index()];
    return std::span(m_edgeIndices).subspan(first, m_edgeOffsets[id.index() + 1] - first);
}

const RuleUsage* Ledger::usage(const RuleRef& rule) const {
    const std::size_t place = isAdminPolicy(rule.policy) ? m_reachability->policyCount() + adminPolicyIndex(rule.policy)
                                                         : rule.policy.index();
    if (place + 1 >= m_firstUsage.size()) return nullptr;
    const auto first = m_usages.begin() + m_firstUsage[place];
    const auto end = m_usages.begin() + m_firstUsage[place + 1];
    const auto it = std::ranges::lower_bound(first, end, rule, {}, &RuleUsage::rule);
    return it != end && it->rule == rule ? &*it : nullptr;
}

std::string daysText(const EdgeEvidence& seen) {
    return (seen.isMoreDays ? "at least " : "") + countOf(seen.daysSeen, "day");
}

std::string displayName(const Cluster& cluster, const LedgerEnd& end) {
    if (const auto* workload = std::get_if<WorkloadId>(&end)) return cluster.displayName(*workload);
    if (const auto* node = std::get_if<NodeId>(&end))
        return "node " + std::string(cluster.text(cluster.nodes[*node].name));
    if (const auto* block = std::get_if<Cidr>(&end)) {
        const bool isSingle = block->range().first == block->range().last;
        return isSingle ? block->address().text() : block->text();
    }
    const EndName& unknown = *std::get<UnresolvedEnd>(end);
    const std::string& name = unknown.name.empty() ? unknown.pod : unknown.name;
    std::string out = unknown.cluster.empty() ? "" : unknown.cluster + ':';
    if (!unknown.ns.empty()) out += unknown.ns + (name.empty() ? "" : "/");
    out += name;
    return out.empty() && unknown.address ? unknown.address->text() : out;
}

std::optional<NamespaceId> namespaceOf(const Cluster& cluster, const LedgerEnd& end) {
    if (const auto* workload = std::get_if<WorkloadId>(&end)) return cluster.workloads[*workload].ns;
    const auto* unknown = std::get_if<UnresolvedEnd>(&end);
    if (!unknown || (*unknown)->ns.empty()) return std::nullopt;
    const EndName& name = **unknown;
    if (!name.cluster.empty() && name.cluster != cluster.name) return std::nullopt;
    return cluster.findNamespace(name.ns);
}

} // namespace portolan

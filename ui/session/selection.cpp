#include "ui/session/selection.h"

#include "core/reach/rule_match.h"

#include <algorithm>

namespace portolan {

namespace {

std::optional<NodeId> findNode(const Cluster& cluster, std::string_view name) {
    for (std::uint32_t i = 0; i < cluster.nodes.size(); ++i)
        if (cluster.text(cluster.nodes[NodeId(i)].name) == name) return NodeId(i);
    return std::nullopt;
}

std::string policyName(const Reachability& reachability, PolicyId id) {
    if (isAdminPolicy(id)) return shortName(reachability, id);
    const Cluster& cluster = reachability.cluster();
    const NetworkPolicy* policy = reachability.policy(id);
    if (policy == nullptr) return {};
    return std::string(cluster.text(cluster.namespaces[policy->ns].name)) + '/' +
           std::string(cluster.text(policy->name));
}

} // namespace

WorkloadKey keyOf(const Cluster& cluster, WorkloadId id) {
    return {cluster.identity(id)};
}

EndKey keyOf(const Cluster& cluster, const LedgerEnd& end) {
    if (const auto* workload = std::get_if<WorkloadId>(&end))
        return {EndKey::Kind::Workload, cluster.identity(*workload)};
    if (const auto* node = std::get_if<NodeId>(&end))
        return {EndKey::Kind::Node, std::string(cluster.text(cluster.nodes[*node].name))};
    if (const auto* block = std::get_if<Cidr>(&end)) return {EndKey::Kind::Address, block->text()};
    return {EndKey::Kind::Name, displayName(cluster, end)};
}

EdgeKey keyOf(const Cluster& cluster, const LedgerEdge& edge) {
    return {keyOf(cluster, edge.from), keyOf(cluster, edge.to), edge.protocol, edge.port};
}

RuleKey keyOf(const Reachability& reachability, const RuleRef& rule) {
    return {policyName(reachability, rule.policy), rule.direction, rule.index};
}

PolicyKey keyOf(const Reachability& reachability, PolicyId id) {
    return {policyName(reachability, id)};
}

FindingKey keyOf(const Finding& finding) {
    return {finding.id, finding.object, finding.message};
}

std::optional<WorkloadId> resolve(const Cluster& cluster, const WorkloadKey& key) {
    std::string_view text = key.identity;
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    if (const std::size_t colon = text.substr(0, slash).rfind(':'); colon != std::string_view::npos) {
        if (text.substr(0, colon) != cluster.name) return std::nullopt;
        text.remove_prefix(colon + 1);
    }
    const std::size_t split = text.find('/');
    const std::size_t open = text.rfind('[');
    if (open == std::string_view::npos || !text.ends_with(']')) return std::nullopt;
    const auto found = cluster.findWorkloads(text.substr(0, split), text.substr(split + 1, open - split - 1),
                                             text.substr(open + 1, text.size() - open - 2));
    return found.empty() ? std::nullopt : std::optional(found.front());
}

std::optional<PolicyId> resolve(const Reachability& reachability, const PolicyKey& key) {
    for (std::uint32_t i = 0; i < reachability.policyCount(); ++i)
        if (reachability.policy(PolicyId(i)) != nullptr && policyName(reachability, PolicyId(i)) == key.name)
            return PolicyId(i);
    for (std::size_t i = 0; i < reachability.adminPolicyCount(); ++i)
        if (reachability.adminPolicy(adminPolicyId(i)) != nullptr &&
            policyName(reachability, adminPolicyId(i)) == key.name)
            return adminPolicyId(i);
    return std::nullopt;
}

std::optional<RuleRef> resolve(const Reachability& reachability, const RuleKey& key) {
    const auto policy = resolve(reachability, PolicyKey{key.policy});
    if (!policy) return std::nullopt;
    const AdminPolicy* admin = reachability.adminPolicy(*policy);
    const std::size_t rules = admin != nullptr ? admin->rules(key.direction).size()
                                               : reachability.policy(*policy)->rules(key.direction).size();
    if (rules <= key.index) return std::nullopt;
    return RuleRef{*policy, key.direction, key.index};
}

std::optional<LedgerEnd> resolve(const Analysis& analysis, const EndKey& key) {
    const Cluster& cluster = *analysis.cluster;
    switch (key.kind) {
    case EndKey::Kind::Workload:
        if (const auto id = resolve(cluster, WorkloadKey{key.text})) return LedgerEnd(*id);
        return std::nullopt;
    case EndKey::Kind::Node:
        if (const auto id = findNode(cluster, key.text)) return LedgerEnd(*id);
        return std::nullopt;
    case EndKey::Kind::Address:
        if (const auto block = Cidr::parse(key.text)) return LedgerEnd(*block);
        return std::nullopt;
    case EndKey::Kind::Name: break;
    }
    if (!analysis.ledger) return std::nullopt;
    for (const LedgerEdge& edge : analysis.ledger->edges())
        for (const LedgerEnd* end : {&edge.from, &edge.to})
            if (std::holds_alternative<UnresolvedEnd>(*end) && displayName(cluster, *end) == key.text) return *end;
    return std::nullopt;
}

std::optional<LedgerEdge> resolve(const Analysis& analysis, const EdgeKey& key) {
    const auto from = resolve(analysis, key.from);
    const auto to = resolve(analysis, key.to);
    if (!from || !to || !analysis.ledger) return std::nullopt;
    if (const LedgerEdge* seen = analysis.ledger->find(*from, *to, key.protocol, key.port)) return *seen;
    const auto* source = std::get_if<WorkloadId>(&*from);
    const auto* target = std::get_if<WorkloadId>(&*to);
    if (source == nullptr || target == nullptr) return std::nullopt;
    const auto unseen = analysis.ledger->permittedUnseen(*source, *target);
    const auto it = std::ranges::find_if(
        unseen, [&](const LedgerEdge& edge) { return edge.protocol == key.protocol && edge.port == key.port; });
    return it == unseen.end() ? std::nullopt : std::optional(*it);
}

std::optional<std::size_t> resolve(const Analysis& analysis, const FindingKey& key) {
    const auto it =
        std::ranges::find_if(analysis.findings, [&](const Finding& finding) { return keyOf(finding) == key; });
    if (it == analysis.findings.end()) return std::nullopt;
    return static_cast<std::size_t>(it - analysis.findings.begin());
}

} // namespace portolan

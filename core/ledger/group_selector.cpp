#include "core/ledger/group_selector.h"

#include "core/ledger/workload_selector.h"

#include <algorithm>
#include <map>

namespace portolan {
namespace {

bool isByCarriedLabels(const LabelSelector& selector) {
    return !selector.isEmpty() && std::ranges::all_of(selector.requirements, [](const Requirement& r) {
        return r.op == Requirement::Operator::In;
    });
}

/// The selector for either of two; nullopt unless they differ in the values of one label only.
std::optional<LabelSelector> merged(const LabelSelector& a, const LabelSelector& b) {
    if (a.requirements.size() != b.requirements.size()) return std::nullopt;
    LabelSelector out = a;
    std::size_t differences = 0;
    for (std::size_t i = 0; i < a.requirements.size(); ++i) {
        const Requirement& other = b.requirements[i];
        Requirement& own = out.requirements[i];
        if (own.key != other.key) return std::nullopt;
        if (own.values == other.values) continue;
        ++differences;
        own.values.insert(own.values.end(), other.values.begin(), other.values.end());
        std::ranges::sort(own.values);
        own.values.erase(std::unique(own.values.begin(), own.values.end()), own.values.end());
    }
    return differences <= 1 ? std::optional(std::move(out)) : std::nullopt;
}

std::map<NamespaceId, std::vector<WorkloadId>> byNamespace(const Cluster& cluster,
                                                           std::span<const WorkloadId> workloads) {
    std::map<NamespaceId, std::vector<WorkloadId>> out;
    for (const WorkloadId id : workloads) out[cluster.workloads[id].ns].push_back(id);
    return out;
}

/// By the name that every namespace carries; nullopt where nothing in the input mentions its label.
std::optional<LabelSelector> byName(const Cluster& cluster, NamespaceId ns) {
    const auto key = cluster.symbols.find("kubernetes.io/metadata.name");
    if (!key) return std::nullopt;
    return LabelSelector{{{*key, Requirement::Operator::In, {cluster.namespaces[ns].name}}}, {}};
}

} // namespace

std::optional<std::vector<LabelSelector>> groupSelectors(const Cluster& cluster,
                                                         std::span<const WorkloadId> workloads) {
    std::vector<LabelSelector> out;
    std::vector<PodId> pods;
    for (const WorkloadId id : workloads) {
        auto selector = selectorOf(cluster, id);
        if (!selector) return std::nullopt;
        const auto& more = cluster.workloads[id].pods;
        pods.insert(pods.end(), more.begin(), more.end());
        const auto mergeInto =
            std::ranges::find_if(out, [&](const LabelSelector& s) { return merged(s, *selector).has_value(); });
        if (mergeInto != out.end())
            *mergeInto = *merged(*mergeInto, *selector);
        else
            out.push_back(std::move(*selector));
    }
    if (workloads.size() < 2) return out;
    StableSelector shared = stableSelector(cluster, pods);
    if (shared.isExact() && isByCarriedLabels(shared.selector)) out.assign(1, std::move(shared.selector));
    return out;
}

std::optional<std::vector<PolicyPeer>> peersFor(const Cluster& cluster, std::span<const WorkloadId> workloads,
                                                NamespaceId policyNamespace) {
    std::vector<PolicyPeer> out;
    for (const auto& [ns, group] : byNamespace(cluster, workloads)) {
        auto selectors = groupSelectors(cluster, group);
        const auto nsSelector = byName(cluster, ns);
        if (!selectors || (ns != policyNamespace && !nsSelector)) return std::nullopt;
        for (LabelSelector& selector : *selectors) {
            PolicyPeer& peer = out.emplace_back();
            peer.podSelector = std::move(selector);
            if (ns != policyNamespace) peer.namespaceSelector = nsSelector;
        }
    }
    return out;
}

std::optional<std::vector<AdminPeer>> adminPeersFor(const Cluster& cluster, std::span<const WorkloadId> workloads) {
    std::vector<AdminPeer> out;
    for (const auto& [ns, group] : byNamespace(cluster, workloads)) {
        auto selectors = groupSelectors(cluster, group);
        const auto nsSelector = byName(cluster, ns);
        if (!selectors || !nsSelector) return std::nullopt;
        for (LabelSelector& selector : *selectors) {
            AdminPeer& peer = out.emplace_back();
            peer.namespaceSelector = *nsSelector;
            peer.podSelector = std::move(selector);
        }
    }
    return out;
}

} // namespace portolan

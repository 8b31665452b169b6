#include "core/ledger/workload_selector.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <set>

namespace portolan {
namespace {

constexpr std::array<std::string_view, 22> kUnstableKeys{
    "app.kubernetes.io/version",
    "apps.kubernetes.io/pod-index",
    "batch.kubernetes.io/controller-uid",
    "batch.kubernetes.io/job-completion-index",
    "batch.kubernetes.io/job-name",
    "chart",
    "controller-revision-hash",
    "controller-uid",
    "failure-domain.beta.kubernetes.io/region",
    "failure-domain.beta.kubernetes.io/zone",
    "helm.sh/chart",
    "job-name",
    "kubernetes.io/hostname",
    "nodeName",
    "pod-template-generation",
    "pod-template-hash",
    "region",
    "rollouts-pod-template-hash",
    "statefulset.kubernetes.io/pod-name",
    "version",
    "zone",
    "node",
};

/// Keys that name what a workload is, best first; others follow alphabetically.
constexpr std::array<std::string_view, 12> kPreferredKeys{
    "app.kubernetes.io/name",
    "app",
    "k8s-app",
    "app.kubernetes.io/component",
    "app.kubernetes.io/instance",
    "component",
    "role",
    "tier",
    "name",
    "release",
    "app.kubernetes.io/part-of",
    "team",
};

/// Subsets of at most this many labels are searched; beyond, all of them are taken.
constexpr int kMaxSearched = 4;
/// Of more stable labels only the best are looked at.
constexpr std::size_t kMaxLabels = 24;

using Bits = std::uint32_t; ///< a set of the common labels, the best as the lowest bit

std::size_t rank(std::string_view key) {
    return static_cast<std::size_t>(std::ranges::find(kPreferredKeys, key) - kPreferredKeys.begin());
}

class Search {
  public:
    Search(const Cluster& cluster, std::span<const PodId> pods) : m_cluster(cluster), m_pods(pods) {
        collectCommonLabels();
        const NamespaceId ns = cluster.pods[pods.front()].ns;
        const std::set<PodId> wanted(pods.begin(), pods.end());
        const auto all = cluster.pods.all();
        const auto [first, last] = std::ranges::equal_range(all, ns, {}, &Pod::ns);
        std::map<LabelSetId, Bits> bits;
        for (auto it = first; it != last; ++it) {
            const PodId pod(static_cast<std::size_t>(it - all.begin()));
            if (it->isHostNetwork || wanted.contains(pod)) continue;
            const auto [known, isNew] = bits.try_emplace(it->labels, 0);
            if (isNew) known->second = carried(pod);
            m_others.emplace_back(pod, known->second);
        }
        for (const auto& [labels, carriedBits] : bits) m_patterns.push_back(carriedBits);
    }

    StableSelector run() {
        StableSelector out;
        Bits chosen = m_common.empty() ? 0 : static_cast<Bits>((std::uint64_t{1} << m_common.size()) - 1);
        for (int size = 1; size <= std::min(kMaxSearched, static_cast<int>(m_common.size())); ++size)
            if (const auto found = ofSize(size, 0, 0)) {
                chosen = *found;
                break;
            }
        for (std::size_t i = 0; i < m_common.size(); ++i)
            if ((chosen >> i & 1U) != 0)
                out.selector.requirements.push_back({m_common[i].key, Requirement::Operator::In, {m_common[i].value}});
        std::vector<PodId> confused;
        for (const auto& [pod, bits] : m_others)
            if ((bits & chosen) == chosen) confused.push_back(pod);
        exclude(confused, out.selector);
        std::ranges::sort(out.selector.requirements);
        for (const PodId pod : confused) out.alsoSelected.push_back(m_cluster.pods[pod].workload);
        std::ranges::sort(out.alsoSelected);
        out.alsoSelected.erase(std::unique(out.alsoSelected.begin(), out.alsoSelected.end()), out.alsoSelected.end());
        return out;
    }

  private:
    std::span<const Label> labels(PodId pod) const { return m_cluster.labelSets[m_cluster.pods[pod].labels]; }

    void collectCommonLabels() {
        for (const Label& l : labels(m_pods.front())) {
            if (!l.isValueKnown || !isStableLabelKey(m_cluster.text(l.key))) continue;
            const bool isCommon = std::ranges::all_of(m_pods, [&](PodId pod) { return hasLabel(pod, l); });
            if (isCommon) m_common.push_back(l);
        }
        std::ranges::sort(m_common, {}, [&](const Label& l) {
            return std::tuple(rank(m_cluster.text(l.key)), m_cluster.text(l.key));
        });
        if (m_common.size() > kMaxLabels) m_common.resize(kMaxLabels);
    }

    /// A label of unknown value may equal any.
    bool hasLabel(PodId pod, const Label& wanted) const {
        const auto own = m_cluster.labelSets.find(m_cluster.pods[pod].labels, wanted.key);
        return own && (!own->isValueKnown || own->value == wanted.value);
    }

    Bits carried(PodId pod) const {
        Bits out = 0;
        for (std::size_t i = 0; i < m_common.size(); ++i)
            if (hasLabel(pod, m_common[i])) out |= Bits{1} << i;
        return out;
    }

    /// The first set of that many labels from `next` on, in order of preference, that with `chosen` no other pod
    /// carries.
    std::optional<Bits> ofSize(int size, std::size_t next, Bits chosen) const {
        if (size == 0) {
            const auto isCarried = [&](Bits bits) { return (bits & chosen) == chosen; };
            return std::ranges::none_of(m_patterns, isCarried) ? std::optional(chosen) : std::nullopt;
        }
        for (std::size_t i = next; i < m_common.size(); ++i)
            if (const auto found = ofSize(size - 1, i + 1, chosen | Bits{1} << i)) return found;
        return std::nullopt;
    }

    /// Adds requirements against labels that confused pods carry and the wanted ones do not.
    void exclude(std::vector<PodId>& confused, LabelSelector& selector) const {
        std::map<std::string_view, Symbol> keys;
        for (const PodId pod : confused)
            for (const Label& l : labels(pod))
                if (l.isValueKnown && isStableLabelKey(m_cluster.text(l.key)))
                    keys.emplace(m_cluster.text(l.key), l.key);
        for (const auto& [text, key] : keys) {
            std::set<Symbol> theirs;
            std::set<Symbol> ours;
            for (const PodId pod : confused)
                for (const Label& l : labels(pod))
                    if (l.key == key) theirs.insert(l.value);
            for (const PodId pod : m_pods)
                for (const Label& l : labels(pod))
                    if (l.key == key) ours.insert(l.value);
            std::erase_if(theirs, [&](Symbol value) { return ours.contains(value); });
            if (theirs.empty()) continue;
            const auto isExcluded = [&, keySymbol = key](PodId pod) {
                return std::ranges::any_of(
                    labels(pod), [&](const Label& l) { return l.key == keySymbol && theirs.contains(l.value); });
            };
            std::erase_if(confused, isExcluded);
            if (ours.empty())
                selector.requirements.push_back({key, Requirement::Operator::DoesNotExist, {}});
            else
                selector.requirements.push_back(
                    {key, Requirement::Operator::NotIn, std::vector<Symbol>(theirs.begin(), theirs.end())});
        }
    }

    const Cluster& m_cluster;
    std::span<const PodId> m_pods;
    std::vector<std::pair<PodId, Bits>> m_others; // with what they carry, ascending
    std::vector<Bits> m_patterns;                 // what some other pod carries
    std::vector<Label> m_common;                  // best first
};

} // namespace

bool isStableLabelKey(std::string_view key) {
    if (key.starts_with("topology.") || key.starts_with("failure-domain.") || key.starts_with("node.")) return false;
    if (key.ends_with("-hash") || key.ends_with("/hash") || key.ends_with("/revision") || key.ends_with("/rev"))
        return false;
    return std::ranges::find(kUnstableKeys, key) == kUnstableKeys.end();
}

StableSelector stableSelector(const Cluster& cluster, std::span<const PodId> pods) {
    return Search(cluster, pods).run();
}

std::optional<LabelSelector> selectorOf(const Cluster& cluster, WorkloadId id) {
    const Workload& workload = cluster.workloads[id];
    if (workload.pods.empty()) return std::nullopt;
    StableSelector out = stableSelector(cluster, workload.pods);
    const auto isCarried = [](const Requirement& r) { return r.op == Requirement::Operator::In; };
    const bool isByOwnLabels =
        !out.selector.requirements.empty() && std::ranges::all_of(out.selector.requirements, isCarried);
    if (!out.isExact() || !isByOwnLabels) return std::nullopt;
    return std::move(out.selector);
}

std::optional<PolicyPeer> peerFor(const Cluster& cluster, WorkloadId id, NamespaceId policyNamespace) {
    auto pods = selectorOf(cluster, id);
    if (!pods) return std::nullopt;
    PolicyPeer out;
    out.podSelector = std::move(*pods);
    const NamespaceId ns = cluster.workloads[id].ns;
    if (ns == policyNamespace) return out;
    const auto key = cluster.symbols.find("kubernetes.io/metadata.name");
    if (!key) return std::nullopt;
    out.namespaceSelector = LabelSelector{{{*key, Requirement::Operator::In, {cluster.namespaces[ns].name}}}, {}};
    return out;
}

} // namespace portolan

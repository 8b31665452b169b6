#include "core/propose/stable_selector.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
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
constexpr std::size_t kMaxSearched = 4;

std::size_t rank(std::string_view key) {
    return static_cast<std::size_t>(std::ranges::find(kPreferredKeys, key) - kPreferredKeys.begin());
}

class Search {
  public:
    Search(const Cluster& cluster, std::span<const PodId> pods) : m_cluster(cluster), m_pods(pods) {
        const NamespaceId ns = cluster.pods[pods.front()].ns;
        const std::set<PodId> wanted(pods.begin(), pods.end());
        const auto all = cluster.pods.all();
        const auto [first, last] = std::ranges::equal_range(all, ns, {}, &Pod::ns);
        for (auto it = first; it != last; ++it) {
            const PodId pod(static_cast<std::size_t>(it - all.begin()));
            if (!it->isHostNetwork && !wanted.contains(pod)) m_others.push_back(pod);
        }
        collectCommonLabels();
    }

    StableSelector run() {
        StableSelector out;
        std::vector<Label> chosen = m_common;
        for (std::size_t size = m_common.empty() ? 0 : 1; size <= std::min(kMaxSearched, m_common.size()); ++size)
            if (auto found = ofSize(size)) {
                chosen = std::move(*found);
                break;
            }
        for (const Label& l : chosen)
            out.selector.requirements.push_back({l.key, Requirement::Operator::In, {l.value}});
        std::vector<PodId> confused = matching(chosen);
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
    }

    /// A label of unknown value may equal any.
    bool hasLabel(PodId pod, const Label& wanted) const {
        return std::ranges::any_of(labels(pod), [&](const Label& l) {
            return l.key == wanted.key && (!l.isValueKnown || l.value == wanted.value);
        });
    }

    /// The other pods that carry all these labels, ascending.
    std::vector<PodId> matching(const std::vector<Label>& chosen) const {
        std::vector<PodId> out;
        for (const PodId pod : m_others)
            if (std::ranges::all_of(chosen, [&](const Label& l) { return hasLabel(pod, l); })) out.push_back(pod);
        return out;
    }

    /// The first subset of that size, in order of preference, that no other pod matches.
    std::optional<std::vector<Label>> ofSize(std::size_t size) const {
        std::vector<std::size_t> at(size);
        for (std::size_t i = 0; i < size; ++i) at[i] = i;
        while (true) {
            std::vector<Label> chosen;
            for (const std::size_t i : at) chosen.push_back(m_common[i]);
            if (matching(chosen).empty()) return chosen;
            std::size_t i = size;
            while (i > 0 && at[i - 1] == m_common.size() - size + i - 1) --i;
            if (i == 0) return std::nullopt;
            ++at[i - 1];
            for (; i < size; ++i) at[i] = at[i - 1] + 1;
        }
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
    std::vector<PodId> m_others;
    std::vector<Label> m_common; // best first
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

} // namespace portolan

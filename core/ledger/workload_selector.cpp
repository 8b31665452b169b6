#include "core/ledger/workload_selector.h"

#include <algorithm>
#include <array>

namespace portolan {
namespace {

constexpr std::size_t kKeysLookedAt = 16;
constexpr std::array kCustomary{"app.kubernetes.io/name",     "app", "k8s-app", "app.kubernetes.io/component",
                                "app.kubernetes.io/instance", "name"};

std::span<const Pod> podsOf(const Cluster& cluster, NamespaceId ns) {
    const auto range = std::ranges::equal_range(cluster.pods.all(), ns, {}, &Pod::ns);
    return {range.begin(), range.end()};
}

std::size_t rank(const Cluster& cluster, Symbol key) {
    return static_cast<std::size_t>(std::ranges::find(kCustomary, cluster.text(key)) - kCustomary.begin());
}

/// Stable labels that all pods of the workload share, best first.
std::vector<Label> sharedLabels(const Cluster& cluster, const Workload& workload) {
    std::vector<Label> out;
    for (const Label& label : cluster.labelSets[cluster.pods[workload.pods.front()].labels]) {
        if (!label.isValueKnown || isVolatileLabel(cluster.text(label.key))) continue;
        if (std::ranges::all_of(workload.pods, [&](PodId pod) {
                return cluster.labelSets.find(cluster.pods[pod].labels, label.key) == label;
            }))
            out.push_back(label);
    }
    std::ranges::stable_sort(out, [&](const Label& a, const Label& b) {
        const std::size_t ra = rank(cluster, a.key);
        const std::size_t rb = rank(cluster, b.key);
        return ra != rb ? ra < rb : cluster.text(a.key) < cluster.text(b.key);
    });
    if (out.size() > kKeysLookedAt) out.resize(kKeysLookedAt);
    return out;
}

/// For each pod that must not match, which of the labels it carries too, as bits.
std::vector<std::uint32_t> othersCarrying(const Cluster& cluster, const Workload& workload, WorkloadId id,
                                          const std::vector<Label>& labels) {
    std::vector<std::uint32_t> out;
    for (const Pod& pod : podsOf(cluster, workload.ns)) {
        if (pod.workload == id) continue;
        std::uint32_t bits = 0;
        for (std::size_t i = 0; i < labels.size(); ++i) {
            const auto own = cluster.labelSets.find(pod.labels, labels[i].key);
            if (own && (!own->isValueKnown || own->value == labels[i].value)) bits |= 1U << i;
        }
        out.push_back(bits);
    }
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

} // namespace

bool isVolatileLabel(std::string_view key) {
    static constexpr std::array kVolatile{"pod-template-hash",
                                          "controller-revision-hash",
                                          "pod-template-generation",
                                          "statefulset.kubernetes.io/pod-name",
                                          "apps.kubernetes.io/pod-index",
                                          "job-name",
                                          "controller-uid",
                                          "batch.kubernetes.io/job-name",
                                          "batch.kubernetes.io/controller-uid",
                                          "batch.kubernetes.io/job-completion-index",
                                          "topology.kubernetes.io/zone",
                                          "topology.kubernetes.io/region",
                                          "kubernetes.io/hostname"};
    return std::ranges::find(kVolatile, key) != kVolatile.end();
}

std::optional<LabelSelector> selectorOf(const Cluster& cluster, WorkloadId id) {
    const Workload& workload = cluster.workloads[id];
    if (workload.pods.empty()) return std::nullopt;
    const auto labels = sharedLabels(cluster, workload);
    const auto others = othersCarrying(cluster, workload, id, labels);
    const auto isExact = [&](std::uint32_t bits) {
        return std::ranges::none_of(others, [&](std::uint32_t o) { return (o & bits) == bits; });
    };
    const auto selector = [&](std::uint32_t bits) {
        LabelSelector out;
        for (std::size_t i = 0; i < labels.size(); ++i)
            if ((bits & 1U << i) != 0)
                out.requirements.push_back({labels[i].key, Requirement::Operator::In, {labels[i].value}});
        std::ranges::sort(out.requirements);
        return out;
    };
    const auto n = static_cast<std::uint32_t>(labels.size());
    for (std::uint32_t a = 0; a < n; ++a)
        if (isExact(1U << a)) return selector(1U << a);
    for (std::uint32_t a = 0; a < n; ++a)
        for (std::uint32_t b = a + 1; b < n; ++b)
            if (isExact(1U << a | 1U << b)) return selector(1U << a | 1U << b);
    for (std::uint32_t a = 0; a < n; ++a)
        for (std::uint32_t b = a + 1; b < n; ++b)
            for (std::uint32_t c = b + 1; c < n; ++c)
                if (isExact(1U << a | 1U << b | 1U << c)) return selector(1U << a | 1U << b | 1U << c);
    return std::nullopt;
}

std::optional<PolicyPeer> peerFor(const Cluster& cluster, WorkloadId id, NamespaceId policyNamespace) {
    const auto pods = selectorOf(cluster, id);
    if (!pods) return std::nullopt;
    PolicyPeer out;
    out.podSelector = *pods;
    const NamespaceId ns = cluster.workloads[id].ns;
    if (ns == policyNamespace) return out;
    const auto key = cluster.symbols.find("kubernetes.io/metadata.name");
    if (!key) return std::nullopt;
    out.namespaceSelector = LabelSelector{{{*key, Requirement::Operator::In, {cluster.namespaces[ns].name}}}, {}};
    return out;
}

} // namespace portolan

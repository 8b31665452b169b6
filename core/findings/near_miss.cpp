#include "core/findings/near_miss.h"

#include "core/model/selector_text.h"

#include <algorithm>
#include <cctype>
#include <numeric>

namespace portolan {
namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

/// Levenshtein's distance, one row at a time.
std::size_t editDistance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
        }
    }
    return row.back();
}

bool isNameKey(std::string_view key) {
    return key == "app" || key == "app.kubernetes.io/name" || key == "k8s-app";
}

/// What the pod carries in place of the failing requirement; empty where nothing resembles it.
std::string resembling(const Cluster& cluster, const Requirement& r, LabelSetId labels) {
    if (r.op != Requirement::Operator::In) return {};
    const std::string_view wantedKey = cluster.text(r.key);
    for (const Label& label : cluster.labelSets[labels]) {
        if (!label.isValueKnown) continue;
        const std::string_view key = cluster.text(label.key);
        const std::string_view value = cluster.text(label.value);
        const bool isSameValue = std::ranges::find(r.values, label.value) != r.values.end();
        const bool isSameKey = label.key == r.key;
        const bool isNarrow =
            isSameKey ? std::ranges::any_of(r.values, [&](Symbol v) { return isSimilar(cluster.text(v), value); })
                      : isSameValue && (isSimilar(key, wantedKey) || (isNameKey(key) && isNameKey(wantedKey)));
        if (isNarrow) return std::string(key) + '=' + std::string(value);
    }
    return {};
}

} // namespace

bool isSimilar(std::string_view a, std::string_view b) {
    constexpr std::size_t kLongest = 256;
    if (a.size() > kLongest || b.size() > kLongest) return false;
    const std::string la = lower(a);
    const std::string lb = lower(b);
    if (la == lb) return true;
    const std::size_t distance = editDistance(la, lb);
    return distance <= 2 && distance * 2 < std::min(la.size(), lb.size());
}

std::optional<NearMiss> nearMiss(const Cluster& cluster, const LabelSelector& selector, std::span<const Pod> pods) {
    for (const Pod& pod : pods) {
        const Requirement* failing = nullptr;
        bool isAlone = true;
        for (const Requirement& r : selector.requirements) {
            if (matches(LabelSelector{{r}, {}}, cluster.labelSets[pod.labels]) == Ternary::Yes) continue;
            isAlone = failing == nullptr;
            failing = &r;
            if (!isAlone) break;
        }
        if (!failing || !isAlone) continue;
        const std::string suggestion = resembling(cluster, *failing, pod.labels);
        if (suggestion.empty()) continue;
        const auto id = static_cast<std::size_t>(&pod - cluster.pods.all().data());
        return NearMiss{PodId(id), selectorText(cluster, LabelSelector{{*failing}, {}}), suggestion};
    }
    return std::nullopt;
}

} // namespace portolan

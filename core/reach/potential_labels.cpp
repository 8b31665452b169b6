#include "core/reach/potential_labels.h"

#include <algorithm>
#include <map>
#include <set>

namespace portolan {
namespace {

/// What the requirements on one key ask together.
struct KeyDemand {
    bool isPresent = false;
    bool isAbsent = false;
    std::optional<std::set<std::string>> values; ///< one of these
    std::set<std::string> forbidden;
};

std::map<std::string, KeyDemand> demandsOf(const Cluster& cluster, const LabelSelector& selector) {
    std::map<std::string, KeyDemand> out;
    for (const Requirement& r : selector.requirements) {
        KeyDemand& demand = out[std::string(cluster.text(r.key))];
        std::set<std::string> values;
        for (const Symbol v : r.values) values.emplace(cluster.text(v));
        switch (r.op) {
        case Requirement::Operator::In:
            if (demand.values)
                std::erase_if(*demand.values, [&](const std::string& v) { return !values.contains(v); });
            else
                demand.values = std::move(values);
            demand.isPresent = true;
            break;
        case Requirement::Operator::NotIn: demand.forbidden.merge(values); break;
        case Requirement::Operator::Exists: demand.isPresent = true; break;
        case Requirement::Operator::DoesNotExist: demand.isAbsent = true; break;
        }
    }
    return out;
}

/// The labels for one key that meet the demand; {nullopt} where it is best left out, nothing where none can.
std::vector<std::optional<PotentialLabel>> optionsOf(const std::string& key, const KeyDemand& demand) {
    if (!demand.isPresent) return {std::nullopt};
    if (demand.isAbsent) return {};
    if (!demand.values)
        return {PotentialLabel{key, std::string(kAnyValue), {demand.forbidden.begin(), demand.forbidden.end()}}};
    std::vector<std::optional<PotentialLabel>> out;
    for (const std::string& value : *demand.values)
        if (!demand.forbidden.contains(value)) out.emplace_back(PotentialLabel{key, value});
    return out;
}

} // namespace

std::string PotentialLabel::text() const {
    if (value != kAnyValue) return key + '=' + value;
    std::string out = key + "=*";
    for (std::size_t i = 0; i < unless.size(); ++i) out += (i == 0 ? " (not " : ", ") + unless[i];
    return unless.empty() ? out : out + ')';
}

std::vector<PotentialLabels> labelChoices(const Cluster& cluster, const LabelSelector& selector, std::size_t limit) {
    std::vector<PotentialLabels> out{{}};
    for (const auto& [key, demand] : demandsOf(cluster, selector)) {
        std::vector<PotentialLabels> next;
        for (const PotentialLabels& labels : out)
            for (const std::optional<PotentialLabel>& option : optionsOf(key, demand)) {
                if (next.size() == limit) break;
                next.push_back(labels);
                if (option) next.back().push_back(*option);
            }
        out = std::move(next);
    }
    return out;
}

std::optional<PotentialLabels> united(const PotentialLabels& a, const PotentialLabels& b) {
    PotentialLabels out = a;
    for (const PotentialLabel& label : b) {
        const auto same = std::ranges::find(out, label.key, &PotentialLabel::key);
        if (same == out.end()) {
            out.push_back(label);
        } else if (same->value == kAnyValue) {
            if (std::ranges::find(same->unless, label.value) != same->unless.end()) return std::nullopt;
            std::vector<std::string> unless = same->unless;
            *same = label;
            if (label.value != kAnyValue) continue;
            same->unless.insert(same->unless.end(), unless.begin(), unless.end());
            std::ranges::sort(same->unless);
            same->unless.erase(std::unique(same->unless.begin(), same->unless.end()), same->unless.end());
        } else if (label.value == kAnyValue) {
            if (std::ranges::find(label.unless, same->value) != label.unless.end()) return std::nullopt;
        } else if (label.value != same->value) {
            return std::nullopt;
        }
    }
    std::ranges::sort(out);
    return out;
}

bool isPartOf(const PotentialLabels& part, const PotentialLabels& whole) {
    return std::ranges::all_of(part, [&](const PotentialLabel& label) {
        const auto same = std::ranges::find(whole, label.key, &PotentialLabel::key);
        if (same == whole.end()) return false;
        if (label.value == same->value) return label.unless.empty() || label.unless == same->unless;
        return label.value == kAnyValue && std::ranges::find(label.unless, same->value) == label.unless.end();
    });
}

std::vector<LabelText> labelTexts(const PotentialLabels& labels) {
    std::vector<LabelText> out;
    for (const PotentialLabel& label : labels) out.emplace_back(label.key, label.value);
    return out;
}

std::string text(const PotentialLabels& labels) {
    std::string out;
    for (const PotentialLabel& label : labels) out += (out.empty() ? "" : ",") + label.text();
    return out;
}

} // namespace portolan

#include "core/model/labels.h"

#include <algorithm>

namespace portolan {
namespace {

std::size_t hashOf(std::span<const Label> labels) {
    std::uint64_t h = 0xcbf29ce484222325ULL;
    for (const Label& l : labels) {
        const std::uint64_t word =
            std::uint64_t{l.key.value} << 32U | (l.value.value ^ (l.isValueKnown ? 0U : 1U << 31U));
        h = (h ^ word) * 0x9e3779b97f4a7c15ULL;
        h ^= h >> 29U;
    }
    return h;
}

} // namespace

LabelSetId LabelSets::intern(std::vector<Label> labels) {
    std::stable_sort(labels.begin(), labels.end(), [](const Label& a, const Label& b) { return a.key < b.key; });
    std::vector<Label> unique;
    unique.reserve(labels.size());
    for (const Label& l : labels) {
        if (!unique.empty() && unique.back().key == l.key)
            unique.back() = l;
        else
            unique.push_back(l);
    }
    const std::size_t hash = hashOf(unique);
    const auto [first, last] = m_ids.equal_range(hash);
    for (auto it = first; it != last; ++it)
        if (std::ranges::equal((*this)[it->second], unique)) return it->second;
    const LabelSetId id(m_offsets.size() - 1);
    m_labels.insert(m_labels.end(), unique.begin(), unique.end());
    m_offsets.push_back(m_labels.size());
    m_ids.emplace(hash, id);
    return id;
}

std::span<const Label> LabelSets::operator[](LabelSetId id) const {
    return std::span(m_labels).subspan(m_offsets[id.index()], m_offsets[id.index() + 1] - m_offsets[id.index()]);
}

std::optional<Label> LabelSets::find(LabelSetId id, Symbol key) const {
    const auto labels = (*this)[id];
    const auto it = std::ranges::lower_bound(labels, key, {}, &Label::key);
    if (it == labels.end() || it->key != key) return std::nullopt;
    return *it;
}

} // namespace portolan

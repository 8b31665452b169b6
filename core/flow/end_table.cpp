#include "core/flow/end_table.h"

#include <algorithm>
#include <array>

namespace portolan {
namespace {

constexpr std::array<unsigned, EndTable::kMaxCoarseness + 1> kPrefixesV4{32, 24, 16, 8, 0};
constexpr std::array<unsigned, EndTable::kMaxCoarseness + 1> kPrefixesV6{128, 64, 48, 32, 0};

Cidr folded(const Cidr& block, unsigned coarseness) {
    const auto& prefixes = block.family() == AddressFamily::V4 ? kPrefixesV4 : kPrefixesV6;
    const std::size_t level = std::min<std::size_t>(coarseness, prefixes.size() - 1);
    return Cidr::of(block.address(), std::min(block.prefixLength(), prefixes[level]));
}

} // namespace

EndIndex EndTable::intern(const EndValue& value) {
    EndValue kept = value;
    if (auto* block = std::get_if<Cidr>(&kept)) *block = folded(*block, m_coarseness);
    const auto [it, isNew] = m_indices.try_emplace(std::move(kept), EndIndex(m_values.size()));
    if (isNew) {
        m_values.push_back(&it->first);
        if (std::holds_alternative<Cidr>(it->first)) ++m_externals;
    }
    return it->second;
}

std::vector<EndIndex> EndTable::coarsen() {
    EndTable next;
    next.m_coarseness = m_coarseness + 1;
    std::vector<EndIndex> renumbered;
    renumbered.reserve(m_values.size());
    for (const EndValue* value : m_values) renumbered.push_back(next.intern(*value));
    next.m_renumbered = std::move(m_renumbered);
    next.m_renumbered.push_back(renumbered);
    *this = std::move(next);
    return renumbered;
}

EndIndex EndTable::current(EndIndex index, unsigned coarseness) const {
    for (; coarseness < m_coarseness; ++coarseness) index = m_renumbered[coarseness][index.index()];
    return index;
}

std::vector<EndIndex> EndTable::ranks() const {
    std::vector<EndIndex> ranks(m_values.size());
    std::size_t rank = 0;
    for (const auto& [value, index] : m_indices) ranks[index.index()] = EndIndex(rank++);
    return ranks;
}

} // namespace portolan

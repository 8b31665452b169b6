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
    *this = std::move(next);
    return renumbered;
}

} // namespace portolan

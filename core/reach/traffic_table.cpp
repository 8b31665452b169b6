#include "core/reach/traffic_table.h"

#include <algorithm>

namespace portolan {
namespace {

constexpr std::size_t kSquareLimit = 2048; // up to 4 MiB of remembered pairs

} // namespace

TrafficTable::TrafficTable() {
    intern(TrafficSet::none());
    intern(TrafficSet::all());
}

TrafficId TrafficTable::intern(const TrafficSet& set) {
    const auto [it, isNew] = m_ids.try_emplace(set, TrafficId(m_sets.size()));
    if (isNew) m_sets.push_back(set);
    return it->second;
}

TrafficId TrafficTable::united(TrafficId a, TrafficId b) {
    if (a == b || b == kNone || a == kAll) return a;
    if (a == kNone || b == kAll) return b;
    const auto [low, high] = std::minmax(a.value, b.value);
    const std::uint64_t key = std::uint64_t{low} << 32U | high;
    if (const auto it = m_unions.find(key); it != m_unions.end()) return it->second;
    const TrafficId id = intern(m_sets[a.index()].united(m_sets[b.index()]));
    m_unions.emplace(key, id);
    return id;
}

TrafficOverlap::TrafficOverlap(const TrafficTable& table) : m_table(table) {
    if (table.size() <= kSquareLimit) m_known.resize(table.size() * table.size());
}

bool TrafficOverlap::isOverlapping(TrafficId a, TrafficId b) {
    if (a == TrafficTable::kNone || b == TrafficTable::kNone) return false;
    if (a == TrafficTable::kAll || b == TrafficTable::kAll) return true;
    const auto compute = [&] { return !m_table[a].intersected(m_table[b]).isEmpty(); };
    if (m_known.empty()) return compute();
    std::uint8_t& known = m_known[a.index() * m_table.size() + b.index()];
    if (known == 0) known = compute() ? 2 : 1;
    return known == 2;
}

} // namespace portolan

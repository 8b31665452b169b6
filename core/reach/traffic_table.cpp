#include "core/reach/traffic_table.h"

#include <algorithm>

namespace portolan {
namespace {

constexpr std::size_t kSquareLimit = 2048; // up to 4 MiB of remembered pairs

std::uint64_t pairKey(TrafficId a, TrafficId b) {
    return std::uint64_t{a.value} << 32U | b.value;
}

} // namespace

TrafficTable::TrafficTable() : m_store(std::make_shared<Store>()) {
    intern(TrafficSet::none());
    intern(TrafficSet::all());
}

/// The mutex is held.
TrafficId TrafficTable::add(const TrafficSet& set) const {
    Store& store = *m_store;
    const auto [it, isNew] = store.ids.try_emplace(set, TrafficId(store.size));
    if (!isNew) return it->second;
    const Place place = placeOf(it->second);
    if (place.offset == 0)
        store.chunks[place.chunk] = std::make_unique<TrafficSet[]>(std::size_t{1} << (kFirstChunkBits + place.chunk));
    store.chunks[place.chunk][place.offset] = set;
    ++store.size;
    return it->second;
}

TrafficId TrafficTable::intern(const TrafficSet& set) const {
    const std::lock_guard lock(m_store->mutex);
    return add(set);
}

TrafficId TrafficTable::united(TrafficId a, TrafficId b) const {
    if (a == b || b == kNone || a == kAll) return a;
    if (a == kNone || b == kAll) return b;
    const auto [low, high] = std::minmax(a, b);
    const std::lock_guard lock(m_store->mutex);
    const auto [it, isNew] = m_store->unions.try_emplace(pairKey(low, high));
    if (isNew) it->second = add((*this)[a].united((*this)[b]));
    return it->second;
}

TrafficId TrafficTable::intersected(TrafficId a, TrafficId b) const {
    if (a == b || b == kAll || a == kNone) return a;
    if (a == kAll || b == kNone) return b;
    const auto [low, high] = std::minmax(a, b);
    const std::lock_guard lock(m_store->mutex);
    const auto [it, isNew] = m_store->intersections.try_emplace(pairKey(low, high));
    if (isNew) it->second = add((*this)[a].intersected((*this)[b]));
    return it->second;
}

TrafficId TrafficTable::minus(TrafficId a, TrafficId b) const {
    if (a == b || b == kAll) return kNone;
    if (a == kNone || b == kNone) return a;
    const std::lock_guard lock(m_store->mutex);
    const auto [it, isNew] = m_store->differences.try_emplace(pairKey(a, b));
    if (isNew) it->second = add((*this)[a].minus((*this)[b]));
    return it->second;
}

std::size_t TrafficTable::size() const {
    const std::lock_guard lock(m_store->mutex);
    return m_store->size;
}

TrafficOverlap::TrafficOverlap(const TrafficTable& table) : m_table(table), m_side(table.size()) {
    if (m_side <= kSquareLimit) m_known.resize(m_side * m_side);
}

bool TrafficOverlap::isOverlapping(TrafficId a, TrafficId b) {
    if (a == TrafficTable::kNone || b == TrafficTable::kNone) return false;
    if (a == TrafficTable::kAll || b == TrafficTable::kAll) return true;
    const auto compute = [&] { return !m_table[a].intersected(m_table[b]).isEmpty(); };
    if (m_known.empty() || a.index() >= m_side || b.index() >= m_side) return compute();
    std::uint8_t& known = m_known[a.index() * m_side + b.index()];
    if (known == 0) known = compute() ? 2 : 1;
    return known == 2;
}

} // namespace portolan

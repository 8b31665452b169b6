#pragma once

#include "core/base/id.h"
#include "core/net/traffic_set.h"

#include <cstdint>
#include <map>
#include <unordered_map>
#include <vector>

namespace portolan {

using TrafficId = Id<struct TrafficTag>;

/// Interned traffic sets with remembered unions, so that building pair functions compares and combines numbers.
/// Copies are independent. Const use is thread-safe.
class TrafficTable {
  public:
    static constexpr TrafficId kNone{std::uint32_t{0}};
    static constexpr TrafficId kAll{std::uint32_t{1}};

    TrafficTable();
    TrafficId intern(const TrafficSet& set);
    const TrafficSet& operator[](TrafficId id) const { return m_sets[id.index()]; }
    TrafficId united(TrafficId a, TrafficId b);
    std::size_t size() const { return m_sets.size(); }

  private:
    std::vector<TrafficSet> m_sets;
    std::map<TrafficSet, TrafficId> m_ids;
    std::unordered_map<std::uint64_t, TrafficId> m_unions;
};

/// Remembers which pairs of a table's sets have a port in common. One a thread.
class TrafficOverlap {
  public:
    explicit TrafficOverlap(const TrafficTable& table);
    bool isOverlapping(TrafficId a, TrafficId b);

  private:
    const TrafficTable& m_table;
    std::vector<std::uint8_t> m_known; // square while the table is small: 0 unknown, 1 no, 2 yes
};

} // namespace portolan

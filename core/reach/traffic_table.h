#pragma once

#include "core/base/id.h"
#include "core/net/traffic_set.h"

#include <array>
#include <bit>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace portolan {

using TrafficId = Id<struct TrafficTag>;

/// Interned traffic sets with remembered operations, so that building and combining pair functions compares and
/// combines numbers. Sets are only ever added: an id stays good, in every copy of the table, and a copy knows what the
/// others add. Thread-safe.
class TrafficTable {
  public:
    static constexpr TrafficId kNone{std::uint32_t{0}};
    static constexpr TrafficId kAll{std::uint32_t{1}};

    TrafficTable();
    TrafficId intern(const TrafficSet& set) const;
    const TrafficSet& operator[](TrafficId id) const {
        const Place place = placeOf(id);
        return m_store->chunks[place.chunk][place.offset];
    }
    TrafficId united(TrafficId a, TrafficId b) const;
    TrafficId intersected(TrafficId a, TrafficId b) const;
    TrafficId minus(TrafficId a, TrafficId b) const;
    std::size_t size() const;

  private:
    /// Chunks double in size and never move, so that sets can be read while others are added.
    static constexpr unsigned kFirstChunkBits = 6;
    struct Place {
        std::size_t chunk = 0;
        std::size_t offset = 0;
    };
    static Place placeOf(TrafficId id) {
        const std::size_t i = id.index() + (std::size_t{1} << kFirstChunkBits);
        const auto bits = static_cast<std::size_t>(std::bit_width(i)) - 1;
        return {bits - kFirstChunkBits, i - (std::size_t{1} << bits)};
    }
    using Remembered = std::unordered_map<std::uint64_t, TrafficId>;
    struct Store {
        mutable std::mutex mutex;
        std::array<std::unique_ptr<TrafficSet[]>, 27> chunks; // NOLINT: their sizes are known
        std::size_t size = 0;
        std::map<TrafficSet, TrafficId> ids;
        Remembered unions;
        Remembered intersections;
        Remembered differences;
    };
    TrafficId add(const TrafficSet& set) const;

    std::shared_ptr<Store> m_store;
};

/// Remembers which pairs of a table's sets have a port in common. One a thread.
class TrafficOverlap {
  public:
    explicit TrafficOverlap(const TrafficTable& table);
    bool isOverlapping(TrafficId a, TrafficId b);

  private:
    const TrafficTable& m_table;
    std::size_t m_side = 0;            // sets that came later are compared anew
    std::vector<std::uint8_t> m_known; // square while the table is small: 0 unknown, 1 no, 2 yes
};

} // namespace portolan

#pragma once

#include <cstdint>
#include <vector>

namespace portolan {

/// A set of UTC days (days since 1970-01-01), cheap to add to in about ascending order.
class DaySet {
  public:
    void add(std::int32_t day) {
        if (!m_days.empty() && m_days.back() == day) return;
        insert(day);
    }
    void add(const DaySet& other);
    std::uint32_t size() const { return static_cast<std::uint32_t>(m_days.size()); }
    /// Ascending.
    const std::vector<std::int32_t>& days() const { return m_days; }

    bool operator==(const DaySet&) const = default;

  private:
    void insert(std::int32_t day);

    std::vector<std::int32_t> m_days;
};

} // namespace portolan

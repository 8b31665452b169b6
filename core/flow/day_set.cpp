#include "core/flow/day_set.h"

#include <algorithm>

namespace portolan {

void DaySet::add(const DaySet& other) {
    for (const std::int32_t day : other.m_days) insert(day);
}

void DaySet::insert(std::int32_t day) {
    const auto at = std::ranges::lower_bound(m_days, day);
    if (at == m_days.end() || *at != day) m_days.insert(at, day);
}

} // namespace portolan

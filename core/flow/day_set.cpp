#include "core/flow/day_set.h"

#include <algorithm>

namespace portolan {

void DaySet::add(const DaySet& other) {
    if (!other.isFar()) {
        for (std::uint64_t bits = other.bits(); bits != 0; bits &= bits - 1)
            add(other.first() + std::countr_zero(bits));
        return;
    }
    for (const std::int32_t day : *other.far()) add(day);
}

std::vector<std::int32_t> DaySet::days() const {
    if (isFar()) return *far();
    Days out;
    for (std::uint64_t rest = bits(); rest != 0; rest &= rest - 1) out.push_back(first() + std::countr_zero(rest));
    return out;
}

std::uint64_t DaySet::farCopy(const DaySet& other) {
    return reinterpret_cast<std::uint64_t>(new Days(*other.far()));
}

void DaySet::setNear(std::int32_t first, std::uint64_t bits) {
    m_word = static_cast<std::uint64_t>(first + kBias) << kFirstShift | bits << 1U | kNear;
}

/// A day that the word does not take as it is.
void DaySet::insert(std::int32_t day) {
    if (m_word == 0) {
        setNear(day, 1);
        return;
    }
    if (isNear()) {
        const std::int64_t before = std::int64_t{first()} - day; // a later day is too far
        const unsigned width = kInlineDays - static_cast<unsigned>(std::countl_zero(bits() << (64 - kInlineDays)));
        if (before > 0 && before + width <= kInlineDays) {
            setNear(day, bits() << static_cast<unsigned>(before) | 1);
            return;
        }
        m_word = reinterpret_cast<std::uint64_t>(new Days(days()));
    }
    Days& days = *far();
    if (const auto at = std::ranges::lower_bound(days, day); at == days.end() || *at != day) days.insert(at, day);
}

} // namespace portolan

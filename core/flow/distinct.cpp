#include "core/flow/distinct.h"

#include <algorithm>

namespace portolan {

void DistinctCounter::add(std::uint64_t identity) {
    insert(scrambled(identity));
}

void DistinctCounter::add(const DistinctCounter& other) {
    for (const std::uint64_t hash : other.m_smallest) insert(hash);
}

DistinctCounter DistinctCounter::of(const std::vector<std::uint64_t>& smallest) {
    DistinctCounter out;
    for (const std::uint64_t hash : smallest) out.insert(hash);
    return out;
}

void DistinctCounter::insert(std::uint64_t hash) {
    if (m_smallest.size() == kExact && hash >= m_smallest.back()) return;
    const auto at = std::ranges::lower_bound(m_smallest, hash);
    if (at != m_smallest.end() && *at == hash) return;
    m_smallest.insert(at, hash);
    if (m_smallest.size() > kExact) m_smallest.pop_back();
}

std::uint64_t DistinctCounter::count() const {
    if (isExact()) return m_smallest.size();
    const double covered = static_cast<double>(m_smallest.back()) / 18446744073709551616.0; // of 2^64
    return static_cast<std::uint64_t>(static_cast<double>(kExact - 1) / covered);
}

} // namespace portolan

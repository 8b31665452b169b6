#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace portolan {

/// Counts distinct 64-bit identities in constant memory: the k smallest hashes seen are kept, and from the largest of
/// them the number of all is told (Bar-Yossef et al. 2002, Beyer et al. 2007). Exact up to kExact, then within about
/// 6 %. The order of adding and of merging never shows.
class DistinctCounter {
  public:
    static constexpr std::size_t kExact = 256;

    void add(std::uint64_t identity);
    void add(const DistinctCounter& other);
    bool isExact() const { return m_smallest.size() < kExact; }
    std::uint64_t count() const;
    std::size_t bytes() const { return sizeof(*this) + m_smallest.capacity() * sizeof(std::uint64_t); }

    /// All that is kept, ascending: of() makes an equal counter of it.
    const std::vector<std::uint64_t>& smallest() const { return m_smallest; }
    static DistinctCounter of(const std::vector<std::uint64_t>& smallest);

  private:
    void insert(std::uint64_t hash);

    std::vector<std::uint64_t> m_smallest; ///< ascending, at most kExact
};

/// Spreads every bit of the input over the whole result (the finaliser of SplitMix64).
constexpr std::uint64_t scrambled(std::uint64_t x) {
    x ^= x >> 30U;
    x *= 0xbf58476d1ce4e5b9U;
    x ^= x >> 27U;
    x *= 0x94d049bb133111ebU;
    return x ^ (x >> 31U);
}

} // namespace portolan

#pragma once

#include <bit>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace portolan {

/// A set of UTC days (days since 1970-01-01, of the years 1677 to 2262). One word as long as the days lie within
/// kInlineDays of each other, which most edges' do; there are as many sets as edges.
///
///     empty:  0        few:  | first day + kBias : 24 | bit per day from the first on : 39 | 1 |        else: a
///     pointer
class DaySet {
  public:
    static constexpr unsigned kInlineDays = 39;

    DaySet() = default;
    DaySet(const DaySet& other) : m_word(other.isFar() ? farCopy(other) : other.m_word) {}
    DaySet(DaySet&& other) noexcept : m_word(std::exchange(other.m_word, 0)) {}
    DaySet& operator=(DaySet other) noexcept {
        std::swap(m_word, other.m_word);
        return *this;
    }
    ~DaySet() {
        if (isFar()) delete far();
    }

    void add(std::int32_t day) {
        const auto offset = static_cast<std::uint64_t>(std::int64_t{day} - first());
        if (isNear() && offset < kInlineDays)
            m_word |= kNear << (offset + 1);
        else
            insert(day);
    }
    void add(const DaySet& other);
    std::uint32_t size() const {
        return isFar() ? static_cast<std::uint32_t>(far()->size()) : static_cast<std::uint32_t>(std::popcount(bits()));
    }
    /// Ascending.
    std::vector<std::int32_t> days() const;

    /// The set as a number that unpacked() takes; nullopt where its days lie too far apart for one.
    std::optional<std::uint64_t> packed() const { return isFar() ? std::nullopt : std::optional(m_word); }
    static DaySet unpacked(std::uint64_t packed) {
        DaySet out;
        out.m_word = packed;
        return out;
    }

    bool operator==(const DaySet& other) const { return days() == other.days(); }

  private:
    using Days = std::vector<std::int32_t>; ///< ascending

    static constexpr std::uint64_t kNear = 1;
    static constexpr std::int32_t kBias = 1 << 23;
    static constexpr unsigned kFirstShift = kInlineDays + 1;

    bool isNear() const { return (m_word & kNear) != 0; }
    bool isFar() const { return m_word != 0 && !isNear(); }
    std::int32_t first() const { return static_cast<std::int32_t>(m_word >> kFirstShift) - kBias; }
    std::uint64_t bits() const { return isNear() ? m_word >> 1U & ((kNear << kInlineDays) - 1) : 0; }
    Days* far() const { return reinterpret_cast<Days*>(m_word); }
    static std::uint64_t farCopy(const DaySet& other);
    void insert(std::int32_t day);
    void setNear(std::int32_t first, std::uint64_t bits);

    std::uint64_t m_word = 0;
};

} // namespace portolan

#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace portolan {

/// Eight bytes of a text with a bit set in each that is one of the characters; the lowest set bit is exact (the
/// zero-byte test of Mycroft, 1987).
template <char... Stops>
std::uint64_t hitsIn(std::uint64_t word) {
    static_assert(std::endian::native == std::endian::little);
    constexpr std::uint64_t kOnes = 0x0101010101010101U;
    constexpr std::uint64_t kHighs = 0x8080808080808080U;
    const auto zeros = [](std::uint64_t bits) { return (bits - kOnes) & ~bits & kHighs; };
    return (zeros(word ^ (kOnes * static_cast<unsigned char>(Stops))) | ...);
}

inline std::uint64_t wordAt(std::string_view text, std::size_t at) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, sizeof word);
    return word;
}

/// The first place from `at` on where one of the characters stands, or the text's size. Eight bytes at a time, for the
/// short strings of JSON that a library call costs more than it finds.
template <char... Stops>
std::size_t findAny(std::string_view text, std::size_t at) {
    for (; at + sizeof(std::uint64_t) <= text.size(); at += sizeof(std::uint64_t))
        if (const std::uint64_t hits = hitsIn<Stops...>(wordAt(text, at)); hits != 0)
            return at + static_cast<std::size_t>(std::countr_zero(hits)) / 8;
    while (at < text.size() && ((text[at] != Stops) && ...)) ++at;
    return at;
}

/// As findAny, and copies what it passes to `to`, where up to eight bytes more may be written.
template <char... Stops>
std::size_t copyUpTo(std::string_view text, std::size_t at, char* to) {
    for (; at + sizeof(std::uint64_t) <= text.size(); at += sizeof(std::uint64_t), to += sizeof(std::uint64_t)) {
        const std::uint64_t word = wordAt(text, at);
        std::memcpy(to, &word, sizeof word);
        if (const std::uint64_t hits = hitsIn<Stops...>(word); hits != 0)
            return at + static_cast<std::size_t>(std::countr_zero(hits)) / 8;
    }
    while (at < text.size() && ((text[at] != Stops) && ...)) *to++ = text[at++];
    return at;
}

} // namespace portolan

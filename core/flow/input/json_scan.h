#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace portolan {

/// The first place from `at` on where one of the characters stands, or the text's size. Eight bytes at a time, for the
/// short strings of JSON that a library call costs more than it finds (the zero-byte test of Mycroft, 1987).
template <char... Stops>
std::size_t findAny(std::string_view text, std::size_t at) {
    static_assert(std::endian::native == std::endian::little);
    constexpr std::uint64_t kOnes = 0x0101010101010101U;
    constexpr std::uint64_t kHighs = 0x8080808080808080U;
    const auto zeros = [](std::uint64_t word) { return (word - kOnes) & ~word & kHighs; };
    for (; at + sizeof(std::uint64_t) <= text.size(); at += sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + at, sizeof word);
        const std::uint64_t hits = (zeros(word ^ (kOnes * static_cast<unsigned char>(Stops))) | ...);
        if (hits != 0) return at + static_cast<std::size_t>(std::countr_zero(hits)) / 8; // the lowest hit is exact
    }
    while (at < text.size() && ((text[at] != Stops) && ...)) ++at;
    return at;
}

} // namespace portolan

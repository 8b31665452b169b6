#include "core/flow/formats/text_fields.h"

#include "core/flow/formats/cells.h"
#include "core/flow/formats/record_maker.h"
#include "core/flow/time_text.h"
#include "core/net/address.h"

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cstring>

namespace portolan {
namespace {

constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// The top bit of every byte that is `wanted`.
constexpr std::uint64_t bytesEqual(std::uint64_t bytes, char wanted) {
    constexpr std::uint64_t kOnes = 0x0101010101010101U;
    constexpr std::uint64_t kLowBits = 0x7f * kOnes;
    const std::uint64_t other = bytes ^ (static_cast<unsigned char>(wanted) * kOnes);
    return ~(((other & kLowBits) + kLowBits) | other | kLowBits);
}
static_assert(bytesEqual(0x2c00'412c'ff2d'2bacU, ',') == 0x8000'0080'0000'0000U);

/// Whether the time's text says which zone it is of.
bool hasZone(std::string_view text) {
    return text.ends_with('Z') || text.ends_with('z') || text.find_first_of("+-", 19) != std::string_view::npos;
}

} // namespace

std::size_t cutFields(std::string_view line, char separator, std::span<std::string_view> out) {
    std::size_t count = 0;
    std::size_t begin = 0;
    const auto endAt = [&](std::size_t end) {
        if (count < out.size()) out[count] = line.substr(begin, end - begin);
        ++count;
        begin = end + 1;
    };
    constexpr std::size_t kWord = sizeof(std::uint64_t);
    const std::size_t words = std::endian::native == std::endian::little ? line.size() / kWord : 0;
    for (std::size_t word = 0; word < words; ++word) { // fields are short: a search for each would cost more
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, line.data() + word * kWord, kWord);
        for (std::uint64_t hits = bytesEqual(bytes, separator); hits != 0; hits &= hits - 1)
            endAt(word * kWord + static_cast<std::size_t>(std::countr_zero(hits)) / 8);
    }
    for (std::size_t at = words * kWord; at < line.size(); ++at)
        if (line[at] == separator) endAt(at);
    endAt(line.size());
    return count;
}

std::string_view takeWord(std::string_view& rest) {
    std::size_t begin = 0;
    while (begin < rest.size() && (rest[begin] == ' ' || rest[begin] == '\t')) ++begin;
    std::size_t end = begin;
    while (end < rest.size() && rest[end] != ' ' && rest[end] != '\t') ++end;
    const std::string_view word = rest.substr(begin, end - begin);
    rest.remove_prefix(end);
    return word;
}

std::optional<std::int64_t> parseLocalTime(std::string_view text, int zoneMinutes) {
    constexpr std::size_t kMaxTime = 40;
    if (text.size() < 19 || text.size() > kMaxTime) return std::nullopt;
    std::array<char, kMaxTime> copy{};
    std::ranges::copy(text, copy.begin());
    for (const std::size_t at : {std::size_t{4}, std::size_t{7}})
        if (copy[at] == '/') copy[at] = '-';
    const auto time = parseRfc3339({copy.data(), text.size()});
    if (!time || hasZone(text)) return time;
    return *time - zoneMinutes * 60 * kNanosecondsPerSecond;
}

std::optional<std::int64_t> parseYearlessTime(std::string_view text, std::int64_t fileTime) {
    constexpr std::size_t kWithoutFraction = 15;
    if (text.size() < kWithoutFraction || text[3] != ' ' || text[6] != ' ') return std::nullopt;
    const auto month = std::ranges::find(kMonths, text.substr(0, 3));
    if (month == kMonths.end()) return std::nullopt;
    std::array<char, 40> full{};
    if (text.size() + 5 > full.size()) return std::nullopt;
    const auto number = static_cast<int>(month - kMonths.begin()) + 1;
    const auto inYear = [&](int year) {
        const int monthTens = number / 10;
        const std::array<char, 11> date{static_cast<char>('0' + year / 1000),
                                        static_cast<char>('0' + year / 100 % 10),
                                        static_cast<char>('0' + year / 10 % 10),
                                        static_cast<char>('0' + year % 10),
                                        '-',
                                        static_cast<char>('0' + monthTens),
                                        static_cast<char>('0' + number % 10),
                                        '-',
                                        text[4] == ' ' ? '0' : text[4],
                                        text[5],
                                        ' '};
        std::ranges::copy(text.substr(7), std::ranges::copy(date, full.begin()).out);
        return parseRfc3339({full.data(), date.size() + text.size() - 7});
    };
    if (fileTime == 0) return inYear(2000) ? std::optional<std::int64_t>(0) : std::nullopt; // a leap year
    const std::chrono::year_month_day day(std::chrono::sys_days(std::chrono::days(utcDay(fileTime))));
    const auto year = static_cast<int>(day.year());
    const auto time = inYear(year);
    return time && *time < fileTime + kNanosecondsPerDay ? time : inYear(year - 1);
}

std::optional<SocketText> parseSocket(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto port = parseNumber<std::uint16_t>(text.substr(colon + 1));
    std::string_view address = text.substr(0, colon);
    if (address.starts_with('[') && address.ends_with(']'))
        address = address.substr(1, address.size() - 2);
    else if (address.find(':') != std::string_view::npos)
        return std::nullopt;
    if (!port || !isLikelyAddress(address)) return std::nullopt;
    return SocketText{address, *port};
}

bool isLikelyAddress(std::string_view text) {
    const auto isPart = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == '.' || c == ':';
    };
    return text.size() >= 2 && text.find_first_of(".:") != std::string_view::npos && std::ranges::all_of(text, isPart);
}

EndClass classOfNodeInternals(std::string_view address) {
    constexpr std::string_view kFirstMasquerade = "169.254.169.";
    constexpr std::array<std::string_view, 3> kPrefixes{"127.", "169.254.0.", "fd69::"};
    const auto isOf = [&](std::string_view prefix) { return address.starts_with(prefix); };
    const bool isMasquerade = address.size() == kFirstMasquerade.size() + 1 && isOf(kFirstMasquerade);
    const bool isInternal = isMasquerade || address == "::1" || std::ranges::any_of(kPrefixes, isOf);
    return isInternal ? EndClass::Node : EndClass::Unknown;
}

} // namespace portolan

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace portolan {

inline constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;
inline constexpr std::int64_t kNanosecondsPerDay = 86'400 * kNanosecondsPerSecond;

/// Nanoseconds since 1970 UTC of an RFC 3339 time ("2026-03-15T00:06:32.47Z", offsets allowed, a missing zone is UTC;
/// a blank instead of T is read too; digits past the ninth are dropped). nullopt where it is none, or outside the
/// years 1677 to 2262.
std::optional<std::int64_t> parseRfc3339(std::string_view text);

/// Minutes east of UTC of "+02:00", "-0530", "+02" or "Z"; nullopt where it is none.
std::optional<int> parseZone(std::string_view text);

/// As parseRfc3339, or a number since 1970 whose unit its size tells: below 10^11 seconds (a fraction is allowed),
/// below 10^14 milliseconds, below 10^17 microseconds, else nanoseconds.
std::optional<std::int64_t> parseTime(std::string_view text);

/// "2026-03-15T00:06:32Z", with as many fraction digits (3, 6 or 9) as the value needs.
std::string rfc3339Text(std::int64_t nanoseconds);

/// Days since 1970-01-01 in UTC, rounded down.
constexpr std::int32_t utcDay(std::int64_t nanoseconds) {
    const std::int64_t day = nanoseconds / kNanosecondsPerDay;
    return static_cast<std::int32_t>(nanoseconds % kNanosecondsPerDay < 0 ? day - 1 : day);
}

} // namespace portolan

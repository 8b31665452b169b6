#include "core/flow/time_text.h"

#include <charconv>
#include <cmath>
#include <cstdio>
#include <limits>

namespace portolan {
namespace {

/// Days since 1970-01-01 of a day of the proleptic Gregorian calendar, counted in years that begin in March.
constexpr std::int64_t daysFromCivil(std::int64_t year, unsigned month, unsigned day) {
    year -= month <= 2 ? 1 : 0;
    const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
    const auto yearOfEra = static_cast<std::int64_t>(year - era * 400);
    const std::int64_t dayOfYear =
        (153 * static_cast<std::int64_t>(month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    const std::int64_t dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146'097 + dayOfEra - 719'468;
}
static_assert(daysFromCivil(1970, 1, 1) == 0 && daysFromCivil(2000, 3, 1) == 11'017);

/// The digits text[at, at + count) as a number; negative where one of them is no digit.
int digits(std::string_view text, std::size_t at, std::size_t count) {
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        const auto digit = static_cast<unsigned>(text[i] - '0');
        if (digit > 9) return -1;
        value = value * 10 + static_cast<int>(digit);
    }
    return value;
}

/// Seconds east of UTC; nullopt where the text is no zone.
std::optional<int> zoneOffset(std::string_view zone) {
    if (zone.empty() || zone == "Z" || zone == "z") return 0;
    if (zone[0] != '+' && zone[0] != '-') return std::nullopt;
    const bool hasColon = zone.size() == 6 && zone[3] == ':';
    if (!hasColon && zone.size() != 3 && zone.size() != 5) return std::nullopt;
    const int hours = digits(zone, 1, 2);
    const int minutes = zone.size() == 3 ? 0 : digits(zone, hasColon ? 4 : 3, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
    return (zone[0] == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
}

} // namespace

std::optional<std::int64_t> parseRfc3339(std::string_view text) {
    if (text.size() < 19 || text[4] != '-' || text[7] != '-' || text[13] != ':' || text[16] != ':') return std::nullopt;
    if (text[10] != 'T' && text[10] != 't' && text[10] != ' ') return std::nullopt;
    const int year = digits(text, 0, 4);
    const int month = digits(text, 5, 2);
    const int day = digits(text, 8, 2);
    const int hour = digits(text, 11, 2);
    const int minute = digits(text, 14, 2);
    const int second = digits(text, 17, 2);
    if (year < 1678 || year > 2261 || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return std::nullopt;
    std::size_t at = 19;
    std::int64_t fraction = 0;
    if (at < text.size() && (text[at] == '.' || text[at] == ',')) {
        std::int64_t unit = kNanosecondsPerSecond / 10;
        for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, unit /= 10)
            fraction += (text[at] - '0') * unit;
    }
    const auto offset = zoneOffset(text.substr(at));
    if (!offset) return std::nullopt;
    const std::int64_t days = daysFromCivil(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
    const std::int64_t seconds = days * 86'400 + hour * 3600 + minute * 60 + second - *offset;
    return seconds * kNanosecondsPerSecond + fraction;
}

std::optional<int> parseZone(std::string_view text) {
    if (text.empty()) return std::nullopt;
    const auto seconds = zoneOffset(text);
    return seconds ? std::optional(*seconds / 60) : std::nullopt;
}

std::optional<std::int64_t> parseTime(std::string_view text) {
    if (const auto time = parseRfc3339(text)) return time;
    const std::size_t point = text.find('.');
    std::int64_t whole = 0;
    const std::string_view wholeText = text.substr(0, point);
    const auto [end, error] = std::from_chars(wholeText.data(), wholeText.data() + wholeText.size(), whole);
    if (error != std::errc() || end != wholeText.data() + wholeText.size() || whole < 0) return std::nullopt;
    const std::string_view fractionText = point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
    std::int64_t unit = 1;
    if (whole < 100'000'000'000)
        unit = kNanosecondsPerSecond;
    else if (whole < 100'000'000'000'000)
        unit = 1'000'000;
    else if (whole < 100'000'000'000'000'000)
        unit = 1'000;
    if (whole >= std::numeric_limits<std::int64_t>::max() / unit) return std::nullopt; // past the year 2262
    std::int64_t time = whole * unit;
    for (const char c : fractionText) {
        if (c < '0' || c > '9') return std::nullopt;
        unit /= 10;
        time += (c - '0') * unit;
    }
    return time;
}

std::string rfc3339Text(std::int64_t nanoseconds) {
    const std::int64_t days = utcDay(nanoseconds);
    const std::int64_t ofDay = nanoseconds - days * kNanosecondsPerDay;
    const std::int64_t shifted = days + 719'468;
    const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146'096) / 146'097;
    const std::int64_t dayOfEra = shifted - era * 146'097;
    const std::int64_t yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36'524 - dayOfEra / 146'096) / 365;
    const std::int64_t dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const std::int64_t marchMonth = (5 * dayOfYear + 2) / 153;
    const auto day = static_cast<int>(dayOfYear - (153 * marchMonth + 2) / 5 + 1);
    const auto month = static_cast<int>(marchMonth < 10 ? marchMonth + 3 : marchMonth - 9);
    const auto year = static_cast<int>(yearOfEra + era * 400 + (month <= 2 ? 1 : 0));
    const auto second = static_cast<int>(ofDay / kNanosecondsPerSecond);
    const auto fraction = static_cast<int>(ofDay % kNanosecondsPerSecond);
    char text[64];
    int length = std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d", year, month, day, second / 3600,
                               second / 60 % 60, second % 60);
    std::string out(text, static_cast<std::size_t>(length));
    if (fraction != 0) {
        length = std::snprintf(text, sizeof text, ".%09d", fraction);
        std::string_view shown(text, static_cast<std::size_t>(length));
        while (shown.ends_with("000")) shown.remove_suffix(3);
        out += shown;
    }
    return out + 'Z';
}

} // namespace portolan

#include "core/base/text.h"

#include <ctime>

namespace portolan {

std::string timeText(std::int64_t nanoseconds) {
    if (nanoseconds == 0) return {};
    const std::time_t seconds = nanoseconds / 1'000'000'000;
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

std::string dateText(std::int64_t nanoseconds) {
    return timeText(nanoseconds).substr(0, 10);
}

std::string countText(std::uint64_t count) {
    std::string out = std::to_string(count);
    for (std::size_t i = out.size(); i > 3; i -= 3) out.insert(i - 3, ",");
    return out;
}

std::string countOf(std::uint64_t count, std::string_view unit) {
    return std::to_string(count) + ' ' + std::string(unit) + (count == 1 ? "" : "s");
}

} // namespace portolan

#include "core/flow/input/time_mark.h"

#include <array>
#include <charconv>

namespace portolan {

void appendTimeMark(std::int64_t nanoseconds, std::string& out) {
    if (nanoseconds == 0) return;
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), nanoseconds).ptr;
    out += kTimeMark;
    out.append(digits.data(), end);
    out += kTimeMark;
}

std::int64_t takeTimeMark(std::string_view& line) {
    if (!line.starts_with(kTimeMark)) return 0;
    std::int64_t time = 0;
    const char* const last = line.data() + line.size();
    const auto [end, error] = std::from_chars(line.data() + 1, last, time);
    if (error != std::errc() || end == last || *end != kTimeMark) return 0;
    line.remove_prefix(static_cast<std::size_t>(end - line.data()) + 1);
    return time;
}

} // namespace portolan

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace portolan {

/// "2026-10-18" from nanoseconds since 1970 UTC; "" for 0, which means unknown.
std::string dateText(std::int64_t nanoseconds);
/// "2026-10-18T06:30:00Z"; "" for 0.
std::string timeText(std::int64_t nanoseconds);
/// "1,234,567".
std::string countText(std::uint64_t count);
/// "1 line", "1234 lines".
std::string countOf(std::uint64_t count, std::string_view unit);

} // namespace portolan

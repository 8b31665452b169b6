#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace portolan {

/// How the time that an envelope gives for a line travels with the line: "\x01<nanoseconds>\x01" before it.
inline constexpr char kTimeMark = '\x01';

/// Puts the mark; nothing for 0, which is no time.
void appendTimeMark(std::int64_t nanoseconds, std::string& out);
/// Takes the mark off a line; 0 where it has none.
std::int64_t takeTimeMark(std::string_view& line);

} // namespace portolan

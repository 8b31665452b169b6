#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace portolan {

/// One record of a CSV text and the line it starts on, from 1.
struct CsvRecord {
    std::size_t line = 1;
    std::vector<std::string> cells;
};

/// Splits a CSV text into records (RFC 4180): line ends inside quotes stay, empty lines are left out, a byte order mark
/// is dropped.
std::vector<CsvRecord> csvRecords(std::string_view text);

} // namespace portolan

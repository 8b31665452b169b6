#pragma once

#include "core/flow/distinct.h"

#include <cstddef>
#include <span>
#include <vector>

namespace portolan {

/// A log of which lines stand in an earlier one, too.
struct LogCopy {
    std::size_t log = 0;
    std::size_t earlier = 0;
    unsigned percent = 0; ///< of the lines of `log`, about; 100: all

    bool operator==(const LogCopy&) const = default;
};

/// The logs with at least a tenth of their lines, or of the other's, in common with an earlier one: each once, with the
/// one that has most, ascending. `sketches`: of the lines of each log, in the order of the logs. A few lines in common
/// are no sign.
std::vector<LogCopy> logCopies(std::span<const DistinctCounter> sketches);

} // namespace portolan

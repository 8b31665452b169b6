#pragma once

#include "core/flow/evidence.h"
#include "core/flow/formats/line_reader.h"
#include "tests/core/flow/flow_logs.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What the tests of the formats share: lines of a log, and what they come to.

namespace portolan::flowtest {

struct LogCase {
    std::string_view lines; ///< one or more, without the last line's end
    std::vector<std::string> edges;
    std::vector<std::pair<SkipReason, std::uint64_t>> skips{}; ///< all that there are
};

/// Reads the lines below `header` as one file of the cluster shop() and compares format, edges and what was left out.
void expectLog(FlowFormat format, std::string_view header, const LogCase& c);

/// What a reader of the format makes of each line, given the header that the first one is.
std::vector<LineResult> resultsOf(FlowFormat format, std::string_view text, const LineHints& hints);

/// What a file of sampleFolder() says without an inventory, and how many lines were left out, by reason.
LogCase readSample(const std::string& name, FlowFormat format);

} // namespace portolan::flowtest

#pragma once

#include "core/flow/flow_format.h"
#include "core/flow/flow_record.h"
#include "tests/core/flow/flow_logs.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What the tests of formats share: lines of one log, and what follows from them for the cluster of shop().

namespace portolan::flowtest {

struct FormatCase {
    std::string name; ///< a sentence
    std::string text;
    std::vector<std::string> edges;                               ///< as edges() gives them
    std::vector<std::pair<SkipReason, std::uint64_t>> skips = {}; ///< lines left out, ascending by reason
};

/// Reads each text as a log of its own and expects it to be told as the format, with these edges and skips.
void expectCases(FlowFormat format, const std::vector<FormatCase>& cases);

/// The text with one part of it, which must be there, replaced.
std::string with(std::string text, std::string_view part, std::string_view replacement);

/// The folder of real log lines: PORTOLAN_FLOW_SAMPLES, or shared/flow-samples beside the checkout.
std::filesystem::path sampleFolder();

} // namespace portolan::flowtest

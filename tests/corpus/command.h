#pragma once

#include "core/base/process.h"
#include "core/net/traffic_set.h"

#include <filesystem>
#include <string>
#include <vector>

namespace portolan {

/// Runs the portolan executable of this build in `folder`. A run that does not come about has exit code -1 and the
/// reason in `errors`.
ProcessOutput runPortolan(const std::vector<std::string>& arguments, const std::filesystem::path& folder);

/// "" where the texts are equal, else the lines that only one of them has, marked - (expected) and + (actual).
std::string differenceOfLines(const std::string& expected, const std::string& actual);
/// "" where the run ended well and printed exactly that; else the difference and what it said.
std::string judgeOutput(const ProcessOutput& run, const std::string& expected);

/// One row of a batch with the verdict that is expected.
struct Probe {
    std::string from, to, protocol;
    std::uint16_t port = 0;
    bool isAllowed = false;
};

/// Asks all probes in one run of `query --batch`; "" where every verdict is as expected, else what differs.
std::string judgeProbes(const std::vector<std::filesystem::path>& inputs, const std::string& profile,
                        const std::vector<Probe>& probes);
/// Adds probes at both sides of every bound of `allowed`, on all three protocols.
void addProbes(const std::string& from, const std::string& to, const TrafficSet& allowed, std::vector<Probe>& out);

} // namespace portolan

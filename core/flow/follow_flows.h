#pragma once

#include "core/flow/read_flows.h"

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace portolan {

/// Reads logs that are still being written, files or "-" for standard input, and hands `sink` everything read so far:
/// once when what is there was read, then whenever something was added, at most every `interval` and never so often
/// that the tables cost more time than the reading. Returns when every input has ended, or when `control` stops it,
/// which is no error; the last table is handed over before. What readFlows() would say of the same bytes is what the
/// last table says. A log whose first lines show no known format is told in the table's diagnostics and followed no
/// more. NotFound, Unreadable, Unsupported: an input cannot be opened. `sink` is called on the caller's thread.
Result<void> followFlows(const std::vector<std::string>& inputs, const Cluster& cluster, const FlowOptions& options,
                         const RunControl& control, std::chrono::milliseconds interval,
                         const std::function<void(FlowTable)>& sink);

} // namespace portolan

#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"

#include <chrono>
#include <string>
#include <vector>

namespace portolan {

struct ProcessRequest {
    std::string program; ///< name looked up on PATH, or a path
    std::vector<std::string> arguments{};
    std::string input{}; ///< written to the child's standard input, then closed
    std::chrono::milliseconds timeout{10'000};
};

struct ProcessOutput {
    int exitCode = 0;
    std::string output; ///< standard output, whole
    std::string errors; ///< standard error, whole
};

/// Runs a child process to its end. NotFound: no such program. Cancelled: stopped by `control` (the child is killed).
/// Unreadable: it ran into the time limit or could not be started. No shell is involved.
Result<ProcessOutput> runProcess(const ProcessRequest& request, const RunControl& control);

} // namespace portolan

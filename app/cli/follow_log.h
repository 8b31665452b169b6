#pragma once

#include "app/cli/console.h"
#include "app/cli/request.h"
#include "core/report/table.h"

#include <functional>

namespace portolan::cli {

/// Answers `flows --follow` until the logs end or the user interrupts, which is no failure: every edge is written as a
/// row when it is first seen; with a file to write to, that holds the whole summary of the moment instead. `tableOf`
/// makes the rows of the format, with the header's as the first. The exit status.
int followLog(const Request& request, const Cluster& cluster,
              const std::function<Table(const FlowTable&, const Cluster&)>& tableOf, Console& console);

} // namespace portolan::cli

#pragma once

#include "core/flow/read_flows.h"
#include "core/flow/service_index.h"
#include "core/flow/table_builder.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace portolan {

/// What one table said, and what came to pass.
struct ClickHouseShare {
    std::shared_ptr<const void> owner; ///< of share.ends
    WorkerShare share;
    std::vector<std::string> notes; ///< worth telling, each a sentence
};
/// Reads the table of a URL. Usage: the URL or the login is wrong; NotFound: no such database or table; Unsupported: a
/// table or a profile that cannot be relied upon; Unreadable: the server failed, or its answer was not whole;
/// Cancelled.
Result<ClickHouseShare> readClickHouse(std::string_view url, const Cluster& cluster, const ServiceIndex& services,
                                       const FlowOptions& options, const RunControl& control);

} // namespace portolan

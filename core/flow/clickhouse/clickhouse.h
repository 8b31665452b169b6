#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/flow/flow_table.h"
#include "core/flow/read_flows.h"
#include "core/model/cluster.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Flows that a ClickHouse server keeps. It takes a URL (address.h) in the place of a log and has the server sum up:
/// what comes back is the groups, a thousandth of the rows, and of them the same edges as of the logs behind.
///
///     address ──log in──> Session ──shape of the table──> query of its schema ──groups──> Evidence ──> FlowTable
///
///     Portolan's own table   lanes as they were written     bit-identical edges (summary_table.h)
///     Theia's flows          by namespace and labels        as of a CSV with the same rows (theia_reader.h)
///     any other              by expressions of a mapping    as of a CSV with the same rows (mapping.h)
///
/// An answer is whole or there is none: see Session. Blocks on the network; one call a thread, calls share nothing.

namespace portolan {

/// True where a flow input names a server instead of a file.
bool isClickHouse(std::string_view input);
/// The user that the URL logs in, where it names one: whose password a person is asked for; empty for none, and for
/// what is no such URL.
std::string clickHouseUser(std::string_view input);

/// What is wrong with such a URL, a sentence; empty where nothing is.
std::string clickHouseProblem(std::string_view input);

/// How logs are to be written to a server.
struct ClickHouseTarget {
    std::string url;
    std::uint32_t bucketSeconds = 60; ///< rows of one edge in one bucket become one
};
struct ClickHouseImport {
    std::string id; ///< the column `import` of all rows that were written
    std::uint64_t rows = 0;
    std::uint64_t lines = 0;
    std::string undo; ///< the statement that takes them back, on each shard
    FlowTable flows;  ///< what the logs say
};
/// Reads logs and writes their sums to the table of the URL, which is made where it is not there. Fails as readFlows()
/// and readClickHouse(); where rows were written before, the message says how many, and how to take them back, also
/// when the kind is Cancelled.
Result<ClickHouseImport> writeFlows(const std::vector<std::string>& inputs, const Cluster& cluster,
                                    const ClickHouseTarget& target, const FlowOptions& options,
                                    const RunControl& control);

} // namespace portolan

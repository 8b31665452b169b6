#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/flow/read_flows.h"
#include "core/flow/row_preview.h"
#include "core/model/cluster.h"

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace portolan {

/// The first rows of a log as a mapping makes them understood.
struct TablePreview {
    std::vector<PreviewRow> rows;
    std::size_t read = 0;                                    ///< rows that count as flows
    std::size_t undirected = 0;                              ///< of these: client and server cannot be told apart
    std::vector<std::pair<SkipReason, std::size_t>> leftOut; ///< how many for which reason, in the reasons' order
    std::string problem;                                     ///< why there are no rows; empty where there are some
};

/// Reads the first `count` rows of a log by a mapping, which may be nullptr, as readFlows() would read all of it; the
/// rest of the file is not read. Fails as readFlows().
Result<TablePreview> previewTable(const std::string& path, std::shared_ptr<const ColumnMapping> mapping,
                                  const Cluster& cluster, FlowOptions options, std::size_t count,
                                  const RunControl& control);

} // namespace portolan

#pragma once

#include "core/base/source_ref.h"
#include "core/flow/flow_worker.h"
#include "core/flow/read_flows.h"
#include "core/flow/table_builder.h"

#include <string>

namespace portolan {

/// What the first lines of a file say about its format.
struct Opening {
    FilePlan plan;
    std::string firstLine; ///< as it may be shown; empty where the block has none
    std::string lack;      ///< of a table that lacks a column: which one, and what it has

    bool isKnown() const { return plan.sniffed.format != FlowFormat::Unknown; }
};

/// Looks at the first lines of the first block. `path` is where the hints come from.
Opening openingOf(const LineBlock& block, const std::string& path, const FlowOptions& options, bool isInRecords);

/// Tells what is noteworthy about how a file begins: that its format is not known, or columns that are not read.
/// `problem`: why its bytes ended early, or empty.
void reportOpening(FlowTableBuilder& builder, FileId file, const Opening& opening, const std::string& problem);

} // namespace portolan

#pragma once

#include "core/load/batch.h"
#include "core/load/live.h"

#include <vector>

namespace portolan::loading {

/// What was read of a cluster.
struct LiveFacts {
    std::vector<Batch> batches;
    SourceFiles files; ///< one an object: "live:shop/NetworkPolicy/allow-web"
    InventoryFacts::Completeness inventory = InventoryFacts::Completeness::Partial;
};

/// Reads every kind of the cluster. Fails as loadLive() does.
Result<LiveFacts> readLive(const LiveSource& source, const LoadOptions& options, const RunControl& control);

} // namespace portolan::loading

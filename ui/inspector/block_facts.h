#pragma once

#include "core/analysis/analysis.h"
#include "ui/session/selection.h"
#include "ui/widgets/edge_class.h"

#include <array>
#include <vector>

namespace portolan {

/// What goes from one side of a block to the other, counted as the matrix counts it: edges by class, but where no
/// policy isolates either end, what was not seen by pairs of workloads.
struct BlockFacts {
    std::array<std::uint64_t, kEdgeClasses.size()> counts{};
    std::uint64_t connections = 0;
    std::uint64_t pairs = 0;       ///< ordered pairs of different workloads
    std::uint64_t allowed = 0;     ///< of these, with some port allowed for certain
    bool isUnseenCounted = false;  ///< false without a flow log and beyond kMaxBlockPairs
    std::vector<LedgerEdge> edges; ///< most urgent class first, then most connections; none of the pairs counted above

    std::uint64_t count(EdgeClass c) const { return counts[static_cast<std::size_t>(c)]; }
};

/// Beyond this many pairs of workloads only what was observed is counted.
inline constexpr std::uint64_t kMaxBlockPairs = 20'000;

/// Whether both sides are there; a side that is Outside always is.
bool hasBlock(const Analysis& analysis, const BlockKey& key);
/// "shop", "shop/web", "outside".
QString sideText(const Analysis& analysis, const SideKey& side);
/// Counts (the analysis needs its ledger). Fails only with Cancelled.
Result<BlockFacts> blockFacts(const Analysis& analysis, const BlockKey& key, const RunControl& control);

} // namespace portolan

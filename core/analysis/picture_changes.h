#pragma once

#include "core/analysis/picture.h"

namespace portolan {

/// One side of a comparison: an analysis with its ledger, and its picture with unfolded lines (`mostLines` unlimited).
struct PictureOf {
    const Analysis& analysis;
    const Picture& picture;
};

/// The analysis as it would be under other policies of the same cluster: the same flows joined with `after`. The
/// flows themselves, findings and pair counts are left out. Fails only with Cancelled.
Result<std::shared_ptr<const Analysis>> analysisUnder(const Analysis& today, std::shared_ptr<const Reachability> after,
                                                      const RunControl& control);

/// The picture of `after` with every line marked that differs from `before`; lines that only `before` has stay, marked
/// NewlyClosed. What was seen, passes today and would be denied is WouldBreak and Blocked; what is
/// denied today and would pass is NewlyAllowed and Used: neither is a mismatch. Both ask the
/// other side's ledger before they call a line new or gone, so what a picture leaves out is never taken for a change. A
/// line on which one port more would pass is NewlyAllowed; one that only loses unused ports keeps its state and is not
/// marked.
Picture markChanges(const PictureOf& before, const PictureOf& after);

} // namespace portolan

#pragma once

#include "core/analysis/sets/compare.h"

namespace portolan {

/// Whether two evaluations of one cluster permit the same between every two endpoints, pods and addresses.
/// Where they share their classes, only endpoints whose gates differ are looked at.
Result<Ternary> isSameReach(const Reachability& before, const Reachability& after, const RunControl& control);

Result<SetOutcome> vacuity(const PolicySet& set, const RunControl& control);
SetOutcome emptiness(const PolicySet& set);
Result<SetOutcome> redundancy(const PolicySet& set, const RunControl& control);
Result<SetOutcome> sanity(const PolicySet& set, const RunControl& control);
SetOutcome allCaptured(const PolicySet& set);
SetOutcome disjointness(const PolicySet& set);

} // namespace portolan

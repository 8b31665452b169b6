#pragma once

#include "core/reach/reachability.h"

namespace portolan {

/// What policies say about a pair of classes: whether they speak of it at all, and what of the permitted traffic they
/// permit in so many words.
struct ExplicitTraffic {
    Ternary isCaptured = Ternary::No; ///< NetworkPolicies isolate an end, or admin rules govern one
    PairTraffic traffic;              ///< permitted by a rule at one gate at least, and by both gates
};

/// Traffic that passes only because nothing keeps it is left out. At a gate that NetworkPolicies isolate, all that
/// passes passes by a rule; at one that only admin policies govern, what their Allow rules match before a rule passes
/// it on.
ExplicitTraffic explicitTraffic(const Reachability& reachability, ClassId from, ClassId to);

/// Whether policies speak of any traffic of the class in that direction.
Ternary isCaptured(const Reachability& reachability, ClassId id, Direction direction);

} // namespace portolan

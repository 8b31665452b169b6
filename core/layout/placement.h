#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/layout/columns.h"
#include "core/layout/geometry.h"
#include "core/layout/graph.h"

#include <span>
#include <vector>

namespace portolan {

/// What the placement of cards starts from.
struct PlacementInput {
    std::span<const BoxSize> cards;
    std::span<const GroupSide> sides; ///< one per card
    std::span<const Link> links;      ///< between cards, one per pair and direction, weight = how many edges
};

/// Places cards in columns so that links run to the right, the whole has about the wished aspect, and linked cards
/// stand at about the same height. Gaps are at least those of the spacing and grow with the edges that need them. Boxes
/// are in input order with the top left one at 0,0. Deterministic; O(links x 200) with small constants. Cancelled when
/// stopped. The order along x minimises the sum of w(x(to) - x(from) - 1)^2, after Carmel, Harel and Koren 2004.
Result<std::vector<Box>> placeCards(const PlacementInput& input, const LayoutOptions& options,
                                    const RunControl& control);

} // namespace portolan

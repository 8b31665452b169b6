#pragma once

#include "core/base/run_control.h"

#include <cstdint>
#include <span>
#include <vector>

namespace portolan {

/// A directed connection between two items of one level (nodes in a card, or cards).
struct Link {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    double weight = 1.0;
};

/// Which item stands in which column, each column from top to bottom.
struct ColumnPlan {
    std::vector<std::vector<std::uint32_t>> columns;

    std::size_t rows() const;
};

/// Layer of every item, 0 at the left, so that links run to the right: cycles are broken by a depth-first search in
/// item order, layers are longest paths, and items without a link in are pulled towards what they link to.
std::vector<std::uint32_t> longestPathLayers(std::size_t count, std::span<const Link> links);

/// Puts `count` items into columns, layers from left to right, folded and split so that a card of `pitchX` by `pitchY`
/// pixels a cell comes out about as wide as high. Items without links fill the shortest columns. Same input, same plan.
ColumnPlan planColumns(std::size_t count, std::span<const Link> links, int pitchX, int pitchY);

/// Reorders the columns to have few crossings: 12 median sweeps over the plan with a dummy for every column that a link
/// passes, then swaps of neighbours. Stops early, with a valid plan, when `control` is stopped.
/// After Sugiyama, Tagawa and Toda 1981, and Gansner et al. 1993.
void orderColumns(ColumnPlan& plan, std::size_t count, std::span<const Link> links, const RunControl& control);

/// Row of every item such that linked items stand side by side where their column leaves room; order within a column is
/// kept. `wish` may name a row for an item (negative: none) and counts like a link of weight 1.
std::vector<int> assignRows(const ColumnPlan& plan, std::size_t count, std::span<const Link> links,
                            std::span<const double> wish);

} // namespace portolan

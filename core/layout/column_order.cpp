#include "core/layout/columns.h"

#include <algorithm>
#include <numeric>

namespace portolan {
namespace {

using Item = std::uint32_t;
using Lists = std::vector<std::vector<Item>>;

constexpr int kSweeps = 12;
constexpr std::size_t kMostDummies = 200'000; ///< beyond it only links between neighbouring columns count
constexpr std::size_t kMostSwapped = 400;     ///< items; larger plans skip the swaps, which are quadratic in a column

/// The columns with a dummy item for every column that a link passes, so that links join neighbouring columns only.
struct Layered {
    Lists columns;
    Lists left;  ///< per item: what it is linked with in the column to the left
    Lists right; ///< per item: what it is linked with in the column to the right
    Lists same;  ///< per item: what it is linked with in its own column
    std::vector<std::uint32_t> position;

    void number(std::size_t column) {
        for (std::size_t i = 0; i < columns[column].size(); ++i)
            position[columns[column][i]] = static_cast<std::uint32_t>(i);
    }
};

Layered withDummies(const ColumnPlan& plan, std::size_t count, std::span<const Link> links) {
    Layered all;
    all.columns = plan.columns;
    all.left.resize(count);
    all.right.resize(count);
    all.same.resize(count);
    std::vector<std::size_t> columnOf(count, 0);
    for (std::size_t c = 0; c < plan.columns.size(); ++c)
        for (const Item item : plan.columns[c]) columnOf[item] = c;
    std::size_t dummies = 0;
    for (const Link& link : links) {
        Item a = link.from;
        Item b = link.to;
        if (a == b) continue;
        if (columnOf[a] == columnOf[b]) {
            all.same[a].push_back(b);
            all.same[b].push_back(a);
            continue;
        }
        if (columnOf[a] > columnOf[b]) std::swap(a, b);
        const std::size_t passed = columnOf[b] - columnOf[a] - 1;
        if (dummies + passed > kMostDummies) continue;
        dummies += passed;
        Item before = a;
        for (std::size_t c = columnOf[a] + 1; c < columnOf[b]; ++c) {
            const auto dummy = static_cast<Item>(all.left.size());
            all.left.emplace_back();
            all.right.emplace_back();
            all.same.emplace_back();
            all.columns[c].push_back(dummy);
            all.right[before].push_back(dummy);
            all.left[dummy].push_back(before);
            before = dummy;
        }
        all.right[before].push_back(b);
        all.left[b].push_back(before);
    }
    all.position.resize(all.left.size());
    for (std::size_t c = 0; c < all.columns.size(); ++c) all.number(c);
    return all;
}

/// Crossings between column c and the one to its right, counted with a Fenwick tree.
std::size_t crossingsAfter(const Layered& all, std::size_t c) {
    std::vector<std::size_t> tree(all.columns[c + 1].size() + 1, 0);
    std::size_t seen = 0;
    std::size_t crossings = 0;
    std::vector<std::uint32_t> ends;
    for (const Item item : all.columns[c]) {
        ends.clear();
        for (const Item to : all.right[item]) ends.push_back(all.position[to]);
        for (const std::uint32_t end : ends) {
            std::size_t notBelow = 0;
            for (std::size_t i = end + 1; i > 0; i &= i - 1) notBelow += tree[i];
            crossings += seen - notBelow;
        }
        for (const std::uint32_t end : ends)
            for (std::size_t i = end + 1; i < tree.size(); i += i & (~i + 1)) ++tree[i];
        seen += ends.size();
    }
    return crossings;
}

std::size_t crossings(const Layered& all) {
    std::size_t sum = 0;
    for (std::size_t c = 0; c + 1 < all.columns.size(); ++c) sum += crossingsAfter(all, c);
    return sum;
}

/// Median position of the neighbours; between the two middle ones when their number is even.
double median(const std::vector<Item>& neighbours, const std::vector<std::uint32_t>& position,
              std::vector<std::uint32_t>& scratch) {
    scratch.clear();
    for (const Item item : neighbours) scratch.push_back(position[item]);
    std::ranges::sort(scratch);
    const std::size_t middle = scratch.size() / 2;
    if (scratch.size() % 2 == 1) return scratch[middle];
    return (static_cast<double>(scratch[middle - 1]) + scratch[middle]) / 2.0;
}

/// Sorts one column by the medians towards `towards`; items without a neighbour there keep their place.
void sweepColumn(Layered& all, std::size_t c, const Lists& towards, std::vector<double>& key) {
    std::vector<Item>& column = all.columns[c];
    std::vector<std::uint32_t> scratch;
    std::vector<Item> movable;
    for (const Item item : column) {
        if (towards[item].empty()) continue;
        key[item] = median(towards[item], all.position, scratch);
        movable.push_back(item);
    }
    std::ranges::stable_sort(movable, {}, [&](Item item) { return key[item]; });
    std::size_t next = 0;
    for (Item& place : column)
        if (!towards[place].empty()) place = movable[next++];
    all.number(c);
}

/// Crossings of the links of `upper` and `lower` on one side when `upper` stands above `lower`.
std::size_t pairCrossings(const std::vector<Item>& upper, const std::vector<Item>& lower,
                          const std::vector<std::uint32_t>& position) {
    std::size_t sum = 0;
    for (const Item a : upper)
        for (const Item b : lower) sum += position[a] > position[b] ? 1 : 0;
    return sum;
}

/// How far the links inside the column of these two reach, with `upper` at place `at` and `lower` one below.
std::size_t ownReach(const Layered& all, Item upper, Item lower, std::uint32_t at) {
    constexpr std::size_t kReachCost = 2; // a link that jumps one node bends twice more
    const auto reach = [&](Item item, std::uint32_t place) {
        std::size_t sum = 0;
        for (const Item other : all.same[item]) {
            if (other == upper || other == lower) continue;
            const std::uint32_t there = all.position[other];
            sum += kReachCost * (there > place ? there - place : place - there);
        }
        return sum;
    };
    return reach(upper, at) + reach(lower, at + 1);
}

/// One pass of swaps over one column; true if any was made.
bool swapNeighbours(Layered& all, std::size_t c) {
    std::vector<Item>& column = all.columns[c];
    bool hasSwapped = false;
    for (std::uint32_t i = 0; i + 1 < column.size(); ++i) {
        const Item a = column[i];
        const Item b = column[i + 1];
        const auto cost = [&](Item upper, Item lower) {
            return pairCrossings(all.left[upper], all.left[lower], all.position) +
                   pairCrossings(all.right[upper], all.right[lower], all.position) + ownReach(all, upper, lower, i);
        };
        if (cost(b, a) >= cost(a, b)) continue;
        std::swap(column[i], column[i + 1]);
        all.position[b] = i;
        all.position[a] = i + 1;
        hasSwapped = true;
    }
    return hasSwapped;
}

void takeOver(ColumnPlan& plan, const Lists& columns, std::size_t count) {
    for (std::size_t c = 0; c < plan.columns.size(); ++c) {
        plan.columns[c].clear();
        for (const Item item : columns[c])
            if (item < count) plan.columns[c].push_back(item);
    }
}

} // namespace

void orderColumns(ColumnPlan& plan, std::size_t count, std::span<const Link> links, const RunControl& control) {
    if (links.empty() || count < 3) return;
    Layered all = withDummies(plan, count, links);
    Lists best = all.columns;
    std::size_t fewest = crossings(all);
    std::vector<double> key(all.left.size());
    const std::size_t columns = all.columns.size();
    for (int sweep = 0; sweep < kSweeps && fewest > 0 && !control.isStopped(); ++sweep) {
        if (sweep % 2 == 0) {
            for (std::size_t c = 1; c < columns; ++c) sweepColumn(all, c, all.left, key);
        } else {
            for (std::size_t c = columns - 1; c-- > 0;) sweepColumn(all, c, all.right, key);
        }
        const std::size_t now = crossings(all);
        if (now >= fewest) continue;
        fewest = now;
        best = all.columns;
    }
    all.columns = std::move(best);
    for (std::size_t c = 0; c < columns; ++c) all.number(c);
    if (all.left.size() <= kMostSwapped) {
        constexpr int kSwapPasses = 8;
        for (int pass = 0; pass < kSwapPasses && !control.isStopped(); ++pass) {
            bool hasSwapped = false;
            for (std::size_t c = 0; c < columns; ++c) hasSwapped = swapNeighbours(all, c) || hasSwapped;
            if (!hasSwapped) break;
        }
    }
    takeOver(plan, all.columns, count);
}

} // namespace portolan

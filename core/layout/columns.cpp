#include "core/layout/columns.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace portolan {
namespace {

using Item = std::uint32_t;
using Lists = std::vector<std::vector<Item>>;

Lists successors(std::size_t count, std::span<const Link> links) {
    Lists lists(count);
    for (const Link& link : links)
        if (link.from != link.to) lists[link.from].push_back(link.to);
    for (std::vector<Item>& list : lists) {
        std::ranges::sort(list);
        list.erase(std::ranges::unique(list).begin(), list.end());
    }
    return lists;
}

/// Items without a link in first, then the others, both in item order: the roots of the search.
std::vector<Item> rootsFirst(const Lists& next) {
    std::vector<char> hasIn(next.size(), 0);
    for (const std::vector<Item>& list : next)
        for (const Item to : list) hasIn[to] = 1;
    std::vector<Item> order(next.size());
    std::iota(order.begin(), order.end(), Item{0});
    std::ranges::stable_partition(order, [&](Item item) { return hasIn[item] == 0; });
    return order;
}

/// Turns every link round that closes a cycle, and returns the items in topological order.
std::vector<Item> breakCycles(Lists& next) {
    enum : char { Unseen, Open, Done };
    const std::size_t count = next.size();
    std::vector<char> state(count, Unseen);
    std::vector<Item> finished;
    finished.reserve(count);
    Lists turned(count);
    struct Frame {
        Item item;
        std::size_t at;
    };
    std::vector<Frame> stack;
    for (const Item root : rootsFirst(next)) {
        if (state[root] != Unseen) continue;
        stack.push_back({root, 0});
        state[root] = Open;
        while (!stack.empty()) {
            Frame& top = stack.back();
            std::vector<Item>& list = next[top.item];
            if (top.at == list.size()) {
                state[top.item] = Done;
                finished.push_back(top.item);
                stack.pop_back();
                continue;
            }
            const Item to = list[top.at];
            if (state[to] == Open) {
                turned[to].push_back(top.item);
                list.erase(list.begin() + static_cast<std::ptrdiff_t>(top.at));
                continue;
            }
            ++top.at;
            if (state[to] == Unseen) {
                state[to] = Open;
                stack.push_back({to, 0});
            }
        }
    }
    for (std::size_t item = 0; item < count; ++item)
        next[item].insert(next[item].end(), turned[item].begin(), turned[item].end());
    std::ranges::reverse(finished);
    return finished;
}

/// Packs layers into columns of at most `rows`. With Fold::Yes several thin layers may share a column.
enum class Fold { No, Yes };
Lists packLayers(const Lists& layers, std::size_t rows, Fold fold) {
    Lists columns;
    for (const std::vector<Item>& layer : layers) {
        if (layer.empty()) continue;
        if (fold == Fold::Yes && !columns.empty() && columns.back().size() + layer.size() <= rows) {
            columns.back().insert(columns.back().end(), layer.begin(), layer.end());
            continue;
        }
        const std::size_t parts = (layer.size() + rows - 1) / rows;
        const std::size_t share = (layer.size() + parts - 1) / parts;
        for (std::size_t start = 0; start < layer.size(); start += share)
            columns.emplace_back(layer.begin() + static_cast<std::ptrdiff_t>(start),
                                 layer.begin() + static_cast<std::ptrdiff_t>(std::min(start + share, layer.size())));
    }
    return columns;
}

void fillLoners(Lists& columns, const std::vector<Item>& loners, std::size_t wide, std::size_t rows) {
    if (columns.empty()) {
        const std::size_t share = (loners.size() + wide - 1) / wide;
        for (std::size_t start = 0; start < loners.size(); start += share)
            columns.emplace_back(loners.begin() + static_cast<std::ptrdiff_t>(start),
                                 loners.begin() + static_cast<std::ptrdiff_t>(std::min(start + share, loners.size())));
        return;
    }
    for (const Item item : loners) {
        auto shortest = std::ranges::min_element(columns, {}, [](const std::vector<Item>& c) { return c.size(); });
        if (shortest->size() >= rows && columns.size() < wide) {
            columns.emplace_back();
            shortest = std::prev(columns.end());
        }
        shortest->push_back(item);
    }
}

} // namespace

std::size_t ColumnPlan::rows() const {
    std::size_t most = 0;
    for (const std::vector<std::uint32_t>& column : columns) most = std::max(most, column.size());
    return most;
}

std::vector<std::uint32_t> longestPathLayers(std::size_t count, std::span<const Link> links) {
    Lists next = successors(count, links);
    const std::vector<Item> order = breakCycles(next);
    std::vector<std::uint32_t> layer(count, 0);
    std::vector<char> hasIn(count, 0);
    for (const Item item : order)
        for (const Item to : next[item]) {
            layer[to] = std::max(layer[to], layer[item] + 1);
            hasIn[to] = 1;
        }
    for (const Item item : order) {
        if (hasIn[item] != 0 || next[item].empty()) continue;
        std::uint32_t nearest = layer[next[item].front()];
        for (const Item to : next[item]) nearest = std::min(nearest, layer[to]);
        layer[item] = nearest - 1;
    }
    return layer;
}

ColumnPlan planColumns(std::size_t count, std::span<const Link> links, int pitchX, int pitchY) {
    constexpr double kAspect = 1.3; // a card a little wider than high reads best
    ColumnPlan plan;
    if (count == 0) return plan;
    std::vector<char> isLinked(count, 0);
    for (const Link& link : links)
        if (link.from != link.to) isLinked[link.from] = isLinked[link.to] = 1;
    const std::vector<std::uint32_t> layer = longestPathLayers(count, links);
    Lists layers;
    std::vector<Item> loners;
    for (Item item = 0; item < count; ++item) {
        if (isLinked[item] == 0) {
            loners.push_back(item);
            continue;
        }
        if (layers.size() <= layer[item]) layers.resize(layer[item] + 1);
        layers[layer[item]].push_back(item);
    }
    const double ideal = std::sqrt(static_cast<double>(count) * kAspect * pitchY / pitchX);
    const std::size_t wide = std::clamp<std::size_t>(static_cast<std::size_t>(std::lround(ideal)), 1, count);
    const std::size_t rows = (count + wide - 1) / wide;
    // A column more than ideal beats folding two layers into one, but not by much height.
    if (!layers.empty()) {
        for (std::size_t tall = rows;; ++tall) {
            const std::size_t most = tall <= rows + 1 ? wide : wide + 1;
            plan.columns = packLayers(layers, tall, Fold::No);
            if (plan.columns.size() <= most) break;
            plan.columns = packLayers(layers, tall, Fold::Yes);
            if (plan.columns.size() <= most) break;
        }
    }
    fillLoners(plan.columns, loners, wide, std::max(rows, plan.rows()));
    return plan;
}

namespace {

/// Ordered rows of one column: the cheapest increasing choice by dynamic programming.
void alignColumn(const std::vector<Item>& column, int rows, std::span<const double> wish, std::span<const double> force,
                 std::vector<int>& row) {
    const std::size_t count = column.size();
    const auto width = static_cast<std::size_t>(rows);
    constexpr double kUpwards = 0.01; // without a wish, stand as high as possible
    std::vector<double> best(count * width);
    std::vector<int> choice(count * width);
    for (std::size_t i = 0; i < count; ++i) {
        double cheapest = i == 0 ? 0.0 : 1e18;
        int cheapestRow = -1;
        for (std::size_t r = 0; r < width; ++r) {
            if (i > 0 && r > 0 && best[(i - 1) * width + r - 1] < cheapest) {
                cheapest = best[(i - 1) * width + r - 1];
                cheapestRow = static_cast<int>(r) - 1;
            }
            const double off = std::abs(static_cast<double>(r) - wish[column[i]]) * force[column[i]];
            best[i * width + r] =
                (i > 0 && cheapestRow < 0 ? 1e18 : cheapest + off) + kUpwards * static_cast<double>(r);
            choice[i * width + r] = cheapestRow;
        }
    }
    const std::size_t last = (count - 1) * width;
    const auto end = std::min_element(best.begin() + static_cast<std::ptrdiff_t>(last),
                                      best.begin() + static_cast<std::ptrdiff_t>(last + width));
    auto r = static_cast<std::size_t>(end - best.begin()) - last;
    for (std::size_t i = count; i-- > 0;) {
        row[column[i]] = static_cast<int>(r);
        if (i > 0) r = static_cast<std::size_t>(choice[i * width + r]);
    }
}

} // namespace

std::vector<int> assignRows(const ColumnPlan& plan, std::size_t count, std::span<const Link> links,
                            std::span<const double> wish) {
    std::vector<int> row(count, 0);
    std::vector<std::size_t> columnOf(count, 0);
    for (std::size_t c = 0; c < plan.columns.size(); ++c)
        for (std::size_t r = 0; r < plan.columns[c].size(); ++r) {
            row[plan.columns[c][r]] = static_cast<int>(r);
            columnOf[plan.columns[c][r]] = c;
        }
    const int rows = static_cast<int>(plan.rows());
    std::vector<double> wished(count);
    std::vector<double> force(count);
    constexpr int kPasses = 4;
    for (int pass = 0; pass < kPasses; ++pass) {
        for (std::size_t step = 0; step < plan.columns.size(); ++step) {
            const std::size_t c = pass % 2 == 0 ? step : plan.columns.size() - 1 - step;
            if (plan.columns[c].size() == static_cast<std::size_t>(rows) || plan.columns[c].empty()) continue;
            for (const Item item : plan.columns[c]) {
                const bool hasWish = !wish.empty() && wish[item] >= 0;
                wished[item] = hasWish ? wish[item] : 0.0;
                force[item] = hasWish ? 1.0 : 0.0;
            }
            for (const Link& link : links) {
                if (columnOf[link.from] == columnOf[link.to]) continue;
                const auto pull = [&](Item item, Item other) {
                    wished[item] += link.weight * row[other];
                    force[item] += link.weight;
                };
                if (columnOf[link.from] == c) pull(link.from, link.to);
                if (columnOf[link.to] == c) pull(link.to, link.from);
            }
            for (const Item item : plan.columns[c])
                if (force[item] > 0) wished[item] /= force[item];
            alignColumn(plan.columns[c], rows, wished, force, row);
        }
    }
    return row;
}

} // namespace portolan

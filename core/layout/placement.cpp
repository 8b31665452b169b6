#include "core/layout/placement.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace portolan {
namespace {

using Columns = std::vector<std::vector<std::uint32_t>>;

struct Neighbour {
    std::uint32_t card;
    double weight;
    double offset; ///< wished x of this card minus that of the neighbour
};
using Neighbours = std::vector<std::vector<Neighbour>>;

/// Many edges pull harder than one, but not proportionally: a hub must not fold the map around itself.
double damped(double weight) {
    return 1.0 + std::log2(1.0 + weight);
}

Neighbours neighboursOf(const PlacementInput& input) {
    Neighbours all(input.cards.size());
    for (const Link& link : input.links) {
        if (link.from == link.to) continue;
        all[link.from].push_back({link.to, damped(link.weight), -1.0});
        all[link.to].push_back({link.from, damped(link.weight), 1.0});
    }
    return all;
}

/// Place along the flow: sources small, sinks large, mutual neighbours alike. Each connected part starts at 0.
std::vector<double> flowCoordinates(const PlacementInput& input, const Neighbours& neighbours,
                                    const RunControl& control) {
    const std::size_t count = input.cards.size();
    const std::vector<std::uint32_t> layers = longestPathLayers(count, input.links);
    std::vector<double> x(layers.begin(), layers.end());
    constexpr int kRounds = 200;
    for (int round = 0; round < kRounds && !control.isStopped(); ++round) {
        double moved = 0;
        for (std::size_t card = 0; card < count; ++card) {
            if (neighbours[card].empty()) continue;
            double sum = 0;
            double weight = 0;
            for (const Neighbour& n : neighbours[card]) {
                sum += n.weight * (x[n.card] + n.offset);
                weight += n.weight;
            }
            moved = std::max(moved, std::abs(sum / weight - x[card]));
            x[card] = sum / weight;
        }
        if (moved < 1e-4) break;
    }
    std::vector<char> seen(count, 0);
    for (std::size_t start = 0; start < count; ++start) {
        if (seen[start] != 0) continue;
        std::vector<std::uint32_t> part{static_cast<std::uint32_t>(start)};
        seen[start] = 1;
        for (std::size_t at = 0; at < part.size(); ++at)
            for (const Neighbour& n : neighbours[part[at]])
                if (seen[n.card] == 0) {
                    seen[n.card] = 1;
                    part.push_back(n.card);
                }
        double least = x[start];
        for (const std::uint32_t card : part) least = std::min(least, x[card]);
        for (const std::uint32_t card : part) x[card] -= least;
    }
    return x;
}

/// Cards from left to right; those without any link at the end, in input order.
std::vector<std::uint32_t> flowOrder(const PlacementInput& input, const Neighbours& neighbours,
                                     const std::vector<double>& x) {
    std::vector<std::uint32_t> order(input.cards.size());
    std::iota(order.begin(), order.end(), 0U);
    const auto rank = [&](std::uint32_t card) {
        if (input.sides[card] == GroupSide::Left) return 0;
        if (input.sides[card] == GroupSide::Right) return 3;
        return neighbours[card].empty() ? 2 : 1;
    };
    std::ranges::stable_sort(order, [&](std::uint32_t a, std::uint32_t b) {
        if (rank(a) != rank(b)) return rank(a) < rank(b);
        return std::llround(x[a] * 1000) < std::llround(x[b] * 1000);
    });
    return order;
}

/// Cuts the order into columns none of which is higher than `most`, if a single card is not. Columns are filled from
/// the right, those above the free corner less high, so that what is left over makes the first column the short one.
Columns cutByHeight(std::span<const std::uint32_t> order, std::span<const BoxSize> cards, const LayoutOptions& options,
                    int gap, long long most) {
    Columns columns;
    long long height = 0;
    int width = 0;
    int widthBefore = 0;
    for (std::size_t i = order.size(); i-- > 0;) {
        const BoxSize& card = cards[order[i]];
        const bool isAboveCorner = widthBefore < options.freeCorner.width;
        const long long room = isAboveCorner ? most - options.freeCorner.height : most;
        if (columns.empty() || height + gap + card.height > room) {
            if (!columns.empty()) widthBefore += width + options.spacing.cardGapAcross;
            columns.emplace_back();
            height = card.height;
            width = card.width;
        } else {
            height += gap + card.height;
            width = std::max(width, card.width);
        }
        columns.back().push_back(order[i]);
    }
    for (std::vector<std::uint32_t>& column : columns) std::ranges::reverse(column);
    std::ranges::reverse(columns);
    return columns;
}

int columnWidth(const std::vector<std::uint32_t>& column, std::span<const BoxSize> cards) {
    int width = 0;
    for (const std::uint32_t card : column) width = std::max(width, cards[card].width);
    return width;
}

long long columnHeight(const std::vector<std::uint32_t>& column, std::span<const BoxSize> cards, int gap) {
    long long height = -gap;
    for (const std::uint32_t card : column) height += cards[card].height + gap;
    return height;
}

/// The cut whose shape comes nearest to the wished aspect with little waste.
Columns chooseCut(std::span<const std::uint32_t> order, const PlacementInput& input, const LayoutOptions& options) {
    const int across = options.spacing.cardGapAcross + 4 * kGridPixels; // what channels come to, more or less
    const int down = options.spacing.cardGapDown + kGridPixels;
    long long sum = 0;
    long long tallest = 0;
    double area = 0;
    for (const BoxSize& card : input.cards) {
        sum += card.height + down;
        tallest = std::max<long long>(tallest, card.height);
        area += static_cast<double>(card.width) * card.height;
    }
    Columns best;
    double bestCost = 1e18;
    const std::size_t most = std::min<std::size_t>(order.size(), 96);
    for (std::size_t wanted = 1; wanted <= most; ++wanted) {
        long long low = tallest;
        long long high = sum + options.freeCorner.height;
        while (low < high) {
            const long long middle = (low + high) / 2;
            if (cutByHeight(order, input.cards, options, down, middle).size() <= wanted)
                high = middle;
            else
                low = middle + 1;
        }
        Columns columns = cutByHeight(order, input.cards, options, down, low);
        double width = -across;
        double height = 0;
        for (const auto& column : columns) {
            width += columnWidth(column, input.cards) + across;
            height = std::max(height, static_cast<double>(columnHeight(column, input.cards, down)));
        }
        const double waste = 1.0 - area / (width * height);
        const double cost = std::abs(std::log(width / height / options.aspect)) + 0.5 * waste;
        if (cost < bestCost - 1e-9) {
            bestCost = cost;
            best = std::move(columns);
        }
    }
    return best;
}

/// The cards while they are moved about: columns, gaps and the boxes that follow from them.
class Arrangement {
  public:
    Arrangement(const PlacementInput& input, const LayoutOptions& options, Columns columns)
        : m_input(input), m_options(options), m_columns(std::move(columns)), m_columnOf(input.cards.size()),
          m_boxes(input.cards.size()) {
        for (std::size_t c = 0; c < m_columns.size(); ++c)
            for (const std::uint32_t card : m_columns[c]) m_columnOf[card] = c;
        measureGaps();
        restack();
    }

    const std::vector<Box>& boxes() const { return m_boxes; }
    Columns& columns() { return m_columns; }

    /// Puts every card under the one before it.
    void restack() {
        int x = 0;
        for (std::size_t c = 0; c < m_columns.size(); ++c) {
            const int width = columnWidth(m_columns[c], m_input.cards);
            int y = 0;
            for (const std::uint32_t card : m_columns[c]) {
                m_boxes[card] = {x, y, m_input.cards[card].width, m_input.cards[card].height};
                y += m_input.cards[card].height + m_down[c];
            }
            x += width + m_across[c];
        }
    }

    /// Sum over all links of weight times difference in height.
    double stretch() const {
        double sum = 0;
        for (const Link& link : m_input.links)
            sum += damped(link.weight) * std::abs(m_boxes[link.from].centre().y - m_boxes[link.to].centre().y);
        return sum;
    }

  private:
    /// Channels between columns and gaps in a column grow with the edges that will run in them.
    void measureGaps() {
        std::vector<double> turns(m_columns.size(), 0);
        std::vector<double> passes(m_columns.size(), 0);
        for (const Link& link : m_input.links) {
            const auto [a, b] = std::minmax(m_columnOf[link.from], m_columnOf[link.to]);
            for (std::size_t c = a; c < std::max(b, a + 1); ++c)
                turns[c] += link.weight / static_cast<double>(std::max<std::size_t>(b - a, 1));
            for (std::size_t c = a + 1; c < b; ++c) passes[c] += link.weight;
        }
        const LayoutSpacing& spacing = m_options.spacing;
        m_across.resize(m_columns.size());
        m_down.resize(m_columns.size());
        for (std::size_t c = 0; c < m_columns.size(); ++c) {
            const double lanes = std::min(0.4 * turns[c], 12.0);
            const double between = passes[c] / static_cast<double>(m_columns[c].size() + 1);
            m_across[c] = spacing.cardGapAcross + roundUpToGrid(static_cast<int>(lanes * kGridPixels));
            m_down[c] = spacing.cardGapDown +
                        roundUpToGrid(static_cast<int>(std::clamp(0.8 * between - 2.0, 0.0, 8.0) * kGridPixels));
        }
    }

    const PlacementInput& m_input;
    const LayoutOptions& m_options;
    Columns m_columns;
    std::vector<std::size_t> m_columnOf;
    std::vector<Box> m_boxes;
    std::vector<int> m_across;
    std::vector<int> m_down;
};

/// Sorts the cards of each column by the height of what they are linked with; the best of 12 sweeps stays.
void sortColumns(Arrangement& arrangement, const Neighbours& neighbours, const RunControl& control) {
    constexpr int kSweeps = 12;
    Columns best = arrangement.columns();
    double least = arrangement.stretch();
    std::vector<double> key(neighbours.size());
    for (int sweep = 0; sweep < kSweeps && !control.isStopped(); ++sweep) {
        Columns& columns = arrangement.columns();
        for (std::size_t step = 0; step < columns.size(); ++step) {
            std::vector<std::uint32_t>& column = columns[sweep % 2 == 0 ? step : columns.size() - 1 - step];
            for (const std::uint32_t card : column) {
                double sum = arrangement.boxes()[card].centre().y * 0.25;
                double weight = 0.25;
                for (const Neighbour& n : neighbours[card]) {
                    sum += n.weight * arrangement.boxes()[n.card].centre().y;
                    weight += n.weight;
                }
                key[card] = neighbours[card].empty() ? 1e9 + arrangement.boxes()[card].y : sum / weight;
            }
            std::ranges::stable_sort(column, {}, [&](std::uint32_t card) { return key[card]; });
            if (step % 8 == 7) arrangement.restack();
        }
        arrangement.restack();
        const double now = arrangement.stretch();
        if (now >= least) continue;
        least = now;
        best = columns;
    }
    arrangement.columns() = best;
    arrangement.restack();
}

/// Swaps cards within a column while that shortens links; small maps only, it is quadratic.
void swapCards(Arrangement& arrangement, const RunControl& control) {
    constexpr std::size_t kMostCards = 60;
    if (arrangement.boxes().size() > kMostCards) return;
    double least = arrangement.stretch();
    constexpr int kPasses = 6;
    for (int pass = 0; pass < kPasses && !control.isStopped(); ++pass) {
        bool hasSwapped = false;
        for (std::vector<std::uint32_t>& column : arrangement.columns())
            for (std::size_t i = 0; i < column.size(); ++i)
                for (std::size_t j = i + 1; j < column.size(); ++j) {
                    std::swap(column[i], column[j]);
                    arrangement.restack();
                    const double now = arrangement.stretch();
                    if (now < least - 1e-6) {
                        least = now;
                        hasSwapped = true;
                    } else {
                        std::swap(column[i], column[j]);
                    }
                }
        arrangement.restack();
        if (!hasSwapped) break;
    }
}

} // namespace

Result<std::vector<Box>> placeCards(const PlacementInput& input, const LayoutOptions& options,
                                    const RunControl& control) {
    if (input.cards.empty()) return std::vector<Box>{};
    const Neighbours neighbours = neighboursOf(input);
    const std::vector<double> x = flowCoordinates(input, neighbours, control);
    const std::vector<std::uint32_t> order = flowOrder(input, neighbours, x);
    Arrangement arrangement(input, options, chooseCut(order, input, options));
    sortColumns(arrangement, neighbours, control);
    swapCards(arrangement, control);
    if (control.isStopped()) return cancelled();
    return arrangement.boxes();
}

} // namespace portolan

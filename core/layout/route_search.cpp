#include "core/layout/route_search.h"

#include <algorithm>
#include <array>

namespace portolan {
namespace {

constexpr std::uint32_t kNone = 0xffffffffU;
constexpr std::uint32_t kBendAtSource = 16; ///< beside the price of a bend: room for the end bar
constexpr std::uint32_t kBendAtTarget = 60; ///< beside the price of a bend: room for the head
constexpr std::uint32_t kRing = 4096;       ///< more than any one step adds to a total
constexpr std::uint32_t kMostAdded = kRing - 1;

Heading headingOf(std::uint32_t state) {
    return (state & 1U) == 0 ? Heading::Across : Heading::Down;
}

/// Drops points on a straight line between their neighbours.
std::vector<Point> cornersOf(const std::vector<Point>& all) {
    std::vector<Point> corners;
    for (const Point& p : all) {
        if (!corners.empty() && corners.back() == p) continue;
        const std::size_t n = corners.size();
        if (n >= 2 && ((corners[n - 1].x == p.x && corners[n - 2].x == p.x) ||
                       (corners[n - 1].y == p.y && corners[n - 2].y == p.y)))
            corners.back() = p;
        else
            corners.push_back(p);
    }
    return corners;
}

} // namespace

LaneSearch::LaneSearch(const RouteGrid& grid)
    : m_grid(grid), m_visits(std::size_t{grid.size()} * 2), m_buckets(kRing) {}

std::uint32_t LaneSearch::estimate(const RouteQuery& query, std::uint32_t cell) const {
    const Point p = m_grid.pointOf(cell);
    const Box box = query.target.grownBy(kGridPixels);
    const int dx = std::max({box.x - p.x, p.x - box.right(), 0});
    const int dy = std::max({box.y - p.y, p.y - box.bottom(), 0});
    const auto steps = static_cast<std::uint32_t>((dx + dy) / kGridPixels);
    return steps * m_stepEstimate + (dx > 0 && dy > 0 ? RouteGrid::kBend : 0);
}

void LaneSearch::push(std::uint32_t total, Entry entry) {
    // The weighted estimate may let a total fall below the ring's stand by a little; it then waits at the stand itself.
    const std::uint32_t at = std::clamp(total, m_total, m_total + kMostAdded);
    m_buckets[at % kRing].push_back(entry);
    ++m_waiting;
}

bool LaneSearch::pop(Entry& entry) {
    if (m_waiting == 0) return false;
    while (m_buckets[m_total % kRing].empty()) ++m_total;
    entry = m_buckets[m_total % kRing].back();
    m_buckets[m_total % kRing].pop_back();
    --m_waiting;
    return true;
}

void LaneSearch::offer(State state, std::uint32_t cost, State before, const RouteQuery& query) {
    Visit& visit = m_visits[state];
    if (visit.round == m_round + 1 || (visit.round == m_round && visit.cost <= cost)) return;
    visit = {cost, m_round, before};
    push(cost + estimate(query, state / 2), {state, 0});
}

void LaneSearch::offerEnds(State state, const RouteQuery& query) {
    const std::uint32_t cell = state / 2;
    for (std::size_t i = 0; i < query.ends.size(); ++i) {
        if (m_endCells[i] != cell) continue;
        const RoutePort& port = query.ends[i];
        std::uint32_t cost = m_visits[state].cost + port.price;
        if (port.way != headingOf(state)) cost += m_grid.turnPrice(cell, port.way, m_sharedPrice) + kBendAtTarget;
        push(cost, {state, static_cast<std::uint32_t>(i) + 1});
    }
}

void LaneSearch::expand(State state, const RouteQuery& query) {
    const std::uint32_t cell = state / 2;
    const std::uint32_t width = m_grid.width();
    const std::uint32_t x = cell % width;
    const Heading now = headingOf(state);
    const Visit visit = m_visits[state];
    const std::array<bool, 4> isOpen{x + 1 < width, x > 0, cell + width < m_grid.size(), cell >= width};
    const std::array<std::uint32_t, 4> next{cell + 1, cell - 1, cell + width, cell - width};
    for (std::size_t i = 0; i < next.size(); ++i) {
        if (!isOpen[i] || m_grid.isBlocked(next[i])) continue;
        const Heading way = i < 2 ? Heading::Across : Heading::Down;
        std::uint32_t cost = visit.cost + m_grid.price(next[i], way, query.home, query.away, m_sharedPrice);
        if (way != now)
            cost += m_grid.turnPrice(cell, way, m_sharedPrice) + (visit.before == kNone ? kBendAtSource : 0U);
        offer(next[i] * 2 + (way == Heading::Across ? 0U : 1U), cost, state, query);
    }
}

std::vector<Point> LaneSearch::trace(State last) const {
    std::vector<Point> points;
    for (State state = last; state != kNone; state = m_visits[state].before)
        points.push_back(m_grid.pointOf(state / 2));
    std::ranges::reverse(points);
    return points;
}

FoundRoute LaneSearch::find(const RouteQuery& query) {
    m_round += 2;
    for (std::vector<Entry>& bucket : m_buckets) bucket.clear();
    m_waiting = 0;
    m_total = 0;
    const bool isQuick = query.effort == Effort::Quick;
    m_stepEstimate = isQuick ? 3 * RouteGrid::kStep : RouteGrid::kStep * 6 / 5;
    m_sharedPrice = isQuick ? RouteGrid::kStep : RouteGrid::kSharedLane;
    m_endCells.clear();
    for (const RoutePort& port : query.ends) m_endCells.push_back(m_grid.cellOf(port.outside));
    FoundRoute found;
    std::vector<std::pair<std::uint32_t, State>> starts;
    for (const RoutePort& port : query.starts) {
        const std::uint32_t cell = m_grid.cellOf(port.outside);
        starts.emplace_back(port.price + m_grid.price(cell, port.way, query.home, query.away, m_sharedPrice),
                            cell * 2 + (port.way == Heading::Across ? 0U : 1U));
    }
    std::ranges::sort(starts);
    if (!starts.empty()) m_total = starts.front().first;
    for (const auto& [cost, state] : starts) m_total = std::min(m_total, cost + estimate(query, state / 2));
    for (const auto& [cost, state] : starts) offer(state, cost, kNone, query);
    Entry entry;
    while (found.visited < query.mostVisited && pop(entry)) {
        if (entry.end != 0) {
            std::vector<Point> all = trace(entry.state);
            const auto start = std::ranges::find(query.starts, all.front(), &RoutePort::outside);
            all.insert(all.begin(), start->border);
            all.push_back(query.ends[entry.end - 1].border);
            found.points = cornersOf(all);
            return found;
        }
        Visit& visit = m_visits[entry.state];
        if (visit.round == m_round + 1) continue;
        visit.round = m_round + 1;
        ++found.visited;
        offerEnds(entry.state, query);
        expand(entry.state, query);
    }
    return found;
}

} // namespace portolan

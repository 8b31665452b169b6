#pragma once

#include "core/layout/route_grid.h"

#include <cstdint>
#include <span>
#include <vector>

namespace portolan {

/// A place on a node's border where a route may start or end.
struct RoutePort {
    Point border;
    Point outside; ///< the grid point beside it
    Heading way = Heading::Across;
    std::uint32_t price = 0;
};

/// Careful: keeps out of other lanes, at most about a fifth dearer than the cheapest way. Quick: a decent way in a
/// fraction of the time, which may share lanes.
enum class Effort { Careful, Quick };

/// One route to find.
struct RouteQuery {
    std::span<const RoutePort> starts;
    std::span<const RoutePort> ends;
    Box target;             ///< the node of `ends`, for the estimate
    std::uint32_t home = 0; ///< card of the source
    std::uint32_t away = 0; ///< card of the target
    std::size_t mostVisited = 0;
    Effort effort = Effort::Careful;
};

/// The way found, as corner points from border to border; empty if none was found within the limit.
struct FoundRoute {
    std::vector<Point> points;
    std::size_t visited = 0; ///< states looked at, the measure of work
};

/// A* over cells and orientations with a bucket queue and a weighted estimate. Keeps its arrays between calls; one
/// object per thread.
class LaneSearch {
  public:
    explicit LaneSearch(const RouteGrid& grid);

    FoundRoute find(const RouteQuery& query);

  private:
    using State = std::uint32_t; ///< cell * 2 + orientation

    struct Visit {
        std::uint32_t cost = 0;
        std::uint32_t round = 0; ///< twice the number of the search, plus one when closed
        State before = 0;
    };
    struct Entry {
        State state = 0;
        std::uint32_t end = 0; ///< index of an end port + 1 when the entry is an arrival
    };

    std::uint32_t estimate(const RouteQuery& query, std::uint32_t cell) const;
    void push(std::uint32_t total, Entry entry);
    bool pop(Entry& entry);
    void offer(State state, std::uint32_t cost, State before, const RouteQuery& query);
    void expand(State state, const RouteQuery& query);
    void offerEnds(State state, const RouteQuery& query);
    std::vector<Point> trace(State last) const;

    const RouteGrid& m_grid;
    std::vector<Visit> m_visits;
    std::vector<std::vector<Entry>> m_buckets; ///< a ring over the total price; the last in goes first
    std::uint32_t m_total = 0;                 ///< price that the ring stands at
    std::size_t m_waiting = 0;
    std::uint32_t m_round = 0;
    std::uint32_t m_stepEstimate = 0;
    std::uint32_t m_sharedPrice = 0;
    std::vector<std::uint32_t> m_endCells; ///< of the query's end ports
};

} // namespace portolan

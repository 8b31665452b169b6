#include "core/layout/router.h"

#include "core/layout/route_search.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>

namespace portolan {
namespace {

constexpr std::size_t kMostCells = 3'000'000;      ///< a larger drawing is not routed at all
constexpr std::size_t kMostVisited = 10'000'000;   ///< cells, all careful searches together
constexpr std::size_t kMostVisitedByOne = 100'000; ///< cells, one careful search
constexpr std::size_t kMostVisitedQuick = 100'000; ///< cells, one quick search
constexpr int kRepairs = 2;

constexpr std::uint32_t kOffCentre = 12;   ///< a port at 1/4 or 3/4 of a side
constexpr std::uint32_t kTopOrBottom = 55; ///< leaving upwards or downwards
constexpr std::uint32_t kPortShared = 70;  ///< a port that another edge uses the same way round
constexpr std::uint32_t kPortMixed = 220;  ///< a port that another edge uses the other way round

enum class EndKind { Source, Target };

/// How often each port of each node is taken.
class PortBook {
  public:
    explicit PortBook(std::size_t nodes) : m_taken(nodes) {}

    std::uint32_t price(std::uint32_t node, Point border, EndKind kind) const {
        std::uint32_t sum = 0;
        for (const Taken& taken : m_taken[node])
            if (taken.border == border) sum += taken.kind == kind ? kPortShared : kPortMixed;
        return sum;
    }
    void take(std::uint32_t node, Point border, EndKind kind) { m_taken[node].push_back({border, kind}); }
    void giveBack(std::uint32_t node, Point border, EndKind kind) {
        std::vector<Taken>& list = m_taken[node];
        const auto at =
            std::ranges::find_if(list, [&](const Taken& t) { return t.border == border && t.kind == kind; });
        if (at != list.end()) list.erase(at);
    }

  private:
    struct Taken {
        Point border;
        EndKind kind;
    };
    std::vector<std::vector<Taken>> m_taken;
};

constexpr std::uint32_t kNoCard = 0xffffffffU;

/// Edges and trunks alike: a line between two boxes, which are the nodes, and after them the cards.
struct Line {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    bool isTrunk = false;
};

std::vector<Line> linesOf(const RouteScene& scene) {
    std::vector<Line> lines;
    for (const LayoutEdge& edge : scene.edges) lines.push_back({edge.from, edge.to, false});
    const auto cards = static_cast<std::uint32_t>(scene.nodes.size());
    for (const LayoutTrunk& trunk : scene.trunks) lines.push_back({cards + trunk.from, cards + trunk.to, true});
    return lines;
}

std::vector<Box> boxesOf(const RouteScene& scene) {
    std::vector<Box> boxes(scene.nodes.begin(), scene.nodes.end());
    for (const CardObstacle& card : scene.cards) boxes.push_back(card.box);
    return boxes;
}

SceneRoutes parted(std::vector<EdgeRoute> routes, std::size_t edges) {
    SceneRoutes out;
    out.trunks.assign(std::make_move_iterator(routes.begin() + static_cast<std::ptrdiff_t>(edges)),
                      std::make_move_iterator(routes.end()));
    routes.resize(edges);
    out.edges = std::move(routes);
    return out;
}

class Router {
  public:
    explicit Router(const RouteScene& scene)
        : m_scene(scene), m_boxes(boxesOf(scene)), m_lines(linesOf(scene)), m_grid(scene.area), m_search(m_grid),
          m_ports(m_boxes.size()), m_routes(m_lines.size()) {
        for (std::size_t c = 0; c < scene.cards.size(); ++c)
            if (!scene.cards[c].box.isEmpty()) m_grid.addCard(scene.cards[c], static_cast<std::uint32_t>(c));
        for (std::size_t n = 0; n < scene.nodes.size(); ++n)
            if (!scene.nodes[n].isEmpty()) m_grid.addNode(scene.nodes[n], scene.noteWidths[n]);
        if (!scene.keepFree.isEmpty()) m_grid.block(scene.keepFree);
        for (const EdgeRoute& route : scene.runBeside)
            if (!route.isStraight) m_grid.mark(route.points, RouteGrid::Lanes::Take);
    }

    Result<SceneRoutes> run(const RunControl& control) {
        const std::vector<std::size_t> order = shortFirst();
        for (std::size_t i = 0; i < order.size(); ++i) {
            if (control.isStopped()) return cancelled();
            route(order[i]);
            if (i % 32 == 0) control.report("routing", static_cast<double>(i) / static_cast<double>(order.size()));
        }
        for (int repair = 0; repair < kRepairs; ++repair) {
            for (const std::size_t edge : order) {
                if (control.isStopped()) return cancelled();
                if (m_routes[edge].isStraight || m_routes[edge].points.empty()) continue;
                if (m_visited >= kMostVisited) return parted(std::move(m_routes), m_scene.edges.size());
                if (m_grid.sharedCells(m_routes[edge].points) == 0) continue;
                takeUp(edge);
                route(edge);
            }
        }
        return parted(std::move(m_routes), m_scene.edges.size());
    }

  private:
    bool isDrawn(const Line& line) const {
        return line.from != line.to && !m_boxes[line.from].isEmpty() && !m_boxes[line.to].isEmpty();
    }

    std::vector<std::size_t> shortFirst() const {
        std::vector<std::size_t> order;
        std::vector<int> length(m_lines.size());
        for (std::size_t i = 0; i < m_lines.size(); ++i) {
            if (!isDrawn(m_lines[i])) continue;
            const Point a = m_boxes[m_lines[i].from].centre();
            const Point b = m_boxes[m_lines[i].to].centre();
            length[i] = std::abs(a.x - b.x) + 2 * std::abs(a.y - b.y);
            order.push_back(i);
        }
        std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return length[a] < length[b]; });
        return order;
    }

    bool isCard(std::uint32_t end) const { return end >= m_scene.nodes.size(); }

    std::vector<RoutePort> portsOf(std::uint32_t end, EndKind kind) const {
        std::vector<RoutePort> ports;
        const Box& box = m_boxes[end];
        const auto add = [&](Point border, Point outside, Heading way, std::uint32_t price) {
            if (!m_grid.isInside(outside) || m_grid.isBlocked(m_grid.cellOf(outside))) return;
            ports.push_back({border, outside, way, price + m_ports.price(end, border, kind)});
        };
        // A card is large: a port every other cell will do, and none is better than another.
        const int step = isCard(end) ? 2 * kGridPixels : kGridPixels;
        for (int y = box.y + step; y < box.bottom(); y += step) {
            const bool isMiddle = std::abs(2 * (y - box.y) - box.height) < kGridPixels;
            const std::uint32_t price = isCard(end) || isMiddle ? 0 : kOffCentre;
            add({box.right(), y}, {box.right() + kGridPixels, y}, Heading::Across, price);
            add({box.x, y}, {box.x - kGridPixels, y}, Heading::Across, price);
        }
        for (int x = box.x + 2 * kGridPixels; x <= box.right() - 2 * kGridPixels; x += step) {
            const int away = std::abs(x - box.centre().x) / kGridPixels;
            const std::uint32_t price = isCard(end) ? 0 : kTopOrBottom + static_cast<std::uint32_t>(away) * 3;
            add({x, box.y}, {x, box.y - kGridPixels}, Heading::Down, price);
            if (!isCard(end) && m_scene.noteWidths[end] > 0) continue;
            add({x, box.bottom()}, {x, box.bottom() + kGridPixels}, Heading::Down, price);
        }
        return ports;
    }

    std::uint32_t cardOf(std::uint32_t end) const { return isCard(end) ? kNoCard : m_scene.cardOf[end]; }

    void route(std::size_t index) {
        const Line& line = m_lines[index];
        const std::vector<RoutePort> starts = portsOf(line.from, EndKind::Source);
        const std::vector<RoutePort> ends = portsOf(line.to, EndKind::Target);
        RouteQuery query{.starts = starts,
                         .ends = ends,
                         .target = m_boxes[line.to],
                         .home = cardOf(line.from),
                         .away = cardOf(line.to),
                         .mostVisited = std::min(kMostVisitedByOne, kMostVisited - std::min(kMostVisited, m_visited))};
        FoundRoute found = m_search.find(query);
        m_visited += found.visited;
        if (found.points.empty()) {
            query.effort = Effort::Quick;
            query.mostVisited = kMostVisitedQuick;
            found = m_search.find(query);
        }
        if (found.points.empty()) {
            m_routes[index] = straightRoute(m_boxes[line.from], m_boxes[line.to]);
            return;
        }
        m_grid.mark(found.points, RouteGrid::Lanes::Take);
        m_ports.take(line.from, found.points.front(), EndKind::Source);
        m_ports.take(line.to, found.points.back(), EndKind::Target);
        m_routes[index] = {std::move(found.points), false};
    }

    void takeUp(std::size_t index) {
        const Line& line = m_lines[index];
        const std::vector<Point>& points = m_routes[index].points;
        m_grid.mark(points, RouteGrid::Lanes::GiveBack);
        m_ports.giveBack(line.from, points.front(), EndKind::Source);
        m_ports.giveBack(line.to, points.back(), EndKind::Target);
    }

    const RouteScene& m_scene;
    std::vector<Box> m_boxes;  ///< nodes, then cards
    std::vector<Line> m_lines; ///< edges, then trunks
    RouteGrid m_grid;
    LaneSearch m_search;
    PortBook m_ports;
    std::vector<EdgeRoute> m_routes;
    std::size_t m_visited = 0;
};

/// Where the line from the centre of the box towards `to` leaves it.
Point borderPoint(const Box& box, Point to) {
    const Point c = box.centre();
    const double dx = to.x - c.x;
    const double dy = to.y - c.y;
    if (dx == 0 && dy == 0) return c;
    const double scale = 0.5 / std::max(std::abs(dx) / std::max(box.width, 1), std::abs(dy) / std::max(box.height, 1));
    const double part = std::min(scale, 1.0);
    return {c.x + static_cast<int>(std::lround(dx * part)), c.y + static_cast<int>(std::lround(dy * part))};
}

} // namespace

CardObstacle cardObstacle(const Box& card, int titleWidth, const LayoutSpacing& spacing) {
    constexpr int kTitleHeight = 24;
    constexpr int kRingRoom = 48;
    // Half as wide again: zoomed out, titles keep their size on the screen while the card shrinks.
    const int width = std::min(titleWidth + titleWidth / 2 + 2 * kGridPixels, card.width - kRingRoom);
    return {card,
            {card.x + spacing.cardPadding - kGridPixels, card.y + kGridPixels, std::max(width, 0), kTitleHeight},
            spacing.cardHeader};
}

EdgeRoute straightRoute(const Box& from, const Box& to) {
    return {{borderPoint(from, to.centre()), borderPoint(to, from.centre())}, true};
}

Result<SceneRoutes> routeScene(const RouteScene& scene, const RunControl& control) {
    const auto cells = static_cast<std::size_t>(scene.area.width / kGridPixels + 1) *
                       static_cast<std::size_t>(scene.area.height / kGridPixels + 1);
    if (cells <= kMostCells) return Router(scene).run(control);
    return straightRoutes(scene);
}

SceneRoutes straightRoutes(const RouteScene& scene) {
    const std::vector<Box> boxes = boxesOf(scene);
    std::vector<EdgeRoute> routes;
    for (const Line& line : linesOf(scene)) {
        EdgeRoute& route = routes.emplace_back();
        const Box& from = boxes[line.from];
        const Box& to = boxes[line.to];
        if (line.from != line.to && !from.isEmpty() && !to.isEmpty()) route = straightRoute(from, to);
    }
    return parted(std::move(routes), scene.edges.size());
}

} // namespace portolan

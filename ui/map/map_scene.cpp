#include "ui/map/map_scene.h"

#include "ui/map/map_metrics.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>
#include <tuple>

namespace portolan {
namespace {

QRectF toRect(const Box& box) {
    return {static_cast<double>(box.x), static_cast<double>(box.y), static_cast<double>(box.width),
            static_cast<double>(box.height)};
}

double distanceToPiece(QPointF p, Point a, Point b) {
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    const double length = dx * dx + dy * dy;
    const double t = length <= 0 ? 0 : std::clamp(((p.x() - a.x) * dx + (p.y() - a.y) * dy) / length, 0.0, 1.0);
    return std::hypot(p.x() - a.x - t * dx, p.y() - a.y - t * dy);
}

void sortUnique(std::vector<std::uint32_t>& list) {
    std::ranges::sort(list);
    list.erase(std::ranges::unique(list).begin(), list.end());
}

} // namespace

MapScene::MapScene(std::shared_ptr<const MapGraph> graph, Layout layout)
    : m_graph(std::move(graph)), m_layout(std::move(layout)), m_bounds(toRect(m_layout.bounds)) {
    m_isDrawn.resize(m_graph->edges.size());
    for (std::size_t e = 0; e < m_graph->edges.size(); ++e) {
        const EdgeRoute& route = m_layout.routes[e];
        m_isDrawn[e] = !route.points.empty();
        m_drawnEdges += m_isDrawn[e] ? 1 : 0;
        m_isDense = m_isDense || (m_isDrawn[e] && m_drawnEdges > map::kMostPaintedEdges);
    }
    placeGlyphs();
    indexNodes();
    indexEdges();
    if (m_isDense) bundleEdges();
}

void MapScene::placeGlyphs() {
    m_glyphs.resize(m_isDrawn.size());
    m_trunkPlaces.resize(m_graph->trunks.size());
    if (m_isDense) return;
    // One walk over all lines, trunks first, so that no disc covers another.
    std::vector<EdgeRoute> lines = m_layout.trunks;
    lines.resize(m_graph->trunks.size());
    lines.insert(lines.end(), m_layout.routes.begin(), m_layout.routes.end());
    const std::vector<std::optional<Vec>> places = glyphPlaces(lines);
    const auto edges = places.begin() + static_cast<std::ptrdiff_t>(m_trunkPlaces.size());
    std::copy(places.begin(), edges, m_trunkPlaces.begin());
    std::copy(edges, places.end(), m_glyphs.begin());
}

QRectF MapScene::nodeRect(std::uint32_t node) const {
    return toRect(m_layout.nodes[node]);
}

std::span<const std::uint32_t> MapScene::edgesAt(std::uint32_t node) const {
    return {m_edgeList.data() + m_edgeStart[node], m_edgeStart[node + 1] - m_edgeStart[node]};
}

std::size_t MapScene::cellOf(double x, double y) const {
    const auto at = [](double v, double from, double cell, std::size_t count) {
        return static_cast<std::size_t>(std::clamp(std::floor((v - from) / cell), 0.0, static_cast<double>(count - 1)));
    };
    return at(y, m_bounds.top(), m_cell, m_rows) * m_columns + at(x, m_bounds.left(), m_cell, m_columns);
}

template <typename Visit>
void MapScene::visitCells(const QRectF& world, const Visit& visit) const {
    const std::size_t first = cellOf(world.left(), world.top());
    const std::size_t last = cellOf(world.right(), world.bottom());
    for (std::size_t y = first / m_columns; y <= last / m_columns; ++y)
        for (std::size_t x = first % m_columns; x <= last % m_columns; ++x) visit(y * m_columns + x);
}

void MapScene::indexNodes() {
    constexpr double kMostCells = 128; // along one side
    m_cell = std::max({128.0, m_bounds.width() / kMostCells, m_bounds.height() / kMostCells});
    m_columns = static_cast<std::size_t>(m_bounds.width() / m_cell) + 1;
    m_rows = static_cast<std::size_t>(m_bounds.height() / m_cell) + 1;
    m_nodeCells.resize(m_columns * m_rows);
    for (std::uint32_t n = 0; n < m_layout.nodes.size(); ++n) {
        if (!isNodeShown(n)) continue;
        visitCells(nodeRect(n), [&](std::size_t cell) { m_nodeCells[cell].push_back(n); });
        m_reading.push_back(n);
    }
    std::vector<Box> cardOf(m_layout.nodes.size());
    for (const GroupBox& card : m_layout.groups)
        for (const std::uint32_t n : m_reading)
            if (m_graph->nodes[n].group == card.group && card.box.contains(m_layout.nodes[n].centre()))
                cardOf[n] = card.box;
    std::ranges::stable_sort(m_reading, [&](std::uint32_t a, std::uint32_t b) {
        const auto key = [&](std::uint32_t n) {
            return std::tuple(cardOf[n].x, cardOf[n].y, m_layout.nodes[n].x, m_layout.nodes[n].y);
        };
        return key(a) < key(b);
    });
}

void MapScene::indexEdges() {
    const std::size_t nodes = m_graph->nodes.size();
    m_edgeStart.assign(nodes + 1, 0);
    for (const MapEdge& edge : m_graph->edges) {
        ++m_edgeStart[edge.from + 1];
        if (edge.to != edge.from) ++m_edgeStart[edge.to + 1];
    }
    std::partial_sum(m_edgeStart.begin(), m_edgeStart.end(), m_edgeStart.begin());
    m_edgeList.resize(m_edgeStart.back());
    std::vector<std::uint32_t> next(m_edgeStart.begin(), m_edgeStart.end() - 1);
    for (std::uint32_t e = 0; e < m_graph->edges.size(); ++e) {
        const MapEdge& edge = m_graph->edges[e];
        m_edgeList[next[edge.from]++] = e;
        if (edge.to != edge.from) m_edgeList[next[edge.to]++] = e;
    }
    m_edgeCells.resize(m_columns * m_rows);
    for (std::uint32_t e = 0; e < m_graph->edges.size(); ++e) {
        const std::vector<Point>& points = m_layout.routes[e].points;
        for (std::size_t i = 0; i + 1 < points.size(); ++i) {
            // A slanted line is walked in steps of half a cell: its bounding box would fill the whole index.
            const double dx = points[i + 1].x - points[i].x;
            const double dy = points[i + 1].y - points[i].y;
            const auto steps = static_cast<int>(std::hypot(dx, dy) / (m_cell / 2)) + 1;
            for (int step = 0; step <= steps; ++step) {
                const double t = static_cast<double>(step) / steps;
                std::vector<std::uint32_t>& cell = m_edgeCells[cellOf(points[i].x + t * dx, points[i].y + t * dy)];
                if (cell.empty() || cell.back() != e) cell.push_back(e);
            }
        }
    }
}

void MapScene::bundleEdges() {
    std::vector<std::size_t> cardOf(m_graph->groups.size(), 0);
    for (std::size_t c = 0; c < m_layout.groups.size(); ++c) cardOf[m_layout.groups[c].group] = c;
    std::map<std::pair<std::size_t, std::size_t>, MapBundle> all;
    for (std::uint32_t e = 0; e < m_graph->edges.size(); ++e) {
        const MapEdge& edge = m_graph->edges[e];
        const auto [from, to] =
            std::minmax(cardOf[m_graph->nodes[edge.from].group], cardOf[m_graph->nodes[edge.to].group]);
        if (!m_isDrawn[e] || from == to) continue;
        MapBundle& bundle = all[{from, to}];
        bundle.from = from;
        bundle.to = to;
        ++bundle.edges;
        if (edge.edgeClass == EdgeClass::Mismatch) bundle.edgeClass = EdgeClass::Mismatch;
        if (edge.edgeClass == EdgeClass::Blocked && bundle.edgeClass == EdgeClass::Used)
            bundle.edgeClass = EdgeClass::Blocked;
    }
    std::vector<MapBundle> bundles;
    for (const auto& [pair, bundle] : all) bundles.push_back(bundle);
    std::ranges::stable_sort(bundles, std::ranges::greater{}, &MapBundle::edges);
    std::vector<std::size_t> shown(m_layout.groups.size(), 0);
    for (const MapBundle& bundle : bundles) {
        const bool isLarge = shown[bundle.from] < map::kBundlesPerCard || shown[bundle.to] < map::kBundlesPerCard;
        if (!isLarge && bundle.edgeClass == EdgeClass::Used) continue;
        ++shown[bundle.from];
        ++shown[bundle.to];
        m_bundles.push_back(bundle);
    }
    std::ranges::reverse(m_bundles);
}

std::vector<std::uint32_t> MapScene::nodesIn(const QRectF& world) const {
    std::vector<std::uint32_t> found;
    visitCells(world, [&](std::size_t cell) {
        for (const std::uint32_t n : m_nodeCells[cell]) found.push_back(n);
    });
    sortUnique(found);
    return found;
}

std::vector<std::uint32_t> MapScene::edgesIn(const QRectF& world) const {
    std::vector<std::uint32_t> found;
    const double margin = m_cell / 2;
    visitCells(world.adjusted(-margin, -margin, margin, margin), [&](std::size_t cell) {
        for (const std::uint32_t e : m_edgeCells[cell]) found.push_back(e);
    });
    sortUnique(found);
    return found;
}

std::vector<std::size_t> MapScene::cardsIn(const QRectF& world) const {
    std::vector<std::size_t> found;
    for (std::size_t c = 0; c < m_layout.groups.size(); ++c)
        if (toRect(m_layout.groups[c].box).intersects(world)) found.push_back(c);
    return found;
}

std::optional<std::uint32_t> MapScene::nodeAt(QPointF world) const {
    if (m_nodeCells.empty()) return std::nullopt;
    for (const std::uint32_t n : m_nodeCells[cellOf(world.x(), world.y())])
        if (nodeRect(n).contains(world)) return n;
    return std::nullopt;
}

double distanceTo(const EdgeRoute& route, QPointF world) {
    double nearest = 1e18;
    for (std::size_t i = 0; i + 1 < route.points.size(); ++i)
        nearest = std::min(nearest, distanceToPiece(world, route.points[i], route.points[i + 1]));
    return nearest;
}

double MapScene::distanceToEdge(std::uint32_t edge, QPointF world) const {
    const double nearest = distanceTo(m_layout.routes[edge], world);
    const std::optional<Vec>& disc = m_glyphs[edge];
    if (!disc || m_graph->edges[edge].edgeClass == EdgeClass::Used) return nearest;
    return std::min(nearest, std::max(0.0, std::hypot(world.x() - disc->x, world.y() - disc->y) - kGlyphRadius));
}

std::optional<std::uint32_t> MapScene::edgeAt(QPointF world, double reach) const {
    std::optional<std::uint32_t> best;
    double nearest = reach;
    for (const std::uint32_t e : edgesIn({world.x() - reach, world.y() - reach, 2 * reach, 2 * reach})) {
        const double distance = distanceToEdge(e, world);
        if (distance > nearest || (distance == nearest && best)) continue;
        nearest = distance;
        best = e;
    }
    return best;
}

std::optional<std::uint32_t> MapScene::trunkAt(QPointF world, double reach) const {
    std::optional<std::uint32_t> best;
    double nearest = reach;
    for (std::uint32_t t = 0; t < m_layout.trunks.size(); ++t) {
        double distance = distanceTo(m_layout.trunks[t], world);
        if (const std::optional<Vec>& disc = m_trunkPlaces[t])
            distance = std::min(distance, std::max(0.0, std::hypot(world.x() - disc->x, world.y() - disc->y) - 10));
        if (distance > nearest || (distance == nearest && best)) continue;
        nearest = distance;
        best = t;
    }
    return best;
}

std::optional<std::size_t> MapScene::cardAt(QPointF world) const {
    for (std::size_t c = 0; c < m_layout.groups.size(); ++c)
        if (toRect(m_layout.groups[c].box).contains(world)) return c;
    return std::nullopt;
}

} // namespace portolan

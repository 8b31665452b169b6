#include "core/layout/neighbourhood.h"

#include "core/layout/router.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace portolan {
namespace {

/// The nodes of one group at one hop, in one or more columns.
struct Part {
    int hop = 0;
    std::uint32_t group = 0;
    std::vector<std::uint32_t> nodes;
    double wish = 0; ///< middle height of what it is linked with
    BoxSize size;
    int columnWidth = 0;
    std::size_t rows = 0;
};

constexpr std::size_t kMostRows = 16;

void spread(const std::vector<std::vector<std::uint32_t>>& next, std::uint32_t focus, int hops,
            std::vector<int>& reach) {
    reach.assign(next.size(), kNoHop);
    reach[focus] = 0;
    std::vector<std::uint32_t> queue{focus};
    for (std::size_t at = 0; at < queue.size(); ++at) {
        const std::uint32_t node = queue[at];
        if (reach[node] == hops) continue;
        for (const std::uint32_t to : next[node])
            if (reach[to] == kNoHop) {
                reach[to] = reach[node] + 1;
                queue.push_back(to);
            }
    }
}

std::vector<Part> partsOf(const LayoutGraph& graph, const std::vector<int>& hop, const LayoutSpacing& spacing) {
    std::map<std::pair<int, std::uint32_t>, std::vector<std::uint32_t>> nodes;
    for (std::uint32_t n = 0; n < graph.nodes.size(); ++n)
        if (hop[n] != kNoHop) nodes[{hop[n], graph.nodes[n].group}].push_back(n);
    std::vector<Part> parts;
    for (auto& [key, list] : nodes) {
        Part part;
        part.hop = key.first;
        part.group = key.second;
        part.nodes = std::move(list);
        int height = 0;
        for (const std::uint32_t n : part.nodes) {
            part.columnWidth = std::max(part.columnWidth, graph.nodes[n].width);
            height = std::max(height, graph.nodes[n].height);
        }
        const std::size_t columns = (part.nodes.size() + kMostRows - 1) / kMostRows;
        part.rows = (part.nodes.size() + columns - 1) / columns;
        const int width = 2 * spacing.cardPadding - spacing.columnGap +
                          static_cast<int>(columns) * (part.columnWidth + spacing.columnGap);
        const int titled = roundUpToGrid(graph.groups[part.group].titleWidth + spacing.titleExtra);
        part.size = {std::max(width, titled), spacing.cardHeader - spacing.rowGap + spacing.cardBottom +
                                                  static_cast<int>(part.rows) * (height + spacing.rowGap)};
        parts.push_back(std::move(part));
    }
    return parts;
}

class NeighbourhoodLayout {
  public:
    NeighbourhoodLayout(const LayoutGraph& graph, const LayoutOptions& options, std::vector<int> hop)
        : m_graph(graph), m_options(options), m_hop(std::move(hop)), m_parts(partsOf(graph, m_hop, options.spacing)),
          m_partOf(graph.nodes.size(), 0) {
        for (std::uint32_t p = 0; p < m_parts.size(); ++p)
            for (const std::uint32_t n : m_parts[p].nodes) m_partOf[n] = p;
        m_layout.nodes.resize(graph.nodes.size());
        m_layout.routes.resize(graph.edges.size());
    }

    Result<Layout> run(const RunControl& control) {
        place(0);
        for (int hop = 1; hop <= 3; ++hop) {
            wishFrom(hop);
            place(hop);
            wishFrom(-hop);
            place(-hop);
        }
        setColumns();
        if (Result<void> routed = route(control); !routed) return tl::make_unexpected(routed.error());
        for (const Part& part : m_parts) m_layout.groups.push_back({part.group, boxOf(part)});
        std::ranges::sort(m_layout.groups, {}, [](const GroupBox& g) { return std::tuple(g.group, g.box.x, g.box.y); });
        for (const GroupBox& group : m_layout.groups) m_layout.bounds = m_layout.bounds.united(group.box);
        for (const EdgeRoute& r : m_layout.routes)
            for (const Point& p : r.points)
                m_layout.bounds =
                    m_layout.bounds.united({p.x - kGridPixels, p.y - kGridPixels, 2 * kGridPixels, 2 * kGridPixels});
        return std::move(m_layout);
    }

  private:
    Box boxOf(const Part& part) const { return m_box[static_cast<std::size_t>(&part - m_parts.data())]; }

    /// Cards of the hop sorted by the middle of what they are linked with one hop nearer.
    void wishFrom(int hop) {
        for (Part& part : m_parts) {
            if (part.hop != hop) continue;
            double sum = 0;
            double weight = 0;
            for (const LayoutEdge& edge : m_graph.edges) {
                const bool isOut = m_hop[edge.from] == hop && m_partOf[edge.from] == indexOf(part);
                const bool isIn = m_hop[edge.to] == hop && m_partOf[edge.to] == indexOf(part);
                const std::uint32_t other = isOut ? edge.to : edge.from;
                if ((!isOut && !isIn) || m_hop[other] == kNoHop || std::abs(m_hop[other]) >= std::abs(hop)) continue;
                sum += m_box[m_partOf[other]].centre().y * edge.weight;
                weight += edge.weight;
            }
            part.wish = weight > 0 ? sum / weight : 0;
        }
    }

    std::uint32_t indexOf(const Part& part) const { return static_cast<std::uint32_t>(&part - m_parts.data()); }

    /// Stacks the cards of a hop around the height of the focus.
    void place(int hop) {
        if (m_box.empty()) m_box.resize(m_parts.size());
        std::vector<std::uint32_t> column;
        int height = -m_options.spacing.cardGapDown;
        for (std::uint32_t p = 0; p < m_parts.size(); ++p)
            if (m_parts[p].hop == hop) {
                column.push_back(p);
                height += m_parts[p].size.height + m_options.spacing.cardGapDown;
            }
        std::ranges::stable_sort(column, {}, [&](std::uint32_t p) { return m_parts[p].wish; });
        int y = roundUpToGrid(-height / 2);
        for (const std::uint32_t p : column) {
            m_box[p] = {0, y, m_parts[p].size.width, m_parts[p].size.height};
            y += m_parts[p].size.height + m_options.spacing.cardGapDown;
        }
    }

    void setColumns() {
        int x = 0;
        for (int hop = -3; hop <= 3; ++hop) {
            int width = 0;
            int turning = 0;
            for (const Part& part : m_parts)
                if (part.hop == hop) width = std::max(width, part.size.width);
            if (width == 0) continue;
            for (std::size_t p = 0; p < m_parts.size(); ++p)
                if (m_parts[p].hop == hop) m_box[p].x = x;
            for (const LayoutEdge& edge : m_graph.edges)
                if (m_hop[edge.from] == hop || m_hop[edge.to] == hop) ++turning;
            x += width + m_options.spacing.cardGapAcross + std::min(turning / 2, 14) * kGridPixels;
        }
        for (std::size_t p = 0; p < m_parts.size(); ++p) {
            const Part& part = m_parts[p];
            for (std::size_t i = 0; i < part.nodes.size(); ++i) {
                const LayoutNode& node = m_graph.nodes[part.nodes[i]];
                const auto column = static_cast<int>(i / part.rows);
                const auto row = static_cast<int>(i % part.rows);
                const int pitch = (m_box[p].height - m_options.spacing.cardHeader - m_options.spacing.cardBottom +
                                   m_options.spacing.rowGap) /
                                  static_cast<int>(part.rows);
                m_layout.nodes[part.nodes[i]] = {m_box[p].x + m_options.spacing.cardPadding +
                                                     column * (part.columnWidth + m_options.spacing.columnGap),
                                                 m_box[p].y + m_options.spacing.cardHeader + row * pitch, node.width,
                                                 node.height};
            }
        }
    }

    Result<void> route(const RunControl& control) {
        Box area;
        std::vector<CardObstacle> cards;
        for (std::size_t p = 0; p < m_parts.size(); ++p) {
            const Box& box = m_box[p];
            area = area.united(box);
            cards.push_back(cardObstacle(box, m_graph.groups[m_parts[p].group].titleWidth, m_options.spacing));
        }
        std::vector<int> noteWidths;
        for (const LayoutNode& node : m_graph.nodes) noteWidths.push_back(node.noteWidth);
        std::vector<LayoutEdge> edges;
        std::vector<std::size_t> index;
        for (std::size_t e = 0; e < m_graph.edges.size(); ++e) {
            const LayoutEdge& edge = m_graph.edges[e];
            if (m_hop[edge.from] == kNoHop || m_hop[edge.to] == kNoHop || edge.from == edge.to) continue;
            edges.push_back(edge);
            index.push_back(e);
        }
        if (edges.size() > m_options.mostRoutedEdges) {
            for (std::size_t i = 0; i < edges.size(); ++i)
                m_layout.routes[index[i]] = straightRoute(m_layout.nodes[edges[i].from], m_layout.nodes[edges[i].to]);
            return {};
        }
        constexpr int kMargin = 12 * kGridPixels;
        Result<SceneRoutes> routes = routeScene({.area = area.grownBy(kMargin),
                                                 .nodes = m_layout.nodes,
                                                 .noteWidths = noteWidths,
                                                 .cardOf = m_partOf,
                                                 .cards = cards,
                                                 .edges = edges,
                                                 .keepFree = {},
                                                 .trunks = {},
                                                 .runBeside = {}},
                                                control);
        if (!routes) return tl::make_unexpected(routes.error());
        for (std::size_t i = 0; i < index.size(); ++i) m_layout.routes[index[i]] = std::move(routes->edges[i]);
        return {};
    }

    const LayoutGraph& m_graph;
    const LayoutOptions& m_options;
    std::vector<int> m_hop;
    std::vector<Part> m_parts;
    std::vector<std::uint32_t> m_partOf;
    std::vector<Box> m_box; ///< one per part
    Layout m_layout;
};

} // namespace

std::vector<int> hopsFrom(const LayoutGraph& graph, const NeighbourhoodQuery& query) {
    std::vector<std::vector<std::uint32_t>> out(graph.nodes.size());
    std::vector<std::vector<std::uint32_t>> in(graph.nodes.size());
    for (const LayoutEdge& edge : graph.edges) {
        out[edge.from].push_back(edge.to);
        in[edge.to].push_back(edge.from);
    }
    const int hops = std::clamp(query.hops, 1, 3);
    std::vector<int> callees(graph.nodes.size(), kNoHop);
    std::vector<int> callers(graph.nodes.size(), kNoHop);
    if (query.side != NeighbourSide::Callers) spread(out, query.focus, hops, callees);
    if (query.side != NeighbourSide::Callees) spread(in, query.focus, hops, callers);
    std::vector<int> hop(graph.nodes.size(), kNoHop);
    for (std::size_t n = 0; n < hop.size(); ++n) {
        if (callees[n] == kNoHop && callers[n] == kNoHop) continue;
        hop[n] = callees[n] <= callers[n] ? callees[n] : -callers[n];
    }
    return hop;
}

Result<Layout> layoutNeighbourhood(const LayoutGraph& graph, const NeighbourhoodQuery& query,
                                   const LayoutOptions& options, const RunControl& control) {
    if (!isSound(graph) || query.focus >= graph.nodes.size())
        return fail(Error::Kind::Internal, "the neighbourhood to lay out names a node or group it does not have");
    if (control.isStopped()) return cancelled();
    return NeighbourhoodLayout(graph, options, hopsFrom(graph, query)).run(control);
}

} // namespace portolan

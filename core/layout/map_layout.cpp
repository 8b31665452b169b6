#include "core/layout/map_layout.h"

#include "core/base/parallel.h"
#include "core/layout/columns.h"
#include "core/layout/placement.h"
#include "core/layout/router.h"

#include <algorithm>
#include <map>

namespace portolan {
namespace {

/// One card on its way to a place.
struct Card {
    std::vector<std::uint32_t> nodes; ///< ids in the graph; links and plan use the index in here
    std::vector<Link> links;          ///< between nodes of the card
    ColumnPlan plan;
    std::vector<int> row;
    std::vector<int> columnWidth;
    int rowPitch = 0;
    BoxSize size;
};

class MapLayout {
  public:
    MapLayout(const LayoutGraph& graph, const LayoutOptions& options, const RunControl& control)
        : m_graph(graph), m_options(options), m_control(control), m_cards(graph.groups.size()),
          m_local(graph.nodes.size()), m_place(graph.groups.size()) {}

    Result<Layout> run() {
        collect();
        parallelFor(
            m_cards.size(), [&](std::size_t g) { planCard(g); }, m_graph.nodes.size() < 500 ? 1 : 0);
        if (Result<void> placed = placeAll(); !placed) return tl::make_unexpected(placed.error());
        lookOutside();
        m_layout.nodes.resize(m_graph.nodes.size());
        for (std::size_t g = 0; g < m_cards.size(); ++g) setNodes(g);
        for (std::uint32_t g = 0; g < m_place.size(); ++g)
            if (!m_place[g].isEmpty()) m_layout.groups.push_back({g, m_place[g]});
        return std::move(m_layout);
    }

  private:
    void collect() {
        for (std::uint32_t n = 0; n < m_graph.nodes.size(); ++n) {
            Card& card = m_cards[m_graph.nodes[n].group];
            m_local[n] = static_cast<std::uint32_t>(card.nodes.size());
            card.nodes.push_back(n);
        }
        for (const LayoutEdge& edge : m_graph.edges) {
            const std::uint32_t group = m_graph.nodes[edge.from].group;
            if (group == m_graph.nodes[edge.to].group && edge.from != edge.to)
                m_cards[group].links.push_back({m_local[edge.from], m_local[edge.to], edge.weight});
        }
    }

    void planCard(std::size_t g) {
        Card& card = m_cards[g];
        if (card.nodes.empty()) return;
        int widest = 0;
        int highest = 0;
        for (const std::uint32_t n : card.nodes) {
            widest = std::max(widest, m_graph.nodes[n].width);
            highest = std::max(highest, m_graph.nodes[n].height);
        }
        const LayoutSpacing& spacing = m_options.spacing;
        card.rowPitch = highest + spacing.rowGap;
        card.plan = planColumns(card.nodes.size(), card.links, widest + spacing.columnGap, card.rowPitch);
        orderColumns(card.plan, card.nodes.size(), card.links, m_control);
        card.row = assignRows(card.plan, card.nodes.size(), card.links, {});
        measure(g);
    }

    void measure(std::size_t g) {
        Card& card = m_cards[g];
        const LayoutSpacing& spacing = m_options.spacing;
        card.columnWidth.clear();
        int width = 2 * spacing.cardPadding - spacing.columnGap;
        for (const std::vector<std::uint32_t>& column : card.plan.columns) {
            int widest = 0;
            for (const std::uint32_t item : column) widest = std::max(widest, m_graph.nodes[card.nodes[item]].width);
            card.columnWidth.push_back(widest);
            width += widest + spacing.columnGap;
        }
        const int rows = static_cast<int>(card.plan.rows());
        const int titled = roundUpToGrid(m_graph.groups[g].titleWidth + spacing.titleExtra);
        card.size = {std::max(width, titled),
                     spacing.cardHeader + rows * card.rowPitch - spacing.rowGap + spacing.cardBottom};
    }

    Result<void> placeAll() {
        std::vector<BoxSize> sizes;
        std::vector<GroupSide> sides;
        std::vector<std::uint32_t> shown;
        std::vector<std::uint32_t> shownAt(m_cards.size(), 0);
        for (std::uint32_t g = 0; g < m_cards.size(); ++g) {
            if (m_cards[g].nodes.empty()) continue;
            shownAt[g] = static_cast<std::uint32_t>(shown.size());
            shown.push_back(g);
            sizes.push_back(m_cards[g].size);
            sides.push_back(m_graph.groups[g].side);
        }
        std::map<std::pair<std::uint32_t, std::uint32_t>, double> between;
        for (const LayoutEdge& edge : m_graph.edges) {
            const std::uint32_t a = m_graph.nodes[edge.from].group;
            const std::uint32_t b = m_graph.nodes[edge.to].group;
            if (a != b) between[{shownAt[a], shownAt[b]}] += edge.weight;
        }
        for (const LayoutTrunk& trunk : m_graph.trunks)
            if (!m_cards[trunk.from].nodes.empty() && !m_cards[trunk.to].nodes.empty() && trunk.from != trunk.to)
                between[{shownAt[trunk.from], shownAt[trunk.to]}] += trunk.weight;
        std::vector<Link> links;
        for (const auto& [pair, weight] : between) links.push_back({pair.first, pair.second, weight});
        Result<std::vector<Box>> boxes =
            placeCards({.cards = sizes, .sides = sides, .links = links}, m_options, m_control);
        if (!boxes) return tl::make_unexpected(boxes.error());
        for (std::size_t i = 0; i < shown.size(); ++i) m_place[shown[i]] = (*boxes)[i];
        return {};
    }

    /// Rows once more, with the neighbours in other cards now known: nodes move towards the height of what they talk
    /// to.
    void lookOutside() {
        constexpr int kRounds = 3;
        for (int round = 0; round < kRounds && !m_control.isStopped(); ++round) {
            std::vector<double> sum(m_graph.nodes.size(), 0);
            std::vector<double> weight(m_graph.nodes.size(), 0);
            for (const LayoutEdge& edge : m_graph.edges) {
                const std::uint32_t a = m_graph.nodes[edge.from].group;
                const std::uint32_t b = m_graph.nodes[edge.to].group;
                if (a == b) continue;
                sum[edge.from] += height(edge.to) * edge.weight;
                sum[edge.to] += height(edge.from) * edge.weight;
                weight[edge.from] += edge.weight;
                weight[edge.to] += edge.weight;
            }
            for (std::size_t g = 0; g < m_cards.size(); ++g) reorder(g, sum, weight);
        }
    }

    double height(std::uint32_t node) const {
        const std::uint32_t group = m_graph.nodes[node].group;
        return m_place[group].y + m_options.spacing.cardHeader +
               static_cast<double>(m_cards[group].row[m_local[node]]) * m_cards[group].rowPitch;
    }

    void reorder(std::size_t g, const std::vector<double>& sum, const std::vector<double>& weight) {
        Card& card = m_cards[g];
        if (card.nodes.size() < 2) return;
        std::vector<double> wish(card.nodes.size(), -1.0);
        std::vector<double> key(card.nodes.size());
        std::vector<double> force(card.nodes.size(), 0.5);
        for (std::size_t i = 0; i < card.nodes.size(); ++i) {
            key[i] = 0.5 * card.row[i];
            const std::uint32_t n = card.nodes[i];
            if (weight[n] <= 0) continue;
            const double at = sum[n] / weight[n] - m_place[g].y - m_options.spacing.cardHeader;
            wish[i] = std::clamp(at / card.rowPitch, 0.0, static_cast<double>(card.plan.rows()) - 1.0);
            key[i] += weight[n] * at / card.rowPitch;
            force[i] += weight[n];
        }
        for (const Link& link : card.links) {
            key[link.from] += 2.0 * link.weight * card.row[link.to];
            key[link.to] += 2.0 * link.weight * card.row[link.from];
            force[link.from] += 2.0 * link.weight;
            force[link.to] += 2.0 * link.weight;
        }
        for (std::vector<std::uint32_t>& column : card.plan.columns)
            std::ranges::stable_sort(column, {}, [&](std::uint32_t item) { return key[item] / force[item]; });
        card.row = assignRows(card.plan, card.nodes.size(), card.links, wish);
    }

    void setNodes(std::size_t g) {
        const Card& card = m_cards[g];
        const LayoutSpacing& spacing = m_options.spacing;
        int x = m_place[g].x + spacing.cardPadding;
        for (std::size_t c = 0; c < card.plan.columns.size(); ++c) {
            for (const std::uint32_t item : card.plan.columns[c]) {
                const LayoutNode& node = m_graph.nodes[card.nodes[item]];
                m_layout.nodes[card.nodes[item]] = {
                    x, m_place[g].y + spacing.cardHeader + card.row[item] * card.rowPitch, node.width, node.height};
            }
            x += card.columnWidth[c] + spacing.columnGap;
        }
    }

    const LayoutGraph& m_graph;
    const LayoutOptions& m_options;
    const RunControl& m_control;
    std::vector<Card> m_cards;
    std::vector<std::uint32_t> m_local; ///< index of a node in its card
    std::vector<Box> m_place;           ///< per group; empty without nodes
    Layout m_layout;
};

Box boundsOf(const std::vector<GroupBox>& groups) {
    Box bounds;
    for (const GroupBox& group : groups) bounds = bounds.united(group.box);
    return bounds;
}

/// The corner that stays free; the drawing grows downwards where a card stands in it.
Box freeCornerOf(const std::vector<GroupBox>& groups, BoxSize wanted) {
    if (wanted.width <= 0 || wanted.height <= 0) return {};
    const int width = roundUpToGrid(wanted.width);
    const int height = roundUpToGrid(wanted.height);
    const Box bounds = boundsOf(groups);
    int lowest = bounds.bottom() - height;
    for (const GroupBox& group : groups)
        if (group.box.right() > bounds.right() - width) lowest = std::max(lowest, group.box.bottom() + kGridPixels);
    return {bounds.right() - width, lowest, width, height};
}

/// What routes of a map run between and around.
class MapGround {
  public:
    MapGround(const LayoutGraph& graph, const Layout& layout, const LayoutOptions& options)
        : m_graph(graph), m_layout(layout), m_cards(graph.groups.size()),
          m_corner(freeCornerOf(layout.groups, options.freeCorner)) {
        for (const GroupBox& group : layout.groups)
            m_cards[group.group] = cardObstacle(group.box, graph.groups[group.group].titleWidth, options.spacing);
        for (const LayoutNode& node : graph.nodes) {
            m_noteWidths.push_back(node.noteWidth);
            m_cardOf.push_back(node.group);
        }
    }

    /// The whole scene; it refers to this object.
    RouteScene scene() const {
        constexpr int kMargin = 12 * kGridPixels;
        return {.area = boundsOf(m_layout.groups).united(m_corner).grownBy(kMargin),
                .nodes = m_layout.nodes,
                .noteWidths = m_noteWidths,
                .cardOf = m_cardOf,
                .cards = m_cards,
                .edges = m_graph.edges,
                .keepFree = m_corner,
                .trunks = m_graph.trunks,
                .runBeside = {}};
    }

  private:
    const LayoutGraph& m_graph;
    const Layout& m_layout;
    std::vector<CardObstacle> m_cards;
    Box m_corner;
    std::vector<int> m_noteWidths;
    std::vector<std::uint32_t> m_cardOf;
};

} // namespace

Result<Layout> routeMap(const LayoutGraph& graph, Layout placed, const LayoutOptions& options,
                        const RunControl& control) {
    if (!isSound(graph) || placed.nodes.size() != graph.nodes.size())
        return fail(Error::Kind::Internal, "the graph to route does not belong to its layout");
    const MapGround ground(graph, placed, options);
    const bool isRouted = graph.edges.size() + graph.trunks.size() <= options.mostRoutedEdges;
    Result<SceneRoutes> routes = isRouted ? routeScene(ground.scene(), control) : straightRoutes(ground.scene());
    if (!routes) return tl::make_unexpected(routes.error());
    placed.routes = std::move(routes->edges);
    placed.trunks = std::move(routes->trunks);
    const Box box = boundsOf(placed.groups).united(freeCornerOf(placed.groups, options.freeCorner));
    int left = box.x;
    int top = box.y;
    int right = box.right();
    int bottom = box.bottom();
    for (const std::vector<EdgeRoute>* list : {&placed.routes, &placed.trunks})
        for (const EdgeRoute& route : *list)
            for (const Point& p : route.points) {
                left = std::min(left, p.x);
                top = std::min(top, p.y);
                right = std::max(right, p.x);
                bottom = std::max(bottom, p.y);
            }
    placed.bounds = {left, top, right - left, bottom - top};
    return placed;
}

Result<std::vector<EdgeRoute>> routeMore(const LayoutGraph& graph, const Layout& placed,
                                         std::span<const LayoutEdge> edges, const LayoutOptions& options,
                                         const RunControl& control) {
    const auto isNode = [&](std::uint32_t n) { return n < graph.nodes.size(); };
    if (!isSound(graph) || placed.nodes.size() != graph.nodes.size() ||
        !std::ranges::all_of(edges, [&](const LayoutEdge& e) { return isNode(e.from) && isNode(e.to); }))
        return fail(Error::Kind::Internal, "the edges to route do not belong to the layout");
    std::vector<EdgeRoute> beside = placed.routes;
    beside.insert(beside.end(), placed.trunks.begin(), placed.trunks.end());
    const MapGround ground(graph, placed, options);
    RouteScene scene = ground.scene();
    scene.area = scene.area.united(placed.bounds);
    scene.edges = edges;
    scene.trunks = {};
    scene.runBeside = beside;
    Result<SceneRoutes> routes =
        edges.size() <= options.mostRoutedEdges ? routeScene(scene, control) : straightRoutes(scene);
    if (!routes) return tl::make_unexpected(routes.error());
    return std::move(routes->edges);
}

Result<Layout> layoutMap(const LayoutGraph& graph, const LayoutOptions& options, const RunControl& control) {
    if (!isSound(graph))
        return fail(Error::Kind::Internal, "the graph to lay out names a node or group it does not have");
    if (control.isStopped()) return cancelled();
    Result<Layout> placed = MapLayout(graph, options, control).run();
    if (!placed) return placed;
    return routeMap(graph, std::move(*placed), options, control);
}

} // namespace portolan

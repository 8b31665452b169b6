#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/layout/drawing.h"
#include "core/layout/graph.h"
#include "ui/map/map_graph.h"

#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace portolan {

/// Which part of the graph a scene shows, and how.
struct SceneFocus {
    std::uint32_t node = 0;
    int hops = 1;

    bool operator==(const SceneFocus&) const = default;
};

/// Widths of all texts, measured where fonts may be used, so that the layout itself can run on any thread.
LayoutGraph measureMap(const MapGraph& graph);

/// All drawn edges between two cards, in either direction.
struct MapBundle {
    std::size_t from = 0; ///< indices into layout().groups
    std::size_t to = 0;
    std::size_t edges = 0;
    EdgeClass edgeClass = EdgeClass::Used; ///< the most urgent of them that needs attention, else Used
};

/// A graph that is laid out: immutable, shared by the window's thread and the tile workers.
class MapScene {
  public:
    MapScene(std::shared_ptr<const MapGraph> graph, Layout layout);

    const MapGraph& graph() const { return *m_graph; }
    const std::shared_ptr<const MapGraph>& graphPointer() const { return m_graph; }
    const Layout& layout() const { return m_layout; }
    /// World rectangle of everything, without a margin.
    QRectF bounds() const { return m_bounds; }
    QRectF nodeRect(std::uint32_t node) const;
    bool isNodeShown(std::uint32_t node) const { return !m_layout.nodes[node].isEmpty(); }
    /// Whether the edge has a line of its own: not hub traffic, not OpenUnseen, both ends shown.
    bool isEdgeDrawn(std::uint32_t edge) const { return m_isDrawn[edge]; }
    std::size_t drawnEdges() const { return m_drawnEdges; }
    /// Whether lines are straight because there are too many for routes.
    bool isDense() const { return m_isDense; }
    const std::optional<Vec>& glyphPlace(std::uint32_t edge) const { return m_glyphs[edge]; }
    /// Where the count of a trunk stands.
    const std::optional<Vec>& trunkPlace(std::size_t trunk) const { return m_trunkPlaces[trunk]; }
    /// Whether the map is shown whole, each group as one card, and not as a neighbourhood.
    bool isWhole() const { return m_layout.trunks.size() == m_graph->trunks.size(); }

    /// For crowded maps: the largest bundles of each card and all with a mismatch or a blocked attempt, smallest first.
    const std::vector<MapBundle>& bundles() const { return m_bundles; }

    /// Edges that start or end at the node, in index order, hub traffic included.
    std::span<const std::uint32_t> edgesAt(std::uint32_t node) const;
    /// Nodes in reading order: card by card from the left, then by column and row.
    std::span<const std::uint32_t> readingOrder() const { return m_reading; }

    /// Shown nodes, groups and drawn edges that may touch the rectangle, ascending.
    std::vector<std::uint32_t> nodesIn(const QRectF& world) const;
    std::vector<std::uint32_t> edgesIn(const QRectF& world) const;
    std::vector<std::size_t> cardsIn(const QRectF& world) const; ///< indices into layout().groups

    std::optional<std::uint32_t> nodeAt(QPointF world) const;
    /// The drawn edge whose line or disc is nearest to the point, within `reach` world pixels.
    std::optional<std::uint32_t> edgeAt(QPointF world, double reach) const;
    std::optional<std::size_t> cardAt(QPointF world) const; ///< index into layout().groups
    /// The trunk whose line or count is nearest to the point, within `reach` world pixels.
    std::optional<std::uint32_t> trunkAt(QPointF world, double reach) const;

  private:
    double distanceToEdge(std::uint32_t edge, QPointF world) const;
    void placeGlyphs();
    void indexNodes();
    void indexEdges();
    void bundleEdges();
    std::size_t cellOf(double x, double y) const;
    template <typename Visit>
    void visitCells(const QRectF& world, const Visit& visit) const;

    std::shared_ptr<const MapGraph> m_graph;
    Layout m_layout;
    QRectF m_bounds;
    std::vector<bool> m_isDrawn;
    std::size_t m_drawnEdges = 0;
    bool m_isDense = false;
    std::vector<std::optional<Vec>> m_glyphs;
    std::vector<std::optional<Vec>> m_trunkPlaces;
    std::vector<MapBundle> m_bundles;
    std::vector<std::uint32_t> m_edgeStart; ///< per node, into m_edgeList; one more than nodes
    std::vector<std::uint32_t> m_edgeList;
    std::vector<std::uint32_t> m_reading;
    double m_cell = 128; ///< world pixels
    std::size_t m_columns = 1;
    std::size_t m_rows = 1;
    std::vector<std::vector<std::uint32_t>> m_nodeCells;
    std::vector<std::vector<std::uint32_t>> m_edgeCells;
};

/// World pixels from the point to the line; very large for a line without points.
double distanceTo(const EdgeRoute& route, QPointF world);

/// What to build a scene from.
struct SceneRequest {
    std::shared_ptr<const MapGraph> graph;
    LayoutGraph measured;                     ///< measureMap() of the graph
    std::optional<SceneFocus> focus;          ///< a neighbourhood instead of the whole map
    std::shared_ptr<const MapScene> previous; ///< its places are kept if nodes and groups are the same; may be null
    QSizeF view;                              ///< size of the canvas, for the corner that stays free; may be empty
};

/// Whether routed lines or straight ones are wanted; straight ones take a few milliseconds.
enum class SceneLines { Straight, Routed };

/// Lays the graph out; may take seconds when routed. Fails as layoutMap() does.
Result<std::shared_ptr<const MapScene>> buildScene(const SceneRequest& request, SceneLines lines,
                                                   const RunControl& control);

} // namespace portolan

#include "ui/map/edge_painter.h"
#include "ui/map/map_canvas.h"
#include "ui/map/map_metrics.h"
#include "ui/map/scene_painter.h"
#include "ui/map/trunk_painter.h"
#include "ui/widgets/theme.h"

#include <QPaintEvent>
#include <QPainter>
#include <QVariantAnimation>

#include <algorithm>
#include <cmath>

namespace portolan {
namespace {

/// Scenes up to this size are painted sharp in every frame of a zoom; larger ones are stretched until it stops.
constexpr std::size_t kLightNodes = 150;
constexpr std::size_t kLightEdges = 200;
constexpr double kHubOpacity = 0.55;
constexpr std::size_t kMostLiveEdges = 200; ///< edges of a selected hub drawn over the map

} // namespace

bool MapCanvas::isLight() const {
    return m_scene && m_scene->graph().nodes.size() <= kLightNodes && m_scene->drawnEdges() <= kLightEdges;
}

/// The view in device pixels of the whole drawing at the present scale.
QRectF MapCanvas::deviceView() const {
    const double device = m_camera.scale * devicePixelRatioF();
    return {std::round(m_camera.origin.x() * device), std::round(m_camera.origin.y() * device),
            std::ceil(width() * devicePixelRatioF()), std::ceil(height() * devicePixelRatioF())};
}

void MapCanvas::beginZoom() {
    if (!m_sharpTimer.isActive() && m_scene && !isLight()) {
        m_frame = QImage(size() * devicePixelRatioF(), QImage::Format_RGB32);
        m_frame.setDevicePixelRatio(devicePixelRatioF());
        m_frame.fill(Theme::of(m_look.scheme).canvas);
        m_frameCamera = m_camera;
        const TileSet tiles = tilesInView();
        QPainter painter(&m_frame);
        paintTiles(painter, tiles);
        painter.end();
        if (!tiles.isWhole) m_frame = {};
    }
    m_sharpTimer.start();
}

void MapCanvas::endZoom() {
    m_frame = {};
    update();
}

void MapCanvas::paintStretched(QPainter& painter) {
    painter.fillRect(rect(), Theme::of(m_look.scheme).canvas);
    QRectF world;
    const TileCache::Found overview = m_tiles.overview(world);
    if (!overview.image.isNull()) painter.drawImage(m_camera.toScreen(world), overview.image);
    if (m_frame.isNull()) return;
    painter.drawImage(m_camera.toScreen(m_frameCamera.worldOf(size())), m_frame);
}

/// The tiles of the view: those that are there, and those missing or outdated from the middle out.
MapCanvas::TileSet MapCanvas::tilesInView() {
    constexpr double kSide = TileCache::kTileSize;
    const double ratio = devicePixelRatioF();
    const QRectF view = deviceView();
    const auto tileOf = [&](double v) { return static_cast<int>(std::floor(v / kSide)); };
    TileSet tiles;
    for (int y = tileOf(view.top()); y <= tileOf(view.bottom() - 1); ++y)
        for (int x = tileOf(view.left()); x <= tileOf(view.right() - 1); ++x) {
            const TileKey key = TileKey::of(m_camera.scale * ratio, x, y);
            TileCache::Found found = m_tiles.find(key);
            if (!found.isFresh) tiles.wanted.push_back(key);
            if (found.image.isNull())
                tiles.isWhole = false;
            else
                tiles.present.emplace_back(QPointF(x * kSide - view.left(), y * kSide - view.top()) / ratio,
                                           std::move(found.image));
        }
    const QPointF middle = view.center() / kSide - QPointF(0.5, 0.5);
    std::ranges::sort(tiles.wanted, {}, [&](const TileKey& key) {
        return std::pair(std::hypot(key.x - middle.x(), key.y - middle.y()), key);
    });
    return tiles;
}

void MapCanvas::paintTiles(QPainter& painter, const TileSet& tiles) const {
    const double side = TileCache::kTileSize / devicePixelRatioF();
    for (const auto& [corner, image] : tiles.present) painter.drawImage(QRectF(corner, QSizeF(side, side)), image);
}

void MapCanvas::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, !m_sharpTimer.isActive());
    if (!m_scene) {
        painter.fillRect(rect(), Theme::of(m_look.scheme).canvas);
        return;
    }
    const auto paintWhole = [&] {
        painter.save();
        painter.scale(m_camera.scale, m_camera.scale);
        painter.translate(-m_camera.origin);
        paintScene(painter, {*m_scene, m_look, m_camera.worldOf(size()), m_camera.scale}, PaintGround::Screen);
        painter.restore();
    };
    if (m_sharpTimer.isActive()) {
        if (isLight())
            paintWhole();
        else
            paintStretched(painter);
    } else {
        TileSet tiles = tilesInView();
        if (!tiles.isWhole && isLight()) {
            paintWhole();
        } else {
            if (!tiles.isWhole) paintStretched(painter);
            paintTiles(painter, tiles);
        }
        m_tiles.want(std::move(tiles.wanted));
    }
    paintLive(painter);
}

void MapCanvas::waitUntilSharp() {
    if (m_glide->state() == QAbstractAnimation::Running) m_glide->setCurrentTime(m_glide->duration());
    m_glide->stop();
    m_sharpTimer.stop();
    endZoom();
    if (!m_scene) return;
    m_tiles.want(tilesInView().wanted);
    m_tiles.waitUntilPainted();
}

/// One line over the map, with its glyph; a line without a lane of its own is thin and lets the map shine through.
void MapCanvas::paintOnTop(QPainter& painter, std::uint32_t e) {
    const Theme& theme = Theme::of(m_look.scheme);
    const MapEdge& edge = m_scene->graph().edges[e];
    const EdgeRoute& route = routeOf(e);
    if (route.points.empty() || (m_look.hiddenEdges && (*m_look.hiddenEdges)[e])) return;
    if (route.isStraight && !m_scene->isEdgeDrawn(e)) {
        MapEdge thin = edge;
        thin.connections = 0;
        painter.setOpacity(kHubOpacity);
        paintEdgeLine(painter, {thin, route, LineState::Plain, m_look.draft, m_camera.scale}, theme);
        painter.setOpacity(1);
        return;
    }
    paintEdgeLine(painter, {edge, route, LineState::Hovered, m_look.draft, m_camera.scale}, theme);
    if (const std::optional<Vec>& place = glyphOf(e); place && m_camera.scale >= 0.45)
        paintEdgeDisc(painter, {edge, route, LineState::Plain, m_look.draft, m_camera.scale}, *place, theme);
}

void MapCanvas::paintSelectedNode(QPainter& painter, std::uint32_t node) {
    const ScenePaint paint{*m_scene, m_look, m_camera.worldOf(size()), m_camera.scale};
    std::size_t painted = 0;
    for (const std::uint32_t e : m_scene->edgesAt(node))
        if (++painted <= kMostLiveEdges) paintOnTop(painter, e);
    paintMapNode(painter, paint, node, NodeState::Selected);
}

void MapCanvas::paintSelectedTrunk(QPainter& painter, std::uint32_t trunk) {
    const ScenePaint paint{*m_scene, m_look, m_camera.worldOf(size()), m_camera.scale};
    paintTrunkLine(painter, paint, trunk, LineState::Selected);
    for (const std::uint32_t e : m_scene->graph().trunks[trunk].edges) paintOnTop(painter, e);
    paintTrunkCount(painter, paint, trunk, LineState::Selected);
}

/// All lines of the path, then its nodes on top of them.
void MapCanvas::paintPath(QPainter& painter) {
    const Theme& theme = Theme::of(m_look.scheme);
    const ScenePaint paint{*m_scene, m_look, m_camera.worldOf(size()), m_camera.scale};
    const auto line = [&](const MapEdge& edge, const EdgeRoute& route, const std::optional<Vec>& place) {
        const EdgePaint over{edge, route, LineState::Selected, m_look.draft, m_camera.scale};
        if (route.points.empty()) return;
        paintEdgeLine(painter, over, theme);
        if (place) paintEdgeDisc(painter, over, *place, theme);
    };
    for (const MapLeg& leg : m_path) {
        const auto e = edgeOfLeg(*m_scene, leg);
        if (e && !routeOf(*e).points.empty()) line(m_scene->graph().edges[*e], routeOf(*e), glyphOf(*e));
    }
    if (!m_path.empty())
        for (const OnDemandLine& extra : m_onDemand)
            if (!extra.index) line(extra.edge, extra.route, extra.glyph);
    for (const MapLeg& leg : m_path)
        for (const std::uint32_t node : {leg.from, leg.to})
            if (m_scene->isNodeShown(node)) paintMapNode(painter, paint, node, NodeState::Selected);
}

void MapCanvas::paintLive(QPainter& painter) {
    const Theme& theme = Theme::of(m_look.scheme);
    const ScenePaint paint{*m_scene, m_look, m_camera.worldOf(size()), m_camera.scale};
    const MapGraph& graph = m_scene->graph();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(m_camera.scale, m_camera.scale);
    painter.translate(-m_camera.origin);
    const auto edgeOver = [&](std::uint32_t e, LineState state) {
        const EdgePaint edge{graph.edges[e], routeOf(e), state, m_look.draft, m_camera.scale};
        if (edge.route.points.empty()) return;
        paintEdgeLine(painter, edge, theme);
        const bool isSelected = state == LineState::Selected;
        if (isSelected) {
            paintMapNode(painter, paint, graph.edges[e].from, NodeState::Selected);
            paintMapNode(painter, paint, graph.edges[e].to, NodeState::Selected);
        }
        if (const std::optional<Vec>& place = glyphOf(e)) {
            paintEdgeDisc(painter, edge, *place, theme);
            if (isSelected) paintPortChip(painter, edge, *place, theme);
        }
    };
    paintPath(painter);
    if (m_hovered != m_selection) {
        if (m_hovered.isEdge()) edgeOver(m_hovered.index, LineState::Hovered);
        if (m_hovered.isTrunk()) {
            paintTrunkLine(painter, paint, m_hovered.index, LineState::Hovered);
            paintTrunkCount(painter, paint, m_hovered.index, LineState::Hovered);
        }
        if (m_hovered.isNode()) paintMapNode(painter, paint, m_hovered.index, NodeState::Hovered);
    }
    if (m_selection.isEdge()) edgeOver(m_selection.index, LineState::Selected);
    if (m_selection.isTrunk() && m_scene->isWhole()) paintSelectedTrunk(painter, m_selection.index);
    if (m_selection.isNode() && m_scene->isNodeShown(m_selection.index)) paintSelectedNode(painter, m_selection.index);
    for (const GroupBox& group : m_scene->layout().groups) {
        const bool isSelected = m_selection == MapItem{MapItem::Kind::Group, group.group};
        if (!isSelected && m_hovered != MapItem{MapItem::Kind::Group, group.group}) continue;
        const QRectF card(group.box.x, group.box.y, group.box.width, group.box.height);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(
            QPen(isSelected ? theme.accent : theme.control, (isSelected ? 2 : 1) / std::min(1.0, m_camera.scale)));
        const double inset = isSelected ? 1 : 0.5;
        painter.drawRoundedRect(card.adjusted(inset, inset, -inset, -inset), map::kCardRadius, map::kCardRadius);
    }
    painter.restore();
}

} // namespace portolan

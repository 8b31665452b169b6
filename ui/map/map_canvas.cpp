#include "ui/map/map_canvas.h"

#include "ui/map/birds_eye.h"
#include "ui/map/map_accessible.h"
#include "ui/map/map_metrics.h"
#include "ui/map/neighbours.h"
#include "ui/map/trunk_painter.h"
#include "ui/map/zoom_pill.h"
#include "ui/widgets/theme.h"

#include <QEvent>
#include <QStyle>
#include <QVariantAnimation>

#include <algorithm>
#include <cmath>

namespace portolan {
namespace {

constexpr int kSharpAfter = 80; ///< ms without zooming until exact tiles are painted
constexpr int kGlideTime = 180; ///< ms
constexpr double kStep = 1.25;  ///< one press of + or -
constexpr double kLegibleScale = 0.7;

} // namespace

MapCanvas::MapCanvas(QWidget* parent)
    : QWidget(parent), m_glide(new QVariantAnimation(this)), m_birdsEye(new BirdsEye(this)),
      m_zoomPill(new ZoomPill(this)),
      m_tiles([this] { QMetaObject::invokeMethod(this, qOverload<>(&QWidget::update), Qt::QueuedConnection); }) {
    installMapAccessibility();
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(QStringLiteral("Map"));
    grabGesture(Qt::PinchGesture);
    m_look.scheme = currentTheme().scheme;
    m_sharpTimer.setSingleShot(true);
    m_sharpTimer.setInterval(kSharpAfter);
    connect(&m_sharpTimer, &QTimer::timeout, this, &MapCanvas::endZoom);
    connect(m_birdsEye, &BirdsEye::centreRequested, this,
            [this](QPointF world) { setCamera(m_camera.centredOn(world, size())); });
    connect(m_zoomPill, &ZoomPill::zoomInRequested, this, [this] { zoomBy(kStep); });
    connect(m_zoomPill, &ZoomPill::zoomOutRequested, this, [this] { zoomBy(1 / kStep); });
    connect(m_zoomPill, &ZoomPill::fullSizeRequested, this, [this] { zoomTo(1); });
    connect(m_zoomPill, &ZoomPill::fitRequested, this, &MapCanvas::fit);
}

MapCanvas::~MapCanvas() = default;

void MapCanvas::setScene(std::shared_ptr<const MapScene> scene, View view) {
    const bool isSameGraph = scene && m_scene && scene->graphPointer() == m_scene->graphPointer();
    m_scene = std::move(scene);
    m_frame = {};
    m_birdsEye->setScene(m_scene);
    const bool hasMap = m_scene && !m_scene->bounds().isEmpty();
    m_birdsEye->setVisible(hasMap);
    m_zoomPill->setVisible(hasMap);
    if (!isSameGraph) {
        m_hovered = {};
        m_path.clear();
        m_focus.reset();
        m_look.hiddenEdges.reset();
        if (m_selection.kind != MapItem::Kind::None) {
            m_selection = {};
            Q_EMIT selectionChanged(m_selection);
        }
    }
    updateEmphasis();
    updateOnDemand();
    restyle(TileCache::Old::Drop);
    if (view == View::Fit || m_isFitted)
        fit();
    else
        setCamera(m_camera);
}

void MapCanvas::setDraftOverlay(DraftOverlay draft) {
    if (m_look.draft == draft) return;
    m_look.draft = draft;
    restyle(TileCache::Old::ShowMeanwhile);
}

void MapCanvas::setHiddenEdges(std::shared_ptr<const std::vector<bool>> hidden) {
    m_look.hiddenEdges = std::move(hidden);
    restyle(TileCache::Old::ShowMeanwhile);
}

void MapCanvas::showPath(std::vector<MapLeg> legs) {
    if (m_path == legs) return;
    m_path = std::move(legs);
    updateEmphasis();
    updateOnDemand();
    restyle(TileCache::Old::ShowMeanwhile);
}

void MapCanvas::setFocusNode(std::optional<SceneFocus> focus) {
    if (m_focus == focus) return;
    m_focus = focus;
    updateEmphasis();
    restyle(TileCache::Old::ShowMeanwhile);
    Q_EMIT focusChanged();
}

void MapCanvas::updateEmphasis() {
    m_look.emphasis.reset();
    if (!m_scene) return;
    if (!m_path.empty())
        m_look.emphasis = std::make_shared<const MapEmphasis>(pathEmphasis(*m_scene, m_path));
    else if (m_focus)
        m_look.emphasis = std::make_shared<const MapEmphasis>(neighbourEmphasis(*m_scene, *m_focus));
}

void MapCanvas::updateOnDemand() {
    m_onDemand.clear();
    if (m_scene) m_onDemand = linesOnDemand(*m_scene, m_selection, m_path);
}

const OnDemandLine* MapCanvas::onDemand(std::uint32_t edge) const {
    const auto found = std::ranges::find(m_onDemand, std::optional(edge), &OnDemandLine::index);
    return found != m_onDemand.end() ? &*found : nullptr;
}

const EdgeRoute& MapCanvas::routeOf(std::uint32_t edge) const {
    const OnDemandLine* line = onDemand(edge);
    return line != nullptr ? line->route : m_scene->layout().routes[edge];
}

const std::optional<Vec>& MapCanvas::glyphOf(std::uint32_t edge) const {
    const OnDemandLine* line = onDemand(edge);
    return line != nullptr ? line->glyph : m_scene->glyphPlace(edge);
}

std::optional<std::uint32_t> MapCanvas::onDemandAt(QPointF world, double reach) const {
    for (const OnDemandLine& line : m_onDemand)
        if (line.index && distanceTo(line.route, world) <= reach) return line.index;
    return std::nullopt;
}

void MapCanvas::restyle(TileCache::Old old) {
    m_tiles.setSource({m_scene, m_look}, old);
    update();
}

void MapCanvas::select(const MapItem& item) {
    if (m_selection == item) return;
    m_selection = item;
    updateOnDemand();
    update();
    Q_EMIT selectionChanged(item);
}

void MapCanvas::setCamera(const Camera& camera) {
    Camera next = camera;
    // Whole device pixels, so that tiles land on them and text stays crisp while panning.
    const double device = next.scale * devicePixelRatioF();
    next.origin = QPointF(std::round(next.origin.x() * device), std::round(next.origin.y() * device)) / device;
    if (m_scene && !m_scene->bounds().isEmpty()) {
        // At least a corner of the map stays in sight.
        const double inSight = std::min({80.0, width() / 2.0, height() / 2.0});
        const QRectF world = m_scene->bounds();
        const double x = std::clamp(next.origin.x(), world.left() - (width() - inSight) / next.scale,
                                    world.right() - inSight / next.scale);
        const double y = std::clamp(next.origin.y(), world.top() - (height() - inSight) / next.scale,
                                    world.bottom() - inSight / next.scale);
        next.origin = QPointF(std::round(x * device), std::round(y * device)) / device;
    }
    if (next.scale != m_camera.scale) beginZoom();
    m_camera = next;
    m_isFitted = false;
    m_birdsEye->setView(m_camera.worldOf(size()));
    m_zoomPill->setScale(m_camera.scale);
    update();
    Q_EMIT cameraChanged();
}

Camera MapCanvas::fitCamera() const {
    if (!m_scene) return {};
    return fittedCamera(m_scene->bounds(), size(), {map::kCornerWidth, map::kCornerHeight}, map::kMargin);
}

void MapCanvas::fit() {
    m_glide->stop();
    setCamera(fitCamera());
    m_isFitted = true;
}

void MapCanvas::zoomBy(double factor) {
    setCamera(m_camera.zoomedAt(QRectF(rect()).center(), factor));
}

void MapCanvas::zoomTo(double scale) {
    zoomBy(scale / m_camera.scale);
}

QRectF MapCanvas::itemRect(const MapItem& item) const {
    if (!m_scene) return {};
    switch (item.kind) {
    case MapItem::Kind::None: break;
    case MapItem::Kind::Node: return m_camera.toScreen(m_scene->nodeRect(item.index));
    case MapItem::Kind::Edge: {
        QPolygonF line;
        for (const Point& p : routeOf(item.index).points) line << QPointF(p.x, p.y);
        return m_camera.toScreen(line.boundingRect());
    }
    case MapItem::Kind::Trunk: {
        if (!m_scene->isWhole()) return {};
        QPolygonF line;
        for (const Point& p : m_scene->layout().trunks[item.index].points) line << QPointF(p.x, p.y);
        return m_camera.toScreen(line.boundingRect());
    }
    case MapItem::Kind::Group: {
        QRectF all;
        for (const GroupBox& group : m_scene->layout().groups)
            if (group.group == item.index) all |= QRectF(group.box.x, group.box.y, group.box.width, group.box.height);
        return m_camera.toScreen(all);
    }
    }
    return {};
}

MapItem MapCanvas::itemAt(QPointF position) const {
    if (!m_scene) return {};
    constexpr double kReach = 5; // px on the screen
    const QPointF world = m_camera.toWorld(position);
    if (const auto node = m_scene->nodeAt(world)) return {MapItem::Kind::Node, *node};
    auto edge = onDemandAt(world, kReach / m_camera.scale);
    if (!edge) edge = m_scene->edgeAt(world, kReach / m_camera.scale);
    if (edge && !(m_look.hiddenEdges && (*m_look.hiddenEdges)[*edge])) return {MapItem::Kind::Edge, *edge};
    const auto trunk = m_scene->trunkAt(world, kReach / m_camera.scale);
    if (trunk && shownLines({*m_scene, m_look, {}, m_camera.scale}, m_scene->graph().trunks[*trunk]) > 0)
        return {MapItem::Kind::Trunk, *trunk};
    if (const auto card = m_scene->cardAt(world)) return {MapItem::Kind::Group, m_scene->layout().groups[*card].group};
    return {};
}

void MapCanvas::reveal(const MapItem& item) {
    QRectF box = itemRect(item);
    if (item.isEdge() && !box.isNull()) {
        const MapEdge& edge = m_scene->graph().edges[item.index];
        box |= itemRect({MapItem::Kind::Node, edge.from}) | itemRect({MapItem::Kind::Node, edge.to});
    }
    if (box.isNull()) return;
    const QRectF world(m_camera.toWorld(box.topLeft()), box.size() / m_camera.scale);
    Camera target = m_camera;
    constexpr double kRoom = 48;
    if (QRectF(rect()).adjusted(kRoom, kRoom, -kRoom, -kRoom).contains(box) && m_camera.scale >= kLegibleScale) return;
    const double whole = std::min(width() / (world.width() + 2 * kRoom), height() / (world.height() + 2 * kRoom));
    target.scale = std::clamp(std::max(m_camera.scale, kLegibleScale), Camera::kLeastScale, std::max(whole, 0.1));
    glideTo(target.centredOn(world.center(), size()));
}

void MapCanvas::revealPath() {
    if (!m_scene || m_path.empty()) return;
    QRectF world;
    for (const MapLeg& leg : m_path)
        for (const std::uint32_t node : {leg.from, leg.to}) world |= m_scene->nodeRect(node);
    constexpr double kRoom = 64;
    const double whole = std::min(width() / (world.width() + 2 * kRoom), height() / (world.height() + 2 * kRoom));
    Camera target = m_camera;
    target.scale = std::clamp(whole, Camera::kLeastScale, 1.0);
    constexpr double kNotice = 48; // px at the top, where a line says what the path is
    world.setTop(world.top() - kNotice / target.scale);
    glideTo(target.centredOn(world.center(), size()));
}

void MapCanvas::glideTo(const Camera& camera) {
    m_glide->stop();
    m_glide->disconnect(this);
    if (style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) <= 0 || !isVisible()) {
        setCamera(camera);
        return;
    }
    m_glide->setDuration(kGlideTime);
    m_glide->setStartValue(0.0);
    m_glide->setEndValue(1.0);
    m_glide->setEasingCurve(QEasingCurve::OutCubic);
    connect(m_glide, &QVariantAnimation::valueChanged, this, [this, from = m_camera, camera](const QVariant& t) {
        setCamera(from.mixedWith(camera, t.toDouble(), size()));
    });
    m_glide->start();
}

void MapCanvas::setHovered(const MapItem& item) {
    if (m_hovered == item) return;
    m_hovered = item;
    update();
}

void MapCanvas::placeCorner() {
    const int gap = static_cast<int>(map::kCornerGap) + 8;
    const int x = width() - m_birdsEye->width() - gap;
    const int y = height() - m_birdsEye->height() - gap;
    m_birdsEye->move(x, y);
    m_zoomPill->move(x, y - m_zoomPill->height() - static_cast<int>(map::kCornerGap));
}

void MapCanvas::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    placeCorner();
    if (m_isFitted)
        fit();
    else
        setCamera(m_camera);
}

void MapCanvas::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange && m_look.scheme != currentTheme().scheme) {
        m_look.scheme = currentTheme().scheme;
        m_frame = {};
        restyle(TileCache::Old::Drop);
    }
    QWidget::changeEvent(event);
}

} // namespace portolan

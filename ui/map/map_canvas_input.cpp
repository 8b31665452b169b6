#include "ui/map/map_canvas.h"

#include <QContextMenuEvent>
#include <QGestureEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QPinchGesture>
#include <QToolTip>
#include <QVariantAnimation>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace portolan {
namespace {

constexpr double kDragFrom = 4;    ///< px until a press is a drag
constexpr double kStep = 1.25;     ///< one press of + or -
constexpr double kNotchStep = 1.2; ///< one notch of the wheel
constexpr int kMostHops = 3;

} // namespace

void MapCanvas::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton) return;
    m_glide->disconnect(this);
    m_pressed = event->position();
    m_dragged = event->position();
    m_isDragging = false;
}

void MapCanvas::mouseMoveEvent(QMouseEvent* event) {
    if (!m_pressed) {
        setHovered(itemAt(event->position()));
        return;
    }
    if (!m_isDragging && (event->position() - *m_pressed).manhattanLength() < kDragFrom) return;
    m_isDragging = true;
    setCursor(Qt::ClosedHandCursor);
    setCamera(m_camera.movedBy(event->position() - m_dragged));
    m_dragged = event->position();
}

void MapCanvas::mouseReleaseEvent(QMouseEvent* event) {
    if (!m_pressed) return;
    const bool isClick = !m_isDragging && event->button() == Qt::LeftButton;
    m_pressed.reset();
    m_isDragging = false;
    unsetCursor();
    if (isClick) select(itemAt(event->position()));
}

void MapCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
    const MapItem item = itemAt(event->position());
    if (event->button() == Qt::LeftButton && item.kind != MapItem::Kind::None) Q_EMIT activated(item);
}

void MapCanvas::contextMenuEvent(QContextMenuEvent* event) {
    MapItem item = m_selection;
    if (event->reason() == QContextMenuEvent::Mouse) {
        item = itemAt(event->pos());
        if (item.kind != MapItem::Kind::None) select(item);
    }
    Q_EMIT contextRequested(item, event->globalPos());
}

void MapCanvas::leaveEvent(QEvent*) {
    setHovered({});
}

void MapCanvas::wheelEvent(QWheelEvent* event) {
    // A touch pad pans with two fingers and zooms with Control; a wheel zooms.
    const bool isPad = event->phase() != Qt::NoScrollPhase && !event->pixelDelta().isNull();
    if (isPad && !(event->modifiers() & Qt::ControlModifier)) {
        setCamera(m_camera.movedBy(event->pixelDelta()));
    } else if (event->modifiers() & Qt::ShiftModifier) {
        setCamera(m_camera.movedBy(QPointF(event->angleDelta().y() + event->angleDelta().x(), 0)));
    } else if (event->angleDelta().y() != 0) {
        setCamera(m_camera.zoomedAt(event->position(), std::pow(kNotchStep, event->angleDelta().y() / 120.0)));
    }
    event->accept();
}

bool MapCanvas::handleGesture(QEvent* event) {
    if (event->type() == QEvent::NativeGesture) {
        const auto* gesture = static_cast<QNativeGestureEvent*>(event);
        if (gesture->gestureType() != Qt::ZoomNativeGesture) return false;
        setCamera(m_camera.zoomedAt(gesture->position(), 1.0 + gesture->value()));
        return true;
    }
    auto* pinch = static_cast<QPinchGesture*>(static_cast<QGestureEvent*>(event)->gesture(Qt::PinchGesture));
    if (pinch == nullptr) return false;
    setCamera(m_camera.zoomedAt(mapFromGlobal(pinch->centerPoint()), pinch->scaleFactor()));
    return true;
}

bool MapCanvas::event(QEvent* event) {
    switch (event->type()) {
    case QEvent::NativeGesture:
    case QEvent::Gesture:
        if (handleGesture(event)) return true;
        break;
    case QEvent::ToolTip: {
        const auto* help = static_cast<QHelpEvent*>(event);
        const MapItem item = itemAt(help->pos());
        if (!m_scene || item.kind == MapItem::Kind::None)
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), itemTip(*m_scene, item), this, itemRect(item).toAlignedRect());
        return true;
    }
    default: break;
    }
    return QWidget::event(event);
}

void MapCanvas::handleZoomKey(bool isIn, Qt::KeyboardModifiers modifiers) {
    if (m_focus && !(modifiers & Qt::ControlModifier)) {
        SceneFocus focus = *m_focus;
        focus.hops = std::clamp(focus.hops + (isIn ? 1 : -1), 1, kMostHops);
        setFocusNode(focus);
        return;
    }
    zoomBy(isIn ? kStep : 1 / kStep);
}

void MapCanvas::keyPressEvent(QKeyEvent* event) {
    const bool isShift = event->modifiers().testFlag(Qt::ShiftModifier);
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal: handleZoomKey(true, event->modifiers()); return;
    case Qt::Key_Minus: handleZoomKey(false, event->modifiers()); return;
    case Qt::Key_0: fit(); return;
    case Qt::Key_1: zoomTo(1.0); return;
    case Qt::Key_Left: isShift ? walkEdges(-1) : walkTowards({-1, 0}); return;
    case Qt::Key_Right: isShift ? walkEdges(1) : walkTowards({1, 0}); return;
    case Qt::Key_Up: walkTowards({0, -1}); return;
    case Qt::Key_Down: walkTowards({0, 1}); return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_selection.kind != MapItem::Kind::None) Q_EMIT activated(m_selection);
        return;
    case Qt::Key_Space:
        if (m_focus)
            setFocusNode(std::nullopt);
        else if (m_selection.isNode())
            setFocusNode(SceneFocus{m_selection.index, 1});
        return;
    case Qt::Key_Escape:
        if (m_focus)
            setFocusNode(std::nullopt);
        else if (m_selection.kind != MapItem::Kind::None)
            select({});
        else
            Q_EMIT endRequested();
        return;
    default: break;
    }
    QWidget::keyPressEvent(event);
}

bool MapCanvas::focusNextPrevChild(bool next) {
    return walk(next ? 1 : -1) || QWidget::focusNextPrevChild(next);
}

/// The next node in reading order; false at either end, so that Tab leaves the map.
bool MapCanvas::walk(int step) {
    if (!m_scene || m_scene->readingOrder().empty()) return false;
    const auto order = m_scene->readingOrder();
    std::ptrdiff_t at = step > 0 ? -1 : static_cast<std::ptrdiff_t>(order.size());
    if (m_selection.isNode()) {
        const auto found = std::ranges::find(order, m_selection.index);
        if (found != order.end()) at = found - order.begin();
    }
    at += step;
    if (at < 0 || at >= static_cast<std::ptrdiff_t>(order.size())) return false;
    select({MapItem::Kind::Node, order[static_cast<std::size_t>(at)]});
    reveal(m_selection);
    return true;
}

/// The nearest node in a direction; sideways distance counts double.
void MapCanvas::walkTowards(QPointF direction) {
    if (!m_scene) return;
    if (m_selection.isEdge()) {
        const MapEdge& edge = m_scene->graph().edges[m_selection.index];
        const QPointF along = m_scene->nodeRect(edge.to).center() - m_scene->nodeRect(edge.from).center();
        const bool isForward = QPointF::dotProduct(along, direction) >= 0;
        select({MapItem::Kind::Node, isForward ? edge.to : edge.from});
        reveal(m_selection);
        return;
    }
    if (!m_selection.isNode()) {
        walk(1);
        return;
    }
    const QPointF from = m_scene->nodeRect(m_selection.index).center();
    double nearest = 1e18;
    MapItem best;
    for (const std::uint32_t node : m_scene->readingOrder()) {
        const QPointF way = m_scene->nodeRect(node).center() - from;
        const double ahead = QPointF::dotProduct(way, direction);
        const double aside = std::abs(way.x() * direction.y() - way.y() * direction.x());
        if (ahead < 8 || aside > 2 * ahead) continue;
        const double distance = ahead + 2 * aside;
        if (distance >= nearest) continue;
        nearest = distance;
        best = {MapItem::Kind::Node, node};
    }
    if (!best.isNode()) return;
    select(best);
    reveal(best);
}

/// The next of the edges at the selected node, or at the source of the selected edge.
void MapCanvas::walkEdges(int step) {
    if (!m_scene || (!m_selection.isNode() && !m_selection.isEdge())) return;
    const std::uint32_t node =
        m_selection.isNode() ? m_selection.index : m_scene->graph().edges[m_selection.index].from;
    std::vector<std::uint32_t> edges;
    for (const std::uint32_t e : m_scene->edgesAt(node))
        if (m_scene->isEdgeDrawn(e) || m_scene->graph().edges[e].isFolded) edges.push_back(e);
    if (edges.empty()) return;
    std::size_t at = step > 0 ? 0 : edges.size() - 1;
    if (m_selection.isEdge()) {
        const auto found = std::ranges::find(edges, m_selection.index);
        if (found != edges.end())
            at = (static_cast<std::size_t>(found - edges.begin()) + edges.size() + static_cast<std::size_t>(step + 1) -
                  1) %
                 edges.size();
    }
    select({MapItem::Kind::Edge, edges[at]});
    reveal(m_selection);
}

} // namespace portolan

#include "ui/paths/route_canvas.h"

#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>

namespace portolan {
namespace {

constexpr double kMargin = 24.0;
constexpr double kRouteHeight = 268.0;
constexpr double kTitleTop = 14.0;
constexpr double kNodeTop = 92.0;
constexpr double kNodeWidth = 112.0;
constexpr double kNodeHeight = 48.0;
constexpr double kLeastGap = 132.0;
constexpr double kMostGap = 280.0;
constexpr double kLineY = kNodeTop + kNodeHeight / 2;
constexpr double kTextTop = kNodeTop + kNodeHeight + 16;
constexpr double kTextLine = 16.0;
constexpr double kEgressShare = 0.3;
constexpr double kIngressShare = 0.7;

double topOf(std::size_t route) {
    return static_cast<double>(route) * kRouteHeight;
}

} // namespace

RouteCanvas::RouteCanvas(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Routes"));
}

void RouteCanvas::setRoutes(std::vector<RoutePicture> routes) {
    m_routes = std::move(routes);
    m_current.reset();
    setMinimumSize(sizeHint());
    updateGeometry();
    update();
}

void RouteCanvas::setCurrent(std::optional<HopPlace> place) {
    if (place && (place->route >= m_routes.size() || place->hop >= m_routes[place->route].hops.size())) place.reset();
    if (m_current == place) return;
    m_current = place;
    setAccessibleDescription(place ? m_routes[place->route].hops[place->hop].tip : QString());
    update();
}

QSize RouteCanvas::sizeHint() const {
    std::size_t hops = 1;
    for (const RoutePicture& route : m_routes) hops = std::max(hops, route.hops.size());
    const double width = 2 * kMargin + kNodeWidth + static_cast<double>(hops) * (kNodeWidth + kLeastGap);
    return {qRound(width), qRound(topOf(std::max<std::size_t>(1, m_routes.size())))};
}

double RouteCanvas::pitch(std::size_t route) const {
    const auto hops = static_cast<double>(std::max<std::size_t>(1, m_routes[route].hops.size()));
    return std::clamp((width() - 2 * kMargin - kNodeWidth) / hops, kNodeWidth + kLeastGap, kNodeWidth + kMostGap);
}

QRectF RouteCanvas::nodeRect(std::size_t route, std::size_t node) const {
    return {kMargin + static_cast<double>(node) * pitch(route), topOf(route) + kNodeTop, kNodeWidth, kNodeHeight};
}

QRectF RouteCanvas::hopRect(HopPlace place) const {
    const QRectF from = nodeRect(place.route, place.hop);
    const QRectF to = nodeRect(place.route, place.hop + 1);
    return {from.center().x() + 8, topOf(place.route) + kNodeTop - 28, to.center().x() - from.center().x() - 16,
            kRouteHeight - kNodeTop + 24};
}

QRectF RouteCanvas::placeRect(HopPlace place, Direction direction) const {
    const QRectF hop = hopRect(place);
    const double block = direction == Direction::Egress ? 0.0 : 3 * kTextLine + 4;
    return {hop.left(), topOf(place.route) + kTextTop + block + 2 * kTextLine, hop.width(), kTextLine};
}

void RouteCanvas::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(event->rect(), currentTheme().canvas);
    for (std::size_t route = 0; route < m_routes.size(); ++route)
        if (QRectF(0, topOf(route), width(), kRouteHeight).intersects(event->rect())) paintRoute(painter, route);
}

void RouteCanvas::paintRoute(QPainter& painter, std::size_t route) const {
    const Theme& theme = currentTheme();
    const RoutePicture& picture = m_routes[route];
    const double top = topOf(route);
    if (route > 0) painter.fillRect(QRectF(0, top, width(), 1), theme.border);
    const QFont titleFont = uiFont(15, Weight::SemiBold);
    const double titleWidth = textWidth(picture.title, titleFont) + 2;
    drawLine(painter, {QRectF(kMargin, top + kTitleTop, titleWidth, 24)}, picture.title, {titleFont, theme.text1});
    drawLine(painter, {QRectF(kMargin + titleWidth + 16, top + kTitleTop, width() - titleWidth - 2 * kMargin - 16, 24)},
             picture.note, {uiFont(12), theme.text2});
    for (std::size_t hop = 0; hop < picture.hops.size(); ++hop) paintHop(painter, {route, hop});
    for (std::size_t i = 0; i < picture.nodes.size(); ++i) {
        NodeBox node = picture.nodes[i];
        node.rect = nodeRect(route, i);
        if (i + 1 == picture.nodes.size()) node.frame = NodeFrame::Selected;
        if (i == 0 && node.badge != NodeBadge::External) node.frame = NodeFrame::Danger;
        paintNodeBox(painter, node, theme);
    }
}

void RouteCanvas::paintHop(QPainter& painter, HopPlace place) const {
    const Theme& theme = currentTheme();
    const RouteHop& hop = m_routes[place.route].hops[place.hop];
    const double left = nodeRect(place.route, place.hop).right();
    const bool isLast = place.hop + 1 == m_routes[place.route].hops.size();
    const double right = nodeRect(place.route, place.hop + 1).left() - (isLast ? 4 : 0); // a halo is round the target
    const double y = topOf(place.route) + kLineY;
    if (m_current == place) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.accentTint);
        painter.drawRoundedRect(hopRect(place), 6, 6);
    }
    const QColor ground = m_current == place ? theme.accentTint : theme.canvas;
    const EdgeStyle style{hop.edgeClass, ground, 2.5};
    QPainterPath line(QPointF(left, y));
    line.lineTo(right - 8, y);
    paintEdgeStroke(painter, line, style, theme);
    paintArrowHead(painter, {QPointF(right, y), QPointF(1, 0), 9.0}, style, theme);
    const TextStyle small{uiFont(11, Weight::SemiBold), theme.text2};
    for (const Direction d : {Direction::Egress, Direction::Ingress}) {
        const double x = left + (right - left) * (d == Direction::Egress ? kEgressShare : kIngressShare);
        paintRouteGate(painter, hop.gate(d).state, QPointF(x, y), ground);
        drawLine(painter, {QRectF(x - 10, y + 16, 20, 14), Qt::AlignHCenter, Qt::ElideNone},
                 d == Direction::Egress ? QStringLiteral("1") : QStringLiteral("2"), small);
        paintGateText(painter, place, d);
    }
    const double middle = (left + right) / 2;
    const double half = (right - left) / 2;
    drawLine(painter, {QRectF(left, y - 44, 2 * half, 18), Qt::AlignHCenter}, hop.port, {monoFont(11), theme.text1});
    paintEdgeGlyph(painter, hop.edgeClass, {QPointF(middle, y - 18), 4.0, 1.4}, theme.edge(hop.edgeClass).ink);
}

void RouteCanvas::paintGateText(QPainter& painter, HopPlace place, Direction direction) const {
    const Theme& theme = currentTheme();
    const RouteGate& gate = m_routes[place.route].hops[place.hop].gate(direction);
    QRectF line = placeRect(place, direction).translated(0, -2 * kTextLine);
    QString head = direction == Direction::Egress ? tr("1  Egress") : tr("2  Ingress");
    if (gate.isWeakest) head += tr(", the weakest");
    drawLine(painter, {line, Qt::AlignHCenter}, head,
             {uiFont(11, gate.isWeakest ? Weight::SemiBold : Weight::Regular), theme.text2});
    line.translate(0, kTextLine);
    drawLine(painter, {line, Qt::AlignHCenter, Qt::ElideMiddle}, gate.title,
             {uiFont(12, Weight::Medium), gate.state == GateState::Rule ? theme.text1 : gateInk(gate.state, theme)});
    line.translate(0, kTextLine);
    drawLine(painter, {line, Qt::AlignHCenter, Qt::ElideLeft}, gate.place, {monoFont(11), theme.accentInk});
}

std::optional<HopPlace> RouteCanvas::hopAt(QPointF point) const {
    for (std::size_t route = 0; route < m_routes.size(); ++route)
        for (std::size_t hop = 0; hop < m_routes[route].hops.size(); ++hop)
            if (hopRect({route, hop}).contains(point)) return HopPlace{route, hop};
    return std::nullopt;
}

QString RouteCanvas::sourceAt(QPointF point) const {
    const auto place = hopAt(point);
    if (!place) return {};
    for (const Direction d : {Direction::Egress, Direction::Ingress})
        if (placeRect(*place, d).contains(point)) return m_routes[place->route].hops[place->hop].gate(d).place;
    return {};
}

void RouteCanvas::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    const auto place = hopAt(event->position());
    if (!place) return;
    setCurrent(place);
    Q_EMIT hopChosen(place->route, place->hop);
    if (const QString source = sourceAt(event->position()); !source.isEmpty()) Q_EMIT sourceRequested(source);
}

void RouteCanvas::mouseMoveEvent(QMouseEvent* event) {
    setCursor(sourceAt(event->position()).isEmpty() ? Qt::ArrowCursor : Qt::PointingHandCursor);
}

void RouteCanvas::move(int routes, int hops) {
    if (m_routes.empty()) return;
    HopPlace place = m_current.value_or(HopPlace{});
    if (m_current) {
        const auto step = [](std::size_t from, int by, std::size_t count) {
            return static_cast<std::size_t>(std::clamp(static_cast<int>(from) + by, 0, static_cast<int>(count) - 1));
        };
        place.route = step(place.route, routes, m_routes.size());
        place.hop = step(place.hop, hops, m_routes[place.route].hops.size());
    }
    setCurrent(place);
    Q_EMIT hopChosen(place.route, place.hop);
}

void RouteCanvas::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Left: return move(0, -1);
    case Qt::Key_Right: return move(0, 1);
    case Qt::Key_Up: return move(-1, 0);
    case Qt::Key_Down: return move(1, 0);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_current) {
            const RouteHop& hop = m_routes[m_current->route].hops[m_current->hop];
            const RouteGate& first = hop.egress.isWeakest ? hop.egress : hop.ingress;
            const QString source = first.place.isEmpty() ? hop.egress.place : first.place;
            if (!source.isEmpty()) Q_EMIT sourceRequested(source);
            return;
        }
        break;
    default: break;
    }
    QWidget::keyPressEvent(event);
}

bool RouteCanvas::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    if (const auto place = hopAt(help->pos()))
        QToolTip::showText(help->globalPos(), m_routes[place->route].hops[place->hop].tip, this,
                           hopRect(*place).toAlignedRect());
    else
        QToolTip::hideText();
    return true;
}

} // namespace portolan

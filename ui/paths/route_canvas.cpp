#include "ui/paths/route_canvas.h"

#include "ui/widgets/severity.h"
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
constexpr double kHeight = 268.0;
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

} // namespace

RouteCanvas::RouteCanvas(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Routes"));
}

void RouteCanvas::setRoute(std::optional<RoutePicture> route) {
    m_route = std::move(route);
    m_current.reset();
    setAccessibleDescription(m_route ? m_route->title + QStringLiteral(", ") + m_route->note : QString());
    setMinimumSize(sizeHint());
    updateGeometry();
    update();
}

void RouteCanvas::setCurrentHop(std::optional<std::size_t> hop) {
    if (hop && (!m_route || *hop >= m_route->hops.size())) hop.reset();
    if (m_current == hop) return;
    m_current = hop;
    if (hop) setAccessibleDescription(m_route->hops[*hop].tip);
    update();
}

QSize RouteCanvas::sizeHint() const {
    const auto hops = static_cast<double>(m_route ? std::max<std::size_t>(1, m_route->hops.size()) : 1);
    return {qRound(2 * kMargin + kNodeWidth + hops * (kNodeWidth + kLeastGap)), qRound(kHeight)};
}

double RouteCanvas::pitch() const {
    const auto hops = static_cast<double>(std::max<std::size_t>(1, m_route->hops.size()));
    return std::clamp((width() - 2 * kMargin - kNodeWidth) / hops, kNodeWidth + kLeastGap, kNodeWidth + kMostGap);
}

QRectF RouteCanvas::nodeRect(std::size_t node) const {
    return {kMargin + static_cast<double>(node) * pitch(), kNodeTop, kNodeWidth, kNodeHeight};
}

QRectF RouteCanvas::hopRect(std::size_t hop) const {
    const double from = nodeRect(hop).center().x() + 8;
    const double to = nodeRect(hop + 1).center().x() - 8;
    return {from, kNodeTop - 28, to - from, kHeight - kNodeTop + 24};
}

QRectF RouteCanvas::placeRect(std::size_t hop, Direction direction) const {
    const QRectF room = hopRect(hop);
    const double block = direction == Direction::Egress ? 0.0 : 3 * kTextLine + 4;
    return {room.left(), kTextTop + block + 2 * kTextLine, room.width(), kTextLine};
}

void RouteCanvas::paintEvent(QPaintEvent* event) {
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(event->rect(), theme.canvas);
    if (!m_route) return;
    const QFont titleFont = uiFont(15, Weight::SemiBold);
    const double titleWidth = textWidth(m_route->title, titleFont) + 2;
    drawLine(painter, {QRectF(kMargin, kTitleTop, titleWidth, 24)}, m_route->title, {titleFont, theme.text1});
    drawLine(painter, {QRectF(kMargin + titleWidth + 16, kTitleTop, width() - titleWidth - 2 * kMargin - 16, 24)},
             m_route->note, {uiFont(12), theme.text2});
    for (std::size_t hop = 0; hop < m_route->hops.size(); ++hop) paintHop(painter, hop);
    paintNodes(painter);
}

void RouteCanvas::paintNodes(QPainter& painter) const {
    const Theme& theme = currentTheme();
    const auto caption = [&](const QRectF& node, const QString& text, const QColor& ink) {
        drawLine(painter, {QRectF(node.left() - 20, node.top() - 24, node.width() + 40, 16), Qt::AlignHCenter}, text,
                 {uiFont(11, Weight::SemiBold), ink});
    };
    for (std::size_t i = 0; i < m_route->nodes.size(); ++i) {
        NodeBox node = m_route->nodes[i];
        node.rect = nodeRect(i);
        const bool isTarget = i + 1 == m_route->nodes.size();
        const bool isStart = i == 0 && node.badge != NodeBadge::External;
        if (isTarget) node.frame = NodeFrame::Selected;
        if (isStart) node.frame = NodeFrame::Danger;
        paintNodeBox(painter, node, theme);
        if (isStart) caption(node.rect, tr("taken over"), theme.severity(SeverityLevel::High).ink);
        if (isTarget && node.isCrownJewel) caption(node.rect, tr("crown jewel"), theme.accentInk);
    }
}

void RouteCanvas::paintHop(QPainter& painter, std::size_t at) const {
    const Theme& theme = currentTheme();
    const RouteHop& hop = m_route->hops[at];
    const double left = nodeRect(at).right();
    const bool isLast = at + 1 == m_route->hops.size();
    const double right = nodeRect(at + 1).left() - (isLast ? 4 : 0); // a halo is round the target
    const double y = kLineY;
    if (m_current == at) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.accentTint);
        painter.drawRoundedRect(hopRect(at), 6, 6);
    }
    const QColor ground = m_current == at ? theme.accentTint : theme.canvas;
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
        paintGateText(painter, at, d);
    }
    const double middle = (left + right) / 2;
    const double half = (right - left) / 2;
    drawLine(painter, {QRectF(left, y - 44, 2 * half, 18), Qt::AlignHCenter}, hop.port, {monoFont(11), theme.text1});
    paintEdgeGlyph(painter, hop.edgeClass, {QPointF(middle, y - 18), 4.0, 1.4}, theme.edge(hop.edgeClass).ink);
}

void RouteCanvas::paintGateText(QPainter& painter, std::size_t hop, Direction direction) const {
    const Theme& theme = currentTheme();
    const RouteGate& gate = m_route->hops[hop].gate(direction);
    QRectF line = placeRect(hop, direction).translated(0, -2 * kTextLine);
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

std::optional<std::size_t> RouteCanvas::hopAt(QPointF point) const {
    if (!m_route) return std::nullopt;
    for (std::size_t hop = 0; hop < m_route->hops.size(); ++hop)
        if (hopRect(hop).contains(point)) return hop;
    return std::nullopt;
}

QString RouteCanvas::sourceAt(QPointF point) const {
    const auto hop = hopAt(point);
    if (!hop) return {};
    for (const Direction d : {Direction::Egress, Direction::Ingress})
        if (placeRect(*hop, d).contains(point)) return m_route->hops[*hop].gate(d).target;
    return {};
}

void RouteCanvas::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    const auto hop = hopAt(event->position());
    if (!hop) return;
    setCurrentHop(hop);
    Q_EMIT hopChosen(*hop);
    if (const QString source = sourceAt(event->position()); !source.isEmpty()) Q_EMIT sourceRequested(source);
}

void RouteCanvas::mouseMoveEvent(QMouseEvent* event) {
    setCursor(sourceAt(event->position()).isEmpty() ? Qt::ArrowCursor : Qt::PointingHandCursor);
}

void RouteCanvas::move(int hops) {
    if (!m_route || m_route->hops.empty()) return;
    const int last = static_cast<int>(m_route->hops.size()) - 1;
    const int next = m_current ? std::clamp(static_cast<int>(*m_current) + hops, 0, last) : 0;
    setCurrentHop(static_cast<std::size_t>(next));
    Q_EMIT hopChosen(static_cast<std::size_t>(next));
}

void RouteCanvas::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Left: return move(-1);
    case Qt::Key_Right: return move(1);
    case Qt::Key_Up: return Q_EMIT routeStepRequested(-1);
    case Qt::Key_Down: return Q_EMIT routeStepRequested(1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_current) {
            const RouteHop& hop = m_route->hops[*m_current];
            const RouteGate& first = hop.egress.isWeakest ? hop.egress : hop.ingress;
            const QString source = first.target.isEmpty() ? hop.egress.target : first.target;
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
    if (const auto hop = hopAt(help->pos()))
        QToolTip::showText(help->globalPos(), m_route->hops[*hop].tip, this, hopRect(*hop).toAlignedRect());
    else
        QToolTip::hideText();
    return true;
}

} // namespace portolan

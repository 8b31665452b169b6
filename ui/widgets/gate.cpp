#include "ui/widgets/gate.h"

#include "ui/widgets/theme.h"

#include <QPainter>
#include <QTransform>

namespace portolan {

namespace {

QColor gateLine(GateState state, const Theme& theme) {
    switch (state) {
    case GateState::Rule: return theme.edge(EdgeClass::Used).line;
    case GateState::NotIsolated:
    case GateState::Outside: return theme.edge(EdgeClass::Open).line;
    case GateState::Denied: return theme.edge(EdgeClass::Blocked).line;
    case GateState::Uncertain: return theme.edge(EdgeClass::Uncertain).line;
    }
    return theme.control;
}

QPen gatePen(const QColor& color, double width) {
    return QPen(color, width, Qt::SolidLine, Qt::RoundCap);
}

void paintSign(QPainter& painter, GateState state, QPointF o, const Theme& theme) {
    const EdgeClass edgeClass = state == GateState::Denied ? EdgeClass::Blocked : EdgeClass::Uncertain;
    paintEdgeGlyph(painter, edgeClass, {o, 7.0, 2.2}, theme.edge(edgeClass).ink);
}

} // namespace

QColor gateInk(GateState state, const Theme& theme) {
    switch (state) {
    case GateState::Rule: return theme.edge(EdgeClass::Used).ink;
    case GateState::NotIsolated:
    case GateState::Outside: return theme.edge(EdgeClass::Open).ink;
    case GateState::Denied: return theme.edge(EdgeClass::Blocked).ink;
    case GateState::Uncertain: return theme.edge(EdgeClass::Uncertain).ink;
    }
    return theme.text1;
}

void paintLadderGate(QPainter& painter, GateState state, QPointF centre, const QColor& ground) {
    const Theme& theme = currentTheme();
    const QColor line = gateLine(state, theme);
    painter.save();
    painter.fillRect(QRectF(centre - QPointF(10, 9), QSizeF(20, 18)), ground);
    painter.setPen(gatePen(line, 2.5));
    switch (state) {
    case GateState::Rule:
        painter.drawLine(centre + QPointF(-9, -5), centre + QPointF(9, -5));
        painter.drawLine(centre + QPointF(-9, 5), centre + QPointF(9, 5));
        painter.setPen(gatePen(line, 2));
        painter.drawLine(centre + QPointF(0, -5), centre + QPointF(0, 5));
        break;
    case GateState::NotIsolated:
    case GateState::Outside:
        painter.drawLine(centre + QPointF(-9, 0), centre + QPointF(-4, 0));
        painter.drawLine(centre + QPointF(4, 0), centre + QPointF(9, 0));
        break;
    default: paintSign(painter, state, centre, theme); break;
    }
    painter.restore();
}

void paintRouteGate(QPainter& painter, GateState state, QPointF centre, const QColor& ground) {
    const Theme& theme = currentTheme();
    const QColor line = gateLine(state, theme);
    painter.save();
    painter.fillRect(QRectF(centre - QPointF(7, 14), QSizeF(14, 28)), ground);
    if (state == GateState::Denied || state == GateState::Uncertain) {
        paintSign(painter, state, centre, theme);
        painter.restore();
        return;
    }
    painter.setPen(gatePen(line, 3));
    if (state == GateState::Rule) {
        painter.drawLine(centre + QPointF(-4, -13), centre + QPointF(-4, 13));
        painter.drawLine(centre + QPointF(4, -13), centre + QPointF(4, 13));
    } else {
        painter.drawLine(centre + QPointF(0, -13), centre + QPointF(0, -6));
        painter.drawLine(centre + QPointF(0, 6), centre + QPointF(0, 13));
    }
    painter.setPen(gatePen(line, 2));
    painter.drawLine(centre - QPointF(7, 0), centre + QPointF(7, 0));
    painter.restore();
}

} // namespace portolan

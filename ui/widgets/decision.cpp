#include "ui/widgets/decision.h"

#include "ui/widgets/theme.h"

#include <QPainter>

namespace portolan {

namespace {

constexpr double kDiscRadius = 7.0;

void paintTick(QPainter& painter, QPointF o) {
    painter.drawPolyline(QPolygonF{o + QPointF(-3, 0), o + QPointF(-.8, 2.4), o + QPointF(3.2, -2.4)});
}

QPen markPen(const QColor& color) {
    return QPen(color, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
}

} // namespace

QString decisionText(DecisionState state) {
    switch (state) {
    case DecisionState::Undecided: return QStringLiteral("Decide");
    case DecisionState::Suggested: return QStringLiteral("Accept");
    case DecisionState::Accepted: return QStringLiteral("Accepted");
    case DecisionState::Rejected: return QStringLiteral("Rejected");
    case DecisionState::Deferred: return QStringLiteral("Deferred");
    }
    return {};
}

QColor decisionInk(DecisionState state, const Theme& theme) {
    switch (state) {
    case DecisionState::Undecided: return theme.text1;
    case DecisionState::Suggested:
    case DecisionState::Accepted: return theme.accentInk;
    case DecisionState::Rejected: return theme.severity(SeverityLevel::High).ink;
    case DecisionState::Deferred: return theme.text3;
    }
    return theme.text1;
}

void paintDecision(QPainter& painter, DecisionState state, QPointF centre, const Theme& theme) {
    painter.save();
    painter.setPen(QPen(state == DecisionState::Undecided ? theme.control : decisionInk(state, theme), 1.4));
    painter.setBrush(Qt::NoBrush);
    if (state == DecisionState::Accepted) {
        painter.setPen(QPen(theme.accent, 1.4));
        painter.setBrush(theme.accent);
    } else if (state == DecisionState::Rejected) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.edge(EdgeClass::Blocked).line);
    }
    painter.drawEllipse(centre, kDiscRadius, kDiscRadius);
    painter.setBrush(Qt::NoBrush);
    switch (state) {
    case DecisionState::Undecided: break;
    case DecisionState::Suggested:
        painter.setPen(markPen(theme.accentInk));
        paintTick(painter, centre);
        break;
    case DecisionState::Accepted:
        painter.setPen(markPen(theme.accentText));
        paintTick(painter, centre);
        break;
    case DecisionState::Rejected:
        painter.setPen(markPen(theme.rejectedCross));
        painter.drawLine(centre + QPointF(-2.4, -2.4), centre + QPointF(2.4, 2.4));
        painter.drawLine(centre + QPointF(-2.4, 2.4), centre + QPointF(2.4, -2.4));
        break;
    case DecisionState::Deferred:
        painter.setPen(markPen(theme.text3));
        painter.drawPolyline(QPolygonF{centre + QPointF(0, -3.6), centre, centre + QPointF(2.6, 1.2)});
        break;
    }
    painter.restore();
}

} // namespace portolan

#include "ui/widgets/isolation_badge.h"

#include "ui/widgets/theme.h"

#include <QPainter>

namespace portolan {

namespace {

constexpr double kBadgeRadius = 6.0;
constexpr double kRingRadius = 7.0;
constexpr double kRingStroke = 2.5;
constexpr int kFullTurn = 360 * 16;

} // namespace

QString isolationText(Isolation isolation) {
    if (isolation.isIngressIsolated && isolation.isEgressIsolated) return QStringLiteral("Isolated both ways");
    if (isolation.isIngressIsolated) return QStringLiteral("Isolated for ingress only");
    if (isolation.isEgressIsolated) return QStringLiteral("Isolated for egress only");
    return QStringLiteral("Not isolated");
}

void paintIsolationBadge(QPainter& painter, QPointF centre, Isolation isolation, const QColor& ground,
                         const Theme& theme) {
    const bool isAny = isolation.isIngressIsolated || isolation.isEgressIsolated;
    const bool isBoth = isolation.isIngressIsolated && isolation.isEgressIsolated;
    const QColor& ink = isAny ? theme.text2 : theme.control;
    const QPointF corner(kBadgeRadius, kBadgeRadius);
    const QRectF box(centre - corner, centre + corner);
    painter.save();
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawEllipse(box);
    painter.setBrush(ink);
    if (isolation.isIngressIsolated) painter.drawPie(box, kFullTurn / 4, kFullTurn / 2);
    if (isolation.isEgressIsolated) painter.drawPie(box, -kFullTurn / 4, kFullTurn / 2);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(ink, 1.2));
    painter.drawEllipse(box);
    painter.setPen(QPen(isBoth ? ground : ink, 1.2));
    painter.drawLine(centre - QPointF(0, kBadgeRadius), centre + QPointF(0, kBadgeRadius));
    painter.restore();
}

void paintShareRing(QPainter& painter, QPointF centre, double share, const Theme& theme) {
    const QPointF corner(kRingRadius, kRingRadius);
    const QRectF box(centre - corner, centre + corner);
    painter.save();
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.border, kRingStroke));
    painter.drawEllipse(box);
    if (share > 0.0) {
        painter.setPen(QPen(theme.accent, kRingStroke, Qt::SolidLine, Qt::FlatCap));
        painter.drawArc(box, kFullTurn / 4, -qRound(kFullTurn * qMin(share, 1.0)));
    }
    painter.restore();
}

} // namespace portolan

#include "ui/widgets/severity.h"

#include "ui/widgets/theme.h"

#include <QPainter>

#include <cmath>
#include <numbers>

namespace portolan {

QString severityName(SeverityLevel level) {
    switch (level) {
    case SeverityLevel::Critical: return QStringLiteral("Critical");
    case SeverityLevel::High: return QStringLiteral("High");
    case SeverityLevel::Medium: return QStringLiteral("Medium");
    case SeverityLevel::Low: return QStringLiteral("Low");
    case SeverityLevel::Info: return QStringLiteral("Info");
    }
    return {};
}

void paintSeverity(QPainter& painter, SeverityLevel level, QPointF centre, const Theme& theme) {
    constexpr double kRadius = 4.5;
    const QColor& ink = theme.severity(level).ink;
    const bool isFilled = level == SeverityLevel::Critical || level == SeverityLevel::High;
    painter.save();
    painter.setPen(QPen(ink, 1.5, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.setBrush(isFilled ? QBrush(ink) : QBrush(Qt::NoBrush));
    switch (level) {
    case SeverityLevel::Critical: {
        QPolygonF octagon;
        for (int i = 0; i < 8; ++i) {
            const double angle = std::numbers::pi / 8 + i * std::numbers::pi / 4;
            octagon << centre + QPointF(std::cos(angle), std::sin(angle)) * kRadius * 1.1;
        }
        painter.drawPolygon(octagon);
        break;
    }
    case SeverityLevel::High:
        painter.drawPolygon(QPolygonF{centre + QPointF(0, -kRadius), centre + QPointF(kRadius, kRadius * .8),
                                      centre + QPointF(-kRadius, kRadius * .8)});
        break;
    case SeverityLevel::Medium:
        painter.drawPolygon(QPolygonF{centre + QPointF(0, -kRadius), centre + QPointF(kRadius, 0),
                                      centre + QPointF(0, kRadius), centre + QPointF(-kRadius, 0)});
        break;
    case SeverityLevel::Low:
    case SeverityLevel::Info: painter.drawEllipse(centre, kRadius * .8, kRadius * .8); break;
    }
    painter.restore();
}

} // namespace portolan

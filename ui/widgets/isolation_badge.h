#pragma once

#include <QColor>
#include <QPointF>
#include <QString>

class QPainter;

namespace portolan {

struct Theme;

/// Whether policies isolate a workload, per direction.
struct Isolation {
    bool isIngressIsolated = false;
    bool isEgressIsolated = false;

    bool operator==(const Isolation&) const = default;
};

/// "Isolated both ways", "Isolated for ingress only", "Isolated for egress only", "Not isolated".
QString isolationText(Isolation isolation);

/// Paints the 12 px badge: left half ingress, right half egress, filled means isolated. `ground` fills what is not.
void paintIsolationBadge(QPainter& painter, QPointF centre, Isolation isolation, const QColor& ground,
                         const Theme& theme);

/// Paints the 14 px ring of a group: `share` (0..1) of its workloads isolated, clockwise from the top.
void paintShareRing(QPainter& painter, QPointF centre, double share, const Theme& theme);

} // namespace portolan

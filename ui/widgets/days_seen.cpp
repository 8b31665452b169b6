#include "ui/widgets/days_seen.h"

#include "ui/widgets/theme.h"

#include <QPainter>

#include <algorithm>

namespace portolan {

namespace {

constexpr double kTrackHeight = 4.0;
constexpr double kShortestBar = 3.0;
constexpr int kFewDays = 3;

} // namespace

void paintDaysSeen(QPainter& painter, QPointF left, DaysSeen seen, const Theme& theme) {
    const QRectF track(left.x(), left.y() - kTrackHeight / 2, kDaysTrackWidth, kTrackHeight);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.sunken);
    painter.drawRoundedRect(track, 2, 2);
    if (seen.days <= 0 || seen.window <= 0) return;
    const double share = std::min(1.0, static_cast<double>(seen.days) / seen.window);
    QRectF bar = track;
    bar.setWidth(std::max(kShortestBar, kDaysTrackWidth * share));
    painter.setBrush(seen.days < kFewDays ? theme.edge(EdgeClass::Open).line : theme.control);
    painter.drawRoundedRect(bar, 2, 2);
}

} // namespace portolan

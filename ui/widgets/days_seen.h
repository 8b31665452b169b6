#pragma once

#include <QPointF>

class QPainter;

namespace portolan {

struct Theme;

/// On how many days of the evidence window something was seen.
struct DaysSeen {
    int days = 0;
    int window = 30;
};

inline constexpr double kDaysTrackWidth = 34.0;

/// Paints the 34 x 4 px track with its left middle at `left`: neutral, or orange under three days.
void paintDaysSeen(QPainter& painter, QPointF left, DaysSeen seen, const Theme& theme);

} // namespace portolan

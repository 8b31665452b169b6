#pragma once

#include <QPointF>
#include <QString>

#include <cstdint>

class QColor;
class QPainter;

namespace portolan {

struct Theme;

/// What stands at one end of a connection. Both ends must let it pass.
enum class GateState : std::uint8_t {
    Rule,        ///< isolated, and a rule matches
    NotIsolated, ///< no policy isolates this end for this direction
    Denied,      ///< isolated, and no rule matches
    Uncertain,   ///< cannot be decided
    Outside,     ///< this end is outside the cluster: no policy applies
};

/// Colour of the gate's title.
QColor gateInk(GateState state, const Theme& theme);

/// Paints a gate across a vertical line (the ladder) around `centre`, 18 px wide, over `ground`.
void paintLadderGate(QPainter& painter, GateState state, QPointF centre, const QColor& ground);
/// Paints a gate across a horizontal line (a route) around `centre`, 26 px high, over `ground`.
void paintRouteGate(QPainter& painter, GateState state, QPointF centre, const QColor& ground);

} // namespace portolan

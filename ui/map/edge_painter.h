#pragma once

#include "core/layout/drawing.h"
#include "ui/map/map_graph.h"
#include "ui/map/map_look.h"

#include <QPainterPath>

class QPainter;

namespace portolan {

/// Hovered: 0.75 px wider. Selected: accent halo, at least 2.2 px, glyph disc in accent.
enum class LineState : std::uint8_t { Plain, Hovered, Selected };

/// One edge to paint. `scale` is screen pixels per world pixel: lines never get thinner than one pixel of the screen.
struct EdgePaint {
    const MapEdge& edge;
    const EdgeRoute& route;
    LineState state = LineState::Plain;
    DraftOverlay draft = DraftOverlay::Off;
    double scale = 1.0;
};

/// The outline as Qt draws it.
QPainterPath painterPath(const std::vector<PathStep>& steps);

/// Paints casing, halo, line, head and end bars in world coordinates; painter opacity applies.
void paintEdgeLine(QPainter& painter, const EdgePaint& paint, const Theme& theme);

/// Paints the disc with the class's glyph or the draft's mark at `place`; nothing for Used unless it is selected.
void paintEdgeDisc(QPainter& painter, const EdgePaint& paint, Vec place, const Theme& theme);

/// Paints the chip with the ports beside the disc of a selected edge.
void paintPortChip(QPainter& painter, const EdgePaint& paint, Vec place, const Theme& theme);

/// Opacity of an edge under the draft overlay: 0.25 for what the draft leaves alone.
double draftOpacity(const MapEdge& edge, DraftOverlay draft);

} // namespace portolan

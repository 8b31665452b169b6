// The recipe of the picture in plain numbers: what the window paints and what the command line writes as SVG comes from
// here, so the two agree to the pixel. No colours, no text.
#pragma once

#include "core/layout/graph.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace portolan {

/// A place or direction with fractions of a pixel.
struct Vec {
    double x = 0;
    double y = 0;
    bool operator==(const Vec&) const = default;
};

/// One command of an outline: move to `to`, draw a line to it, or a quadratic curve over `control`.
struct PathStep {
    enum class Kind { Move, Line, Curve };
    Kind kind = Kind::Move;
    Vec to;
    Vec control;
};

/// Which ends carry the bar that marks a missing gate.
struct EdgeEnds {
    bool hasSourceBar = false;
    bool hasTargetBar = false;
};

/// A short line across an edge.
struct Bar {
    Vec from;
    Vec to;
};

/// Everything to draw for one edge.
struct EdgeShape {
    std::vector<PathStep> line; ///< ends under the head, so that no square end shows beside its tip
    std::array<Vec, 3> head;    ///< tip first
    Vec tip;                    ///< of the head, 1.5 px before the border
    Vec direction;              ///< unit vector at the target
    std::optional<Bar> sourceBar;
    std::optional<Bar> targetBar;
    std::optional<Vec> glyph;  ///< middle of the longest piece, if that is at least 20 px long
    bool isGlyphAcross = true; ///< whether that piece runs across rather than down
};

/// Radius of a route's corners and size of its parts in pixels; from the visual specification, section 5, Edge.
inline constexpr double kCornerRadius = 8.0;
inline constexpr double kBarLength = 9.0;
inline constexpr double kGlyphRadius = 8.0;
inline constexpr double kLeastGlyphPiece = 20.0;

/// Width of a line in pixels by the number of connections: 1.25 up to 99, 1.75 up to 9,999, 2.5 up to 999,999, 3.5 from
/// a million on.
double strokeWidth(std::uint64_t connections);
/// Length of a head on a line of that width.
double headLength(double width);

/// The shape of an edge `width` pixels wide; empty line when the route has no points.
EdgeShape shapeOf(const EdgeRoute& route, double width, EdgeEnds ends);

/// Where the glyph of each edge stands: the middle of its longest piece, moved along it or to the next longest where
/// another disc is nearer than its diameter. One place per route; none where no piece is long enough.
std::vector<std::optional<Vec>> glyphPlaces(const std::vector<EdgeRoute>& routes);

} // namespace portolan

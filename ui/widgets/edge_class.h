#pragma once

#include <QColor>
#include <QPainterPath>
#include <QPen>
#include <QPointF>
#include <QString>

#include <array>
#include <cstdint>

class QPainter;

namespace portolan {

struct Theme;

/// What an edge says once the model's verdict and the observation are put together. The word, the line and the glyph of
/// a class are the same in every view and live here; the colours live in theme.h.
enum class EdgeClass : std::uint8_t { Used, UnusedAllow, Open, OpenUnseen, Blocked, Mismatch, Uncertain };

/// Every class, in the order of legends.
inline constexpr std::array<EdgeClass, 7> kEdgeClasses{
    EdgeClass::Used,    EdgeClass::UnusedAllow, EdgeClass::Open,     EdgeClass::OpenUnseen,
    EdgeClass::Blocked, EdgeClass::Mismatch,    EdgeClass::Uncertain};

/// The classes by urgency, most urgent first, Used last: where a cell has room for one class besides Used, the first of
/// these that occurs is shown.
inline constexpr std::array<EdgeClass, 7> kEdgeClassUrgency{
    EdgeClass::Mismatch,   EdgeClass::Blocked,     EdgeClass::Uncertain, EdgeClass::Open,
    EdgeClass::OpenUnseen, EdgeClass::UnusedAllow, EdgeClass::Used};

/// What a draft does to an edge; shown on top of the class, never by hue.
enum class DraftMark : std::uint8_t { None, WouldBreak, NewlyAllowed, NewlyClosed };

/// "Used", "Unused allow", "Open", "Open, unseen", "Blocked attempt", "Mismatch", "Uncertain".
QString edgeClassName(EdgeClass edgeClass);
/// One sentence for a tooltip or the help page, with its full stop.
QString edgeClassMeaning(EdgeClass edgeClass);

/// The pen of the class's line `width` px wide, in its `line` colour. Unused allow is never thinner than 1.8 px. For a
/// Mismatch this is the outer stroke; paintEdgeStroke() lays the inner one over it.
QPen edgePen(EdgeClass edgeClass, double width, const Theme& theme);

/// How an edge is stroked: `ground` is what shows between the two lines of a Mismatch and inside a hollow head.
struct EdgeStyle {
    EdgeClass edgeClass = EdgeClass::Used;
    QColor ground;
    double width = 2.0; ///< px
};

/// Strokes `path` in the class's line.
void paintEdgeStroke(QPainter& painter, const QPainterPath& path, const EdgeStyle& style, const Theme& theme);

/// Where a glyph goes: its centre, the half size of its box in px and the stroke in px.
struct GlyphBox {
    QPointF centre;
    double radius = 4.4;
    double stroke = 1.6;
};

/// Paints the class's glyph as a path in `ink`; nothing here depends on an installed font.
void paintEdgeGlyph(QPainter& painter, EdgeClass edgeClass, const GlyphBox& box, const QColor& ink);

/// Paints scissors, plus or minus; nothing for DraftMark::None.
void paintDraftMark(QPainter& painter, DraftMark mark, const GlyphBox& box, const QColor& ink);

/// An end of an edge: a point on it and the unit vector along which the edge runs there, towards its target.
struct EdgeTip {
    QPointF at;
    QPointF direction;
    double length = 8.0; ///< of the head, px
};

/// Paints the class's head with its tip at `tip.at`: hollow for Unused allow, else filled with the class ink.
void paintArrowHead(QPainter& painter, const EdgeTip& tip, const EdgeStyle& style, const Theme& theme);

/// Paints the 9 x 2 px bar that marks an end whose gate is missing, across the edge at `tip.at`.
void paintEndBar(QPainter& painter, const EdgeTip& tip, EdgeClass edgeClass, const Theme& theme);

/// Paints the 34 px sample of the class's line that legends show, its left end at `left`; OpenUnseen is a small halo.
void paintEdgeSample(QPainter& painter, QPointF left, const EdgeStyle& style, const Theme& theme);

} // namespace portolan

#include "ui/map/edge_painter.h"

#include "ui/map/map_metrics.h"
#include "ui/widgets/edge_class.h"
#include "ui/widgets/text.h"

#include <QPainter>

#include <algorithm>

namespace portolan {
namespace {

constexpr double kCasing = 4.0;      ///< px wider than the line
constexpr double kHaloWidth = 10.0;  ///< of a selected edge
constexpr double kHoverExtra = 0.75; ///< px
constexpr double kSelectedWidth = 2.2;
constexpr double kDraftHalo = 3.0; ///< px outside the stroke

double lineWidth(const EdgePaint& paint) {
    double width = strokeWidth(paint.edge.connections);
    if (paint.state == LineState::Hovered) width += kHoverExtra;
    if (paint.state == LineState::Selected) width = std::max(width, kSelectedWidth);
    return std::max(width, 1.0 / paint.scale);
}

QPointF toPoint(Vec v) {
    return {v.x, v.y};
}

bool hasDraftMark(const EdgePaint& paint) {
    return paint.draft == DraftOverlay::On && paint.edge.draft != DraftMark::None;
}

/// What lies under the line itself: the mark of the draft, the halo of the selection, the casing that makes crossings
/// read as bridges.
void paintUnderlay(QPainter& painter, const QPainterPath& path, double width, const EdgePaint& paint,
                   const Theme& theme) {
    const auto stroke = [&](const QColor& color, double w, Qt::PenCapStyle cap) {
        painter.strokePath(path, QPen(color, w, Qt::SolidLine, cap, Qt::RoundJoin));
    };
    if (hasDraftMark(paint)) {
        stroke(theme.draftHalo, width + 2 * kDraftHalo, Qt::RoundCap);
        stroke(theme.canvas, width + 2 * kDraftHalo - 2.5, Qt::RoundCap);
    }
    if (paint.state == LineState::Selected) stroke(theme.selectionHalo, kHaloWidth, Qt::RoundCap);
    if (paint.scale >= 0.5 && !hasDraftMark(paint)) stroke(theme.canvas, width + kCasing, Qt::FlatCap);
    if (paint.state == LineState::Selected) stroke(theme.selectionHalo, width + kCasing, Qt::FlatCap);
}

} // namespace

QPainterPath painterPath(const std::vector<PathStep>& steps) {
    QPainterPath path;
    for (const PathStep& step : steps) {
        switch (step.kind) {
        case PathStep::Kind::Move: path.moveTo(step.to.x, step.to.y); break;
        case PathStep::Kind::Line: path.lineTo(step.to.x, step.to.y); break;
        case PathStep::Kind::Curve: path.quadTo(step.control.x, step.control.y, step.to.x, step.to.y); break;
        }
    }
    return path;
}

double draftOpacity(const MapEdge& edge, DraftOverlay draft) {
    return draft == DraftOverlay::On && edge.draft == DraftMark::None ? 0.25 : 1.0;
}

void paintEdgeLine(QPainter& painter, const EdgePaint& paint, const Theme& theme) {
    const double width = lineWidth(paint);
    const EdgeShape shape = shapeOf(paint.route, width, {paint.edge.hasSourceBar, paint.edge.hasTargetBar});
    if (shape.line.empty()) return;
    const QPainterPath path = painterPath(shape.line);
    paintUnderlay(painter, path, width, paint, theme);
    const EdgeStyle style{paint.edge.edgeClass, theme.canvas, width};
    paintEdgeStroke(painter, path, style, theme);
    if (paint.scale < map::kHeadScale) return;
    const QPointF direction = toPoint(shape.direction);
    paintArrowHead(painter, {toPoint(shape.tip), direction, headLength(width)}, style, theme);
    const auto bar = [&](const Bar& b, QPointF along) {
        paintEndBar(painter, {(toPoint(b.from) + toPoint(b.to)) / 2, along, 0}, paint.edge.edgeClass, theme);
    };
    if (shape.sourceBar) {
        const QPointF across = toPoint(shape.sourceBar->from) - toPoint(shape.sourceBar->to);
        bar(*shape.sourceBar, QPointF(-across.y(), across.x()) / kBarLength);
    }
    if (shape.targetBar) bar(*shape.targetBar, direction);
}

void paintEdgeDisc(QPainter& painter, const EdgePaint& paint, Vec place, const Theme& theme) {
    const bool isSelected = paint.state == LineState::Selected;
    if (paint.edge.edgeClass == EdgeClass::Used && !isSelected && !hasDraftMark(paint)) return;
    const ClassColors& colors = theme.edge(paint.edge.edgeClass);
    const QPointF centre = toPoint(place);
    painter.setPen(QPen(isSelected            ? theme.accent
                        : hasDraftMark(paint) ? theme.draftHalo
                                              : colors.line,
                        isSelected ? 2 : 1.2));
    painter.setBrush(theme.surface);
    painter.drawEllipse(centre, kGlyphRadius, kGlyphRadius);
    if (hasDraftMark(paint))
        paintDraftMark(painter, paint.edge.draft, {centre, 4.6, 1.6}, theme.draftHalo);
    else
        paintEdgeGlyph(painter, paint.edge.edgeClass, {centre, 4.4, 1.6}, colors.ink);
}

void paintPortChip(QPainter& painter, const EdgePaint& paint, Vec place, const Theme& theme) {
    if (paint.edge.ports.isEmpty()) return;
    constexpr double kHeight = 20;
    constexpr double kMostWidth = 180;
    const QFont font = monoFont(11, Weight::Medium);
    const double width = std::min(textWidth(paint.edge.ports, font), kMostWidth) + 14;
    const QRectF box(place.x + 14, place.y - kHeight / 2, width, kHeight);
    painter.setPen(QPen(theme.accent, 1));
    painter.setBrush(theme.surface);
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    drawLine(painter, {box.adjusted(7, 0, -6, 0), Qt::AlignLeft, Qt::ElideRight}, paint.edge.ports,
             {font, theme.text1});
}

} // namespace portolan

#include "ui/widgets/edge_class.h"

#include "ui/widgets/theme.h"

#include <QPainter>

#include <algorithm>

namespace portolan {

namespace {

constexpr double kDotWidth = 1.8;
constexpr double kMismatchOuter = 4.2;
constexpr double kMismatchInner = 1.6;
constexpr double kSampleWidth = 34.0;

QPolygonF diamond(QPointF o, double r) {
    return {o + QPointF(0, -r), o + QPointF(r, 0), o + QPointF(0, r), o + QPointF(-r, 0)};
}

void paintQuestion(QPainter& painter, const GlyphBox& box, const QColor& ink) {
    const QPointF o = box.centre;
    const double r = box.radius;
    QPainterPath hook(o + QPointF(-r * .5, -r * .42));
    hook.cubicTo(o + QPointF(-r * .45, -r * 1.1), o + QPointF(r * .62, -r * 1.05), o + QPointF(r * .5, -r * .3));
    hook.quadTo(o + QPointF(r * .4, 0), o + QPointF(0, r * .12));
    hook.lineTo(o + QPointF(0, r * .36));
    painter.drawPath(hook);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    painter.drawEllipse(o + QPointF(0, r * .86), box.stroke * .62, box.stroke * .62);
}

void paintScissors(QPainter& painter, QPointF o, double r) {
    painter.drawEllipse(o + QPointF(-r * .6, r * .65), r * .34, r * .34);
    painter.drawEllipse(o + QPointF(r * .6, r * .65), r * .34, r * .34);
    painter.drawLine(o + QPointF(-r * .42, r * .36), o + QPointF(r * .5, -r));
    painter.drawLine(o + QPointF(r * .42, r * .36), o + QPointF(-r * .5, -r));
}

} // namespace

QString edgeClassName(EdgeClass edgeClass) {
    switch (edgeClass) {
    case EdgeClass::Used: return QStringLiteral("Used");
    case EdgeClass::UnusedAllow: return QStringLiteral("Unused allow");
    case EdgeClass::Open: return QStringLiteral("Open");
    case EdgeClass::OpenUnseen: return QStringLiteral("Open, unseen");
    case EdgeClass::Blocked: return QStringLiteral("Blocked attempt");
    case EdgeClass::Mismatch: return QStringLiteral("Mismatch");
    case EdgeClass::Uncertain: return QStringLiteral("Uncertain");
    }
    return {};
}

QString edgeClassMeaning(EdgeClass edgeClass) {
    switch (edgeClass) {
    case EdgeClass::Used: return QStringLiteral("A rule allows it at one end at least, and it was seen.");
    case EdgeClass::UnusedAllow:
        return QStringLiteral("A rule allows it, and it was never seen in the evidence window.");
    case EdgeClass::Open: return QStringLiteral("Neither end is isolated for this direction, and it was seen.");
    case EdgeClass::OpenUnseen: return QStringLiteral("Neither end is isolated for this direction; never seen.");
    case EdgeClass::Blocked: return QStringLiteral("The policies deny it, and it was seen being dropped.");
    case EdgeClass::Mismatch: return QStringLiteral("The model and the observation disagree.");
    case EdgeClass::Uncertain: return QStringLiteral("It cannot be decided from what was read.");
    }
    return {};
}

QPen edgePen(EdgeClass edgeClass, double width, const Theme& theme) {
    QPen pen(theme.edge(edgeClass).line, width, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin);
    // Dash lengths of a QPen are in pen widths; the design's are in px.
    switch (edgeClass) {
    case EdgeClass::UnusedAllow:
        pen.setCapStyle(Qt::RoundCap);
        pen.setWidthF(std::max(width, kDotWidth));
        pen.setDashPattern({0.1, 2.4});
        break;
    case EdgeClass::Blocked: pen.setDashPattern({6 / width, 3 / width, 1.6 / width, 3 / width}); break;
    case EdgeClass::Mismatch: pen.setWidthF(std::max(width, kMismatchOuter)); break;
    case EdgeClass::Uncertain: pen.setDashPattern({4 / width, 3.5 / width}); break;
    default: break;
    }
    return pen;
}

void paintEdgeStroke(QPainter& painter, const QPainterPath& path, const EdgeStyle& style, const Theme& theme) {
    painter.strokePath(path, edgePen(style.edgeClass, style.width, theme));
    if (style.edgeClass == EdgeClass::Mismatch) painter.strokePath(path, QPen(style.ground, kMismatchInner));
}

void paintEdgeGlyph(QPainter& painter, EdgeClass edgeClass, const GlyphBox& box, const QColor& ink) {
    painter.save();
    painter.setPen(QPen(ink, box.stroke, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    const QPointF o = box.centre;
    const double r = box.radius;
    switch (edgeClass) {
    case EdgeClass::Used:
        painter.setPen(Qt::NoPen);
        painter.setBrush(ink);
        painter.drawEllipse(o, r * .82, r * .82);
        break;
    case EdgeClass::UnusedAllow: painter.drawEllipse(o, r * .78, r * .78); break;
    case EdgeClass::Open: painter.drawPolygon(diamond(o, r)); break;
    case EdgeClass::OpenUnseen: painter.drawPolygon(diamond(o, r * .6)); break;
    case EdgeClass::Blocked:
        painter.drawLine(o + QPointF(-r * .72, -r * .72), o + QPointF(r * .72, r * .72));
        painter.drawLine(o + QPointF(-r * .72, r * .72), o + QPointF(r * .72, -r * .72));
        break;
    case EdgeClass::Mismatch:
        painter.drawLine(o + QPointF(-r * .85, -r * .32), o + QPointF(r * .85, -r * .32));
        painter.drawLine(o + QPointF(-r * .85, r * .32), o + QPointF(r * .85, r * .32));
        painter.drawLine(o + QPointF(-r * .45, r * .9), o + QPointF(r * .45, -r * .9));
        break;
    case EdgeClass::Uncertain: paintQuestion(painter, box, ink); break;
    }
    painter.restore();
}

void paintDraftMark(QPainter& painter, DraftMark mark, const GlyphBox& box, const QColor& ink) {
    if (mark == DraftMark::None) return;
    painter.save();
    painter.setPen(QPen(ink, box.stroke, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    const QPointF o = box.centre;
    const double arm = box.radius * .8;
    if (mark == DraftMark::WouldBreak) {
        paintScissors(painter, o, box.radius);
    } else {
        painter.drawLine(o + QPointF(-arm, 0), o + QPointF(arm, 0));
        if (mark == DraftMark::NewlyAllowed) painter.drawLine(o + QPointF(0, -arm), o + QPointF(0, arm));
    }
    painter.restore();
}

void paintArrowHead(QPainter& painter, const EdgeTip& tip, const EdgeStyle& style, const Theme& theme) {
    const QColor& ink = theme.edge(style.edgeClass).ink;
    const QPointF across(-tip.direction.y(), tip.direction.x());
    const QPointF base = tip.at - tip.direction * tip.length;
    const QPolygonF head{tip.at, base + across * tip.length * .5, base - across * tip.length * .5};
    painter.save();
    painter.setPen(QPen(ink, 1.3, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(style.edgeClass == EdgeClass::UnusedAllow ? style.ground : ink);
    painter.drawPolygon(head);
    painter.restore();
}

void paintEndBar(QPainter& painter, const EdgeTip& tip, EdgeClass edgeClass, const Theme& theme) {
    const QPointF across(-tip.direction.y(), tip.direction.x());
    painter.save();
    painter.setPen(QPen(theme.edge(edgeClass).ink, 2, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(tip.at + across * 4.5, tip.at - across * 4.5);
    painter.restore();
}

void paintEdgeSample(QPainter& painter, QPointF left, const EdgeStyle& style, const Theme& theme) {
    const ClassColors& colors = theme.edge(style.edgeClass);
    const QPointF right = left + QPointF(kSampleWidth, 0);
    painter.save();
    if (style.edgeClass == EdgeClass::OpenUnseen) {
        painter.setPen(QPen(colors.line, 1));
        painter.setBrush(colors.tint);
        painter.drawRoundedRect(QRectF(left.x() + 2, left.y() - 7, 30, 14), 5, 5);
        painter.restore();
        return;
    }
    QPainterPath path(left);
    path.lineTo(right - QPointF(6, 0));
    paintEdgeStroke(painter, path, style, theme);
    paintArrowHead(painter, {right, QPointF(1, 0)}, style, theme);
    if (style.edgeClass == EdgeClass::Open) {
        paintEndBar(painter, {left + QPointF(3, 0), QPointF(1, 0)}, style.edgeClass, theme);
        paintEndBar(painter, {right - QPointF(12, 0), QPointF(1, 0)}, style.edgeClass, theme);
    }
    painter.restore();
}

} // namespace portolan

#include "ui/widgets/node_box.h"

#include "ui/widgets/icon.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

#include <QPainter>

namespace portolan {

namespace {

constexpr double kRadius = 6.0;
constexpr double kHalo = 4.0;
constexpr double kBadgeX = 16.0;
constexpr double kNameX = 28.0;
constexpr double kStar = 14.0;

QColor frameColor(const NodeBox& node, const Theme& theme) {
    switch (node.frame) {
    case NodeFrame::Plain: return theme.borderStrong;
    case NodeFrame::Hovered: return theme.control;
    case NodeFrame::Selected: return theme.accent;
    case NodeFrame::OpenHalo: return theme.edge(EdgeClass::Open).line;
    case NodeFrame::Danger: return theme.edge(EdgeClass::Blocked).line;
    }
    return theme.borderStrong;
}

void paintFrame(QPainter& painter, const NodeBox& node, const Theme& theme) {
    const bool isThick = node.frame == NodeFrame::Selected || node.frame == NodeFrame::Danger;
    QColor halo = Qt::transparent;
    if (node.frame == NodeFrame::Selected) halo = theme.selectionHalo;
    if (node.frame == NodeFrame::OpenHalo) halo = theme.edge(EdgeClass::Open).tint;
    if (node.frame == NodeFrame::Danger) halo = theme.edge(EdgeClass::Blocked).tint;
    if (halo.alpha() > 0) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(halo);
        painter.drawRoundedRect(node.rect.adjusted(-kHalo, -kHalo, kHalo, kHalo), kRadius + 3, kRadius + 3);
    }
    const double inset = isThick ? 1.0 : 0.5;
    const bool isOutside = node.badge == NodeBadge::External || node.badge == NodeBadge::Entry;
    painter.setPen(
        QPen(frameColor(node, theme), isThick ? 2 : 1, isOutside && !isThick ? Qt::DashLine : Qt::SolidLine));
    painter.setBrush(theme.isDark() && node.frame != NodeFrame::Selected ? theme.raised : theme.surface);
    painter.drawRoundedRect(node.rect.adjusted(inset, inset, -inset, -inset), kRadius, kRadius);
}

void paintBadge(QPainter& painter, const NodeBox& node, const Theme& theme) {
    const QPointF centre(node.rect.left() + kBadgeX, node.rect.center().y());
    switch (node.badge) {
    case NodeBadge::Isolation: paintIsolationBadge(painter, centre, node.isolation, theme.surface, theme); break;
    case NodeBadge::External:
        paintIcon(painter, Icon::Live, QRectF(centre - QPointF(8, 8), QSizeF(16, 16)), theme.text3);
        break;
    case NodeBadge::Entry:
        paintIcon(painter, Icon::Import, QRectF(centre - QPointF(8, 8), QSizeF(16, 16)), theme.text3);
        break;
    case NodeBadge::Uncertain: {
        const QColor& ink = theme.edge(EdgeClass::Uncertain).ink;
        painter.setPen(QPen(ink, 1.2));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(centre, 7, 7);
        paintEdgeGlyph(painter, EdgeClass::Uncertain, {centre, 4.0, 1.5}, ink);
        break;
    }
    }
}

} // namespace

void paintNodeBox(QPainter& painter, const NodeBox& node, const Theme& theme) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    paintFrame(painter, node, theme);
    paintBadge(painter, node, theme);
    const double end = node.isCrownJewel ? 24.0 : 6.0;
    const QRectF names = node.rect.adjusted(kNameX, 0, -end, 0);
    const TextStyle nameStyle{uiFont(12, Weight::Medium), theme.text1};
    if (node.detail.isEmpty()) {
        drawLine(painter, {names, Qt::AlignLeft, Qt::ElideMiddle}, node.name, nameStyle);
    } else {
        const double half = names.height() / 2;
        drawLine(painter, {names.adjusted(0, 6, 0, -half + 2), Qt::AlignLeft, Qt::ElideMiddle}, node.name, nameStyle);
        drawLine(painter, {names.adjusted(0, half - 2, 0, -6), Qt::AlignLeft, Qt::ElideMiddle}, node.detail,
                 {uiFont(11), theme.text3});
    }
    if (node.isCrownJewel) {
        const QPointF corner(node.rect.right() - 21, node.rect.center().y() - kStar / 2);
        paintIcon(painter, Icon::Star, QRectF(corner, QSizeF(kStar, kStar)), theme.accentInk);
    }
    painter.restore();
}

} // namespace portolan

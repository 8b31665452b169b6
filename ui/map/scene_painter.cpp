#include "ui/map/scene_painter.h"

#include "ui/map/density.h"
#include "ui/map/map_metrics.h"
#include "ui/map/trunk_painter.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/node_box.h"
#include "ui/widgets/text.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace portolan {
namespace {

/// A line of text in a world rectangle that keeps its size on the screen when the map is zoomed out.
void drawSteadyLine(QPainter& painter, const TextLine& line, const QString& text, const TextStyle& style,
                    double scale) {
    if (scale >= map::kFullDetailScale) {
        drawLine(painter, line, text, style);
        return;
    }
    painter.save();
    painter.translate(line.rect.topLeft());
    painter.scale(1.0 / scale, 1.0 / scale);
    drawLine(painter, {QRectF(QPointF(0, 0), line.rect.size() * scale), line.align, line.elide}, text, style);
    painter.restore();
}

double nodeOpacity(const ScenePaint& paint, std::uint32_t node) {
    constexpr double kFaded = 0.15;
    return paint.look.emphasis && !paint.look.emphasis->nodes[node] ? kFaded : 1.0;
}

double edgeOpacity(const ScenePaint& paint, std::uint32_t edge) {
    constexpr double kFaded = 0.15;
    if (paint.look.emphasis && !paint.look.emphasis->edges[edge]) return kFaded;
    return draftOpacity(paint.scene.graph().edges[edge], paint.look.draft);
}

bool isEdgeHidden(const ScenePaint& paint, std::uint32_t edge) {
    return paint.look.hiddenEdges && (*paint.look.hiddenEdges)[edge];
}

void paintDots(QPainter& painter, const ScenePaint& paint, const Theme& theme) {
    constexpr double kLeastScale = 0.6;
    constexpr double kRadius = 0.8;
    if (paint.scale < kLeastScale) return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.canvasDot);
    const auto first = [](double v) { return std::floor(v / map::kDotPitch) * map::kDotPitch; };
    for (double y = first(paint.world.top()); y <= paint.world.bottom() + kRadius; y += map::kDotPitch)
        for (double x = first(paint.world.left()); x <= paint.world.right() + kRadius; x += map::kDotPitch)
            painter.drawEllipse(QPointF(x, y), kRadius, kRadius);
}

/// The card is too narrow on the screen for nodes: a box and its name in the middle.
bool isCardFolded(const QRectF& card, double scale) {
    return card.width() * scale < map::kLeastCardWidth || scale < 0.12;
}

void paintCardTitle(QPainter& painter, const QRectF& card, const MapGroup& group, const ScenePaint& paint,
                    const Theme& theme) {
    bool hasRing = group.total > 0;
    const TextStyle title{uiFont(13, Weight::SemiBold), theme.text1};
    const double end = hasRing ? (card.width() > map::kShareFrom ? 74 : 36) : 16;
    if (paint.scale >= map::kFullDetailScale) {
        drawLine(painter, {QRectF(card.x() + 16, card.y() + 4, card.width() - 16 - end, 32), Qt::AlignLeft}, group.name,
                 title);
    } else {
        const QFont font = uiFont(12, Weight::SemiBold);
        const double width = textWidth(group.name, font) / paint.scale;
        hasRing = hasRing && width < card.width() - 50;
        const QRectF band(card.x() + 10, card.y(), card.width() - 10 - (hasRing ? 36 : 6), map::kCardHeader);
        if (band.height() * paint.scale >= 12)
            drawSteadyLine(painter, {band, Qt::AlignLeft}, group.name, {font, theme.text1}, paint.scale);
    }
    if (!hasRing) return;
    const double share = static_cast<double>(group.isolated) / group.total;
    const QPointF ring(card.right() - 20, card.y() + 20);
    paintShareRing(painter, ring, share, theme);
    if (card.width() <= map::kShareFrom || paint.scale < map::kFullDetailScale) return;
    const QString text = QStringLiteral("%1/%2").arg(group.isolated).arg(group.total);
    drawTabular(painter, {QRectF(ring.x() - 56, card.y() + 4, 45, 32), Qt::AlignRight}, text,
                {uiFont(11, Weight::Medium), theme.text3});
}

/// The name in the middle of a folded card, broken at a hyphen where one line is too long; none where it does not fit.
void paintFoldedName(QPainter& painter, const QRectF& card, const QString& name, const ScenePaint& paint,
                     const Theme& theme) {
    const TextStyle style{uiFont(map::kLeastFont, Weight::Medium), theme.text2};
    const double room = card.width() * paint.scale - 2;
    const double height = card.height() * paint.scale;
    constexpr double kLine = 14;
    if (height < kLine) return;
    const auto draw = [&](const QString& line, double offset) {
        const QRectF place = card.translated(0, offset / paint.scale);
        drawSteadyLine(painter, {place, Qt::AlignHCenter, Qt::ElideNone}, line, style, paint.scale);
    };
    if (textWidth(name, style.font) <= room) {
        draw(name, 0);
        return;
    }
    for (qsizetype at = name.lastIndexOf(QLatin1Char('-')); at > 0; at = name.lastIndexOf(QLatin1Char('-'), at - 1)) {
        const QString first = name.left(at + 1);
        const QString second = name.mid(at + 1);
        if (textWidth(first, style.font) > room || textWidth(second, style.font) > room || height < 2 * kLine) continue;
        draw(first, -kLine / 2);
        draw(second, kLine / 2);
        return;
    }
}

void paintCard(QPainter& painter, const GroupBox& box, const ScenePaint& paint, const Theme& theme) {
    const MapGroup& group = paint.scene.graph().groups[box.group];
    const QRectF card(box.box.x, box.box.y, box.box.width, box.box.height);
    const bool isOutside = group.kind == MapGroupKind::Outside;
    painter.setPen(
        QPen(theme.borderStrong, std::max(1.0, 0.8 / paint.scale), isOutside ? Qt::DashLine : Qt::SolidLine));
    painter.setBrush(isOutside ? theme.canvas : theme.surface);
    painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), map::kCardRadius, map::kCardRadius);
    if (!isCardFolded(card, paint.scale)) {
        paintCardTitle(painter, card, group, paint, theme);
        return;
    }
    paintFoldedName(painter, card, group.name, paint, theme);
}

/// Whether the node's card shows its nodes; cards of one group are alike in width, so the node's own size decides.
bool isNodeVisible(const ScenePaint& paint, std::uint32_t node) {
    return (paint.scene.nodeRect(node).width() + 2 * map::kCardPadding) * paint.scale >= map::kLeastCardWidth * 0.3 &&
           paint.scale >= 0.12;
}

/// The badge of a node at about its size at 100 %, for boxes that are smaller.
void paintSteadyBadge(QPainter& painter, QPointF centre, const MapNode& node, const ScenePaint& paint,
                      const Theme& theme) {
    constexpr double kShare = 0.86;
    painter.save();
    painter.translate(centre);
    painter.scale(kShare / paint.scale, kShare / paint.scale);
    if (node.kind == MapNodeKind::External) {
        paintIcon(painter, Icon::Live, QRectF(-8, -8, 16, 16), theme.text3);
    } else if (node.kind == MapNodeKind::Entry) {
        paintIcon(painter, Icon::Import, QRectF(-8, -8, 16, 16), theme.text3);
    } else if (node.isUncertain) {
        painter.setPen(QPen(theme.edge(EdgeClass::Uncertain).ink, 1.2));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(QPointF(0, 0), 6.5, 6.5);
        paintEdgeGlyph(painter, EdgeClass::Uncertain, {QPointF(0, 0), 4.0, 1.5}, theme.edge(EdgeClass::Uncertain).ink);
    } else {
        paintIsolationBadge(painter, {0, 0}, node.isolation, theme.surface, theme);
    }
    painter.restore();
}

/// What a node's box holds when it is smaller than its texts: the name, with badge and star while they leave room for
/// it.
void paintSmallContent(QPainter& painter, const QRectF& rect, const MapNode& node, const ScenePaint& paint,
                       const Theme& theme) {
    constexpr double kLeastBadgeHeight = 18; // px on the screen, as all that follow
    constexpr double kBesideBadge = 18;
    constexpr double kBesideStar = 14;
    constexpr double kPadding = 4;
    constexpr double kLeastPart = 0.7; // of the name that must be legible beside them
    const double pixel = 1.0 / paint.scale;
    const QFont font = uiFont(map::kLeastFont, Weight::Medium);
    const double wanted = kLeastPart * textWidth(node.name, font);
    double room = rect.width() * paint.scale - 2 * kPadding;
    const bool isHigh = rect.height() * paint.scale >= kLeastBadgeHeight;
    const bool hasBadge = isHigh && room - kBesideBadge >= wanted;
    if (hasBadge) room -= kBesideBadge;
    const bool hasStar = node.isCrownJewel && isHigh && room - kBesideStar >= wanted;
    if (hasBadge) paintSteadyBadge(painter, {rect.left() + 11 * pixel, rect.center().y()}, node, paint, theme);
    if (hasStar) {
        const QRectF star(rect.right() - 15 * pixel, rect.center().y() - 6 * pixel, 12 * pixel, 12 * pixel);
        paintIcon(painter, Icon::Star, star, theme.accentInk);
    }
    const QRectF line = rect.adjusted((kPadding + (hasBadge ? kBesideBadge - 2 : 0)) * pixel, 0,
                                      -(kPadding - 1 + (hasStar ? kBesideStar : 0)) * pixel, 0);
    drawSteadyLine(painter, {line, Qt::AlignLeft, Qt::ElideMiddle}, node.name, {font, theme.text1}, paint.scale);
}

void paintSmallNode(QPainter& painter, const QRectF& rect, std::uint32_t index, const ScenePaint& paint,
                    const Theme& theme) {
    const MapNode& node = paint.scene.graph().nodes[index];
    const ClassColors& open = theme.edge(EdgeClass::Open);
    const double radius = std::min(map::kNodeRadius, 4 / paint.scale);
    painter.setPen(QPen(node.isOpenUnseen ? open.line : theme.borderStrong, std::max(1.0, 0.8 / paint.scale),
                        node.kind == MapNodeKind::Workload ? Qt::SolidLine : Qt::DashLine));
    painter.setBrush(node.isOpenUnseen ? open.tint : theme.isDark() ? theme.raised : theme.surface);
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    const bool isNamed = rect.height() * paint.scale >= map::kLeastNodeHeight;
    if (isNamed && nodeOpacity(paint, index) >= 1.0) paintSmallContent(painter, rect, node, paint, theme);
}

/// The box of a hovered or selected node that is smaller than its texts.
void paintSmallFrame(QPainter& painter, const QRectF& rect, NodeFrame frame, const ScenePaint& paint,
                     const Theme& theme) {
    const bool isSelected = frame == NodeFrame::Selected;
    const double pixel = 1.0 / paint.scale;
    const double radius = std::min(map::kNodeRadius, 4 * pixel);
    if (isSelected) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.selectionHalo);
        const double halo = map::kHalo * pixel;
        painter.drawRoundedRect(rect.adjusted(-halo, -halo, halo, halo), radius + halo, radius + halo);
    }
    const QColor border = isSelected                     ? theme.accent
                          : frame == NodeFrame::OpenHalo ? theme.edge(EdgeClass::Open).line
                                                         : theme.control;
    painter.setPen(QPen(border, (isSelected ? 2 : 1) * pixel));
    painter.setBrush(theme.isDark() && !isSelected ? theme.raised : theme.surface);
    painter.drawRoundedRect(rect, radius, radius);
}

void paintNote(QPainter& painter, const QRectF& rect, const MapNode& node, const ScenePaint& paint,
               const Theme& theme) {
    constexpr double kLeastScale = 0.6; // below, the gap between two rows is too low for a line of text
    if (node.note.isEmpty() || paint.scale < kLeastScale) return;
    const QColor& ink = node.noteTone == MapNoteTone::Open ? theme.edge(EdgeClass::Open).ink : theme.text3;
    const bool isSteady = paint.scale < map::kFullDetailScale;
    const QRectF line(rect.center().x() - 90, rect.bottom() + (isSteady ? 1 : 4), 180, isSteady ? 21 : 16);
    drawSteadyLine(painter, {line, Qt::AlignHCenter, Qt::ElideNone}, node.note, {uiFont(11, Weight::Medium), ink},
                   paint.scale);
}

void paintEdges(QPainter& painter, const ScenePaint& paint, const std::vector<std::uint32_t>& edges,
                const Theme& theme) {
    for (const std::uint32_t e : edges) {
        if (isEdgeHidden(paint, e)) continue;
        painter.setOpacity(edgeOpacity(paint, e));
        paintEdgeLine(painter,
                      {paint.scene.graph().edges[e], paint.scene.layout().routes[e], LineState::Plain, paint.look.draft,
                       paint.scale},
                      theme);
    }
    painter.setOpacity(1);
}

/// Lines between cards that stand for all edges between their nodes, width by their number.
void paintBundles(QPainter& painter, const ScenePaint& paint, const Theme& theme) {
    const std::vector<GroupBox>& cards = paint.scene.layout().groups;
    for (const MapBundle& bundle : paint.scene.bundles()) {
        const Point a = cards[bundle.from].box.centre();
        const Point b = cards[bundle.to].box.centre();
        const QRectF line = QRectF(QPointF(a.x, a.y), QPointF(b.x, b.y)).normalized().adjusted(-8, -8, 8, 8);
        if (!line.intersects(paint.world)) continue;
        const double width = std::clamp(0.75 * std::sqrt(static_cast<double>(bundle.edges)), 1.0, 6.0) / paint.scale;
        QColor color = theme.edge(bundle.edgeClass).line;
        color.setAlphaF(bundle.edgeClass == EdgeClass::Used ? 0.45F : 0.75F);
        painter.setPen(QPen(color, width, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(QPointF(a.x, a.y), QPointF(b.x, b.y));
    }
}

void paintDiscs(QPainter& painter, const ScenePaint& paint, const std::vector<std::uint32_t>& edges,
                const Theme& theme) {
    constexpr double kLeastScale = 0.45;
    if (paint.scale < kLeastScale) return;
    for (const std::uint32_t e : edges) {
        if (isEdgeHidden(paint, e) || !paint.scene.glyphPlace(e)) continue;
        const double opacity = edgeOpacity(paint, e);
        if (opacity < 0.2) continue;
        painter.setOpacity(opacity);
        paintEdgeDisc(painter,
                      {paint.scene.graph().edges[e], paint.scene.layout().routes[e], LineState::Plain, paint.look.draft,
                       paint.scale},
                      *paint.scene.glyphPlace(e), theme);
    }
    painter.setOpacity(1);
}

} // namespace

bool showsNodeNames(double scale) {
    return 32 * scale >= map::kLeastNodeHeight;
}

void paintMapNode(QPainter& painter, const ScenePaint& paint, std::uint32_t node, NodeState state) {
    const Theme& theme = Theme::of(paint.look.scheme);
    const MapNode& facts = paint.scene.graph().nodes[node];
    const QRectF rect = paint.scene.nodeRect(node);
    if (paint.scale < map::kFullDetailScale && state == NodeState::Plain) {
        paintSmallNode(painter, rect, node, paint, theme);
        if (nodeOpacity(paint, node) >= 1.0) paintNote(painter, rect, facts, paint, theme);
        return;
    }
    NodeBox box;
    box.rect = rect;
    box.isCrownJewel = facts.isCrownJewel;
    box.isolation = facts.isolation;
    box.badge = facts.kind == MapNodeKind::External ? NodeBadge::External
                : facts.kind == MapNodeKind::Entry  ? NodeBadge::Entry
                : facts.isUncertain                 ? NodeBadge::Uncertain
                                                    : NodeBadge::Isolation;
    box.frame = state == NodeState::Selected  ? NodeFrame::Selected
                : facts.isOpenUnseen          ? NodeFrame::OpenHalo
                : state == NodeState::Hovered ? NodeFrame::Hovered
                                              : NodeFrame::Plain;
    const bool isFaded = nodeOpacity(paint, node) < 1.0;
    if (!isFaded) box.name = facts.name;
    if (paint.scale < map::kFullDetailScale) {
        paintSmallFrame(painter, rect, box.frame, paint, theme);
        if (showsNodeNames(paint.scale)) paintSmallContent(painter, rect, facts, paint, theme);
        paintNote(painter, rect, facts, paint, theme);
        return;
    }
    paintNodeBox(painter, box, theme);
    if (!isFaded) paintNote(painter, rect, facts, paint, theme);
}

void paintScene(QPainter& painter, const ScenePaint& paint, PaintGround ground) {
    const Theme& theme = Theme::of(paint.look.scheme);
    painter.fillRect(paint.world.adjusted(-1, -1, 1, 1), theme.canvas);
    if (ground == PaintGround::Screen) paintDots(painter, paint, theme);
    constexpr double kReach = 24; // halos, notes and heads stick out of their boxes
    const QRectF near = paint.world.adjusted(-kReach, -kReach, kReach, kReach);
    const bool isFolded = paint.scene.isDense() && paint.scale < map::kBundleScale && !paint.look.emphasis;
    if (isFolded) paintBundles(painter, paint, theme);
    for (const std::size_t card : paint.scene.cardsIn(near))
        paintCard(painter, paint.scene.layout().groups[card], paint, theme);
    if (isFolded) return;
    const std::vector<std::uint32_t> edges = paint.scene.edgesIn(near);
    const bool isDensity = paint.scene.isDense() && ground == PaintGround::Screen;
    if (isDensity)
        paintDensity(painter, paint, edges);
    else
        paintEdges(painter, paint, edges, theme);
    const auto trunks = static_cast<std::uint32_t>(paint.scene.graph().trunks.size());
    for (std::uint32_t t = 0; t < trunks; ++t) paintTrunkLine(painter, paint, t, LineState::Plain);
    for (const std::uint32_t node : paint.scene.nodesIn(near.adjusted(-80, 0, 80, 0))) {
        if (!isNodeVisible(paint, node)) continue;
        painter.setOpacity(nodeOpacity(paint, node));
        paintMapNode(painter, paint, node, NodeState::Plain);
    }
    painter.setOpacity(1);
    if (!isDensity) paintDiscs(painter, paint, edges, theme);
    for (std::uint32_t t = 0; t < trunks; ++t) paintTrunkCount(painter, paint, t, LineState::Plain);
}

} // namespace portolan

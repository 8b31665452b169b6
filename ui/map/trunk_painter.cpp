#include "ui/map/trunk_painter.h"

#include "ui/map/map_metrics.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

#include <QPainter>

#include <algorithm>

namespace portolan {
namespace {

constexpr double kLeastCountScale = 0.35; ///< below it a count is wider than the gaps between cards
constexpr double kFaded = 0.15;

double trunkOpacity(const ScenePaint& paint) {
    if (paint.look.emphasis) return kFaded;
    return paint.look.draft == DraftOverlay::On ? 0.25 : 1.0;
}

/// The classes of the lines that the filter leaves, counted.
std::array<std::uint32_t, kEdgeClasses.size()> mixOf(const ScenePaint& paint, const MapTrunk& trunk) {
    if (!paint.look.hiddenEdges) return trunk.count;
    std::array<std::uint32_t, kEdgeClasses.size()> mix{};
    for (const std::uint32_t e : trunk.edges)
        if (!(*paint.look.hiddenEdges)[e]) ++mix[static_cast<std::size_t>(paint.scene.graph().edges[e].edgeClass)];
    return mix;
}

} // namespace

std::size_t shownLines(const ScenePaint& paint, const MapTrunk& trunk) {
    if (!paint.look.hiddenEdges) return trunk.edges.size();
    return static_cast<std::size_t>(
        std::ranges::count_if(trunk.edges, [&](std::uint32_t e) { return !(*paint.look.hiddenEdges)[e]; }));
}

void paintTrunkLine(QPainter& painter, const ScenePaint& paint, std::uint32_t index, LineState state) {
    const MapTrunk& trunk = paint.scene.graph().trunks[index];
    if (!paint.scene.isWhole() || shownLines(paint, trunk) == 0) return;
    MapEdge line;
    line.edgeClass = trunk.edgeClass;
    line.connections = trunk.connections;
    painter.setOpacity(state == LineState::Plain ? trunkOpacity(paint) : 1.0);
    paintEdgeLine(painter, {line, paint.scene.layout().trunks[index], state, DraftOverlay::Off, paint.scale},
                  Theme::of(paint.look.scheme));
    painter.setOpacity(1);
}

void paintTrunkCount(QPainter& painter, const ScenePaint& paint, std::uint32_t index, LineState state) {
    const MapTrunk& trunk = paint.scene.graph().trunks[index];
    const std::size_t lines = shownLines(paint, trunk);
    const std::optional<Vec>& place = paint.scene.trunkPlace(index);
    const bool isFaded = state == LineState::Plain && trunkOpacity(paint) < 0.2;
    if (!paint.scene.isWhole() || lines == 0 || !place || paint.scale < kLeastCountScale || isFaded) return;
    const Theme& theme = Theme::of(paint.look.scheme);
    const QString text = QString::number(lines);
    const QFont font = uiFont(map::kLeastFont, Weight::SemiBold);
    constexpr double kHeight = 18;
    constexpr double kBar = 3;
    const double width = std::max(22.0, textWidth(text, font) + 12);
    const QRectF box(-width / 2, -kHeight / 2, width, kHeight);

    painter.save();
    painter.setOpacity(state == LineState::Plain ? trunkOpacity(paint) : 1.0);
    painter.translate(place->x, place->y);
    if (paint.scale < map::kFullDetailScale) painter.scale(1 / paint.scale, 1 / paint.scale);
    painter.setPen(
        QPen(state == LineState::Selected ? theme.accent : theme.borderStrong, state == LineState::Selected ? 2 : 1));
    painter.setBrush(theme.surface);
    painter.drawRoundedRect(box, 5, 5);
    drawLine(painter, {box.adjusted(0, 0, 0, -kBar), Qt::AlignHCenter, Qt::ElideNone}, text, {font, theme.text1});
    const auto mix = mixOf(paint, trunk);
    const double room = width - 10;
    double x = box.left() + 5;
    painter.setPen(Qt::NoPen);
    for (const EdgeClass edgeClass : kEdgeClassUrgency) {
        const std::uint32_t count = mix[static_cast<std::size_t>(edgeClass)];
        if (count == 0) continue;
        const double part = room * count / static_cast<double>(lines);
        painter.setBrush(theme.edge(edgeClass).line);
        painter.drawRect(QRectF(x, box.bottom() - kBar - 1.5, part, kBar));
        x += part;
    }
    painter.restore();
}

} // namespace portolan

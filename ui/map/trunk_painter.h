#pragma once

#include "ui/map/edge_painter.h"
#include "ui/map/scene_painter.h"

#include <cstddef>

class QPainter;

namespace portolan {

/// How many lines of a trunk the filter leaves.
std::size_t shownLines(const ScenePaint& paint, const MapTrunk& trunk);

/// Paints the line of a trunk, unless the filter leaves nothing of it; fades as the lines that it stands for do.
void paintTrunkLine(QPainter& painter, const ScenePaint& paint, std::uint32_t trunk, LineState state);

/// Paints the count of a trunk on its line, underlined by its mix of classes. Keeps its size on the screen when the map
/// is zoomed out; nothing where it would cover more than it says.
void paintTrunkCount(QPainter& painter, const ScenePaint& paint, std::uint32_t trunk, LineState state);

} // namespace portolan

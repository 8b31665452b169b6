#pragma once

#include "ui/map/edge_painter.h"
#include "ui/map/map_look.h"
#include "ui/map/map_scene.h"

#include <QRectF>

class QPainter;

namespace portolan {

/// The part of a scene to paint. The painter's transform maps world to the target; `scale` is what it scales by.
struct ScenePaint {
    const MapScene& scene;
    const MapLook& look;
    QRectF world; ///< what is visible, in world pixels
    double scale = 1.0;
};

/// Screen: dots on the ground and density for dense maps. Page: neither, every line on its own, for pictures.
enum class PaintGround : std::uint8_t { Screen, Page };

/// How a node is shown apart from its own facts.
enum class NodeState : std::uint8_t { Plain, Hovered, Selected };

/// Paints ground, cards, edges, nodes, glyphs and notes: everything but selection and hover. Used by tiles on worker
/// threads, by the window and by exports, so a picture is what was on the screen.
void paintScene(QPainter& painter, const ScenePaint& paint, PaintGround ground);

/// Paints one node with its note.
void paintMapNode(QPainter& painter, const ScenePaint& paint, std::uint32_t node, NodeState state);

/// Whether names are legible at this scale; below, nodes are bare boxes.
bool showsNodeNames(double scale);

} // namespace portolan

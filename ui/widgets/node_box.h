#pragma once

#include "ui/widgets/isolation_badge.h"

#include <QRectF>
#include <QString>

#include <cstdint>

class QPainter;

namespace portolan {

struct Theme;

/// What stands before a node's name. Entry: a way in from outside.
enum class NodeBadge : std::uint8_t { Isolation, External, Entry, Uncertain };
/// What the box's outline says. Halo: open to others, unseen. Danger: taken as compromised.
enum class NodeFrame : std::uint8_t { Plain, Hovered, Selected, OpenHalo, Danger };

/// A workload or an outside peer as map and paths draw it; 112, 144 or 176 px wide, 32 px high, 48 with a second line.
struct NodeBox {
    QRectF rect = {};
    QString name = {};
    QString detail = {}; ///< second line, text3; empty in maps
    NodeBadge badge = NodeBadge::Isolation;
    NodeFrame frame = NodeFrame::Plain;
    Isolation isolation = {};
    bool isCrownJewel = false;
};

/// Paints the box with frame, badge and names elided in the middle.
void paintNodeBox(QPainter& painter, const NodeBox& node, const Theme& theme);

} // namespace portolan

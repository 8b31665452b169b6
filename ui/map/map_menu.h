#pragma once

#include "ui/map/map_text.h"

#include <QPoint>

#include <cstdint>
#include <optional>

class QWidget;

namespace portolan {

/// What the menu of the map offers.
enum class MapAction : std::uint8_t {
    Neighbourhood, ///< callers, the node and callees alone
    Reach1,        ///< what it gets to directly
    Reach2,
    Reach3,
    WaysFrom, ///< its routes to another workload
    WaysTo,   ///< routes from the internet to it
    Flows,    ///< the table of what it talks to
    OnlyThis, ///< narrows the filter to it
    WholeMap,
};

/// What the item under the pointer is, as far as the menu depends on it.
struct MapMenuSubject {
    MapItem::Kind kind = MapItem::Kind::None;
    bool isWorkload = false; ///< a node that stands for a workload: not the internet, not a namespace
    bool isDetail = false;   ///< a path or a neighbourhood is shown in place of the whole map
};

/// Shows the menu and waits; none where nothing was chosen or there is nothing to offer.
std::optional<MapAction> askMapMenu(const MapMenuSubject& subject, QPoint at, QWidget* parent);

} // namespace portolan

#pragma once

#include "ui/map/map_scene.h"

#include <QMetaType>
#include <QString>

#include <cstdint>

namespace portolan {

/// What the pointer or the keyboard means on the map: a node, an edge, a group or a trunk of the graph.
struct MapItem {
    enum class Kind : std::uint8_t { None, Node, Edge, Group, Trunk };
    Kind kind = Kind::None;
    std::uint32_t index = 0;

    bool isNode() const { return kind == Kind::Node; }
    bool isEdge() const { return kind == Kind::Edge; }
    bool isGroup() const { return kind == Kind::Group; }
    bool isTrunk() const { return kind == Kind::Trunk; }
    bool operator==(const MapItem&) const = default;
};

/// "shop/web", or the name alone outside the cluster.
QString nodeTitle(const MapGraph& graph, std::uint32_t node);
/// One line for screen readers: name, isolation, note.
QString itemName(const MapGraph& graph, const MapItem& item);
/// Several lines for a tooltip; empty for None.
QString itemTip(const MapScene& scene, const MapItem& item);

} // namespace portolan

Q_DECLARE_METATYPE(portolan::MapItem)

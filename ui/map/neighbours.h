#pragma once

#include "ui/map/map_look.h"
#include "ui/map/map_scene.h"
#include "ui/map/on_demand_lines.h"

#include <span>

namespace portolan {

/// The nodes within the focus's hops along drawn edges, either direction, and the edges on the way to them.
MapEmphasis neighbourEmphasis(const MapScene& scene, const SceneFocus& focus);

/// The edges of a path and the nodes at their ends.
MapEmphasis pathEmphasis(const MapScene& scene, std::span<const MapLeg> legs);

} // namespace portolan

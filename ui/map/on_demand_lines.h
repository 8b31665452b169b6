#pragma once

#include "ui/map/map_scene.h"
#include "ui/map/map_text.h"

#include <optional>
#include <span>
#include <vector>

namespace portolan {

/// A step of a path to be marked on the map. Where the graph has no edge between the two, a line of `edgeClass` is
/// drawn for the path alone.
struct MapLeg {
    std::uint32_t from = 0; ///< nodes
    std::uint32_t to = 0;
    EdgeClass edgeClass = EdgeClass::Used;

    bool operator==(const MapLeg&) const = default;
};

/// A line over the map that the scene does not draw by itself: hub traffic, what a trunk stands for, a leg of a path.
struct OnDemandLine {
    MapEdge edge;
    std::optional<std::uint32_t> index; ///< in the graph; none for a leg that has no edge there
    EdgeRoute route;
    std::optional<Vec> glyph;
};

/// The edge of the graph with these ends.
std::optional<std::uint32_t> edgeOfLeg(const MapScene& scene, const MapLeg& leg);

/// The lines that the selection and the path need besides those of the scene, routed beside them; straight where they
/// are more than about 80 or the scene is a neighbourhood. Some milliseconds; for the window's thread.
std::vector<OnDemandLine> linesOnDemand(const MapScene& scene, const MapItem& selection, std::span<const MapLeg> path);

} // namespace portolan

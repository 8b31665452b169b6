#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/layout/graph.h"
#include "core/layout/route_grid.h"

#include <span>
#include <vector>

namespace portolan {

/// What routes run between and around. Everything stands on the grid.
struct RouteScene {
    Box area; ///< nothing leaves it
    std::span<const Box> nodes;
    std::span<const int> noteWidths;       ///< one per node
    std::span<const std::uint32_t> cardOf; ///< one per node: index into cards
    std::span<const CardObstacle> cards;
    std::span<const LayoutEdge> edges;
    Box keepFree;                         ///< no route enters it; may be empty
    std::span<const LayoutTrunk> trunks;  ///< their ends are cards
    std::span<const EdgeRoute> runBeside; ///< lines that are there already and keep their lanes
};

/// One route per edge and per trunk of the scene.
struct SceneRoutes {
    std::vector<EdgeRoute> edges;
    std::vector<EdgeRoute> trunks;
};

/// The obstacle that a card with its title makes.
CardObstacle cardObstacle(const Box& card, int titleWidth, const LayoutSpacing& spacing);

/// Right-angled routes on the grid, around nodes and titles, dear through foreign cards, kept out of one another's
/// lanes; short edges are routed first, then those that share a lane once more. An edge that finds no way within its
/// share of the search budget becomes a straight line. The budget counts visited cells, not time, so the answer is the
/// same on every machine. Cancelled when stopped.
Result<SceneRoutes> routeScene(const RouteScene& scene, const RunControl& control);

/// Straight lines for all of them, which takes no time and runs under boxes.
SceneRoutes straightRoutes(const RouteScene& scene);

/// A straight line between the borders of two boxes, on the way from centre to centre.
EdgeRoute straightRoute(const Box& from, const Box& to);

} // namespace portolan

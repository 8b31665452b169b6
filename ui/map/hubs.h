#pragma once

#include "ui/map/map_graph.h"

#include <cstddef>

namespace portolan {

/// What hiding hub traffic came to, for the status bar.
struct HubTraffic {
    std::size_t hubs = 0;
    std::size_t edges = 0;
};

/// Marks the edges at nodes with more than max(40, 15 % of all nodes) edges as hub traffic and gives those nodes a note
/// such as "94 in, 4 out, hidden" unless they have one: DNS, metrics and ingress would hide everything else. Edges that
/// are blocked, mismatched or uncertain stay lines. A picture of 120 nodes is unreadable without it.
HubTraffic hideHubTraffic(MapGraph& graph);

} // namespace portolan

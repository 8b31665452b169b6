// The door of the layout room: plain nodes and edges in, boxes and lines out. It knows no names, colours or Qt, so the
// window and the command line draw the same picture. Everything here is a pure function, safe to call from any thread,
// and gives the same answer for the same input on every machine.
//
//   LayoutGraph ─> columns in each card ─> cards in columns ─> rows again, now seeing outside ─> routes ─> Layout
//                  (columns.h)             (placement.h)        (columns.h)                       (router.h)
#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/layout/graph.h"

#include <span>
#include <vector>

namespace portolan {

/// Lays out the whole graph: groups as cards, nodes in columns inside them, right-angled routes for as many edges as
/// the options allow, straight lines beyond; trunks between cards count as edges. Empty groups get no card. About 0.1 s
/// for 10,000 nodes with 27,000 edges, and up to a second for 1,200 routes. Cancelled when `control` is stopped;
/// Internal if an index is out of range.
Result<Layout> layoutMap(const LayoutGraph& graph, const LayoutOptions& options, const RunControl& control);

/// Routes the edges anew and leaves nodes and groups of `placed` where they are, for a graph that has the same nodes
/// and groups. Fails as layoutMap() does.
Result<Layout> routeMap(const LayoutGraph& graph, Layout placed, const LayoutOptions& options,
                        const RunControl& control);

/// Routes of further edges of a map that is laid out, kept out of the lanes of the lines that are there; one per edge.
/// About a millisecond an edge. Fails as layoutMap() does.
Result<std::vector<EdgeRoute>> routeMore(const LayoutGraph& graph, const Layout& placed,
                                         std::span<const LayoutEdge> edges, const LayoutOptions& options,
                                         const RunControl& control);

} // namespace portolan

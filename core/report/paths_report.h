#pragma once

#include "core/analysis/analysis.h"
#include "core/paths/paths.h"
#include "core/report/table.h"

#include <memory>
#include <string>

namespace portolan {

/// The graph of an analysis: reachability with the ports that its evidence saw answered.
std::shared_ptr<const ReachGraph> reachGraph(const Analysis& analysis);

/// Routes one below the other: every hop with its port, then both gates with rule and file:line.
std::string routesText(const ReachGraph& graph, PathNode from, PathNode to, const std::vector<Route>& routes);
/// Counts by hop, then a line a workload with the port and the step it is reached from.
std::string spreadText(const ReachGraph& graph, const Spread& spread);
/// {"version":1,"from","to","routes":[{"certain","hops":[{"from","to","port","traffic","via","certain","egress":{},"ingress":{}}]}]}
std::string routesJson(const ReachGraph& graph, PathNode from, PathNode to, const std::vector<Route>& routes);
/// {"version":1,"from","counts":[...],"reached":[{"workload","hops","from","traffic"}]}
std::string spreadJson(const ReachGraph& graph, const Spread& spread);
/// One row a reached workload: hops, workload, traffic, from.
Table spreadTable(const ReachGraph& graph, const Spread& spread);

} // namespace portolan

#pragma once

#include "core/analysis/analysis.h"
#include "core/paths/paths.h"
#include "core/report/table.h"

#include <memory>
#include <string>

namespace portolan {

/// The graph of an analysis: reachability with the ports that its evidence saw answered.
std::shared_ptr<const ReachGraph> reachGraph(const Analysis& analysis);

/// How far was looked from a start, and whether there is more behind.
struct SpreadLimit {
    enum class Beyond { Nothing, Some };
    unsigned hops = 3;
    Beyond beyond = Beyond::Nothing;
};
/// "no further than 3 hops, and more is reached beyond: --hops goes on to 16".
std::string limitText(const SpreadLimit& limit);

/// Routes one below the other: every hop with its port, then both gates with rule and file:line. `maxHops` is how far
/// was looked, told where there is none.
std::string routesText(const ReachGraph& graph, PathNode from, PathNode to, const std::vector<Route>& routes,
                       unsigned maxHops);
/// Counts by hop and what the limit leaves out, then a line a workload with the port and the step it is reached from.
std::string spreadText(const ReachGraph& graph, const Spread& spread, const SpreadLimit& limit);
/// {"version":1,"from","to","max_hops","routes":[{"certain","hops":[{"from","to","port","traffic","via","certain","egress":{},"ingress":{}}]}]}
std::string routesJson(const ReachGraph& graph, PathNode from, PathNode to, const std::vector<Route>& routes,
                       unsigned maxHops);
/// {"version":1,"from","max_hops","more_beyond","counts":[...],"reached":[{"workload","hops","from","traffic"}]}
std::string spreadJson(const ReachGraph& graph, const Spread& spread, const SpreadLimit& limit);
/// One row a hop: route and hop from 1, from, to, port, traffic, certain, then the gates.
Table routesTable(const ReachGraph& graph, const std::vector<Route>& routes);
/// One row a reached workload: hops, workload, traffic, from.
Table spreadTable(const ReachGraph& graph, const Spread& spread);

} // namespace portolan

#include "app/cli/command.h"
#include "app/cli/common_options.h"
#include "app/cli/run_analysis.h"
#include "core/analysis/endpoint_text.h"
#include "core/report/paths_report.h"

namespace portolan::cli {
namespace {

/// A workload, or the internet; the workload of a pod that is named.
Result<PathNode> nodeOf(const Reachability& reach, const std::string& text) {
    const NamedEndpoint end = findEndpoint(reach, text);
    if (end.kind == NamedEndpoint::Kind::Internet) return PathNode();
    if (end.workload) return PathNode(*end.workload);
    return fail(Error::Kind::NotFound,
                "not found: " + text + ": " +
                    (end.problem.empty() ? "paths lead between workloads and the internet" : end.problem));
}

void declare(OptionSet& options, Request& request) {
    addManifests(options, request);
    addFlows(options, request);
    options.text("--from", request.from, "A workload, or internet", "ENDPOINT", OptionSet::Need::Required);
    options.text("--to", request.to, "A workload; none: everything within reach", "ENDPOINT");
    options.number("--hops", request.hops, "How far to go, 1 to 16; without it 3, and 6 for routes to a workload", 16);
    options.number("--routes", request.routes, "How many routes, 1 to 100; without it 3", 100);
}

constexpr unsigned kSpreadHops = 3;
constexpr unsigned kRouteHops = 6;

unsigned hopsOf(const Request& request, unsigned otherwise) {
    return request.hops == 0 ? otherwise : static_cast<unsigned>(request.hops);
}

/// What is within reach of an end.
int answerSpread(const ReachGraph& graph, PathNode from, const Request& request, Console& console) {
    SpreadOptions options;
    options.hops = hopsOf(request, kSpreadHops);
    const auto reached = spread(graph, from, options, console.control());
    if (!reached) return tell(reached.error(), console);
    const auto further = spread(graph, from, {options.hops + 1, 0}, console.control());
    if (!further) return tell(further.error(), console);
    const SpreadLimit limit{options.hops, further->count() > reached->count() ? SpreadLimit::Beyond::Some
                                                                              : SpreadLimit::Beyond::Nothing};
    const bool isTold = request.format == Format::Csv || request.format == Format::Md;
    if (isTold && limit.beyond == SpreadLimit::Beyond::Some && !request.isQuiet)
        console.say("paths: " + limitText(limit));
    switch (request.format) {
    case Format::Csv: return finish(csv(spreadTable(graph, *reached)), request, console);
    case Format::Md: return finish(markdown(spreadTable(graph, *reached)), request, console);
    case Format::Text: return finish(spreadText(graph, *reached, limit), request, console);
    case Format::Json: return finish(spreadJson(graph, *reached, limit), request, console);
    default: return noSuchFormat(request, console);
    }
}

int answerPaths(const Request& request, Console& console) {
    const auto analysis = runAnalysis(request, Options::Depth::Evidence, console);
    if (!analysis) return analysis.error();
    const auto graph = reachGraph(**analysis);
    const auto from = nodeOf(graph->reachability(), request.from);
    if (!from) return tell(from.error(), console);
    if (request.to.empty()) return answerSpread(*graph, *from, request, console);
    const auto to = nodeOf(graph->reachability(), request.to);
    if (!to) return tell(to.error(), console);
    const unsigned hops = hopsOf(request, kRouteHops);
    const auto found = routes(*graph, *from, *to, {request.routes, hops}, console.control());
    if (!found) return tell(found.error(), console);
    switch (request.format) {
    case Format::Csv: return finish(csv(routesTable(*graph, *found)), request, console);
    case Format::Md: return finish(markdown(routesTable(*graph, *found)), request, console);
    case Format::Text: return finish(routesText(*graph, *from, *to, *found, hops), request, console);
    case Format::Json: return finish(routesJson(*graph, *from, *to, *found, hops), request, console);
    default: return noSuchFormat(request, console);
    }
}

} // namespace

const Command kPathsCommand{"paths",
                            "text|json|csv|md",
                            "Lateral movement: what a workload reaches, how one gets to another",
                            "portolan paths samples/harbor --from internet --to data/orders-db",
                            declare,
                            nullptr,
                            answerPaths};

} // namespace portolan::cli

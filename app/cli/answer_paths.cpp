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
    options.number("--hops", request.hops, "How far to go, 1 to 16", 16);
    options.number("--routes", request.routes, "How many routes, 1 to 100", 100);
}

int answerPaths(const Request& request, Console& console) {
    const auto analysis = runAnalysis(request, Options::Depth::Evidence, console);
    if (!analysis) return analysis.error();
    const auto graph = reachGraph(**analysis);
    const auto from = nodeOf(graph->reachability(), request.from);
    if (!from) return tell(from.error(), console);
    const bool isJson = request.format == Format::Json;
    if (request.to.empty()) {
        const auto reached = spread(*graph, *from, {static_cast<unsigned>(request.hops), 2000}, console.control());
        if (!reached) return tell(reached.error(), console);
        if (request.format == Format::Csv) return finish(csv(spreadTable(*graph, *reached)), request, console);
        if (request.format == Format::Md) return finish(markdown(spreadTable(*graph, *reached)), request, console);
        if (!isJson && request.format != Format::Text) return noSuchFormat(request, console);
        return finish(isJson ? spreadJson(*graph, *reached) : spreadText(*graph, *reached), request, console);
    }
    if (!isJson && request.format != Format::Text) return noSuchFormat(request, console);
    const auto to = nodeOf(graph->reachability(), request.to);
    if (!to) return tell(to.error(), console);
    const auto found = routes(*graph, *from, *to, {request.routes, 6}, console.control());
    if (!found) return tell(found.error(), console);
    return finish(isJson ? routesJson(*graph, *from, *to, *found) : routesText(*graph, *from, *to, *found), request,
                  console);
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

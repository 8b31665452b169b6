#include "app/cli/command.h"
#include "app/cli/common_options.h"
#include "app/cli/run_analysis.h"
#include "core/report/overview.h"

namespace portolan::cli {
namespace {

void declare(OptionSet& options, Request& request) {
    addManifests(options, request);
    addFlows(options, request);
    options.flag("--include-system", request.analysis.findings.includeSystem, "Findings in system namespaces too");
}

int answerOverview(const Request& request, Console& console) {
    const auto analysis = runAnalysis(request, Options::Depth::Findings, console);
    if (!analysis) return analysis.error();
    switch (request.format) {
    case Format::Text: return finish(overviewText(**analysis), request, console);
    case Format::Json: return finish(overviewJson(**analysis), request, console);
    default: return noSuchFormat(request, console);
    }
}

} // namespace

const Command kOverviewCommand{"overview",
                               "text|json",
                               "Counts, isolation, flatness, top findings, what could not be read",
                               "portolan overview samples/harbor --flows samples/harbor/flows/hubble.jsonl.gz",
                               declare,
                               nullptr,
                               answerOverview};

} // namespace portolan::cli

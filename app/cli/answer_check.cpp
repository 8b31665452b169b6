#include "app/cli/command.h"
#include "app/cli/common_options.h"
#include "app/cli/run_analysis.h"
#include "core/report/findings_report.h"

#include <algorithm>

namespace portolan::cli {
namespace {

void declare(OptionSet& options, Request& request) {
    addManifests(options, request);
    addFlows(options, request);
    options.text("--fail-on", request.failOn, "Exit status 1 from this severity on", "critical|high|medium|low|info");
    options.flag("--include-system", request.analysis.findings.includeSystem, "Findings in system namespaces too");
}

int answerCheck(const Request& request, Console& console) {
    std::optional<Severity> limit;
    if (!request.failOn.empty()) {
        limit = parseSeverity(request.failOn);
        if (!limit) {
            console.say("portolan check: --fail-on is critical, high, medium, low or info");
            return kWrongUsage;
        }
    }
    const auto analysis = runAnalysis(request, Options::Depth::Findings, console);
    if (!analysis) return analysis.error();
    int status = kDone;
    switch (request.format) {
    case Format::Text: status = finish(findingsText(**analysis), request, console); break;
    case Format::Json: status = finish(findingsJson(**analysis), request, console); break;
    case Format::Csv: status = finish(csv(findingsTable(**analysis)), request, console); break;
    case Format::Md: status = finish(markdown(findingsTable(**analysis)), request, console); break;
    default: return noSuchFormat(request, console);
    }
    const bool isFailed = limit && std::ranges::any_of((*analysis)->findings, [&](const Finding& f) {
                              return f.severity <= *limit && f.findingClass != FindingClass::Heuristic;
                          });
    if (status != kDone || !limit) return status;
    return isFailed ? kDoesNotHold : passed(*(*analysis)->cluster, request, console);
}

} // namespace

const Command kCheckCommand{
    "check",        "text|json|csv|md",
    "The findings", "portolan check samples/harbor --flows samples/harbor/flows/hubble.jsonl.gz --fail-on high",
    declare,        nullptr,
    answerCheck};

} // namespace portolan::cli

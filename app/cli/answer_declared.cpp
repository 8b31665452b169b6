#include "app/cli/command.h"
#include "app/cli/common_options.h"
#include "app/cli/run_analysis.h"
#include "core/report/declared_report.h"

namespace portolan::cli {
namespace {

void declare(OptionSet& options, Request& request) {
    addManifests(options, request);
    addFlows(options, request);
}

int answerDeclared(const Request& request, Console& console) {
    const auto analysis = runAnalysis(request, Options::Depth::Evidence, console);
    if (!analysis) return analysis.error();
    switch (request.format) {
    case Format::Text: return finish(declaredText(**analysis), request, console);
    case Format::Json: return finish(declaredJson(**analysis), request, console);
    case Format::Csv: return finish(csv(declaredTable(**analysis)), request, console);
    case Format::Md: return finish(markdown(declaredTable(**analysis)), request, console);
    default: return noSuchFormat(request, console);
    }
}

} // namespace

const Command kDeclaredCommand{
    "declared",
    "text|json|csv|md",
    "Whom manifests say their workloads talk to, whether it is permitted, and when it was seen",
    "portolan declared samples/harbor --flows samples/harbor/flows/hubble.jsonl.gz",
    declare,
    nullptr,
    answerDeclared};

} // namespace portolan::cli

#include "app/cli/command.h"
#include "app/cli/common_options.h"
#include "app/cli/run_analysis.h"
#include "core/report/usage_report.h"

namespace portolan::cli {
namespace {

void declare(OptionSet& options, Request& request) {
    addManifests(options, request);
    addFlows(options, request);
}

int answerUsage(const Request& request, Console& console) {
    const auto analysis = runAnalysis(request, Options::Depth::Evidence, console);
    if (!analysis) return analysis.error();
    if (!(*analysis)->flows)
        console.say("portolan usage: no flow log is loaded (--flows), so nothing is called unused");
    switch (request.format) {
    case Format::Csv: return finish(csv(usageTable(**analysis)), request, console);
    case Format::Md: return finish(markdown(usageTable(**analysis)), request, console);
    case Format::Text:
    case Format::Json: {
        const auto text = request.format == Format::Text ? usageText(**analysis, console.control())
                                                         : usageJson(**analysis, console.control());
        return text ? finish(*text, request, console) : tell(text.error(), console);
    }
    default: return noSuchFormat(request, console);
    }
}

} // namespace

const Command kUsageCommand{"usage",
                            "text|json|csv|md",
                            "Per rule: used, unused or not observable, the smallest edit",
                            "portolan usage samples/harbor --flows samples/harbor/flows/hubble.jsonl.gz",
                            declare,
                            nullptr,
                            answerUsage};

} // namespace portolan::cli

#include "app/cli/command.h"
#include "app/cli/common_options.h"
#include "app/cli/read_text.h"
#include "app/cli/run_analysis.h"
#include "core/report/intents_report.h"

#include <algorithm>

namespace portolan::cli {
namespace {

void declare(OptionSet& options, Request& request) {
    options.text("intents", request.intents,
                 "CSV with name,from,to,port,expect, or np-guard baseline rules; - for standard input", "FILE",
                 OptionSet::Need::Required);
    options.texts("input", request.analysis.inputs, "Manifests: files, directories", "INPUT", OptionSet::List::Repeated,
                  OptionSet::Need::Input);
    addLive(options, request);
    addEvaluation(options, request);
}

int answerAssert(const Request& request, Console& console) {
    const auto text = readText(request.intents);
    if (!text) return tell(text.error(), console);
    const auto intents = parseIntents(*text, request.intents);
    if (!intents) return tell(intents.error(), console);
    if (intents->empty()) {
        console.say("portolan: no intent in " + request.intents + ", so that nothing is asserted");
        return kNotAnalysed;
    }
    const auto analysis = runAnalysis(request, Options::Depth::Reachability, console);
    if (!analysis) return analysis.error();
    const auto outcomes = checkIntents(*(*analysis)->reachability, *intents, console.control());
    if (!outcomes) return tell(outcomes.error(), console);
    std::string out;
    switch (request.format) {
    case Format::Text: out = intentsText(*intents, *outcomes); break;
    case Format::Csv: out = csv(intentsTable(*intents, *outcomes)); break;
    case Format::Md: out = markdown(intentsTable(*intents, *outcomes)); break;
    case Format::Json: out = intentsJson(*intents, *outcomes); break;
    case Format::Junit: out = intentsJunit(*intents, *outcomes); break;
    case Format::Sarif: out = intentsSarif(*intents, *outcomes); break;
    default: return noSuchFormat(request, console);
    }
    if (const int status = finish(out, request, console); status != kDone) return status;
    const bool isHolding =
        std::ranges::all_of(*outcomes, [](const IntentOutcome& o) { return o.status == IntentOutcome::Status::Holds; });
    return isHolding ? passed(*(*analysis)->cluster, request, console) : kDoesNotHold;
}

} // namespace

const Command kAssertCommand{"assert",
                             "text|json|csv|md|junit|sarif",
                             "Whether a file of intents holds",
                             "portolan assert samples/harbor/intents.csv samples/harbor",
                             declare,
                             nullptr,
                             answerAssert};

} // namespace portolan::cli

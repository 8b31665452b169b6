#include "app/cli/run_analysis.h"
#include "core/report/overview.h"

namespace portolan::cli {

int answerOverview(const Request& request, Console& console) {
    const auto analysis = runAnalysis(request, Options::Depth::Findings, console);
    if (!analysis) return analysis.error();
    switch (request.format) {
    case Format::Text: return finish(overviewText(**analysis), request, console);
    case Format::Json: return finish(overviewJson(**analysis), request, console);
    default: return noSuchFormat(request, console, "text and json");
    }
}

} // namespace portolan::cli

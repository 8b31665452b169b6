#include "app/cli/answer_who_could.h"

#include "app/cli/run_analysis.h"
#include "core/report/who_could_report.h"

namespace portolan::cli {

int answerWhoCould(const Request& request, Console& console) {
    const auto port = parsePort(request.port.empty() ? "tcp" : request.port);
    if (!port) return tell(port.error(), console);
    const auto analysis = runAnalysis(request, Options::Depth::Reachability, console);
    if (!analysis) return analysis.error();
    const Reachability& reach = *(*analysis)->reachability;
    const NamedEndpoint to = findEndpoint(reach, request.whoCould);
    const auto answer = whoCould(reach, to, *port, console.control());
    if (!answer) return tell(answer.error(), console);
    const WhoCouldQuestion question{request.whoCould, port->text()};
    switch (request.format) {
    case Format::Text: return finish(whoCouldText(reach, question, *answer), request, console);
    case Format::Json: return finish(whoCouldJson(reach, question, *answer), request, console);
    case Format::Csv: return finish(csv(whoCouldTable(reach, *answer)), request, console);
    case Format::Md: return finish(markdown(whoCouldTable(reach, *answer)), request, console);
    default: return noSuchFormat(request, console);
    }
}

} // namespace portolan::cli

#include "app/cli/command.h"
#include "app/cli/common_options.h"
#include "app/cli/run_analysis.h"
#include "core/analysis/endpoint_text.h"
#include "core/report/list.h"
#include "core/report/table.h"

#include <algorithm>

namespace portolan::cli {
namespace {

Table tableOf(const List& list, bool isNpGuard) {
    Table out{{"src", "dst", "conn"}, {}};
    if (!isNpGuard) out.columns.emplace_back("uncertain");
    for (const ListLine& l : list.lines) {
        out.rows.push_back({l.from, l.to, l.connections});
        if (!isNpGuard) out.rows.back().push_back(l.uncertain);
    }
    return out;
}

std::string dotOf(const List& list) {
    std::string out = "digraph {\n";
    for (const ListLine& l : list.lines)
        out += '\t' + jsonString(l.from) + " -> " + jsonString(l.to) + " [label=" + jsonString(l.connections) +
               (l.uncertain.empty() ? "" : " style=dashed") + "]\n";
    return out + "}\n";
}

std::string textOf(const List& list, const std::string& port) {
    std::string out;
    if (!port.empty() && !list.lines.empty()) out = "Permitted connections on " + port + ":\n";
    for (const ListLine& l : list.lines) out += l.text() + '\n';
    return out;
}

/// np-guard writes tcp-8080 where we write tcp/8080.
std::string slashed(std::string port) {
    if (port.find('/') == std::string::npos) std::ranges::replace(port, '-', '/');
    return port;
}

void declare(OptionSet& options, Request& request) {
    addManifests(options, request);
    options.texts("--focus,--focusworkload", request.focus, "Only lines with this workload", kWorkloads,
                  OptionSet::List::CommaSeparated);
    options.texts("--focus-peer,--focusworkload-peer", request.focusPeers,
                  "Of those, only lines with this workload at the other end", kWorkloads,
                  OptionSet::List::CommaSeparated);
    options.text("--direction,--focus-direction", request.directionWord, "This direction of the focused workload",
                 "ingress|egress");
    options.text("--port,--focus-conn", request.port, "Only pairs that allow this port, as in tcp/8080",
                 "PROTOCOL/PORT");
    options.flag("--certain", request.isCertainOnly, "Leave out what rests on a missing fact");
}

std::optional<std::string> understand(Request& request) {
    if (request.directionWord == "ingress")
        request.direction = Direction::Ingress;
    else if (request.directionWord == "egress")
        request.direction = Direction::Egress;
    else if (!request.directionWord.empty())
        return "--direction is ingress or egress";
    return std::nullopt;
}

int answerList(const Request& request, Console& console) {
    ListOptions options{request.focus, request.focusPeers, request.direction, std::nullopt, request.isCertainOnly};
    std::string portText;
    if (!request.port.empty()) {
        const auto port = parsePort(slashed(request.port));
        if (!port) return tell(port.error(), console);
        if (port->number == 0) {
            console.say("portolan list: --port takes a protocol and a number, as in tcp/8080");
            return kWrongUsage;
        }
        options.port = {port->protocol, port->number};
        portText = std::string(name(port->protocol)) + ' ' + std::to_string(port->number);
    }
    const auto analysis = runAnalysis(request, Options::Depth::Reachability, console);
    if (!analysis) return analysis.error();
    const Reachability& reach = *(*analysis)->reachability;
    const bool isNpGuard = reach.profile().name == "np-guard";
    const List result = list(reach, options);
    if (!request.isQuiet)
        for (const std::string& warning : result.warnings) console.say("warning: " + warning);
    switch (request.format) {
    case Format::Text: return finish(textOf(result, portText), request, console);
    case Format::Csv: return finish(csv(tableOf(result, isNpGuard)), request, console);
    case Format::Md: return finish(markdown(tableOf(result, isNpGuard)), request, console);
    case Format::Dot: return finish(dotOf(result), request, console);
    case Format::Json: {
        const std::string rows = jsonRows(tableOf(result, isNpGuard));
        return finish(isNpGuard ? rows + '\n' : "{\"version\":1,\"connections\":" + rows + "}\n", request, console);
    }
    default: return noSuchFormat(request, console);
    }
}

} // namespace

const Command kListCommand{"list",
                           "text|json|csv|md|dot",
                           "Every permitted connection",
                           "portolan list samples/harbor --focus shop/catalog",
                           declare,
                           understand,
                           answerList};

} // namespace portolan::cli

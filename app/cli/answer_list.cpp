#include "app/cli/command.h"
#include "app/cli/common_options.h"
#include "app/cli/run_analysis.h"
#include "core/analysis/endpoint_text.h"
#include "core/paths/entries.h"
#include "core/report/exposure.h"
#include "core/report/list.h"
#include "core/report/list_explained.h"
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

/// Edges between workloads, and dotted ones to and from what could be created.
std::string dotOf(const List& list, const ExposureReport* exposed) {
    std::string out = "digraph {\n";
    for (const ListLine& l : list.lines)
        out += '\t' + jsonString(l.from) + " -> " + jsonString(l.to) + " [label=" + jsonString(l.connections) +
               (l.uncertain.empty() ? "" : " style=dashed") + "]\n";
    for (std::size_t i = 0; exposed && i < exposed->lines.size(); ++i) {
        const ExposureLine& l = exposed->lines[i];
        const bool isEgress = l.direction == Direction::Egress;
        out += '\t' + jsonString(isEgress ? l.workload : l.peer) + " -> " + jsonString(isEgress ? l.peer : l.workload) +
               " [label=" + jsonString(l.connections) + " style=dotted]\n";
    }
    return out + "}\n";
}

std::string jsonOf(const List& list, const ExposureReport* exposed, bool isNpGuard) {
    const std::string rows = jsonRows(tableOf(list, isNpGuard));
    if (!exposed) return isNpGuard ? rows + '\n' : "{\"version\":1,\"connections\":" + rows + "}\n";
    return "{\"version\":1,\"connections\":" + rows + ",\"exposure\":" + jsonRows(exposureTable(*exposed)) +
           ",\"unprotected\":" + jsonRows(unprotectedTable(*exposed)) + "}\n";
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

int print(const List& found, const ExposureReport* exposed, const std::string& port, const Request& request,
          Console& console) {
    const bool isNpGuard = request.analysis.profile.name == "np-guard";
    switch (request.format) {
    case Format::Text: {
        std::string text = textOf(found, port);
        if (exposed) text += (text.empty() ? "" : "\n") + exposureText(*exposed, port);
        return finish(text, request, console);
    }
    case Format::Csv:
        return finish(csv(exposed ? exposureTable(*exposed) : tableOf(found, isNpGuard)), request, console);
    case Format::Md: {
        std::string text = markdown(tableOf(found, isNpGuard));
        if (exposed) text += '\n' + markdown(exposureTable(*exposed)) + '\n' + markdown(unprotectedTable(*exposed));
        return finish(text, request, console);
    }
    case Format::Dot: return finish(dotOf(found, exposed), request, console);
    case Format::Json: return finish(jsonOf(found, exposed, isNpGuard), request, console);
    default: return noSuchFormat(request, console);
    }
}

int explainAll(const Reachability& reach, const ListOptions& options, const ExposureReport* exposed,
               const std::string& port, const Request& request, Console& console) {
    const ExplainOnly only = request.explainOnly == "allow"  ? ExplainOnly::Allowed
                             : request.explainOnly == "deny" ? ExplainOnly::Denied
                                                             : ExplainOnly::Everything;
    const auto pairs = explainList(reach, options, only, console.control());
    if (!pairs) return tell(pairs.error(), console);
    switch (request.format) {
    case Format::Text:
        return finish(explainedText(*pairs) + (exposed ? '\n' + exposureText(*exposed, port) : ""), request, console);
    case Format::Csv: return finish(csv(explainedTable(*pairs)), request, console);
    case Format::Md: return finish(markdown(explainedTable(*pairs)), request, console);
    case Format::Json:
        return finish("{\"version\":1,\"explained\":" + jsonRows(explainedTable(*pairs)) +
                          (exposed ? ",\"exposure\":" + jsonRows(exposureTable(*exposed)) : "") + "}\n",
                      request, console);
    default: return noSuchFormat(request, console);
    }
}

/// What a focus names: a workload in one of its spellings, a Service or an entry point.
bool isThere(const Reachability& reach, const std::string& name) {
    const Cluster& cluster = reach.cluster();
    const std::vector<std::string> names{name};
    for (std::size_t i = 0; i < cluster.workloads.size(); ++i)
        if (isNamed(cluster, names, WorkloadId(i))) return true;
    const auto isEntry = [&](const EntryPoint& entry) {
        const std::string full = entryName(cluster, entry);
        return full == name || full.substr(0, full.rfind('[')) == name;
    };
    if (std::ranges::any_of(cluster.entryPoints.all(), isEntry)) return true;
    const auto isService = [&](const Service& s) {
        const std::string full =
            std::string(cluster.text(cluster.namespaces[s.ns].name)) + '/' + std::string(cluster.text(s.name));
        return full == name || full + "[Service]" == name;
    };
    if (name == "ingress-controller" && reach.profile().name == "np-guard") return true;
    return std::ranges::any_of(cluster.services.all(), isService);
}

/// An empty list may rest on a slip of the pen.
void warnOfFocus(const Reachability& reach, const Request& request, Console& console) {
    if (request.isQuiet) return;
    for (const auto* names : {&request.focus, &request.focusPeers})
        for (const std::string& n : *names)
            if (!isThere(reach, n)) console.say("warning: nothing in the input has the name " + n);
    if (request.focus.empty() && (!request.focusPeers.empty() || request.direction))
        console.say("warning: --focus-peer and --direction narrow what --focus shows; without it they change nothing");
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
    options.flag("--exposure", request.isExposure,
                 "Also who could reach a workload, and whom it could, if a pod or namespace with the right labels were "
                 "created; csv: that alone");
    options.flag("--explain", request.isExplaining,
                 "The chain of tiers and rules behind each pair, with file and line; what is denied, too");
    options.text("--explain-only", request.explainOnly, "As --explain, for what is allowed or for what is denied",
                 "allow|deny");
    options.flag("--certain", request.isCertainOnly, "Leave out what rests on a missing fact");
}

std::optional<std::string> understand(Request& request) {
    if (request.directionWord == "ingress")
        request.direction = Direction::Ingress;
    else if (request.directionWord == "egress")
        request.direction = Direction::Egress;
    else if (!request.directionWord.empty())
        return "--direction is ingress or egress";
    if (!request.explainOnly.empty() && request.explainOnly != "allow" && request.explainOnly != "deny")
        return "--explain-only is allow or deny";
    if (!request.explainOnly.empty()) request.isExplaining = true;
    if (request.isExplaining && request.format == Format::Dot)
        return "list --explain prints text, json, csv and md, not dot";
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
    warnOfFocus(reach, request, console);
    std::optional<ExposureReport> exposed;
    if (request.isExposure) {
        auto found = exposure(reach, options, console.control());
        if (!found) return tell(found.error(), console);
        exposed = std::move(*found);
    }
    if (request.isExplaining)
        return explainAll(reach, options, exposed ? &*exposed : nullptr, portText, request, console);
    const auto result = list(reach, options, console.control());
    if (!result) return tell(result.error(), console);
    if (!request.isQuiet)
        for (const std::string& warning : result->warnings) console.say("warning: " + warning);
    return print(*result, exposed ? &*exposed : nullptr, portText, request, console);
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

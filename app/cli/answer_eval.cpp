#include "app/cli/command.h"
#include "app/cli/common_options.h"
#include "app/cli/run_analysis.h"
#include "core/analysis/answer.h"

namespace portolan::cli {
namespace {

void declare(OptionSet& options, Request& request) {
    addManifests(options, request);
    options.text("-s,--source-pod", request.from, "Source pod", "POD");
    options.text("-n,--source-namespace", request.sourceNs, "Source namespace", "NAMESPACE");
    options.text("-d,--destination-pod", request.to, "Destination pod", "POD");
    options.text("--destination-namespace", request.destinationNs, "Destination namespace", "NAMESPACE");
    options.text("--source-ip", request.sourceIp, "Source address", "ADDRESS");
    options.text("--destination-ip", request.destinationIp, "Destination address", "ADDRESS");
    options.text("-p,--destination-port", request.port, "Port number or name", "PORT");
    options.text("--protocol", request.protocol, "Protocol of the port", "tcp|udp|sctp");
}

std::optional<std::string> understand(Request& request) {
    if (request.from.empty() == request.sourceIp.empty()) return "eval needs either -s or --source-ip";
    if (request.to.empty() == request.destinationIp.empty()) return "eval needs either -d or --destination-ip";
    request.from = request.sourceIp.empty() ? request.sourceNs + '/' + request.from : "ip:" + request.sourceIp;
    request.to =
        request.destinationIp.empty() ? request.destinationNs + '/' + request.to : "ip:" + request.destinationIp;
    if (request.port.empty()) return "eval needs -p";
    request.port = request.protocol + '/' + request.port;
    return std::nullopt;
}

std::string bare(const NamedEndpoint& end) {
    return end.text.starts_with("ip:") ? end.text.substr(3) : end.text;
}

int answerEval(const Request& request, Console& console) {
    const auto port = parsePort(request.port);
    if (!port) return tell(port.error(), console);
    const auto analysis = runAnalysis(request, Options::Depth::Reachability, console);
    if (!analysis) return analysis.error();
    const Reachability& reach = *(*analysis)->reachability;
    const NamedEndpoint from = findEndpoint(reach, request.from);
    const NamedEndpoint to = findEndpoint(reach, request.to);
    for (const NamedEndpoint* end : {&from, &to})
        if (!end->isFound())
            return tell({Error::Kind::NotFound, "not found: " + end->text + ": " + end->problem}, console);
    const bool isAllowed = answer(reach, from, to, *port).verdict == Verdict::Allow;
    return finish(bare(from) + " => " + bare(to) + " over " + port->text() + ": " + (isAllowed ? "true" : "false") +
                      '\n',
                  request, console);
}

} // namespace

const Command kEvalCommand{"eval",
                           "text",
                           "A question in netpol-analyzer's spelling",
                           "portolan eval --dirpath samples/harbor -n shop -s storefront "
                           "--destination-namespace data -d orders-db -p 5432",
                           declare,
                           understand,
                           answerEval,
                           {"evaluate", "allow"}};

} // namespace portolan::cli

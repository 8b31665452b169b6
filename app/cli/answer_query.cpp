#include "app/cli/answer_who_could.h"
#include "app/cli/command.h"
#include "app/cli/common_options.h"
#include "app/cli/read_text.h"
#include "app/cli/run_analysis.h"
#include "core/analysis/answer.h"
#include "core/base/csv.h"
#include "core/report/explanation.h"
#include "core/report/list_explained.h"
#include "core/report/table.h"

#include <map>

namespace portolan::cli {
namespace {

/// Remembers what an endpoint's text means: batches name the same few ends again and again.
class Endpoints {
  public:
    explicit Endpoints(const Reachability& reach) : m_reach(reach) {}
    const NamedEndpoint& operator()(const std::string& text) {
        const auto it = m_known.find(text);
        return it != m_known.end() ? it->second : m_known.emplace(text, findEndpoint(m_reach, text)).first->second;
    }

  private:
    const Reachability& m_reach;
    std::map<std::string, NamedEndpoint> m_known;
};

int answerBatch(const Request& request, Console& console) {
    const auto text = readText(request.batch);
    if (!text) return tell(text.error(), console);
    const auto records = csvRecords(*text);
    const std::vector<std::string> header{"from", "to", "protocol", "port"};
    if (records.empty() || records.front().cells != header) {
        console.say("portolan query: " + request.batch + ": the first line must be from,to,protocol,port");
        return kWrongUsage;
    }
    const auto analysis = runAnalysis(request, Options::Depth::Reachability, console);
    if (!analysis) return analysis.error();
    const Reachability& reach = *(*analysis)->reachability;
    Endpoints endpoints(reach);
    Table table{{"from", "to", "protocol", "port", "verdict", "reason"}, {}};
    for (std::size_t i = 1; i < records.size(); ++i) {
        if (console.control().isStopped()) return kCancelled;
        std::vector<std::string> row = records[i].cells;
        row.resize(4);
        const auto port = parsePort(row[2], row[3]);
        const Answer a = port ? answer(reach, endpoints(row[0]), endpoints(row[1]), *port)
                              : Answer{Verdict::Uncertain, port.error().message};
        row.emplace_back(name(a.verdict));
        row.push_back(a.reason);
        table.rows.push_back(std::move(row));
    }
    switch (request.format) {
    case Format::Csv: return finish(csv(table), request, console);
    case Format::Md: return finish(markdown(table), request, console);
    case Format::Text: return finish(aligned(table), request, console);
    case Format::Json: return finish("{\"version\":1,\"answers\":" + jsonRows(table) + "}\n", request, console);
    default: return noSuchFormat(request, console);
    }
}

std::string questionText(const Request& request, const PortQuestion& port) {
    return request.from + " => " + request.to + " over " +
           (port.isEveryPort() ? "every " + port.text() + " port" : port.text());
}

/// The chain behind an answer, for the connection that decides it.
std::string explained(const Reachability& reach, const NamedEndpoint& from, const NamedEndpoint& to,
                      const Answer& answer) {
    if (!answer.example) return {};
    const auto& [s, t, protocol, port] = *answer.example;
    std::string out;
    if (from.members.size() > 1 || to.members.size() > 1 || to.service)
        out = "  for " + displayName(reach, s) + " => " + displayName(reach, t) +
              (to.service ? " over " + TrafficSet::of(protocol, port).text() : "") + ":\n";
    if (port != 0) return out + chainText(reach, s, t, explain(reach, s, t, protocol, port));
    if (s == t) return out + "  a pod always reaches itself\n";
    return out + explainedText(explainEnds(reach, s, t, protocol));
}

void declare(OptionSet& options, Request& request) {
    addManifests(options, request);
    options.text("--from", request.from,
                 "Who asks: ns/pod, ns/workload[Kind], ns/name[Service], node:NAME, an address, cidr:..., internet",
                 "ENDPOINT");
    options.text("--to", request.to, "Who is asked, written likewise", "ENDPOINT");
    options.text("--port", request.port,
                 "On which port: tcp/8080, udp/53, tcp/http; udp: every UDP port; none: every TCP port",
                 "PROTOCOL/PORT");
    options.text("--batch", request.batch, "Answer a CSV file with the header from,to,protocol,port", "FILE");
    options.text("--who-could", request.whoCould,
                 "Instead: which labels a new pod or namespace would need to reach this endpoint on --port",
                 "ENDPOINT");
    options.text("--expect", request.expect, "Any other verdict is exit status 1", "allow|deny");
}

std::optional<std::string> understand(Request& request) {
    if (!request.expect.empty() && request.expect != "allow" && request.expect != "deny")
        return "--expect is allow or deny";
    const bool isPair = !request.from.empty() || !request.to.empty();
    if (!request.whoCould.empty() && (isPair || !request.batch.empty() || !request.expect.empty()))
        return "--who-could goes with --port alone";
    if (request.whoCould.empty() && request.batch.empty() && (request.from.empty() || request.to.empty()))
        return "query needs --from and --to, --who-could, or --batch";
    return std::nullopt;
}

/// The row that --batch would write.
Table answerTable(const Request& request, const PortQuestion& port, const Answer& a) {
    return {{"from", "to", "protocol", "port", "verdict", "reason"},
            {{request.from, request.to, port.text().substr(0, port.text().find('/')),
              port.number == 0 ? port.name : std::to_string(port.number), std::string(name(a.verdict)), a.reason}}};
}

int answerQuery(const Request& request, Console& console) {
    if (!request.batch.empty()) return answerBatch(request, console);
    if (!request.whoCould.empty()) return answerWhoCould(request, console);
    const auto port = parsePort(request.port.empty() ? "tcp" : request.port);
    if (!port) return tell(port.error(), console);
    const auto analysis = runAnalysis(request, Options::Depth::Reachability, console);
    if (!analysis) return analysis.error();
    const Reachability& reach = *(*analysis)->reachability;
    const NamedEndpoint from = findEndpoint(reach, request.from);
    const NamedEndpoint to = findEndpoint(reach, request.to);
    const Answer a = answer(reach, from, to, *port);
    int status = kDone;
    if (request.format == Format::Json)
        status = finish("{\"version\":1,\"from\":" + jsonString(request.from) + ",\"to\":" + jsonString(request.to) +
                            ",\"port\":" + jsonString(port->text()) + ",\"verdict\":" + jsonString(name(a.verdict)) +
                            ",\"reason\":" + jsonString(a.reason) +
                            ",\"chain\":" + jsonString(explained(reach, from, to, a)) + "}\n",
                        request, console);
    else if (request.format == Format::Text)
        status = finish(questionText(request, *port) + ": " + std::string(name(a.verdict)) +
                            (a.reason.empty() ? "" : " (" + a.reason + ')') + '\n' + explained(reach, from, to, a),
                        request, console);
    else if (request.format == Format::Csv || request.format == Format::Md)
        status = finish(request.format == Format::Csv ? csv(answerTable(request, *port, a))
                                                      : markdown(answerTable(request, *port, a)),
                        request, console);
    else
        return noSuchFormat(request, console);
    if (status != kDone || request.expect.empty()) return status;
    return request.expect == name(a.verdict) ? passed(reach.cluster(), request, console) : kDoesNotHold;
}

} // namespace

const Command kQueryCommand{"query",
                            "text|json|csv|md",
                            "One question: the verdict and the rules that give it",
                            "portolan query samples/harbor --from shop/catalog --to data/catalog-db --port tcp/5432",
                            declare,
                            understand,
                            answerQuery};

} // namespace portolan::cli

#include "app/cli/command.h"
#include "app/cli/common_options.h"
#include "app/cli/follow_log.h"
#include "app/cli/result_writer.h"
#include "app/cli/run_analysis.h"
#include "core/base/text.h"
#include "core/flow/clickhouse/clickhouse.h"
#include "core/flow/flow_cells.h"
#include "core/flow/read_flows.h"
#include "core/flow/row_preview.h"
#include "core/flow/time_text.h"
#include "core/report/table.h"

#include <charconv>

namespace portolan::cli {
namespace {

/// The columns of a table of edges, and its rows.
struct EdgeRows {
    std::vector<std::string> columns;
    RowSource rows;
};

EdgeRows summaryOf(const FlowTable& flows, const Cluster& cluster) {
    return {{kFlowColumns.begin(), kFlowColumns.end()}, [&](const auto& onRow) {
                flows.forEachEdge([&](const FlowEdge& e) {
                    const auto cells = flowCells(flows, e, cluster);
                    onRow({cells.begin(), cells.end()});
                });
            }};
}

EdgeRows readableOf(const FlowTable& flows, const Cluster& cluster) {
    return {{"from", "to", "port", "verdict", "connections", "days", "last seen"}, [&](const auto& onRow) {
                flows.forEachEdge([&](const FlowEdge& e) {
                    onRow({endText(flows[e.from], cluster), endText(flows[e.to], cluster),
                           std::string(name(e.protocol)) + ' ' + std::to_string(e.port), std::string(name(e.verdict)),
                           countText(e.count), (e.isDaysAtLeast ? "at least " : "") + std::to_string(e.days),
                           dateText(e.lastSeen)});
                });
            }};
}

/// All rows in memory, for what compares them with others.
Table tableOf(const EdgeRows& edges) {
    Table out{edges.columns, {}};
    edges.rows([&](const std::vector<std::string>& row) { out.rows.push_back(row); });
    return out;
}

/// Writes the edges as they come: there may be more than memory is to hold.
int answerEdges(const FlowTable& flows, const Cluster& cluster, const Request& request, Console& console) {
    if (flows.isLossy() && !request.isQuiet)
        console.say("warning: a summary does not carry that events are missing from its logs: what it does not show "
                    "may have been");
    auto writer = ResultWriter::create(request.file);
    if (!writer) return tell(writer.error(), console);
    const TextSink out = [&](std::string_view text) { return writer->append(text); };
    const EdgeRows summary = summaryOf(flows, cluster);
    Result<void> done;
    switch (request.format) {
    case Format::Csv: done = writeCsv(summary.columns, summary.rows, out); break;
    case Format::Md: done = writeMarkdown(summary.columns, summary.rows, out); break;
    case Format::Text: {
        const EdgeRows readable = readableOf(flows, cluster);
        done = writeAligned(readable.columns, readable.rows, out);
        break;
    }
    case Format::Json:
        done = out("{\"version\":1,\"flows\":");
        if (done) done = writeJsonRows(summary.columns, summary.rows, out);
        if (done) done = out("}\n");
        break;
    default: return noSuchFormat(request, console);
    }
    if (done) done = writer->end();
    return done ? kDone : tell(done.error(), console);
}

/// The first rows as they are understood, whatever comes after them.
int answerPreview(const Request& request, const Cluster& cluster, Console& console) {
    std::vector<PreviewRow> rows;
    const auto preview = previewInto(rows, request.previewRows);
    Options options = request.analysis;
    options.reading.listener = preview.get();
    const auto flows = readEvidence(options, cluster, console.control());
    if (!flows && rows.size() < request.previewRows) return tell(flows.error(), console);
    if (flows)
        if (const int status = tellFlows(*flows, request, console); status != kDone) return status;
    Table out{{"time", "from", "to", "port", "verdict", "read as"}, {}};
    for (const PreviewRow& row : rows)
        out.rows.push_back(
            {row.time == 0 ? "" : rfc3339Text(row.time), row.from, row.to, row.port, row.verdict, row.note});
    switch (request.format) {
    case Format::Csv: return finish(csv(out), request, console);
    case Format::Text: return finish(aligned(out), request, console);
    case Format::Md: return finish(markdown(out), request, console);
    case Format::Json: return finish("{\"version\":1,\"rows\":" + jsonRows(out) + "}\n", request, console);
    default: return noSuchFormat(request, console);
    }
}

/// "1m", "4h" or "1d" in seconds; nullopt for anything else, and for more than a day.
std::optional<std::uint32_t> parseBucket(std::string_view text) {
    constexpr std::uint32_t kDay = 86'400;
    std::uint32_t count = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), count);
    const std::string_view unit = text.substr(static_cast<std::size_t>(read.ptr - text.data()));
    const std::uint32_t seconds = unit == "m" ? 60 : unit == "h" ? 3600 : unit == "d" ? kDay : 0;
    if (read.ec != std::errc() || count == 0 || seconds == 0 || count > kDay / seconds) return std::nullopt;
    return count * seconds;
}

std::optional<std::string> understand(Request& request) {
    if (request.target.empty())
        return request.bucketWord.empty() ? std::nullopt
                                          : std::optional("--bucket says how --to writes: give that too");
    if (!isClickHouse(request.target)) return "--to takes clickhouse://USER@HOST:PORT/DATABASE?table=NAME";
    if (request.analysis.isFollowing || request.previewRows > 0) return "--to does not go with --follow or --preview";
    if (request.bucketWord.empty()) return std::nullopt;
    const auto seconds = parseBucket(request.bucketWord);
    if (!seconds) return "--bucket is a number of m, h or d up to a day: 1m, 4h, 1d";
    request.bucketSeconds = *seconds;
    return std::nullopt;
}

/// Writes the logs to a server and tells what is there now.
int answerWriting(const Request& request, const Cluster& cluster, Console& console) {
    const Options& options = request.analysis;
    const auto written =
        writeFlows(options.flows, cluster, {request.target, request.bucketSeconds}, options.reading, console.control());
    if (!written) {
        const bool hasRows = written.error().message.find("rows are written") != std::string::npos;
        if (hasRows && written.error().kind == Error::Kind::Cancelled)
            console.say("portolan: " + written.error().message);
        return tell(written.error(), console);
    }
    if (const int status = tellFlows(written->flows, request, console); status != kDone) return status;
    const Table out{{"import", "rows", "lines", "undo"},
                    {{written->id, std::to_string(written->rows), std::to_string(written->lines), written->undo}}};
    switch (request.format) {
    case Format::Csv: return finish(csv(out), request, console);
    case Format::Text: return finish(aligned(out), request, console);
    case Format::Md: return finish(markdown(out), request, console);
    case Format::Json: return finish("{\"version\":1,\"imports\":" + jsonRows(out) + "}\n", request, console);
    default: return noSuchFormat(request, console);
    }
}

void declare(OptionSet& options, Request& request) {
    options.texts("log", request.analysis.flows,
                  "Flow logs, - for standard input, or clickhouse://USER@HOST/DB?table=T", "FILE",
                  OptionSet::List::Repeated, OptionSet::Need::Required);
    options.texts("--manifests,--dirpath", request.analysis.inputs,
                  "Manifests, to name workloads behind pods and addresses", "INPUT");
    options.flag("--follow", request.analysis.isFollowing,
                 "Go on reading while the logs are written: each edge when it is first seen, until interrupted");
    options.number("--preview", request.previewRows, "Only show the first N lines as they are understood", 10'000);
    options.text("--to", request.target,
                 "Write the sums to this table, which --flows reads: clickhouse://USER@HOST:PORT/DB?table=T", "URL");
    options.text("--bucket", request.bucketWord,
                 "Time that one row of --to stands for, as in 1m, 4h or 1d; without it 1m", "TIME");
    options.flag("--strict", request.isStrict, "Any error in the input is exit status 3");
    addReading(options, request);
    addLive(options, request);
}

int answerFlows(const Request& asked, Console& console) {
    // Without manifests the edges stand between the names that the logs give.
    Request request = asked;
    if (const int status = takeSnapshots(request.analysis, asked, console); status != kDone) return status;
    const Options& options = request.analysis;
    const auto cluster = options.live ? loadLive(*options.live, options.inputs, options.load, console.control())
                         : options.inputs.empty() ? loadText({}, options.load, console.control())
                                                  : load(options.inputs, options.load, console.control());
    if (!cluster) return tell(cluster.error(), console);
    if (options.live || !options.inputs.empty())
        if (const int status = tellManifests(**cluster, request, console); status != kDone) return status;
    if (!request.target.empty()) return answerWriting(request, **cluster, console);
    if (request.previewRows > 0) return answerPreview(request, **cluster, console);
    if (options.isFollowing)
        return followLog(
            request, **cluster,
            [&](const FlowTable& flows, const Cluster& inventory) {
                return tableOf(request.format == Format::Csv ? summaryOf(flows, inventory)
                                                             : readableOf(flows, inventory));
            },
            console);
    const auto flows = readEvidence(options, **cluster, console.control());
    if (!flows) return tell(flows.error(), console);
    if (const int status = tellFlows(*flows, request, console); status != kDone) return status;
    return answerEdges(*flows, **cluster, request, console);
}

} // namespace

const Command kFlowsCommand{"flows",
                            "csv|text|json|md",
                            "Normalise and aggregate flow logs to a summary that --flows reads back",
                            "portolan flows hubble.jsonl.gz --manifests samples/harbor -o csv",
                            declare,
                            understand,
                            answerFlows};

} // namespace portolan::cli

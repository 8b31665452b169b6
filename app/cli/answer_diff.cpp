#include "app/cli/command.h"
#include "app/cli/common_options.h"
#include "app/cli/run_analysis.h"
#include "core/report/diff.h"
#include "core/report/table.h"

namespace portolan::cli {
namespace {

std::string joinedCauses(const DiffLine& line) {
    std::string out;
    for (const DiffCause& cause : line.causes)
        out += (out.empty() ? "" : "; ") + cause.what + (cause.where.empty() ? "" : " (" + cause.where + ')');
    return out;
}

std::string witnessText(const DiffLine& line) {
    if (!line.witness) return {};
    return std::string(name(line.witness->protocol)) + '/' + std::to_string(line.witness->port);
}

/// netpol-analyzer's lines; the states are named after the folders where these were given in its spelling.
std::string npGuardText(const Diff& diff, const Request& request) {
    if (diff.lines.empty()) return {};
    const std::string old = request.isNamedByFolder ? "dir1" : "ref1";
    const std::string now = request.isNamedByFolder ? "dir2" : "ref2";
    std::string out = "Connectivity diff:\n";
    for (const DiffLine& l : diff.lines)
        out += "diff-type: " + std::string(name(l.kind)) + ", source: " + l.from + ", destination: " + l.to + ", " +
               old + ": " + l.before.must.text() + ", " + now + ": " + l.after.must.text() +
               (l.workloads.empty() ? "" : ", workloads-diff-info: " + l.workloads) + '\n';
    return out;
}

std::string text(const Diff& diff) {
    std::string out;
    for (const DiffLine& l : diff.lines) {
        std::string kind(name(l.kind));
        kind.resize(9, ' ');
        out += kind + l.from + " => " + l.to + " : ";
        switch (l.kind) {
        case DiffLine::Kind::Added: out += DiffLine::text(l.after); break;
        case DiffLine::Kind::Removed: out += DiffLine::text(l.before); break;
        case DiffLine::Kind::Changed: out += DiffLine::text(l.before) + " -> " + DiffLine::text(l.after); break;
        }
        out += '\n';
        for (const DiffCause& cause : l.causes)
            out += "         " + cause.what + (cause.where.empty() ? "" : "  " + cause.where) + '\n';
    }
    return out;
}

Table tableOf(const Diff& diff, bool isNpGuard) {
    Table out{{"diff-type", "source", "destination", isNpGuard ? "ref1" : "before", isNpGuard ? "ref2" : "after",
               "workloads-diff-info"},
              {}};
    if (!isNpGuard) out.columns.insert(out.columns.end(), {"witness", "cause"});
    for (const DiffLine& l : diff.lines) {
        out.rows.push_back({std::string(name(l.kind)), l.from, l.to,
                            isNpGuard ? l.before.must.text() : DiffLine::text(l.before),
                            isNpGuard ? l.after.must.text() : DiffLine::text(l.after), l.workloads});
        if (!isNpGuard) out.rows.back().insert(out.rows.back().end(), {witnessText(l), joinedCauses(l)});
    }
    return out;
}

std::string json(const Diff& diff) {
    std::string out = "{\"version\":1,\"changes\":[";
    for (std::size_t i = 0; i < diff.lines.size(); ++i) {
        const DiffLine& l = diff.lines[i];
        out += std::string(i == 0 ? "\n" : ",\n") + "{\"kind\":" + jsonString(name(l.kind)) +
               ",\"from\":" + jsonString(l.from) + ",\"to\":" + jsonString(l.to) +
               ",\"before\":" + jsonString(l.before.must.text()) + ",\"after\":" + jsonString(l.after.must.text()) +
               ",\"maybe_before\":" + jsonString(l.before.may.minus(l.before.must).text()) +
               ",\"maybe_after\":" + jsonString(l.after.may.minus(l.after.must).text()) +
               ",\"workloads\":" + jsonString(l.workloads) + ",\"witness\":" + jsonString(witnessText(l)) +
               ",\"causes\":[";
        for (std::size_t c = 0; c < l.causes.size(); ++c)
            out += std::string(c == 0 ? "" : ",") + "{\"what\":" + jsonString(l.causes[c].what) +
                   ",\"where\":" + jsonString(l.causes[c].where) + '}';
        out += "]}";
    }
    return out + "\n]}\n";
}

std::string dot(const Diff& diff) {
    std::string out = "digraph {\n";
    for (const DiffLine& l : diff.lines) {
        const char* style = l.kind == DiffLine::Kind::Added     ? "color=\"#0B5F58\""
                            : l.kind == DiffLine::Kind::Removed ? "color=\"#B04A00\" style=dashed"
                                                                : "color=\"#5F6C79\"";
        out += '\t' + jsonString(l.from) + " -> " + jsonString(l.to) +
               " [label=" + jsonString(DiffLine::text(l.before) + " -> " + DiffLine::text(l.after)) + ' ' + style +
               "]\n";
    }
    return out + "}\n";
}

void declare(OptionSet& options, Request& request) {
    options.texts("states", request.states,
                  "The old state and the new one: a file or directory each; with --live the new one alone", "OLD NEW");
    options.text("--dir1", request.oldState, "The old state, in netpol-analyzer's spelling", "INPUT");
    options.text("--dir2", request.newState, "The new state, likewise", "INPUT");
    options.flag("--exit-code", request.isDiffFatal, "Exit status 1 where anything differs");
    addLive(options, request);
    addEvaluation(options, request);
}

/// The two states, in either spelling.
std::optional<std::string> understand(Request& request) {
    request.isNamedByFolder = !request.oldState.empty() || !request.newState.empty();
    std::vector<std::string> states = request.states;
    if (!request.oldState.empty()) states.insert(states.begin(), request.oldState);
    if (!request.newState.empty()) states.push_back(request.newState);
    if (request.analysis.live) {
        if (states.size() != 1) return "diff --live compares the cluster with itself after one input is applied to it";
        request.newer = states;
        return std::nullopt;
    }
    if (states.size() != 2) return "diff compares two inputs, the old state and the new one";
    request.analysis.inputs = {states.front()};
    request.newer = {states.back()};
    return std::nullopt;
}

int answerDiff(const Request& request, Console& console) {
    const auto before = runAnalysis(request, Options::Depth::Reachability, console);
    if (!before) return before.error();
    Request second = request;
    second.analysis.inputs = request.newer;
    // What one state shows of the network plugin holds for both: a diff is about what was written.
    second.analysis.profileChoice = Options::ProfileChoice::Given;
    second.analysis.profile = (*before)->reachability->profile();
    const auto after = runAnalysis(second, Options::Depth::Reachability, console);
    if (!after) return after.error();
    if (!request.isQuiet && (*after)->cluster->workloads.size() == 0 && (*before)->cluster->workloads.size() > 0)
        console.say(
            "warning: no workload in " + request.newer.front() +
            ", so all is gone that the old state has; portolan compare with --topology compares policies alone");
    const auto result = diff(*(*before)->reachability, *(*after)->reachability, console.control());
    if (!result) return tell(result.error(), console);
    const bool isNpGuard = request.analysis.profile.name == "np-guard";
    std::string out;
    switch (request.format) {
    case Format::Text: out = isNpGuard ? npGuardText(*result, request) : text(*result); break;
    case Format::Csv: out = csv(tableOf(*result, isNpGuard)); break;
    case Format::Md: out = markdown(tableOf(*result, isNpGuard)); break;
    case Format::Json: out = json(*result); break;
    case Format::Dot: out = dot(*result); break;
    default: return noSuchFormat(request, console);
    }
    if (const int status = finish(out, request, console); status != kDone) return status;
    if (!request.isDiffFatal) return kDone;
    if (!result->lines.empty()) return kDoesNotHold;
    const int old = passed(*(*before)->cluster, request, console);
    return old == kDone ? passed(*(*after)->cluster, second, console) : old;
}

} // namespace

const Command kDiffCommand{"diff",
                           "text|json|csv|md|dot",
                           "What opened, closed and changed between two states, and why",
                           "portolan diff main/manifests branch/manifests --exit-code",
                           declare,
                           understand,
                           answerDiff};

} // namespace portolan::cli

#include "app/cli/run_analysis.h"

#include "app/cli/command.h"
#include "core/analysis/snapshots.h"
#include "core/report/np_guard.h"

#include <algorithm>
#include <utility>

namespace portolan::cli {
namespace {

std::string_view levelName(Diagnostic::Level level) {
    return level == Diagnostic::Level::Error ? "error" : level == Diagnostic::Level::Warning ? "warning" : "note";
}

std::string lineOf(const Diagnostic& d, const SourceFiles& files) {
    std::string out = files.text(d.where);
    if (!out.empty()) out += ": ";
    out += std::string(levelName(d.level)) + ": ";
    if (!d.object.empty()) out += d.object + ": ";
    out += d.message;
    if (!d.fix.empty()) out += "; " + d.fix;
    if (!d.code.empty()) out += " [" + d.code + ']';
    return out;
}

/// A topology has policies too, and those of the set that stands in it take their place: no slip, as it is elsewhere.
bool isMeant(const Diagnostic& d, const Request& request) {
    return d.code == "PARSE-05" && !request.topology.empty();
}

/// Errors and warnings one by one; notes as a count, or in full where the user asks for them.
void tellAll(const Diagnostics& diagnostics, const SourceFiles& files, const Request& request, Console& console) {
    std::size_t notes = 0;
    for (const Diagnostic& d : diagnostics) {
        if (d.level == Diagnostic::Level::Note && !request.isVerbose)
            ++notes;
        else if (!isMeant(d, request))
            console.say(lineOf(d, files));
    }
    if (notes > 0) console.say(std::to_string(notes) + (notes == 1 ? " note" : " notes") + ", shown by --verbose");
}

/// "a, b and standard input"
std::string joined(const std::vector<std::string>& names) {
    std::string out;
    for (std::size_t i = 0; i < names.size(); ++i)
        out += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + (names[i] == "-" ? "standard input" : names[i]);
    return out;
}

/// What was read, for people.
std::string inputsText(const Options& options) {
    if (!options.live) return joined(options.inputs);
    return options.inputs.empty() ? "the cluster" : "the cluster, " + joined(options.inputs);
}

bool hasError(const Diagnostics& diagnostics) {
    return std::ranges::any_of(diagnostics, [](const Diagnostic& d) { return d.level == Diagnostic::Level::Error; });
}

/// What there is of objects in manifests. One that is refused is there, and findings tell of it.
enum class Objects { Some, None, Unreadable };

Objects objectsOf(const Cluster& cluster) {
    const auto isOfObject = [](const Diagnostic& d) { return !d.object.empty(); };
    if (!cluster.counts.empty() || !cluster.unreadKinds.empty()) return Objects::Some;
    if (std::ranges::any_of(cluster.diagnostics, isOfObject)) return Objects::Some;
    return hasError(cluster.diagnostics) ? Objects::Unreadable : Objects::None;
}

/// True where a document of the manifests could not be read, so that what is in it is not known.
bool hasLost(const Cluster& cluster) {
    return std::ranges::any_of(cluster.diagnostics, [](const Diagnostic& d) {
        return d.level == Diagnostic::Level::Error && d.code.empty() && d.object.empty();
    });
}

/// True where logs were given and none is in a format that is read; a log without lines is no reason to stop.
bool isNoFlowRead(const FlowTable& flows) {
    const bool isAnyKnown =
        std::ranges::any_of(flows.sources(), [](const FlowSource& s) { return s.format != FlowFormat::Unknown; });
    return !isAnyKnown && (flows.files().size() == 0 || hasError(flows.diagnostics()));
}

} // namespace

int tell(const Error& error, Console& console) {
    if (error.kind == Error::Kind::Cancelled) return kCancelled;
    console.say("portolan: " + error.message);
    return statusOf(error);
}

int tellFlows(const FlowTable& flows, const Request& request, Console& console) {
    const bool isNoneRead = isNoFlowRead(flows);
    if (!request.isQuiet || isNoneRead) tellAll(flows.diagnostics(), flows.files(), request, console);
    if (!isNoneRead) return request.isStrict && hasError(flows.diagnostics()) ? kNotAnalysed : kDone;
    console.say("portolan: no flow log could be read from " + joined(request.analysis.flows));
    return kNotAnalysed;
}

int tellManifests(const Cluster& cluster, const Request& request, Console& console) {
    if (!request.isQuiet) tellAll(cluster.diagnostics, cluster.files, request, console);
    const Objects objects = objectsOf(cluster);
    // What netpol-analyzer makes of such inputs is np-guard's (contract.md).
    if (request.analysis.profile.name != "np-guard" && objects == Objects::Unreadable) {
        console.say("portolan: nothing could be read from " + inputsText(request.analysis));
        return kNotAnalysed;
    }
    if (!request.isQuiet && objects == Objects::None)
        console.say("warning: no Kubernetes object in " + inputsText(request.analysis) +
                    "; files and directories (.yaml, .yml, .json) with manifests or dumps are read");
    return request.isStrict && hasError(cluster.diagnostics) ? kNotAnalysed : kDone;
}

int takeSnapshots(Options& options, const Request& request, Console& console) {
    if (options.snapshots.empty()) return kDone;
    auto read = readSnapshots(std::exchange(options.snapshots, {}), options.load, console.control());
    if (!read) return tell(read.error(), console);
    options.reading.history = std::move(read->history);
    int status = kDone;
    for (const Snapshots::Report& report : read->reports) {
        if (!request.isQuiet) tellAll(report.diagnostics, report.files, request, console);
        if (request.isStrict && hasError(report.diagnostics)) status = kNotAnalysed;
    }
    return status;
}

int passed(const Cluster& cluster, const Request& request, Console& console) {
    if (request.analysis.profile.name == "np-guard") return kDone;
    if (objectsOf(cluster) == Objects::None) {
        console.say("portolan: nothing is asked of no Kubernetes object: " + inputsText(request.analysis) +
                    " does not pass");
        return kNotAnalysed;
    }
    if (!hasLost(cluster)) return kDone;
    console.say("portolan: a document of " + inputsText(request.analysis) +
                " could not be read: it does not pass, whatever the rest says");
    return kNotAnalysed;
}

int finish(std::string_view result, const Request& request, Console& console) {
    const auto written = console.write(result, request.file);
    return written ? kDone : tell(written.error(), console);
}

int noSuchFormat(const Request& request, Console& console) {
    console.say(std::string("portolan ") + request.command->name + ": -o takes " + request.command->formats);
    return kWrongUsage;
}

tl::expected<std::shared_ptr<const Analysis>, int> runAnalysis(const Request& request, Options::Depth depth,
                                                               Console& console) {
    Options options = request.analysis;
    options.depth = depth;
    if (const int status = takeSnapshots(options, request, console); status != kDone)
        return tl::make_unexpected(status);
    auto analysis = analyze(options, console.control());
    if (!analysis) return tl::make_unexpected(tell(analysis.error(), console));
    const Cluster& cluster = *(*analysis)->cluster;
    const bool isNpGuard = options.profile.name == "np-guard";
    if (isNpGuard && request.command != &kCompareCommand) { // netpol-analyzer has no such command
        auto fatal = npGuardFatal(*(*analysis)->reachability);
        if (!fatal && (request.command == &kListCommand || request.command == &kDiffCommand))
            fatal = npGuardSplitWorkload(*(*analysis)->reachability);
        if (fatal) {
            console.say("portolan: " + *fatal);
            return tl::make_unexpected(kNotAnalysed);
        }
    }
    const int read = tellManifests(cluster, request, console);
    if (!request.isQuiet && isNpGuard)
        for (const std::string& warning : npGuardWarnings(*(*analysis)->reachability))
            console.say("warning: " + warning);
    if (!request.isQuiet && !(*analysis)->profileEvidence.empty())
        console.say("profile: " + (*analysis)->reachability->profile().name + ", for the input shows " +
                    (*analysis)->profileEvidence + "; --profile chooses another");
    if ((*analysis)->flows)
        if (const int status = tellFlows(*(*analysis)->flows, request, console); status != kDone)
            return tl::make_unexpected(status);
    if (read != kDone) return tl::make_unexpected(read);
    return *analysis;
}

} // namespace portolan::cli

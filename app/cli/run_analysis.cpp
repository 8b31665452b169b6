#include "app/cli/run_analysis.h"

#include "core/report/list.h"

#include <algorithm>

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

/// Errors and warnings one by one, notes as a count.
void tellAll(const Diagnostics& diagnostics, const SourceFiles& files, Console& console) {
    std::size_t notes = 0;
    for (const Diagnostic& d : diagnostics) {
        if (d.level == Diagnostic::Level::Note)
            ++notes;
        else
            console.say(lineOf(d, files));
    }
    if (notes > 0) console.say(std::to_string(notes) + (notes == 1 ? " note" : " notes") + ", see overview");
}

bool hasError(const Diagnostics& diagnostics) {
    return std::ranges::any_of(diagnostics, [](const Diagnostic& d) { return d.level == Diagnostic::Level::Error; });
}

} // namespace

int tell(const Error& error, Console& console) {
    if (error.kind == Error::Kind::Cancelled) return kCancelled;
    console.say("portolan: " + error.message);
    return error.kind == Error::Kind::Usage ? kWrongUsage : kNotAnalysed;
}

int finish(std::string_view result, const Request& request, Console& console) {
    const auto written = console.write(result, request.file);
    return written ? kDone : tell(written.error(), console);
}

int noSuchFormat(const Request& request, Console& console, std::string_view possible) {
    console.say("portolan " + request.command + ": this command prints " + std::string(possible));
    return kWrongUsage;
}

tl::expected<std::shared_ptr<const Analysis>, int> runAnalysis(const Request& request, Options::Depth depth,
                                                               Console& console) {
    Options options = request.analysis;
    options.depth = depth;
    auto analysis = analyze(options, console.control());
    if (!analysis) return tl::make_unexpected(tell(analysis.error(), console));
    const Cluster& cluster = *(*analysis)->cluster;
    const bool isNpGuard = options.profile.name == "np-guard";
    if (isNpGuard) {
        auto fatal = npGuardFatal(*(*analysis)->reachability);
        if (!fatal && request.command == "list") fatal = npGuardSplitWorkload(*(*analysis)->reachability);
        if (fatal) {
            console.say("portolan: " + *fatal);
            return tl::make_unexpected(kNotAnalysed);
        }
    }
    if (!request.isQuiet) {
        tellAll(cluster.diagnostics, cluster.files, console);
        if ((*analysis)->flows) tellAll((*analysis)->flows->diagnostics(), (*analysis)->flows->files(), console);
    }
    if (request.isStrict && hasError(cluster.diagnostics)) return tl::make_unexpected(kNotAnalysed);
    return *analysis;
}

} // namespace portolan::cli

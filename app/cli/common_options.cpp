#include "app/cli/common_options.h"

#include <algorithm>

namespace portolan::cli {
namespace {

std::string profileNames() {
    std::string out;
    for (const std::string& name : Profile::names()) out += (out.empty() ? "" : "|") + name;
    return out;
}

} // namespace

void addManifests(OptionSet& options, Request& request) {
    options.texts("input,--dirpath", request.analysis.inputs, "Manifests: files, directories, - for standard input",
                  "INPUT", OptionSet::List::Repeated, OptionSet::Need::Required);
    addEvaluation(options, request);
}

void addEvaluation(OptionSet& options, Request& request) {
    options.text("--profile", request.words.profile, "What the network plugin decides", profileNames());
    options.texts("--knob", request.words.knobs, "One such decision, as in ipBlockMatchesPods=yes", "NAME=VALUE");
    options.text("--inventory", request.words.inventory,
                 "Whether pods that are not in the input do not exist (complete) or may (partial)", "complete|partial");
    options.flag("--strict", request.isStrict, "Any error in the input is exit status 3");
    options.flag("--fail", request.isStrict, "As --strict");
}

void addFlows(OptionSet& options, Request& request) {
    options.texts("--flows", request.analysis.flows, "Flow logs: Hubble JSON, CSV or JSON lines; plain, gzip or zstd",
                  "FILE");
}

std::optional<std::string> understandCommon(Request& request) {
    const auto profile = Profile::named(request.words.profile);
    if (!profile) return "there is no profile \"" + request.words.profile + "\"";
    request.analysis.profile = *profile;
    for (const std::string& knob : request.words.knobs)
        if (const auto set = request.analysis.profile.set(knob); !set) return set.error().message;
    request.analysis.load = loadOptionsFor(request.analysis.profile);
    if (request.words.inventory == "complete")
        request.analysis.inventory = InventoryFacts::Completeness::Complete;
    else if (request.words.inventory == "partial")
        request.analysis.inventory = InventoryFacts::Completeness::Partial;
    else if (!request.words.inventory.empty())
        return "--inventory is complete or partial";
    const auto uses = [](const std::vector<std::string>& files) { return std::ranges::count(files, "-") > 0; };
    if (uses(request.analysis.inputs) + uses(request.analysis.flows) + (request.batch == "-") > 1)
        return "- can stand for one thing only: the manifests, the flow log or the batch";
    return std::nullopt;
}

} // namespace portolan::cli

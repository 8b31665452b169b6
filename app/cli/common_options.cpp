#include "app/cli/common_options.h"

#include "app/cli/ask_password.h"
#include "core/flow/formats/column_mapping.h"
#include "core/flow/time_text.h"

#include <algorithm>
#include <utility>

namespace portolan::cli {
namespace {

std::string profileNames() {
    std::string out;
    for (const std::string& name : Profile::names()) out += (out.empty() ? "" : "|") + name;
    return out;
}

std::optional<std::string> understandLive(Request& request) {
    const CommonWords& words = request.words;
    if (!words.isLive) {
        for (const auto& [name, isGiven] :
             {std::pair("--context", !words.context.empty()), std::pair("--kubeconfig", !words.kubeconfig.empty()),
              std::pair("--live-namespace", !words.liveNamespaces.empty())})
            if (isGiven) return std::string(name) + " says something about a cluster: it goes with --live";
        return std::nullopt;
    }
    LiveSource& live = request.analysis.live.emplace();
    live.context = words.context;
    live.kubeconfig = words.kubeconfig;
    live.namespaces = words.liveNamespaces;
    if (words.isLiveWithConfigMaps) live.configMaps = LiveSource::ConfigMaps::Read;
    live.requestTimeout = std::chrono::seconds(words.requestSeconds);
    return std::nullopt;
}

/// What speaks of flow logs where there are none.
std::optional<std::string> understandReading(const Request& request) {
    if (!request.analysis.flows.empty()) return std::nullopt;
    const CommonWords& words = request.words;
    for (const auto& [name, isGiven] :
         {std::pair("--snapshot", !request.analysis.snapshots.empty()), std::pair("--log-zone", !words.logZone.empty()),
          std::pair("--flow-mapping", !words.flowMapping.empty())})
        if (isGiven) return std::string(name) + " says something about flow logs: it goes with --flows";
    return std::nullopt;
}

} // namespace

void addManifests(OptionSet& options, Request& request) {
    options.texts("input,--dirpath", request.analysis.inputs, "Manifests: files, directories, - for standard input",
                  "INPUT", OptionSet::List::Repeated, OptionSet::Need::Input);
    addLive(options, request);
    addEvaluation(options, request);
}

void addEvaluation(OptionSet& options, Request& request) {
    options.text("--profile", request.words.profile,
                 "What the network plugin decides; without it the plugin that the input shows, else generic",
                 profileNames());
    options.texts("--knob", request.words.knobs, "One such decision, as in ipBlockMatchesPods=yes", "NAME=VALUE");
    options.text("--inventory", request.words.inventory,
                 "Whether pods that are not in the input do not exist (complete) or may (partial)", "complete|partial");
    options.flag("--strict", request.isStrict, "Any error in the input is exit status 3");
    options.flag("--fail", request.isStrict, "As --strict");
}

void addLive(OptionSet& options, Request& request) {
    CommonWords& words = request.words;
    options.flag("--live", words.isLive, "Read a cluster through kubectl; inputs count as if applied to it");
    options.text("--context", words.context, "The kubeconfig's context that names the cluster", "NAME");
    options.text("--kubeconfig", words.kubeconfig, "The kubeconfig, where it is not kubectl's own", "FILE");
    options.texts("--live-namespace", words.liveNamespaces, "Read only this namespace of the cluster", kNamespaces,
                  OptionSet::List::CommaSeparated);
    options.flag("--live-configmaps", words.isLiveWithConfigMaps,
                 "Read ConfigMaps of the cluster, too, for the addresses that they name");
    options.number("--request-timeout", words.requestSeconds, "Seconds that the cluster may take for one answer", 3600);
}

void addFlows(OptionSet& options, Request& request) {
    options.texts(
        "--flows", request.analysis.flows,
        "Flow logs: Hubble JSON, CSV or JSON lines; plain, gzip or zstd; or clickhouse://USER@HOST/DB?table=T", "FILE");
    addReading(options, request);
}

void addReading(OptionSet& options, Request& request) {
    options.texts("--snapshot", request.analysis.snapshots,
                  "Earlier dump of the cluster, for whose an address was then; taken at a time, or at the start of a "
                  "date, as in dump.json@2026-03-02T06:00:00Z; a number is seconds since 1970",
                  "FILE[@TIME]");
    options.text("--log-zone", request.words.logZone, "Zone of times in logs that name none; without it UTC", "+HH:MM");
    options.text("--flow-mapping", request.words.flowMapping,
                 "What the columns of tables of flows mean, where their names do not say it", "FILE");
}

std::optional<std::string> understandCommon(Request& request) {
    if (auto problem = understandLive(request)) return problem;
    if (auto problem = understandReading(request)) return problem;
    if (!request.words.logZone.empty()) {
        const auto minutes = parseZone(request.words.logZone);
        if (!minutes) return "--log-zone is written as +02:00, -05:30 or Z";
        request.analysis.reading.zoneMinutes = *minutes;
    }
    request.analysis.reading.password = clickHousePassword(request);
    const bool isGiven = !request.words.profile.empty();
    const auto profile = Profile::named(isGiven ? request.words.profile : "generic");
    if (!profile) return "there is no profile \"" + request.words.profile + "\"; there are " + profileNames();
    request.analysis.profileChoice = isGiven ? Options::ProfileChoice::Given : Options::ProfileChoice::Detect;
    request.analysis.profile = *profile;
    request.analysis.knobs = request.words.knobs;
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

Result<void> readMappingOf(Request& request) {
    if (request.words.flowMapping.empty()) return {};
    auto mapping = readColumnMapping(request.words.flowMapping);
    if (!mapping) return tl::make_unexpected(mapping.error());
    request.analysis.reading.mapping = std::make_shared<const ColumnMapping>(std::move(*mapping));
    return {};
}

} // namespace portolan::cli

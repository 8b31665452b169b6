#include "core/analysis/analysis.h"

#include "core/analysis/snapshots.h"
#include "core/flow/follow_flows.h"
#include "core/flow/read_flows.h"
#include "core/paths/entries.h"
#include "core/policy/detect_profile.h"

#include <cassert>

namespace portolan {
namespace {

/// Passes progress on as one part of the whole.
RunControl part(const RunControl& whole, double from, double to) {
    return RunControl(whole.stopToken(), [whole, from, to](std::string_view phase, double fraction) {
        whole.report(phase, from + (to - from) * fraction);
    });
}

/// The profile to evaluate with; where the inventory decides it, `analysis` keeps by what.
Profile chooseProfile(const Options& options, Analysis& analysis) {
    if (options.profileChoice == Options::ProfileChoice::Given) return options.profile;
    auto detected = detectProfile(*analysis.cluster);
    if (!detected) return options.profile;
    analysis.profileEvidence = detected->evidence;
    for (const std::string& knob : options.knobs)
        if (const auto set = detected->profile.set(knob); !set) assert(false && "knobs are checked before");
    return detected->profile;
}

/// Joins what the manifests declare with the ledger.
Result<std::shared_ptr<const DeclaredEdges>> joinDeclared(const Analysis& analysis, const RunControl& control) {
    const Cluster& cluster = *analysis.cluster;
    auto table = findDeclared(cluster, control);
    if (!table) return tl::make_unexpected(table.error());
    std::vector<std::vector<WorkloadId>> controllers;
    if (!cluster.entryPoints.isEmpty()) {
        const std::vector<WorkloadId> all = ingressControllers(cluster);
        for (const EntryPoint& entry : cluster.entryPoints)
            controllers.push_back(entryControllers(cluster, entry, all));
    }
    return DeclaredEdges::create(analysis.ledger, std::move(*table), controllers, control);
}

/// How the options say that logs are read, with the dumps that tell earlier addresses read.
Result<FlowOptions> readingOf(const Options& options, const RunControl& control) {
    FlowOptions reading = options.reading;
    if (options.snapshots.empty()) return reading;
    auto snapshots = readSnapshots(options.snapshots, options.load, control);
    if (!snapshots) return tl::make_unexpected(snapshots.error());
    reading.history = std::move(snapshots->history);
    return reading;
}

/// The ledger and, as far as the options say, the findings of what is there.
Result<void> join(Analysis& analysis, const RunControl& control) {
    control.report("Joining evidence", 0);
    auto ledger = Ledger::create(analysis.reachability, analysis.flows.get(), part(control, 0, 0.33));
    if (!ledger) return tl::make_unexpected(ledger.error());
    analysis.ledger = *ledger;
    auto declared = joinDeclared(analysis, control);
    if (!declared) return tl::make_unexpected(declared.error());
    analysis.declared = *declared;
    if (analysis.options.depth == Options::Depth::Evidence) return {};
    control.report("Checking", 0.33);
    auto findings =
        check({*analysis.reachability, *analysis.ledger, analysis.options.findings, analysis.declared.get()},
              part(control, 0.33, 1));
    if (!findings) return tl::make_unexpected(findings.error());
    analysis.findings = std::move(*findings);
    control.report("Done", 1);
    return {};
}

} // namespace

LoadOptions loadOptionsFor(const Profile& profile) {
    LoadOptions out;
    if (profile.name != "np-guard") return out;
    out.onYamlError = LoadOptions::OnYamlError::StopFile;
    out.validation = LoadOptions::Validation::Lenient;
    out.cluster.owner = ClusterOptions::Owner::Immediate;
    out.cluster.finishedPods = ClusterOptions::Keep::Yes;
    out.cluster.undeclaredNamespacesAsDeclared = ClusterOptions::Keep::Yes;
    out.cluster.runtimeLabelsUnknown = ClusterOptions::Keep::No;
    out.cluster.ingressController = ClusterOptions::Keep::Yes;
    return out;
}

Result<std::shared_ptr<const Analysis>> analyze(const Options& options, const RunControl& control) {
    auto out = std::make_shared<Analysis>();
    out->options = options;
    LoadOptions load = options.load;
    load.cluster.inventory = options.inventory;
    auto cluster = options.live ? loadLive(*options.live, options.inputs, load, part(control, 0, 0.5))
                                : portolan::load(options.inputs, load, part(control, 0, 0.5));
    if (!cluster) return tl::make_unexpected(cluster.error());
    out->cluster = *cluster;

    control.report("Evaluating policies", 0.5);
    const Profile profile = chooseProfile(options, *out);
    auto reach = Reachability::create(out->cluster, profile, part(control, 0.5, 0.6));
    if (!reach) return tl::make_unexpected(reach.error());
    out->reachability = *reach;
    if (options.depth == Options::Depth::Reachability) return out;

    if (!options.flows.empty() && !options.isFollowing) {
        auto flows = readEvidence(options, *out->cluster, part(control, 0.6, 0.85));
        if (!flows) return tl::make_unexpected(flows.error());
        out->flows = std::make_shared<const FlowTable>(std::move(*flows));
    }
    auto pairs = countPairs(*out->reachability, control);
    if (!pairs) return tl::make_unexpected(pairs.error());
    out->pairs = *pairs;
    if (auto joined = join(*out, part(control, 0.85, 1)); !joined) return tl::make_unexpected(joined.error());
    return out;
}

Result<FlowTable> readEvidence(const Options& options, const Cluster& cluster, const RunControl& control) {
    const auto reading = readingOf(options, control);
    if (!reading) return tl::make_unexpected(reading.error());
    return readFlows(options.flows, cluster, *reading, control);
}

Result<void> followEvidence(const Options& options, const Cluster& cluster, const RunControl& control,
                            std::chrono::milliseconds interval, const std::function<void(FlowTable)>& sink) {
    const auto reading = readingOf(options, control);
    if (!reading) return tl::make_unexpected(reading.error());
    return followFlows(options.flows, cluster, *reading, control, interval, sink);
}

Result<std::shared_ptr<const Analysis>> withFlows(const Analysis& analysis, FlowTable flows,
                                                  const RunControl& control) {
    auto out = std::make_shared<Analysis>(Analysis{analysis.options,
                                                   analysis.cluster,
                                                   analysis.reachability,
                                                   analysis.profileEvidence,
                                                   std::make_shared<const FlowTable>(std::move(flows)),
                                                   nullptr,
                                                   nullptr,
                                                   {},
                                                   analysis.pairs});
    if (auto joined = join(*out, control); !joined) return tl::make_unexpected(joined.error());
    return out;
}

} // namespace portolan

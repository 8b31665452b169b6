#include "core/analysis/analysis.h"

#include "core/flow/read_flows.h"
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

    if (!options.flows.empty()) {
        auto flows = readFlows(options.flows, *out->cluster, {}, part(control, 0.6, 0.85));
        if (!flows) return tl::make_unexpected(flows.error());
        out->flows = std::move(*flows);
    }
    control.report("Joining evidence", 0.85);
    auto ledger = Ledger::create(out->reachability, out->flows ? &*out->flows : nullptr, part(control, 0.85, 0.9));
    if (!ledger) return tl::make_unexpected(ledger.error());
    out->ledger = *ledger;
    auto pairs = countPairs(*out->reachability, control);
    if (!pairs) return tl::make_unexpected(pairs.error());
    out->pairs = *pairs;
    if (options.depth == Options::Depth::Evidence) return out;

    control.report("Checking", 0.9);
    auto findings = check({*out->reachability, *out->ledger, options.findings}, part(control, 0.9, 1));
    if (!findings) return tl::make_unexpected(findings.error());
    out->findings = std::move(*findings);
    control.report("Done", 1);
    return out;
}

} // namespace portolan

#pragma once

#include "core/findings/findings.h"
#include "core/flow/flow_table.h"
#include "core/flow/read_flows.h"
#include "core/ledger/declared_edges.h"
#include "core/ledger/ledger.h"
#include "core/load/live.h"
#include "core/load/load.h"
#include "core/reach/count.h"
#include "core/reach/reachability.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// The single door for command line and window: inputs and options in, one immutable Analysis out.
///
///   inputs ──load──> Cluster ──evaluate──> Reachability ──count──> PairCounts
///   flows  ──read──> FlowTable ──────────────┴──join──> Ledger ──┬──check──> findings
///   what the Cluster's manifests declare ──────────────join──────┴──> DeclaredEdges
///
/// Thread-safe to share once made; a change of options or of a draft makes a new one.

namespace portolan {

/// What to analyse and how, as one value.
struct Options {
    std::vector<std::string> inputs;    ///< manifests: files, directories, "-"
    std::optional<LiveSource> live;     ///< a cluster to read; the inputs count as applied to it
    std::vector<std::string> flows;     ///< flow logs; empty: no evidence
    FlowOptions reading;                ///< how they are read; its history is replaced by that of `snapshots`, if any
    bool isFollowing = false;           ///< the logs are still being written: analyze() leaves them to followEvidence()
    std::vector<std::string> snapshots; ///< earlier dumps of the cluster (readSnapshots)
    enum class ProfileChoice { Given, Detect };
    ProfileChoice profileChoice =
        ProfileChoice::Detect; ///< Detect: the plugin that the inventory shows, else `profile`
    Profile profile;
    std::vector<std::string> knobs; ///< "name=value", set on a detected profile; valid ones
    LoadOptions load;
    FindingOptions findings;
    enum class Depth { Reachability, Evidence, Findings };
    Depth depth = Depth::Findings; ///< how far to go: commands stop where they have what they need
    std::optional<InventoryFacts::Completeness> inventory; ///< overrides what portolan.yaml says
};

/// Everything known about one input, immutable.
struct Analysis {
    Options options;
    std::shared_ptr<const Cluster> cluster;
    std::shared_ptr<const Reachability> reachability;
    std::string profileEvidence; ///< what a detected profile was seen by: "DaemonSet kube-system/cilium"; else empty
    std::shared_ptr<const FlowTable> flows;        ///< nullptr: no logs were given
    std::shared_ptr<const Ledger> ledger;          ///< from Depth::Evidence on
    std::shared_ptr<const DeclaredEdges> declared; ///< from Depth::Evidence on
    std::vector<Finding> findings;                 ///< from Depth::Findings on; by severity, id, object
    PairCounts pairs;                              ///< from Depth::Evidence on
};

/// Loads, evaluates, joins and checks. NotFound, Unreadable: an input cannot be opened, or the cluster not be read
/// (loadLive); Cancelled: `control` said so.
/// Anything wrong inside a readable input is a diagnostic of the cluster or of the flow table.
Result<std::shared_ptr<const Analysis>> analyze(const Options& options, const RunControl& control);

/// The same input with other evidence: what was loaded and evaluated is kept, the join and the checks are made again,
/// as far as the analysis had them. Fails only with Cancelled.
Result<std::shared_ptr<const Analysis>> withFlows(const Analysis& analysis, FlowTable flows, const RunControl& control);

/// Reads flow logs the way the options say, for a cluster that they gave. Fails as readFlows() and readSnapshots().
Result<FlowTable> readEvidence(const Options& options, const Cluster& cluster, const RunControl& control);

/// The same for logs that are still being written: followFlows() with the options' way of reading.
Result<void> followEvidence(const Options& options, const Cluster& cluster, const RunControl& control,
                            std::chrono::milliseconds interval, const std::function<void(FlowTable)>& sink);

/// The options under which a profile reads inputs: np-guard keeps finished pods, names pods by their immediate
/// controller, stops a file at its first error and takes namespaces without manifest as existing (contract.md).
LoadOptions loadOptionsFor(const Profile& profile);

} // namespace portolan

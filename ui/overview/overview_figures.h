#pragma once

#include "core/analysis/analysis.h"

#include <optional>
#include <string>
#include <vector>

namespace portolan {

/// Workloads by how policies isolate them, for certain.
struct IsolationShare {
    std::uint64_t total = 0;
    std::uint64_t ingress = 0;
    std::uint64_t egress = 0;
    std::uint64_t both = 0;

    bool operator==(const IsolationShare&) const = default;
};

/// A rule that admits more than was used.
struct BroadRule {
    RuleRef rule;
    double utilisation = 0; ///< used of allowed pairs, 0..1

    bool operator==(const BroadRule&) const = default;
};

/// Who reaches the workloads that matter most.
struct JewelReach {
    std::uint64_t jewels = 0;        ///< workloads the input names as sensitive and that exist
    std::uint64_t reaching = 0;      ///< other workloads with some port open for certain to one of them
    std::uint64_t withoutNeed = 0;   ///< of those, never seen to connect to one; 0 without flows
    std::optional<WorkloadId> first; ///< the first of the jewels

    bool operator==(const JewelReach&) const = default;
};

/// A namespace with workloads and no policy.
struct BareNamespace {
    NamespaceId ns;
    std::uint64_t workloads = 0;
    std::uint64_t connections = 0; ///< seen to or from it and passed

    bool operator==(const BareNamespace&) const = default;
};

/// The numbers of the overview, each computed by core; this only counts.
struct OverviewFigures {
    IsolationShare isolation;
    PairCounts pairs;
    bool hasFlows = false;
    std::optional<EvidenceWindow> window;
    std::vector<BroadRule> broadRules; ///< of the findings of width (RED-08), least used first; empty without flows
    std::uint64_t unusedAllows = 0;    ///< of the findings of disuse (RED-07)
    std::uint64_t usedRules = 0;       ///< observable rules with a hit
    JewelReach jewels;
    std::vector<BareNamespace> bare; ///< most connections first, system namespaces last
};

/// Counts. Takes one question of the evaluator a (workload, crown jewel) pair; stops with what it has when told to.
OverviewFigures overviewFigures(const Analysis& analysis, const RunControl& control);

} // namespace portolan

#pragma once

#include "core/findings/finding.h"
#include "core/ledger/declared_edges.h"
#include "core/ledger/ledger.h"

/// Every check over what is known: policies, inventory, reachability and observed flows.
///
/// Takes a Reachability and its Ledger, gives findings; a check that needs a fact the input does not have stays silent
/// (findings are theorems, never guesses). Asks the evaluator for every verdict. Costs a few passes over policies,
/// workloads and observed edges, and one evaluation for the tightened rules. Thread-safe: nothing is kept.

namespace portolan {

struct FindingOptions {
    bool includeSystem = false;    ///< also coverage and exposure of system namespaces
    bool includeHeuristic = false; ///< also findings of class H
    std::size_t flatMinimum = 5;   ///< workloads from which on a namespace may be called flat
    /// Days of flows that an unused rule needs; the input's own statement (InventoryFacts::evidenceDays) wins.
    unsigned windowDays = 30;
    std::vector<std::string> systemNamespaces{"calico-apiserver",   "calico-system",  "cilium-secrets",
                                              "gke-managed-system", "kube-flannel",   "kube-node-lease",
                                              "kube-public",        "kube-system",    "local-path-storage",
                                              "metallb-system",     "tigera-operator"};
};

struct Inputs {
    const Reachability& reachability;
    const Ledger& ledger; ///< made from the same Reachability
    FindingOptions options;
    const DeclaredEdges* declared = nullptr; ///< made from the same Ledger; nullptr: nothing is said of declarations
};

/// All findings, by severity (most serious first), id, object, place, message. Fails only with Cancelled.
Result<std::vector<Finding>> check(const Inputs& inputs, const RunControl& control);

} // namespace portolan

#pragma once

#include "core/analysis/analysis.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace portolan {

/// The figures of the overview, each with its whole.
struct Overview {
    std::size_t namespaces = 0, workloads = 0, pods = 0, policies = 0, services = 0, rules = 0;
    std::size_t adminPolicies = 0; ///< ANP, BANP and CNP, besides `policies`; their rules count in `rules`
    std::size_t finishedPods = 0;
    std::size_t policed = 0; ///< workloads that policies can isolate: all but hostNetwork ones
    std::size_t ingressIsolated = 0, egressIsolated = 0, bothIsolated = 0; ///< of `policed`, every pod of them
    PairCounts pairs;                                                      ///< pods
    std::vector<std::string> openNamespaces; ///< with workloads, none of them isolated in any direction; by name
    std::size_t brokenObjects = 0;           ///< error diagnostics
    std::array<std::size_t, 5> findings{};   ///< by Severity

    /// Share of the ordered pod pairs that can certainly talk, 0..1.
    double flatness() const {
        return pairs.total == 0 ? 0 : static_cast<double>(pairs.must) / static_cast<double>(pairs.total);
    }
};

Overview overview(const Analysis& analysis);

/// A page of text: counts, isolation, flatness, evidence, the first findings, what was not read, the profile.
std::string overviewText(const Analysis& analysis);
/// The document of contract.md: version, counts, isolation, flatness, findings, not_read.
std::string overviewJson(const Analysis& analysis);

} // namespace portolan

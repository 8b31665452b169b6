#pragma once

#include "core/ledger/ledger.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

/// How sure can one be that a log shows all there is? Absence of a flow is evidence as far as the days that were seen
/// look like the days that come. Takes a joined ledger, gives figures and one sentence; decides nothing.
///
/// A day of the log is a sample, and an edge is seen or not seen on it. Edges seen on one day only (Q1) and on two (Q2)
/// tell of those not seen at all:
///   coverage  1 - Q1 / (sum over the edges of the days they were seen on)
///             Good, "The population frequencies of species and the estimation of population parameters", Biometrika
///             40 (1953), after Turing; incidences in place of individuals
///   unseen    (m-1)/m * Q1^2 / (2 Q2), and (m-1)/m * Q1 (Q1-1) / 2 where Q2 is 0, of m days: Chao2
///             Chao, "Estimating the population size for capture-recapture data with unequal catchability", Biometrics
///             43 (1987)

namespace portolan {

/// Fewer days than this estimate nothing.
inline constexpr std::uint32_t kDaysToEstimate = 3;

/// What the log says of some workloads' edges in one direction; everything outside is one peer.
struct Sufficiency {
    std::uint32_t daysOfLog = 0;    ///< UTC days with any flow
    std::uint32_t daysSeen = 0;     ///< of these, days with such an edge, at least
    std::uint32_t edges = 0;        ///< distinct, that were not dropped
    std::uint32_t seenOnOneDay = 0; ///< Q1
    std::uint32_t seenOnTwo = 0;    ///< Q2
    std::uint64_t incidences = 0;   ///< sum of the days of the edges
    bool hasDays = true;            ///< false: the log is a summary and does not list the days of edges

    /// Whether there is enough to estimate from: kDaysToEstimate days that are listed, and an edge.
    bool canEstimate() const { return hasDays && daysOfLog >= kDaysToEstimate && edges != 0; }
    /// Chance that an edge of such a day was seen before, 0 to 1; nullopt as canEstimate().
    std::optional<double> coverage() const;
    /// Edges that exist and were not seen, at least; nullopt as canEstimate().
    std::optional<double> unseenEdges() const;
    /// "seen on 29 of 31 days; about 2 more edges may exist".
    std::string sentence() const;

    bool operator==(const Sufficiency&) const = default;
};

/// Of the edges that leave (Egress) or enter (Ingress) these workloads. All zero where no log was loaded.
Sufficiency sufficiency(const Ledger& ledger, std::span<const WorkloadId> workloads, Direction direction);
inline Sufficiency sufficiency(const Ledger& ledger, WorkloadId id, Direction direction) {
    return sufficiency(ledger, std::span(&id, 1), direction);
}

/// What stands behind the claim that a rule, or a part of it, is not needed.
struct RuleSufficiency {
    Sufficiency subjects;              ///< of the workloads that the policy selects, in the rule's direction
    std::vector<WorkloadId> neverRan;  ///< CronJobs and Jobs among subjects and peers without any flow; ascending
    std::uint64_t templatesAtZero = 0; ///< templates scaled to zero, or of jobs that are over, which the rule would
                                       ///< concern: nothing of theirs can have been seen
    /// "seen on 29 of 31 days; about 2 more edges may exist; CronJob data/backup never seen".
    std::string sentence(const Cluster& cluster) const;
};
/// The rule must be in the ledger.
RuleSufficiency sufficiency(const Ledger& ledger, const RuleRef& rule);

} // namespace portolan

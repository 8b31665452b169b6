#pragma once

#include "core/analysis/analysis.h"

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace portolan {

/// Workloads of one namespace that every policy sees alike.
struct WorkloadKind {
    NamespaceId ns;
    std::vector<ClassId> classes;
    bool isOpenSource = false; ///< no policy isolates their egress
    bool isOpenTarget = false; ///< likewise ingress
};

/// What a matrix asks the evaluator, once for an analysis: which lines it is then shown by costs no further question.
struct MatrixFacts {
    static constexpr std::uint32_t kNoKind = UINT32_MAX;

    std::shared_ptr<const Analysis> analysis;
    std::vector<LedgerEdge> unseen; ///< permitted and not seen, without what is open at both ends
    std::vector<WorkloadKind> kinds;
    std::vector<std::uint32_t> kindOf;                          ///< by workload; kNoKind for one without pods
    std::vector<bool> reach;                                    ///< kind by kind: some port is allowed for certain
    std::vector<std::pair<WorkloadId, WorkloadId>> talkingOpen; ///< open at both ends and seen, sorted, unique
    bool hasEvidence = false;
    bool hasUnseen = false;
    bool hasShares = false;
    std::uint64_t leftOut = 0; ///< unseen edges beyond the limit

    bool reaches(std::size_t from, std::size_t to) const { return reach[from * kinds.size() + to]; }
};

/// Beyond this many workloads, what was not seen is left out: it costs a question a pair.
inline constexpr std::size_t kMaxUnseenWorkloads = 1200;
/// Beyond this many kinds of workloads pairs are not counted.
inline constexpr std::size_t kMaxShadeKinds = 4000;

/// Asks (the analysis needs its ledger). Every verdict is the evaluator's; kinds are asked about once. Fails only with
/// Cancelled.
Result<std::shared_ptr<const MatrixFacts>> matrixFacts(std::shared_ptr<const Analysis> analysis,
                                                       const RunControl& control);

} // namespace portolan

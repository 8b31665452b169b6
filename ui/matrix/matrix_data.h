#pragma once

#include "core/analysis/analysis.h"
#include "ui/widgets/edge_class.h"

#include <QString>

#include <array>
#include <vector>

namespace portolan {

/// What goes from the workloads of one namespace to those of another.
struct MatrixCell {
    std::array<std::uint64_t, kEdgeClasses.size()> counts{}; ///< edges by EdgeClass
    std::uint64_t connections = 0;                           ///< of the observed edges
    std::uint64_t pairs = 0;                                 ///< ordered pairs of different workloads
    std::uint64_t allowed = 0;                               ///< of these, with some port allowed for certain

    std::uint64_t count(EdgeClass c) const { return counts[static_cast<std::size_t>(c)]; }
    bool hasEdges() const;
    /// 0..1; 0 where there is no pair.
    double share() const { return pairs == 0 ? 0.0 : static_cast<double>(allowed) / static_cast<double>(pairs); }
    /// The classes that occur: Used first, the others by urgency.
    std::vector<EdgeClass> classes() const;
    bool operator==(const MatrixCell&) const = default;
};

/// Namespace by namespace, by name; the last line may be everything outside of them.
struct MatrixData {
    std::vector<QString> names; ///< namespaces; empty text: addresses, nodes and unknown names
    std::vector<MatrixCell> cells;
    bool hasEvidence = false;  ///< a flow log was read
    bool hasUnseen = false;    ///< what is permitted and was not seen is counted
    bool hasShares = false;    ///< pairs are counted
    std::uint64_t leftOut = 0; ///< unseen edges beyond what is counted

    std::size_t size() const { return names.size(); }
    const MatrixCell& cell(std::size_t from, std::size_t to) const { return cells[from * names.size() + to]; }
    MatrixCell& cell(std::size_t from, std::size_t to) { return cells[from * names.size() + to]; }
};

/// Beyond this many workloads, what was not seen is left out: it costs a question a pair.
inline constexpr std::size_t kMaxUnseenWorkloads = 1200;
/// Beyond this many kinds of workloads (alike to every policy, in one namespace) pairs are not counted.
inline constexpr std::size_t kMaxShadeKinds = 4000;

/// Counts (the analysis needs its ledger). Every verdict is the evaluator's; workloads of a namespace with the same
/// endpoint classes are asked about once. Fails only with Cancelled.
Result<MatrixData> matrixOf(const Analysis& analysis, const RunControl& control);

} // namespace portolan

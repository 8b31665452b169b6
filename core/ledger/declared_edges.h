#pragma once

#include "core/declared/declared.h"
#include "core/ledger/ledger.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

/// The third column of the ledger: what manifests declare, beside what is permitted and what was seen.
///
///   DeclaredTable ──┐
///                   ├──> DeclaredEdges: each declared edge with the evaluator's verdict and what the log saw of it
///   Ledger ─────────┘
///
/// Asks the evaluator for every verdict. Immutable; const use is thread-safe.

namespace portolan {

/// An edge that some dependency declares.
struct DeclaredEdge {
    /// Ends, port, verdict, gates, and what was seen. A name outside is an UnresolvedEnd; port 0: the manifest names
    /// none, and what was seen is of all ports.
    LedgerEdge edge;
    bool isJudged = false;     ///< there is something to ask the evaluator about; else no verdict is one
    bool isObservable = false; ///< a log would show it: both ends are known by more than a name
    Confidence confidence = Confidence::Guess; ///< of the surest
    std::vector<std::uint32_t> dependencies;   ///< indices into DeclaredTable, the surest first

    bool isSeen() const { return edge.seen.isSeen(); }
};

class DeclaredEdges {
  public:
    /// `controllers`: by entry point, the workloads that carry its traffic; none where the inventory does not show
    /// them. Fails only with Cancelled.
    static Result<std::shared_ptr<const DeclaredEdges>> create(std::shared_ptr<const Ledger> ledger,
                                                               DeclaredTable table,
                                                               std::span<const std::vector<WorkloadId>> controllers,
                                                               const RunControl& control);

    const DeclaredTable& table() const { return m_table; }
    const DeclaredDependency& dependency(std::uint32_t index) const { return m_table.dependencies[index]; }
    /// By from, to, protocol, port. Of workloads, and of the controllers in front of entry points; what the kubelet,
    /// the API server and metrics collectors are declared to call is in the table alone, for they are no ends of edges.
    const std::vector<DeclaredEdge>& edges() const { return m_edges; }
    /// The edges that start at the workload, as a part of edges().
    std::span<const DeclaredEdge> from(WorkloadId id) const;
    /// What declares the observed edge of that index, the surest first, as indices into the table; empty: nothing.
    std::span<const std::uint32_t> declaring(std::uint32_t ledgerEdge) const { return m_declaring[ledgerEdge]; }
    /// The workload's texts declare something, and none says that it finds other targets by itself: what it is not
    /// declared to call is a call that nobody wrote down.
    bool declaresAny(WorkloadId id) const { return m_table.declares[id.index()]; }
    /// Edges of the ledger that passed between workloads, lookups of names excepted, and that nothing declares although
    /// the source declares others; ascending.
    const std::vector<std::uint32_t>& undeclared() const { return m_undeclared; }

  private:
    friend class DeclaredJoin;
    DeclaredEdges() = default;

    std::shared_ptr<const Ledger> m_ledger;
    DeclaredTable m_table;
    std::vector<DeclaredEdge> m_edges;
    std::vector<std::vector<std::uint32_t>> m_declaring; // by ledger edge
    std::vector<std::uint32_t> m_undeclared;
};

} // namespace portolan

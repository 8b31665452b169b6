#pragma once

#include "ui/matrix/matrix_facts.h"
#include "ui/session/query.h"
#include "ui/widgets/edge_class.h"

#include <QString>

#include <array>
#include <cstddef>
#include <set>
#include <vector>

namespace portolan {

/// A row or column: a namespace, one workload of an expanded namespace, what else the log names in an expanded
/// namespace, or everything that is in no namespace.
struct MatrixLine {
    enum class Kind : std::uint8_t { Namespace, Workload, Rest, Outside };
    Kind kind = Kind::Namespace;
    QString ns;   ///< empty for Outside
    QString name; ///< "shop", "web"; empty for Rest and Outside
    std::optional<WorkloadId> workload{};

    bool isExpanded() const { return kind == Kind::Workload || kind == Kind::Rest; }
    bool operator==(const MatrixLine&) const = default;
};

/// What goes from a row to a column.
struct MatrixCell {
    std::array<std::uint64_t, kEdgeClasses.size()> counts{}; ///< edges by EdgeClass
    std::uint64_t connections = 0;                           ///< of the observed edges
    std::uint64_t pairs = 0;                                 ///< ordered pairs of different workloads
    std::uint64_t allowed = 0;                               ///< of these, with some port allowed for certain
    bool isMatch = true;                                     ///< some edge passes the filter, or there is none

    std::uint64_t count(EdgeClass c) const { return counts[static_cast<std::size_t>(c)]; }
    bool hasEdges() const;
    /// 0..1; 0 where there is no pair.
    double share() const { return pairs == 0 ? 0.0 : static_cast<double>(allowed) / static_cast<double>(pairs); }
    /// The classes that occur: Used first, the others by urgency.
    std::vector<EdgeClass> classes() const;
    bool operator==(const MatrixCell&) const = default;
};

/// Namespaces shown workload by workload.
struct MatrixExpansion {
    std::set<QString> rows;
    std::set<QString> columns;
    bool operator==(const MatrixExpansion&) const = default;
};

/// Rows by columns, both by name; the last line may be what is in no namespace.
struct MatrixData {
    std::vector<MatrixLine> rows;
    std::vector<MatrixLine> columns;
    std::vector<MatrixCell> cells;
    bool hasEvidence = false;  ///< a flow log was read
    bool hasUnseen = false;    ///< what is permitted and was not seen is counted
    bool hasShares = false;    ///< pairs are counted
    std::uint64_t leftOut = 0; ///< unseen edges beyond what is counted

    bool isEmpty() const { return rows.empty(); }
    const MatrixCell& cell(std::size_t row, std::size_t column) const { return cells[row * columns.size() + column]; }
    MatrixCell& cell(std::size_t row, std::size_t column) { return cells[row * columns.size() + column]; }
};

/// Beyond this many lines on an axis no further namespace is expanded.
inline constexpr std::size_t kMaxMatrixLines = 1000;

/// Puts what was counted on lines. With a query, tells the cells apart that have an edge for it. Fails only with
/// Cancelled.
Result<MatrixData> matrixOf(const MatrixFacts& facts, const MatrixExpansion& expansion, const Query& query,
                            const RunControl& control);

} // namespace portolan

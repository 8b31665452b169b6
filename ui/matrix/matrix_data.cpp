#include "ui/matrix/matrix_data.h"

#include "ui/models/edge_fields.h"
#include "ui/models/words.h"

#include <algorithm>
#include <map>

namespace portolan {

namespace {

constexpr std::size_t kNoLine = SIZE_MAX;

/// The lines of one axis, and which of them an end of an edge stands on.
struct Axis {
    std::vector<MatrixLine> lines;
    std::vector<std::size_t> ofWorkload;
    std::vector<std::size_t> ofNamespace; ///< for ends that are no workload
    std::size_t outside = kNoLine;

    std::size_t of(const Cluster& cluster, const LedgerEnd& end) const {
        if (const auto* id = std::get_if<WorkloadId>(&end)) return ofWorkload[id->index()];
        const auto ns = namespaceOf(cluster, end);
        return ns ? ofNamespace[ns->index()] : outside;
    }
};

/// How many workloads of each kind stand on a line.
using KindCounts = std::map<std::uint32_t, std::uint64_t>;

class MatrixBuilder {
  public:
    MatrixBuilder(const MatrixFacts& facts, const Query& query)
        : m_facts(facts), m_cluster(*facts.analysis->cluster), m_query(query) {}

    Result<MatrixData> run(const MatrixExpansion& expansion, const RunControl& control) {
        findEnds();
        m_rows = makeAxis(expansion.rows);
        m_columns = makeAxis(expansion.columns);
        m_out.rows = m_rows.lines;
        m_out.columns = m_columns.lines;
        m_out.cells.resize(m_out.rows.size() * m_out.columns.size());
        m_out.hasEvidence = m_facts.hasEvidence;
        m_out.hasUnseen = m_facts.hasUnseen;
        m_out.hasShares = m_facts.hasShares;
        m_out.leftOut = m_facts.leftOut;
        for (MatrixCell& cell : m_out.cells) cell.isMatch = m_query.isEmpty();
        for (const auto* edges : {&m_facts.analysis->ledger->edges(), &m_facts.unseen})
            for (const LedgerEdge& e : *edges) {
                if (control.isStopped()) return cancelled();
                addEdge(e);
            }
        countPairs();
        if (m_facts.hasUnseen)
            for (const auto& [from, to] : m_facts.talkingOpen)
                --m_out.cell(m_rows.ofWorkload[from.index()], m_columns.ofWorkload[to.index()])
                      .counts[static_cast<std::size_t>(EdgeClass::OpenUnseen)];
        if (!m_query.isEmpty() && m_facts.hasUnseen)
            if (const auto done = matchOpen(control); !done) return tl::make_unexpected(done.error());
        return std::move(m_out);
    }

  private:
    /// Which namespaces have a workload, which have something else that the log names, and whether there is an outside.
    void findEnds() {
        m_isShown.assign(m_cluster.namespaces.size(), false);
        m_hasRest.assign(m_cluster.namespaces.size(), false);
        for (const Workload& w : m_cluster.workloads) m_isShown[w.ns.index()] = true;
        for (const LedgerEdge& e : m_facts.analysis->ledger->edges())
            for (const LedgerEnd* end : {&e.from, &e.to}) {
                if (std::holds_alternative<WorkloadId>(*end)) continue;
                const auto ns = namespaceOf(m_cluster, *end);
                if (!ns) {
                    m_hasOutside = true;
                    continue;
                }
                m_isShown[ns->index()] = true;
                m_hasRest[ns->index()] = true;
            }
    }

    Axis makeAxis(const std::set<QString>& expanded) const {
        Axis axis;
        axis.ofWorkload.assign(m_cluster.workloads.size(), kNoLine);
        axis.ofNamespace.assign(m_cluster.namespaces.size(), kNoLine);
        std::vector<std::vector<WorkloadId>> members(m_cluster.namespaces.size());
        for (std::size_t i = 0; i < m_cluster.workloads.size(); ++i)
            members[m_cluster.workloads[WorkloadId(i)].ns.index()].emplace_back(i);
        for (std::size_t i = 0; i < m_isShown.size(); ++i) {
            if (!m_isShown[i]) continue;
            const QString ns = toText(m_cluster.text(m_cluster.namespaces[NamespaceId(i)].name));
            axis.ofNamespace[i] = axis.lines.size();
            if (!expanded.contains(ns)) {
                for (const WorkloadId id : members[i]) axis.ofWorkload[id.index()] = axis.lines.size();
                axis.lines.push_back({MatrixLine::Kind::Namespace, ns, ns});
                continue;
            }
            for (const WorkloadId id : members[i]) {
                axis.ofWorkload[id.index()] = axis.lines.size();
                axis.lines.push_back(
                    {MatrixLine::Kind::Workload, ns, toText(m_cluster.text(m_cluster.workloads[id].name)), id});
            }
            if (!m_hasRest[i]) continue;
            axis.ofNamespace[i] = axis.lines.size();
            axis.lines.push_back({MatrixLine::Kind::Rest, ns, {}});
        }
        axis.outside = axis.lines.size();
        if (m_hasOutside) axis.lines.push_back({MatrixLine::Kind::Outside, {}, {}});
        return axis;
    }

    bool isWanted(const LedgerEdge& edge) const {
        const Analysis& analysis = *m_facts.analysis;
        return isMatch(
            m_query, [&](std::string_view field) { return edgeFields(analysis, edge, field); },
            [&] { return edgeText(analysis, edge); });
    }

    void addEdge(const LedgerEdge& e) {
        MatrixCell& cell = m_out.cell(m_rows.of(m_cluster, e.from), m_columns.of(m_cluster, e.to));
        ++cell.counts[static_cast<std::size_t>(edgeClassOf(e.state))];
        cell.connections += e.seen.total();
        cell.isMatch = cell.isMatch || isWanted(e);
    }

    std::vector<KindCounts> kindsOn(const Axis& axis) const {
        std::vector<KindCounts> out(axis.lines.size());
        for (std::size_t i = 0; i < m_facts.kindOf.size(); ++i)
            if (m_facts.kindOf[i] != MatrixFacts::kNoKind) ++out[axis.ofWorkload[i]][m_facts.kindOf[i]];
        return out;
    }

    /// Workloads of the kind that stand on both lines: a workload is no pair with itself.
    std::uint64_t shared(const MatrixLine& row, const MatrixLine& column, std::uint32_t kind,
                         std::uint64_t inNamespace) const {
        if (row.ns != column.ns) return 0;
        if (!row.workload && !column.workload) return inNamespace;
        if (row.workload && column.workload && row.workload != column.workload) return 0;
        const WorkloadId one = row.workload ? *row.workload : *column.workload;
        return m_facts.kindOf[one.index()] == kind ? 1 : 0;
    }

    /// Pairs that may talk, and pairs that no policy isolates at either end: what Ledger::permittedUnseen() counts in
    /// openTo, by target; those that talk are still among the latter.
    void countPairs() {
        const std::vector<KindCounts> sources = kindsOn(m_rows);
        const std::vector<KindCounts> targets = kindsOn(m_columns);
        for (std::size_t row = 0; row < sources.size(); ++row)
            for (std::size_t column = 0; column < targets.size(); ++column) {
                MatrixCell& cell = m_out.cell(row, column);
                for (const auto& [from, fromCount] : sources[row])
                    for (const auto& [to, toCount] : targets[column]) {
                        const std::uint64_t same =
                            from == to ? shared(m_out.rows[row], m_out.columns[column], from, fromCount) : 0;
                        addPairs(cell, from, to, fromCount * toCount - same);
                    }
            }
    }

    void addPairs(MatrixCell& cell, std::uint32_t from, std::uint32_t to, std::uint64_t pairs) const {
        if (m_facts.hasShares) {
            cell.pairs += pairs;
            cell.allowed += m_facts.reaches(from, to) ? pairs : 0;
        }
        if (m_facts.hasUnseen && m_facts.kinds[from].isOpenSource && m_facts.kinds[to].isOpenTarget)
            cell.counts[static_cast<std::size_t>(EdgeClass::OpenUnseen)] += pairs;
    }

    /// Cells that only pairs open and unseen can match.
    Result<void> matchOpen(const RunControl& control) {
        const auto isOpen = [&](std::size_t id, bool WorkloadKind::*side) {
            return m_facts.kindOf[id] != MatrixFacts::kNoKind && m_facts.kinds[m_facts.kindOf[id]].*side;
        };
        for (std::size_t from = 0; from < m_facts.kindOf.size(); ++from) {
            if (control.isStopped()) return cancelled();
            if (!isOpen(from, &WorkloadKind::isOpenSource)) continue;
            for (std::size_t to = 0; to < m_facts.kindOf.size(); ++to) {
                if (from == to || !isOpen(to, &WorkloadKind::isOpenTarget)) continue;
                MatrixCell& cell = m_out.cell(m_rows.ofWorkload[from], m_columns.ofWorkload[to]);
                if (cell.isMatch || cell.count(EdgeClass::OpenUnseen) == 0) continue;
                LedgerEdge edge;
                edge.from = WorkloadId(from);
                edge.to = WorkloadId(to);
                edge.verdict = Verdict::Allow;
                edge.state = EdgeState::OpenUnseen;
                cell.isMatch = isWanted(edge);
            }
        }
        return {};
    }

    const MatrixFacts& m_facts;
    const Cluster& m_cluster;
    const Query& m_query;
    std::vector<bool> m_isShown; // by namespace
    std::vector<bool> m_hasRest; // by namespace
    bool m_hasOutside = false;
    Axis m_rows;
    Axis m_columns;
    MatrixData m_out;
};

} // namespace

bool MatrixCell::hasEdges() const {
    return std::ranges::any_of(counts, [](std::uint64_t n) { return n > 0; });
}

std::vector<EdgeClass> MatrixCell::classes() const {
    std::vector<EdgeClass> out;
    if (count(EdgeClass::Used) > 0) out.push_back(EdgeClass::Used);
    for (const EdgeClass c : kEdgeClassUrgency)
        if (c != EdgeClass::Used && count(c) > 0) out.push_back(c);
    return out;
}

Result<MatrixData> matrixOf(const MatrixFacts& facts, const MatrixExpansion& expansion, const Query& query,
                            const RunControl& control) {
    return MatrixBuilder(facts, query).run(expansion, control);
}

} // namespace portolan

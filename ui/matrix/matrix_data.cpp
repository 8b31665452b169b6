#include "ui/matrix/matrix_data.h"

#include "core/ledger/workload_classes.h"
#include "ui/models/words.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace portolan {
namespace {

constexpr std::size_t kMaxUnseenEdges = 100'000;

/// Workloads of one namespace that every policy sees alike.
struct WorkloadKind {
    std::size_t line = 0; ///< of the matrix
    std::vector<ClassId> classes;
    std::uint64_t workloads = 0;
    std::uint64_t openSources = 0; ///< 0 or `workloads`: no policy isolates their egress
    std::uint64_t openTargets = 0; ///< likewise ingress
};

bool isOpen(const Reachability& r, const std::vector<ClassId>& classes, Direction direction) {
    return !classes.empty() &&
           std::ranges::all_of(classes, [&](ClassId c) { return r.isolation(c, direction) == Ternary::No; });
}

bool reaches(const Reachability& r, const WorkloadKind& from, const WorkloadKind& to) {
    return std::ranges::any_of(from.classes, [&](ClassId s) {
        return std::ranges::any_of(to.classes, [&](ClassId t) { return !r.between(s, t).must.isEmpty(); });
    });
}

class MatrixBuilder {
  public:
    explicit MatrixBuilder(const Analysis& analysis) : m_analysis(analysis), m_cluster(*analysis.cluster) {}

    Result<MatrixData> run(const RunControl& control) {
        chooseLines();
        addObserved();
        if (m_out.hasEvidence && m_cluster.workloads.size() <= kMaxUnseenWorkloads)
            if (const auto added = addUnseen(control); !added) return tl::make_unexpected(added.error());
        if (m_kinds.size() <= kMaxShadeKinds)
            if (const auto counted = countPairsAllowed(control); !counted) return tl::make_unexpected(counted.error());
        return std::move(m_out);
    }

  private:
    std::size_t lineOf(const LedgerEnd& end) const {
        const auto ns = namespaceOf(m_cluster, end);
        return ns ? m_lineOf[ns->index()] : m_outside;
    }

    void chooseLines() {
        m_out.hasEvidence = m_analysis.ledger->evidence().has_value();
        m_lineOf.assign(m_cluster.namespaces.size(), 0);
        std::vector<bool> isWanted(m_cluster.namespaces.size(), false);
        bool hasOutside = false;
        for (const Workload& w : m_cluster.workloads) isWanted[w.ns.index()] = true;
        for (const LedgerEdge& e : m_analysis.ledger->edges())
            for (const LedgerEnd* end : {&e.from, &e.to}) {
                const auto ns = namespaceOf(m_cluster, *end);
                if (ns) isWanted[ns->index()] = true;
                hasOutside = hasOutside || !ns;
            }
        for (std::size_t i = 0; i < isWanted.size(); ++i) {
            if (!isWanted[i]) continue;
            m_lineOf[i] = m_out.names.size();
            m_out.names.push_back(toText(m_cluster.text(m_cluster.namespaces[NamespaceId(i)].name)));
        }
        m_outside = m_out.names.size();
        if (hasOutside) m_out.names.emplace_back();
        m_out.cells.resize(m_out.names.size() * m_out.names.size());
        collectKinds();
    }

    void collectKinds() {
        const Reachability& r = *m_analysis.reachability;
        std::map<std::pair<std::size_t, std::vector<ClassId>>, std::uint64_t> counts;
        for (std::size_t i = 0; i < m_cluster.workloads.size(); ++i) {
            const auto classes = m_analysis.ledger->workloadClasses().of(WorkloadId(i));
            if (!classes.empty())
                ++counts[{m_lineOf[m_cluster.workloads[WorkloadId(i)].ns.index()], {classes.begin(), classes.end()}}];
        }
        for (const auto& [key, count] : counts)
            m_kinds.push_back({key.first, key.second, count, isOpen(r, key.second, Direction::Egress) ? count : 0,
                               isOpen(r, key.second, Direction::Ingress) ? count : 0});
    }

    void addEdge(const LedgerEdge& e) {
        MatrixCell& cell = m_out.cell(lineOf(e.from), lineOf(e.to));
        ++cell.counts[static_cast<std::size_t>(edgeClassOf(e.state))];
        cell.connections += e.seen.total();
    }

    void addObserved() {
        for (const LedgerEdge& e : m_analysis.ledger->edges()) addEdge(e);
    }

    Result<void> addUnseen(const RunControl& control) {
        std::vector<WorkloadId> all;
        for (std::size_t i = 0; i < m_cluster.workloads.size(); ++i) all.emplace_back(i);
        const auto unseen = m_analysis.ledger->permittedUnseen(all, kMaxUnseenEdges, control);
        if (!unseen) return tl::make_unexpected(unseen.error());
        for (const LedgerEdge& e : unseen->edges) addEdge(e);
        m_out.leftOut = unseen->leftOut;
        m_out.hasUnseen = true;
        addOpenUnseen();
        return {};
    }

    /// Pairs that no policy isolates at either end, less those that talk: what Ledger::permittedUnseen() counts in
    /// openTo, by namespace of the target.
    void addOpenUnseen() {
        std::vector<std::uint64_t> sources(m_out.size(), 0);
        std::vector<std::uint64_t> targets(m_out.size(), 0);
        std::vector<std::uint64_t> both(m_out.size(), 0);
        for (const WorkloadKind& k : m_kinds) {
            sources[k.line] += k.openSources;
            targets[k.line] += k.openTargets;
            both[k.line] += std::min(k.openSources, k.openTargets);
        }
        std::set<std::pair<WorkloadId, WorkloadId>> talking;
        for (const LedgerEdge& e : m_analysis.ledger->edges()) {
            const auto* from = std::get_if<WorkloadId>(&e.from);
            const auto* to = std::get_if<WorkloadId>(&e.to);
            if (from && to && *from != *to && e.seen.passed() != 0 && isOpenEnd(*from, Direction::Egress) &&
                isOpenEnd(*to, Direction::Ingress))
                talking.emplace(*from, *to);
        }
        constexpr auto kOpenUnseen = static_cast<std::size_t>(EdgeClass::OpenUnseen);
        for (std::size_t s = 0; s < m_out.size(); ++s)
            for (std::size_t t = 0; t < m_out.size(); ++t)
                m_out.cell(s, t).counts[kOpenUnseen] += sources[s] * targets[t] - (s == t ? both[s] : 0);
        for (const auto& [from, to] : talking) --m_out.cell(lineOf(from), lineOf(to)).counts[kOpenUnseen];
    }

    bool isOpenEnd(WorkloadId id, Direction direction) const {
        const auto classes = m_analysis.ledger->workloadClasses().of(id);
        return isOpen(*m_analysis.reachability, {classes.begin(), classes.end()}, direction);
    }

    Result<void> countPairsAllowed(const RunControl& control) {
        const Reachability& r = *m_analysis.reachability;
        for (std::size_t i = 0; i < m_kinds.size(); ++i) {
            if (control.isStopped()) return cancelled();
            const WorkloadKind& from = m_kinds[i];
            for (std::size_t j = 0; j < m_kinds.size(); ++j) {
                const WorkloadKind& to = m_kinds[j];
                const std::uint64_t pairs = from.workloads * (to.workloads - (i == j ? 1 : 0));
                if (pairs == 0) continue;
                MatrixCell& cell = m_out.cell(from.line, to.line);
                cell.pairs += pairs;
                if (reaches(r, from, to)) cell.allowed += pairs;
            }
        }
        m_out.hasShares = true;
        return {};
    }

    const Analysis& m_analysis;
    const Cluster& m_cluster;
    MatrixData m_out;
    std::vector<std::size_t> m_lineOf; // by namespace
    std::size_t m_outside = 0;
    std::vector<WorkloadKind> m_kinds;
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

Result<MatrixData> matrixOf(const Analysis& analysis, const RunControl& control) {
    if (!analysis.ledger) return MatrixData{};
    return MatrixBuilder(analysis).run(control);
}

} // namespace portolan

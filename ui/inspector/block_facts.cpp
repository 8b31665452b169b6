#include "ui/inspector/block_facts.h"

#include "core/reach/workload_view.h"
#include "ui/models/words.h"

#include <QCoreApplication>

#include <algorithm>

namespace portolan {

namespace {

/// A side as ids.
struct Side {
    std::optional<NamespaceId> ns;
    std::optional<WorkloadId> workload;
    std::vector<WorkloadId> workloads;

    bool has(const Cluster& cluster, const LedgerEnd& end) const {
        if (workload) return end == LedgerEnd(*workload);
        return namespaceOf(cluster, end) == ns;
    }
};

Side sideOf(const Cluster& cluster, const SideKey& key) {
    Side side;
    if (key.kind == SideKey::Kind::Outside) return side;
    if (key.kind == SideKey::Kind::Workload) {
        side.workload = resolve(cluster, WorkloadKey{key.text});
        if (side.workload) side.workloads = {*side.workload};
        return side;
    }
    side.ns = cluster.findNamespace(key.text);
    for (std::size_t i = 0; i < cluster.workloads.size(); ++i)
        if (cluster.workloads[WorkloadId(i)].ns == side.ns) side.workloads.emplace_back(i);
    return side;
}

bool hasSide(const Cluster& cluster, const SideKey& key) {
    switch (key.kind) {
    case SideKey::Kind::Outside: return true;
    case SideKey::Kind::Namespace: return cluster.findNamespace(key.text).has_value();
    case SideKey::Kind::Workload: break;
    }
    return resolve(cluster, WorkloadKey{key.text}).has_value();
}

bool isOpen(const Reachability& reachability, const std::vector<ClassId>& classes, Direction direction) {
    return !classes.empty() &&
           std::ranges::all_of(classes, [&](ClassId c) { return reachability.isolation(c, direction) == Ternary::No; });
}

class BlockCounter {
  public:
    BlockCounter(const Analysis& analysis, const BlockKey& key)
        : m_analysis(analysis), m_from(sideOf(*analysis.cluster, key.from)), m_to(sideOf(*analysis.cluster, key.to)) {}

    Result<BlockFacts> run(const RunControl& control) {
        for (const LedgerEdge& edge : m_analysis.ledger->edges())
            if (m_from.has(*m_analysis.cluster, edge.from) && m_to.has(*m_analysis.cluster, edge.to)) add(edge);
        const std::uint64_t most = m_from.workloads.size() * m_to.workloads.size();
        m_out.isUnseenCounted = m_analysis.ledger->evidence().has_value() && most <= kMaxBlockPairs;
        for (const WorkloadId from : m_from.workloads) {
            if (control.isStopped()) return cancelled();
            for (const WorkloadId to : m_to.workloads) addPair(from, to);
        }
        std::ranges::stable_sort(m_out.edges, {}, [](const LedgerEdge& edge) {
            const auto* at = std::ranges::find(kEdgeClassUrgency, edgeClassOf(edge.state));
            return std::pair(at, ~edge.seen.total());
        });
        return std::move(m_out);
    }

  private:
    void add(const LedgerEdge& edge) {
        ++m_out.counts[static_cast<std::size_t>(edgeClassOf(edge.state))];
        m_out.connections += edge.seen.total();
        m_out.edges.push_back(edge);
    }

    bool isTalking(WorkloadId from, WorkloadId to) const {
        return std::ranges::any_of(m_analysis.ledger->edgesOf(from), [&](std::uint32_t i) {
            const LedgerEdge& edge = m_analysis.ledger->edges()[i];
            return edge.from == LedgerEnd(from) && edge.to == LedgerEnd(to) && edge.seen.passed() != 0;
        });
    }

    void addPair(WorkloadId from, WorkloadId to) {
        const Reachability& r = *m_analysis.reachability;
        const std::vector<ClassId> sources = classesOf(r, from);
        const std::vector<ClassId> targets = classesOf(r, to);
        if (sources.empty() || targets.empty()) return;
        const auto passes = [&](const TrafficSet PairTraffic::*side) {
            return std::ranges::any_of(sources, [&](ClassId s) {
                return std::ranges::any_of(targets, [&](ClassId t) { return !(r.between(s, t).*side).isEmpty(); });
            });
        };
        if (from != to) {
            ++m_out.pairs;
            m_out.allowed += passes(&PairTraffic::must) ? 1 : 0;
        }
        if (!m_out.isUnseenCounted) return;
        if (isOpen(r, sources, Direction::Egress) && isOpen(r, targets, Direction::Ingress)) {
            if (from != to && !isTalking(from, to)) ++m_out.counts[static_cast<std::size_t>(EdgeClass::OpenUnseen)];
        } else if (passes(&PairTraffic::may)) {
            for (const LedgerEdge& edge : m_analysis.ledger->permittedUnseen(from, to)) add(edge);
        }
    }

    const Analysis& m_analysis;
    Side m_from;
    Side m_to;
    BlockFacts m_out;
};

} // namespace

bool hasBlock(const Analysis& analysis, const BlockKey& key) {
    return analysis.ledger && hasSide(*analysis.cluster, key.from) && hasSide(*analysis.cluster, key.to);
}

QString sideText(const Analysis& analysis, const SideKey& side) {
    if (side.kind == SideKey::Kind::Outside) return QCoreApplication::translate("Inspector", "outside");
    if (side.kind == SideKey::Kind::Namespace) return toText(side.text);
    const auto id = resolve(*analysis.cluster, WorkloadKey{side.text});
    return id ? toText(analysis.cluster->displayName(*id)) : toText(side.text);
}

Result<BlockFacts> blockFacts(const Analysis& analysis, const BlockKey& key, const RunControl& control) {
    return BlockCounter(analysis, key).run(control);
}

} // namespace portolan

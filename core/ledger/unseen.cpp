#include "core/ledger/gates.h"
#include "core/ledger/ledger.h"

#include <algorithm>

namespace portolan {
namespace {

constexpr std::size_t kNamedByRules = 16; // ports of a target of which nothing else is known

/// The single ports that the traffic names; ranges say nothing about who listens.
ListeningPorts singlePorts(const TrafficSet& traffic) {
    ListeningPorts out;
    for (const Protocol protocol : kProtocols)
        for (const PortRange& range : traffic.ports(protocol).ranges())
            if (range.first == range.last && out.size() < kNamedByRules) out.emplace_back(protocol, range.first);
    return out;
}

/// True where some pair of pods may exchange something.
bool isPermitted(const Reachability& r, std::span<const ClassId> from, std::span<const ClassId> to) {
    for (const ClassId s : from)
        for (const ClassId t : to)
            if (!r.between(s, t).may.isEmpty()) return true;
    return false;
}

bool isOpen(const Reachability& r, std::span<const ClassId> classes, Direction direction) {
    return !classes.empty() &&
           std::ranges::all_of(classes, [&](ClassId c) { return r.isolation(c, direction) == Ternary::No; });
}

} // namespace

std::vector<LedgerEdge> Ledger::permittedUnseen(WorkloadId from, WorkloadId to) const {
    std::vector<LedgerEdge> out;
    const Cluster& cluster = m_reachability->cluster();
    if (from == to && cluster.workloads[from].replicas < 2) return out;
    const auto sources = m_classes->of(from);
    const auto targets = m_classes->of(to);
    ListeningPorts named;
    if (m_listening[to.index()].empty()) {
        TrafficSet traffic;
        for (const ClassId s : sources)
            for (const ClassId t : targets) traffic = traffic.united(m_reachability->between(s, t).may);
        named = singlePorts(traffic);
    }
    for (const auto& [protocol, port] : m_listening[to.index()].empty() ? named : m_listening[to.index()]) {
        if (find(from, to, protocol, port)) continue;
        LedgerEdge edge;
        edge.from = from;
        edge.to = to;
        edge.protocol = protocol;
        edge.port = port;
        judge(*m_reachability, *m_classes, edge);
        if (edge.verdict != Verdict::Deny) out.push_back(std::move(edge));
    }
    return out;
}

/// Pairs that are open at both ends are counted without looking at them; of the others, those that may exchange nothing
/// are passed over before any port is looked at.
Result<UnseenEdges> Ledger::permittedUnseen(std::span<const WorkloadId> among, std::size_t limit,
                                            const RunControl& control) const {
    UnseenEdges out;
    out.openTo.assign(among.size(), 0);
    std::vector<std::uint32_t> openTargets;
    std::vector<bool> isOpenTarget(m_reachability->cluster().workloads.size(), false);
    for (std::uint32_t i = 0; i < among.size(); ++i) {
        if (!isOpen(*m_reachability, m_classes->of(among[i]), Direction::Ingress)) continue;
        openTargets.push_back(i);
        isOpenTarget[among[i].index()] = true;
    }
    for (std::size_t i = 0; i < among.size(); ++i) {
        if (control.isStopped()) return cancelled();
        const auto sources = m_classes->of(among[i]);
        const bool isOpenSource = isOpen(*m_reachability, sources, Direction::Egress);
        if (isOpenSource) {
            std::vector<WorkloadId> seen;
            for (const std::uint32_t e : edgesOf(among[i]))
                if (const auto* to = std::get_if<WorkloadId>(&m_edges[e].to);
                    to && *to != among[i] && isOpenTarget[to->index()] && m_edges[e].seen.passed() != 0)
                    seen.push_back(*to);
            std::ranges::sort(seen);
            const auto rest = std::ranges::unique(seen);
            const std::size_t seenCount = seen.size() - rest.size();
            const std::size_t self = isOpenTarget[among[i].index()] ? 1 : 0;
            out.openTo[i] =
                static_cast<std::uint32_t>(openTargets.size() - self - std::min(seenCount, openTargets.size() - self));
        }
        for (const WorkloadId to : among) {
            if (isOpenSource && isOpenTarget[to.index()]) continue;
            if (!isPermitted(*m_reachability, sources, m_classes->of(to))) continue;
            for (LedgerEdge& edge : permittedUnseen(among[i], to)) {
                if (out.edges.size() < limit)
                    out.edges.push_back(std::move(edge));
                else
                    ++out.leftOut;
            }
        }
    }
    std::ranges::sort(out.edges, {}, [](const LedgerEdge& e) { return std::tie(e.from, e.to, e.protocol, e.port); });
    return out;
}

} // namespace portolan

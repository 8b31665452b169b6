#include "core/paths/paths.h"

#include "core/reach/rule_match.h"
#include "core/reach/workload_view.h"

#include <algorithm>

namespace portolan {
namespace {

/// The lowest port of a set, TCP before UDP before SCTP.
std::optional<std::pair<Protocol, std::uint16_t>> firstPort(const TrafficSet& traffic) {
    for (const Protocol p : {Protocol::Tcp, Protocol::Udp, Protocol::Sctp})
        if (const auto& ranges = traffic.ports(p).ranges(); !ranges.empty()) return std::pair(p, ranges.front().first);
    return std::nullopt;
}

/// A gate of one class towards another on one port.
PathGate gateOf(const Reachability& r, ClassId subject, ClassId peer, Direction direction, const Hop& hop) {
    PathGate out;
    if (r.classes().isAddress(subject) || r.classes().isNodeLike(subject)) return out;
    out.kind = r.isolation(subject, direction) == Ternary::No ? PathGate::Kind::NotIsolated : PathGate::Kind::Rule;
    if (out.kind == PathGate::Kind::Rule)
        out.rules = admittingRules(r, subject, peer, direction, hop.protocol, hop.port);
    std::uint32_t first = 0;
    for (const PairFunction::Run& run : r.function(subject, direction, Certainty::Must).runs()) {
        if (r.traffics()[run.traffic].contains(hop.protocol, hop.port))
            for (std::uint32_t c = first; c < std::min(run.end, r.classes().podClassCount()); ++c)
                out.pods += r.classes().weight(ClassId(c));
        first = run.end;
    }
    return out;
}

void setPort(Hop& hop) {
    if (!hop.to) // nothing is known to listen out there: the web's ports first
        for (const std::uint16_t port : {std::uint16_t{443}, std::uint16_t{80}})
            if (hop.traffic.contains(Protocol::Tcp, port)) {
                hop.port = port;
                return;
            }
    if (const auto port = firstPort(hop.traffic)) std::tie(hop.protocol, hop.port) = *port;
}

/// Fills the gates from the first pair of classes that passes the hop's port.
void setGates(const Reachability& r, std::span<const ClassId> from, std::span<const ClassId> to, Hop& hop) {
    for (const ClassId s : from)
        for (const ClassId t : to) {
            if (!r.between(s, t).must.contains(hop.protocol, hop.port)) continue;
            hop.egress = gateOf(r, s, t, Direction::Egress, hop);
            hop.ingress = gateOf(r, t, s, Direction::Ingress, hop);
            return;
        }
}

std::optional<Hop> hopFromInternet(const ReachGraph& graph, WorkloadId to) {
    const Entry* best = nullptr;
    for (const Entry& e : graph.entries())
        if (e.to == to && (best == nullptr || (e.isCertain && !best->isCertain))) best = &e;
    if (best == nullptr) return std::nullopt;
    Hop hop{.from = std::nullopt, .to = to, .traffic = best->traffic, .via = best->via, .isCertain = best->isCertain};
    setPort(hop);
    const Reachability& r = graph.reachability();
    const bool isOpen = std::ranges::any_of(
        graph.classes(to), [&](ClassId c) { return r.isolation(c, Direction::Ingress) == Ternary::No; });
    if (isOpen) hop.ingress.kind = PathGate::Kind::NotIsolated; // else by its own node, which no policy governs
    setGates(r, graph.internet(), graph.classes(to), hop);
    return hop;
}

/// How far away workloads are from some start, in steps of one direction.
class Levels {
  public:
    static constexpr unsigned kUnreached = ~0U;
    explicit Levels(std::size_t count) : m_levels(count, kUnreached), m_open(count, true) {}

    void set(WorkloadId id, unsigned level) {
        m_levels[id.index()] = level;
        m_open[id.index()] = false;
    }
    unsigned at(WorkloadId id) const { return m_levels[id.index()]; }
    const std::vector<bool>& open() const { return m_open; }

  private:
    std::vector<unsigned> m_levels;
    std::vector<bool> m_open;
};

std::vector<WorkloadId> entered(const ReachGraph& graph) {
    std::vector<WorkloadId> out;
    for (const Entry& e : graph.entries())
        if (out.empty() || out.back() != e.to) out.push_back(e.to);
    return out;
}

/// Routes of exactly one length, found depth first; a step is taken only where the end is near enough.
class RouteSearch {
  public:
    RouteSearch(const ReachGraph& graph, PathNode from, PathNode to, const RunControl& control)
        : m_graph(graph), m_from(from), m_to(to), m_control(control), m_distance(graph.workloadCount()) {}

    bool measure(unsigned maxHops) {
        std::vector<WorkloadId> frontier;
        unsigned level = 0;
        if (m_to) {
            frontier.push_back(*m_to);
            m_distance.set(*m_to, 0);
        } else {
            for (std::size_t i = 0; i < m_graph.workloadCount(); ++i)
                if (!m_graph.toInternet(WorkloadId(i)).isEmpty()) frontier.emplace_back(i);
            level = 1;
            for (const WorkloadId w : frontier) m_distance.set(w, 1);
        }
        while (!frontier.empty() && ++level <= maxHops) {
            auto next = m_graph.backward(frontier, m_distance.open(), m_control);
            if (!next) return false;
            frontier = std::move(*next);
            for (const WorkloadId w : frontier) m_distance.set(w, level);
        }
        return true;
    }

    /// Appends routes of `length` hops to `out` until it holds `count`. False where stopped.
    bool collect(unsigned length, std::size_t count, std::vector<std::vector<PathNode>>& out) {
        m_count = count;
        m_route = {m_from};
        return walk(length, out);
    }

  private:
    bool isOnRoute(WorkloadId id) const { return std::ranges::find(m_route, PathNode(id)) != m_route.end(); }

    bool walk(unsigned remaining, std::vector<std::vector<PathNode>>& out) {
        if (m_control.isStopped()) return false;
        if (out.size() >= m_count) return true;
        const PathNode here = m_route.back();
        if (remaining == 1 && !m_to) {
            if (here && !m_graph.toInternet(*here).isEmpty()) finish(out);
            return true;
        }
        if (remaining == 1) {
            if (here ? m_graph.hasEdge(*here, *m_to) : isEntered(*m_to)) finish(out);
            return true;
        }
        for (std::size_t i = 0; i < m_graph.workloadCount() && out.size() < m_count; ++i) {
            const WorkloadId next(i);
            if (m_distance.at(next) > remaining - 1 || PathNode(next) == m_to || isOnRoute(next)) continue;
            if (!(here ? m_graph.hasEdge(*here, next) : isEntered(next))) continue;
            m_route.push_back(next);
            const bool isDone = walk(remaining - 1, out);
            m_route.pop_back();
            if (!isDone) return false;
        }
        return true;
    }

    void finish(std::vector<std::vector<PathNode>>& out) {
        out.push_back(m_route);
        out.back().push_back(m_to);
    }

    bool isEntered(WorkloadId id) const {
        return std::ranges::any_of(m_graph.entries(), [&](const Entry& e) { return e.to == id; });
    }

    const ReachGraph& m_graph;
    PathNode m_from;
    PathNode m_to;
    const RunControl& m_control;
    Levels m_distance; // to m_to
    std::vector<PathNode> m_route;
    std::size_t m_count = 0;
};

/// The gate that lets most pods through; one that no policy guards is wider than any rule.
std::optional<GatePlace> weakestOf(const std::vector<Hop>& hops) {
    std::optional<GatePlace> out;
    std::pair<bool, std::uint64_t> widest;
    for (std::size_t i = 0; i < hops.size(); ++i)
        for (const Direction d : kDirections) {
            const PathGate& gate = hops[i].gate(d);
            if (gate.kind == PathGate::Kind::Exempt) continue;
            const std::pair width(gate.kind == PathGate::Kind::NotIsolated, gate.pods);
            if (out && width <= widest) continue;
            out = GatePlace{i, d};
            widest = width;
        }
    return out;
}

} // namespace

bool Route::isCertain() const {
    return std::ranges::all_of(hops, &Hop::isCertain);
}

std::optional<Hop> hopBetween(const ReachGraph& graph, PathNode from, PathNode to) {
    if (!from) return to ? hopFromInternet(graph, *to) : std::nullopt;
    Hop hop{.from = from, .to = to, .traffic = to ? graph.edge(*from, *to) : graph.toInternet(*from), .via = {}};
    if (hop.traffic.isEmpty()) return std::nullopt;
    setPort(hop);
    const Reachability& r = graph.reachability();
    setGates(r, graph.classes(*from), to ? graph.classes(*to) : std::span<const ClassId>(graph.internet()), hop);
    return hop;
}

Result<Spread> spread(const ReachGraph& graph, PathNode from, const SpreadOptions& options, const RunControl& control) {
    Spread out{.from = from, .reached = {}, .countByHops = {}, .toInternet = {}};
    out.workloads = graph.workloadCount() - (from ? 1 : 0);
    Levels levels(graph.workloadCount());
    std::vector<WorkloadId> frontier;
    if (from) {
        frontier.push_back(*from);
        levels.set(*from, 0);
    }
    for (unsigned hop = 1; hop <= options.hops; ++hop) {
        std::vector<Reached> reached;
        if (hop == 1 && !from) {
            for (const WorkloadId w : entered(graph)) reached.push_back({w, hop, std::nullopt, {}, std::nullopt});
        } else {
            auto steps = graph.forward(frontier, levels.open(), control);
            if (!steps) return cancelled();
            for (const Step& s : *steps) reached.push_back({s.to, hop, s.from, graph.edge(s.from, s.to), std::nullopt});
        }
        frontier.clear();
        for (Reached& r : reached) {
            frontier.push_back(r.workload);
            levels.set(r.workload, hop);
            if (out.reached.size() < options.maxDetailed) r.hop = hopBetween(graph, r.from, r.workload);
            if (r.hop) r.traffic = r.hop->traffic;
            out.reached.push_back(std::move(r));
        }
        out.countByHops.push_back(frontier.size());
        if (frontier.empty()) break;
    }
    out.countByHops.resize(options.hops, 0);
    if (from && !graph.toInternet(*from).isEmpty()) out.toInternet.push_back(*from);
    for (const Reached& r : out.reached) {
        if (control.isStopped()) return cancelled();
        if (!graph.toInternet(r.workload).isEmpty()) out.toInternet.push_back(r.workload);
    }
    std::ranges::sort(out.toInternet);
    return out;
}

Result<std::vector<Route>> routes(const ReachGraph& graph, PathNode from, PathNode to, const RouteOptions& options,
                                  const RunControl& control) {
    std::vector<Route> out;
    if (from == to) return out;
    RouteSearch search(graph, from, to, control);
    if (!search.measure(options.maxHops)) return cancelled();
    std::vector<std::vector<PathNode>> found;
    for (unsigned length = 1; length <= options.maxHops && found.size() < options.count; ++length)
        if (!search.collect(length, options.count, found)) return cancelled();
    for (const auto& nodes : found) {
        Route route;
        for (std::size_t i = 0; i + 1 < nodes.size(); ++i)
            if (auto hop = hopBetween(graph, nodes[i], nodes[i + 1])) route.hops.push_back(std::move(*hop));
        route.weakest = weakestOf(route.hops);
        out.push_back(std::move(route));
    }
    return out;
}

std::string displayName(const Cluster& cluster, PathNode node) {
    return node ? cluster.displayName(*node) : "internet";
}

std::string gateText(const Reachability& reachability, const PathGate& gate) {
    if (gate.kind == PathGate::Kind::NotIsolated) return "no policy isolates it";
    if (gate.kind == PathGate::Kind::Exempt) return "outside policy";
    std::string out;
    for (const RuleRef& rule : gate.rules) out += (out.empty() ? "" : ", ") + displayName(reachability, rule);
    return out.empty() ? "open" : out;
}

} // namespace portolan

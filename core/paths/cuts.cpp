#include "core/paths/cuts.h"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dominator_tree.hpp>
#include <boost/graph/edmonds_karp_max_flow.hpp>

#include <algorithm>
#include <map>

namespace portolan {
namespace {

/// A hop in use weighs more than all unused ones together can.
constexpr long kUsedWeight = 1'000'000;

/// Nodes that matter, numbered from 1; 0 is the start.
struct Nodes {
    std::vector<WorkloadId> workloads; // of node i + 1
    std::size_t size() const { return workloads.size() + 1; }
};

bool hasEdge(const ReachGraph& graph, PathNode from, WorkloadId to) {
    if (from) return graph.hasEdge(*from, to);
    return std::ranges::any_of(graph.entries(), [&](const Entry& e) { return e.to == to; });
}

Result<Nodes> reachableNodes(const ReachGraph& graph, PathNode from, std::size_t limit, const RunControl& control) {
    Nodes out;
    std::vector<bool> open(graph.workloadCount(), true);
    std::vector<WorkloadId> frontier;
    const auto take = [&](const std::vector<WorkloadId>& found) {
        frontier = found;
        for (const WorkloadId w : found) open[w.index()] = false;
        out.workloads.insert(out.workloads.end(), found.begin(), found.end());
    };
    if (from) {
        open[from->index()] = false;
        frontier = {*from};
    } else {
        std::vector<WorkloadId> first;
        for (const Entry& e : graph.entries())
            if (first.empty() || first.back() != e.to) first.push_back(e.to);
        take(first);
    }
    while (!frontier.empty()) {
        const auto steps = graph.forward(frontier, open, control);
        if (!steps) return cancelled();
        std::vector<WorkloadId> found;
        for (const Step& s : *steps) found.push_back(s.to);
        take(found);
        if (out.workloads.size() > limit)
            return fail(Error::Kind::Unsupported, "more than " + std::to_string(limit) + " workloads are within reach");
    }
    std::ranges::sort(out.workloads);
    return out;
}

/// Calls body(from node, to node) for every edge between the nodes. False where stopped.
template <typename Body>
bool forEachEdge(const ReachGraph& graph, PathNode from, const Nodes& nodes, const RunControl& control, Body body) {
    for (std::size_t s = 0; s < nodes.size(); ++s) {
        if (control.isStopped()) return false;
        const PathNode source = s == 0 ? from : PathNode(nodes.workloads[s - 1]);
        for (std::size_t t = 1; t < nodes.size(); ++t)
            if (s != t && hasEdge(graph, source, nodes.workloads[t - 1])) body(s, t);
    }
    return true;
}

using FlowTraits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
using FlowGraph = boost::adjacency_list<
    boost::vecS, boost::vecS, boost::directedS, boost::no_property,
    boost::property<boost::edge_capacity_t, long,
                    boost::property<boost::edge_residual_capacity_t, long,
                                    boost::property<boost::edge_reverse_t, FlowTraits::edge_descriptor>>>>;

void addFlowEdge(FlowGraph& g, std::size_t from, std::size_t to, long capacity) {
    const auto forward = boost::add_edge(from, to, g).first;
    const auto reverse = boost::add_edge(to, from, g).first;
    boost::put(boost::edge_capacity, g, forward, capacity);
    boost::put(boost::edge_capacity, g, reverse, 0L);
    boost::put(boost::edge_reverse, g, forward, reverse);
    boost::put(boost::edge_reverse, g, reverse, forward);
}

} // namespace

Result<std::vector<ChokePoint>> chokePoints(const ReachGraph& graph, PathNode from, const RunControl& control) {
    const auto nodes = reachableNodes(graph, from, kMaxChokeNodes, control);
    if (!nodes) return tl::make_unexpected(nodes.error());
    using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS>;
    Graph g(nodes->size());
    if (!forEachEdge(graph, from, *nodes, control, [&](std::size_t s, std::size_t t) { boost::add_edge(s, t, g); }))
        return cancelled();
    std::vector<std::size_t> dominator(nodes->size(), Graph::null_vertex());
    boost::lengauer_tarjan_dominator_tree(
        g, std::size_t{0}, boost::make_iterator_property_map(dominator.begin(), boost::get(boost::vertex_index, g)));
    std::map<std::size_t, std::vector<WorkloadId>> behind;
    for (std::size_t t = 1; t < nodes->size(); ++t)
        for (std::size_t d = dominator[t]; d != 0 && d != Graph::null_vertex(); d = dominator[d])
            behind[d].push_back(nodes->workloads[t - 1]);
    std::vector<ChokePoint> out;
    for (auto& [node, list] : behind) out.push_back({nodes->workloads[node - 1], std::move(list)});
    std::ranges::stable_sort(out, std::ranges::greater{}, [](const ChokePoint& c) { return c.behind.size(); });
    return out;
}

Result<Cut> smallestCut(const ReachGraph& graph, PathNode from, PathNode to,
                        const std::function<bool(WorkloadId from, WorkloadId to)>& isUsed, const RunControl& control) {
    const auto nodes = reachableNodes(graph, from, kMaxCutNodes, control);
    if (!nodes) return tl::make_unexpected(nodes.error());
    const std::size_t sink = nodes->size(); // the target: a workload's node, or the internet
    FlowGraph g(nodes->size() + 1);
    std::vector<std::pair<std::size_t, std::size_t>> edges;
    const auto workloadOf = [&](std::size_t node) { return node == 0 ? from : PathNode(nodes->workloads[node - 1]); };
    const auto add = [&](std::size_t s, std::size_t t) {
        const PathNode a = workloadOf(s);
        const PathNode b = t == sink ? to : workloadOf(t);
        const bool isInUse = a && b && isUsed && isUsed(*a, *b);
        addFlowEdge(g, s, t, isInUse ? kUsedWeight : 1);
        edges.emplace_back(s, t);
    };
    const bool isComplete = forEachEdge(graph, from, *nodes, control, [&](std::size_t s, std::size_t t) {
        add(s, PathNode(nodes->workloads[t - 1]) == to ? sink : t);
    });
    if (!isComplete) return cancelled();
    if (!to)
        for (std::size_t s = 0; s < nodes->size(); ++s)
            if (const PathNode w = workloadOf(s); w && !graph.toInternet(*w).isEmpty()) add(s, sink);
    // The last search for a way with room left colours what it met: the source's side of the cut.
    std::vector<boost::default_color_type> colors(boost::num_vertices(g));
    std::vector<FlowTraits::edge_descriptor> predecessors(boost::num_vertices(g));
    const auto index = boost::get(boost::vertex_index, g);
    boost::edmonds_karp_max_flow(g, std::size_t{0}, sink,
                                 boost::color_map(boost::make_iterator_property_map(colors.begin(), index))
                                     .predecessor_map(boost::make_iterator_property_map(predecessors.begin(), index)));
    Cut out;
    const auto isSourceSide = [&](std::size_t node) { return colors[node] != boost::white_color; };
    for (const auto& [s, t] : edges) {
        if (!isSourceSide(s) || isSourceSide(t)) continue;
        const PathNode a = workloadOf(s);
        const PathNode b = t == sink ? to : workloadOf(t);
        if (auto hop = hopBetween(graph, a, b)) out.hops.push_back(std::move(*hop));
        if (a && b && isUsed && isUsed(*a, *b)) ++out.used;
    }
    std::ranges::sort(out.hops, {}, [](const Hop& h) { return std::pair(h.from, h.to); });
    return out;
}

} // namespace portolan

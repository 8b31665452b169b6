#pragma once

#include "core/paths/reach_graph.h"
#include "core/policy/program.h"

#include <optional>
#include <string>
#include <vector>

/// Lateral movement over a ReachGraph: how far a workload gets, by which hops, and which of them every route needs.
/// Reachability, not exploitability: that a port answers says nothing about what can be done there.

namespace portolan {

/// Why one end of a hop lets it through.
struct PathGate {
    enum class Kind : std::uint8_t {
        NotIsolated, ///< no policy isolates the end in this direction
        Rule,        ///< `rules` admit the hop
        Exempt,      ///< policies do not govern the end: the internet, a hostNetwork pod
    };
    Kind kind = Kind::Exempt;
    std::vector<RuleRef> rules{}; ///< ascending; empty unless Rule
    std::uint64_t pods = 0;       ///< pods that the gate lets through on that port, of all in the cluster

    bool operator==(const PathGate&) const = default;
};

/// One step of a route. The gates are told for one pair of pods and one port, where the others may differ.
struct Hop {
    PathNode from; ///< none: the internet
    PathNode to;
    TrafficSet traffic; ///< what passes, on ports that are listened on
    Protocol protocol = Protocol::Tcp;
    std::uint16_t port = 0; ///< the lowest of `traffic`, TCP first; to the internet 443 or 80 where they pass
    PathGate egress{};
    PathGate ingress{};
    std::string via;       ///< how the internet comes in, else empty
    bool isCertain = true; ///< false: only if the source arrives with a node's address

    const PathGate& gate(Direction d) const { return d == Direction::Egress ? egress : ingress; }
    bool operator==(const Hop&) const = default;
};

/// A gate of a route: which hop, which end.
struct GatePlace {
    std::size_t hop = 0;
    Direction direction = Direction::Ingress;
    bool operator==(const GatePlace&) const = default;
};

struct Route {
    std::vector<Hop> hops;
    std::optional<GatePlace> weakest; ///< the gate that stands open the widest and that a policy can close

    bool isCertain() const;
};

/// A workload within reach.
struct Reached {
    WorkloadId workload;
    unsigned hops = 0;      ///< 1: directly
    PathNode from;          ///< the step before, the first by name of those that get there
    TrafficSet traffic;     ///< of that last hop
    std::optional<Hop> hop; ///< with its gates; left out beyond SpreadOptions::maxDetailed
};

struct SpreadOptions {
    unsigned hops = 3;
    std::size_t maxDetailed = 2000;
};

struct Spread {
    PathNode from;
    std::vector<Reached> reached;         ///< by hops, then workload
    std::vector<std::size_t> countByHops; ///< [0] directly, [1] with one workload between, ...
    std::vector<WorkloadId> toInternet;   ///< of the start and the reached: those that reach a public address
    std::size_t workloads = 0;            ///< of the cluster, the start not counted

    std::size_t count() const { return reached.size(); }
};

struct RouteOptions {
    std::size_t count = 3; ///< at most this many routes
    unsigned maxHops = 6;
};

/// The hop between two ends with its gates; nullopt where there is no edge.
std::optional<Hop> hopBetween(const ReachGraph& graph, PathNode from, PathNode to);

/// What is reached from a workload or the internet within some hops (blast radius). Fails only with Cancelled.
Result<Spread> spread(const ReachGraph& graph, PathNode from, const SpreadOptions& options, const RunControl& control);

/// The shortest routes, shortest first, of equal length by the order of workloads; no workload twice in one. Empty
/// where there is none within maxHops. Fails only with Cancelled.
Result<std::vector<Route>> routes(const ReachGraph& graph, PathNode from, PathNode to, const RouteOptions& options,
                                  const RunControl& control);

/// "shop/web", or "internet".
std::string displayName(const Cluster& cluster, PathNode node);
/// "no policy isolates it", "shop/allow-web ingress rule 1", "outside policy".
std::string gateText(const Reachability& reachability, const PathGate& gate);

} // namespace portolan

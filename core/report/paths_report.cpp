#include "core/report/paths_report.h"

#include "core/report/list.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace portolan {
namespace {

std::string gateLine(const ReachGraph& graph, const PathGate& gate) {
    const Reachability& reach = graph.reachability();
    if (gate.kind != PathGate::Kind::Rule || gate.rules.empty()) return gateText(reach, gate);
    std::string out;
    for (const RuleRef& rule : gate.rules)
        out += (out.empty() ? "" : ", ") + displayName(reach, rule) + " (" +
               graph.cluster().files.line(whereOf(reach, rule)) + ')';
    return out;
}

std::string portOf(const Hop& hop) {
    return hop.port == 0 ? hop.traffic.text() : std::string(name(hop.protocol)) + ' ' + std::to_string(hop.port);
}

/// "1 hop", "3 hops".
std::string countedText(unsigned count, const std::string& what) {
    return std::to_string(count) + ' ' + what + (count == 1 ? "" : "s");
}

nlohmann::ordered_json gateJson(const ReachGraph& graph, const PathGate& gate) {
    nlohmann::ordered_json j;
    j["kind"] = gate.kind == PathGate::Kind::Rule          ? "rule"
                : gate.kind == PathGate::Kind::NotIsolated ? "not isolated"
                                                           : "exempt";
    j["rules"] = nlohmann::ordered_json::array();
    for (const RuleRef& rule : gate.rules)
        j["rules"].push_back({{"rule", displayName(graph.reachability(), rule)},
                              {"where", graph.cluster().files.line(whereOf(graph.reachability(), rule))}});
    return j;
}

} // namespace

std::shared_ptr<const ReachGraph> reachGraph(const Analysis& analysis) {
    std::vector<ObservedPort> observed;
    if (analysis.ledger)
        for (const LedgerEdge& e : analysis.ledger->edges())
            if (const auto* to = std::get_if<WorkloadId>(&e.to); to && e.seen.passed() > 0)
                observed.push_back({*to, e.protocol, e.port});
    return ReachGraph::create(analysis.reachability, observed);
}

std::string limitText(const SpreadLimit& limit) {
    return "no further than " + countedText(limit.hops, "hop") + ", and more is reached beyond: --hops goes on to 16";
}

std::string routesText(const ReachGraph& graph, PathNode from, PathNode to, const std::vector<Route>& routes,
                       unsigned maxHops) {
    const Cluster& cluster = graph.cluster();
    if (routes.empty())
        return "no route from " + displayName(cluster, from) + " to " + displayName(cluster, to) + " within " +
               countedText(maxHops, "hop") + '\n';
    std::string out;
    for (std::size_t i = 0; i < routes.size(); ++i) {
        const Route& route = routes[i];
        out += "route " + std::to_string(i + 1) + ", " + std::to_string(route.hops.size()) +
               (route.hops.size() == 1 ? " hop" : " hops") + (route.isCertain() ? "" : ", possible only") + '\n';
        for (std::size_t h = 0; h < route.hops.size(); ++h) {
            const Hop& hop = route.hops[h];
            out += "  " + displayName(cluster, hop.from) + " => " + displayName(cluster, hop.to) + " : " + portOf(hop) +
                   (hop.via.empty() ? "" : " (" + hop.via + ')') + (hop.isCertain ? "" : " [possible]") + '\n';
            for (const Direction d : {Direction::Egress, Direction::Ingress})
                out += "      " + std::string(name(d)) + ": " + gateLine(graph, hop.gate(d)) +
                       (route.weakest == GatePlace{h, d} ? "  <- weakest" : "") + '\n';
        }
    }
    return out;
}

Table spreadTable(const ReachGraph& graph, const Spread& spread) {
    Table out{{"hops", "workload", "traffic", "from"}, {}};
    for (const Reached& r : spread.reached)
        out.rows.push_back({std::to_string(r.hops), listName(graph.cluster(), r.workload), r.traffic.text(),
                            displayName(graph.cluster(), r.from)});
    return out;
}

Table routesTable(const ReachGraph& graph, const std::vector<Route>& routes) {
    const Cluster& cluster = graph.cluster();
    Table out{{"route", "hop", "from", "to", "port", "traffic", "certain", "egress", "ingress"}, {}};
    for (std::size_t i = 0; i < routes.size(); ++i)
        for (std::size_t h = 0; h < routes[i].hops.size(); ++h) {
            const Hop& hop = routes[i].hops[h];
            out.rows.push_back({std::to_string(i + 1), std::to_string(h + 1), displayName(cluster, hop.from),
                                displayName(cluster, hop.to), portOf(hop), hop.traffic.text(),
                                hop.isCertain ? "yes" : "no", gateLine(graph, hop.egress),
                                gateLine(graph, hop.ingress)});
        }
    return out;
}

std::string spreadText(const ReachGraph& graph, const Spread& spread, const SpreadLimit& limit) {
    std::string out = displayName(graph.cluster(), spread.from) + " reaches " + std::to_string(spread.count()) +
                      " of " + std::to_string(spread.workloads) + " workloads";
    for (std::size_t i = 0; i < spread.countByHops.size(); ++i)
        out += std::string(i == 0 ? ": " : ", ") + std::to_string(spread.countByHops[i]) + " in " +
               std::to_string(i + 1) + (i == 0 ? " hop" : " hops");
    if (limit.beyond == SpreadLimit::Beyond::Some) out += "; " + limitText(limit);
    return out + '\n' + aligned(spreadTable(graph, spread));
}

std::string routesJson(const ReachGraph& graph, PathNode from, PathNode to, const std::vector<Route>& routes,
                       unsigned maxHops) {
    const Cluster& cluster = graph.cluster();
    nlohmann::ordered_json j{
        {"version", 1}, {"from", displayName(cluster, from)}, {"to", displayName(cluster, to)}, {"max_hops", maxHops}};
    j["routes"] = nlohmann::ordered_json::array();
    for (const Route& route : routes) {
        nlohmann::ordered_json hops = nlohmann::ordered_json::array();
        for (const Hop& hop : route.hops)
            hops.push_back({{"from", displayName(cluster, hop.from)},
                            {"to", displayName(cluster, hop.to)},
                            {"port", portOf(hop)},
                            {"traffic", hop.traffic.text()},
                            {"via", hop.via},
                            {"certain", hop.isCertain},
                            {"egress", gateJson(graph, hop.egress)},
                            {"ingress", gateJson(graph, hop.ingress)}});
        j["routes"].push_back({{"certain", route.isCertain()}, {"hops", hops}});
    }
    return j.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
}

std::string spreadJson(const ReachGraph& graph, const Spread& spread, const SpreadLimit& limit) {
    const Cluster& cluster = graph.cluster();
    nlohmann::ordered_json j{{"version", 1},
                             {"from", displayName(cluster, spread.from)},
                             {"max_hops", limit.hops},
                             {"more_beyond", limit.beyond == SpreadLimit::Beyond::Some},
                             {"counts", spread.countByHops}};
    j["reached"] = nlohmann::ordered_json::array();
    for (const Reached& r : spread.reached)
        j["reached"].push_back({{"workload", cluster.identity(r.workload)},
                                {"hops", r.hops},
                                {"from", displayName(cluster, r.from)},
                                {"traffic", r.traffic.text()}});
    return j.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
}

} // namespace portolan

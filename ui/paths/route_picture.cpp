#include "ui/paths/route_picture.h"

#include "core/reach/rule_match.h"
#include "core/reach/workload_view.h"
#include "ui/models/words.h"
#include "ui/session/source_place.h"

#include <QCoreApplication>

#include <algorithm>

namespace portolan {
namespace {

QString say(const char* text) {
    return QCoreApplication::translate("Paths", text);
}

NodeBox nodeOf(const PathsAnswer& answer, PathNode node) {
    NodeBox out;
    if (!node) {
        out.name = say("internet");
        out.detail = say("public");
        out.badge = NodeBadge::External;
        return out;
    }
    const Cluster& cluster = *answer.analysis->cluster;
    const Reachability& r = *answer.analysis->reachability;
    const Workload& workload = cluster.workloads[*node];
    out.name = toText(cluster.text(workload.name));
    out.detail = toText(cluster.text(cluster.namespaces[workload.ns].name));
    out.isolation = {isolation(r, *node, Direction::Ingress) == Ternary::Yes,
                     isolation(r, *node, Direction::Egress) == Ternary::Yes};
    out.isCrownJewel =
        std::ranges::find(cluster.facts.sensitive, cluster.displayName(*node)) != cluster.facts.sensitive.end();
    return out;
}

RouteGate gateOf(const PathsAnswer& answer, const PathGate& gate, PathNode subject) {
    const Reachability& r = *answer.analysis->reachability;
    RouteGate out;
    switch (gate.kind) {
    case PathGate::Kind::NotIsolated:
        out.state = GateState::NotIsolated;
        out.title = say("not isolated");
        break;
    case PathGate::Kind::Exempt:
        out.state = GateState::Outside;
        out.title = subject ? say("host network") : say("outside");
        break;
    case PathGate::Kind::Rule:
        out.state = GateState::Rule;
        if (gate.rules.empty()) break;
        out.title = toText(displayName(r, gate.rules.front()));
        if (gate.rules.size() > 1) out.title += QStringLiteral(" +%1").arg(gate.rules.size() - 1);
        if (const auto place = placeOf(*answer.analysis->cluster, whereOf(r, gate.rules.front()))) {
            out.place = placeText(*answer.analysis, whereOf(r, gate.rules.front()));
            out.target = place->text();
        }
        break;
    }
    return out;
}

/// The class of the edge behind a hop; where the ledger has none, what the gates alone say.
EdgeClass classOf(const PathsAnswer& answer, const Hop& hop) {
    if (!hop.isCertain) return EdgeClass::Uncertain;
    if (const auto edge = edgeBehind(*answer.analysis, hop)) {
        const EdgeClass c = edgeClassOf(edge->state);
        return c == EdgeClass::OpenUnseen ? EdgeClass::Open : c;
    }
    const bool hasRule = hop.egress.kind == PathGate::Kind::Rule || hop.ingress.kind == PathGate::Kind::Rule;
    return hasRule ? EdgeClass::UnusedAllow : EdgeClass::Open;
}

QString tipOf(const PathsAnswer& answer, const Hop& hop, const RouteHop& drawn) {
    const Cluster& cluster = *answer.analysis->cluster;
    QStringList out{say("%1 to %2, %3")
                        .arg(toText(displayName(cluster, hop.from)), toText(displayName(cluster, hop.to)),
                             toText(hop.traffic.text()))};
    if (!hop.via.empty()) out << say("Comes in by %1").arg(toText(hop.via));
    for (const Direction d : {Direction::Egress, Direction::Ingress}) {
        const RouteGate& gate = drawn.gate(d);
        out << (d == Direction::Egress ? say("1 Egress: %1") : say("2 Ingress: %1"))
                   .arg(gate.place.isEmpty() ? gate.title : gate.title + QStringLiteral(", ") + gate.place);
    }
    if (const auto seen = observedEdge(*answer.analysis, hop); seen && seen->seen.isSeen())
        out << countText(seen->seen.total(), say("connection")) + say(" in the log");
    if (!hop.isCertain) out << say("Only if the source arrives with the address of a node");
    return out.join(QLatin1Char('\n'));
}

RouteHop hopOf(const PathsAnswer& answer, const Hop& hop) {
    RouteHop out;
    out.port = hop.port == 0 ? toText(hop.traffic.text()) : portText(hop.protocol, hop.port);
    out.edgeClass = classOf(answer, hop);
    out.egress = gateOf(answer, hop.egress, hop.from);
    out.ingress = gateOf(answer, hop.ingress, hop.to);
    out.tip = tipOf(answer, hop, out);
    return out;
}

/// How many hops the log saw passed; nothing without a log.
std::optional<std::size_t> seenHops(const PathsAnswer& answer, const Route& route) {
    if (!answer.analysis->ledger || !answer.analysis->ledger->evidence()) return std::nullopt;
    const auto seen = std::ranges::count_if(route.hops, [&](const Hop& hop) {
        const auto edge = observedEdge(*answer.analysis, hop);
        return edge && edge->seen.passed() != 0;
    });
    return static_cast<std::size_t>(seen);
}

QString seenText(std::optional<std::size_t> seen, std::size_t all) {
    if (!seen) return {};
    if (*seen == all) return say("every hop");
    return *seen == 0 ? say("none") : say("%1 of %2").arg(*seen).arg(all);
}

QString weakestText(const PathsAnswer& answer, const Route& route) {
    if (!route.weakest) return {};
    const Hop& hop = route.hops[route.weakest->hop];
    const PathNode end = route.weakest->direction == Direction::Egress ? hop.from : hop.to;
    const PathGate& gate = hop.gate(route.weakest->direction);
    const QString text =
        say("%1 of %2")
            .arg(directionText(route.weakest->direction), toText(displayName(*answer.analysis->cluster, end)));
    return gate.kind == PathGate::Kind::NotIsolated ? text + say(", not isolated") : text;
}

QString throughText(const PathsAnswer& answer, const Route& route) {
    QStringList names;
    const Cluster& cluster = *answer.analysis->cluster;
    for (std::size_t i = 0; i + 1 < route.hops.size(); ++i)
        if (route.hops[i].to) names << toText(cluster.text(cluster.workloads[*route.hops[i].to].name));
    return names.isEmpty() ? say("directly") : names.join(QStringLiteral(", "));
}

QString noteOf(const Route& route, const RoutePicture& picture, std::optional<std::size_t> seen) {
    QString note = countText(route.hops.size(), say("hop"));
    if (seen)
        note += *seen == route.hops.size() ? say(", every hop seen in use")
                : *seen == 0               ? say(", no hop seen in use")
                                           : say(", %1 hops seen in use").arg(picture.seen);
    if (!route.isCertain()) note += say(", possible but not certain");
    if (!route.weakest) return note;
    return note + say(", weakest gate at hop %1: %2").arg(route.weakest->hop + 1).arg(picture.weakest);
}

} // namespace

std::vector<RoutePicture> routePictures(const PathsAnswer& answer) {
    std::vector<RoutePicture> out;
    for (std::size_t i = 0; i < answer.routes.size(); ++i) {
        const Route& route = answer.routes[i];
        if (route.hops.empty()) continue;
        RoutePicture picture;
        picture.title = say("Route %1 of %2").arg(i + 1).arg(answer.routes.size());
        const auto seen = seenHops(answer, route);
        picture.through = throughText(answer, route);
        picture.target = toText(displayName(*answer.analysis->cluster, route.hops.back().to));
        picture.weakest = weakestText(answer, route);
        picture.seen = seenText(seen, route.hops.size());
        picture.note = noteOf(route, picture, seen);
        picture.nodes.push_back(nodeOf(answer, route.hops.front().from));
        for (const Hop& hop : route.hops) {
            picture.hops.push_back(hopOf(answer, hop));
            picture.nodes.push_back(nodeOf(answer, hop.to));
        }
        if (route.weakest) {
            RouteHop& hop = picture.hops[route.weakest->hop];
            (route.weakest->direction == Direction::Egress ? hop.egress : hop.ingress).isWeakest = true;
        }
        out.push_back(std::move(picture));
    }
    return out;
}

} // namespace portolan

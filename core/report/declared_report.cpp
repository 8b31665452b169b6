#include "core/report/declared_report.h"

#include "core/base/text.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace portolan {
namespace {

using Json = nlohmann::ordered_json;

std::string portText(Protocol protocol, std::uint16_t port) {
    return std::string(name(protocol)) + (port == 0 ? " any" : ' ' + std::to_string(port));
}

std::string permittedText(const DeclaredEdge& e) {
    return e.isJudged ? std::string(name(e.edge.verdict)) : std::string();
}

/// Empty where a log could not say.
std::string connectionsText(const Analysis& analysis, const DeclaredEdge& e) {
    return analysis.flows && e.isObservable ? std::to_string(e.edge.seen.total()) : std::string();
}

std::string seenText(const Analysis& analysis, const DeclaredEdge& e) {
    if (!analysis.flows || !e.isObservable) return {};
    return e.isSeen() ? dateText(e.edge.seen.lastSeen) : "never";
}

std::string fromText(const Analysis& analysis, const DeclaredEdge& e, const DeclaredDependency& d) {
    const std::string from = displayName(*analysis.cluster, e.edge.from);
    return std::holds_alternative<EntryPointId>(d.from) ? from + " for " + displayName(*analysis.cluster, d.from)
                                                        : from;
}

bool isOfNobody(const DeclaredDependency& d) {
    return !std::holds_alternative<WorkloadId>(d.from) && !std::holds_alternative<EntryPointId>(d.from);
}

} // namespace

Table declaredTable(const Analysis& analysis) {
    const Cluster& cluster = *analysis.cluster;
    const DeclaredEdges& declared = *analysis.declared;
    Table out{
        {"from", "to", "port", "confidence", "declared_by", "text", "where", "permitted", "connections", "last_seen"},
        {}};
    for (const DeclaredEdge& e : declared.edges())
        for (const std::uint32_t i : e.dependencies) {
            const DeclaredDependency& d = declared.dependency(i);
            out.rows.push_back({fromText(analysis, e, d), displayName(cluster, e.edge.to),
                                portText(e.edge.protocol, e.edge.port), std::string(name(d.confidence)),
                                std::string(name(d.by)), textOf(d), cluster.files.line(d.where), permittedText(e),
                                connectionsText(analysis, e), seenText(analysis, e)});
        }
    for (const DeclaredDependency& d : declared.table().dependencies)
        if (isOfNobody(d))
            out.rows.push_back({displayName(cluster, d.from), displayName(cluster, d.to), portText(d.protocol, d.port),
                                std::string(name(d.confidence)), std::string(name(d.by)), textOf(d),
                                cluster.files.line(d.where), "", "", ""});
    if (!analysis.flows) return out;
    for (const std::uint32_t i : declared.undeclared()) {
        const LedgerEdge& e = analysis.ledger->edges()[i];
        out.rows.push_back({displayName(cluster, e.from), displayName(cluster, e.to), portText(e.protocol, e.port),
                            "not declared", "", "", "", std::string(name(e.verdict)), std::to_string(e.seen.passed()),
                            dateText(e.seen.lastSeen)});
    }
    return out;
}

std::string declaredText(const Analysis& analysis) {
    const Cluster& cluster = *analysis.cluster;
    const DeclaredEdges& declared = *analysis.declared;
    const auto countOf = [&](auto isWanted) {
        return std::to_string(std::ranges::count_if(declared.edges(), isWanted));
    };
    std::string out =
        countText(declared.edges().size()) + (declared.edges().size() == 1 ? " declared edge, " : " declared edges, ") +
        countOf([](const DeclaredEdge& e) { return e.isJudged && e.edge.verdict == Verdict::Deny; }) + " not permitted";
    if (analysis.flows)
        out += ", " + countOf([](const DeclaredEdge& e) { return e.isObservable && !e.isSeen(); }) + " never seen";
    out += "\n\n";
    Table table{{"from", "to", "port", "permitted", "last seen", "confidence", "declared", "where"}, {}};
    for (const DeclaredEdge& e : declared.edges()) {
        const DeclaredDependency& d = declared.dependency(e.dependencies.front());
        const std::size_t more = e.dependencies.size() - 1;
        table.rows.push_back(
            {fromText(analysis, e, d), displayName(cluster, e.edge.to), portText(e.edge.protocol, e.edge.port),
             permittedText(e), seenText(analysis, e), std::string(name(e.confidence)), textOf(d),
             cluster.files.line(d.where) + (more == 0 ? "" : " and " + std::to_string(more) + " more")});
    }
    out += aligned(table);
    if (!analysis.flows) return out;
    Table rest{{"from", "to", "port", "permitted", "connections", "last seen"}, {}};
    for (const std::uint32_t i : declared.undeclared()) {
        const LedgerEdge& e = analysis.ledger->edges()[i];
        rest.rows.push_back({displayName(cluster, e.from), displayName(cluster, e.to), portText(e.protocol, e.port),
                             std::string(name(e.verdict)), countText(e.seen.passed()), dateText(e.seen.lastSeen)});
    }
    if (!rest.rows.empty()) out += "\nObserved, not declared\n" + aligned(rest);
    return out;
}

std::string declaredJson(const Analysis& analysis) {
    const Cluster& cluster = *analysis.cluster;
    const DeclaredEdges& declared = *analysis.declared;
    const auto ends = [&](const LedgerEdge& e) {
        return Json{{"from", displayName(cluster, e.from)},
                    {"to", displayName(cluster, e.to)},
                    {"protocol", name(e.protocol)},
                    {"port", e.port}};
    };
    Json edges = Json::array();
    for (const DeclaredEdge& e : declared.edges()) {
        Json edge = ends(e.edge);
        edge["confidence"] = name(e.confidence);
        edge["permitted"] = e.isJudged ? Json(name(e.edge.verdict)) : Json();
        const bool isSaid = analysis.flows && e.isObservable;
        edge["connections"] = isSaid ? Json(e.edge.seen.total()) : Json();
        edge["last_seen"] = isSaid && e.isSeen() ? Json(timeText(e.edge.seen.lastSeen)) : Json();
        Json places = Json::array();
        for (const std::uint32_t i : e.dependencies) {
            const DeclaredDependency& d = declared.dependency(i);
            places.push_back({{"by", name(d.by)},
                              {"text", textOf(d)},
                              {"file", d.where.isKnown() ? cluster.files.name(d.where.file) : std::string()},
                              {"line", d.where.line},
                              {"confidence", name(d.confidence)}});
        }
        edge["places"] = std::move(places);
        edges.push_back(std::move(edge));
    }
    Json rest = Json::array();
    for (const std::uint32_t i : declared.undeclared()) {
        const LedgerEdge& e = analysis.ledger->edges()[i];
        Json edge = ends(e);
        edge["connections"] = e.seen.passed();
        edge["last_seen"] = timeText(e.seen.lastSeen);
        rest.push_back(std::move(edge));
    }
    return Json{{"version", 1}, {"declared", std::move(edges)}, {"not_declared", std::move(rest)}}.dump(2) + '\n';
}

} // namespace portolan

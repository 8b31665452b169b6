#include "core/propose/keep_declared.h"

#include <array>
#include <map>
#include <tuple>

namespace portolan {
namespace {

bool isKept(KeepDeclared keep, Confidence confidence) {
    switch (keep) {
    case KeepDeclared::None: return false;
    case KeepDeclared::Sure: return confidence == Confidence::Sure;
    case KeepDeclared::Likely: return confidence != Confidence::Guess;
    case KeepDeclared::All: return true;
    }
    return false;
}

std::optional<EdgeEnd> endOf(const LedgerEnd& end) {
    if (const auto* workload = std::get_if<WorkloadId>(&end)) return *workload;
    if (const auto* block = std::get_if<Cidr>(&end)) return *block;
    return std::nullopt;
}

} // namespace

std::string_view name(KeepDeclared keep) {
    switch (keep) {
    case KeepDeclared::None: return "none";
    case KeepDeclared::Sure: return "sure";
    case KeepDeclared::Likely: return "likely";
    case KeepDeclared::All: return "all";
    }
    return {};
}

std::optional<KeepDeclared> parseKeepDeclared(std::string_view text) {
    for (const KeepDeclared keep : {KeepDeclared::None, KeepDeclared::Sure, KeepDeclared::Likely, KeepDeclared::All})
        if (name(keep) == text) return keep;
    return std::nullopt;
}

void keepDeclared(const DeclaredEdges& declared, const Cluster& cluster, KeepDeclared keep,
                  std::vector<ObservedEdge>& edges) {
    using Key = std::tuple<EdgeEnd, EdgeEnd, Protocol, std::uint16_t>;
    std::map<Key, std::size_t> observed;
    for (std::size_t i = 0; i < edges.size(); ++i)
        observed.emplace(Key{edges[i].from, edges[i].to, edges[i].protocol, edges[i].port}, i);
    for (const DeclaredEdge& d : declared.edges()) {
        const auto from = endOf(d.edge.from);
        const auto to = endOf(d.edge.to);
        if (!from || !to || d.edge.port == 0 || !isKept(keep, d.confidence)) continue;
        const std::string where = cluster.files.line(declared.dependency(d.dependencies.front()).where);
        const auto it = observed.find(Key{*from, *to, d.edge.protocol, d.edge.port});
        if (it != observed.end()) {
            edges[it->second].declaredAt = where;
            continue;
        }
        ObservedEdge edge{.from = *from, .to = *to};
        edge.protocol = d.edge.protocol;
        edge.port = d.edge.port;
        edge.declaredAt = where;
        edges.push_back(std::move(edge));
    }
}

} // namespace portolan

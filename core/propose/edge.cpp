#include "core/propose/edge.h"

#include "core/base/text.h"

#include <algorithm>

namespace portolan {
namespace {

std::string addressText(const Cidr& cidr) {
    const AddressRange range = cidr.range();
    return range.first == range.last ? range.first.text() : cidr.text();
}

std::string counted(std::uint64_t number, std::string_view one) {
    std::string out = countText(number) + ' ' + std::string(one);
    if (number != 1) out += 's';
    return out;
}

} // namespace

std::string displayName(const Cluster& cluster, const EdgeEnd& end) {
    if (const auto* w = std::get_if<WorkloadId>(&end)) return cluster.displayName(*w);
    if (const auto* n = std::get_if<NodeId>(&end)) return "node " + std::string(cluster.text(cluster.nodes[*n].name));
    if (const auto* c = std::get_if<Cidr>(&end)) return addressText(*c);
    return std::get<UnknownEnd>(end).name;
}

std::string displayName(const Cluster& cluster, const ObservedEdge& edge) {
    return displayName(cluster, edge.from) + " -> " + displayName(cluster, edge.to) + ' ' +
           std::string(name(edge.protocol)) + ' ' + std::to_string(edge.port);
}

std::string edgeKey(const Cluster& cluster, const ObservedEdge& edge) {
    const auto identity = [&](const EdgeEnd& end) {
        if (const auto* w = std::get_if<WorkloadId>(&end)) return cluster.identity(*w);
        return displayName(cluster, end);
    };
    std::string protocol(name(edge.protocol));
    std::ranges::transform(protocol, protocol.begin(), [](char c) { return static_cast<char>(c | 0x20); });
    return identity(edge.from) + " -> " + identity(edge.to) + ' ' + protocol + '/' + std::to_string(edge.port);
}

std::string evidenceText(const ObservedEdge& edge, std::uint32_t windowDays) {
    std::string out;
    if (edge.passed + edge.refused > 0) {
        out = counted(edge.passed > 0 ? edge.passed : edge.refused,
                      edge.passed > 0 ? "connection" : "refused connection");
        if (edge.days > 0)
            out += std::string(", ") + (edge.isMoreDays ? "at least " : "") +
                   (windowDays > 0 ? std::to_string(edge.days) + " of " + counted(windowDays, "day")
                                   : counted(edge.days, "day"));
        if (edge.passed > 0 && edge.refused > 0) out += ", " + countText(edge.refused) + " more refused";
    }
    if (edge.declaredAt.empty()) return out.empty() ? "not seen" : out;
    return out.empty() ? "declared at " + edge.declaredAt + ", not seen" : out + ", declared at " + edge.declaredAt;
}

} // namespace portolan

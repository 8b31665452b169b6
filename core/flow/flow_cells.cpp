#include "core/flow/flow_cells.h"

#include "core/flow/time_text.h"

namespace portolan {
namespace {

/// The namespace, workload, pod and address cells of one end.
struct EndCells {
    std::string ns, workload, pod, address;
};

std::string addressText(const Cidr& block) {
    const unsigned whole = block.family() == AddressFamily::V4 ? 32 : 128;
    return block.prefixLength() == whole ? block.address().text() : block.text();
}

std::string withKind(std::string_view name, std::string_view kind) {
    return std::string(name) + (kind.empty() ? "" : '[' + std::string(kind) + ']');
}

/// True where another workload without an object has the same name; the ends are sorted by it.
bool hasNamesake(const FlowTable& table, EndIndex index, const EndName& end) {
    const auto ends = table.ends();
    const auto isNamesake = [&](const EndValue& value) {
        const auto* other = std::get_if<UnresolvedEnd>(&value);
        return other && !end.name.empty() && (*other)->cluster == end.cluster && (*other)->ns == end.ns &&
               (*other)->name == end.name;
    };
    return (index.index() > 0 && isNamesake(ends[index.index() - 1])) ||
           (index.index() + 1 < ends.size() && isNamesake(ends[index.index() + 1]));
}

struct CellsOf {
    const FlowTable& table;
    const Cluster& cluster;
    EndIndex index;

    EndCells operator()(WorkloadId id) const {
        const Workload& w = cluster.workloads[id];
        const std::string_view ns = cluster.text(cluster.namespaces[w.ns].name);
        const std::string_view name = cluster.text(w.name);
        const bool isUnique = cluster.findWorkloads(ns, name).size() == 1;
        return {std::string(ns), withKind(name, isUnique ? std::string_view{} : cluster.text(w.kind)), "", ""};
    }
    EndCells operator()(NodeId id) const {
        const Node& node = cluster.nodes[id];
        return {"", withKind(cluster.text(node.name), "Node"), "",
                node.addresses.empty() ? "" : node.addresses.front().text()};
    }
    EndCells operator()(const Cidr& block) const { return {"", "", "", addressText(block)}; }
    EndCells operator()(const UnresolvedEnd& unresolved) const {
        const EndName& end = *unresolved;
        const bool isKindTold = end.kind == "Node" || end.kind == "Service" || hasNamesake(table, index, end);
        return {end.ns, withKind(end.name, isKindTold ? std::string_view(end.kind) : std::string_view{}), end.pod,
                end.address ? end.address->text() : ""};
    }
};

struct TextOf {
    const Cluster& cluster;

    std::string operator()(WorkloadId id) const { return cluster.displayName(id); }
    std::string operator()(NodeId id) const { return "node " + std::string(cluster.text(cluster.nodes[id].name)); }
    std::string operator()(const Cidr& block) const { return addressText(block); }
    std::string operator()(const UnresolvedEnd& unresolved) const {
        const EndName& end = *unresolved;
        std::string out = end.cluster.empty() ? "" : end.cluster + ':';
        if (!end.ns.empty()) out += end.ns + '/';
        out += end.name.empty() ? end.pod : end.name;
        if (end.kind == "Node") out += end.name.empty() ? "node" : "[Node]";
        if (end.address) out += (out.empty() || out.ends_with('/') ? "" : " ") + end.address->text();
        return out + (end.kind == kReusedAddress ? " (of an earlier pod)" : " (not in the inventory)");
    }
};

} // namespace

std::array<std::string, kFlowColumns.size()> flowCells(const FlowTable& table, const FlowEdge& edge,
                                                       const Cluster& cluster) {
    EndCells from = std::visit(CellsOf{table, cluster, edge.from}, table[edge.from]);
    EndCells to = std::visit(CellsOf{table, cluster, edge.to}, table[edge.to]);
    return {edge.firstSeen == 0 ? "" : rfc3339Text(edge.firstSeen),
            edge.lastSeen == 0 ? "" : rfc3339Text(edge.lastSeen),
            std::move(from.ns),
            std::move(from.workload),
            std::move(from.pod),
            std::move(from.address),
            std::move(to.ns),
            std::move(to.workload),
            std::move(to.pod),
            std::move(to.address),
            std::string(name(edge.protocol)),
            std::to_string(edge.port),
            std::string(name(edge.verdict)),
            std::to_string(edge.count)};
}

std::string endText(const EndValue& end, const Cluster& cluster) {
    return std::visit(TextOf{cluster}, end);
}

} // namespace portolan

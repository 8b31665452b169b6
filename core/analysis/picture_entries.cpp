#include "core/analysis/picture_entries.h"

#include "core/reach/workload_view.h"

#include <algorithm>
#include <set>

namespace portolan {
namespace {

const std::string kAll = "entry points";

std::string namespaceOf(const std::string& object) {
    return object.substr(0, object.find('/'));
}

std::string nameOf(const std::string& id, const std::vector<std::string>& entries) {
    if (entries.size() == 1 && entries.front() == id) return id.substr(0, id.find('['));
    const std::string count = std::to_string(entries.size()) + (entries.size() == 1 ? " entry point" : " entry points");
    return id == kAll ? count : count + " of " + namespaceOf(entries.front());
}

/// Whether the end of an observed edge is where the entry point's traffic comes from.
bool isSource(const LedgerEnd& end, const PictureEntry& entry) {
    if (entry.through.empty()) return !std::holds_alternative<WorkloadId>(end);
    const auto* workload = std::get_if<WorkloadId>(&end);
    return workload != nullptr && std::ranges::find(entry.through, *workload) != entry.through.end();
}

std::uint64_t connectionsSeen(const Ledger& ledger, const PictureEntry& entry) {
    std::uint64_t out = 0;
    for (const std::uint32_t i : ledger.edgesOf(*entry.to)) {
        const LedgerEdge& edge = ledger.edges()[i];
        if (edge.to == LedgerEnd(*entry.to) && isSource(edge.from, entry) &&
            entry.traffic.contains(edge.protocol, edge.port))
            out += edge.seen.passed();
    }
    return out;
}

} // namespace

EntryNodes::EntryNodes(std::span<const PictureEntry> entries, std::size_t most) {
    std::set<std::string> objects;
    std::set<std::string> namespaces;
    for (const PictureEntry& entry : entries) {
        if (entry.object.empty()) continue;
        objects.insert(entry.object);
        namespaces.insert(namespaceOf(entry.object));
    }
    for (const std::string& object : objects) {
        const std::string id = objects.size() <= most      ? object
                               : namespaces.size() <= most ? kAll + ' ' + namespaceOf(object)
                                                           : kAll;
        m_groupOf.emplace(object, id);
        PictureNode& node = m_nodes[id];
        node.kind = PictureNode::Kind::Entry;
        node.id = id;
        node.workloads = 0;
        node.entries.push_back(object);
    }
    for (auto& [id, node] : m_nodes) node.name = nameOf(id, node.entries);
}

EntryLook lookOf(const Analysis& analysis, const PictureEntry& entry) {
    EntryLook out;
    for (const Protocol protocol : kProtocols)
        for (const PortRange& range : entry.traffic.ports(protocol).ranges())
            out.ports.emplace_back(protocol, range.first);
    std::ranges::sort(out.ports);
    out.isIngressMissing = isolation(*analysis.reachability, *entry.to, Direction::Ingress) == Ternary::No &&
                           !isNodeLike(*analysis.reachability, *entry.to);
    out.connections = connectionsSeen(*analysis.ledger, entry);
    if (!entry.isCertain)
        out.state = EdgeState::Uncertain;
    else if (out.isIngressMissing)
        out.state = EdgeState::Open;
    else
        out.state = out.connections > 0 ? EdgeState::Used : EdgeState::UnusedAllow;
    return out;
}

} // namespace portolan

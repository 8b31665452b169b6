#include "core/analysis/picture.h"

#include "core/analysis/picture_entries.h"
#include "core/reach/workload_view.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace portolan {
namespace {

constexpr std::uint16_t kDnsPort = 53;
constexpr std::size_t kHubLeast = 24; ///< sources from which on a target may be a hub

class PictureBuilder {
  public:
    PictureBuilder(const Analysis& analysis, const PictureOptions& options)
        : m_analysis(analysis), m_cluster(*analysis.cluster), m_ledger(*analysis.ledger), m_options(options) {}

    Result<Picture> run(const RunControl& control) {
        chooseWorkloads();
        m_out.isByNamespace = m_shown.size() > m_options.maxNodes;
        for (std::uint32_t i = 0; i < m_ledger.edges().size(); ++i) addEdge(m_ledger.edges()[i], i);
        if (const auto unseen = addUnseen(control); !unseen) return tl::make_unexpected(unseen.error());
        for (const WorkloadId w : m_shown) nodeOf(LedgerEnd(w)); // those without any line too
        addEntries();
        if (m_options.hubs != PictureOptions::Hubs::Draw) setHubsApart();
        finish();
        foldLines(m_out, m_options.mostLines);
        return std::move(m_out);
    }

  private:
    bool isWanted(std::string_view ns) const {
        return m_options.namespaces.empty() ||
               std::ranges::find(m_options.namespaces, ns) != m_options.namespaces.end();
    }
    std::string_view nsName(NamespaceId id) const { return m_cluster.text(m_cluster.namespaces[id].name); }

    void chooseWorkloads() {
        for (std::size_t i = 0; i < m_cluster.workloads.size(); ++i)
            if (isWanted(nsName(m_cluster.workloads[WorkloadId(i)].ns))) m_shown.emplace_back(i);
    }

    PictureNode describe(const LedgerEnd& end) const {
        PictureNode n;
        if (const auto* w = std::get_if<WorkloadId>(&end)) {
            const Workload& workload = m_cluster.workloads[*w];
            n.group = nsName(workload.ns);
            if (m_out.isByNamespace) {
                n.kind = PictureNode::Kind::Namespace;
                n.id = "namespace " + n.group;
                n.name = n.group;
                return n;
            }
            n.id = m_cluster.identity(*w);
            n.name = m_cluster.text(workload.name);
            n.workload = *w;
            n.isIngressIsolated = isolation(*m_analysis.reachability, *w, Direction::Ingress);
            n.isEgressIsolated = isolation(*m_analysis.reachability, *w, Direction::Egress);
            n.isHostNetwork = isNodeLike(*m_analysis.reachability, *w);
            n.isSensitive = std::ranges::find(m_cluster.facts.sensitive, m_cluster.displayName(*w)) !=
                            m_cluster.facts.sensitive.end();
        } else if (std::holds_alternative<Cidr>(end)) {
            n.kind = PictureNode::Kind::Outside;
            n.id = n.name = "internet";
        } else if (std::holds_alternative<NodeId>(end)) {
            n.kind = PictureNode::Kind::Node;
            n.id = n.name = "nodes";
        } else {
            n.kind = PictureNode::Kind::Unknown;
            n.id = n.name = "not in the inventory";
        }
        return n;
    }

    std::uint32_t nodeOf(const LedgerEnd& end) {
        if (const auto* w = std::get_if<WorkloadId>(&end); w && !m_out.isByNamespace) {
            const auto [it, isNew] = m_byWorkload.try_emplace(*w, static_cast<std::uint32_t>(m_out.nodes.size()));
            if (isNew) m_out.nodes.push_back(describe(end));
            return it->second;
        }
        PictureNode n = describe(end);
        const auto [it, isNew] = m_byId.try_emplace(n.id, static_cast<std::uint32_t>(m_out.nodes.size()));
        if (isNew) {
            n.workloads = 0;
            m_out.nodes.push_back(std::move(n));
        }
        if (const auto* w = std::get_if<WorkloadId>(&end); w && m_counted.insert(*w).second)
            ++m_out.nodes[it->second].workloads;
        return it->second;
    }

    bool isShown(const LedgerEdge& e) const {
        if (m_options.namespaces.empty()) return true;
        for (const LedgerEnd* end : {&e.from, &e.to})
            if (const auto ns = namespaceOf(m_cluster, *end); ns && isWanted(nsName(*ns))) return true;
        return false;
    }

    void addEdge(const LedgerEdge& e, std::optional<std::uint32_t> index) {
        if (!isShown(e)) return;
        const std::uint32_t from = nodeOf(e.from);
        const std::uint32_t to = nodeOf(e.to);
        if (from == to) return;
        const auto [it, isNew] = m_edges.try_emplace(
            {from, to}, PictureEdge{.from = from, .to = to, .state = e.state, .ports = {}, .edges = {}});
        PictureEdge& p = it->second;
        p.state = moreUrgent(p.state, e.state);
        p.ports.emplace_back(e.protocol, e.port);
        p.connections += e.seen.total();
        p.isEgressMissing = p.isEgressMissing || e.egress.kind == EdgeGate::Kind::NotIsolated;
        p.isIngressMissing = p.isIngressMissing || e.ingress.kind == EdgeGate::Kind::NotIsolated;
        if (index) p.edges.push_back(*index);
    }

    void addEntries() {
        const EntryNodes nodes(m_options.entries, m_options.maxEntries);
        for (const PictureEntry& entry : m_options.entries) {
            if (!m_options.namespaces.empty() && !(entry.to && isWanted(nsName(m_cluster.workloads[*entry.to].ns))))
                continue;
            const std::uint32_t from =
                entry.object.empty() ? nodeOf(LedgerEnd(Cidr())) : placeOf(nodes.nodeOf(entry.object));
            if (!entry.to) continue;
            const std::uint32_t to = nodeOf(LedgerEnd(*entry.to));
            const EntryLook look = lookOf(m_analysis, entry);
            const auto [it, isNew] = m_edges.try_emplace(
                {from, to}, PictureEdge{.from = from, .to = to, .state = look.state, .ports = {}, .edges = {}});
            PictureEdge& p = it->second;
            p.state = moreUrgent(p.state, look.state);
            p.ports.insert(p.ports.end(), look.ports.begin(), look.ports.end());
            if (!entry.object.empty()) p.connections = std::max(p.connections, look.connections);
            p.isIngressMissing = p.isIngressMissing || look.isIngressMissing;
        }
    }

    std::uint32_t placeOf(PictureNode node) {
        const auto [it, isNew] = m_byId.try_emplace(node.id, static_cast<std::uint32_t>(m_out.nodes.size()));
        if (isNew) m_out.nodes.push_back(std::move(node));
        return it->second;
    }

    Result<void> addUnseen(const RunControl& control) {
        m_out.hasEvidence = m_ledger.evidence().has_value();
        if (m_out.isByNamespace) return {};
        const auto unseen = m_ledger.permittedUnseen(m_shown, m_options.maxEdges, control);
        if (!unseen) return tl::make_unexpected(unseen.error());
        for (const LedgerEdge& e : unseen->edges) {
            // Pods and the network of their own node: one doubt about every pair, not a line for each.
            const auto isNode = [&](const LedgerEnd& end) {
                const auto* workload = std::get_if<WorkloadId>(&end);
                return workload && isNodeLike(*m_analysis.reachability, *workload);
            };
            const bool isNodeDoubt = e.state == EdgeState::Uncertain && (isNode(e.from) || isNode(e.to));
            if (isNodeDoubt || e.state == EdgeState::OpenUnseen)
                ++m_out.hiddenEdges;
            else
                addEdge(e, std::nullopt);
        }
        m_out.leftOut = unseen->leftOut;
        for (std::size_t i = 0; i < m_shown.size(); ++i)
            if (unseen->openTo[i] > 0) m_out.nodes[nodeOf(LedgerEnd(m_shown[i]))].openTo = unseen->openTo[i];
        return {};
    }

    /// Lines that only carry DNS, and all lines at an end that talks to a large share of the workloads in one
    /// direction.
    void setHubsApart() {
        std::map<std::uint32_t, std::size_t> callers;
        std::map<std::uint32_t, std::size_t> callees;
        for (const auto& [ends, edge] : m_edges) {
            ++callees[ends.first];
            ++callers[ends.second];
        }
        const std::size_t limit = std::max(kHubLeast, m_out.nodes.size() / 3);
        const auto isHub = [&](std::uint32_t node, const std::map<std::uint32_t, std::size_t>& degree) {
            const auto it = degree.find(node);
            return it != degree.end() && it->second > limit && m_out.nodes[node].kind == PictureNode::Kind::Workload;
        };
        for (auto& [ends, e] : m_edges) {
            const bool isDns = std::ranges::all_of(e.ports, [](const auto& p) { return p.second == kDnsPort; });
            const bool isCalm =
                e.state == EdgeState::Used || e.state == EdgeState::Open || e.state == EdgeState::UnusedAllow;
            const bool isAtTarget = isDns || isHub(e.to, callers);
            e.isHub = isCalm && (isAtTarget || isHub(e.from, callees));
            if (!e.isHub) continue;
            ++(isAtTarget ? m_out.nodes[e.to].hiddenIn : m_out.nodes[e.from].hiddenOut);
            ++m_out.hiddenEdges;
        }
        if (m_options.hubs == PictureOptions::Hubs::Count)
            std::erase_if(m_edges, [](const auto& entry) { return entry.second.isHub; });
    }

    void finish() {
        std::vector<std::uint32_t> order(m_out.nodes.size());
        for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
        std::ranges::sort(order, {},
                          [&](std::uint32_t i) { return std::tie(m_out.nodes[i].group, m_out.nodes[i].id); });
        std::vector<std::uint32_t> place(order.size());
        std::vector<PictureNode> nodes;
        for (std::uint32_t i = 0; i < order.size(); ++i) {
            place[order[i]] = i;
            nodes.push_back(std::move(m_out.nodes[order[i]]));
        }
        m_out.nodes = std::move(nodes);
        for (auto& [ends, edge] : m_edges) {
            edge.from = place[edge.from];
            edge.to = place[edge.to];
            std::ranges::sort(edge.ports);
            edge.ports.erase(std::unique(edge.ports.begin(), edge.ports.end()), edge.ports.end());
            m_out.edges.push_back(std::move(edge));
        }
        std::ranges::sort(m_out.edges, {}, [](const PictureEdge& e) { return std::pair(e.from, e.to); });
    }

    const Analysis& m_analysis;
    const Cluster& m_cluster;
    const Ledger& m_ledger;
    const PictureOptions& m_options;
    Picture m_out;
    std::vector<WorkloadId> m_shown;
    std::map<WorkloadId, std::uint32_t> m_byWorkload;
    std::map<std::string, std::uint32_t> m_byId;
    std::set<WorkloadId> m_counted;
    std::map<std::pair<std::uint32_t, std::uint32_t>, PictureEdge> m_edges;
};

} // namespace

EdgeState PictureTrunk::state() const {
    EdgeState best = EdgeState::Used;
    std::uint32_t most = 0;
    for (std::size_t i = 0; i < count.size(); ++i) {
        const auto state = static_cast<EdgeState>(i);
        if (count[i] < most || count[i] == 0) continue;
        best = count[i] > most ? state : moreUrgent(best, state);
        most = count[i];
    }
    return best;
}

void foldLines(Picture& picture, std::size_t mostLines) {
    const auto isLine = [](const PictureEdge& e) { return !e.isHub && e.state != EdgeState::OpenUnseen; };
    const auto lines = static_cast<std::size_t>(std::ranges::count_if(picture.edges, isLine));
    if (picture.isByNamespace || lines <= mostLines) return;
    std::map<std::pair<std::string, std::string>, PictureTrunk> trunks;
    for (std::uint32_t i = 0; i < picture.edges.size(); ++i) {
        const PictureEdge& e = picture.edges[i];
        const std::string& from = picture.nodes[e.from].group;
        const std::string& to = picture.nodes[e.to].group;
        const bool isLoud =
            e.state == EdgeState::Blocked || e.state == EdgeState::Mismatch || e.change != PictureChange::None;
        if (!isLine(e) || isLoud || from == to) continue;
        PictureTrunk& trunk = trunks[{from, to}];
        trunk.from = from;
        trunk.to = to;
        trunk.edges.push_back(i);
        ++trunk.count[static_cast<std::size_t>(e.state)];
        trunk.connections += e.connections;
    }
    for (auto& [groups, trunk] : trunks) {
        if (trunk.edges.size() < 2) continue;
        for (const std::uint32_t i : trunk.edges) picture.edges[i].isFolded = true;
        picture.trunks.push_back(std::move(trunk));
    }
}

EdgeState moreUrgent(EdgeState a, EdgeState b) {
    static constexpr std::array kOrder{EdgeState::Mismatch,  EdgeState::Blocked, EdgeState::Open,
                                       EdgeState::Uncertain, EdgeState::Used,    EdgeState::UnusedAllow,
                                       EdgeState::OpenUnseen};
    return std::ranges::find(kOrder, a) <= std::ranges::find(kOrder, b) ? a : b;
}

Result<Picture> picture(const Analysis& analysis, const PictureOptions& options, const RunControl& control) {
    return PictureBuilder(analysis, options).run(control);
}

} // namespace portolan

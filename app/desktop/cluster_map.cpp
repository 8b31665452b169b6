#include "app/desktop/cluster_map.h"

#include "core/reach/workload_view.h"
#include "ui/models/words.h"
#include "ui/widgets/text.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>
#include <set>

namespace portolan {

namespace {

constexpr std::size_t kMostUnseen = 2000;
constexpr std::size_t kMostAddresses = 12; ///< single addresses a side; more become one node
constexpr std::size_t kLeastHub = 12;      ///< peers from which on a workload can be a hub
constexpr int kMostPorts = 4;

QString say(const char* text) {
    return QCoreApplication::translate("Map", text);
}

/// Makes the graph step by step; one use.
class MapBuilder {
  public:
    MapBuilder(const Analysis& analysis, const RunControl& control)
        : m_analysis(analysis), m_cluster(*analysis.cluster), m_control(control) {}

    ClusterMap build() {
        const bool isLarge = m_cluster.workloads.size() > kMostMapNodes;
        m_map.level = isLarge ? ClusterMap::Level::Namespaces : ClusterMap::Level::Workloads;
        if (isLarge)
            addNamespaceNodes();
        else
            addWorkloadNodes();
        collectEdges();
        findHubs();
        addEdges();
        noteNodes();
        return std::move(m_map);
    }

  private:
    enum class Role : std::uint8_t { Source, Target };

    void addWorkloadNodes();
    void addNamespaceNodes();
    void collectEdges();
    void findHubs();
    void addEdges();
    void noteNodes();

    std::uint32_t groupFor(const QString& id, const QString& name, MapGroupSide side);
    std::uint32_t nodeFor(const LedgerEnd& end, Role role);
    std::uint32_t outsideNode(const QString& id, const QString& name, std::uint32_t group);
    Isolation isolationOf(WorkloadId id) const;

    const Analysis& m_analysis;
    const Cluster& m_cluster;
    const RunControl& m_control;
    ClusterMap m_map;
    std::vector<std::uint32_t> m_nodeOfWorkload;
    std::map<QString, std::uint32_t> m_groups;
    std::map<QString, std::uint32_t> m_outside;
    std::set<LedgerEnd> m_sources; ///< distinct addresses that call in
    std::set<LedgerEnd> m_targets; ///< distinct addresses that are called
    std::vector<LedgerEdge> m_edges;
    std::vector<std::uint32_t> m_openTo;                      ///< by workload
    std::vector<bool> m_isHub;                                ///< by node
    std::vector<std::pair<std::size_t, std::size_t>> m_peers; ///< by node: distinct callers, distinct called
};

Isolation MapBuilder::isolationOf(WorkloadId id) const {
    const Reachability& reachability = *m_analysis.reachability;
    return {isolation(reachability, id, Direction::Ingress) == Ternary::Yes,
            isolation(reachability, id, Direction::Egress) == Ternary::Yes};
}

void MapBuilder::addWorkloadNodes() {
    std::vector<std::uint32_t> groupOf(m_cluster.namespaces.size());
    std::vector<bool> hasGroup(m_cluster.namespaces.size());
    const auto& sensitive = m_cluster.facts.sensitive;
    for (std::uint32_t i = 0; i < m_cluster.workloads.size() && !m_control.isStopped(); ++i) {
        const WorkloadId id(i);
        const Workload& workload = m_cluster.workloads[id];
        const std::size_t ns = workload.ns.index();
        if (!hasGroup[ns]) {
            hasGroup[ns] = true;
            groupOf[ns] = static_cast<std::uint32_t>(m_map.graph.groups.size());
            const QString name = toText(m_cluster.text(m_cluster.namespaces[workload.ns].name));
            m_map.graph.groups.push_back({QStringLiteral("ns:") + name, name, {}, {}, 0, 0, {}});
        }
        MapGroup& group = m_map.graph.groups[groupOf[ns]];
        MapNode node;
        node.id = QStringLiteral("w:") + toText(m_cluster.identity(id));
        node.name = toText(m_cluster.text(workload.name));
        node.group = groupOf[ns];
        node.isolation = isolationOf(id);
        node.isUncertain = isNodeLike(*m_analysis.reachability, id);
        node.isCrownJewel = std::ranges::find(sensitive, m_cluster.displayName(id)) != sensitive.end();
        node.tip =
            toText(m_cluster.text(workload.kind)) + QStringLiteral(", ") + countText(workload.replicas, say("pod"));
        ++group.total;
        group.isolated += node.isolation.isIngressIsolated || node.isolation.isEgressIsolated ? 1 : 0;
        m_nodeOfWorkload.push_back(static_cast<std::uint32_t>(m_map.graph.nodes.size()));
        m_map.graph.nodes.push_back(std::move(node));
        m_map.nodes.emplace_back(keyOf(m_cluster, id));
    }
}

void MapBuilder::addNamespaceNodes() {
    const QString name = m_cluster.name.empty() ? say("cluster") : toText(m_cluster.name);
    m_map.graph.groups.push_back({QStringLiteral("cluster"), name, {}, {}, 0, 0, {}});
    struct Share {
        int total = 0;
        int in = 0;
        int out = 0;
    };
    std::vector<Share> shares(m_cluster.namespaces.size());
    for (std::uint32_t i = 0; i < m_cluster.workloads.size() && !m_control.isStopped(); ++i) {
        Share& share = shares[m_cluster.workloads[WorkloadId(i)].ns.index()];
        const Isolation isolation = isolationOf(WorkloadId(i));
        ++share.total;
        share.in += isolation.isIngressIsolated ? 1 : 0;
        share.out += isolation.isEgressIsolated ? 1 : 0;
    }
    std::vector<std::uint32_t> nodeOf(shares.size());
    for (std::size_t ns = 0; ns < shares.size(); ++ns) {
        const Share& share = shares[ns];
        if (share.total == 0) continue;
        nodeOf[ns] = static_cast<std::uint32_t>(m_map.graph.nodes.size());
        MapNode node;
        node.name = toText(m_cluster.text(m_cluster.namespaces[NamespaceId(ns)].name));
        node.id = QStringLiteral("ns:") + node.name;
        node.isolation = {share.in == share.total, share.out == share.total};
        node.tip = countText(static_cast<std::uint64_t>(share.total), say("workload"));
        m_map.graph.nodes.push_back(std::move(node));
        m_map.nodes.emplace_back();
    }
    for (const Workload& workload : m_cluster.workloads) m_nodeOfWorkload.push_back(nodeOf[workload.ns.index()]);
}

void MapBuilder::collectEdges() {
    if (!m_analysis.ledger) return;
    m_edges = m_analysis.ledger->edges();
    if (m_map.level == ClusterMap::Level::Workloads) {
        std::vector<WorkloadId> all;
        for (std::uint32_t i = 0; i < m_cluster.workloads.size(); ++i) all.emplace_back(i);
        if (auto unseen = m_analysis.ledger->permittedUnseen(all, kMostUnseen, m_control)) {
            std::ranges::move(unseen->edges, std::back_inserter(m_edges));
            m_map.leftOut = unseen->leftOut;
            m_openTo = std::move(unseen->openTo);
        }
    }
    for (const LedgerEdge& edge : m_edges) {
        if (std::holds_alternative<Cidr>(edge.from)) m_sources.insert(edge.from);
        if (std::holds_alternative<Cidr>(edge.to)) m_targets.insert(edge.to);
    }
    m_map.known = m_edges.size();
}

std::uint32_t MapBuilder::groupFor(const QString& id, const QString& name, MapGroupSide side) {
    const auto [it, isNew] = m_groups.try_emplace(id, static_cast<std::uint32_t>(m_map.graph.groups.size()));
    if (isNew) m_map.graph.groups.push_back({id, name, MapGroupKind::Outside, side, 0, 0, {}});
    return it->second;
}

std::uint32_t MapBuilder::outsideNode(const QString& id, const QString& name, std::uint32_t group) {
    const auto [it, isNew] = m_outside.try_emplace(id, static_cast<std::uint32_t>(m_map.graph.nodes.size()));
    if (!isNew) return it->second;
    MapNode node;
    node.id = id;
    node.name = name;
    node.group = group;
    node.kind = MapNodeKind::External;
    m_map.graph.nodes.push_back(std::move(node));
    m_map.nodes.emplace_back();
    return it->second;
}

std::uint32_t MapBuilder::nodeFor(const LedgerEnd& end, Role role) {
    if (const auto* workload = std::get_if<WorkloadId>(&end)) return m_nodeOfWorkload[workload->index()];
    const QString name = toText(displayName(m_cluster, end));
    if (std::holds_alternative<NodeId>(end)) {
        const std::uint32_t group = groupFor(QStringLiteral("nodes"), say("Nodes"), MapGroupSide::Left);
        return outsideNode(QStringLiteral("nodes"), say("cluster nodes"), group);
    }
    if (std::holds_alternative<Cidr>(end)) {
        const bool isSource = role == Role::Source;
        const std::size_t count = isSource ? m_sources.size() : m_targets.size();
        const std::uint32_t group = isSource
                                        ? groupFor(QStringLiteral("outside"), say("Outside"), MapGroupSide::Left)
                                        : groupFor(QStringLiteral("external"), say("External"), MapGroupSide::Right);
        const QString prefix = isSource ? QStringLiteral("in:") : QStringLiteral("out:");
        if (isSource || count > kMostAddresses)
            return outsideNode(prefix, isSource ? say("internet") : say("%1 addresses").arg(count), group);
        return outsideNode(prefix + name, name, group);
    }
    const std::uint32_t group = groupFor(QStringLiteral("unknown"), say("Not in the inventory"), MapGroupSide::Right);
    return outsideNode(QStringLiteral("name:") + name, name, group);
}

void MapBuilder::findHubs() {
    std::map<std::uint32_t, std::pair<std::set<std::uint32_t>, std::set<std::uint32_t>>> peers;
    for (const LedgerEdge& edge : m_edges) {
        if (!edge.seen.isSeen()) continue;
        const std::uint32_t from = nodeFor(edge.from, Role::Source);
        const std::uint32_t to = nodeFor(edge.to, Role::Target);
        if (from == to) continue;
        peers[to].first.insert(from);
        peers[from].second.insert(to);
    }
    m_isHub.assign(m_map.graph.nodes.size(), false);
    m_peers.assign(m_map.graph.nodes.size(), {});
    const std::size_t least = std::max(kLeastHub, m_map.graph.nodes.size() / 4);
    for (const auto& [node, sides] : peers) {
        m_peers[node] = {sides.first.size(), sides.second.size()};
        m_isHub[node] = std::max(sides.first.size(), sides.second.size()) >= least;
    }
}

/// What the edge says in its tooltip, one line a port.
QString tipOf(const std::vector<LedgerEdge>& edges) {
    QStringList lines;
    for (const LedgerEdge& edge : edges) {
        if (lines.size() == kMostPorts) {
            lines << say("and %1 more").arg(edges.size() - static_cast<std::size_t>(kMostPorts));
            break;
        }
        lines << portText(edge.protocol, edge.port) + QStringLiteral(": ") +
                     (edge.seen.isSeen() ? countText(edge.seen.total(), say("connection")) : say("never seen"));
    }
    return lines.join(QLatin1Char('\n'));
}

QString portsOf(const std::vector<LedgerEdge>& edges) {
    QStringList ports;
    for (const LedgerEdge& edge : edges) {
        const QString port = portText(edge.protocol, edge.port);
        if (!ports.contains(port)) ports << port;
    }
    return ports.size() <= 2 ? ports.join(QStringLiteral(", "))
                             : ports.first() + QStringLiteral(" +%1").arg(ports.size() - 1);
}

void MapBuilder::addEdges() {
    std::map<std::tuple<std::uint32_t, std::uint32_t, EdgeClass>, std::vector<LedgerEdge>> bundles;
    for (LedgerEdge& edge : m_edges) {
        if (edge.state == EdgeState::OpenUnseen) continue;
        const std::uint32_t from = nodeFor(edge.from, Role::Source);
        const std::uint32_t to = nodeFor(edge.to, Role::Target);
        if (from != to) bundles[{from, to, edgeClassOf(edge.state)}].push_back(std::move(edge));
    }
    for (auto& [key, bundle] : bundles) {
        const auto [from, to, edgeClass] = key;
        std::ranges::stable_sort(bundle, std::greater(), [](const LedgerEdge& edge) { return edge.seen.total(); });
        MapEdge edge;
        edge.from = from;
        edge.to = to;
        edge.edgeClass = edgeClass;
        edge.ports = portsOf(bundle);
        for (const LedgerEdge& part : bundle) edge.connections += part.seen.total();
        edge.hasSourceBar = bundle.front().egress.kind == EdgeGate::Kind::NotIsolated;
        edge.hasTargetBar = bundle.front().ingress.kind == EdgeGate::Kind::NotIsolated;
        const bool isOrdinary =
            edgeClass == EdgeClass::Used || edgeClass == EdgeClass::UnusedAllow || edgeClass == EdgeClass::Open;
        edge.isHubTraffic = isOrdinary && (m_isHub[from] || m_isHub[to]);
        edge.tip = tipOf(bundle);
        if (edge.isHubTraffic) m_map.inHubs += bundle.size();
        m_map.graph.edges.push_back(std::move(edge));
        m_map.edges.push_back(std::move(bundle));
    }
}

void MapBuilder::noteNodes() {
    for (std::size_t i = 0; i < m_openTo.size(); ++i) {
        if (m_openTo[i] == 0) continue;
        MapNode& node = m_map.graph.nodes[m_nodeOfWorkload[i]];
        node.isOpenUnseen = true;
        node.noteTone = MapNoteTone::Open;
        node.note = say("open to %1").arg(groupedNumber(m_openTo[i]));
    }
    for (std::size_t i = 0; i < m_isHub.size(); ++i) {
        if (!m_isHub[i]) continue;
        const auto [in, out] = m_peers[i];
        MapNode& node = m_map.graph.nodes[i];
        node.noteTone = MapNoteTone::Quiet;
        node.isOpenUnseen = false;
        node.note = in >= out ? say("%1 in, hidden").arg(in) : say("%1 out, hidden").arg(out);
    }
}

} // namespace

ClusterMap clusterMap(const Analysis& analysis, const RunControl& control) {
    return MapBuilder(analysis, control).build();
}

std::optional<std::uint32_t> nodeOf(const ClusterMap& map, const WorkloadKey& key) {
    const auto it = std::ranges::find(map.nodes, std::optional(key));
    return it == map.nodes.end() ? std::nullopt : std::optional(static_cast<std::uint32_t>(it - map.nodes.begin()));
}

std::optional<std::uint32_t> edgeOf(const ClusterMap& map, const Cluster& cluster, const EdgeKey& key) {
    for (std::size_t i = 0; i < map.edges.size(); ++i)
        for (const LedgerEdge& edge : map.edges[i])
            if (keyOf(cluster, edge) == key) return static_cast<std::uint32_t>(i);
    return std::nullopt;
}

} // namespace portolan

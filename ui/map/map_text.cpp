#include "ui/map/map_text.h"

#include "ui/widgets/text.h"

#include <QStringList>

namespace portolan {
namespace {

QString nodeFacts(const MapNode& node) {
    if (node.kind == MapNodeKind::External) return QStringLiteral("Outside the cluster");
    if (node.kind == MapNodeKind::Entry) return QStringLiteral("Lets traffic in from outside");
    if (node.isUncertain) return QStringLiteral("Isolation uncertain");
    return isolationText(node.isolation);
}

QString nodeTip(const MapScene& scene, std::uint32_t index) {
    const MapGraph& graph = scene.graph();
    const MapNode& node = graph.nodes[index];
    QStringList lines{nodeTitle(graph, index), nodeFacts(node)};
    if (node.isCrownJewel) lines << QStringLiteral("Crown jewel");
    if (!node.note.isEmpty()) lines << node.note;
    int in = 0;
    int out = 0;
    for (const std::uint32_t e : scene.edgesAt(index)) {
        const MapEdge& edge = graph.edges[e];
        if (edge.edgeClass == EdgeClass::OpenUnseen) continue;
        in += edge.to == index ? 1 : 0;
        out += edge.from == index ? 1 : 0;
    }
    lines << QStringLiteral("%1 in, %2 out").arg(in).arg(out);
    if (!node.tip.isEmpty()) lines << node.tip;
    return lines.join(QLatin1Char('\n'));
}

QString edgeTip(const MapGraph& graph, const MapEdge& edge) {
    QStringList lines{nodeTitle(graph, edge.from) + QStringLiteral(" → ") + nodeTitle(graph, edge.to)};
    QString verdict = edgeClassName(edge.edgeClass);
    if (!edge.ports.isEmpty()) verdict += QStringLiteral(", ") + edge.ports;
    lines << verdict;
    if (edge.connections > 0)
        lines << QStringLiteral("%1 connections").arg(groupedNumber(static_cast<long long>(edge.connections)));
    if (edge.draft == DraftMark::WouldBreak) lines << QStringLiteral("The draft would break it");
    if (edge.draft == DraftMark::NewlyAllowed) lines << QStringLiteral("Newly allowed by the draft");
    if (edge.draft == DraftMark::NewlyClosed) lines << QStringLiteral("Closed by the draft, unused today");
    if (!edge.tip.isEmpty()) lines << edge.tip;
    return lines.join(QLatin1Char('\n'));
}

QString trunkTitle(const MapGraph& graph, const MapTrunk& trunk) {
    return QStringLiteral("%1 → %2").arg(graph.groups[trunk.from].name, graph.groups[trunk.to].name);
}

QString trunkTip(const MapGraph& graph, const MapTrunk& trunk) {
    QStringList lines{trunkTitle(graph, trunk), QStringLiteral("%1 lines, folded into one").arg(trunk.edges.size())};
    for (const EdgeClass edgeClass : kEdgeClasses)
        if (const std::uint32_t count = trunk.count[static_cast<std::size_t>(edgeClass)]; count > 0)
            lines << QStringLiteral("%1 %2").arg(count).arg(edgeClassName(edgeClass).toLower());
    if (trunk.connections > 0)
        lines << QStringLiteral("%1 connections").arg(groupedNumber(static_cast<long long>(trunk.connections)));
    lines << QStringLiteral("Click to see the lines one by one");
    return lines.join(QLatin1Char('\n'));
}

QString groupTip(const MapGroup& group) {
    QStringList lines{group.name};
    if (group.total > 0) lines << QStringLiteral("%1 of %2 workloads isolated").arg(group.isolated).arg(group.total);
    if (!group.tip.isEmpty()) lines << group.tip;
    return lines.join(QLatin1Char('\n'));
}

} // namespace

QString nodeTitle(const MapGraph& graph, std::uint32_t node) {
    const MapNode& facts = graph.nodes[node];
    if (facts.kind != MapNodeKind::Workload) return facts.name;
    return graph.groups[facts.group].name + QLatin1Char('/') + facts.name;
}

QString itemName(const MapGraph& graph, const MapItem& item) {
    switch (item.kind) {
    case MapItem::Kind::None: break;
    case MapItem::Kind::Node: {
        const MapNode& node = graph.nodes[item.index];
        QString name = nodeTitle(graph, item.index) + QStringLiteral(", ") + nodeFacts(node).toLower();
        if (!node.note.isEmpty()) name += QStringLiteral(", ") + node.note;
        return name;
    }
    case MapItem::Kind::Edge: {
        const MapEdge& edge = graph.edges[item.index];
        return QStringLiteral("%1 to %2, %3 %4")
            .arg(nodeTitle(graph, edge.from), nodeTitle(graph, edge.to), edgeClassName(edge.edgeClass).toLower(),
                 edge.ports)
            .trimmed();
    }
    case MapItem::Kind::Group: return graph.groups[item.index].name;
    case MapItem::Kind::Trunk:
        return QStringLiteral("%1, %2 lines")
            .arg(trunkTitle(graph, graph.trunks[item.index]))
            .arg(graph.trunks[item.index].edges.size());
    }
    return {};
}

QString itemTip(const MapScene& scene, const MapItem& item) {
    switch (item.kind) {
    case MapItem::Kind::None: break;
    case MapItem::Kind::Node: return nodeTip(scene, item.index);
    case MapItem::Kind::Edge: return edgeTip(scene.graph(), scene.graph().edges[item.index]);
    case MapItem::Kind::Group: return groupTip(scene.graph().groups[item.index]);
    case MapItem::Kind::Trunk: return trunkTip(scene.graph(), scene.graph().trunks[item.index]);
    }
    return {};
}

} // namespace portolan

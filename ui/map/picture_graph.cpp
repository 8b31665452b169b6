#include "ui/map/picture_graph.h"

#include "ui/models/words.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <map>

namespace portolan {
namespace {

QString text(const std::string& s) {
    return QString::fromStdString(s);
}
QString text(std::string_view s) {
    return QString::fromUtf8(s.data(), static_cast<qsizetype>(s.size()));
}

QString portsOf(const PictureEdge& edge) {
    QStringList ports;
    for (std::size_t i = 0; i < edge.ports.size() && i < 3; ++i)
        ports << QStringLiteral("%1/%2").arg(text(name(edge.ports[i].first)).toLower()).arg(edge.ports[i].second);
    if (edge.ports.size() > 3) ports << QStringLiteral("+%1").arg(edge.ports.size() - 3);
    return ports.join(QStringLiteral(", "));
}

constexpr std::size_t kMostNamed = 8;

/// Under an entry point stands what it is; a node for several lists them in its tip.
void describeEntry(const PictureNode& n, MapNode& out) {
    if (n.entries.size() == 1) {
        const QString object = text(n.entries.front());
        out.note = object.mid(object.indexOf(QLatin1Char('[')) + 1).chopped(1);
        return;
    }
    QStringList lines;
    for (std::size_t i = 0; i < std::min(n.entries.size(), kMostNamed); ++i) lines << text(n.entries[i]);
    if (n.entries.size() > kMostNamed)
        lines << QCoreApplication::translate("portolan::MapPage", "and %1 more").arg(n.entries.size() - kMostNamed);
    out.tip = lines.join(QLatin1Char('\n'));
}

MapNode nodeOf(const PictureNode& n, std::uint32_t group) {
    MapNode out;
    out.id = text(n.id);
    out.name = text(n.name);
    out.group = group;
    const bool isInside = n.kind == PictureNode::Kind::Workload || n.kind == PictureNode::Kind::Namespace;
    out.kind = isInside                             ? MapNodeKind::Workload
               : n.kind == PictureNode::Kind::Entry ? MapNodeKind::Entry
                                                    : MapNodeKind::External;
    out.isolation = {n.isIngressIsolated == Ternary::Yes, n.isEgressIsolated == Ternary::Yes};
    out.isUncertain =
        n.isHostNetwork || n.isIngressIsolated == Ternary::Unknown || n.isEgressIsolated == Ternary::Unknown;
    out.isCrownJewel = n.isSensitive;
    out.isOpenUnseen = n.openTo > 0;
    if (n.openTo > 0) {
        out.note = QCoreApplication::translate("portolan::MapPage", "open to %1").arg(n.openTo);
        out.noteTone = MapNoteTone::Open;
    } else if (n.hiddenIn > 0 && n.hiddenOut > 0) {
        out.note =
            QCoreApplication::translate("portolan::MapPage", "%1 in, %2 out, hidden").arg(n.hiddenIn).arg(n.hiddenOut);
    } else if (n.hiddenIn > 0) {
        out.note = QCoreApplication::translate("portolan::MapPage", "%1 in, hidden").arg(n.hiddenIn);
    } else if (n.hiddenOut > 0) {
        out.note = QCoreApplication::translate("portolan::MapPage", "%1 out, hidden").arg(n.hiddenOut);
    }
    if (n.kind == PictureNode::Kind::Entry) {
        describeEntry(n, out);
        return out;
    }
    out.tip = out.id;
    if (n.isHostNetwork)
        out.tip +=
            '\n' + QCoreApplication::translate("portolan::MapPage", "Uses the node's network: policies do not apply");
    if (n.kind == PictureNode::Kind::Namespace)
        out.tip += '\n' + QCoreApplication::translate("portolan::MapPage", "%1 workloads").arg(n.workloads);
    return out;
}

MapEdge edgeOf(const PictureEdge& e, const Picture& picture) {
    MapEdge out;
    out.from = e.from;
    out.to = e.to;
    out.edgeClass = edgeClassOf(e.state);
    out.ports = portsOf(e);
    out.connections = e.connections;
    out.hasSourceBar = e.isEgressMissing;
    out.hasTargetBar = e.isIngressMissing;
    out.isHubTraffic = e.isHub;
    out.isFolded = e.isFolded;
    out.draft = e.change == PictureChange::WouldBreak     ? DraftMark::WouldBreak
                : e.change == PictureChange::NewlyClosed  ? DraftMark::NewlyClosed
                : e.change == PictureChange::NewlyAllowed ? DraftMark::NewlyAllowed
                                                          : DraftMark::None;
    out.tip =
        QCoreApplication::translate("portolan::MapPage", "%1 to %2 on %3\n%4, %5 connections")
            .arg(text(picture.nodes[e.from].id), text(picture.nodes[e.to].id), out.ports, edgeClassName(out.edgeClass),
                 QLocale(QLocale::English).toString(static_cast<qulonglong>(e.connections)));
    return out;
}

} // namespace

MapGraph mapGraph(const Picture& picture) {
    MapGraph out;
    std::map<std::string, std::uint32_t> groupOf;
    for (const PictureNode& n : picture.nodes) {
        const auto [it, isNew] = groupOf.try_emplace(n.group, static_cast<std::uint32_t>(out.groups.size()));
        if (isNew) {
            MapGroup group;
            const bool isOutside = n.group.empty();
            group.id = isOutside ? QStringLiteral("outside") : text(n.group);
            group.name = isOutside ? QCoreApplication::translate("portolan::MapPage", "Outside") : text(n.group);
            group.kind = isOutside ? MapGroupKind::Outside : MapGroupKind::Namespace;
            group.side = isOutside ? MapGroupSide::Left : MapGroupSide::Anywhere;
            out.groups.push_back(group);
        }
        MapGroup& group = out.groups[it->second];
        if (n.kind == PictureNode::Kind::Workload && !n.isHostNetwork) {
            ++group.total;
            group.isolated += n.isIngressIsolated == Ternary::Yes || n.isEgressIsolated == Ternary::Yes ? 1 : 0;
        }
        out.nodes.push_back(nodeOf(n, it->second));
    }
    for (MapGroup& group : out.groups)
        if (group.total > 0)
            group.tip = QCoreApplication::translate("portolan::MapPage",
                                                    "%1 of %2 workloads are isolated in at least one direction")
                            .arg(group.isolated)
                            .arg(group.total);
    for (const PictureEdge& e : picture.edges) out.edges.push_back(edgeOf(e, picture));
    for (const PictureTrunk& t : picture.trunks) {
        MapTrunk trunk{.from = groupOf.at(t.from), .to = groupOf.at(t.to), .edges = t.edges};
        for (std::size_t state = 0; state < t.count.size(); ++state)
            trunk.count[static_cast<std::size_t>(edgeClassOf(static_cast<EdgeState>(state)))] += t.count[state];
        trunk.edgeClass = edgeClassOf(t.state());
        trunk.connections = t.connections;
        out.trunks.push_back(std::move(trunk));
    }
    return out;
}

} // namespace portolan

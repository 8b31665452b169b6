#include "tests/ui/map/sample_maps.h"

#include <QStringList>

#include <random>

namespace portolan::test {
namespace {

/// "name:flags": i and e isolated for ingress and egress, c crown jewel, o open and unseen, u uncertain, x external.
void addGroup(MapGraph& graph, const QString& name, const QStringList& nodes) {
    MapGroup group;
    group.id = group.name = name;
    const auto index = static_cast<std::uint32_t>(graph.groups.size());
    for (const QString& text : nodes) {
        const QStringList parts = text.split(QLatin1Char(':'));
        const QString flags = parts.value(1);
        MapNode node;
        node.name = parts[0];
        node.id = name + QLatin1Char('/') + node.name;
        node.group = index;
        node.isolation = {flags.contains(QLatin1Char('i')), flags.contains(QLatin1Char('e'))};
        node.isCrownJewel = flags.contains(QLatin1Char('c'));
        node.isOpenUnseen = flags.contains(QLatin1Char('o'));
        node.isUncertain = flags.contains(QLatin1Char('u'));
        if (flags.contains(QLatin1Char('x'))) node.kind = MapNodeKind::External;
        if (node.isOpenUnseen) {
            node.note = QStringLiteral("open to 38");
            node.noteTone = MapNoteTone::Open;
        }
        if (node.kind == MapNodeKind::External)
            group.kind = MapGroupKind::Outside;
        else
            ++group.total;
        if (node.isolation.isIngressIsolated || node.isolation.isEgressIsolated) ++group.isolated;
        graph.nodes.push_back(node);
    }
    graph.groups.push_back(group);
}

/// "from to class connections port bars", bars being any of a (source) and b (target).
void addEdges(MapGraph& graph, const QStringList& lines) {
    for (const QString& line : lines) {
        const QStringList parts = line.split(QLatin1Char(' '));
        MapEdge edge;
        edge.from = nodeNamed(graph, parts[0]);
        edge.to = nodeNamed(graph, parts[1]);
        const QStringList classes{QStringLiteral("used"),     QStringLiteral("unused"),  QStringLiteral("open"),
                                  QStringLiteral("unseen"),   QStringLiteral("blocked"), QStringLiteral("mismatch"),
                                  QStringLiteral("uncertain")};
        edge.edgeClass = static_cast<EdgeClass>(classes.indexOf(parts[2]));
        edge.connections = parts[3].toULongLong();
        edge.ports = QStringLiteral("tcp/") + parts[4];
        edge.hasSourceBar = parts.value(5).contains(QLatin1Char('a'));
        edge.hasTargetBar = parts.value(5).contains(QLatin1Char('b'));
        graph.edges.push_back(edge);
    }
}

QStringList words(const char* text) {
    return QString::fromLatin1(text).split(QLatin1Char(' '));
}

QStringList lines(const char* text) {
    return QString::fromLatin1(text).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

} // namespace

std::uint32_t nodeNamed(const MapGraph& graph, const QString& path) {
    for (std::uint32_t n = 0; n < graph.nodes.size(); ++n)
        if (graph.nodes[n].id == path) return n;
    qFatal("no node %s", qPrintable(path));
}

std::uint32_t edgeBetween(const MapGraph& graph, const QString& from, const QString& to) {
    for (std::uint32_t e = 0; e < graph.edges.size(); ++e)
        if (graph.nodes[graph.edges[e].from].id == from && graph.nodes[graph.edges[e].to].id == to) return e;
    qFatal("no edge %s %s", qPrintable(from), qPrintable(to));
}

MapGraph shopMap() {
    MapGraph graph;
    addGroup(graph, QStringLiteral("Outside"), {QStringLiteral("internet:x")});
    graph.groups.back().side = MapGroupSide::Left;
    addGroup(graph, QStringLiteral("ingress-nginx"), words("controller:i backend:ie"));
    addGroup(graph, QStringLiteral("monitoring"), words("prometheus:i grafana loki alertmanager:o"));
    addGroup(graph, QStringLiteral("shop"),
             words("web:ie catalog:ie cart:ie images:ie checkout:ie orders:ie promo:e mailer:ie"));
    addGroup(graph, QStringLiteral("search"), words("query suggest:o indexer crawler ranker"));
    addGroup(graph, QStringLiteral("kube-system"), words("coredns metrics csi-driver:u autoscaler"));
    addGroup(graph, QStringLiteral("payments"),
             words("api:ie gateway:ie reconcile:i fraud:ie ledger:ie vault-sync:ie"));
    addGroup(graph, QStringLiteral("identity"), words("auth:ie mfa:ie sessions:ie users:i"));
    addGroup(graph, QStringLiteral("External"), words("card-network:x smtp-relay:x"));
    addGroup(graph, QStringLiteral("data"),
             words("ledger-db:iec redis:i orders-db:ic kafka users-db:iec elastic:o minio:i"));
    addEdges(graph, lines("Outside/internet ingress-nginx/controller used 2000000 443\n"
                          "ingress-nginx/controller shop/web used 2000000 8080 a\n"
                          "ingress-nginx/backend search/indexer unused 0 9200 b\n"
                          "shop/web shop/checkout used 50000 8080\n"
                          "shop/web shop/catalog used 50000 8080\n"
                          "shop/catalog shop/cart used 5000 8080\n"
                          "shop/checkout shop/orders used 50000 8080\n"
                          "shop/checkout payments/api used 50000 8443\n"
                          "shop/orders data/orders-db used 50000 5432\n"
                          "shop/orders data/kafka used 5000 9092 b\n"
                          "shop/cart data/redis used 5000 6379\n"
                          "shop/promo payments/reconcile blocked 500 8443\n"
                          "shop/images search/query used 50 9000 b\n"
                          "shop/mailer External/smtp-relay used 50 587\n"
                          "payments/api payments/fraud used 5000 8443\n"
                          "payments/api payments/ledger used 50000 8443\n"
                          "payments/api payments/gateway used 5000 8443\n"
                          "payments/ledger data/ledger-db used 50000 5432\n"
                          "payments/gateway External/card-network used 5000 443\n"
                          "payments/vault-sync identity/sessions mismatch 50 8200\n"
                          "identity/auth identity/sessions used 5000 8080\n"
                          "identity/mfa identity/users used 50 8080\n"
                          "identity/users data/users-db used 5000 5432 a\n"
                          "search/query search/crawler open 50 9200 ab\n"
                          "search/indexer search/ranker open 50 9200 ab\n"
                          "search/crawler data/orders-db unused 0 5432 a\n"
                          "search/crawler identity/auth blocked 50 8443\n"
                          "search/ranker data/elastic open 50000 9200 ab\n"
                          "monitoring/grafana search/suggest open 50 3000 ab\n"
                          "monitoring/grafana monitoring/loki open 5000 3100 ab\n"
                          "kube-system/csi-driver data/minio uncertain 50 9000"));
    MapNode& dns = graph.nodes[nodeNamed(graph, QStringLiteral("kube-system/coredns"))];
    dns.note = QStringLiteral("41 in, hidden");
    MapNode& scraper = graph.nodes[nodeNamed(graph, QStringLiteral("monitoring/prometheus"))];
    scraper.note = QStringLiteral("36 out, hidden");
    for (const char* caller : {"shop/web", "shop/orders", "payments/api", "search/query"}) {
        MapEdge edge;
        edge.from = nodeNamed(graph, QString::fromLatin1(caller));
        edge.to = nodeNamed(graph, QStringLiteral("kube-system/coredns"));
        edge.ports = QStringLiteral("udp/53");
        edge.connections = 90'000;
        edge.isHubTraffic = true;
        graph.edges.push_back(edge);
    }
    return graph;
}

MapGraph busyShopMap() {
    MapGraph graph = shopMap();
    addGroup(graph, QStringLiteral("shipping"),
             words("planner:ie labels:ie tracking:i carriers:ie rates customs-declaration:ie"));
    addGroup(graph, QStringLiteral("ads"), words("bidder:i campaigns:i targeting click-stream audience:o"));
    addGroup(graph, QStringLiteral("analytics"),
             words("collector:i spark-driver spark-worker-a spark-worker-b dashboards:ie warehouse-loader:i"));
    std::mt19937 random(3);
    const auto below = [&](std::size_t n) { return static_cast<std::uint32_t>(random() % n); };
    constexpr std::size_t kWanted = 130;
    while (graph.edges.size() < kWanted) {
        const std::uint32_t from = below(graph.nodes.size());
        std::uint32_t to = below(graph.nodes.size());
        for (int tries = 0;
             tries < 60 && graph.edges.size() % 3 != 0 && graph.nodes[to].group != graph.nodes[from].group; ++tries)
            to = below(graph.nodes.size());
        if (from == to || graph.nodes[to].name == QStringLiteral("internet")) continue;
        MapEdge edge;
        edge.from = from;
        edge.to = to;
        constexpr std::array<EdgeClass, 12> kMix{EdgeClass::Used, EdgeClass::Used,        EdgeClass::Used,
                                                 EdgeClass::Used, EdgeClass::Used,        EdgeClass::UnusedAllow,
                                                 EdgeClass::Used, EdgeClass::UnusedAllow, EdgeClass::Open,
                                                 EdgeClass::Open, EdgeClass::Blocked,     EdgeClass::Used};
        edge.edgeClass = kMix[below(kMix.size())];
        edge.connections = edge.edgeClass == EdgeClass::UnusedAllow ? 0 : 20U << below(16);
        edge.ports = QStringLiteral("tcp/8080");
        edge.hasSourceBar = edge.hasTargetBar = edge.edgeClass == EdgeClass::Open;
        graph.edges.push_back(edge);
    }
    return graph;
}

MapGraph crowdedMap(std::uint32_t nodes, std::uint32_t edges) {
    MapGraph graph;
    std::mt19937 random(5);
    constexpr std::uint32_t kPerGroup = 13;
    for (std::uint32_t n = 0; n < nodes; ++n) {
        if (n % kPerGroup == 0) {
            MapGroup group;
            group.id = group.name = QStringLiteral("team-%1").arg(n / kPerGroup);
            group.total = kPerGroup;
            group.isolated = static_cast<int>(random() % kPerGroup);
            graph.groups.push_back(group);
        }
        MapNode node;
        node.group = n / kPerGroup;
        node.name = QStringLiteral("workload-%1").arg(n);
        node.id = graph.groups[node.group].name + QLatin1Char('/') + node.name;
        graph.nodes.push_back(node);
    }
    while (graph.edges.size() < edges) {
        MapEdge edge;
        edge.from = static_cast<std::uint32_t>(random() % nodes);
        edge.to = random() % 3 == 0 ? static_cast<std::uint32_t>(random() % nodes)
                                    : std::min(nodes - 1, edge.from - edge.from % kPerGroup +
                                                              static_cast<std::uint32_t>(random() % kPerGroup));
        if (edge.from == edge.to) continue;
        edge.edgeClass = random() % 4 == 0   ? EdgeClass::UnusedAllow
                         : random() % 9 == 0 ? EdgeClass::Blocked
                                             : EdgeClass::Used;
        edge.connections = random() % 100'000;
        graph.edges.push_back(edge);
    }
    return graph;
}

} // namespace portolan::test

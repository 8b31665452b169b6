#include "tests/ui/map/sample_maps.h"
#include "ui/map/map_view.h"
#include "ui/widgets/appearance.h"

#include <QAccessible>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>

namespace portolan {

class MapViewTest : public QObject {
    Q_OBJECT

  private:
    std::unique_ptr<MapView> m_view;

    MapCanvas& canvas() { return m_view->canvas(); }
    std::uint32_t node(const char* path) { return test::nodeNamed(m_view->graph(), QString::fromLatin1(path)); }
    QPoint middleOf(const MapItem& item) { return canvas().itemRect(item).center().toPoint(); }
    MapItem nodeItem(const char* path) { return {MapItem::Kind::Node, node(path)}; }
    /// A place on the longest piece of an edge, away from its glyph's neighbours.
    QPoint onEdge(std::uint32_t edge) {
        const auto place = canvas().scene()->glyphPlace(edge);
        return canvas().camera().toScreen(QPointF(place->x, place->y)).toPoint();
    }
    static void addEdge(MapGraph& graph, std::uint32_t from, std::uint32_t to) {
        MapEdge edge;
        edge.from = from;
        edge.to = to;
        graph.edges.push_back(edge);
    }
    void wheel(QPointF at, int steps) {
        QWheelEvent event(at, canvas().mapToGlobal(at), {}, {0, 120 * steps}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&canvas(), &event);
    }

  private Q_SLOTS:
    void init() {
        m_view = std::make_unique<MapView>();
        m_view->resize(1056, 800);
        m_view->show();
        m_view->setGraph(test::shopMap());
        m_view->waitUntilSharp();
    }
    void cleanup() { m_view.reset(); }

    void fitsTheWholeMapAtFirst() {
        const QRectF bounds = canvas().camera().toScreen(canvas().scene()->bounds());
        QVERIFY(QRectF(canvas().rect()).contains(bounds));
    }

    void clickSelectsANode() {
        QSignalSpy spy(m_view.get(), &MapView::selectionChanged);
        QTest::mouseClick(&canvas(), Qt::LeftButton, {}, middleOf(nodeItem("shop/web")));
        QCOMPARE(m_view->selection(), nodeItem("shop/web"));
        QCOMPARE(spy.count(), 1);
    }

    void clickSelectsAnEdge() {
        const std::uint32_t edge =
            test::edgeBetween(m_view->graph(), QStringLiteral("search/ranker"), QStringLiteral("data/elastic"));
        QTest::mouseClick(&canvas(), Qt::LeftButton, {}, onEdge(edge));
        QCOMPARE(m_view->selection(), (MapItem{MapItem::Kind::Edge, edge}));
    }

    void clickOnATitleSelectsItsGroup() {
        QTest::mouseClick(&canvas(), Qt::LeftButton, {},
                          (canvas().itemRect({MapItem::Kind::Group, 3}).topLeft() + QPointF(20, 14)).toPoint());
        QCOMPARE(m_view->selection(), (MapItem{MapItem::Kind::Group, 3}));
    }

    void clickOnTheGroundClears() {
        m_view->selectNode(QStringLiteral("shop/web"));
        QTest::mouseClick(&canvas(), Qt::LeftButton, {}, QPoint(3, 3));
        QCOMPARE(m_view->selection().kind, MapItem::Kind::None);
    }

    void doubleClickActivates() {
        QSignalSpy spy(m_view.get(), &MapView::activated);
        QTest::mouseDClick(&canvas(), Qt::LeftButton, {}, middleOf(nodeItem("data/kafka")));
        QCOMPARE(spy.count(), 1);
        QCOMPARE(spy.first().first().value<MapItem>(), nodeItem("data/kafka"));
    }

    void dragMovesTheMapAndSelectsNothing() {
        const QPointF before = canvas().camera().origin;
        const QPoint start(300, 300);
        QTest::mousePress(&canvas(), Qt::LeftButton, {}, start);
        QTest::mouseMove(&canvas(), start + QPoint(30, 10));
        QTest::mouseMove(&canvas(), start + QPoint(60, 20));
        QTest::mouseRelease(&canvas(), Qt::LeftButton, {}, start + QPoint(60, 20));
        QVERIFY(canvas().camera().origin.x() < before.x());
        QCOMPARE(m_view->selection().kind, MapItem::Kind::None);
    }

    void wheelZoomsAroundThePointer() {
        const QPointF at(400, 300);
        const QPointF world = canvas().camera().toWorld(at);
        const double scale = canvas().camera().scale;
        wheel(at, 2);
        QVERIFY(canvas().camera().scale > scale);
        const QPointF moved = canvas().camera().toWorld(at) - world;
        QVERIFY(std::abs(moved.x()) < 2 && std::abs(moved.y()) < 2);
    }

    void keysZoomAndFit() {
        const double scale = canvas().camera().scale;
        QTest::keyClick(&canvas(), Qt::Key_Plus);
        QVERIFY(canvas().camera().scale > scale);
        QTest::keyClick(&canvas(), Qt::Key_0);
        QCOMPARE(canvas().camera().scale, scale);
        QTest::keyClick(&canvas(), Qt::Key_Minus);
        QVERIFY(canvas().camera().scale < scale);
    }

    void tabWalksTheNodesInReadingOrder() {
        canvas().setFocus();
        const auto order = canvas().scene()->readingOrder();
        QTest::keyClick(&canvas(), Qt::Key_Tab);
        QCOMPARE(m_view->selection().index, order[0]);
        QTest::keyClick(&canvas(), Qt::Key_Tab);
        QCOMPARE(m_view->selection().index, order[1]);
        QTest::keyClick(&canvas(), Qt::Key_Backtab);
        QCOMPARE(m_view->selection().index, order[0]);
    }

    void arrowsWalkToTheNearestNode() {
        m_view->selectNode(QStringLiteral("shop/web"));
        const QRectF from = canvas().scene()->nodeRect(node("shop/web"));
        QTest::keyClick(&canvas(), Qt::Key_Down);
        QVERIFY(m_view->selection().isNode());
        QVERIFY(canvas().scene()->nodeRect(m_view->selection().index).top() > from.top());
    }

    void shiftWithAnArrowWalksTheEdges() {
        m_view->selectNode(QStringLiteral("shop/web"));
        QTest::keyClick(&canvas(), Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(m_view->selection().isEdge());
        const std::uint32_t first = m_view->selection().index;
        QTest::keyClick(&canvas(), Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(m_view->selection().isEdge());
        QVERIFY(m_view->selection().index != first);
    }

    void spaceDimsAllButTheNeighbourhood() {
        m_view->selectNode(QStringLiteral("shop/orders"));
        QTest::keyClick(&canvas(), Qt::Key_Space);
        QVERIFY(canvas().focusNode());
        QVERIFY(canvas().look().emphasis->nodes[node("data/kafka")]);
        QVERIFY(!canvas().look().emphasis->nodes[node("identity/mfa")]);
        QTest::keyClick(&canvas(), Qt::Key_Plus);
        QCOMPARE(canvas().focusNode()->hops, 2);
        QTest::keyClick(&canvas(), Qt::Key_Escape);
        QVERIFY(!canvas().focusNode());
    }

    void escapeClearsTheSelection() {
        m_view->selectNode(QStringLiteral("shop/orders"));
        QTest::keyClick(&canvas(), Qt::Key_Escape);
        QCOMPARE(m_view->selection().kind, MapItem::Kind::None);
    }

    void aNewGraphKeepsSelectionAndPlaces() {
        m_view->selectNode(QStringLiteral("data/kafka"));
        const QRectF place = canvas().scene()->nodeRect(node("data/kafka"));
        MapGraph graph = m_view->graph();
        graph.edges.resize(10);
        m_view->setGraph(graph);
        m_view->waitUntilSharp();
        QCOMPARE(m_view->selection(), nodeItem("data/kafka"));
        QCOMPARE(canvas().scene()->nodeRect(node("data/kafka")), place);
    }

    void aSelectionThatIsGoneIsCleared() {
        m_view->selectNode(QStringLiteral("data/minio"));
        MapGraph graph = m_view->graph();
        graph.edges.clear();
        graph.nodes.pop_back();
        QSignalSpy spy(m_view.get(), &MapView::selectionChanged);
        m_view->setGraph(graph);
        m_view->waitUntilSharp();
        QCOMPARE(m_view->selection().kind, MapItem::Kind::None);
        QCOMPARE(spy.count(), 1);
    }

    void theNewestGraphWins() {
        m_view->setGraph(test::busyShopMap());
        m_view->setGraph(test::shopMap());
        m_view->waitUntilSharp();
        QCOMPARE(canvas().scene()->graph().nodes.size(), test::shopMap().nodes.size());
        QVERIFY(!m_view->isBusy());
    }

    void aNeighbourhoodShowsItsNodesAlone() {
        m_view->showNeighbourhood(SceneFocus{node("shop/orders"), 1});
        m_view->waitUntilSharp();
        QVERIFY(canvas().scene()->isNodeShown(node("shop/checkout")));
        QVERIFY(!canvas().scene()->isNodeShown(node("identity/mfa")));
        m_view->showNeighbourhood(std::nullopt);
        m_view->waitUntilSharp();
        QVERIFY(canvas().scene()->isNodeShown(node("identity/mfa")));
    }

    /// The shop map with all calm lines from shop to data folded into one trunk.
    MapGraph foldedMap() {
        MapGraph graph = test::shopMap();
        MapTrunk trunk;
        trunk.from = graph.nodes[test::nodeNamed(graph, QStringLiteral("shop/orders"))].group;
        trunk.to = graph.nodes[test::nodeNamed(graph, QStringLiteral("data/kafka"))].group;
        for (std::uint32_t e = 0; e < graph.edges.size(); ++e) {
            MapEdge& edge = graph.edges[e];
            const bool isCalm = edge.edgeClass == EdgeClass::Used && !edge.isHubTraffic;
            if (!isCalm || graph.nodes[edge.from].group != trunk.from || graph.nodes[edge.to].group != trunk.to)
                continue;
            edge.isFolded = true;
            trunk.edges.push_back(e);
            ++trunk.count[static_cast<std::size_t>(EdgeClass::Used)];
        }
        graph.trunks.push_back(trunk);
        return graph;
    }

    void aTrunkStandsForItsLinesUntilItIsSelected() {
        m_view->setGraph(foldedMap());
        m_view->waitUntilSharp();
        const MapTrunk& trunk = m_view->graph().trunks.front();
        QVERIFY(trunk.edges.size() >= 2);
        for (const std::uint32_t e : trunk.edges) QVERIFY(!canvas().scene()->isEdgeDrawn(e));
        const std::optional<Vec> count = canvas().scene()->trunkPlace(0);
        QVERIFY(count);
        const QPoint at = canvas().camera().toScreen(QPointF(count->x, count->y)).toPoint();
        QTest::mouseClick(&canvas(), Qt::LeftButton, {}, at);
        QCOMPARE(m_view->selection(), (MapItem{MapItem::Kind::Trunk, 0}));
        QVERIFY(itemTip(*canvas().scene(), m_view->selection()).contains(QStringLiteral("folded")));
        // Its lines are there now, and can be selected one by one.
        const QRectF line = canvas().itemRect({MapItem::Kind::Edge, trunk.edges.front()});
        QVERIFY(!line.isEmpty());
        canvas().select({MapItem::Kind::Edge, trunk.edges.front()});
        QVERIFY(m_view->selection().isEdge());
    }

    void aFilterTakesATrunkAway() {
        m_view->setGraph(foldedMap());
        m_view->waitUntilSharp();
        const std::optional<Vec> count = canvas().scene()->trunkPlace(0);
        const QPointF at = canvas().camera().toScreen(QPointF(count->x, count->y));
        QVERIFY(canvas().itemAt(at).isTrunk());
        m_view->setHiddenEdges(std::vector<bool>(m_view->graph().edges.size(), true));
        QVERIFY(!canvas().itemAt(at).isTrunk());
    }

    void aPathMayLeadWhereNoLineIs() {
        const std::uint32_t from = node("identity/mfa");
        const std::uint32_t to = node("data/kafka");
        m_view->showPath({{from, to, EdgeClass::Open}});
        QVERIFY(canvas().look().emphasis);
        QVERIFY(canvas().look().emphasis->nodes[to]);
        m_view->setNotice(QStringLiteral("A route"));
        QTest::keyClick(&canvas(), Qt::Key_Escape);
        QVERIFY(!canvas().look().emphasis);
        QVERIFY(m_view->notice().isEmpty());
    }

    void hubTrafficHasNoLine() {
        const std::uint32_t edge =
            test::edgeBetween(m_view->graph(), QStringLiteral("shop/web"), QStringLiteral("kube-system/coredns"));
        QVERIFY(!canvas().scene()->isEdgeDrawn(edge));
    }

    void anEmptyGraphShowsItsState() {
        m_view->setGraph({});
        m_view->waitUntilSharp();
        QVERIFY(!canvas().isVisible());
    }

    void nodesAreKnownToScreenReaders() {
        QAccessibleInterface* map = QAccessible::queryAccessibleInterface(&canvas());
        QVERIFY(map);
        QCOMPARE(map->childCount(), static_cast<int>(m_view->graph().nodes.size()));
        QAccessibleInterface* first = map->child(0);
        QVERIFY(first->text(QAccessible::Name).contains(QStringLiteral("internet")));
        first->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QVERIFY(first->state().selected);
    }

    void tooltipsNameBothEndsOfAnEdge() {
        const std::uint32_t edge =
            test::edgeBetween(m_view->graph(), QStringLiteral("search/ranker"), QStringLiteral("data/elastic"));
        const QString tip = itemTip(*canvas().scene(), {MapItem::Kind::Edge, edge});
        QVERIFY(tip.contains(QStringLiteral("search/ranker")));
        QVERIFY(tip.contains(QStringLiteral("data/elastic")));
        QVERIFY(tip.contains(QStringLiteral("tcp/9200")));
    }

    void exportedPicturesKeepTextAsText() {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("map.svg"));
        QVERIFY(m_view->exportPicture(path).has_value());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray svg = file.readAll();
        for (const char* text : {"orders-db", "ingress-nginx", "open to 38", "Blocked attempt"})
            QVERIFY2(svg.contains(text), text);
        for (const char* name : {"map.pdf", "map.png"}) {
            QVERIFY(m_view->exportPicture(folder.filePath(QString::fromLatin1(name))).has_value());
            QVERIFY(QFile(folder.filePath(QString::fromLatin1(name))).size() > 1000);
        }
    }

    void anUnknownEndingIsRefused() {
        const Result<void> written = m_view->exportPicture(QStringLiteral("map.bmp"));
        QVERIFY(!written);
        QCOMPARE(written.error().kind, Error::Kind::Unsupported);
    }

    void tilesShowWhatADirectPaintingShows() {
        const QImage tiles = canvas().grab().toImage().convertToFormat(QImage::Format_RGB32);
        m_view->waitUntilSharp();
        const QImage again = canvas().grab().toImage().convertToFormat(QImage::Format_RGB32);
        QCOMPARE(tiles.size(), again.size());
        qint64 different = 0;
        for (int y = 0; y < tiles.height(); ++y)
            for (int x = 0; x < tiles.width(); ++x)
                different += qAbs(qGray(tiles.pixel(x, y)) - qGray(again.pixel(x, y))) > 24 ? 1 : 0;
        QVERIFY(different * 1000 < qint64{tiles.width()} * tiles.height());
    }

    void aCrowdedMapBecomesSharp() {
        m_view->setGraph(test::crowdedMap(1'000, 5'000));
        m_view->waitUntilSharp();
        QVERIFY(canvas().scene()->isDense());
        wheel({500, 300}, 3);
        m_view->waitUntilSharp();
        QVERIFY(!canvas().grab().isNull());
    }
};

} // namespace portolan

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    portolan::Appearance appearance(application);
    appearance.apply(portolan::ThemeChoice::Light);
    portolan::MapViewTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "map_view_test.moc"

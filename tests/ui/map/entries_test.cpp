#include "tests/ui/support/ordered_cluster.h"
#include "tests/ui/support/test_session.h"
#include "ui/map/map_page.h"
#include "ui/widgets/text.h"

#include <QSignalSpy>
#include <QTest>

#include <algorithm>

namespace portolan {

namespace {

constexpr int kPatience = 20'000;

} // namespace

/// Entry points on the map of a cluster with an Ingress and a load balancer.
class EntriesTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() {
        QVERIFY(loadFonts());
        m_page = std::make_unique<MapPage>(*m_session);
        m_page->resize(1000, 700);
        m_page->setVisible(true);
        QVERIFY(m_session.open(writeOrderedCluster(m_session.scratch()), kPatience));
        QTRY_VERIFY_WITH_TIMEOUT(!graph().nodes.empty() && !m_page->isBusy(), kPatience);
    }

    void theyStandOutsideUnderWhatTheyAre() {
        QStringList found;
        for (const MapNode& node : graph().nodes)
            if (node.kind == MapNodeKind::Entry) {
                found << node.name + QLatin1Char(' ') + node.note;
                QCOMPARE(graph().groups[node.group].kind, MapGroupKind::Outside);
            }
        QCOMPARE(found, (QStringList{"shop/door Service", "shop/front Ingress"}));
    }

    void whatIsNotSureToGetInIsAnUncertainLine() {
        QStringList found;
        for (const MapEdge& edge : graph().edges)
            if (graph().nodes[edge.from].kind == MapNodeKind::Entry)
                found << graph().nodes[edge.from].name + " > " + graph().nodes[edge.to].name + ' ' + edge.ports + ' ' +
                             edgeClassName(edge.edgeClass);
        QCOMPARE(found, (QStringList{"shop/door > web tcp/8080 Uncertain", "shop/front > web tcp/8080 Uncertain"}));
    }

    void choosingOneOrItsLineSelectsIt() {
        m_session->clearSelection();
        m_page->view().canvas().select({MapItem::Kind::Node, nodeAt("shop/front")});
        QCOMPARE(m_session->selection(), Selection(EntryKey{"shop/front[Ingress]"}));
        m_page->view().canvas().select({MapItem::Kind::Edge, edgeFrom("shop/door")});
        QCOMPARE(m_session->selection(), Selection(EntryKey{"shop/door[Service]"}));
        QVERIFY2(m_page->view().selection().isEdge(), "the line stays chosen");
    }

    void aSelectionFromElsewhereIsShown() {
        m_session->clearSelection();
        m_session->select(EntryKey{"shop/door[Service]"});
        QVERIFY(m_page->view().selection().isNode());
        QCOMPARE(m_page->view().selection().index, nodeAt("shop/door"));
    }

    void aFilterKeepsTheLinesOfItsWorkloads_data() {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<bool>("isShown");
        QTest::newRow("the target") << "dst.ns=shop" << true;
        QTest::newRow("another namespace") << "dst.ns=tools" << false;
        QTest::newRow("the port") << "port=8080" << true;
        QTest::newRow("another port") << "port=443" << false;
        QTest::newRow("the state") << "state=uncertain" << true;
    }
    void aFilterKeepsTheLinesOfItsWorkloads() {
        QFETCH(QString, filter);
        QFETCH(bool, isShown);
        QVERIFY(!m_session->setFilter(filter));
        const auto& hidden = m_page->view().canvas().look().hiddenEdges;
        const bool isHidden = hidden && (*hidden)[edgeFrom("shop/door")];
        QVERIFY(!m_session->setFilter({}));
        QCOMPARE(!isHidden, isShown);
    }

  private:
    const MapGraph& graph() const { return m_page->view().graph(); }
    std::uint32_t nodeAt(const char* name) const {
        const auto it = std::ranges::find(graph().nodes, QString::fromLatin1(name), &MapNode::name);
        return static_cast<std::uint32_t>(it - graph().nodes.begin());
    }

    std::uint32_t edgeFrom(const char* name) const {
        const auto it = std::ranges::find(graph().edges, nodeAt(name), &MapEdge::from);
        return static_cast<std::uint32_t>(it - graph().edges.begin());
    }

    TestSession m_session;
    std::unique_ptr<MapPage> m_page;
};

} // namespace portolan

QTEST_MAIN(portolan::EntriesTest)
#include "entries_test.moc"

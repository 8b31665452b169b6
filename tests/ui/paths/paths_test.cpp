#include "core/report/paths_report.h"
#include "ui/paths/paths_page.h"
#include "ui/paths/route_canvas.h"
#include "ui/paths/text_table.h"
#include "ui/session/session.h"

#include <QAbstractItemModelTester>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace portolan {

namespace {

Options sample() {
    Options options;
    options.inputs = {"samples/harbor"};
    options.flows = {"samples/harbor/flows/hubble.jsonl.gz"};
    return options;
}

} // namespace

class PathsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() {
        const auto analysis = analyze(sample(), {});
        QVERIFY(analysis.has_value());
        m_analysis = *analysis;
        m_graph = reachGraph(*m_analysis);
    }

    void endsReadBack() {
        const Cluster& cluster = *m_analysis->cluster;
        QCOMPARE(endOf(cluster, endText(cluster, {})), std::make_optional(PathNode{}));
        QCOMPARE(endOf(cluster, endText(cluster, WorkloadId(std::size_t{3}))),
                 std::make_optional(PathNode{WorkloadId(std::size_t{3})}));
        QVERIFY(!endOf(cluster, "nowhere/none[Pod]"));
    }

    void everyRouteHasItsPicture() {
        const auto target = sensitiveWorkloads(*m_analysis->cluster);
        QVERIFY(!target.empty());
        const auto answer = findPaths(m_analysis, m_graph, {.from = {}, .to = {target.front()}}, {});
        QVERIFY(answer.has_value());
        const auto pictures = routePictures(*answer);
        QCOMPARE(pictures.size(), answer->routes.size());
        for (std::size_t i = 0; i < pictures.size(); ++i) {
            QCOMPARE(pictures[i].hops.size(), answer->routes[i].hops.size());
            QCOMPARE(pictures[i].nodes.size(), pictures[i].hops.size() + 1);
            int weakest = 0;
            for (const RouteHop& hop : pictures[i].hops)
                for (const Direction d : {Direction::Egress, Direction::Ingress}) {
                    const RouteGate& gate = hop.gate(d);
                    QCOMPARE(gate.state == GateState::Rule, !gate.place.isEmpty());
                    QVERIFY(gate.target.endsWith(gate.place));
                    weakest += gate.isWeakest ? 1 : 0;
                }
            QCOMPARE(weakest, answer->routes[i].weakest ? 1 : 0);
        }
    }

    /// Each target gets its own routes and its own cut, and a route is the one the search finds for its target alone.
    void severalTargetsAreAskedOneByOne() {
        std::vector<PathNode> targets;
        for (const WorkloadId id : sensitiveWorkloads(*m_analysis->cluster)) targets.emplace_back(id);
        QVERIFY(targets.size() > 1);
        const auto answer = findPaths(m_analysis, m_graph, {.from = {}, .to = targets}, {});
        QVERIFY(answer.has_value());
        QCOMPARE(answer->cuts.size(), targets.size());
        std::size_t last = 0;
        for (const Route& route : answer->routes) {
            QVERIFY(route.hops.size() >= last);
            last = route.hops.size();
            QVERIFY(answer->cutFor(route) != nullptr);
        }
        for (const PathNode target : targets) {
            const auto alone = portolan::routes(*m_graph, {}, target, {kShownRoutesEach, kMostHops}, {});
            QVERIFY(alone.has_value());
            std::vector<std::vector<Hop>> wanted;
            for (const Route& route : *alone) wanted.push_back(route.hops);
            std::vector<std::vector<Hop>> got;
            for (const Route& route : answer->routes)
                if (route.hops.back().to == target) got.push_back(route.hops);
            QVERIFY(wanted == got);
        }
    }

    void longerWaysThanAskedForAreNotFound() {
        const auto target = sensitiveWorkloads(*m_analysis->cluster);
        const auto answer = findPaths(m_analysis, m_graph, {.from = {}, .to = {target.front()}, .maxHops = 1}, {});
        QVERIFY(answer.has_value());
        for (const Route& route : answer->routes) QCOMPARE(route.hops.size(), std::size_t(1));
        for (const Reached& reached : answer->spread.reached) QCOMPARE(reached.hops, 1U);
    }

    void rowsKeepTheContractOfModels() {
        TextTable table({"A", "B"});
        const QAbstractItemModelTester strict(&table, QAbstractItemModelTester::FailureReportingMode::QtTest);
        table.setRows({{"1", "2"}, {"3", "4"}});
        QCOMPARE(table.rowCount(), 2);
        QCOMPARE(table.index(1, 1).data().toString(), QString("4"));
        table.setRows({});
    }

    void aHopSelectsItsEdge() {
        const QTemporaryDir folder;
        QSettings settings(folder.filePath("settings.ini"), QSettings::IniFormat);
        Preferences preferences(settings);
        Session session(preferences);
        PathsPage page(session);
        page.resize(1200, 760);
        page.show();
        session.open(sample());
        QTRY_VERIFY_WITH_TIMEOUT(page.answer() != nullptr, 20000);
        QCOMPARE(page.ends().first, QString("internet"));
        QCOMPARE(page.ends().second, QString("crown jewels"));
        QCOMPARE(page.routes().rowCount(), static_cast<int>(page.answer()->routes.size()));
        QVERIFY(page.canvas().route().has_value());
        QTest::keyClick(&page.canvas(), Qt::Key_Down);
        QCOMPARE(page.canvas().route()->title.startsWith("Route 2"), page.routes().rowCount() > 1);
        QVERIFY(!page.shownTexts().isEmpty());
        const auto* first = firstWithRoute(page);
        QVERIFY(first != nullptr);
        QSignalSpy map(&page, &PathsPage::mapRequested);
        QTest::keyClick(&page.canvas(), Qt::Key_Right);
        QTest::keyClick(&page.canvas(), Qt::Key_Right);
        QVERIFY(page.canvas().currentHop().has_value());
        QVERIFY(!isNothing(session.selection()));
        QCOMPARE(page.reached().rowCount(), static_cast<int>(page.answer()->spread.count()));
        session.close();
        QVERIFY(page.answer() == nullptr);
    }

  private:
    /// Makes the page look at ends between which a route leads.
    const PathsAnswer* firstWithRoute(PathsPage& page) {
        const Cluster& cluster = *m_analysis->cluster;
        const auto reached = spread(*m_graph, {}, {}, {});
        if (!reached || reached->reached.empty()) return nullptr;
        const QString target = endText(cluster, reached->reached.back().workload);
        page.setEnds("internet", target);
        const auto isThere = [&] {
            return page.answer()->to == std::vector<PathNode>{reached->reached.back().workload};
        };
        return QTest::qWaitFor(isThere, 20000) && !page.answer()->routes.empty() ? page.answer() : nullptr;
    }

    std::shared_ptr<const Analysis> m_analysis;
    std::shared_ptr<const ReachGraph> m_graph;
};

} // namespace portolan

QTEST_MAIN(portolan::PathsTest)
#include "paths_test.moc"

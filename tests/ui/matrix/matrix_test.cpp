#include "core/reach/workload_view.h"
#include "ui/matrix/matrix_data.h"
#include "ui/matrix/matrix_page.h"
#include "ui/matrix/matrix_text.h"
#include "ui/matrix/matrix_view.h"
#include "ui/models/words.h"
#include "ui/session/session.h"
#include "ui/widgets/text.h"

#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace portolan {

namespace {

Options sample(bool withFlows) {
    Options options;
    options.inputs = {"samples/harbor"};
    if (withFlows) options.flows = {"samples/harbor/flows/hubble.jsonl.gz"};
    return options;
}

} // namespace

class MatrixTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() {
        QVERIFY(loadFonts());
        const auto seen = analyze(sample(true), {});
        const auto unseen = analyze(sample(false), {});
        QVERIFY(seen && unseen);
        m_seen = *seen;
        m_unseen = *unseen;
    }

    void everyObservedEdgeIsCountedOnce() {
        const auto matrix = matrixOf(*m_seen, {});
        QVERIFY(matrix && matrix->hasUnseen && matrix->hasShares);
        std::map<EdgeClass, std::uint64_t> counted;
        std::map<EdgeClass, std::uint64_t> expected;
        for (const MatrixCell& cell : matrix->cells)
            for (const EdgeClass c : kEdgeClasses) counted[c] += cell.count(c);
        for (const LedgerEdge& e : m_seen->ledger->edges()) ++expected[edgeClassOf(e.state)];
        for (const EdgeClass c : {EdgeClass::Used, EdgeClass::Open, EdgeClass::Blocked, EdgeClass::Mismatch})
            QCOMPARE(counted[c], expected[c]);
    }

    void openUnseenAddsUpToWhatTheLedgerCounts() {
        const auto matrix = matrixOf(*m_seen, {});
        std::vector<WorkloadId> all;
        for (std::size_t i = 0; i < m_seen->cluster->workloads.size(); ++i) all.emplace_back(i);
        const auto unseen = m_seen->ledger->permittedUnseen(all, 100'000, {});
        QVERIFY(matrix && unseen);
        std::uint64_t counted = 0;
        std::uint64_t expected = 0;
        for (const MatrixCell& cell : matrix->cells) counted += cell.count(EdgeClass::OpenUnseen);
        for (const std::uint32_t n : unseen->openTo) expected += n;
        for (const LedgerEdge& e : unseen->edges) expected += e.state == EdgeState::OpenUnseen ? 1 : 0;
        QCOMPARE(counted, expected);
    }

    void allowedPairsAreTheEvaluators() {
        const auto matrix = matrixOf(*m_seen, {});
        QVERIFY(matrix.has_value());
        const Cluster& cluster = *m_seen->cluster;
        std::uint64_t pairs = 0;
        std::uint64_t allowed = 0;
        for (std::size_t s = 0; s < cluster.workloads.size(); ++s)
            for (std::size_t t = 0; t < cluster.workloads.size(); ++t) {
                const auto from = classesOf(*m_seen->reachability, WorkloadId(s));
                const auto to = classesOf(*m_seen->reachability, WorkloadId(t));
                if (s == t || from.empty() || to.empty()) continue;
                ++pairs;
                bool isAllowed = false;
                for (const ClassId a : from)
                    for (const ClassId b : to)
                        isAllowed = isAllowed || !m_seen->reachability->between(a, b).must.isEmpty();
                allowed += isAllowed ? 1 : 0;
            }
        std::uint64_t countedPairs = 0;
        std::uint64_t countedAllowed = 0;
        for (const MatrixCell& cell : matrix->cells) {
            countedPairs += cell.pairs;
            countedAllowed += cell.allowed;
        }
        QCOMPARE(countedPairs, pairs);
        QCOMPARE(countedAllowed, allowed);
    }

    void nothingIsUnusedWithoutEvidence() {
        const auto matrix = matrixOf(*m_unseen, {});
        QVERIFY(matrix && !matrix->hasEvidence);
        for (const MatrixCell& cell : matrix->cells) QVERIFY(!cell.hasEdges());
    }

    void headersBreakAtTheHyphen() {
        const QFont font = uiFont(12, Weight::SemiBold);
        QCOMPARE(headerLines("shop", font, 60), QStringList{"shop"});
        QCOMPARE(headerLines("ingress-nginx", font, 60), (QStringList{"ingress-", "nginx"}));
        QCOMPARE(headerLines("unbreakablename", font, 60), QStringList{"unbreakablename"});
    }

    void aChosenCellBecomesTheFilter() {
        const QTemporaryDir folder;
        QSettings settings(folder.filePath("settings.ini"), QSettings::IniFormat);
        Preferences preferences(settings);
        Session session(preferences);
        MatrixPage page(session);
        page.resize(1000, 700);
        page.show();
        const QSignalSpy shown(&page, &MatrixPage::shownChanged);
        session.open(sample(true));
        QTRY_VERIFY_WITH_TIMEOUT(page.view().matrix().size() > 0, 20000);
        QVERIFY(!shown.isEmpty());
        const MatrixPlace place{1, 2};
        QTest::mouseClick(page.view().viewport(), Qt::LeftButton, {}, page.view().rectOf(place).center());
        QCOMPARE(page.view().current(), std::optional(place));
        QCOMPARE(session.filter().text, cellQuery(page.view().matrix(), 1, 2));
        QTest::keyClick(&page.view(), Qt::Key_Right);
        QTest::keyClick(&page.view(), Qt::Key_Return);
        QCOMPARE(session.filter().text, cellQuery(page.view().matrix(), 1, 3));
        const std::size_t last = page.view().matrix().size() - 1;
        QVERIFY(!parseQuery(cellQuery(page.view().matrix(), last, last).toStdString()).value().isEmpty());
        page.view().setCurrent(MatrixPlace{last, last});
        QVERIFY(page.view().viewport()->rect().contains(page.view().rectOf({last, last})));
        session.setFilter({});
        QVERIFY(!page.view().current());
        session.close();
        QCOMPARE(page.view().matrix().size(), std::size_t(0));
    }

  private:
    std::shared_ptr<const Analysis> m_seen;
    std::shared_ptr<const Analysis> m_unseen;
};

} // namespace portolan

QTEST_MAIN(portolan::MatrixTest)
#include "matrix_test.moc"

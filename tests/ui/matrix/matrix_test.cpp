#include "core/reach/workload_view.h"
#include "ui/inspector/block_facts.h"
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
        const auto facts = matrixFacts(m_seen, {});
        QVERIFY(facts.has_value());
        m_facts = *facts;
    }

    void everyObservedEdgeIsCountedOnce_data() { expansions(); }
    void everyObservedEdgeIsCountedOnce() {
        const auto matrix = matrixOf(*m_facts, expansion(), {}, {});
        QVERIFY(matrix && matrix->hasUnseen && matrix->hasShares);
        std::map<EdgeClass, std::uint64_t> counted;
        std::map<EdgeClass, std::uint64_t> expected;
        for (const MatrixCell& cell : matrix->cells)
            for (const EdgeClass c : kEdgeClasses) counted[c] += cell.count(c);
        for (const LedgerEdge& e : m_seen->ledger->edges()) ++expected[edgeClassOf(e.state)];
        for (const EdgeClass c : {EdgeClass::Used, EdgeClass::Open, EdgeClass::Blocked, EdgeClass::Mismatch})
            QCOMPARE(counted[c], expected[c]);
    }

    void openUnseenAddsUpToWhatTheLedgerCounts_data() { expansions(); }
    void openUnseenAddsUpToWhatTheLedgerCounts() {
        const auto matrix = matrixOf(*m_facts, expansion(), {}, {});
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

    void allowedPairsAreTheEvaluators_data() { expansions(); }
    void allowedPairsAreTheEvaluators() {
        const auto matrix = matrixOf(*m_facts, expansion(), {}, {});
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
        const auto facts = matrixFacts(m_unseen, {});
        QVERIFY(facts.has_value());
        const auto matrix = matrixOf(**facts, {}, {}, {});
        QVERIFY(matrix && !matrix->hasEvidence);
        for (const MatrixCell& cell : matrix->cells) QVERIFY(!cell.hasEdges());
    }

    void headersBreakAtTheHyphen() {
        const QFont font = uiFont(12, Weight::SemiBold);
        QCOMPARE(headerLines("shop", font, 60), QStringList{"shop"});
        QCOMPARE(headerLines("ingress-nginx", font, 60), (QStringList{"ingress-", "nginx"}));
        QCOMPARE(headerLines("unbreakablename", font, 60), QStringList{"unbreakablename"});
    }

    /// What the Inspector says of a block is what the cell shows, whatever is open.
    void aBlockIsCountedAsItsCell_data() { expansions(); }
    void aBlockIsCountedAsItsCell() {
        const auto matrix = matrixOf(*m_facts, expansion(), {}, {});
        QVERIFY(matrix.has_value());
        for (std::size_t row = 0; row < matrix->rows.size(); ++row)
            for (std::size_t column = 0; column < matrix->columns.size(); ++column) {
                const auto key = cellKey(*matrix, *m_seen->cluster, row, column);
                if (!key) continue;
                QVERIFY(hasBlock(*m_seen, *key));
                const auto block = blockFacts(*m_seen, *key, {});
                QVERIFY(block.has_value());
                const MatrixCell& cell = matrix->cell(row, column);
                const QString where = cellText(*matrix, row, column);
                QVERIFY2(block->counts == cell.counts, qPrintable(where));
                QVERIFY2(block->connections == cell.connections, qPrintable(where));
                QVERIFY2(block->pairs == cell.pairs && block->allowed == cell.allowed, qPrintable(where));
            }
    }

    void anOpenNamespaceHasALineForEachWorkload() {
        const auto matrix = matrixOf(*m_facts, {.rows = {"shop"}, .columns = {}}, {}, {});
        QVERIFY(matrix.has_value());
        const auto id = m_seen->cluster->findNamespace("shop");
        const auto wanted =
            std::ranges::count_if(m_seen->cluster->workloads, [&](const Workload& w) { return w.ns == id; });
        QCOMPARE(std::ranges::count_if(matrix->rows, [](const MatrixLine& line) { return line.workload.has_value(); }),
                 wanted);
        QVERIFY(std::ranges::none_of(matrix->columns, &MatrixLine::isExpanded));
        const MatrixAxis axis(matrix->rows, 40);
        QCOMPARE(axis.groups().size(), std::size_t(1));
        for (std::size_t i = 0; i < axis.size(); ++i) QCOMPARE(axis.lineAt(axis.at(i) + 39), std::optional(i));
        QVERIFY(!axis.lineAt(axis.length()));
    }

    void aFilterFadesTheCellsWithoutAnEdgeForIt() {
        const auto matrix = matrixOf(*m_facts, {}, *parseQuery("src.ns=legacy"), {});
        QVERIFY(matrix.has_value());
        for (std::size_t row = 0; row < matrix->rows.size(); ++row)
            for (std::size_t column = 0; column < matrix->columns.size(); ++column) {
                const MatrixCell& cell = matrix->cell(row, column);
                if (cell.hasEdges()) QCOMPARE(cell.isMatch, matrix->rows[row].ns == "legacy");
            }
    }

    void aChosenCellIsSelectedAndEnterFilters() {
        const QTemporaryDir folder;
        QSettings settings(folder.filePath("settings.ini"), QSettings::IniFormat);
        Preferences preferences(settings);
        Session session(preferences);
        MatrixPage page(session);
        MatrixView& view = page.view();
        page.resize(1000, 700);
        page.show();
        session.open(sample(true));
        QTRY_VERIFY_WITH_TIMEOUT(!view.matrix().isEmpty(), 20000);
        const MatrixPlace place{1, 2};
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, view.rectOf(place).center());
        QCOMPARE(view.current(), std::optional(place));
        QVERIFY(session.filter().isEmpty());
        const auto key = cellKey(view.matrix(), *session.analysis()->cluster, 1, 2);
        QVERIFY(session.selection() == Selection(*key));
        QTest::keyClick(&view, Qt::Key_Right);
        QTest::keyClick(&view, Qt::Key_Return);
        QCOMPARE(session.filter().text, cellQuery(view.matrix(), 1, 3));
        const std::size_t last = view.matrix().rows.size() - 1;
        QVERIFY(!parseQuery(cellQuery(view.matrix(), last, last).toStdString()).value().isEmpty());
        view.setCurrent(MatrixPlace{last, last});
        QVERIFY(view.viewport()->rect().contains(view.rectOf({last, last})));
        session.clearSelection();
        QVERIFY(!view.current());
        session.close();
        QVERIFY(view.matrix().isEmpty());
    }

    void aHeaderOpensItsNamespaceAndItsBarClosesIt() {
        const QTemporaryDir folder;
        QSettings settings(folder.filePath("settings.ini"), QSettings::IniFormat);
        Preferences preferences(settings);
        Session session(preferences);
        MatrixPage page(session);
        MatrixView& view = page.view();
        page.resize(1000, 700);
        page.show();
        session.open(sample(true));
        QTRY_VERIFY_WITH_TIMEOUT(!view.matrix().isEmpty(), 20000);
        const std::size_t lines = view.matrix().rows.size();
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {},
                          view.rectOf(MatrixHeader{Qt::Vertical, 0, false}).center());
        QTRY_VERIFY(view.matrix().rows.size() > lines);
        QCOMPARE(view.matrix().columns.size(), lines);
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {},
                          view.rectOf(MatrixHeader{Qt::Vertical, 0, true}).center());
        QTRY_COMPARE(view.matrix().rows.size(), lines);
        view.setCurrent(MatrixPlace{0, 1});
        QTest::keyClick(&view, Qt::Key_E, Qt::ShiftModifier);
        QTRY_VERIFY(view.matrix().columns.size() > lines);
        QTest::keyClick(&view, Qt::Key_C);
        QTRY_COMPARE(view.matrix().columns.size(), lines);
    }

  private:
    static void expansions() {
        QTest::addColumn<QStringList>("rows");
        QTest::addColumn<QStringList>("columns");
        QTest::newRow("namespaces") << QStringList() << QStringList();
        QTest::newRow("a row open") << QStringList{"shop"} << QStringList();
        QTest::newRow("the same open both ways") << QStringList{"legacy"} << QStringList{"legacy"};
        QTest::newRow("several open") << QStringList{"kube-system", "monitoring"} << QStringList{"data", "legacy"};
    }

    static MatrixExpansion expansion() {
        QFETCH(QStringList, rows);
        QFETCH(QStringList, columns);
        return {{rows.begin(), rows.end()}, {columns.begin(), columns.end()}};
    }

    std::shared_ptr<const Analysis> m_seen;
    std::shared_ptr<const Analysis> m_unseen;
    std::shared_ptr<const MatrixFacts> m_facts;
};

} // namespace portolan

QTEST_MAIN(portolan::MatrixTest)
#include "matrix_test.moc"

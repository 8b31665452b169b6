#include "core/analysis/analysis.h"
#include "ui/draft/address_list.h"
#include "ui/draft/review_model.h"
#include "ui/widgets/table_cell.h"
#include "ui/widgets/table_view.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>

namespace portolan {

/// The review of the sample's draft, as a reader works through it.
class DraftTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() {
        Options options;
        options.inputs = {"samples/harbor"};
        options.flows = {"samples/harbor/flows/hubble.jsonl.gz"};
        options.depth = Options::Depth::Evidence;
        const auto analysis = analyze(options, {});
        QVERIFY(analysis.has_value());
        m_draft.setAnalysis(*analysis);
        wait([this] { m_draft.begin(); });
        QVERIFY(m_draft.version() != nullptr);
    }
    void init() {
        if (m_undo.index() > 0) wait([this] { m_undo.setIndex(0); });
        m_model.setVersion(nullptr);
        m_model.setVersion(m_draft.version());
    }

    void keepsTheContractOfModels() {
        ReviewModel model;
        const QAbstractItemModelTester strict(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.rowCount(), 0);
        model.setVersion(m_draft.version());
        for (int row = 0; row < model.rowCount(); ++row)
            for (int column = 0; column < model.columnCount(); ++column)
                for (const int role : {int(Qt::DisplayRole), int(Qt::ToolTipRole), int(DecisionRole), int(DaysSeenRole),
                                       int(WindowRole), int(EdgeClassRole), int(ChipsRole)})
                    model.data(model.index(row, column), role);
        model.setVersion(nullptr);
        QCOMPARE(model.rowCount(), 0);
    }

    void asksFewDecisionsFirstOnes() {
        QVERIFY2(m_model.waiting() < 30, qPrintable(QString::number(m_model.waiting())));
        QVERIFY(m_model.waiting() > 0);
        for (int row = 0; row < m_model.rowCount(); ++row)
            QCOMPARE(m_model.state(row) == DecisionState::Undecided, row < static_cast<int>(m_model.waiting()));
    }

    void putsAddressesOfOneRuleInOneRow() {
        const int row = rowOf(QStringLiteral("222 public addresses"));
        QVERIFY(row >= 0);
        QCOMPARE(m_model.at(row).edges.size(), std::size_t(222));
        QCOMPARE(text(row, ReviewModel::DestinationColumn), QStringLiteral("edge/ingress-nginx"));
        QCOMPARE(text(row, ReviewModel::OverReachColumn), QStringLiteral("any IP"));
        for (const std::uint32_t e : m_model.at(row).edges) QCOMPARE(m_model.row(e), row);
    }

    void listsTheAddressesOnDemand() {
        const int row = rowOf(QStringLiteral("222 public addresses"));
        AddressModel model(m_draft.version()->basis, m_model.at(row));
        const QAbstractItemModelTester strict(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.rowCount(), 222);
        QVERIFY(model.index(0, 0).data().toString().startsWith(QLatin1String("203.0.113.")));
        const AddressList list(*m_draft.version(), m_model.at(row));
        QVERIFY(!list.windowTitle().isEmpty());
    }

    void decidesARowAtOnceAndTakesItBack() {
        const int row = rowOf(QStringLiteral("222 public addresses"));
        wait([&] { m_draft.decide(m_model.at(row).edges, DraftDecision::Rejected); });
        m_model.setVersion(m_draft.version());
        QCOMPARE(m_model.state(row), DecisionState::Rejected);
        QCOMPARE(text(row, ReviewModel::OverReachColumn), QStringLiteral("0"));
        QVERIFY(m_draft.version()->effect.wouldBreak.size() >= 222);
        wait([&] { m_undo.undo(); });
        m_model.setVersion(m_draft.version());
        QCOMPARE(m_model.state(row), DecisionState::Undecided);
    }

    void asksAgainWhereOnlySomeAddressesAreDecided() {
        const int row = rowOf(QStringLiteral("222 public addresses"));
        wait([&] { m_draft.decide({m_model.edge(row)}, DraftDecision::Accepted); });
        m_model.setVersion(m_draft.version());
        QCOMPARE(m_model.state(row), DecisionState::Undecided);
    }

    void saysInWordsWhatNeedsAPerson() {
        const int row = rowOf(QStringLiteral("monitoring/grafana"), QStringLiteral("data/orders-db"));
        QVERIFY(row >= 0);
        const QString tip = m_model.index(row, ReviewModel::DecisionColumn).data(Qt::ToolTipRole).toString();
        QVERIFY2(tip.contains(QLatin1String("denied today")), qPrintable(tip));
        QVERIFY(text(row, ReviewModel::RiskColumn).startsWith(QLatin1String("denied today")));
    }

  private:
    template <typename Action>
    void wait(Action action) {
        QSignalSpy changed(&m_draft, &Draft::versionChanged);
        action();
        QVERIFY(changed.wait(30000));
    }
    QString text(int row, int column) const { return m_model.index(row, column).data().toString(); }
    int rowOf(const QString& source, const QString& destination = {}) const {
        for (int row = 0; row < m_model.rowCount(); ++row)
            if (text(row, ReviewModel::SourceColumn) == source &&
                (destination.isEmpty() || text(row, ReviewModel::DestinationColumn) == destination))
                return row;
        return -1;
    }

    QUndoStack m_undo;
    Draft m_draft{m_undo};
    ReviewModel m_model;
};

} // namespace portolan

QTEST_MAIN(portolan::DraftTest)
#include "draft_test.moc"

#include "tests/ui/support/ordered_cluster.h"
#include "ui/models/findings_model.h"
#include "ui/models/flows_model.h"
#include "ui/models/inventory_model.h"
#include "ui/models/policies_model.h"
#include "ui/models/policy_words.h"
#include "ui/models/problems_model.h"
#include "ui/models/table_panel.h"
#include "ui/models/words.h"
#include "ui/widgets/table_cell.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <iterator>

namespace portolan {

namespace {

std::shared_ptr<const Analysis> analysed(bool withFlows) {
    Options options;
    options.inputs = {"samples/harbor"};
    if (withFlows) options.flows = {"samples/harbor/flows/hubble.jsonl.gz"};
    auto result = analyze(options, {});
    return result ? *result : nullptr;
}

std::unique_ptr<AnalysisTable> makeModel(const QString& name) {
    if (name == QLatin1String("findings")) return std::make_unique<FindingsModel>();
    if (name == QLatin1String("flows")) return std::make_unique<FlowsModel>();
    if (name == QLatin1String("policies")) return std::make_unique<PoliciesModel>();
    if (name == QLatin1String("inventory")) return std::make_unique<InventoryModel>();
    return std::make_unique<ProblemsModel>();
}

} // namespace

class ModelsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() {
        m_seen = analysed(true);
        m_unseen = analysed(false);
        QVERIFY(m_seen != nullptr);
        QVERIFY(m_unseen != nullptr);
        m_ordered = orderedAnalysis(m_scratch);
        QVERIFY(m_ordered != nullptr);
    }

    void everyModelKeepsTheContractOfModels_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"findings", "flows", "policies", "problems", "inventory"})
            QTest::newRow(name) << QString(name);
    }
    void everyModelKeepsTheContractOfModels() {
        QFETCH(QString, name);
        const auto model = makeModel(name);
        const QAbstractItemModelTester strict(model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        FilteredTable filtered(*model);
        const QAbstractItemModelTester strictToo(&filtered, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model->rowCount(), 0);
        model->setAnalysis(m_seen);
        for (int row = 0; row < model->rowCount(); ++row)
            for (int column = 0; column < model->columnCount(); ++column)
                for (const int role :
                     {int(Qt::DisplayRole), int(Qt::ToolTipRole), int(SortRole), int(EdgeClassRole), int(SeverityRole),
                      int(ShareRole), int(DaysSeenRole), int(WindowRole), int(IsolationRole)})
                    model->data(model->index(row, column), role);
        filtered.setPredicate([](int row) { return row % 2 == 0; });
        for (int column = 0; column < model->columnCount(); ++column) filtered.sort(column, Qt::DescendingOrder);
        QCOMPARE(filtered.shown(), (model->rowCount() + 1) / 2);
        model->setAnalysis(m_unseen);
        model->setAnalysis(m_ordered);
        for (int row = 0; row < model->rowCount(); ++row)
            for (int column = 0; column < model->columnCount(); ++column)
                for (const int role : {int(Qt::DisplayRole), int(Qt::ToolTipRole), int(SortRole), int(ShareRole)})
                    model->data(model->index(row, column), role);
        model->setAnalysis(nullptr);
        QCOMPARE(model->rowCount(), 0);
    }

    void findingsComeMostSeriousFirst() {
        FindingsModel model;
        model.setAnalysis(m_seen);
        QVERIFY(model.rowCount() > 5);
        int last = 0;
        for (int row = 0; row < model.rowCount(); ++row) {
            const int severity = model.index(row, FindingsModel::SeverityColumn).data(SortRole).toInt();
            QVERIFY(severity >= last);
            last = severity;
        }
    }

    void severitiesSortByWeightAndNotByWord() {
        FindingsModel model;
        model.setAnalysis(m_seen);
        FilteredTable filtered(model);
        filtered.sort(FindingsModel::SeverityColumn, Qt::DescendingOrder);
        const Severity first = model.finding(filtered.rows().front()).severity;
        const Severity last = model.finding(filtered.rows().back()).severity;
        QVERIFY(first >= last);
    }

    void flowsShowTheNetworksAndTheModelsWord() {
        FlowsModel model;
        model.setAnalysis(m_seen);
        const int row = model.findRow([&](int at) {
            return model.fields(at, "src")->front() == "monitoring/grafana" &&
                   model.fields(at, "dst")->front() == "data/orders-db";
        });
        QVERIFY(row >= 0);
        QCOMPARE(model.index(row, FlowsModel::ModelColumn).data().toString(), QStringLiteral("Deny"));
        QCOMPARE(model.index(row, FlowsModel::ObservedColumn).data().toString(), QStringLiteral("forwarded"));
        QCOMPARE(model.index(row, FlowsModel::SourceColumn).data(EdgeClassRole).toInt(),
                 static_cast<int>(EdgeClass::Mismatch));
    }

    void flowsSayWhetherAManifestDeclaresThem() {
        FlowsModel model;
        model.setAnalysis(m_seen);
        const auto declared = [&](const char* from, const char* to) {
            const int row = model.findRow([&](int at) {
                return model.fields(at, "src")->front() == from && model.fields(at, "dst")->front() == to;
            });
            return row < 0 ? QStringLiteral("no such row")
                           : model.index(row, FlowsModel::DeclaredColumn).data().toString();
        };
        QCOMPARE(declared("shop/catalog", "data/catalog-db"), QStringLiteral("sure"));
        QCOMPARE(declared("shop/catalog", "legacy/recommend-v1"), QStringLiteral("no"));
        QCOMPARE(declared("monitoring/prometheus", "messaging/broker"), QString());
    }

    void connectionsSortAsNumbers() {
        FlowsModel model;
        model.setAnalysis(m_seen);
        FilteredTable filtered(model);
        filtered.sort(FlowsModel::ConnectionsColumn, Qt::DescendingOrder);
        const std::vector<int> rows = filtered.rows();
        for (std::size_t i = 1; i < rows.size(); ++i)
            QVERIFY(model.edge(rows[i - 1]).seen.total() >= model.edge(rows[i]).seen.total());
    }

    void withoutFlowsThereAreNoEdgesAndNoWordOfUse() {
        FlowsModel flows;
        flows.setAnalysis(m_unseen);
        QCOMPARE(flows.rowCount(), 0);
        PoliciesModel policies;
        policies.setAnalysis(m_unseen);
        QVERIFY(policies.rowCount() > 0);
        for (int row = 0; row < policies.rowCount(); ++row)
            for (const int column :
                 {PoliciesModel::UsedColumn, PoliciesModel::UtilisationColumn, PoliciesModel::LastHitColumn})
                QCOMPARE(policies.index(row, column).data().toString(), QString());
        for (const Finding& finding : m_unseen->findings) QVERIFY(finding.id != "RED-07" && finding.id != "RED-08");
    }

    void aRuleThatNobodyUsedSaysNever() {
        PoliciesModel model;
        model.setAnalysis(m_seen);
        const int row =
            model.findRow([&](int at) { return model.fields(at, "policy")->front() == "fulfilment/stock-import"; });
        QVERIFY(row >= 0);
        QCOMPARE(model.index(row, PoliciesModel::UsedColumn).data().toString(), QStringLiteral("0"));
        QCOMPARE(model.index(row, PoliciesModel::LastHitColumn).data().toString(), QStringLiteral("never"));
        QVERIFY(model.index(row, PoliciesModel::UtilisationColumn)
                    .data(Qt::ToolTipRole)
                    .toString()
                    .startsWith(QStringLiteral("0 of ")));
        QVERIFY(model.index(row, PoliciesModel::FileColumn)
                    .data()
                    .toString()
                    .contains(QStringLiteral("fulfilment/policies.yaml:")));
    }

    void aDirectionWithoutRulesIsARow() {
        PoliciesModel model;
        model.setAnalysis(m_seen);
        const int row = model.findRow([&](int at) { return !model.policyRow(at).rule.has_value(); });
        QVERIFY(row >= 0);
        QCOMPARE(model.index(row, PoliciesModel::PeersColumn).data().toString(), QStringLiteral("nothing"));
    }

    void policiesOfEveryKindStandInTheOrderOfEvaluation() {
        PoliciesModel model;
        model.setAnalysis(m_ordered);
        QVERIFY(model.hasAdminPolicies());
        QStringList rows;
        for (int row = 0; row < model.rowCount(); ++row) {
            QStringList cells;
            for (const int column :
                 {PoliciesModel::PolicyColumn, PoliciesModel::NamespaceColumn, PoliciesModel::TierColumn,
                  PoliciesModel::DirectionColumn, PoliciesModel::ActionColumn, PoliciesModel::PeersColumn,
                  PoliciesModel::PortsColumn})
                cells << model.index(row, column).data().toString();
            rows << cells.join(QStringLiteral(" | "));
        }
        QCOMPARE(rows,
                 (QStringList{"ANP scanners | cluster-wide | Admin 5 | ingress | Deny | ns team=tools | tcp/5432",
                              "ANP scanners | cluster-wide | Admin 5 | ingress | Pass | ns team=tools | all ports",
                              "ANP late | cluster-wide | Admin 40 | ingress | Allow | ns team=shop | tcp/5433",
                              "ANP late | cluster-wide | Admin 40 | egress | Allow | ns team=tools | all ports",
                              "db | shop | NetworkPolicy | ingress | Allow | app=web | tcp/5432",
                              "BANP default | cluster-wide | Baseline | ingress | Deny | ns team=tools | all ports"}));
    }

    void rulesOfAdminPoliciesAreCountedAsAllOthers() {
        PoliciesModel model;
        model.setAnalysis(m_ordered);
        QCOMPARE(model.index(0, PoliciesModel::AllowedColumn).data().toString(), QStringLiteral("2"));
        for (const int column :
             {PoliciesModel::UsedColumn, PoliciesModel::UtilisationColumn, PoliciesModel::LastHitColumn}) {
            QCOMPARE(model.index(0, column).data().toString(), QString());
            QCOMPARE(model.index(0, column).data(Qt::ToolTipRole).toString(), QStringLiteral("Flows are not loaded"));
        }
        QVERIFY(model.index(0, PoliciesModel::FileColumn).data().toString().contains(QStringLiteral("ordered.yaml:")));
    }

    void aRuleThatTheLogCannotShowIsHatchedAndSaysWhy() {
        QFile log(m_scratch.filePath(QStringLiteral("short.csv")));
        QVERIFY(log.open(QIODevice::WriteOnly));
        log.write(
            "time,src_ns,src_workload,src_pod,src_ip,dst_ns,dst_workload,dst_pod,dst_ip,protocol,dst_port,verdict,"
            "count\n2026-11-01T00:00:00Z,tools,,scan,,shop,,db,,TCP,5432,denied,4\n2026-11-01T00:00:00Z,tools,,scan,,,,"
            ",203.0.113.7,TCP,443,allowed,1\n");
        log.close();
        Options options;
        options.inputs = {writeOrderedCluster(m_scratch).toStdString()};
        options.flows = {log.fileName().toStdString()};
        const auto analysis = analyze(options, {});
        QVERIFY(analysis.has_value());
        PoliciesModel model;
        model.setAnalysis(*analysis);
        QCOMPARE(model.index(0, PoliciesModel::UsedColumn).data().toString(), QStringLiteral("1"));
        QVERIFY(!model.index(0, PoliciesModel::UtilisationColumn).data(PoliciesModel::UnobservableRole).toBool());
        QVERIFY(!model.index(0, PoliciesModel::UtilisationColumn).data(ShareRole).isValid()); // it denies
        const QModelIndex other = model.index(4, PoliciesModel::UtilisationColumn);
        QVERIFY(other.data(PoliciesModel::UnobservableRole).toBool());
        QCOMPARE(other.siblingAtColumn(PoliciesModel::LastHitColumn).data().toString(),
                 QStringLiteral("not observable"));
        QVERIFY(other.data(Qt::ToolTipRole).toString().contains(QStringLiteral("of the 30 days that it takes")));
        QCOMPARE(*model.fields(4, "state"), std::vector<std::string>{"not observable"});
    }

    void policiesWithoutUtilisationComeLastInEitherOrder() {
        PoliciesModel model;
        model.setAnalysis(m_seen);
        FilteredTable filtered(model);
        for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
            filtered.sort(PoliciesModel::UtilisationColumn, order);
            std::vector<QVariant> shares;
            for (const int row : filtered.rows())
                shares.push_back(model.index(row, PoliciesModel::UtilisationColumn).data(ShareRole));
            const auto firstWithout =
                std::ranges::find_if(shares, [](const QVariant& share) { return !share.isValid(); });
            QVERIFY(firstWithout != shares.begin());
            QVERIFY(firstWithout != shares.end());
            QVERIFY(std::none_of(firstWithout, shares.end(), [](const QVariant& share) { return share.isValid(); }));
            const double first = shares.front().toDouble();
            const double last = std::prev(firstWithout)->toDouble();
            QVERIFY(order == Qt::AscendingOrder ? first < last : first > last);
        }
    }

    void theTierSortsByEvaluationAndNotByWord() {
        PoliciesModel model;
        model.setAnalysis(m_ordered);
        FilteredTable filtered(model);
        filtered.sort(PoliciesModel::TierColumn, Qt::DescendingOrder);
        QCOMPARE(filtered.rows(), (std::vector<int>{5, 4, 3, 2, 1, 0}));
    }

    void aPolicyGovernsTheWorkloadsThatItSelects_data() {
        QTest::addColumn<QString>("policy");
        QTest::addColumn<QString>("subject");
        QTest::addColumn<QStringList>("workloads");
        QTest::newRow("an admin policy") << "ANP scanners"
                                         << "ns team=shop" << QStringList{"shop/db", "shop/web"};
        QTest::newRow("the baseline") << "BANP default"
                                      << "every pod" << QStringList{"shop/db", "shop/web", "tools/scan"};
        QTest::newRow("a NetworkPolicy") << "shop/db"
                                         << "app=db" << QStringList{"shop/db"};
    }
    void aPolicyGovernsTheWorkloadsThatItSelects() {
        QFETCH(QString, policy);
        QFETCH(QString, subject);
        QFETCH(QStringList, workloads);
        const Reachability& reachability = *m_ordered->reachability;
        const auto policies = inOrderOfEvaluation(reachability);
        const auto it =
            std::ranges::find_if(policies, [&](PolicyId id) { return policyText(reachability, id) == policy; });
        QVERIFY(it != policies.end());
        QCOMPARE(subjectText(reachability, *it), subject);
        QStringList governed;
        for (const WorkloadId id : governedWorkloads(reachability, *it))
            governed << toText(m_ordered->cluster->displayName(id));
        QCOMPARE(governed, workloads);
    }

    void aPanelKeepsTheReadersRowWhileFiltering() {
        auto* model = new FindingsModel;
        TablePanel panel(model, {});
        model->setAnalysis(m_seen);
        panel.setCurrentRow(3);
        QCOMPARE(panel.currentRow(), 3);
        QSignalSpy moved(&panel, &TablePanel::currentRowChanged);
        panel.setPredicate([](int row) { return row != 3; });
        QCOMPARE(moved.count(), 0);
        panel.setPredicate({});
        panel.table().setCurrentIndex(panel.filtered().index(1, 0));
        QCOMPARE(moved.count(), 1);
        QCOMPARE(panel.currentRow(), 1);
    }

    void aTableCopiesAsMarkdown() {
        FindingsModel model;
        model.setAnalysis(m_seen);
        const QString text = model.markdown({0, 1});
        QCOMPARE(text.count(QLatin1Char('\n')), 4);
        QVERIFY(text.startsWith(QStringLiteral("| Severity | Rule |")));
    }

    void aTableExportsAsCsvWithItsQuotes() {
        FindingsModel model;
        model.setAnalysis(m_seen);
        const QString text = model.csv({0});
        QVERIFY(text.startsWith(QStringLiteral("Severity,Rule,Finding,")));
        QCOMPARE(text.count(QLatin1Char('\n')), 2);
        QVERIFY(text.count(QLatin1Char('"')) % 2 == 0);
    }

    void countsAndSharesReadAsWords_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("one") << countText(1, QStringLiteral("policy")) << "1 policy";
        QTest::newRow("many") << countText(1204, QStringLiteral("policy")) << "1,204 policies";
        QTest::newRow("day") << countText(2, QStringLiteral("day")) << "2 days";
        QTest::newRow("none") << percentText(0) << "0 %";
        QTest::newRow("little") << percentText(0.001) << "< 1 %";
        QTest::newRow("nearly all") << percentText(0.999) << "99 %";
        QTest::newRow("all") << percentText(1) << "100 %";
        QTest::newRow("no time") << timeText(0) << "";
        QTest::newRow("time") << timeText(1'700'000'000'000'000'000) << "14 Nov 2023, 22:13";
    }
    void countsAndSharesReadAsWords() {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(text, expected);
    }

  private:
    std::shared_ptr<const Analysis> m_seen;
    std::shared_ptr<const Analysis> m_unseen;
    QTemporaryDir m_scratch;
    std::shared_ptr<const Analysis> m_ordered;
};

} // namespace portolan

QTEST_MAIN(portolan::ModelsTest)
#include "models_test.moc"

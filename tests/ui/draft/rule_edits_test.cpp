#include "core/analysis/analysis.h"
#include "ui/draft/draft_files.h"
#include "ui/draft/edits_model.h"
#include "ui/draft/edits_panel.h"
#include "ui/draft/yaml_panel.h"
#include "ui/session/draft.h"
#include "ui/widgets/table_view.h"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>

namespace portolan {

/// Edits of rules in the draft of the sample: alone, together, and beside default-deny policies.
class RuleEditsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() {
        Options options;
        options.inputs = {"samples/harbor"};
        options.flows = {"samples/harbor/flows/hubble.jsonl.gz"};
        options.depth = Options::Depth::Evidence;
        const auto analysis = analyze(options, {});
        QVERIFY(analysis.has_value());
        m_analysis = *analysis;
    }
    void init() {
        m_undo = std::make_unique<QUndoStack>();
        m_draft = std::make_unique<Draft>(*m_undo);
        m_draft->setAnalysis(m_analysis);
    }

    void anEditBecomesTheDraft() {
        add({kWide});
        const DraftVersion& version = *m_draft->version();
        QVERIFY(!version.isProposing());
        QCOMPARE(version.editRows.size(), std::size_t(1));
        QVERIFY(version.editRows.front().standing == DraftEditRow::Standing::Taken);
        QCOMPARE(version.editRows.front().result->pairsAfter, std::uint64_t(4));
        QCOMPARE(version.edited.size(), std::size_t(1));
        QVERIFY(version.effect.wouldBreak.empty());
        QVERIFY(version.effect.newlyClosed > 0);
        QCOMPARE(version.effect.pairsBefore, m_analysis->pairs.must);
        QCOMPARE(version.effect.pairsAfter, version.effect.pairsBefore - version.effect.newlyClosed);
        QVERIFY(version.after != m_analysis->reachability);
    }

    void editsAddUp() {
        add({kWide});
        const std::uint64_t one = m_draft->version()->effect.newlyClosed;
        add({kUnused});
        const DraftVersion& version = *m_draft->version();
        QCOMPARE(version.editRows.size(), std::size_t(2));
        QCOMPARE(version.edited.size(), std::size_t(2));
        QVERIFY(version.effect.newlyClosed >= one);
        QVERIFY(version.edited.front().isGone != version.edited.back().isGone);
    }

    void eachIsTakenBackByItselfAndByUndo() {
        add({kWide});
        add({kUnused});
        wait([this] { m_draft->takeBack({kWide.first}); });
        QCOMPARE(m_draft->version()->editRows.size(), std::size_t(1));
        QCOMPARE(m_undo->undoText(), QStringLiteral("Take back the edit of messaging/schema-registry ingress rule 1"));
        wait([this] { m_undo->undo(); });
        QCOMPARE(m_draft->version()->editRows.size(), std::size_t(2));
        wait([this] { m_undo->undo(); });
        wait([this] { m_undo->undo(); });
        QVERIFY(m_draft->version() == nullptr);
        QVERIFY(m_draft->edits().empty());
        wait([this] { m_undo->redo(); });
        QCOMPARE(m_draft->version()->editRows.size(), std::size_t(1));
        QCOMPARE(m_undo->undoText(), QStringLiteral("Tighten messaging/schema-registry ingress rule 1"));
    }

    void whatIsNotProvedIsLeftOut_data() {
        QTest::addColumn<QString>("policy");
        QTest::addColumn<int>("change");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("reason");
        const int remove = static_cast<int>(RuleChange::Remove);
        const int tighten = static_cast<int>(RuleChange::Tighten);
        QTest::newRow("a used rule") << "messaging/schema-registry" << remove << ""
                                     << "99 connections need it";
        QTest::newRow("nothing smaller") << "data/orders-db" << tighten << ""
                                         << "nothing smaller keeps every flow";
        QTest::newRow("another rule now") << "data/orders-db" << tighten << "  - {}\n"
                                          << "the rule was changed since";
        QTest::newRow("gone") << "data/none" << tighten << "  - {}\n"
                              << "the rule is no longer there";
    }
    void whatIsNotProvedIsLeftOut() {
        QFETCH(QString, policy);
        QFETCH(int, change);
        QFETCH(QString, text);
        QFETCH(QString, reason);
        DraftEdit edit{{policy.toStdString(), Direction::Ingress, 0}, static_cast<RuleChange>(change), {}};
        if (text.isEmpty())
            edit = editOf({edit.rule, edit.change});
        else
            edit.text = text.toStdString();
        wait([&] { m_draft->addEdits({edit}); });
        const DraftVersion& version = *m_draft->version();
        QVERIFY(version.editRows.front().standing == DraftEditRow::Standing::LeftOut);
        QCOMPARE(QString::fromStdString(version.editRows.front().reason), reason);
        QVERIFY(version.edited.empty());
        QCOMPARE(version.effect.newlyClosed, std::uint64_t(0));
    }

    void anEditWaitsWhereDefaultDenyReplacesItsPolicy() {
        add({kWide});
        wait([this] { m_draft->setScope(QStringLiteral("messaging")); });
        const auto proposing = m_draft->version();
        QVERIFY(proposing->isProposing());
        QVERIFY(proposing->editRows.front().standing == DraftEditRow::Standing::Waits);
        QCOMPARE(QString::fromStdString(proposing->editRows.front().reason),
                 QStringLiteral("the default-deny draft replaces every policy of messaging"));
        QVERIFY(proposing->edited.empty());
        wait([this] { m_draft->endProposal(); });
        QVERIFY(!m_draft->version()->isProposing());
        QVERIFY(m_draft->version()->editRows.front().standing == DraftEditRow::Standing::Taken);
    }

    void anEditLiesBelowDefaultDenyOfOtherNamespaces() {
        add({kWide});
        const std::uint64_t closedByEdit = m_draft->version()->effect.newlyClosed;
        wait([this] { m_draft->setScope(QStringLiteral("legacy")); });
        const DraftVersion& version = *m_draft->version();
        QVERIFY(version.isProposing());
        QVERIFY(version.editRows.front().standing == DraftEditRow::Standing::Taken);
        QCOMPARE(version.effect.pairsBefore, m_analysis->pairs.must);
        QVERIFY(version.effect.newlyClosed > closedByEdit);
        QVERIFY(!version.rows->empty());
        const auto files = draftFiles(version).value();
        QVERIFY(files.contains("edits/messaging/schema-registry.yaml"));
        QVERIFY(files.contains("policies/legacy/default-deny.yaml"));
        QVERIFY(files.contains("EDITS.md"));
        QVERIFY(files.contains("certificate.json"));
        QVERIFY(!certificateOf(version)->isFailing);
    }

    void decisionsKeepWhatTheEditsProved() {
        add({kWide});
        wait([this] { m_draft->setScope(QStringLiteral("legacy")); });
        const auto before = m_draft->version();
        wait([&] { m_draft->decide({before->rows->front().edges.front()}, DraftDecision::Rejected); });
        QCOMPARE(m_draft->version()->basis, before->basis);
        QCOMPARE(m_draft->version()->editRows.size(), std::size_t(1));
        QCOMPARE(m_draft->version()->edits.after, before->edits.after);
    }

    void aNewerDumpOfTheSameInputKeepsTheEdits() {
        add({kWide});
        QSignalSpy changed(m_draft.get(), &Draft::versionChanged);
        m_draft->setAnalysis(std::make_shared<Analysis>(*m_analysis));
        QVERIFY(m_draft->version() == nullptr);
        QTRY_VERIFY_WITH_TIMEOUT(m_draft->version() != nullptr, 30000);
        QVERIFY(m_draft->version()->editRows.front().standing == DraftEditRow::Standing::Taken);
        auto other = std::make_shared<Analysis>(*m_analysis);
        other->options.inputs = {"elsewhere"};
        m_draft->setAnalysis(other);
        QVERIFY(m_draft->edits().empty());
    }

    void beginProposesNothingBesideEdits() {
        add({kWide});
        m_draft->begin();
        QVERIFY(!m_draft->isBusy());
        QVERIFY(!m_draft->isProposing());
    }

    void theListKeepsTheContractOfModels() {
        add({kWide, kUnused});
        EditsModel model;
        const QAbstractItemModelTester strict(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setVersion(m_draft->version());
        QCOMPARE(model.rowCount(), 2);
        QStringList texts;
        for (int row = 0; row < 2; ++row)
            for (int column = 0; column < model.columnCount(); ++column) {
                texts << model.index(row, column).data().toString();
                QVERIFY(!model.index(row, column).data(Qt::ToolTipRole).toString().isEmpty());
            }
        QCOMPARE(texts.join(QLatin1Char('|')),
                 QStringLiteral("fulfilment/stock-import ingress rule 1|goes with its policy|%1|217 connections|proved|"
                                "messaging/schema-registry ingress rule 1|tighter|57 to 4|99 connections|proved")
                     .arg(texts.value(2)));
        QVERIFY(texts.value(2).endsWith(QStringLiteral(" to 0")));
        model.setVersion(nullptr);
        QCOMPARE(model.rowCount(), 0);
    }

    void aRowIsTakenBackByKey() {
        EditsPanel panel(*m_draft);
        connect(m_draft.get(), &Draft::versionChanged, &panel, [&] { panel.setVersion(m_draft->version()); });
        add({kWide, kUnused});
        panel.table().setCurrentIndex(panel.model().index(0, 0));
        QCOMPARE(panel.currentPolicy(), m_draft->version()->editRows.front().policy);
        wait([&] { QTest::keyClick(&panel, Qt::Key_Delete); });
        QCOMPARE(panel.model().rowCount(), 1);
        QCOMPARE(panel.model().at(0).edit.rule.policy, std::string("messaging/schema-registry"));
    }

    void theYamlShowsWhatComesAndGoes() {
        add({kWide, kUnused});
        YamlPanel panel;
        const DraftVersion& version = *m_draft->version();
        panel.showVersion(version, std::nullopt);
        const auto count = [&](YamlLine::Change change) {
            return std::ranges::count(panel.lines(), change, &YamlLine::change);
        };
        QCOMPARE(count(YamlLine::Change::Title), 2);
        QVERIFY(count(YamlLine::Change::Added) > 0);
        panel.showPolicy(version, *version.editRows.front().policy);
        QCOMPARE(count(YamlLine::Change::Title), 1);
        QCOMPARE(panel.lines().front().text, QStringLiteral("fulfilment/stock-import, goes"));
        QCOMPARE(count(YamlLine::Change::Added), 0);
    }

    void theExportHoldsWhatChangesOnly() {
        add({kWide, kUnused});
        const QTemporaryDir folder;
        const DirectoryText files = draftFiles(*m_draft->version()).value();
        QStringList paths;
        for (const auto& [path, text] : files) paths << QString::fromStdString(path);
        QCOMPARE(paths.join(QLatin1Char(' ')),
                 QStringLiteral("README.md changes.diff delete.txt edits/messaging/schema-registry.yaml rollback.txt"));
        QVERIFY(writeFiles(files, folder.path()).isEmpty());
        QFile written(folder.filePath(QStringLiteral("delete.txt")));
        QVERIFY(written.open(QIODevice::ReadOnly));
        QCOMPARE(written.readAll(), QByteArray("fulfilment/stock-import\n"));
        QVERIFY(!writeFiles(files, folder.filePath(QStringLiteral("delete.txt"))).isEmpty());
    }

    void theProofNamesEveryEdit() {
        add({kWide});
        const auto proof = certificateOf(*m_draft->version());
        QVERIFY(proof.has_value());
        QVERIFY(!proof->isFailing);
        QVERIFY2(proof->text.contains(QStringLiteral("messaging/schema-registry ingress rule 1: tighter, 4 of 57")),
                 qPrintable(proof->text));
        QVERIFY(proof->text.contains(QStringLiteral("Admits nothing that is not admitted today.")));
    }

  private:
    using Wanted = std::pair<RuleKey, RuleChange>;
    const Wanted kWide{{"messaging/schema-registry", Direction::Ingress, 0}, RuleChange::Tighten};
    const Wanted kUnused{{"fulfilment/stock-import", Direction::Ingress, 0}, RuleChange::Remove};

    DraftEdit editOf(const Wanted& wanted) const {
        return draftEdit(*m_analysis->reachability, *resolve(*m_analysis->reachability, wanted.first), wanted.second);
    }
    void add(const std::vector<Wanted>& wanted) {
        std::vector<DraftEdit> edits;
        for (const Wanted& w : wanted) edits.push_back(editOf(w));
        wait([&] { m_draft->addEdits(edits); });
    }
    template <typename Action>
    void wait(Action action) {
        QSignalSpy changed(m_draft.get(), &Draft::versionChanged);
        action();
        QTRY_VERIFY_WITH_TIMEOUT(!changed.isEmpty() && !m_draft->isBusy(), 60000);
    }

    std::shared_ptr<const Analysis> m_analysis;
    std::unique_ptr<QUndoStack> m_undo;
    std::unique_ptr<Draft> m_draft;
};

} // namespace portolan

QTEST_MAIN(portolan::RuleEditsTest)
#include "rule_edits_test.moc"

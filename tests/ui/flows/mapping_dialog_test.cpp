#include "ui/flows/field_box.h"
#include "ui/flows/head_model.h"
#include "ui/flows/mapping_dialog.h"
#include "ui/flows/mapping_form.h"
#include "ui/flows/preview_model.h"
#include "ui/flows/word_form.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <optional>

namespace portolan {

namespace {

constexpr int kPatience = 30'000;
using Kind = FieldChoice::Kind;

/// Every column is told by its name or its values, but for whose words "said" are.
const QByteArray kTold = "when,client_ip,server_ip,server_port,l4,said\n"
                         "2026-03-01T12:00:00Z,10.0.1.1,10.0.1.3,5432,tcp,yes\n"
                         "2026-03-01T12:00:01Z,10.0.1.2,10.0.1.3,5432,tcp,no\n"
                         "2026-03-01T12:00:02Z,10.0.1.2,10.0.1.3,none,tcp,yes\n";
/// Nothing is told by a name.
const QByteArray kUntold = "a,b,c\n10.0.1.1,10.0.1.3,5432\n";

} // namespace

class MappingDialogTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void itFillsInWhatCanBeTold() {
        const auto dialog = shown(kTold);
        const MappingForm& form = dialog->form();
        QCOMPARE(form.field(RowColumn::SrcIp).choice(), (FieldChoice{Kind::Column, "client_ip"}));
        QCOMPARE(form.field(RowColumn::DstPort).choice(), (FieldChoice{Kind::Column, "server_port"}));
        QCOMPARE(form.field(RowColumn::Protocol).choice(), (FieldChoice{Kind::Column, "l4"}));
        QCOMPARE(form.field(RowColumn::Verdict).choice(), FieldChoice());
        QVERIFY(form.field(RowColumn::DstIp).note().contains(QStringLiteral("10.0.1.3")));
        QVERIFY(dialog->note().isEmpty());
        QVERIFY(dialog->importButton().isEnabled());
        QCOMPARE(dialog->preview().rowCount(), 3);
        QCOMPARE(cell(*dialog, 0, PreviewModel::PortColumn), QStringLiteral("TCP 5432"));
    }

    void everyColumnIsShownWithItsValues() {
        const auto dialog = shown(kTold);
        const HeadModel& columns = dialog->columns();
        QCOMPARE(columns.rowCount(), 6);
        const auto text = [&](int row, int column) { return columns.index(row, column).data().toString(); };
        QCOMPARE(text(1, HeadModel::NameColumn), QStringLiteral("client_ip"));
        QCOMPARE(text(1, HeadModel::ReadAsColumn), QStringLiteral("source address"));
        QCOMPARE(text(1, HeadModel::ValuesColumn), QStringLiteral("10.0.1.1, 10.0.1.2"));
        QCOMPARE(text(5, HeadModel::ReadAsColumn), QStringLiteral("not read"));
        choose(*dialog, RowColumn::Verdict, QStringLiteral("said"));
        QCOMPARE(text(5, HeadModel::ReadAsColumn), QStringLiteral("verdict of policies"));
    }

    void theModelsAreSound() {
        HeadModel columns;
        const QAbstractItemModelTester first(&columns);
        columns.setHead(tableHeadOf(kTold.toStdString(), HeaderRow::Guessed));
        columns.setMapping({});
        PreviewModel rows;
        const QAbstractItemModelTester second(&rows);
        TablePreview preview;
        preview.rows.resize(2);
        rows.setPreview(preview);
        rows.setPreview({});
    }

    void withoutWhatAFlowNeedsNothingIsImported() {
        const auto dialog = shown(kUntold);
        QVERIFY(!dialog->importButton().isEnabled());
        QVERIFY2(dialog->note().contains(QStringLiteral("the protocol")), qPrintable(dialog->note()));
        QCOMPARE(dialog->preview().rowCount(), 0);
        choose(*dialog, RowColumn::SrcIp, QStringLiteral("a"));
        choose(*dialog, RowColumn::DstIp, QStringLiteral("b"));
        choose(*dialog, RowColumn::DstPort, QStringLiteral("c"));
        QVERIFY(!dialog->importButton().isEnabled());
        choose(*dialog, RowColumn::Protocol, QStringLiteral("always UDP"));
        QVERIFY(dialog->importButton().isEnabled());
        QCOMPARE(dialog->preview().rowCount(), 1);
        QCOMPARE(cell(*dialog, 0, PreviewModel::PortColumn), QStringLiteral("UDP 5432"));
    }

    void aChangeIsSeenInTheRows() {
        const auto dialog = shown(kTold);
        const QString before = cell(*dialog, 0, PreviewModel::FromColumn);
        choose(*dialog, RowColumn::DstPort, QStringLiteral("the same in every row..."));
        QSignalSpy shown(&*dialog, &MappingDialog::previewShown);
        QTest::keyClicks(&dialog->form().field(RowColumn::DstPort).fixed(), QStringLiteral("80"));
        QVERIFY(shown.wait(kPatience));
        QCOMPARE(cell(*dialog, 0, PreviewModel::FromColumn), before);
        QCOMPARE(cell(*dialog, 0, PreviewModel::PortColumn), QStringLiteral("TCP 80"));
    }

    void aColumnSaysOneThing() {
        const auto dialog = shown(kTold);
        choose(*dialog, RowColumn::SrcIp, QStringLiteral("server_ip"));
        QCOMPARE(dialog->form().field(RowColumn::DstIp).choice(), FieldChoice());
        QVERIFY2(dialog->note().contains(QStringLiteral("destination")), qPrintable(dialog->note()));
    }

    void rowsThatAreLeftOutAreMarkedAndCounted() {
        const auto dialog = shown(kTold);
        QVERIFY(!dialog->preview().index(0, 0).data(PreviewModel::kMarkedRole).toBool());
        QVERIFY(dialog->preview().index(2, 0).data(PreviewModel::kMarkedRole).toBool());
        QCOMPARE(
            dialog->summary(),
            QStringLiteral(
                "2 of 3 rows read; 1 left out: 1 a port or count is no number, or fields are too many or too few"));
    }

    void wordsAreTakenForWhatTheReaderSays() {
        const auto dialog = shown(kTold);
        choose(*dialog, RowColumn::Verdict, QStringLiteral("said"));
        QVERIFY2(dialog->note().contains(QStringLiteral("2 words")), qPrintable(dialog->note()));
        QVERIFY(dialog->summary().startsWith(QStringLiteral("0 of 3")));
        chooseWord(*dialog, "yes", QStringLiteral("allowed"));
        chooseWord(*dialog, "no", QStringLiteral("denied"));
        QCOMPARE(cell(*dialog, 0, PreviewModel::VerdictColumn), QStringLiteral("allowed"));
        QCOMPARE(cell(*dialog, 1, PreviewModel::VerdictColumn), QStringLiteral("denied"));
        const ColumnMapping mapping = dialog->form().mapping();
        QCOMPARE(mapping.values.at(RowColumn::Verdict), (WordForm::Words{{"yes", "allowed"}, {"no", "denied"}}));
        choose(*dialog, RowColumn::Verdict, QStringLiteral("not told"));
        QVERIFY(dialog->form().mapping().values.empty());
    }

    void wordsOfAllowingAndDenyingAreOffered() {
        const auto dialog = shown("src_ip,dst_ip,dst_port,protocol,said\n10.0.1.1,10.0.1.3,1,tcp,PASS\n"
                                  "10.0.1.1,10.0.1.3,1,tcp,BLOCK\n10.0.1.1,10.0.1.3,1,tcp,ERR\n");
        // Whose words they are is not known: what was refused is left out, what was let through is no policy's allow.
        QCOMPARE(dialog->form().field(RowColumn::Action).choice(), (FieldChoice{Kind::Column, "said"}));
        QCOMPARE(cell(*dialog, 0, PreviewModel::VerdictColumn), QStringLiteral("observed"));
        QVERIFY(dialog->preview().index(1, 0).data(PreviewModel::kMarkedRole).toBool());
        choose(*dialog, RowColumn::Action, QStringLiteral("not told"));
        choose(*dialog, RowColumn::Verdict, QStringLiteral("said"));
        QCOMPARE(cell(*dialog, 0, PreviewModel::VerdictColumn), QStringLiteral("allowed"));
        QCOMPARE(cell(*dialog, 1, PreviewModel::VerdictColumn), QStringLiteral("denied"));
        QVERIFY(dialog->preview().index(2, 0).data(PreviewModel::kMarkedRole).toBool());
    }

    void aLoadedMappingIsTakenAtItsWord() {
        const auto dialog = shown("src_ip,dst_ip,dst_port,protocol,said\n10.0.1.1,10.0.1.3,1,tcp,BLOCK\n");
        QVERIFY(dialog->load(file("columns: {verdict: said}\n")));
        QVERIFY(dialog->form().mapping().values.empty());
    }

    void aKnownWordCanBeTakenForAnother() {
        const auto dialog = shown("src_ip,dst_ip,dst_port,protocol,verdict\n10.0.1.1,10.0.1.3,5432,tcp,ALLOW\n");
        QCOMPARE(cell(*dialog, 0, PreviewModel::VerdictColumn), QStringLiteral("allowed"));
        QVERIFY(dialog->form().mapping().values.empty());
        chooseWord(*dialog, "ALLOW", QStringLiteral("denied"));
        QCOMPARE(cell(*dialog, 0, PreviewModel::VerdictColumn), QStringLiteral("denied"));
        chooseWord(*dialog, "ALLOW", QStringLiteral("observed"));
        QCOMPARE(cell(*dialog, 0, PreviewModel::VerdictColumn), QStringLiteral("observed"));
    }

    void aFieldMayBeTheSameInEveryRow() {
        const auto dialog = shown(kTold);
        choose(*dialog, RowColumn::SrcNs, QStringLiteral("the same in every row..."));
        QCOMPARE(dialog->form().field(RowColumn::SrcNs).choice(), FieldChoice());
        QSignalSpy shown(&*dialog, &MappingDialog::previewShown);
        QTest::keyClicks(&dialog->form().field(RowColumn::SrcNs).fixed(), QStringLiteral("shop"));
        QVERIFY(shown.wait(kPatience));
        QCOMPARE(dialog->form().mapping().constants.at(RowColumn::SrcNs), std::string("shop"));
    }

    void aColumnThatIsNotChosenIsNotRead() {
        const auto dialog = shown("src_ip,dst_ip,dst_port,protocol,verdict\n10.0.1.1,10.0.1.3,5432,tcp,denied\n");
        choose(*dialog, RowColumn::Verdict, QStringLiteral("not told"));
        QCOMPARE(cell(*dialog, 0, PreviewModel::VerdictColumn), QStringLiteral("observed"));
    }

    void timesWithoutAZoneAreOfTheOneThatIsTyped() {
        const auto dialog = shown("when,src_ip,dst_ip,dst_port,proto\n2026-03-01 14:00:00,10.0.1.1,10.0.1.3,1,tcp\n");
        QCOMPARE(cell(*dialog, 0, PreviewModel::TimeColumn), QStringLiteral("2026-03-01T14:00:00Z"));
        QSignalSpy shown(&*dialog, &MappingDialog::previewShown);
        dialog->form().zone().setText(QStringLiteral("+02:00"));
        QVERIFY(shown.wait(kPatience));
        QCOMPARE(cell(*dialog, 0, PreviewModel::TimeColumn), QStringLiteral("2026-03-01T12:00:00Z"));
        dialog->form().zone().setText(QStringLiteral("Berlin"));
        QVERIFY(!dialog->importButton().isEnabled());
    }

    void aTableMayHaveNoHeader() {
        const auto dialog = shown("10.0.1.1,10.0.1.3,5432,tcp\n10.0.1.2,10.0.1.3,5432,tcp\n");
        QVERIFY(!dialog->headerBox().isChecked());
        choose(*dialog, RowColumn::SrcIp, QStringLiteral("column_1"));
        choose(*dialog, RowColumn::DstIp, QStringLiteral("column_2"));
        choose(*dialog, RowColumn::DstPort, QStringLiteral("column_3"));
        QCOMPARE(dialog->preview().rowCount(), 2);
        QSignalSpy shown(&*dialog, &MappingDialog::previewShown);
        dialog->headerBox().click();
        QCOMPARE(dialog->columns().index(0, 0).data().toString(), QStringLiteral("10.0.1.1"));
        QVERIFY(shown.wait(kPatience));
        QCOMPARE(dialog->preview().rowCount(), 0);
    }

    void importingHandsTheMappingOver() {
        const auto dialog = shown(kTold);
        std::optional<ColumnMapping> mapping;
        connect(&*dialog, &MappingDialog::chosen, this,
                [&](const std::shared_ptr<const ColumnMapping>& chosen) { mapping = *chosen; });
        choose(*dialog, RowColumn::Verdict, QStringLiteral("said"));
        dialog->importButton().click();
        QVERIFY(mapping.has_value());
        QCOMPARE(mapping->columns.at(RowColumn::SrcIp), std::string("client_ip"));
        QCOMPARE(mapping->columns.at(RowColumn::Verdict), std::string("said"));
        QCOMPARE(dialog->result(), static_cast<int>(QDialog::Accepted));
    }

    void aMappingIsSavedAndLoaded() {
        const QString path = m_folder.filePath(QStringLiteral("m.yaml"));
        const auto dialog = shown(kTold);
        choose(*dialog, RowColumn::Verdict, QStringLiteral("said"));
        chooseWord(*dialog, "no", QStringLiteral("denied"));
        choose(*dialog, RowColumn::Protocol, QStringLiteral("always SCTP"));
        QVERIFY(dialog->save(path));
        const ColumnMapping saved = dialog->form().mapping();
        QVERIFY(readColumnMapping(path.toStdString()).has_value());
        const auto other = shown(kTold);
        QVERIFY(other->form().mapping() != saved);
        QVERIFY(other->load(path));
        QCOMPARE(other->form().mapping(), saved);
        QVERIFY(!dialog->save(m_folder.filePath(QStringLiteral("no/such/place.yaml"))));
    }

    void whatAMappingLeavesOpenIsReadByName() {
        const auto dialog = shown("who,src_ip,dst_ip,dst_port,proto\n10.0.1.1,10.0.1.4,10.0.1.3,5432,tcp\n");
        QVERIFY(dialog->load(file("columns: {src_ip: who}\n")));
        QCOMPARE(dialog->form().field(RowColumn::SrcIp).choice(), (FieldChoice{Kind::Column, "who"}));
        QCOMPARE(dialog->form().field(RowColumn::Protocol).choice(), (FieldChoice{Kind::Column, "proto"}));
    }

    void aMappingOfAnotherTableIsToldApart_data() {
        QTest::addColumn<QByteArray>("mapping");
        QTest::addColumn<bool>("isLoaded");
        QTest::addColumn<QString>("note");
        QTest::newRow("no mapping") << QByteArray("[a]\n") << false << "no mapping";
        QTest::newRow("no such column") << QByteArray("columns: {source: a}\n") << false << "there is no column source";
        QTest::newRow("another number of columns")
            << QByteArray("header: [a, b]\ncolumns: {src_ip: a}\n") << true << "another number of columns";
        QTest::newRow("columns that are not there") << QByteArray("columns: {src_ip: gone}\n") << true << "";
    }
    void aMappingOfAnotherTableIsToldApart() {
        QFETCH(QByteArray, mapping);
        QFETCH(bool, isLoaded);
        QFETCH(QString, note);
        const auto dialog = shown(kTold);
        QCOMPARE(dialog->load(file(mapping)), isLoaded);
        QVERIFY2(dialog->note().contains(note), qPrintable(dialog->note()));
        if (note.isEmpty())
            QCOMPARE(dialog->form().field(RowColumn::SrcIp).note(), QStringLiteral("not in this table"));
    }

    void whatWasSaidBeforeIsOffered() {
        UnknownTable table = tableOf(kUntold);
        ColumnMapping said;
        said.columns = {{RowColumn::SrcIp, "b"}, {RowColumn::DstIp, "a"}, {RowColumn::DstPort, "c"}};
        said.constants = {{RowColumn::Protocol, "tcp"}};
        table.mapping = std::make_shared<const ColumnMapping>(said);
        const auto dialog = shown(table);
        QCOMPARE(dialog->form().mapping(), said);
        QVERIFY(dialog->importButton().isEnabled());
    }

    void everyChoiceHasANameAndIsReachedByKey() {
        const auto dialog = shown(kTold);
        for (const QComboBox* box : dialog->findChildren<QComboBox*>()) {
            QVERIFY(!box->accessibleName().isEmpty());
            QVERIFY((box->focusPolicy() & Qt::TabFocus) != 0);
        }
        QComboBox& first = dialog->form().field(RowColumn::SrcNs).columns();
        QCOMPARE(dialog->focusWidget(), &first);
        QTest::keyClick(&first, Qt::Key_Down);
        QCOMPARE(dialog->form().field(RowColumn::SrcNs).choice(), (FieldChoice{Kind::Column, "when"}));
        QTest::keyClick(&*dialog, Qt::Key_Escape);
        QCOMPARE(dialog->result(), static_cast<int>(QDialog::Rejected));
    }

  private:
    QString file(const QByteArray& text) {
        const QString path = m_folder.filePath(QStringLiteral("file_%1").arg(++m_files));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly)) return {};
        file.write(text);
        return path;
    }
    UnknownTable tableOf(const QByteArray& text) {
        UnknownTable table;
        table.path = file(text);
        table.head = readTableHead(table.path.toStdString(), nullptr, {}).value_or(TableHead());
        table.cluster = std::make_shared<const Cluster>();
        return table;
    }
    /// A dialog whose rows are there.
    std::unique_ptr<MappingDialog> shown(const UnknownTable& table) {
        auto out = std::make_unique<MappingDialog>(table);
        QSignalSpy shown(out.get(), &MappingDialog::previewShown);
        out->show();
        if (shown.isEmpty()) shown.wait(kPatience);
        return out;
    }
    std::unique_ptr<MappingDialog> shown(const QByteArray& text) { return shown(tableOf(text)); }

    static QString cell(const MappingDialog& dialog, int row, int column) {
        return dialog.preview().index(row, column).data().toString();
    }
    static void activate(MappingDialog& dialog, QComboBox& box, const QString& text) {
        QSignalSpy shown(&dialog, &MappingDialog::previewShown);
        box.setCurrentIndex(box.findText(text));
        Q_EMIT box.activated(box.currentIndex());
        shown.wait(kPatience);
    }
    static void choose(MappingDialog& dialog, RowColumn column, const QString& text) {
        activate(dialog, dialog.form().field(column).columns(), text);
    }
    static void chooseWord(MappingDialog& dialog, const std::string& word, const QString& text) {
        activate(dialog, *dialog.form().words(RowColumn::Verdict).choiceOf(word), text);
    }

    QTemporaryDir m_folder;
    int m_files = 0;
};

} // namespace portolan

QTEST_MAIN(portolan::MappingDialogTest)
#include "mapping_dialog_test.moc"

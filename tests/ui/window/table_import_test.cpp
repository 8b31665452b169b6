#include "app/desktop/desktop.h"
#include "ui/flows/field_box.h"
#include "ui/flows/mapping_dialog.h"
#include "ui/flows/mapping_form.h"
#include "ui/shell/welcome_page.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QFile>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <memory>
#include <optional>

namespace portolan {

namespace {

constexpr int kPatience = 60'000;
const QByteArray kPod = "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec: {containers: []}\n"
                        "status: {podIP: 10.0.1.1}\n";
const QByteArray kUsual = "src_ip,dst_ip,dst_port,protocol\n10.0.1.1,10.0.9.1,80,tcp\n";
const QByteArray kOdd = "a,b,c,how\n10.0.1.1,10.0.9.2,81,tcp\n";
const QByteArray kOther = "{\"from\":\"10.0.1.1\",\"x\":{\"to\":\"10.0.9.3\",\"p\":82},\"l4\":\"tcp\"}\n";

} // namespace

/// Flow logs come into the window, some of them tables that nobody knows.
class TableImportTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { m_appearance.emplace(*qApp); }
    void cleanupTestCase() { m_appearance.reset(); }
    void init() {
        m_scratch.emplace();
        m_settings.emplace(m_scratch->filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
        begin();
        QSignalSpy changed(&m_desktop->session(), &Session::analysisChanged);
        m_desktop->session().open({write("pod.yaml", kPod)});
        QVERIFY(changed.wait(kPatience));
    }
    void cleanup() {
        m_desktop.reset();
        m_settings.reset();
        m_scratch.reset();
    }

    void aKnownLogIsReadWithoutAsking() {
        drop({write("usual.csv", kUsual)});
        QTRY_COMPARE_WITH_TIMEOUT(ports(), (QList<int>{80}), kPatience);
        QVERIFY(dialog() == nullptr);
    }

    void aTableThatNobodyKnowsIsAskedAboutAndThenRead() {
        const QString odd = write("odd.csv", kOdd);
        drop({odd});
        QTRY_VERIFY_WITH_TIMEOUT(dialog() != nullptr, kPatience);
        QVERIFY(dialog()->isVisible());
        QVERIFY(!m_desktop->session().isBusy());
        sayOdd();
        QTRY_COMPARE_WITH_TIMEOUT(ports(), (QList<int>{81}), kPatience);
        const auto& mapping = m_desktop->session().analysis()->options.reading.mapping;
        QCOMPARE(mappingOf(mapping, odd.toStdString())->columns.at(RowColumn::SrcIp), std::string("a"));
    }

    void eachTableIsReadByItsOwnMapping() {
        drop({write("usual.csv", kUsual), write("odd.csv", kOdd), write("other.jsonl", kOther)});
        QTRY_VERIFY_WITH_TIMEOUT(dialog() != nullptr, kPatience);
        sayOdd();
        QTRY_VERIFY_WITH_TIMEOUT(dialog() != nullptr, kPatience);
        choose(RowColumn::DstPort, "x.p");
        choose(RowColumn::DstIp, "x.to");
        dialog()->importButton().click();
        QTRY_COMPARE_WITH_TIMEOUT(ports(), (QList<int>{80, 81, 82}), kPatience);
    }

    void aTableThatIsNotSpokenOfIsLeftOut() {
        drop({write("odd.csv", kOdd), write("usual.csv", kUsual)});
        QTRY_VERIFY_WITH_TIMEOUT(dialog() != nullptr, kPatience);
        dialog()->reject();
        QTRY_COMPARE_WITH_TIMEOUT(ports(), (QList<int>{80}), kPatience);
        QCOMPARE(m_desktop->session().analysis()->options.flows.size(), std::size_t(1));
    }

    void whatIsNoTableIsReadAsItIs() {
        drop({write("words.log", "nothing like a table\n")});
        QTRY_VERIFY_WITH_TIMEOUT(hasFlows(), kPatience);
        QVERIFY(dialog() == nullptr);
        QCOMPARE(m_desktop->session().analysis()->flows->diagnostics().size(), std::size_t(1));
    }

    void whatWasSaidIsKnownWhenTheDataIsOpenedAgain() {
        drop({write("odd.csv", kOdd)});
        QTRY_VERIFY_WITH_TIMEOUT(dialog() != nullptr, kPatience);
        sayOdd();
        QTRY_COMPARE_WITH_TIMEOUT(ports(), (QList<int>{81}), kPatience);
        begin();
        QVERIFY(m_desktop->session().analysis() == nullptr);
        const auto recent = m_desktop->session().preferences().recent();
        QVERIFY(!recent.empty());
        Q_EMIT m_desktop->window().welcome().recentChosen(recent.front().inputs.join(QLatin1Char('\n')));
        QTRY_COMPARE_WITH_TIMEOUT(ports(), (QList<int>{81}), kPatience);
        QVERIFY(dialog() == nullptr);
    }

    void theCommandIsThereOnceSomethingIsOpen() {
        QVERIFY(m_desktop->window().action(Command::ImportTable)->isEnabled());
        m_desktop->session().close();
        QVERIFY(!m_desktop->window().action(Command::ImportTable)->isEnabled());
    }

  private:
    void begin() {
        m_desktop = std::make_unique<Desktop>(*m_settings, *m_appearance);
        m_desktop->window().show();
    }
    QString write(const char* name, const QByteArray& text) {
        const QString path = m_scratch->filePath(QLatin1String(name));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly)) return {};
        file.write(text);
        return path;
    }
    void drop(const QStringList& paths) { Q_EMIT m_desktop->window().pathsDropped(paths); }
    /// The dialog that asks now.
    MappingDialog* dialog() const {
        for (auto* found : m_desktop->window().findChildren<MappingDialog*>())
            if (found->isVisible()) return found;
        return nullptr;
    }
    void choose(RowColumn column, const char* text) {
        QComboBox& box = dialog()->form().field(column).columns();
        box.setCurrentIndex(box.findText(QLatin1String(text)));
        Q_EMIT box.activated(box.currentIndex());
    }
    void sayOdd() {
        choose(RowColumn::SrcIp, "a");
        choose(RowColumn::DstIp, "b");
        choose(RowColumn::DstPort, "c");
        QVERIFY(dialog()->importButton().isEnabled());
        dialog()->importButton().click();
    }
    bool hasFlows() const { return static_cast<bool>(m_desktop->session().analysis()->flows); }
    /// The ports of the edges that the logs tell of, in their order.
    QList<int> ports() const {
        QList<int> out;
        const auto& analysis = m_desktop->session().analysis();
        if (!analysis || !analysis->flows) return out;
        for (const FlowEdge& edge : analysis->flows->edges()) out << edge.port;
        std::sort(out.begin(), out.end());
        return out;
    }

    std::optional<Appearance> m_appearance;
    std::optional<QTemporaryDir> m_scratch;
    std::optional<QSettings> m_settings;
    std::unique_ptr<Desktop> m_desktop;
};

} // namespace portolan

QTEST_MAIN(portolan::TableImportTest)
#include "table_import_test.moc"

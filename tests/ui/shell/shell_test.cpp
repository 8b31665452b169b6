#include "ui/shell/main_window.h"
#include "ui/shell/mode_bar.h"
#include "ui/shell/scope_bar.h"
#include "ui/shell/welcome_page.h"
#include "ui/shell/welcome_parts.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDropEvent>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QSet>
#include <QSignalSpy>
#include <QTest>
#include <QUrl>

namespace portolan {

class ShellTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() {
        m_appearance.emplace(*qApp);
        m_appearance->apply(ThemeChoice::Light);
    }
    void cleanupTestCase() { m_appearance.reset(); }
    void init() {
        m_window.emplace();
        for (const Mode mode : kModes) m_window->addPage(mode, new QLabel(modeName(mode)));
        m_window->addDock(DockKind::Inspector, new QLabel(QStringLiteral("inspector")));
        m_window->addDock(DockKind::Findings, new QLabel(QStringLiteral("findings")));
        m_window->addDock(DockKind::Flows, new QLabel(QStringLiteral("flows")));
        m_window->show();
        QApplication::setActiveWindow(&*m_window);
        QVERIFY(QTest::qWaitForWindowActive(&*m_window));
    }
    void cleanup() { m_window.reset(); }

    void theWelcomePageHasNoScopeAndNoDocks() {
        QVERIFY(!m_window->mode().has_value());
        QVERIFY(m_window->welcome().isVisible());
        QVERIFY(!m_window->scopeBar().isVisible());
        QVERIFY(!m_window->dock(DockKind::Inspector)->isVisible());
    }

    void controlAndANumberShowAMode() {
        QSignalSpy changed(&*m_window, &MainWindow::modeChanged);
        QTest::keyClick(&*m_window, Qt::Key_3, Qt::ControlModifier);
        QCOMPARE(m_window->mode(), Mode::Matrix);
        QTest::keyClick(&*m_window, Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(m_window->mode(), Mode::Overview);
        QCOMPARE(changed.count(), 2);
        QVERIFY(m_window->scopeBar().isVisible());
    }

    void aModeWithoutAPageIsNotShown() {
        MainWindow bare;
        bare.showMode(Mode::Map);
        QVERIFY(!bare.mode().has_value());
    }

    void docksAreRememberedForEachMode() {
        m_window->showMode(Mode::Map);
        QVERIFY(m_window->dock(DockKind::Inspector)->isVisible());
        QVERIFY(!m_window->dock(DockKind::Findings)->isVisible());
        m_window->showDock(DockKind::Findings);
        m_window->showMode(Mode::Draft);
        QVERIFY(!m_window->dock(DockKind::Findings)->isVisible());
        m_window->showMode(Mode::Map);
        QVERIFY(m_window->dock(DockKind::Findings)->isVisible());
    }

    void aFunctionKeyTogglesItsDock() {
        m_window->showMode(Mode::Map);
        QTest::keyClick(&*m_window, Qt::Key_F6);
        QVERIFY(!m_window->dock(DockKind::Inspector)->isVisible());
        QTest::keyClick(&*m_window, Qt::Key_F6);
        QVERIFY(m_window->dock(DockKind::Inspector)->isVisible());
    }

    void theInspectorOpensAtItsWidth() {
        m_window->showMode(Mode::Map);
        QCoreApplication::processEvents();
        QVERIFY(std::abs(m_window->dock(DockKind::Inspector)->width() - 320) <= 2);
    }

    void aSavedLayoutComesBackAndGarbageResets() {
        m_window->showMode(Mode::Map);
        m_window->showDock(DockKind::Flows);
        const QByteArray layout = m_window->saveLayout();
        m_window->resetLayout();
        QVERIFY(!m_window->dock(DockKind::Flows)->isVisible());
        QVERIFY(m_window->restoreLayout(layout));
        QVERIFY(m_window->dock(DockKind::Flows)->isVisible());
        QVERIFY(!m_window->restoreLayout(QByteArray("not a layout")));
        QVERIFY(!m_window->dock(DockKind::Flows)->isVisible());
        QVERIFY(m_window->dock(DockKind::Inspector)->isVisible());
    }

    void slashAndControlLGoToTheFilter() {
        m_window->showMode(Mode::Map);
        QTest::keyClick(&*m_window, Qt::Key_Slash);
        QVERIFY(m_window->scopeBar().query().hasFocus());
        QTest::keyClick(&m_window->scopeBar().query(), Qt::Key_Slash);
        QCOMPARE(m_window->scopeBar().query().text(), QStringLiteral("/"));
    }

    void escapeCancelsTheJobAndThenClears() {
        m_window->showMode(Mode::Map);
        QSignalSpy cancelled(&*m_window, &MainWindow::cancelRequested);
        QSignalSpy cleared(&*m_window, &MainWindow::selectionClearRequested);
        m_window->setBusy(QStringLiteral("Computing"), .5);
        QTest::keyClick(&*m_window, Qt::Key_Escape);
        QCOMPARE(cancelled.count(), 1);
        QCOMPARE(cleared.count(), 0);
        m_window->clearBusy();
        QTest::keyClick(&*m_window, Qt::Key_Escape);
        QCOMPARE(cleared.count(), 1);
    }

    void aCommandIsInItsMenuOnceHandled() {
        QVERIFY(!m_window->action(Command::OpenFolder)->isVisible());
        int runs = 0;
        m_window->handle(Command::OpenFolder, [&runs] { ++runs; });
        QVERIFY(m_window->action(Command::OpenFolder)->isVisible());
        QTest::keyClick(&*m_window, Qt::Key_O, Qt::ControlModifier);
        QCOMPARE(runs, 1);
    }

    void commandsHaveNoKeyTwice() {
        QSet<QString> keys;
        for (const CommandText& text : commandTexts()) {
            const QString key = QString::fromLatin1(text.keys);
            if (key.isEmpty()) continue;
            QVERIFY2(!keys.contains(key), text.keys);
            keys.insert(key);
        }
    }

    void theVersionSwitchIsNotOnTheOverview() {
        m_window->showMode(Mode::Overview);
        const auto* segments = m_window->scopeBar().findChild<Segmented*>();
        QVERIFY(!segments->isVisible());
        m_window->showMode(Mode::Map);
        QVERIFY(segments->isVisible());
    }

    void numbersChooseTheVersionWhereItIsOffered() {
        QSignalSpy chosen(&m_window->scopeBar(), &ScopeBar::versionChosen);
        m_window->showMode(Mode::Overview);
        QTest::keyClick(&*m_window, Qt::Key_2);
        QCOMPARE(chosen.count(), 0);
        m_window->showMode(Mode::Map);
        QTest::keyClick(&*m_window, Qt::Key_2);
        QCOMPARE(chosen.first().first().value<PolicyVersion>(), PolicyVersion::Draft);
        m_window->scopeBar().setDraftUnavailable(QStringLiteral("There is no draft yet"));
        QTest::keyClick(&*m_window, Qt::Key_3);
        QCOMPARE(chosen.count(), 1);
    }

    void aDropReportsLocalPathsOnly() {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile("/data/cluster"), QUrl("https://example.com/x.yaml")});
        QCOMPARE(MainWindow::droppedPaths(data), QStringList{"/data/cluster"});
        QSignalSpy dropped(&*m_window, &MainWindow::pathsDropped);
        QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&*m_window, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&*m_window, &drop);
        QCOMPARE(dropped.count(), 1);
        QMimeData text;
        text.setText(QStringLiteral("kubectl delete"));
        QVERIFY(MainWindow::droppedPaths(text).isEmpty());
    }

    void theWelcomePageStartsAndCopies() {
        QSignalSpy chosen(&m_window->welcome(), &WelcomePage::startChosen);
        QTest::mouseClick(m_window->welcome().findChild<StartButton*>(), Qt::LeftButton);
        QCOMPARE(chosen.first().first().value<StartChoice>(), StartChoice::Sample);
        auto* row = m_window->welcome().findChild<CommandRow*>();
        QTest::mouseClick(row->findChild<QPushButton*>(), Qt::LeftButton);
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("kubectl get pods -A -o json > pods.json"));
    }

    void recentItemsReportTheirPath() {
        m_window->welcome().setRecent({{"prod-eu", "40 workloads", "Today", "/data/prod-eu"}});
        QSignalSpy chosen(&m_window->welcome(), &WelcomePage::recentChosen);
        QTest::mouseClick(m_window->welcome().findChild<RecentRow*>(), Qt::LeftButton);
        QCOMPARE(chosen.first().first().toString(), QStringLiteral("/data/prod-eu"));
    }

    void noCommandAsksForSecrets() {
        for (const CollectCommand& command : collectCommands()) {
            QVERIFY(!command.command.contains(QStringLiteral("secret"), Qt::CaseInsensitive));
            QVERIFY(!command.command.contains(QStringLiteral("configmap"), Qt::CaseInsensitive));
        }
    }

    void theThemeMenuAsks() {
        QSignalSpy chosen(&*m_window, &MainWindow::themeChosen);
        m_window->setThemeChoice(ThemeChoice::Dark);
        QCOMPARE(chosen.count(), 0);
        for (QAction* action : m_window->findChildren<QAction*>()) {
            if (action->text() == QLatin1String("Light")) action->trigger();
        }
        QCOMPARE(chosen.first().first().value<ThemeChoice>(), ThemeChoice::Light);
    }

    void everyPartRepaintsInTheOtherTheme() {
        m_window->showMode(Mode::Map);
        const QImage light = m_window->grab().toImage();
        m_appearance->apply(ThemeChoice::Dark);
        const QImage dark = m_window->grab().toImage();
        m_appearance->apply(ThemeChoice::Light);
        QVERIFY(light != dark);
        QCOMPARE(m_window->grab().toImage(), light);
    }

  private:
    std::optional<Appearance> m_appearance;
    std::optional<MainWindow> m_window;
};

} // namespace portolan

QTEST_MAIN(portolan::ShellTest)
#include "shell_test.moc"

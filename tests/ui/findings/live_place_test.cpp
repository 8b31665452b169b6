#include "ui/findings/live_place.h"
#include "ui/findings/source_page.h"
#include "ui/session/session.h"
#include "ui/widgets/state_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace portolan {

class LivePlaceTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void aLivePlaceGivesTheCommandThatPrintsIt_data() {
        QTest::addColumn<QString>("place");
        QTest::addColumn<QString>("context");
        QTest::addColumn<QString>("kubeconfig");
        QTest::addColumn<QString>("command");
        QTest::newRow("of a namespace") << "live:shop/NetworkPolicy/db:12"
                                        << ""
                                        << ""
                                        << "kubectl get networkpolicy db --namespace shop --output yaml";
        QTest::newRow("cluster-wide") << "live:AdminNetworkPolicy/deny:3"
                                      << ""
                                      << ""
                                      << "kubectl get adminnetworkpolicy deny --output yaml";
        QTest::newRow("a kind as a whole") << "live:Pod"
                                           << ""
                                           << ""
                                           << "kubectl get pod --all-namespaces --output yaml";
        QTest::newRow("of a context") << "live:shop/Pod/web"
                                      << "prod"
                                      << ""
                                      << "kubectl --context prod get pod web --namespace shop --output yaml";
        QTest::newRow("words that a shell would part")
            << "live:Namespace/shop"
            << "it's prod"
            << "/home/me/my config"
            << "kubectl --kubeconfig '/home/me/my config' --context 'it'\\''s prod' get namespace shop --output yaml";
    }
    void aLivePlaceGivesTheCommandThatPrintsIt() {
        QFETCH(QString, place);
        QFETCH(QString, context);
        QFETCH(QString, kubeconfig);
        const auto object = LiveObjectPlace::parse(SourcePlace::parse(place));
        QVERIFY(object.has_value());
        LiveSource source;
        source.context = context.toStdString();
        source.kubeconfig = kubeconfig.toStdString();
        QTEST(kubectlCommand(*object, source), "command");
    }

    void aFileIsNoLivePlace() {
        QVERIFY(!LiveObjectPlace::parse(SourcePlace::parse(QStringLiteral("shop/policies.yaml:44"))));
        QVERIFY(!LiveObjectPlace::parse(SourcePlace::parse(QStringLiteral("alive:shop/a/b"))));
    }

    void theSourceDockShowsTheCommandAndCopiesIt() {
        const QTemporaryDir scratch;
        QSettings settings(scratch.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
        Preferences preferences(settings);
        Session session(preferences);
        QSignalSpy changed(&session, &Session::analysisChanged);
        session.open({QStringLiteral("samples/harbor")});
        QVERIFY(changed.wait(20'000));
        SourcePage page(session);
        page.showPlace(QStringLiteral("live:shop/NetworkPolicy/db:12"));
        QStringList texts;
        for (const QLabel* label : page.findChildren<QLabel*>()) texts << label->text();
        const QString command = QStringLiteral("kubectl get networkpolicy db --namespace shop --output yaml");
        QVERIFY(texts.join(QLatin1Char(' ')).contains(command));
        QVERIFY(!texts.join(QLatin1Char(' ')).contains(QStringLiteral("no longer there")));
        Q_EMIT page.findChild<StateView*>()->actionRequested();
        QCOMPARE(QGuiApplication::clipboard()->text(), command);
    }
};

} // namespace portolan

QTEST_MAIN(portolan::LivePlaceTest)
#include "live_place_test.moc"

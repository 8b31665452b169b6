#include "tests/ui/support/test_session.h"
#include "ui/inspector/declared_panel.h"
#include "ui/inspector/exposure_panel.h"
#include "ui/inspector/inspector_page.h"
#include "ui/widgets/facts.h"
#include "ui/widgets/text.h"

#include <QApplication>
#include <QFocusEvent>
#include <QLabel>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace portolan {

namespace {

constexpr int kPatience = 20'000;

QString textOf(const QWidget& widget) {
    QStringList texts;
    for (const QLabel* label : widget.findChildren<QLabel*>()) texts << label->text();
    return texts.join(QLatin1Char('\n'));
}

} // namespace

/// The Inspector over the sample cluster, without a window around it.
class InspectorTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() {
        QVERIFY(loadFonts());
        m_page = std::make_unique<InspectorPage>(*m_session);
        m_page->resize(320, 900);
        m_page->setVisible(true);
        QVERIFY(m_session.open(QStringLiteral("samples/harbor"), kPatience));
    }

    void everyPeerThatIsNamedComesWithTheRuleThatAdmitsIt() {
        const Analysis& analysis = *m_session->analysis();
        const auto potential = PotentialReach::create(*analysis.reachability, PotentialForm::Labels, {});
        QVERIFY(potential.has_value());
        std::size_t named = 0;
        for (std::size_t i = 0; i < analysis.cluster->workloads.size(); ++i)
            for (const ExposedPeer& peer : exposedPeers(**potential, WorkloadId(i))) {
                if (peer.peer == "any pod" || peer.connections == "No Connections" || !peer.uncertain.empty()) continue;
                ++named;
                QVERIFY2(!peer.rules.empty(), peer.peer.c_str());
            }
        QVERIFY(named > 0);
    }

    void aWorkloadSaysWhatItIsExposedTo() {
        select("data", "orders-db");
        const QString text = textOf(*m_page);
        QVERIFY2(text.contains(QStringLiteral("Exposed to")), qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("Whoever creates")), qPrintable(text));
    }

    void theRuleOfAPeerOpensAtItsLine() {
        select("data", "orders-db");
        QSignalSpy opened(m_page.get(), &InspectorPage::sourceRequested);
        FactList* last = m_page->findChildren<FactList*>().constLast();
        QFocusEvent focus(QEvent::FocusIn, Qt::TabFocusReason);
        QApplication::sendEvent(last, &focus);
        QTest::keyClick(last, Qt::Key_Return);
        QCOMPARE(opened.count(), 1);
        QVERIFY2(opened.at(0).at(0).toString().contains(QStringLiteral(".yaml:")),
                 qPrintable(opened.at(0).at(0).toString()));
    }

    void aWorkloadSaysWhomItsManifestsDeclare() {
        select("shop", "catalog");
        const QString text = textOf(*m_page);
        QVERIFY2(text.contains(QStringLiteral("Declared dependencies")), qPrintable(text));
        const Analysis& analysis = *m_session->analysis();
        const Facts facts = declaredFacts(analysis, analysis.cluster->findWorkloads("shop", "catalog").front());
        QCOMPARE(facts.size(), 6U);
        QCOMPARE(facts[0].value, QStringLiteral("data/catalog-db  tcp/5432"));
        QCOMPARE(facts[1].value, QStringLiteral("permitted, sure"));
        QVERIFY2(facts[2].target.startsWith(QStringLiteral("harbor/shop/workloads.yaml:")),
                 qPrintable(facts[2].target));
        QCOMPARE(facts[3].value, QStringLiteral("shop/pricing  tcp/8080"));
    }

    void aWorkloadThatDeclaresNothingHasNoSuchSection() {
        select("data", "orders-db");
        QVERIFY(!textOf(*m_page).contains(QStringLiteral("Declared dependencies")));
    }

    void anotherSelectionDropsWhatIsStillBeingWorkedOut() {
        const Analysis& analysis = *m_session->analysis();
        m_session->select(keyOf(*analysis.cluster, WorkloadId(0U)));
        m_session->clearSelection();
        QTest::qWait(50);
        QVERIFY(!textOf(*m_page).contains(QStringLiteral("Exposed to")));
    }

  private:
    void select(const char* ns, const char* name) {
        m_session->clearSelection();
        QSignalSpy settled(m_page.get(), &InspectorPage::settled);
        const auto found = m_session->analysis()->cluster->findWorkloads(ns, name);
        QVERIFY(!found.empty());
        m_session->select(keyOf(*m_session->analysis()->cluster, found.front()));
        QVERIFY(settled.count() > 0 || settled.wait(kPatience));
    }

    TestSession m_session;
    std::unique_ptr<InspectorPage> m_page;
};

} // namespace portolan

QTEST_MAIN(portolan::InspectorTest)
#include "inspector_test.moc"

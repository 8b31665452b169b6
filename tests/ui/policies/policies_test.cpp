#include "tests/ui/support/test_session.h"
#include "ui/models/table_panel.h"
#include "ui/policies/diff_view.h"
#include "ui/policies/policies_page.h"
#include "ui/policies/rule_details.h"
#include "ui/session/draft.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QTest>

namespace portolan {

namespace {

constexpr int kPatience = 30'000; // ms

QString textOf(const QWidget& widget) {
    QStringList out;
    for (const QLabel* label : widget.findChildren<QLabel*>())
        if (label->isVisibleTo(&widget)) out << label->text();
    return out.join(QLatin1Char('\n'));
}

} // namespace

/// The pane of the Policies page that tells of one rule, with the sample.
class PoliciesTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() {
        QSignalSpy changed(&*m_session, &Session::analysisChanged);
        m_session->open({QStringLiteral("samples/harbor")}, {QStringLiteral("samples/harbor/flows/hubble.jsonl.gz")});
        QVERIFY(changed.wait(kPatience) && m_session->analysis() != nullptr);
        m_page = std::make_unique<PoliciesPage>(*m_session);
        m_page->resize(1100, 400);
        m_page->show();
        m_page->showDetails(true);
    }
    void init() { m_session->clearSelection(); }

    void theDetailsFollowTheChosenRule() {
        choose("messaging/schema-registry");
        const QString text = textOf(m_page->details());
        QVERIFY2(text.contains(QStringLiteral("messaging/schema-registry ingress rule 1")), qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("Used by 99 connections")), qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("Peers in namespace legacy (5 workloads)")), qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("Seen on 31 of 31 days")), qPrintable(text));
        m_session->clearSelection();
        QVERIFY(textOf(m_page->details()).contains(QStringLiteral("No rule is chosen")));
    }

    void theTighterRuleComesWithItsProofAndAsADiff() {
        choose("messaging/schema-registry");
        preview();
        QVERIFY(textOf(m_page->details()).contains(QStringLiteral("Keeps all 99 connections; 4 of 57 pairs remain")));
        const QString diff = m_page->details().findChild<DiffView*>()->toPlainText();
        QVERIFY(diff.contains(QStringLiteral("\n-      - namespaceSelector: {}")));
        QVERIFY(diff.contains(QStringLiteral("\n+            app.kubernetes.io/name: picking")));
        for (QPushButton* button : m_page->details().findChildren<QPushButton*>())
            if (button->text() == QStringLiteral("Copy YAML")) button->click();
        QVERIFY(QGuiApplication::clipboard()->text().startsWith(QStringLiteral("  - from:")));
    }

    void anUnusedRuleIsPreviewedAsARemoval() {
        choose("fulfilment/stock-import");
        QCOMPARE(m_page->details().previewButton().text(), QStringLiteral("Preview removal"));
        preview();
        const QString text = textOf(m_page->details());
        QVERIFY2(text.contains(QStringLiteral("The policy can go")), qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("Keeps all 217 connections")), qPrintable(text));
    }

    void aRuleInFullUseSaysThatNothingIsSmaller() {
        choose("data/orders-db");
        preview();
        QVERIFY(textOf(m_page->details()).contains(QStringLiteral("Nothing smaller keeps every flow")));
        QVERIFY(!m_page->details().findChild<DiffView*>()->isVisibleTo(m_page.get()));
    }

    void anotherChoiceDropsThePreview() {
        choose("messaging/schema-registry");
        preview();
        choose("data/orders-db");
        QVERIFY(!m_page->details().findChild<DiffView*>()->isVisibleTo(m_page.get()));
    }

    void theSegmentsPartUnusedFromNotObservable() {
        m_page->showNeverUsed();
        QCOMPARE(m_page->panel().filtered().shown(), 1);
        m_page->sortByUtilisation();
        QVERIFY(m_page->panel().filtered().shown() > 100);
    }

    void aProvedEditIsTriedInTheDraft() {
        Draft& draft = m_session->draft();
        choose("messaging/schema-registry");
        QVERIFY(!button("Try in draft")->isVisibleTo(m_page.get()));
        preview();
        QVERIFY(button("Try in draft")->isVisibleTo(m_page.get()));
        button("Try in draft")->click();
        QCOMPARE(draft.edits().size(), std::size_t(1));
        QTRY_VERIFY_WITH_TIMEOUT(draft.version() && !draft.isBusy(), kPatience);
        QVERIFY(!button("Try in draft")->isVisibleTo(m_page.get()));
        const QString text = textOf(m_page->details());
        QVERIFY2(text.contains(QStringLiteral("In the draft: every observed edge stays.")), qPrintable(text));
        QCOMPARE(button("1 edit in the draft")->isVisibleTo(m_page.get()), true);
        QSignalSpy wanted(m_page.get(), &PoliciesPage::draftRequested);
        button("Show draft")->click();
        QCOMPARE(wanted.size(), 1);
    }

    void anEditInTheDraftIsShownAgainAndTakenBack() {
        Draft& draft = m_session->draft();
        if (draft.edits().empty()) aProvedEditIsTriedInTheDraft();
        choose("data/orders-db");
        QVERIFY(!button("Take back")->isVisibleTo(m_page.get()));
        QSignalSpy previewed(&m_page->details(), &RuleDetails::previewed);
        choose("messaging/schema-registry");
        QVERIFY(previewed.wait(kPatience));
        QVERIFY(m_page->details().findChild<DiffView*>()->isVisibleTo(m_page.get()));
        button("Take back")->click();
        QVERIFY(draft.edits().empty());
        QVERIFY(button("Try in draft")->isVisibleTo(m_page.get()));
        QVERIFY(!button("0 edits in the draft")->isVisibleTo(m_page.get()));
    }

    void theRulesOfAPolicyThatGoesAreTriedAndTakenBackTogether() {
        choose("fulfilment/stock-import");
        preview();
        button("Try in draft")->click();
        QCOMPARE(m_session->draft().edits().begin()->second.change, RuleChange::Remove);
        button("Take back")->click();
        QVERIFY(m_session->draft().edits().empty());
    }

    void theDiffHasTheRoomOfThePane() {
        choose("messaging/schema-registry");
        preview();
        QCoreApplication::processEvents();
        const auto* diff = m_page->details().findChild<DiffView*>();
        const QRect shown(diff->mapTo(m_page.get(), QPoint()), diff->size());
        QVERIFY(m_page->rect().contains(shown));
        QVERIFY2(shown.height() >= 160, qPrintable(QString::number(shown.height())));
    }

    void aPaneThatIsClosedWorksNothingOut() {
        m_page->showDetails(false);
        choose("messaging/schema-registry");
        QVERIFY(!textOf(m_page->details()).contains(QStringLiteral("schema-registry")));
        m_page->showDetails(true);
        QVERIFY(textOf(m_page->details()).contains(QStringLiteral("schema-registry")));
    }

  private:
    void choose(const char* policy) { m_session->select(RuleKey{policy, Direction::Ingress, 0}); }
    QPushButton* button(const char* text) const {
        for (QPushButton* b : m_page->findChildren<QPushButton*>())
            if (b->text() == QLatin1String(text)) return b;
        return nullptr;
    }
    void preview() {
        QSignalSpy previewed(&m_page->details(), &RuleDetails::previewed);
        m_page->details().previewButton().click();
        QVERIFY(previewed.wait(kPatience));
    }

    TestSession m_session;
    std::unique_ptr<PoliciesPage> m_page;
};

} // namespace portolan

QTEST_MAIN(portolan::PoliciesTest)
#include "policies_test.moc"

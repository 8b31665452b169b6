#include "core/reach/rule_match.h"
#include "tests/ui/support/ordered_cluster.h"
#include "tests/ui/support/test_session.h"
#include "ui/inspector/closing_edits.h"
#include "ui/inspector/explanation_ladder.h"
#include "ui/inspector/inspector_page.h"
#include "ui/inspector/inspector_parts.h"
#include "ui/models/policy_words.h"
#include "ui/widgets/text.h"

#include <QLabel>
#include <QSignalSpy>
#include <QTest>

namespace portolan {

namespace {

constexpr int kPatience = 20'000;

QString textOf(const QWidget& widget) {
    QStringList texts;
    for (const QLabel* label : widget.findChildren<QLabel*>()) texts << label->text();
    return texts.join(QLatin1Char('\n'));
}

/// "Ingress gate: denied in the admin tier | scanners[0]"; the rules by their places.
QString gateText(const LadderGate& gate) {
    QString out = gate.title;
    for (const Facts& rule : gate.rules)
        for (const Fact& fact : rule)
            if (fact.key == QLatin1String("Policy") || fact.key == QLatin1String("Action"))
                out += (fact.key == QLatin1String("Policy") ? QStringLiteral(" | ") : QStringLiteral(" ")) + fact.value;
    return out;
}

} // namespace

/// The Inspector over a cluster with policies of every kind and two entry points.
class OrderedTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() {
        QVERIFY(loadFonts());
        m_page = std::make_unique<InspectorPage>(*m_session);
        m_page->resize(320, 900);
        m_page->setVisible(true);
        QVERIFY(m_session.open(writeOrderedCluster(m_session.scratch()), kPatience));
    }

    void aPolicyOfAnyKindIsFoundByItsKey_data() {
        QTest::addColumn<QString>("key");
        for (const char* key : {"ANP scanners", "ANP late", "BANP default", "shop/db"})
            QTest::newRow(key) << QString(key);
    }
    void aPolicyOfAnyKindIsFoundByItsKey() {
        QFETCH(QString, key);
        const Reachability& reachability = *m_session->analysis()->reachability;
        const auto id = resolve(reachability, PolicyKey{key.toStdString()});
        QVERIFY(id.has_value());
        QCOMPARE(policyText(reachability, *id), key);
        QCOMPARE(keyOf(reachability, *id).name, key.toStdString());
    }

    void aRuleBeyondTheLastOfAnAdminPolicyIsNotFound() {
        const Reachability& reachability = *m_session->analysis()->reachability;
        QVERIFY(resolve(reachability, RuleKey{"ANP scanners", Direction::Ingress, 1}).has_value());
        QVERIFY(!resolve(reachability, RuleKey{"ANP scanners", Direction::Ingress, 2}).has_value());
        QVERIFY(!resolve(reachability, RuleKey{"ANP scanners", Direction::Egress, 0}).has_value());
    }

    void aSelectionSaysWhatItIs_data() {
        QTest::addColumn<Selection>("selection");
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("an admin policy") << Selection(PolicyKey{"ANP scanners"})
                                         << QStringList{"AdminNetworkPolicy", "before the NetworkPolicies; priority 5",
                                                        "The first that matches decides", "Governs 2 workloads"};
        QTest::newRow("the baseline") << Selection(PolicyKey{"BANP default"})
                                      << QStringList{"BaselineAdminNetworkPolicy", "after the NetworkPolicies",
                                                     "Governs 3 workloads"};
        QTest::newRow("a NetworkPolicy among them")
            << Selection(PolicyKey{"shop/db"}) << QStringList{"NetworkPolicy", "Governs 1 workload"};
        QTest::newRow("a rule of an admin policy")
            << Selection(RuleKey{"ANP scanners", Direction::Ingress, 1})
            << QStringList{"Ingress rule 2 of 2", "ANP scanners",
                           "Flows are not loaded: whether the rule is used is not known."};
        QTest::newRow("an Ingress whose controller is not known")
            << Selection(EntryKey{"shop/front[Ingress]"})
            << QStringList{"Ingress", "shop/front", "Lets in", "does not show which pods carry"};
        QTest::newRow("a load balancer") << Selection(EntryKey{"shop/door[Service]"})
                                         << QStringList{"Service of type LoadBalancer", "shop/door", "Lets in"};
        QTest::newRow("an entry point that is gone")
            << Selection(EntryKey{"shop/none[Ingress]"}) << QStringList{"The selection is gone"};
        QTest::newRow("a workload that is let in to")
            << Selection(WorkloadKey{"shop/web[Pod]"}) << QStringList{"Let in by"};
        QTest::newRow("a workload that is not")
            << Selection(WorkloadKey{"tools/scan[Pod]"}) << QStringList{"No entry point leads to it."};
        QTest::newRow("a workload") << Selection(WorkloadKey{"shop/db[Pod]"})
                                    << QStringList{"Asked for ingress, in order", "Asked for egress, in order"};
    }
    void aSelectionSaysWhatItIs() {
        QFETCH(Selection, selection);
        QFETCH(QStringList, expected);
        m_session->clearSelection();
        QSignalSpy settled(m_page.get(), &InspectorPage::settled);
        m_session->select(selection);
        QVERIFY(settled.count() > 0 || settled.wait(kPatience));
        const QString text = textOf(*m_page);
        for (const QString& part : expected) QVERIFY2(text.contains(part), qPrintable(part + " in\n" + text));
    }

    void aLinkLeadsToAnEntryPointAndToAnAdminPolicy() {
        for (const Selection& selection :
             {Selection(EntryKey{"shop/front[Ingress]"}), Selection(PolicyKey{"ANP scanners"}),
              Selection(RuleKey{"BANP default", Direction::Ingress, 0})})
            QCOMPARE(linkedSelection(*m_session->analysis(), linkTo(selection)), std::optional(selection));
        QVERIFY(!linkedSelection(*m_session->analysis(), linkTo(EntryKey{"shop/none[Ingress]"})));
    }

    void theLadderNamesTheTierThatDecides_data() {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<int>("port");
        QTest::addColumn<QString>("egress");
        QTest::addColumn<QString>("ingress");
        QTest::newRow("the admin tier denies") << "scan"
                                               << "db" << 5432 << "Egress gate: not isolated"
                                               << "Ingress gate: denied in the admin tier | ANP scanners Deny";
        QTest::newRow("passed on to a NetworkPolicy without a rule for it")
            << "scan"
            << "db" << 80 << "Egress gate: not isolated"
            << "Ingress gate: no rule matches | ANP scanners Pass";
        QTest::newRow("passed on to the baseline")
            << "scan"
            << "web" << 80 << "Egress gate: not isolated"
            << "Ingress gate: denied in the baseline tier | ANP scanners Pass | BANP default Deny";
        QTest::newRow("the admin tier allows")
            << "db"
            << "scan" << 80 << "Egress gate: allowed in the admin tier | ANP late Allow"
            << "Ingress gate: no policy decides";
        QTest::newRow("a NetworkPolicy allows") << "web"
                                                << "db" << 5432 << "Egress gate: not isolated"
                                                << "Ingress gate: a rule matches | shop/db";
    }
    void theLadderNamesTheTierThatDecides() {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(int, port);
        const WhyQuestion question = questionFor(from, to, port);
        const auto explanation = why(*m_session->analysis(), question);
        QVERIFY(explanation.has_value());
        const Ladder ladder = ladderOf(*m_session->analysis(), question, *explanation);
        QTEST(gateText(ladder.gates[0]), "egress");
        QTEST(gateText(ladder.gates[1]), "ingress");
    }

    void theRemovalOfAnAdminRuleIsOfferedWhereItCloses_data() {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<int>("port");
        QTest::addColumn<QString>("removed");
        QTest::newRow("the NetworkPolicies deny what it allows") << "web"
                                                                 << "db" << 5433 << "ANP late ingress rule 1";
        QTest::newRow("nothing below it denies") << "db"
                                                 << "scan" << 80 << "";
        QTest::newRow("a NetworkPolicy allows") << "web"
                                                << "db" << 5432 << "shop/db ingress rule 1";
    }
    void theRemovalOfAnAdminRuleIsOfferedWhereItCloses() {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(int, port);
        QString removed;
        for (const ClosingEdit& edit : closingEdits(*m_session->analysis(), questionFor(from, to, port), {}))
            if (edit.kind == ClosingEdit::Kind::Remove)
                removed += QString::fromStdString(displayName(*m_session->analysis()->reachability, edit.rule));
        QTEST(removed, "removed");
    }

  private:
    WorkloadId workload(const QString& name) const {
        const Cluster& cluster = *m_session->analysis()->cluster;
        for (const char* ns : {"shop", "tools"})
            if (const auto found = cluster.findWorkloads(ns, name.toStdString()); !found.empty()) return found.front();
        return WorkloadId(0U);
    }
    WhyQuestion questionFor(const QString& from, const QString& to, int port) const {
        return {workload(from), workload(to), {}, {}, Protocol::Tcp, static_cast<std::uint16_t>(port)};
    }

    TestSession m_session;
    std::unique_ptr<InspectorPage> m_page;
};

} // namespace portolan

QTEST_MAIN(portolan::OrderedTest)
#include "ordered_test.moc"

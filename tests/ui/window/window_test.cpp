#include "app/desktop/desktop.h"
#include "app/desktop/pages.h"
#include "ui/draft/draft_page.h"
#include "ui/findings/findings_page.h"
#include "ui/findings/source_page.h"
#include "ui/findings/source_view.h"
#include "ui/flows/flows_page.h"
#include "ui/inspector/inspector_page.h"
#include "ui/map/map_page.h"
#include "ui/models/table_panel.h"
#include "ui/overview/finding_strip.h"
#include "ui/overview/overview_page.h"
#include "ui/policies/policies_page.h"
#include "ui/session/draft.h"
#include "ui/session/source_place.h"
#include "ui/shell/live_dialog.h"
#include "ui/shell/scope_bar.h"
#include "ui/widgets/action_card.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/facts.h"
#include "ui/widgets/ladder.h"
#include "ui/widgets/state_view.h"
#include "ui/widgets/tile.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <numeric>

namespace portolan {

namespace {

constexpr int kPatience = 60'000;
const QString kSample = QStringLiteral("samples/harbor");
const QString kLog = QStringLiteral("samples/harbor/flows/hubble.jsonl.gz");

QString textOf(const QWidget& widget) {
    QStringList texts;
    for (const QLabel* label : widget.findChildren<QLabel*>()) texts << label->text();
    return texts.join(QLatin1Char('\n'));
}

} // namespace

/// The whole window over the sample cluster, without a display.
class WindowTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() { m_appearance.emplace(*qApp); }
    void cleanupTestCase() { m_appearance.reset(); }
    void init() {
        m_scratch.emplace();
        m_settings.emplace(m_scratch->filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
        m_desktop = std::make_unique<Desktop>(*m_settings, *m_appearance);
        m_desktop->window().show();
    }
    void cleanup() {
        m_desktop.reset();
        m_settings.reset();
        m_scratch.reset();
    }

    void nothingOpenShowsTheWelcomePage() {
        QVERIFY(!m_desktop->window().mode());
        QVERIFY(!m_desktop->window().action(Command::ImportFlows)->isEnabled());
    }

    void aLiveClusterIsReadWhereOneIsChosen() {
        QVERIFY(!m_desktop->window().findChild<LiveDialog*>());
        m_desktop->window().action(Command::ReadLive)->trigger();
        auto* dialog = m_desktop->window().findChild<LiveDialog*>();
        QVERIFY(dialog != nullptr);
        QVERIFY(dialog->isVisible());
        QVERIFY(!m_desktop->session().isBusy());
        dialog->reject();
    }

    void openingLeadsToTheOverview() {
        open(kSample, {kLog});
        QCOMPARE(m_desktop->window().mode(), Mode::Overview);
        OverviewPage& page = m_desktop->pages().overview();
        QTRY_VERIFY(page.figures() != nullptr);
        const OverviewFigures& figures = *page.figures();
        QVERIFY(figures.hasFlows);
        QCOMPARE(figures.isolation.total, m_desktop->session().analysis()->cluster->workloads.size());
        QVERIFY(figures.isolation.both <= std::min(figures.isolation.ingress, figures.isolation.egress));
        QCOMPARE(figures.jewels.jewels, std::uint64_t(4));
        QCOMPARE(figures.bare.size(), std::size_t(1));
        for (const Tile* tile : page.findChildren<Tile*>()) QVERIFY(!tile->accessibleName().isEmpty());
        QVERIFY(textOf(page).contains(QStringLiteral("legacy has no policy")));
        QVERIFY(page.table().filtered().shown() > 0);
    }

    void withoutFlowsNothingIsCalledUnused() {
        open(kSample);
        OverviewPage& page = m_desktop->pages().overview();
        QTRY_VERIFY(page.figures() != nullptr);
        QVERIFY(!page.figures()->hasFlows);
        QCOMPARE(page.figures()->unusedAllows, std::uint64_t(0));
        int notLoaded = 0;
        for (const Tile* tile : page.findChildren<Tile*>())
            notLoaded += tile->accessibleDescription() == QLatin1String("flows not loaded") ? 1 : 0;
        QCOMPARE(notLoaded, 2);
        m_desktop->window().showDock(DockKind::Flows);
        const auto* flows = m_desktop->window().findChild<FlowsPage*>();
        QVERIFY(textOf(*flows).contains(QStringLiteral("Flows are not loaded")));
    }

    void withoutPoliciesTheTableSaysThatEverythingIsOpen() {
        const QString file = m_scratch->filePath(QStringLiteral("bare.yaml"));
        write(file, "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: shop}\nspec: {containers: []}\n");
        open(file);
        m_desktop->window().showDock(DockKind::Policies);
        const auto* policies = m_desktop->window().findChild<PoliciesPage*>();
        QVERIFY(textOf(*policies).contains(QStringLiteral("All 1 workload accept everything")));
    }

    void anEmptyFolderSaysSo() {
        const QString folder = m_scratch->filePath(QStringLiteral("empty"));
        QVERIFY(QDir().mkpath(folder));
        open(folder);
        const OverviewPage& page = m_desktop->pages().overview();
        QVERIFY(textOf(page).contains(QStringLiteral("no workload and no policy")));
        QVERIFY(page.figures() == nullptr);
    }

    void openingADockSelectsNothing() {
        open(kSample, {kLog});
        m_desktop->window().showMode(Mode::Map);
        for (const DockKind kind : {DockKind::Policies, DockKind::Findings, DockKind::Flows}) {
            m_desktop->window().showDock(kind);
            QVERIFY(isNothing(m_desktop->session().selection()));
        }
    }

    void anInputThatIsNotThereIsAProblemAndNotACrash() {
        QSignalSpy failed(&m_desktop->session(), &Session::failed);
        m_desktop->session().open({QStringLiteral("no/such/place")});
        QVERIFY(failed.wait(kPatience));
        QVERIFY(!m_desktop->window().mode());
    }

    void anEdgeIsExplainedWithItsTwoGates() {
        open(kSample, {kLog});
        m_desktop->window().showMode(Mode::Map);
        InspectorPage& inspector = m_desktop->pages().inspector();
        const Analysis& analysis = *m_desktop->session().analysis();
        const LedgerEdge* edge = edgeBetween("shop", "orders-api", "data", "orders-db");
        QVERIFY(edge != nullptr);
        QSignalSpy settled(&inspector, &InspectorPage::settled);
        m_desktop->session().select(keyOf(*analysis.cluster, *edge));
        QTRY_VERIFY(settled.count() > 0);
        const auto* ladder = inspector.findChild<LadderView*>();
        QVERIFY(ladder != nullptr);
        const QString text = ladder->accessibleName();
        QVERIFY2(text.contains(QStringLiteral("Egress gate: ")), qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("Ingress gate: ")), qPrintable(text));
        QTRY_VERIFY(!inspector.findChildren<ActionCard*>().isEmpty());
    }

    void aDeniedEdgeNamesWhatItMisses() {
        open(kSample, {kLog});
        const LedgerEdge* edge = edgeBetween("monitoring", "grafana", "data", "orders-db");
        QVERIFY(edge != nullptr);
        m_desktop->session().select(keyOf(*m_desktop->session().analysis()->cluster, *edge));
        const InspectorPage& inspector = m_desktop->pages().inspector();
        const auto* ladder = inspector.findChild<LadderView*>();
        QVERIFY(ladder != nullptr);
        QVERIFY2(ladder->accessibleName().contains(QStringLiteral("no rule matches")),
                 qPrintable(ladder->accessibleName()));
        QVERIFY(textOf(inspector).contains(QStringLiteral("let it through")));
        QVERIFY(inspector.findChildren<ActionCard*>().isEmpty());
    }

    void everySelectionHasAPanel() {
        open(kSample, {kLog});
        const Analysis& analysis = *m_desktop->session().analysis();
        const InspectorPage& inspector = m_desktop->pages().inspector();
        const auto hasPanel = [&] { return inspector.findChild<StateView*>() == nullptr; };
        for (const Finding& finding : analysis.findings) {
            m_desktop->session().select(keyOf(finding));
            QTRY_VERIFY(hasPanel());
        }
        for (std::uint32_t i = 0; i < analysis.cluster->workloads.size(); i += 7) {
            m_desktop->session().select(keyOf(*analysis.cluster, WorkloadId(i)));
            QTRY_VERIFY(hasPanel());
        }
        for (std::size_t i = 0; i < analysis.ledger->usages().size(); i += 11) {
            m_desktop->session().select(keyOf(*analysis.reachability, analysis.ledger->usages()[i].rule));
            QTRY_VERIFY(hasPanel());
        }
        for (std::size_t i = 0; i < analysis.ledger->edges().size(); i += 13) {
            m_desktop->session().select(keyOf(*analysis.cluster, analysis.ledger->edges()[i]));
            QTRY_VERIFY(hasPanel());
        }
        m_desktop->session().select(WorkloadKey{"gone"});
        QTRY_VERIFY(!hasPanel());
    }

    void aFindingLeadsToTheMapAndToItsLine() {
        open(kSample, {kLog});
        OverviewPage& page = m_desktop->pages().overview();
        const Analysis& analysis = *m_desktop->session().analysis();
        const auto at = std::ranges::find_if(
            analysis.findings, [](const Finding& f) { return !f.workloads.empty() && f.where.isKnown(); });
        QVERIFY(at != analysis.findings.end());
        auto* strip = page.findChild<FindingStrip*>();
        QVERIFY(strip->isHidden());
        m_desktop->session().select(keyOf(*at));
        QVERIFY(strip->isVisible());
        QVERIFY(textOf(*strip).contains(QString::fromStdString(at->message)));
        QTest::mouseClick(buttonNamed(*strip, "Go to source"), Qt::LeftButton);
        const auto* view = m_desktop->window().findChild<SourceView*>();
        QCOMPARE(view->shownLine(), static_cast<int>(placeOf(*analysis.cluster, at->where)->line));
        QTest::mouseClick(buttonNamed(*strip, "Show on map"), Qt::LeftButton);
        QCOMPARE(m_desktop->window().mode(), Mode::Map);
        QVERIFY(m_desktop->session().selection() == Selection(keyOf(*analysis.cluster, at->workloads.front())));
    }

    void theInspectorLeadsFromObjectToObject() {
        open(kSample, {kLog});
        const Analysis& analysis = *m_desktop->session().analysis();
        const auto web = analysis.cluster->findWorkloads("shop", "storefront");
        QVERIFY(!web.empty());
        m_desktop->session().select(keyOf(*analysis.cluster, web.front()));
        followFirstLink<PolicyKey>();
        followFirstLink<RuleKey>();
        m_desktop->session().select(keyOf(analysis.findings.front()));
        followFirstLink<WorkloadKey>();
    }

    void aFileAndLineOpensTheSource() {
        open(kSample, {kLog});
        m_desktop->window().showMode(Mode::Map);
        m_desktop->pages().showSource(QStringLiteral("harbor/search/policies.yaml:42"));
        const auto* view = m_desktop->window().findChild<SourceView*>();
        QCOMPARE(view->shownLine(), 42);
        QVERIFY(view->toPlainText().contains(QStringLiteral("NetworkPolicy")));
        m_desktop->pages().showSource(QStringLiteral("harbor/no/such.yaml:1"));
        const auto* page = m_desktop->window().findChild<SourcePage*>();
        QVERIFY(textOf(*page).contains(QStringLiteral("cannot be shown")));
    }

    void oneFilterNarrowsEveryView() {
        open(kSample, {kLog});
        auto* flows = m_desktop->window().findChild<FlowsPage*>();
        auto* policies = m_desktop->window().findChild<PoliciesPage*>();
        const int allFlows = flows->panel().filtered().shown();
        const int allRules = policies->panel().filtered().shown();
        m_desktop->session().setFilter(QStringLiteral("ns=legacy"));
        QVERIFY(flows->panel().filtered().shown() < allFlows);
        QVERIFY(policies->panel().filtered().shown() < allRules);
        m_desktop->session().setFilter(QStringLiteral("ns=nowhere"));
        QCOMPARE(flows->panel().filtered().shown(), 0);
        QVERIFY(textOf(*flows).contains(QStringLiteral("hidden by the filter")));
        m_desktop->session().setFilter({});
        QCOMPARE(flows->panel().filtered().shown(), allFlows);
    }

    void theMapShowsEveryWorkloadAndFollowsTheSelection() {
        open(kSample, {kLog});
        m_desktop->window().showMode(Mode::Map);
        MapPage& page = m_desktop->pages().map();
        const Analysis& analysis = *m_desktop->session().analysis();
        QTRY_VERIFY_WITH_TIMEOUT(page.view().graph().nodes.size() >= analysis.cluster->workloads.size(), kPatience);
        page.view().waitUntilSharp();
        const WorkloadKey key = keyOf(*analysis.cluster, WorkloadId(std::uint32_t{3}));
        m_desktop->session().select(key);
        QVERIFY(page.view().selection().isNode());
        QVERIFY(page.view().graph().nodes[page.view().selection().index].id.contains(
            QString::fromStdString(analysis.cluster->displayName(WorkloadId(std::uint32_t{3})))));
        m_desktop->session().clearSelection();
        QVERIFY(!page.view().selection().isNode());
    }

    /// From the banner of the Overview to a draft, and from there to the map with what it closes.
    void anAcceptedProposalIsSeenOnTheMap() {
        open(kSample, {kLog});
        Draft& draft = m_desktop->session().draft();
        auto* banner = m_desktop->pages().overview().findChild<Banner*>();
        QTRY_VERIFY_WITH_TIMEOUT(banner->isVisible(), kPatience);
        Q_EMIT banner->accepted();
        QCOMPARE(m_desktop->window().mode(), Mode::Draft);
        QTRY_VERIFY_WITH_TIMEOUT(draft.version() && !draft.isBusy(), kPatience);
        std::vector<std::uint32_t> all(draft.version()->basis->edges().size());
        std::iota(all.begin(), all.end(), 0U);
        draft.decide(all, DraftDecision::Accepted);
        QTRY_VERIFY_WITH_TIMEOUT(!draft.isBusy(), kPatience);

        Q_EMIT m_desktop->pages().draft().mapRequested();
        MapPage& map = m_desktop->pages().map();
        QCOMPARE(m_desktop->window().mode(), Mode::Map);
        QCOMPARE(map.version(), PolicyVersion::Changes);
        const auto changes = [&] {
            return std::ranges::count_if(map.view().graph().edges,
                                         [](const MapEdge& edge) { return edge.draft == DraftMark::NewlyClosed; });
        };
        QTRY_VERIFY_WITH_TIMEOUT(!map.isBusy() && changes() > 0, kPatience);
        QVERIFY(map.shownTexts().join(QLatin1Char(' ')).contains(QStringLiteral("0 would break")));

        m_desktop->window().scopeBar().chooseVersion(PolicyVersion::Current);
        QTRY_VERIFY_WITH_TIMEOUT(!map.isBusy() && changes() == 0, kPatience);
    }

    /// From a rule to the draft, and from there to the map with what it closes; taken back, the map shows today again.
    void aTighterRuleIsSeenOnTheMap() {
        open(kSample, {kLog});
        Draft& draft = m_desktop->session().draft();
        const Reachability& reachability = *m_desktop->session().analysis()->reachability;
        const RuleKey wide{"messaging/schema-registry", Direction::Ingress, 0};
        draft.endProposal();
        draft.addEdits({draftEdit(reachability, *resolve(reachability, wide), RuleChange::Tighten)});
        QTRY_VERIFY_WITH_TIMEOUT(draft.version() && !draft.isBusy(), kPatience);
        m_desktop->window().showMode(Mode::Draft);
        QVERIFY(!draft.isProposing());
        QVERIFY(m_desktop->pages().shownTexts().join(QLatin1Char(' ')).contains(QStringLiteral("1 of 1 edit taken")));

        Q_EMIT m_desktop->pages().draft().mapRequested();
        MapPage& map = m_desktop->pages().map();
        const auto changes = [&] {
            return std::ranges::count_if(map.view().graph().edges,
                                         [](const MapEdge& edge) { return edge.draft == DraftMark::NewlyClosed; });
        };
        QTRY_VERIFY_WITH_TIMEOUT(!map.isBusy() && changes() > 0, kPatience);
        QVERIFY(map.shownTexts().join(QLatin1Char(' ')).contains(QStringLiteral("0 would break")));
        m_desktop->session().undoStack().undo();
        QTRY_VERIFY_WITH_TIMEOUT(!map.isBusy() && changes() == 0, kPatience);
        QCOMPARE(map.version(), PolicyVersion::Current);
        QVERIFY(draft.edits().empty());
    }

    void theMapMarksHowFarAWorkloadGets() {
        open(kSample, {kLog});
        m_desktop->window().showMode(Mode::Map);
        MapPage& map = m_desktop->pages().map();
        QTRY_VERIFY_WITH_TIMEOUT(!map.isBusy() && !map.view().graph().nodes.empty(), kPatience);
        const auto& nodes = map.view().graph().nodes;
        const auto storefront =
            std::ranges::find_if(nodes, [](const MapNode& n) { return n.name == QStringLiteral("storefront"); });
        QVERIFY(storefront != nodes.end());
        map.act(MapAction::Reach2, {MapItem::Kind::Node, static_cast<std::uint32_t>(storefront - nodes.begin())});
        QTRY_VERIFY_WITH_TIMEOUT(!map.isBusy() && map.view().canvas().look().emphasis, kPatience);
        QVERIFY(map.view().notice().contains(QStringLiteral("8 in 1 hop, 11 in 2 hops")));
        map.act(MapAction::WholeMap, {});
        QVERIFY(!map.view().canvas().look().emphasis);
    }

    void theWindowRemembersItsLayout() {
        m_desktop->saveLayout();
        QVERIFY(!m_settings->value(QStringLiteral("layout")).toByteArray().isEmpty());
        m_desktop = std::make_unique<Desktop>(*m_settings, *m_appearance);
        QVERIFY(!m_desktop->window().mode());
    }

    void closingTheDataLeadsBackToWelcome() {
        open(kSample);
        m_desktop->session().close();
        QVERIFY(!m_desktop->window().mode());
        QVERIFY(m_desktop->session().analysis() == nullptr);
    }

  private:
    void open(const QString& input, const QStringList& flows = {}) {
        QSignalSpy changed(&m_desktop->session(), &Session::analysisChanged);
        m_desktop->session().open({input}, flows);
        QVERIFY(changed.wait(kPatience));
        QTRY_VERIFY(!m_desktop->session().isBusy());
    }

    QPushButton* buttonNamed(const QWidget& widget, const char* text) {
        for (QPushButton* button : widget.findChildren<QPushButton*>())
            if (button->text() == QLatin1String(text)) return button;
        return nullptr;
    }

    /// Walks the links of the panel by key until one leads to a selection of that kind.
    template <typename Key>
    void followFirstLink() {
        const Selection before = m_desktop->session().selection();
        for (FactList* list : m_desktop->pages().inspector().findChildren<FactList*>()) {
            if (list->focusPolicy() == Qt::NoFocus || list->isHidden()) continue;
            QFocusEvent focus(QEvent::FocusIn, Qt::TabFocusReason);
            QApplication::sendEvent(list, &focus);
            QTest::keyClick(list, Qt::Key_Return);
            if (std::holds_alternative<Key>(m_desktop->session().selection())) break;
            m_desktop->session().select(before);
        }
        QVERIFY(std::holds_alternative<Key>(m_desktop->session().selection()));
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }

    void write(const QString& path, const char* text) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

    const LedgerEdge* edgeBetween(const char* fromNs, const char* from, const char* toNs, const char* to) const {
        const Analysis& analysis = *m_desktop->session().analysis();
        const auto sources = analysis.cluster->findWorkloads(fromNs, from);
        const auto targets = analysis.cluster->findWorkloads(toNs, to);
        if (sources.empty() || targets.empty()) return nullptr;
        for (const LedgerEdge& edge : analysis.ledger->edges())
            if (edge.from == LedgerEnd(sources.front()) && edge.to == LedgerEnd(targets.front())) return &edge;
        return nullptr;
    }

    std::optional<Appearance> m_appearance;
    std::optional<QTemporaryDir> m_scratch;
    std::optional<QSettings> m_settings;
    std::unique_ptr<Desktop> m_desktop;
};

} // namespace portolan

QTEST_MAIN(portolan::WindowTest)
#include "window_test.moc"

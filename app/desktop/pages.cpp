#include "app/desktop/pages.h"

#include "ui/draft/draft_page.h"
#include "ui/findings/findings_page.h"
#include "ui/findings/problems_page.h"
#include "ui/findings/source_page.h"
#include "ui/flows/flows_page.h"
#include "ui/inspector/inspector_page.h"
#include "ui/inspector/inventory_page.h"
#include "ui/map/map_page.h"
#include "ui/matrix/matrix_page.h"
#include "ui/models/table_panel.h"
#include "ui/overview/overview_page.h"
#include "ui/paths/paths_page.h"
#include "ui/policies/policies_page.h"
#include "ui/session/draft.h"
#include "ui/shell/scope_bar.h"

namespace portolan {

Pages::Pages(Session& session, MainWindow& window)
    : m_session(session), m_window(window), m_overview(new OverviewPage(session)), m_map(new MapPage(session)),
      m_matrix(new MatrixPage(session)), m_paths(new PathsPage(session)), m_draft(new DraftPage(session)),
      m_findings(new FindingsPage(session)), m_flows(new FlowsPage(session)), m_policies(new PoliciesPage(session)),
      m_problems(new ProblemsPage(session)), m_inspector(new InspectorPage(session)), m_source(new SourcePage(session)),
      m_inventory(new InventoryPage(session)) {
    addOverview();
    addMap();
    addMatrix();
    addPaths();
    addDraft();
    addDocks();
}

void Pages::addOverview() {
    m_window.addPage(Mode::Overview, m_overview);
    connect(m_overview, &OverviewPage::openRequested, this, &Pages::openFolderRequested);
    connect(m_overview, &OverviewPage::importFlowsRequested, this, &Pages::importFlowsRequested);
    connect(m_overview, &OverviewPage::sourceRequested, this, &Pages::showSource);
    connect(m_overview, &OverviewPage::mapRequested, this, &Pages::showOnMap);
    connect(m_overview, &OverviewPage::questionChosen, this, &Pages::answer);
    connect(m_overview, &OverviewPage::proposalRequested, this, &Pages::propose);
}

void Pages::addMap() {
    m_window.addPage(Mode::Map, m_map);
    connect(m_map, &MapPage::openRequested, this, &Pages::openFolderRequested);
    connect(m_map, &MapPage::flowsRequested, this, [this] { m_window.showDock(DockKind::Flows); });
    connect(m_map, &MapPage::shownChanged, this, &Pages::statusChanged);
    connect(m_map, &MapPage::pathsRequested, this, [this](const QString& from, const QString& to) {
        m_paths->setEnds(from, to);
        m_window.showMode(Mode::Paths);
    });
    ScopeBar& bar = m_window.scopeBar();
    connect(&bar, &ScopeBar::versionChosen, m_map, &MapPage::setVersion);
    connect(m_map, &MapPage::versionReset, this, [&bar] { bar.setVersion(PolicyVersion::Current); });
    connect(&m_session, &Session::analysisChanged, this, [this, &bar] {
        const auto& analysis = m_session.analysis();
        const bool hasFlows = analysis && analysis->ledger && analysis->ledger->evidence();
        bar.setVersion(PolicyVersion::Current);
        bar.setDraftUnavailable(hasFlows ? QString() : tr("A draft needs flow logs: import them first"));
    });
}

void Pages::addMatrix() {
    m_window.addPage(Mode::Matrix, m_matrix);
    connect(m_matrix, &MatrixPage::openRequested, this, &Pages::openFolderRequested);
    connect(m_matrix, &MatrixPage::shownChanged, this, &Pages::statusChanged);
    connect(m_matrix, &MatrixPage::flowsRequested, this, [this] { m_window.showDock(DockKind::Flows); });
}

void Pages::addPaths() {
    m_window.addPage(Mode::Paths, m_paths);
    connect(m_paths, &PathsPage::openRequested, this, &Pages::openFolderRequested);
    connect(m_paths, &PathsPage::shownChanged, this, &Pages::statusChanged);
    connect(m_paths, &PathsPage::sourceRequested, this, &Pages::showSource);
    connect(m_paths, &PathsPage::mapRequested, this, [this](const std::vector<std::pair<QString, QString>>& hops) {
        m_window.showMode(Mode::Map);
        m_map->showPath(hops);
    });
}

void Pages::addDraft() {
    m_window.addPage(Mode::Draft, m_draft);
    connect(m_draft, &DraftPage::importFlowsRequested, this, &Pages::importFlowsRequested);
    connect(m_draft, &DraftPage::mapRequested, this, [this] {
        showOnMap();
        m_window.scopeBar().chooseVersion(PolicyVersion::Changes);
    });
    connect(m_draft, &DraftPage::shownChanged, this, &Pages::statusChanged);
}

void Pages::addDocks() {
    m_window.addDock(DockKind::Inventory, m_inventory);
    m_window.addDock(DockKind::Findings, m_findings);
    m_window.addDock(DockKind::Flows, m_flows);
    m_window.addDock(DockKind::Policies, m_policies);
    m_window.addDock(DockKind::Problems, m_problems);
    m_window.addDock(DockKind::Inspector, m_inspector);
    m_window.addDock(DockKind::Source, m_source);
    connect(m_inventory, &InventoryPage::mapRequested, this, &Pages::showOnMap);
    connect(m_inventory, &InventoryPage::sourceRequested, this, &Pages::showSource);
    connect(m_findings, &FindingsPage::sourceRequested, this, &Pages::showSource);
    connect(m_findings, &FindingsPage::mapRequested, this, &Pages::showOnMap);
    connect(m_flows, &FlowsPage::importFlowsRequested, this, &Pages::importFlowsRequested);
    connect(m_flows, &FlowsPage::mapRequested, this, &Pages::showOnMap);
    connect(m_flows, &FlowsPage::shownChanged, this, &Pages::statusChanged);
    connect(m_policies, &PoliciesPage::sourceRequested, this, &Pages::showSource);
    connect(m_policies, &PoliciesPage::proposalRequested, this, [this] { propose({}); });
    connect(m_policies, &PoliciesPage::draftRequested, this, [this] { m_window.showMode(Mode::Draft); });
    connect(m_problems, &ProblemsPage::sourceRequested, this, &Pages::showSource);
    connect(m_inspector, &InspectorPage::sourceRequested, this, &Pages::showSource);
    connect(m_inspector, &InspectorPage::proposalRequested, this, &Pages::propose);
}

void Pages::answer(OverviewQuestion question) {
    switch (question) {
    case OverviewQuestion::Isolation: m_window.showMode(Mode::Map); break;
    case OverviewQuestion::Flatness: m_window.showMode(Mode::Matrix); break;
    case OverviewQuestion::BroadRules:
        m_window.showDock(DockKind::Policies);
        m_policies->sortByUtilisation();
        break;
    case OverviewQuestion::UnusedAllows:
        m_window.showDock(DockKind::Policies);
        m_policies->showNeverUsed();
        break;
    case OverviewQuestion::CrownJewels: {
        const auto* figures = m_overview->figures();
        m_window.showMode(figures != nullptr && figures->jewels.first ? Mode::Paths : Mode::Map);
        break;
    }
    }
}

void Pages::showSource(const QString& place) {
    m_source->showPlace(place);
    m_window.showDock(DockKind::Source);
}

void Pages::showOnMap() {
    const auto& analysis = m_session.analysis();
    if (!analysis) return;
    if (const auto* key = std::get_if<FindingKey>(&m_session.selection())) {
        const auto at = resolve(*analysis, *key);
        if (at && !analysis->findings[*at].workloads.empty())
            m_session.select(keyOf(*analysis->cluster, analysis->findings[*at].workloads.front()));
    }
    m_window.showMode(Mode::Map);
    m_map->revealSelection();
}

void Pages::propose(const QString& ns) {
    m_session.draft().setScope(ns);
    m_window.showMode(Mode::Draft);
}

QStringList Pages::shownTexts() const {
    if (m_window.mode() == Mode::Draft) return m_draft->shownTexts();
    if (m_window.mode() == Mode::Matrix) return m_matrix->shownTexts();
    if (m_window.mode() == Mode::Paths) return m_paths->shownTexts();
    return m_window.mode() == Mode::Map ? m_map->shownTexts() : QStringList{};
}

QString Pages::matchText() const {
    FilteredTable& edges = m_flows->panel().filtered();
    FilteredTable& findings = m_findings->panel().filtered();
    const bool isFindings = m_window.mode() == Mode::Overview || edges.total() == 0;
    const FilteredTable& table = isFindings ? findings : edges;
    return tr("%1 of %2").arg(table.shown()).arg(table.total());
}

TablePanel& Pages::table() const {
    TablePanel* panels[]{&m_flows->panel(), &m_policies->panel(), &m_findings->panel(), &m_problems->panel()};
    for (TablePanel* panel : panels)
        if (panel->isVisible() && !panel->visibleRegion().isEmpty()) return *panel;
    return m_overview->table();
}

} // namespace portolan

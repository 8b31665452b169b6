#pragma once

#include "app/desktop/locator.h"
#include "ui/session/session.h"
#include "ui/shell/main_window.h"

#include <QObject>
#include <QStringList>

namespace portolan {

class DraftPage;
class FindingsPage;
class FlowsPage;
class InspectorPage;
class InventoryPage;
class MapPage;
class MatrixPage;
class OverviewPage;
class PathsPage;
class PoliciesPage;
class ProblemsPage;
class SourcePage;
class TablePanel;
enum class OverviewQuestion : std::uint8_t;

/// The one place where pages and docks are made, handed to the window and linked: a page says what the reader asked
/// for, this says where that leads.
class Pages : public QObject {
    Q_OBJECT
  public:
    /// Both must live as long as this; the window owns the pages.
    Pages(Session& session, MainWindow& window);

    OverviewPage& overview() { return *m_overview; }
    MapPage& map() { return *m_map; }
    DraftPage& draft() { return *m_draft; }
    InspectorPage& inspector() { return *m_inspector; }

    /// What the present page shows and hides, for the status bar.
    QStringList shownTexts() const;
    /// How many edges and findings the filter leaves, for the query field: "12 of 131".
    QString matchText() const;
    /// The table at hand: that of the dock in front, else the findings of the overview.
    TablePanel& table() const;
    /// Opens the Source dock at "name:line".
    void showSource(const QString& place);
    /// Shows the map with what is selected; for a finding, its first workload.
    void showOnMap();
    /// What the Locator can go to, commands left out.
    std::vector<LocatorEntry> places();
    /// Opens the Draft mode for a namespace; empty: for the whole cluster.
    void propose(const QString& ns);

  Q_SIGNALS:
    void openFolderRequested();
    void importFlowsRequested();
    void statusChanged();

  private:
    void addOverview();
    void addMap();
    void addMatrix();
    void addPaths();
    void addDraft();
    void addDocks();
    void answer(OverviewQuestion question);

    Session& m_session;
    MainWindow& m_window;
    OverviewPage* m_overview;
    MapPage* m_map;
    MatrixPage* m_matrix;
    PathsPage* m_paths;
    DraftPage* m_draft;
    FindingsPage* m_findings;
    FlowsPage* m_flows;
    PoliciesPage* m_policies;
    ProblemsPage* m_problems;
    InspectorPage* m_inspector;
    SourcePage* m_source;
    InventoryPage* m_inventory;
};

} // namespace portolan

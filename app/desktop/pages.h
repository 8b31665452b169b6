#pragma once

#include "ui/session/session.h"
#include "ui/shell/main_window.h"

#include <QObject>
#include <QStringList>

namespace portolan {

class FindingsPage;
class FlowsPage;
class InspectorPage;
class MapPage;
class OverviewPage;
class PoliciesPage;
class ProblemsPage;
class SourcePage;
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
    InspectorPage& inspector() { return *m_inspector; }

    /// What the present page shows and hides, for the status bar.
    QStringList shownTexts() const;
    /// How many edges and findings the filter leaves, for the query field: "12 of 131".
    QString matchText() const;
    /// The table at hand as Markdown.
    QString markdown() const;
    /// Opens the Source dock at "name:line".
    void showSource(const QString& place);
    /// Shows the map with what is selected; for a finding, its first workload.
    void showOnMap();

  Q_SIGNALS:
    void openFolderRequested();
    void importFlowsRequested();
    /// Policies are wanted for a namespace; empty: for the whole cluster.
    void proposalRequested(const QString& ns);
    void statusChanged();

  private:
    void addOverview();
    void addMap();
    void addDocks();
    void answer(OverviewQuestion question);

    Session& m_session;
    MainWindow& m_window;
    OverviewPage* m_overview;
    MapPage* m_map;
    FindingsPage* m_findings;
    FlowsPage* m_flows;
    PoliciesPage* m_policies;
    ProblemsPage* m_problems;
    InspectorPage* m_inspector;
    SourcePage* m_source;
};

} // namespace portolan

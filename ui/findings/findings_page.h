#pragma once

#include <QWidget>

namespace portolan {

class FindingsModel;
class Segmented;
class Session;
class TablePanel;

/// The Findings dock: every finding under the filter of all views, by severity.
class FindingsPage : public QWidget {
    Q_OBJECT
  public:
    explicit FindingsPage(Session& session, QWidget* parent = nullptr);

    TablePanel& panel() { return *m_panel; }
    /// The finding that is current, as Markdown with evidence and fix; empty where there is none.
    QString currentAsMarkdown() const;

  Q_SIGNALS:
    void sourceRequested(const QString& place);
    /// What the current finding speaks of shall be shown on the map.
    void mapRequested();

  private:
    void takeAnalysis();
    void applyFilter();
    void showState();
    void followSelection();
    void showMenu(int row, QPoint at);

    Session& m_session;
    FindingsModel* m_model;
    TablePanel* m_panel;
    Segmented* m_severities;
};

} // namespace portolan

#pragma once

#include <QWidget>

namespace portolan {

class FlowsModel;
class Segmented;
class Session;
class TablePanel;

/// The Flows dock: what the logs saw beside what the model says, by class.
class FlowsPage : public QWidget {
    Q_OBJECT
  public:
    explicit FlowsPage(Session& session, QWidget* parent = nullptr);
    TablePanel& panel() { return *m_panel; }

  Q_SIGNALS:
    void importFlowsRequested();
    /// The current edge shall be shown on the map.
    void mapRequested();
    void shownChanged();

  private:
    void takeAnalysis();
    void applyFilter();
    void showState();
    void followSelection();
    void showMenu(int row, QPoint at);
    /// Adds a term to the filter of all views.
    void narrow(const QString& term);

    Session& m_session;
    FlowsModel* m_model;
    TablePanel* m_panel;
    Segmented* m_states;
};

} // namespace portolan

#pragma once

#include <QWidget>

namespace portolan {

class InventoryModel;
class Session;
class TablePanel;

/// The Inventory dock: every workload under the filter of all views.
class InventoryPage : public QWidget {
    Q_OBJECT
  public:
    explicit InventoryPage(Session& session, QWidget* parent = nullptr);
    TablePanel& panel() { return *m_panel; }

  Q_SIGNALS:
    /// The current workload shall be shown on the map.
    void mapRequested();
    void sourceRequested(const QString& place);

  private:
    void takeAnalysis();
    void applyFilter();
    void followSelection();
    void showMenu(int row, QPoint at);

    Session& m_session;
    InventoryModel* m_model;
    TablePanel* m_panel;
};

} // namespace portolan

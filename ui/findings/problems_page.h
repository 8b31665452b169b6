#pragma once

#include <QWidget>

namespace portolan {

class ProblemsModel;
class Session;
class TablePanel;

/// The Problems dock: what was wrong with the inputs while the rest was read.
class ProblemsPage : public QWidget {
    Q_OBJECT
  public:
    explicit ProblemsPage(Session& session, QWidget* parent = nullptr);
    TablePanel& panel() { return *m_panel; }

  Q_SIGNALS:
    void sourceRequested(const QString& place);

  private:
    void takeAnalysis();

    Session& m_session;
    ProblemsModel* m_model;
    TablePanel* m_panel;
};

} // namespace portolan

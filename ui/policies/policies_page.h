#pragma once

#include <QWidget>

class QPushButton;
class QSplitter;

namespace portolan {

class PoliciesModel;
class RuleDetails;
class Segmented;
class Session;
class TablePanel;

/// The Policies dock: every rule, what it allows and what of that was used.
class PoliciesPage : public QWidget {
    Q_OBJECT
  public:
    explicit PoliciesPage(Session& session, QWidget* parent = nullptr);
    TablePanel& panel() { return *m_panel; }
    RuleDetails& details() { return *m_details; }
    /// Opens or closes the pane that tells of the chosen rule.
    void showDetails(bool isShown);
    /// Shows all rules by utilisation, lowest first.
    void sortByUtilisation();
    /// Shows the rules that no flow used.
    void showNeverUsed();

  Q_SIGNALS:
    void sourceRequested(const QString& place);
    /// There is no policy; a default-deny is wanted.
    void proposalRequested();
    /// The reader wants to see the draft that has the edits of rules.
    void draftRequested();

  private:
    void takeAnalysis();
    void showColumns();
    void applyFilter();
    void showState();
    void followSelection();
    void showMenu(int row, QPoint at);
    void tellDetails();
    void showDraft();
    int rowOfSelection() const;

    Session& m_session;
    PoliciesModel* m_model;
    TablePanel* m_panel;
    Segmented* m_kinds;
    QSplitter* m_body = nullptr;
    RuleDetails* m_details;
    QPushButton* m_draftButton;
    QPushButton* m_detailsButton;
};

} // namespace portolan

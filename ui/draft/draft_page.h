#pragma once

#include <QWidget>

#include <optional>
#include <vector>

class QLabel;
class QPushButton;
class QStackedLayout;

namespace portolan {

class EditsPanel;
class ImpactStrip;
class ReviewModel;
class Session;
class StateView;
class TableView;
class TitleRow;
class YamlPanel;

/// The Draft mode: edits of rules, and default-deny policies edge by edge with accept, reject and defer; what all of it
/// would do together, and the YAML it leads to. Decides nothing itself: the session's Draft does, and every page sees
/// it.
class DraftPage : public QWidget {
    Q_OBJECT
  public:
    explicit DraftPage(Session& session, QWidget* parent = nullptr);

    ReviewModel& model() { return *m_model; }
    TableView& table() { return *m_table; }
    EditsPanel& edits() { return *m_edits; }
    /// For the status bar: "31 of 131 decided", "14 policies, 61 rules".
    QStringList shownTexts() const;

    /// Decides on the selected rows and goes on to the next.
    void decideSelected(int decision);
    /// Lists the addresses that the current row stands for, where it stands for several.
    void showAddresses();
    void acceptSuggested();
    void showNextThatBreaks();
    /// Shows what is proved of the edits, and the claims of the proposal, each with its figures.
    void verify();
    /// Asks for a folder and writes what the draft changes with its proof.
    void exportTo();

  Q_SIGNALS:
    void shownChanged();
    void importFlowsRequested();
    void mapRequested();

  protected:
    void showEvent(QShowEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    QWidget* buildReview();
    QWidget* buildEdits();
    void takeVersion();
    void showNothing();
    bool hasEvidence() const;
    void showImpact();
    void showYaml();
    void select();
    std::vector<std::uint32_t> selectedEdges() const;

    Session& m_session;
    ReviewModel* m_model;
    QStackedLayout* m_stack;
    StateView* m_state;
    QWidget* m_review = nullptr;
    EditsPanel* m_edits = nullptr;
    QWidget* m_editsLine = nullptr;        // between review and edits
    QPushButton* m_leaveOut = nullptr;     // the default-deny policies
    std::vector<QPushButton*> m_editsOnly; // what the review has otherwise
    ImpactStrip* m_impact = nullptr;
    TitleRow* m_title = nullptr;
    TableView* m_table = nullptr;
    YamlPanel* m_yaml = nullptr;
};

} // namespace portolan

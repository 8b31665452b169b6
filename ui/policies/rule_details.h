#pragma once

#include "ui/models/policies_model.h"
#include "ui/policies/rule_preview.h"
#include "ui/session/draft.h"

#include <QWidget>

#include <memory>

class QBoxLayout;
class QLabel;
class QPushButton;
class QStackedLayout;

namespace portolan {

class DiffView;
class JobRunner;
class Segmented;
class UtilisationBars;

/// What the log says of one rule, on two leaves: how much of it was used, what never was and how sure that is; and on
/// request the smallest edit that keeps every flow, worked out off the window's thread, for the draft to take.
class RuleDetails : public QWidget {
    Q_OBJECT
  public:
    /// `draft` must live as long as the pane.
    explicit RuleDetails(Draft& draft, QWidget* parent = nullptr);
    ~RuleDetails() override;

    /// Shows a row of the table; no row, or none with a rule, leaves a sentence.
    void show(std::shared_ptr<const Analysis> analysis, const std::optional<PolicyRow>& row);
    /// Works out the edit of the rule at hand and shows it. A rule that the draft edits is shown so by itself.
    void preview();
    /// Takes the edit that is shown into the draft.
    void tryInDraft();
    /// Takes the edit of the rule at hand out of the draft.
    void takeBack();
    bool isBusy() const;
    /// The edit is in view, whose diff wants the room of the table.
    bool isEditing() const;
    QPushButton& previewButton() { return *m_preview; }

  Q_SIGNALS:
    /// What preview() asked for is shown.
    void previewed();
    void draftRequested();
    void leafChanged();

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    enum Leaf { Use, Edit };
    QWidget* buildUse();
    QWidget* buildStanding();
    QWidget* buildEdit();
    void showDiff();
    void turnTo(Leaf leaf);
    void showStanding();
    QString standingText(const RuleKey& rule) const;
    void showUse(const RuleUsage* usage);
    void showResidue(const RuleUsage& usage);
    void showPreview(const std::optional<RulePreview>& preview);
    void clearPreview();

    Draft& m_draft;
    std::shared_ptr<const Analysis> m_analysis;
    std::optional<RuleRef> m_rule;
    JobRunner* m_jobs;
    Segmented* m_leaves;
    QBoxLayout* m_sides = nullptr; // text and diff: side by side, or one below the other
    QStackedLayout* m_stack = nullptr;
    QWidget* m_line = nullptr;
    QLabel* m_title;
    QWidget* m_standing = nullptr; // in the draft
    QLabel* m_standingText;
    QLabel* m_state;
    UtilisationBars* m_bars;
    QLabel* m_residueTitle;
    QLabel* m_residue;
    QLabel* m_sureTitle;
    QLabel* m_sure;
    QPushButton* m_preview;
    QLabel* m_editTitle; // and what follows: what a preview gave
    QLabel* m_proof;
    QLabel* m_notes;
    DiffView* m_diff;
    QPushButton* m_try;
    QPushButton* m_takeBack;
    QPushButton* m_showDraft;
    QPushButton* m_copyYaml;
    QPushButton* m_copyDiff;
    RulePreview m_shown;
};

} // namespace portolan

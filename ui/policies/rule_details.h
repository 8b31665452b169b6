#pragma once

#include "ui/models/policies_model.h"
#include "ui/policies/rule_preview.h"

#include <QWidget>

#include <memory>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace portolan {

class DiffView;
class JobRunner;
class UtilisationBars;

/// What the log says of one rule: how much of it was used, what never was and how sure that is; on request the smallest
/// edit that keeps every flow, worked out off the window's thread.
class RuleDetails : public QWidget {
    Q_OBJECT
  public:
    explicit RuleDetails(QWidget* parent = nullptr);
    ~RuleDetails() override;

    /// Shows a row of the table; no row, or none with a rule, leaves a sentence.
    void show(std::shared_ptr<const Analysis> analysis, const std::optional<PolicyRow>& row);
    /// Works out the edit of the rule at hand and shows it.
    void preview();
    bool isBusy() const;
    QPushButton& previewButton() { return *m_preview; }

  Q_SIGNALS:
    /// What preview() asked for is shown.
    void previewed();

  private:
    void showUse(const RuleUsage* usage);
    void showResidue(const RuleUsage& usage);
    void showPreview(const std::optional<RulePreview>& preview);
    void clearPreview();

    std::shared_ptr<const Analysis> m_analysis;
    std::optional<RuleRef> m_rule;
    JobRunner* m_jobs;
    QLabel* m_title;
    QLabel* m_state;
    UtilisationBars* m_bars;
    QLabel* m_residueTitle;
    QLabel* m_residue;
    QLabel* m_sureTitle;
    QLabel* m_sure;
    QPushButton* m_preview;
    QWidget* m_edit; // what a preview gave
    QLabel* m_editTitle;
    QLabel* m_proof;
    QLabel* m_notes;
    DiffView* m_diff;
    QPushButton* m_copyYaml;
    QPushButton* m_copyDiff;
    RulePreview m_shown;
};

} // namespace portolan

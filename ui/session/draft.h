#pragma once

#include "ui/session/draft_version.h"

#include <QObject>
#include <QString>

#include <memory>
#include <vector>

class QUndoStack;

namespace portolan {

class JobRunner;

/// The draft that all pages share: edits of rules, default-deny policies for a scope with the decisions on them, and
/// the newest version these lead to. Edits and decisions are undoable and kept by the rule's and the edge's identity,
/// so that a newer dump keeps them. Evaluates on a thread; the newest wish wins.
class Draft : public QObject {
    Q_OBJECT
  public:
    explicit Draft(QUndoStack& undo, QObject* parent = nullptr);
    ~Draft() override;

    /// The newest version; nullptr until there is evidence and a first edit or proposal.
    const std::shared_ptr<const DraftVersion>& version() const { return m_version; }
    bool isBusy() const;
    const QString& problem() const { return m_problem; }
    /// The namespace in scope of the default-deny policies; empty: all.
    const QString& scope() const { return m_scope; }
    /// Whether default-deny policies are part of the draft.
    bool isProposing() const { return m_isProposing; }

    /// Takes another analysis, or none. Decisions are kept, edits as long as the input is the same one. Edits are
    /// evaluated at once; nothing is proposed until begin() or setScope().
    void setAnalysis(std::shared_ptr<const Analysis> analysis);
    /// Makes the first version where there is none yet; for a page that is about to show it. Proposes default-deny
    /// policies unless the draft has edits of rules.
    void begin();
    /// Proposes for one namespace, or for all where it is empty.
    void setScope(const QString& ns);
    /// Takes the default-deny policies out of the draft; decisions on them are kept for the next time.
    void endProposal();
    /// Decides on edges of the version at hand, as one step of undo.
    void decide(const std::vector<std::uint32_t>& edges, DraftDecision decision);
    DraftDecision decision(const std::string& key) const;

    /// The edits of rules by rule; how each stands is in the version.
    const std::map<RuleKey, DraftEdit>& edits() const { return m_edits; }
    /// Takes edits into the draft, as one step of undo. One for a rule that has one takes its place.
    void addEdits(const std::vector<DraftEdit>& edits);
    /// Takes the edits of these rules out of the draft, as one step of undo.
    void takeBack(const std::vector<RuleKey>& rules);

  Q_SIGNALS:
    void versionChanged();
    void busyChanged(bool isBusy);
    void scopeChanged();
    /// Edits came or went; the version that has them follows.
    void editsChanged();

  private:
    friend class DecideCommand;
    friend class EditCommand;
    using Decided = std::map<std::string, DraftDecision>;
    using Edited = std::map<RuleKey, std::optional<DraftEdit>>; // none: the rule stays as it is
    void apply(const Decided& decisions);
    void apply(const Edited& edits);
    void changeEdits(Edited after, const QString& text);
    bool hasEvidence() const;
    void evaluate();
    void take(Result<DraftVersion> version);
    void drop();

    QUndoStack& m_undo;
    JobRunner* m_jobs;
    std::shared_ptr<const Analysis> m_analysis;
    std::shared_ptr<const DraftVersion> m_version;
    std::map<RuleKey, DraftEdit> m_edits;
    Decided m_decisions;
    QString m_scope;
    bool m_isProposing = false;
    QString m_problem;
};

} // namespace portolan

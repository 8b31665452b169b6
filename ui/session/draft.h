#pragma once

#include "core/analysis/analysis.h"
#include "core/propose/effect.h"
#include "core/propose/proposal.h"
#include "core/propose/review.h"
#include "core/propose/verify.h"

#include <QObject>
#include <QString>

#include <memory>
#include <vector>

class QUndoStack;

namespace portolan {

class JobRunner;

/// What a reader said of one edge of a draft. Deferred is not taken, and asked about again.
enum class DraftDecision : std::uint8_t { Undecided, Accepted, Rejected, Deferred };

/// A draft as it stands: the proposal that the decisions lead to, and what it would do. Immutable.
struct DraftVersion {
    std::shared_ptr<const Analysis> analysis;
    std::shared_ptr<const ProposalBasis> basis;
    std::vector<DraftDecision> decisions; ///< by edge of the basis
    Proposal proposal;
    std::shared_ptr<const Reachability> after;
    Effect effect;
    OverReach overReach;
    std::shared_ptr<const std::vector<ReviewRow>>
        rows;                              ///< what there is to decide; the same for all versions of a basis
    std::vector<std::string> attention;    ///< by row: why it waits for a person, or empty
    std::vector<Verdict> kept;             ///< by edge of the basis: what of it passes under the proposal
    std::vector<std::string> before, yaml; ///< by policy of the proposal: what it replaces (may be empty), what it is

    bool isOpen(std::uint32_t edge) const { return kept[edge] != Verdict::Deny; }
};

/// The draft that all pages share: scope, decisions and the newest version. Decisions are undoable and kept by the
/// edge's identity, so that a newer dump keeps them. Evaluates on a thread; the newest decision wins.
class Draft : public QObject {
    Q_OBJECT
  public:
    explicit Draft(QUndoStack& undo, QObject* parent = nullptr);
    ~Draft() override;

    /// The newest version; nullptr until there is evidence and a first proposal.
    const std::shared_ptr<const DraftVersion>& version() const { return m_version; }
    bool isBusy() const;
    const QString& problem() const { return m_problem; }
    /// The namespace in scope; empty: all.
    const QString& scope() const { return m_scope; }

    /// Takes another analysis, or none. Decisions are kept; nothing is proposed until begin() or setScope().
    void setAnalysis(std::shared_ptr<const Analysis> analysis);
    /// Makes the first version where there is none yet; for a page that is about to show it.
    void begin();
    /// Proposes for one namespace, or for all where it is empty.
    void setScope(const QString& ns);
    /// Decides on edges of the version at hand, as one step of undo.
    void decide(const std::vector<std::uint32_t>& edges, DraftDecision decision);

    DraftDecision decision(const std::string& key) const;

  Q_SIGNALS:
    void versionChanged();
    void busyChanged(bool isBusy);
    void scopeChanged();

  private:
    friend class DecideCommand;
    using Decided = std::map<std::string, DraftDecision>;
    void apply(const Decided& decisions);
    void rebase();
    void evaluate();

    QUndoStack& m_undo;
    JobRunner* m_jobs;
    std::shared_ptr<const Analysis> m_analysis;
    std::shared_ptr<const ProposalBasis> m_basis;
    std::shared_ptr<const DraftVersion> m_version;
    Decided m_decisions;
    QString m_scope;
    QString m_problem;
};

} // namespace portolan

#include "ui/session/draft.h"

#include "ui/session/job_runner.h"

#include <QUndoCommand>
#include <QUndoStack>

namespace portolan {

/// One step of deciding: the decisions before and after for the edges it touches.
class DecideCommand : public QUndoCommand {
  public:
    DecideCommand(Draft& draft, Draft::Decided before, Draft::Decided after, const QString& text)
        : QUndoCommand(text), m_draft(draft), m_before(std::move(before)), m_after(std::move(after)) {}
    void undo() override { m_draft.apply(m_before); }
    void redo() override { m_draft.apply(m_after); }

  private:
    Draft& m_draft;
    Draft::Decided m_before;
    Draft::Decided m_after;
};

/// One step of editing: the edits before and after of the rules it touches.
class EditCommand : public QUndoCommand {
  public:
    EditCommand(Draft& draft, Draft::Edited before, Draft::Edited after, const QString& text)
        : QUndoCommand(text), m_draft(draft), m_before(std::move(before)), m_after(std::move(after)) {}
    void undo() override { m_draft.apply(m_before); }
    void redo() override { m_draft.apply(m_after); }

  private:
    Draft& m_draft;
    Draft::Edited m_before;
    Draft::Edited m_after;
};

namespace {

QString commandText(DraftDecision decision, std::size_t count) {
    const QString edges = count == 1 ? QObject::tr("one edge") : QObject::tr("%1 edges").arg(count);
    switch (decision) {
    case DraftDecision::Accepted: return QObject::tr("Accept %1").arg(edges);
    case DraftDecision::Rejected: return QObject::tr("Reject %1").arg(edges);
    case DraftDecision::Deferred: return QObject::tr("Defer %1").arg(edges);
    case DraftDecision::Undecided: break;
    }
    return QObject::tr("Leave %1 open").arg(edges);
}

QString ruleText(const RuleKey& rule) {
    return QStringLiteral("%1 %2 %3 %4")
        .arg(QString::fromStdString(rule.policy),
             rule.direction == Direction::Ingress ? QObject::tr("ingress") : QObject::tr("egress"), QObject::tr("rule"))
        .arg(rule.index + 1);
}

QString rulesText(const std::vector<RuleKey>& rules) {
    return rules.size() == 1 ? ruleText(rules.front()) : QObject::tr("%1 rules").arg(rules.size());
}

/// Whether both come from the same manifests or the same cluster.
bool isSameInput(const Analysis& a, const Analysis& b) {
    return a.options.inputs == b.options.inputs && a.options.live == b.options.live;
}

} // namespace

Draft::Draft(QUndoStack& undo, QObject* parent) : QObject(parent), m_undo(undo), m_jobs(new JobRunner(this)) {
    connect(m_jobs, &JobRunner::started, this, [this] { Q_EMIT busyChanged(true); });
    connect(m_jobs, &JobRunner::stopped, this, [this] { Q_EMIT busyChanged(false); });
}

Draft::~Draft() = default;

bool Draft::isBusy() const {
    return m_jobs->isRunning();
}

void Draft::setAnalysis(std::shared_ptr<const Analysis> analysis) {
    if (!m_analysis || !analysis || !isSameInput(*m_analysis, *analysis)) {
        m_edits.clear();
        m_isProposing = false;
    }
    m_analysis = std::move(analysis);
    m_version.reset();
    m_problem.clear();
    m_undo.clear();
    m_jobs->cancel();
    Q_EMIT editsChanged();
    Q_EMIT versionChanged();
    if (!m_edits.empty() && !m_isProposing) evaluate();
}

void Draft::begin() {
    if (m_version || isBusy()) return;
    if (m_edits.empty()) m_isProposing = true;
    evaluate();
}

void Draft::setScope(const QString& ns) {
    if (m_scope == ns && m_isProposing) return;
    m_scope = ns;
    m_isProposing = true;
    Q_EMIT scopeChanged();
    evaluate();
}

void Draft::endProposal() {
    if (!m_isProposing) return;
    m_isProposing = false;
    evaluate();
}

bool Draft::hasEvidence() const {
    return m_analysis && m_analysis->ledger && m_analysis->ledger->evidence();
}

void Draft::drop() {
    m_jobs->cancel();
    m_version.reset();
    Q_EMIT versionChanged();
}

void Draft::evaluate() {
    m_problem.clear();
    if (!hasEvidence() || (m_edits.empty() && !m_isProposing)) return drop();
    DraftPlan plan{m_edits, std::nullopt, m_decisions};
    if (m_isProposing) plan.proposedFor = m_scope.toStdString();
    m_jobs->start([this, analysis = m_analysis, plan = std::move(plan),
                   earlier = m_version](const RunControl& control) -> JobRunner::Deliver {
        return [this, version = draftVersion(analysis, plan, earlier.get(), control)]() mutable {
            take(std::move(version));
        };
    });
}

void Draft::take(Result<DraftVersion> version) {
    if (version) {
        m_version = std::make_shared<const DraftVersion>(std::move(*version));
    } else {
        m_problem = QString::fromStdString(version.error().message);
        m_version.reset();
    }
    Q_EMIT versionChanged();
}

void Draft::decide(const std::vector<std::uint32_t>& edges, DraftDecision decision) {
    if (!m_version || !m_version->isProposing() || edges.empty()) return;
    Decided before;
    Decided after;
    for (const std::uint32_t i : edges) {
        const std::string& key = m_version->basis->edges()[i].key;
        before[key] = this->decision(key);
        after[key] = decision;
    }
    if (before == after) return;
    m_undo.push(new DecideCommand(*this, std::move(before), std::move(after), commandText(decision, edges.size())));
}

DraftDecision Draft::decision(const std::string& key) const {
    const auto it = m_decisions.find(key);
    return it == m_decisions.end() ? DraftDecision::Undecided : it->second;
}

void Draft::apply(const Decided& decisions) {
    for (const auto& [key, decision] : decisions) m_decisions[key] = decision;
    evaluate();
}

void Draft::addEdits(const std::vector<DraftEdit>& edits) {
    Edited after;
    std::vector<RuleKey> rules;
    bool isRemoval = true;
    for (const DraftEdit& edit : edits) {
        after[edit.rule] = edit;
        rules.push_back(edit.rule);
        isRemoval = isRemoval && edit.change == RuleChange::Remove;
    }
    changeEdits(std::move(after), (isRemoval ? tr("Remove %1") : tr("Tighten %1")).arg(rulesText(rules)));
}

void Draft::takeBack(const std::vector<RuleKey>& rules) {
    Edited after;
    for (const RuleKey& rule : rules) after[rule] = std::nullopt;
    changeEdits(std::move(after), tr("Take back the edit of %1").arg(rulesText(rules)));
}

void Draft::changeEdits(Edited after, const QString& text) {
    Edited before;
    for (const auto& [rule, edit] : after) {
        const auto it = m_edits.find(rule);
        before[rule] = it == m_edits.end() ? std::nullopt : std::optional(it->second);
    }
    if (before != after) m_undo.push(new EditCommand(*this, std::move(before), std::move(after), text));
}

void Draft::apply(const Edited& edits) {
    for (const auto& [rule, edit] : edits) {
        if (edit)
            m_edits[rule] = *edit;
        else
            m_edits.erase(rule);
    }
    Q_EMIT editsChanged();
    evaluate();
}

} // namespace portolan

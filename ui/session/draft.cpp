#include "ui/session/draft.h"

#include "core/base/text.h"
#include "core/propose/keep_declared.h"
#include "core/propose/observed_edges.h"
#include "core/propose/policy_writer.h"
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

/// What the engine takes: a deferred edge is not admitted, one nobody spoke of is as suggested.
Decisions decisionsOf(const ProposalBasis& basis, const std::map<std::string, DraftDecision>& said) {
    Decisions out;
    for (const ResolvedEdge& e : basis.edges()) {
        const auto it = said.find(e.key);
        if (it == said.end() || it->second == DraftDecision::Undecided) continue;
        out[e.key] = it->second == DraftDecision::Accepted ? Decision::Accepted : Decision::Rejected;
    }
    return out;
}

/// The policies of the namespace that a proposed one takes the place of, as YAML.
std::string replacedYaml(const DraftVersion& version, const ProposedPolicy& proposed) {
    std::string out;
    for (const PolicyId id : version.proposal.replaced) {
        const NetworkPolicy* old = version.basis->before().policy(id);
        if (!old || old->ns != proposed.policy.ns || old->name != proposed.policy.name) continue;
        out += policyYaml(version.basis->cluster(), *old);
    }
    return out;
}

using ReviewRows = std::shared_ptr<const std::vector<ReviewRow>>;

/// `rows` are those of an earlier version of the basis; nullptr where there is none.
Result<DraftVersion> makeVersion(std::shared_ptr<const Analysis> analysis, std::shared_ptr<const ProposalBasis> basis,
                                 ReviewRows rows, const std::map<std::string, DraftDecision>& said,
                                 const RunControl& control) {
    DraftVersion out;
    out.analysis = std::move(analysis);
    out.basis = std::move(basis);
    out.proposal = propose(*out.basis, decisionsOf(*out.basis, said));
    auto after = evaluated(*out.basis, out.proposal, control);
    if (!after) return tl::make_unexpected(after.error());
    out.after = *after;
    auto effects = effect(*out.basis, out.proposal, *out.after, out.analysis->pairs.must, control);
    if (!effects) return tl::make_unexpected(effects.error());
    out.effect = *effects;
    auto beyond = overReach(*out.basis, out.proposal, *out.after, control);
    if (!beyond) return tl::make_unexpected(beyond.error());
    out.overReach = std::move(*beyond);
    out.rows = rows ? std::move(rows) : std::make_shared<const std::vector<ReviewRow>>(reviewRows(*out.basis));
    for (const ReviewRow& row : *out.rows)
        out.attention.push_back(attention(*out.basis, row, out.overReach, *out.after));
    for (const ResolvedEdge& e : out.basis->edges()) {
        const auto it = said.find(e.key);
        out.decisions.push_back(it == said.end() ? DraftDecision::Undecided : it->second);
        out.kept.push_back(keptVerdict(e, *out.after));
    }
    for (const ProposedPolicy& p : out.proposal.policies) {
        out.yaml.push_back(policyYaml(out.basis->cluster(), p.policy, p.header, p.notes));
        out.before.push_back(replacedYaml(out, p));
    }
    return out;
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
    m_analysis = std::move(analysis);
    m_version.reset();
    m_basis.reset();
    m_undo.clear();
    m_jobs->cancel();
    Q_EMIT versionChanged();
}

void Draft::begin() {
    if (!m_version && !isBusy()) rebase();
}

void Draft::setScope(const QString& ns) {
    if (m_scope == ns) return;
    m_scope = ns;
    Q_EMIT scopeChanged();
    rebase();
}

void Draft::rebase() {
    m_problem.clear();
    if (!m_analysis || !m_analysis->ledger || !m_analysis->ledger->evidence()) {
        m_jobs->cancel();
        m_version.reset();
        Q_EMIT versionChanged();
        return;
    }
    m_jobs->start([this, analysis = m_analysis, said = m_decisions,
                   ns = m_scope.toStdString()](const RunControl& control) -> JobRunner::Deliver {
        ProposalScope scope = ProposalScope::ofCluster(*analysis->cluster);
        if (const auto id = analysis->cluster->findNamespace(ns); !ns.empty() && id) scope = {{*id}, {}};
        ProposalOptions options;
        options.windowDays = analysis->ledger->evidence()->days;
        options.evidence =
            dateText(analysis->ledger->evidence()->first) + " to " + dateText(analysis->ledger->evidence()->last);
        std::vector<ObservedEdge> edges = observedEdges(*analysis->ledger);
        keepDeclared(*analysis->declared, *analysis->cluster, KeepDeclared::Sure, edges);
        auto basis =
            ProposalBasis::create(analysis->reachability, std::move(edges), std::move(scope), options, control);
        auto version = basis ? makeVersion(analysis, *basis, nullptr, said, control)
                             : Result<DraftVersion>(tl::make_unexpected(basis.error()));
        return [this, version = std::move(version)]() mutable {
            if (!version) {
                m_problem = QString::fromStdString(version.error().message);
                m_version.reset();
            } else {
                m_basis = version->basis;
                m_version = std::make_shared<const DraftVersion>(std::move(*version));
            }
            Q_EMIT versionChanged();
        };
    });
}

void Draft::evaluate() {
    if (!m_basis) return rebase();
    m_jobs->start([this, analysis = m_analysis, basis = m_basis, rows = m_version ? m_version->rows : nullptr,
                   said = m_decisions](const RunControl& control) -> JobRunner::Deliver {
        auto version = makeVersion(analysis, basis, rows, said, control);
        return [this, version = std::move(version)]() mutable {
            if (version) m_version = std::make_shared<const DraftVersion>(std::move(*version));
            Q_EMIT versionChanged();
        };
    });
}

void Draft::decide(const std::vector<std::uint32_t>& edges, DraftDecision decision) {
    if (!m_basis || edges.empty()) return;
    Decided before;
    Decided after;
    for (const std::uint32_t i : edges) {
        const std::string& key = m_basis->edges()[i].key;
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

} // namespace portolan

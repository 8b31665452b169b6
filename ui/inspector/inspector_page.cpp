#include "ui/inspector/inspector_page.h"

#include "core/reach/rule_match.h"
#include "ui/inspector/block_panel.h"
#include "ui/inspector/edge_panel.h"
#include "ui/inspector/inspector_parts.h"
#include "ui/inspector/object_panels.h"
#include "ui/inspector/policy_panels.h"
#include "ui/models/words.h"
#include "ui/session/job_runner.h"
#include "ui/session/session.h"
#include "ui/widgets/label.h"
#include "ui/widgets/layout_parts.h"
#include "ui/widgets/state_view.h"

#include <QVBoxLayout>

namespace portolan {

namespace {

QWidget* makeHint(const QString& sentence, const QString& reason) {
    auto* state = new StateView;
    state->showEmpty({Icon::Target, sentence, reason, {}});
    return state;
}

} // namespace

InspectorPage::InspectorPage(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_jobs(new JobRunner(this)), m_column(new QVBoxLayout(this)) {
    m_column->setContentsMargins(0, 0, 0, 0);
    setProperty("kind", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    connect(&m_session, &Session::selectionChanged, this, &InspectorPage::show);
    connect(&m_session, &Session::analysisChanged, this, &InspectorPage::show);
    show();
}

void InspectorPage::show() {
    m_jobs->cancel();
    if (m_potential.analysis != m_session.analysis()) m_potential = {};
    if (m_entries.analysis != m_session.analysis()) m_entries = {};
    QWidget* old = std::exchange(m_content, makeContent());
    m_column->addWidget(m_content);
    if (old != nullptr) {
        m_column->removeWidget(old);
        old->hide();
        old->deleteLater(); // one of its own signals may have led here
    }
    if (!m_jobs->isRunning()) Q_EMIT settled();
}

QWidget* InspectorPage::makeContent() {
    const auto& analysis = m_session.analysis();
    const Selection& selection = m_session.selection();
    if (!analysis || isNothing(selection))
        return makeHint(tr("Nothing is selected"),
                        tr("Select a workload, an edge, a rule or a finding to see why it is "
                           "as it is."));
    QVBoxLayout* layout = nullptr;
    std::unique_ptr<QWidget> panel(makeScrollPanel(&layout));
    layout->setSpacing(2);
    InspectorColumn column(*layout, [this](const QString& target) { follow(target); });
    bool isFound = false;
    if (const auto* edgeKey = std::get_if<EdgeKey>(&selection)) {
        if (const auto edge = resolve(*analysis, *edgeKey)) {
            isFound = true;
            if (QVBoxLayout* cards = addEdgePanel(column, *analysis, *edge)) startEdits(questionOf(*edge), cards);
        }
    } else if (const auto* workloadKey = std::get_if<WorkloadKey>(&selection)) {
        if (const auto workload = resolve(*analysis->cluster, *workloadKey)) {
            isFound = true;
            startExposure(*workload, addWorkloadPanel(column, *analysis, *workload));
        }
    } else if (const auto* ruleKey = std::get_if<RuleKey>(&selection)) {
        if (const auto rule = resolve(*analysis->reachability, *ruleKey)) {
            isFound = true;
            if (QVBoxLayout* narrower = addRulePanel(column, *analysis, *rule)) startTightening(*rule, narrower);
        }
    } else if (const auto* policyKey = std::get_if<PolicyKey>(&selection)) {
        if (const auto policy = resolve(*analysis->reachability, *policyKey)) {
            isFound = true;
            addPolicyPanel(column, *analysis, *policy);
        }
    } else if (const auto* findingKey = std::get_if<FindingKey>(&selection)) {
        if (const auto at = resolve(*analysis, *findingKey)) {
            isFound = true;
            addFindingPanel(column, *analysis, analysis->findings[*at]);
        }
    } else if (const auto* entryKey = std::get_if<EntryKey>(&selection)) {
        if (const auto entry = findEntry(*analysis->cluster, entryKey->object)) {
            isFound = true;
            startEntry(entryKey->object, addEntryPanel(column, *analysis, entryKey->object, *entry));
        }
    } else if (const auto* blockKey = std::get_if<BlockKey>(&selection)) {
        if (hasBlock(*analysis, *blockKey)) {
            isFound = true;
            startBlock(*blockKey, addBlockPanel(column, *analysis, *blockKey));
        }
    }
    if (!isFound) return makeHint(tr("The selection is gone"), tr("The analysis at hand does not have it any more."));
    layout->addStretch();
    return panel.release();
}

void InspectorPage::startEdits(const WhyQuestion& question, QVBoxLayout* cards) {
    QLabel* wait = makeLabel(tr("Trying edits..."), TextRole::Dense, TextTone::Text3);
    cards->addWidget(wait);
    const auto analysis = m_session.analysis();
    m_jobs->start([this, analysis, question, cards, wait](const RunControl& control) -> JobRunner::Deliver {
        return [this, cards, wait, edits = closingEdits(*analysis, question, control)] {
            delete wait;
            showEdits(edits, cards);
            Q_EMIT settled();
        };
    });
}

void InspectorPage::startTightening(const RuleRef& rule, QVBoxLayout* layout) {
    const auto analysis = m_session.analysis();
    m_jobs->start([this, analysis, rule, layout](const RunControl& control) -> JobRunner::Deliver {
        const auto tightened = tighten(*analysis->ledger, std::span(&rule, 1), control);
        return [this, analysis, layout, list = tightened ? *tightened : std::vector<Tightening>()] {
            addTightening(*layout, *analysis, list);
            Q_EMIT settled();
        };
    });
}

void InspectorPage::startExposure(WorkloadId workload, QVBoxLayout* layout) {
    const auto analysis = m_session.analysis();
    m_jobs->start([this, analysis, workload, layout, known = m_potential.potential,
                   facts = m_entries.facts](const RunControl& control) -> JobRunner::Deliver {
        auto entries =
            facts ? facts : std::make_shared<const std::vector<EntryFact>>(entryFacts(*analysis->reachability));
        auto potential = known;
        if (!potential)
            if (auto made = PotentialReach::create(*analysis->reachability, PotentialForm::Labels, control))
                potential = std::move(*made);
        auto peers = potential ? exposedPeers(*potential, workload) : std::vector<ExposedPeer>();
        return [this, analysis, workload, layout, entries = std::move(entries), potential = std::move(potential),
                list = std::move(peers)] {
            m_potential = {analysis, potential};
            m_entries = {analysis, entries};
            InspectorColumn column(*layout, [this](const QString& target) { follow(target); });
            addLetInBy(column, *entries, workload);
            addExposure(column, *analysis, list);
            Q_EMIT settled();
        };
    });
}

void InspectorPage::startEntry(const std::string& object, QVBoxLayout* layout) {
    const auto analysis = m_session.analysis();
    m_jobs->start([this, analysis, object, layout, known = m_entries.facts](const RunControl&) -> JobRunner::Deliver {
        auto entries =
            known ? known : std::make_shared<const std::vector<EntryFact>>(entryFacts(*analysis->reachability));
        return [this, analysis, object, layout, entries = std::move(entries)] {
            m_entries = {analysis, entries};
            InspectorColumn column(*layout, [this](const QString& target) { follow(target); });
            addLetsIn(column, *analysis, *entries, object);
            Q_EMIT settled();
        };
    });
}

void InspectorPage::startBlock(const BlockKey& key, QVBoxLayout* layout) {
    const auto analysis = m_session.analysis();
    m_jobs->start([this, analysis, key, layout](const RunControl& control) -> JobRunner::Deliver {
        return [this, analysis, layout, facts = blockFacts(*analysis, key, control)] {
            InspectorColumn column(*layout, [this](const QString& target) { follow(target); });
            if (facts) addBlockFacts(column, *analysis, *facts);
            Q_EMIT settled();
        };
    });
}

void InspectorPage::follow(const QString& target) {
    const auto analysis = m_session.analysis();
    if (!analysis) return;
    if (const auto selection = linkedSelection(*analysis, target))
        m_session.select(*selection);
    else
        Q_EMIT sourceRequested(target);
}

void InspectorPage::showEdits(const std::vector<ClosingEdit>& edits, QVBoxLayout* cards) {
    const auto analysis = m_session.analysis();
    addClosingCards(*cards, *analysis, edits, [this, analysis](const ClosingEdit& edit) {
        const Cluster& cluster = *analysis->cluster;
        if (edit.kind == ClosingEdit::Kind::Isolate) {
            const NamespaceId ns = cluster.workloads[edit.workload].ns;
            Q_EMIT proposalRequested(toText(cluster.text(cluster.namespaces[ns].name)));
            return;
        }
        m_session.select(keyOf(*analysis->reachability, edit.rule));
        Q_EMIT sourceRequested(toText(cluster.files.line(whereOf(*analysis->reachability, edit.rule))));
    });
}

} // namespace portolan

#include "ui/policies/policies_page.h"

#include "ui/models/policies_model.h"
#include "ui/models/policy_words.h"
#include "ui/models/table_panel.h"
#include "ui/models/words.h"
#include "ui/policies/rule_details.h"
#include "ui/policies/utilisation_bar.h"
#include "ui/session/session.h"
#include "ui/session/source_place.h"
#include "ui/widgets/button.h"
#include "ui/widgets/segmented.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QSplitter>

namespace portolan {

namespace {

/// The segments of the page.
enum Kind { AllRules, IngressRules, EgressRules, NeverUsed, NotObservable };

std::vector<TableColumn> columns() {
    return {{CellKind::Name, 120, ColumnSizing::Stretch},
            {CellKind::Quiet, 88},
            {CellKind::Quiet, 104},
            {CellKind::Quiet, 68},
            {CellKind::Number, 56},
            {CellKind::Text, 56},
            {CellKind::Text, 108, ColumnSizing::Stretch},
            {CellKind::Mono, 84},
            {CellKind::Number, 90},
            {CellKind::Number, 76},
            {CellKind::Share, 106},
            {CellKind::Quiet, 104},
            {CellKind::FileLine, 164}};
}

} // namespace

PoliciesPage::PoliciesPage(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_model(new PoliciesModel), m_panel(new TablePanel(m_model, columns())),
      m_kinds(new Segmented({tr("All"), tr("Ingress"), tr("Egress"), tr("Never used"), tr("Not observable")})),
      m_details(new RuleDetails(session.draft())), m_draftButton(makeButton({}, ButtonKind::Link)),
      m_detailsButton(makeButton(tr("Details"))) {
    m_panel->table().setCellDelegate(new UtilisationDelegate);
    m_detailsButton->setCheckable(true);
    m_detailsButton->setToolTip(tr("What of the chosen rule was used, and the smallest edit that keeps every flow"));
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(16, 4, 16, 8);
    bar->addWidget(m_kinds);
    bar->addStretch();
    bar->addWidget(m_draftButton);
    bar->addSpacing(12);
    bar->addWidget(m_detailsButton);
    auto* left = new QWidget;
    auto* leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins(0, 0, 0, 0);
    leftColumn->setSpacing(0);
    leftColumn->addLayout(bar);
    leftColumn->addWidget(m_panel, 1);
    m_body = new QSplitter(Qt::Horizontal);
    m_body->setHandleWidth(1);
    m_body->setChildrenCollapsible(false);
    m_body->addWidget(left);
    m_body->addWidget(m_details);
    m_body->setStretchFactor(0, 1);
    m_details->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_body, 1);
    setFocusProxy(&m_panel->table());
    setProperty("kind", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    connect(m_kinds, &Segmented::chosen, this, &PoliciesPage::applyFilter);
    connect(m_detailsButton, &QPushButton::toggled, this, &PoliciesPage::showDetails);
    connect(m_panel, &TablePanel::shownChanged, this, &PoliciesPage::showState);
    connect(m_panel, &TablePanel::currentRowChanged, this, [this](int row) {
        if (row < 0) return;
        const PolicyRow& item = m_model->policyRow(row);
        const Reachability& reachability = *m_session.analysis()->reachability;
        if (item.rule)
            m_session.select(keyOf(reachability, RuleRef{item.policy, item.direction, *item.rule}));
        else
            m_session.select(keyOf(reachability, item.policy));
    });
    connect(m_panel, &TablePanel::fileLineActivated, this, [this](int row) {
        if (const auto place = placeOf(*m_session.analysis()->cluster, m_model->place(row)))
            Q_EMIT sourceRequested(place->text());
    });
    connect(m_panel, &TablePanel::contextMenuRequested, this, &PoliciesPage::showMenu);
    connect(&m_panel->state(), &StateView::actionRequested, this, [this] {
        if (m_panel->filtered().total() == 0) {
            Q_EMIT proposalRequested();
            return;
        }
        m_kinds->setCurrent(0);
        m_session.setFilter({});
        applyFilter();
    });
    connect(m_draftButton, &QPushButton::clicked, this, &PoliciesPage::draftRequested);
    connect(m_details, &RuleDetails::leafChanged, this, &PoliciesPage::showColumns);
    connect(m_details, &RuleDetails::draftRequested, this, &PoliciesPage::draftRequested);
    connect(&m_session.draft(), &Draft::editsChanged, this, &PoliciesPage::showDraft);
    connect(&m_session, &Session::analysisChanged, this, &PoliciesPage::takeAnalysis);
    connect(&m_session, &Session::filterChanged, this, &PoliciesPage::applyFilter);
    connect(&m_session, &Session::selectionChanged, this, &PoliciesPage::followSelection);
    showDraft();
    takeAnalysis();
}

/// How much of the draft comes from here, and the way there.
void PoliciesPage::showDraft() {
    const std::size_t count = m_session.draft().edits().size();
    m_draftButton->setVisible(count != 0);
    m_draftButton->setText(tr("%1 in the draft").arg(countText(count, tr("edit"))));
}

void PoliciesPage::takeAnalysis() {
    m_model->setAnalysis(m_session.analysis());
    const bool hasFlows = m_session.analysis() && m_session.analysis()->flows;
    showColumns();
    for (const int kind : {NeverUsed, NotObservable})
        m_kinds->setUnavailable(kind, hasFlows ? QString() : tr("Flows are not loaded: there is no evidence of use"));
    if (!hasFlows && m_kinds->current() >= NeverUsed) m_kinds->setCurrent(AllRules);
    applyFilter();
    tellDetails();
}

/// Columns that hold nothing are left out; where tiers need the room of the pairs, the utilisation's tooltip has them,
/// and what the details tell need not stand beside them. A diff is wide, and gets the room.
void PoliciesPage::showColumns() {
    const bool hasTiers = m_model->hasAdminPolicies();
    const bool hasUse = m_session.analysis() && m_session.analysis()->flows;
    const auto show = [this](int column, bool isShown) { m_panel->table().setColumnHidden(column, !isShown); };
    for (const int column : {PoliciesModel::TierColumn, PoliciesModel::ActionColumn}) show(column, hasTiers);
    for (const int column : {PoliciesModel::UtilisationColumn, PoliciesModel::LastHitColumn}) show(column, hasUse);
    const bool hasDetails = m_detailsButton->isChecked();
    show(PoliciesModel::AllowedColumn, !(hasTiers && hasUse) && !hasDetails);
    show(PoliciesModel::UsedColumn, hasUse && !hasTiers && !hasDetails);
    for (const int column : {PoliciesModel::SelectsColumn, PoliciesModel::FileColumn}) show(column, !hasDetails);
    const bool isEditing = hasDetails && m_details->isEditing();
    for (const int column : {PoliciesModel::PeersColumn, PoliciesModel::PortsColumn}) show(column, !isEditing);
    if (isEditing) show(PoliciesModel::LastHitColumn, false);
    m_body->setSizes(isEditing ? QList<int>{400, 760} : QList<int>{620, 400});
}

void PoliciesPage::showDetails(bool isShown) {
    m_detailsButton->setChecked(isShown);
    m_detailsButton->setText(isShown ? tr("Hide details") : tr("Details"));
    m_details->setVisible(isShown);
    showColumns();
    tellDetails();
}

/// A pane that nobody sees works nothing out.
void PoliciesPage::tellDetails() {
    if (!m_detailsButton->isChecked()) return;
    const int row = m_panel->currentRow();
    m_details->show(m_session.analysis(), row < 0 ? std::nullopt : std::optional(m_model->policyRow(row)));
}

void PoliciesPage::showNeverUsed() {
    if (!m_session.analysis() || !m_session.analysis()->flows) return;
    m_kinds->setCurrent(NeverUsed);
    applyFilter();
}

void PoliciesPage::sortByUtilisation() {
    m_kinds->setCurrent(AllRules);
    applyFilter();
    m_panel->table().sortByColumn(PoliciesModel::UtilisationColumn, Qt::AscendingOrder);
}

void PoliciesPage::applyFilter() {
    const int kind = m_kinds->current();
    const Query query = m_session.filter().query;
    m_panel->setPredicate([this, kind, query](int row) {
        const PolicyRow& item = m_model->policyRow(row);
        if (kind == IngressRules && item.direction != Direction::Ingress) return false;
        if (kind == EgressRules && item.direction != Direction::Egress) return false;
        if (kind == NeverUsed || kind == NotObservable) {
            if (!item.rule) return false;
            const RuleUsage* usage = m_session.analysis()->ledger->usage({item.policy, item.direction, *item.rule});
            const UsageState wanted = kind == NeverUsed ? UsageState::Unused : UsageState::NotObservable;
            if (usage == nullptr || usage->state() != wanted) return false;
        }
        return isMatch(
            query, [&](std::string_view field) { return m_model->fields(row, field); },
            [&] { return m_model->rowText(row); });
    });
    showState();
    followSelection();
}

void PoliciesPage::showState() {
    const auto& analysis = m_session.analysis();
    const int total = m_panel->filtered().total();
    if (!analysis)
        m_panel->showEmpty({Icon::Folder, tr("Nothing is open"), tr("Open the manifests of a cluster first."), {}});
    else if (total == 0)
        m_panel->showProblem(
            {Icon::Shield,
             tr("All %1 accept everything").arg(countText(analysis->cluster->workloads.size(), tr("workload"))),
             tr("The input has no policy, so every pod reaches every pod."), tr("Propose policies...")});
    else if (m_panel->filtered().shown() == 0)
        m_panel->showEmpty(
            {Icon::Filter, tr("No rule matches"),
             tr("%1 are hidden by the filter.").arg(countText(static_cast<std::uint64_t>(total), tr("rule"))),
             tr("Show all")});
    else
        m_panel->showTable();
}

int PoliciesPage::rowOfSelection() const {
    const auto& analysis = m_session.analysis();
    if (!analysis) return -1;
    const Selection& selection = m_session.selection();
    if (const auto* key = std::get_if<RuleKey>(&selection)) {
        const auto rule = resolve(*analysis->reachability, *key);
        return !rule ? -1 : m_model->findRow([&](int row) {
            const PolicyRow& item = m_model->policyRow(row);
            return item.policy == rule->policy && item.direction == rule->direction && item.rule == rule->index;
        });
    }
    if (const auto* key = std::get_if<PolicyKey>(&selection)) {
        const auto policy = resolve(*analysis->reachability, *key);
        const auto isThis = [&](int row) { return policy && m_model->policyRow(row).policy == *policy; };
        const int current = m_panel->currentRow();
        return current >= 0 && isThis(current) ? current : m_model->findRow(isThis);
    }
    return -1;
}

void PoliciesPage::followSelection() {
    m_panel->setCurrentRow(rowOfSelection());
    tellDetails();
}

void PoliciesPage::showMenu(int row, QPoint at) {
    QMenu menu(this);
    const PolicyRow item = m_model->policyRow(row);
    const auto place = placeOf(*m_session.analysis()->cluster, m_model->place(row));
    const Reachability& reachability = *m_session.analysis()->reachability;
    const QString policy = policyText(reachability, item.policy);
    const QString ns = policyPlaceText(reachability, item.policy);
    menu.addAction(tr("Go to source"), this, [this, place] { Q_EMIT sourceRequested(place->text()); })
        ->setEnabled(place.has_value());
    if (item.rule && m_session.analysis()->flows)
        menu.addAction(tr("Preview tighter rule"), this, [this] {
            showDetails(true);
            m_details->preview();
        });
    if (item.rule) {
        const RuleKey key = keyOf(reachability, RuleRef{item.policy, item.direction, *item.rule});
        if (m_session.draft().edits().contains(key))
            menu.addAction(tr("Take back from the draft"), this, [this, key] { m_session.draft().takeBack({key}); });
    }
    menu.addAction(tr("Only what this policy admits"), this,
                   [&] { m_session.setFilter(QStringLiteral("policy=\"%1\"").arg(policy)); });
    menu.addAction(tr("Only this namespace"), this, [&] { m_session.setFilter(QStringLiteral("ns=") + ns); })
        ->setEnabled(!isAdminPolicy(item.policy));
    menu.addSeparator();
    menu.addAction(tr("Copy table as Markdown"), this,
                   [this] { QGuiApplication::clipboard()->setText(m_panel->markdown()); });
    menu.exec(at);
}

} // namespace portolan

#include "ui/draft/draft_page.h"

#include "ui/draft/address_list.h"
#include "ui/draft/draft_files.h"
#include "ui/draft/edits_panel.h"
#include "ui/draft/review_model.h"
#include "ui/draft/yaml_panel.h"
#include "ui/models/words.h"
#include "ui/session/session.h"
#include "ui/widgets/button.h"
#include "ui/widgets/impact_strip.h"
#include "ui/widgets/key_hints.h"
#include "ui/widgets/layout_parts.h"
#include "ui/widgets/state_view.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/text.h"

#include <QFileDialog>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QMessageBox>
#include <QPushButton>
#include <QSplitter>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace portolan {
namespace {

std::vector<TableColumn> reviewColumns() {
    return {{CellKind::Decision, 98},
            {CellKind::Edge, 168, ColumnSizing::Stretch},
            {CellKind::Name, 138, ColumnSizing::Stretch},
            {CellKind::Mono, 76},
            {CellKind::Number, 86},
            {CellKind::DaysSeen, 82},
            {CellKind::Quiet, 96},
            {CellKind::OverReach, 76},
            {CellKind::ChipList, 140}};
}

QString changeText(std::uint64_t before, std::uint64_t after) {
    if (before == 0) return {};
    const double change =
        (static_cast<double>(after) - static_cast<double>(before)) / static_cast<double>(before) * 100;
    return QStringLiteral("%1%2 %")
        .arg(change < 0 ? QStringLiteral("\u2212") : QStringLiteral("+"))
        .arg(qRound(qAbs(change)));
}

std::size_t takenEdits(const DraftVersion& version) {
    return static_cast<std::size_t>(
        std::ranges::count(version.editRows, DraftEditRow::Standing::Taken, &DraftEditRow::standing));
}

QString number(std::uint64_t n) {
    return groupedNumber(static_cast<long long>(n));
}

} // namespace

DraftPage::DraftPage(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_model(new ReviewModel(this)), m_stack(new QStackedLayout(this)),
      m_state(new StateView) {
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_impact = new ImpactStrip;
    column->addWidget(m_impact);
    column->addWidget(makeLine(Qt::Horizontal));
    auto* split = new QSplitter(Qt::Horizontal);
    split->setHandleWidth(1);
    auto* left = new QSplitter(Qt::Vertical);
    left->setHandleWidth(1);
    left->setChildrenCollapsible(false);
    m_review = buildReview();
    left->addWidget(m_review);
    left->addWidget(buildEdits());
    left->setStretchFactor(0, 1);
    left->setSizes({480, 220});
    split->addWidget(left);
    m_yaml = new YamlPanel;
    auto* right = new QWidget;
    auto* rightColumn = new QVBoxLayout(right);
    rightColumn->setContentsMargins(0, 0, 0, 0);
    rightColumn->setSpacing(0);
    auto* yamlTitle = new TitleRow(HeaderKind::Section, tr("Policies as YAML"));
    yamlTitle->setContentsMargins(16, 10, 12, 10);
    rightColumn->addWidget(yamlTitle);
    rightColumn->addWidget(m_yaml, 1);
    split->addWidget(right);
    split->setStretchFactor(0, 1);
    split->setSizes({976, 400});
    column->addWidget(split, 1);
    m_stack->addWidget(content);
    m_stack->addWidget(m_state);
    Draft& draft = m_session.draft();
    connect(&draft, &Draft::versionChanged, this, &DraftPage::takeVersion);
    connect(&draft, &Draft::busyChanged, this, &DraftPage::takeVersion);
    connect(m_state, &StateView::actionRequested, this, [this] {
        if (hasEvidence())
            m_session.draft().setScope(m_session.draft().scope());
        else
            Q_EMIT importFlowsRequested();
    });
    connect(m_impact, &ImpactStrip::cellClicked, this, [this](int cell) {
        if (cell == 1) showNextThatBreaks();
    });
    takeVersion();
}

QWidget* DraftPage::buildReview() {
    auto* review = new QWidget;
    auto* column = new QVBoxLayout(review);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_title = new TitleRow(HeaderKind::Section, tr("Review"));
    m_title->setContentsMargins(24, 10, 16, 10);
    QPushButton* accept = makeButton(tr("Accept suggested"));
    QPushButton* check = makeButton(tr("Verify"));
    QPushButton* map = makeButton(tr("Show on map"));
    map->setToolTip(tr("The map with what the draft closes, breaks and opens"));
    QPushButton* save = makeButton(tr("Export"), ButtonKind::Primary);
    m_leaveOut = makeButton(tr("Leave out"));
    m_leaveOut->setToolTip(tr("Takes the default-deny policies out of the draft; the edits of rules stay"));
    connect(m_leaveOut, &QPushButton::clicked, &m_session.draft(), &Draft::endProposal);
    for (QPushButton* button : {m_leaveOut, accept, check, map, save}) m_title->addControl(button);
    connect(map, &QPushButton::clicked, this, &DraftPage::mapRequested);
    connect(accept, &QPushButton::clicked, this, &DraftPage::acceptSuggested);
    connect(check, &QPushButton::clicked, this, &DraftPage::verify);
    connect(save, &QPushButton::clicked, this, &DraftPage::exportTo);
    m_table = new TableView;
    m_table->setModel(m_model);
    m_table->setColumns(reviewColumns());
    m_table->setRowHeight(36);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setAccessibleName(tr("Edges of the draft"));
    connect(m_table, &TableView::currentRowChanged, this, &DraftPage::select);
    connect(m_table, &QAbstractItemView::doubleClicked, this, [this](const QModelIndex& index) {
        if (m_model->at(index.row()).edges.size() > 1)
            showAddresses();
        else
            Q_EMIT mapRequested();
    });
    column->addWidget(m_title);
    column->addWidget(m_table, 1);
    column->addWidget(new KeyHints({{QStringLiteral("A"), tr("accept")},
                                    {QStringLiteral("R"), tr("reject")},
                                    {QStringLiteral("D"), tr("defer")},
                                    {tr("Shift"), tr("range")},
                                    {QStringLiteral("L"), tr("addresses of the row")},
                                    {QStringLiteral("F10"), tr("next that would break")}}));
    return review;
}

/// Its buttons are those of the review, which it stands below where there is one.
QWidget* DraftPage::buildEdits() {
    auto* out = new QWidget;
    auto* column = new QVBoxLayout(out);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_editsLine = makeLine(Qt::Horizontal);
    m_edits = new EditsPanel(m_session.draft());
    QPushButton* propose = makeButton(tr("Add default-deny"));
    propose->setToolTip(tr("Proposes default-deny policies on top of the edits"));
    QPushButton* check = makeButton(tr("Verify"));
    QPushButton* map = makeButton(tr("Show on map"));
    QPushButton* save = makeButton(tr("Export"), ButtonKind::Primary);
    m_editsOnly = {propose, check, map, save};
    for (QPushButton* button : m_editsOnly) m_edits->addControl(button);
    connect(propose, &QPushButton::clicked, this, [this] { m_session.draft().setScope(m_session.draft().scope()); });
    connect(check, &QPushButton::clicked, this, &DraftPage::verify);
    connect(map, &QPushButton::clicked, this, &DraftPage::mapRequested);
    connect(save, &QPushButton::clicked, this, &DraftPage::exportTo);
    connect(m_edits, &EditsPanel::currentChanged, this, [this] {
        const auto& version = m_session.draft().version();
        const auto policy = m_edits->currentPolicy();
        if (version && policy) m_yaml->showPolicy(*version, *policy);
    });
    column->addWidget(m_editsLine);
    column->addWidget(m_edits, 1);
    return out;
}

bool DraftPage::hasEvidence() const {
    const auto& analysis = m_session.analysis();
    return analysis && analysis->ledger && analysis->ledger->evidence();
}

void DraftPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_session.draft().begin();
}

void DraftPage::takeVersion() {
    const auto& version = m_session.draft().version();
    m_model->setVersion(version && version->isProposing() ? version : nullptr);
    m_edits->setVersion(version);
    if (!version) {
        showNothing();
        return;
    }
    const bool hasEdits = !version->editRows.empty();
    m_review->setVisible(version->isProposing());
    m_edits->parentWidget()->setVisible(hasEdits);
    m_editsLine->setVisible(version->isProposing());
    m_leaveOut->setVisible(hasEdits);
    for (QPushButton* button : m_editsOnly) button->setVisible(!version->isProposing());
    m_stack->setCurrentIndex(0);
    m_title->setNote(tr("%1 need you, %2 in all").arg(m_model->waiting()).arg(m_model->rowCount()));
    showImpact();
    showYaml();
    Q_EMIT shownChanged();
}

void DraftPage::showNothing() {
    Draft& draft = m_session.draft();
    m_yaml->clear();
    // A log that is followed brings a new analysis while the page is in view.
    if (isVisible() && draft.isProposing() && hasEvidence() && !draft.isBusy() && draft.problem().isEmpty())
        draft.begin();
    if (draft.isBusy())
        m_state->showBusy(draft.isProposing() ? tr("Drafting default-deny policies") : tr("Proving the edits"), -1);
    else if (!draft.problem().isEmpty())
        m_state->showProblem({Icon::Info, tr("The draft could not be made"), draft.problem(), {}});
    else if (hasEvidence())
        m_state->showEmpty({Icon::Draft, tr("The draft is empty"),
                            tr("Try a tighter rule or a removal on the Policies page, or start from default-deny "
                               "policies that keep what was seen."),
                            tr("Propose default-deny")});
    else
        m_state->showEmpty({Icon::Draft, tr("A draft needs evidence"),
                            tr("Load a flow log: the draft keeps what was seen and closes the rest."),
                            tr("Import flows…")});
    m_stack->setCurrentWidget(m_state);
    Q_EMIT shownChanged();
}

void DraftPage::showImpact() {
    const DraftVersion& v = *m_session.draft().version();
    const Effect& e = v.effect;
    const std::uint64_t observed = e.kept + e.wouldBreak.size() + e.uncertain.size();
    m_impact->setCells(
        {{tr("Kept"), {}, number(e.kept), tr("of %1 observed edges").arg(number(observed))},
         {tr("Would break"),
          {},
          number(e.wouldBreak.size()),
          v.isProposing() ? tr("need a decision") : tr("observed edges"),
          e.wouldBreak.empty() ? ImpactTone::Plain : ImpactTone::Danger},
         {tr("Newly closed"), {}, number(e.newlyClosed), tr("pairs of pods")},
         {tr("Reachable pairs"), number(e.pairsBefore), number(e.pairsAfter), changeText(e.pairsBefore, e.pairsAfter)},
         {tr("Newly isolated"), {}, number(e.newlyIsolated.size()), tr("workloads")}});
}

void DraftPage::showYaml() {
    const auto& version = m_session.draft().version();
    if (!version) return;
    const QModelIndex current = m_table->currentIndex();
    const auto policy = m_edits->currentPolicy();
    if (!version->isProposing() && policy) return m_yaml->showPolicy(*version, *policy);
    m_yaml->showVersion(*version, current.isValid() ? std::optional(m_model->edge(current.row())) : std::nullopt);
}

void DraftPage::select() {
    showYaml();
    const QModelIndex current = m_table->currentIndex();
    const auto& version = m_session.draft().version();
    if (!version || !current.isValid()) return;
    const auto& seen = version->analysis->ledger->edges();
    const std::uint32_t edge = m_model->edge(current.row());
    // What is declared and was not seen comes after the edges of the log, and is no edge to select.
    if (edge < seen.size()) m_session.select(keyOf(*version->analysis->cluster, seen[edge]));
}

std::vector<std::uint32_t> DraftPage::selectedEdges() const {
    std::vector<std::uint32_t> out;
    const auto add = [&](int row) {
        const std::vector<std::uint32_t>& edges = m_model->at(row).edges;
        out.insert(out.end(), edges.begin(), edges.end());
    };
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows()) add(index.row());
    if (out.empty() && m_table->currentIndex().isValid()) add(m_table->currentIndex().row());
    return out;
}

void DraftPage::decideSelected(int decision) {
    const auto edges = selectedEdges();
    if (edges.empty()) return;
    m_session.draft().decide(edges, static_cast<DraftDecision>(decision));
    const int next = m_table->currentIndex().row() + 1;
    if (m_table->selectionModel()->selectedRows().size() < 2 && next < m_model->rowCount())
        m_table->setCurrentIndex(m_model->index(next, 0));
}

void DraftPage::showAddresses() {
    const QModelIndex current = m_table->currentIndex();
    if (!current.isValid() || m_model->at(current.row()).edges.size() < 2) return;
    auto* list = new AddressList(*m_model->version(), m_model->at(current.row()), this);
    list->setAttribute(Qt::WA_DeleteOnClose);
    list->show();
}

void DraftPage::acceptSuggested() {
    if (m_model->version()) m_session.draft().decide(m_model->suggested(), DraftDecision::Accepted);
}

void DraftPage::showNextThatBreaks() {
    const int row = m_model->nextThatBreaks(m_table->currentIndex().row());
    if (row >= 0) m_table->setCurrentIndex(m_model->index(row, 0));
}

void DraftPage::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_A: decideSelected(static_cast<int>(DraftDecision::Accepted)); return;
    case Qt::Key_R: decideSelected(static_cast<int>(DraftDecision::Rejected)); return;
    case Qt::Key_D: decideSelected(static_cast<int>(DraftDecision::Deferred)); return;
    case Qt::Key_L: showAddresses(); return;
    case Qt::Key_F10: showNextThatBreaks(); return;
    default: QWidget::keyPressEvent(event);
    }
}

void DraftPage::verify() {
    const auto version = m_session.draft().version();
    if (!version) return;
    const auto certificate = certificateOf(*version);
    if (!certificate) return;
    QMessageBox box(certificate->isFailing ? QMessageBox::Warning : QMessageBox::Information, tr("Verify"),
                    certificate->text, QMessageBox::Ok, this);
    box.setTextFormat(Qt::RichText);
    box.exec();
}

void DraftPage::exportTo() {
    const auto version = m_session.draft().version();
    if (!version) return;
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Export the draft to"));
    if (folder.isEmpty()) return;
    const auto files = draftFiles(*version);
    if (!files) return;
    if (const QString problem = writeFiles(*files, folder); !problem.isEmpty())
        QMessageBox::warning(this, tr("Export"), problem);
}

QStringList DraftPage::shownTexts() const {
    const auto& version = m_session.draft().version();
    if (!version) return {};
    QStringList out;
    if (!version->editRows.empty())
        out << tr("%1 of %2 taken").arg(takenEdits(*version)).arg(countText(version->editRows.size(), tr("edit")))
            << tr("%1 changed").arg(countText(version->edited.size(), tr("policy")));
    if (!version->isProposing()) return out;
    int decided = 0;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const DecisionState s = m_model->state(row);
        decided += s == DecisionState::Accepted || s == DecisionState::Rejected ? 1 : 0;
    }
    return out << tr("%1 of %2 decided").arg(decided).arg(m_model->rowCount())
               << tr("%1, %2").arg(countText(version->effect.policies, tr("policy")),
                                   countText(version->effect.rules, tr("rule")));
}

} // namespace portolan

#include "ui/draft/draft_page.h"

#include "core/propose/directory.h"
#include "ui/draft/address_list.h"
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

#include <QDir>
#include <QFileDialog>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QMessageBox>
#include <QPushButton>
#include <QSaveFile>
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
    split->addWidget(buildReview());
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
    connect(m_state, &StateView::actionRequested, this, &DraftPage::importFlowsRequested);
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
    for (QPushButton* button : {accept, check, map, save}) m_title->addControl(button);
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

void DraftPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_session.draft().begin();
}

void DraftPage::takeVersion() {
    Draft& draft = m_session.draft();
    const auto& version = draft.version();
    m_model->setVersion(version);
    if (!version) {
        m_yaml->clear();
        const bool hasEvidence =
            m_session.analysis() && m_session.analysis()->ledger && m_session.analysis()->ledger->evidence();
        if (draft.isBusy())
            m_state->showBusy(tr("Drafting default-deny policies"), -1);
        else if (!draft.problem().isEmpty())
            m_state->showProblem({Icon::Info, tr("The draft could not be made"), draft.problem(), {}});
        else if (hasEvidence)
            m_state->showBusy(tr("Drafting default-deny policies"), -1);
        else
            m_state->showEmpty({Icon::Draft, tr("A draft needs evidence"),
                                tr("Load a flow log: the draft keeps what was seen and closes the rest."),
                                tr("Import flows…")});
        m_stack->setCurrentWidget(m_state);
        Q_EMIT shownChanged();
        return;
    }
    m_stack->setCurrentIndex(0);
    m_title->setNote(tr("%1 need you, %2 in all").arg(m_model->waiting()).arg(m_model->rowCount()));
    showImpact();
    showYaml();
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
          tr("need a decision"),
          e.wouldBreak.empty() ? ImpactTone::Plain : ImpactTone::Danger},
         {tr("Newly closed"), {}, number(e.newlyClosed), tr("pairs of pods")},
         {tr("Reachable pairs"), number(e.pairsBefore), number(e.pairsAfter), changeText(e.pairsBefore, e.pairsAfter)},
         {tr("Newly isolated"), {}, number(e.newlyIsolated.size()), tr("workloads")}});
}

void DraftPage::showYaml() {
    const auto& version = m_session.draft().version();
    if (!version) return;
    const QModelIndex current = m_table->currentIndex();
    m_yaml->showVersion(*version, current.isValid() ? std::optional(m_model->edge(current.row())) : std::nullopt);
}

void DraftPage::select() {
    showYaml();
    const QModelIndex current = m_table->currentIndex();
    const auto& version = m_session.draft().version();
    if (!version || !current.isValid()) return;
    const LedgerEdge& edge = version->analysis->ledger->edges()[m_model->edge(current.row())];
    m_session.select(keyOf(*version->analysis->cluster, edge));
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
    if (m_session.draft().version()) m_session.draft().decide(m_model->suggested(), DraftDecision::Accepted);
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
    const auto certificate = portolan::verify(*version->basis, version->proposal, *version->after, {});
    if (!certificate) return;
    QString text;
    for (const Claim& claim : certificate->claims) {
        text += QStringLiteral("<p><b>%1. %2</b>: %3")
                    .arg(claim.number)
                    .arg(toText(claim.title).toHtmlEscaped(), toText(name(claim.status)));
        for (const auto& [what, count] : claim.figures)
            text += QStringLiteral("<br>%1: %2").arg(toText(what).toHtmlEscaped(), number(count));
        text += QStringLiteral("</p>");
    }
    QMessageBox box(certificate->status() == ClaimStatus::Fails ? QMessageBox::Warning : QMessageBox::Information,
                    tr("Verify"), text, QMessageBox::Ok, this);
    box.setTextFormat(Qt::RichText);
    box.exec();
}

void DraftPage::exportTo() {
    const auto version = m_session.draft().version();
    if (!version) return;
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Export the draft to"));
    if (folder.isEmpty()) return;
    const auto certificate = portolan::verify(*version->basis, version->proposal, *version->after, {});
    if (!certificate) return;
    for (const auto& [path, text] : directoryText(*version->basis, version->proposal, *certificate, *version->after)) {
        const QString target = QDir(folder).filePath(toText(path));
        QDir().mkpath(QFileInfo(target).absolutePath());
        QSaveFile file(target);
        if (file.open(QIODevice::WriteOnly) && file.write(text.data(), static_cast<qint64>(text.size())) >= 0 &&
            file.commit())
            continue;
        QMessageBox::warning(this, tr("Export"), tr("Cannot write %1: %2").arg(target, file.errorString()));
        return;
    }
}

QStringList DraftPage::shownTexts() const {
    const auto& version = m_session.draft().version();
    if (!version) return {};
    int decided = 0;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const DecisionState s = m_model->state(row);
        decided += s == DecisionState::Accepted || s == DecisionState::Rejected ? 1 : 0;
    }
    return {tr("%1 of %2 decided").arg(decided).arg(m_model->rowCount()),
            tr("%1, %2").arg(countText(version->effect.policies, tr("policy")),
                             countText(version->effect.rules, tr("rule")))};
}

} // namespace portolan

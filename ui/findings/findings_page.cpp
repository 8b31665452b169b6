#include "ui/findings/findings_page.h"

#include "ui/models/findings_model.h"
#include "ui/models/table_panel.h"
#include "ui/models/words.h"
#include "ui/session/session.h"
#include "ui/session/source_place.h"
#include "ui/widgets/layout_parts.h"
#include "ui/widgets/segmented.h"
#include "ui/widgets/text.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMenu>

namespace portolan {

namespace {

std::vector<TableColumn> columns() {
    return {{CellKind::Severity, 92},
            {CellKind::Mono, 76},
            {CellKind::Title, 260, ColumnSizing::Stretch},
            {CellKind::Name, 150, ColumnSizing::Stretch},
            {CellKind::Number, 68},
            {CellKind::Quiet, 110, ColumnSizing::Stretch},
            {CellKind::FileLine, 168},
            {CellKind::Quiet, 84}};
}

} // namespace

FindingsPage::FindingsPage(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_model(new FindingsModel), m_panel(new TablePanel(m_model, columns())),
      m_severities(nullptr) {
    QStringList names{tr("All")};
    for (const Severity severity : kSeverities) names << severityName(severityLevelOf(severity));
    m_severities = new Segmented(names);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(16, 4, 16, 8);
    bar->addWidget(m_severities);
    bar->addStretch();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(m_panel, 1);
    m_panel->table().hideColumn(FindingsModel::ProofColumn);
    setFocusProxy(&m_panel->table());
    setProperty("kind", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    connect(m_severities, &Segmented::chosen, this, &FindingsPage::applyFilter);
    connect(m_panel, &TablePanel::shownChanged, this, &FindingsPage::showState);
    connect(m_panel, &TablePanel::currentRowChanged, this, [this](int row) {
        if (row >= 0) m_session.select(keyOf(m_model->finding(row)));
    });
    connect(m_panel, &TablePanel::fileLineActivated, this, [this](int row) {
        if (const auto place = placeOf(*m_session.analysis()->cluster, m_model->finding(row).where))
            Q_EMIT sourceRequested(place->text());
    });
    connect(m_panel, &TablePanel::contextMenuRequested, this, &FindingsPage::showMenu);
    connect(&m_panel->state(), &StateView::actionRequested, this, [this] {
        m_severities->setCurrent(0);
        m_session.setFilter({});
        applyFilter();
    });
    connect(&m_session, &Session::analysisChanged, this, &FindingsPage::takeAnalysis);
    connect(&m_session, &Session::filterChanged, this, &FindingsPage::applyFilter);
    connect(&m_session, &Session::selectionChanged, this, &FindingsPage::followSelection);
    takeAnalysis();
}

void FindingsPage::takeAnalysis() {
    m_model->setAnalysis(m_session.analysis());
    const auto counts = m_model->severityCounts();
    for (std::size_t i = 0; i < counts.size(); ++i) {
        QString text = severityName(severityLevelOf(kSeverities[i]));
        if (counts[i] > 0) text += QLatin1Char(' ') + groupedNumber(counts[i]);
        m_severities->setText(static_cast<int>(i) + 1, text);
    }
    applyFilter();
}

void FindingsPage::applyFilter() {
    const int segment = m_severities->current();
    const Query query = m_session.filter().query;
    m_panel->setPredicate([this, segment, query](int row) {
        const bool isWanted = segment <= 0 || static_cast<int>(m_model->finding(row).severity) == segment - 1;
        return isWanted && isMatch(
                               query, [&](std::string_view field) { return m_model->fields(row, field); },
                               [&] { return m_model->rowText(row); });
    });
    showState();
    followSelection();
}

void FindingsPage::showState() {
    const int total = m_panel->filtered().total();
    if (!m_session.analysis())
        m_panel->showEmpty({Icon::Folder, tr("Nothing is open"), tr("Findings come with an analysis."), {}});
    else if (total == 0)
        m_panel->showEmpty({Icon::Check, tr("No findings"), tr("No check has anything to say about this input."), {}});
    else if (m_panel->filtered().shown() == 0)
        m_panel->showEmpty(
            {Icon::Filter, tr("No finding matches"),
             tr("%1 are hidden by the filter.").arg(countText(static_cast<std::uint64_t>(total), tr("finding"))),
             tr("Show all")});
    else
        m_panel->showTable();
}

void FindingsPage::followSelection() {
    const auto* key = std::get_if<FindingKey>(&m_session.selection());
    const auto& analysis = m_session.analysis();
    const auto at = key != nullptr && analysis ? resolve(*analysis, *key) : std::nullopt;
    m_panel->setCurrentRow(at ? static_cast<int>(*at) : -1);
}

QString FindingsPage::currentAsMarkdown() const {
    const int row = m_panel->currentRow();
    if (row < 0 || !m_session.analysis()) return {};
    return m_model->findingMarkdown(row);
}

void FindingsPage::showMenu(int row, QPoint at) {
    QMenu menu(this);
    const Finding& finding = m_model->finding(row);
    const auto place = placeOf(*m_session.analysis()->cluster, finding.where);
    menu.addAction(tr("Show on map"), this, [this] { Q_EMIT mapRequested(); })->setEnabled(!finding.workloads.empty());
    menu.addAction(tr("Go to source"), this, [this, place] { Q_EMIT sourceRequested(place->text()); })
        ->setEnabled(place.has_value());
    menu.addSeparator();
    menu.addAction(tr("Only this rule"), this,
                   [this, &finding] { m_session.setFilter(QStringLiteral("rule=") + toText(finding.id)); });
    menu.addAction(tr("Only this namespace"), this,
                   [this, &finding] { m_session.setFilter(QStringLiteral("ns=") + toText(finding.ns)); })
        ->setEnabled(!finding.ns.empty());
    menu.addSeparator();
    menu.addAction(tr("Copy as Markdown"), this,
                   [this] { QGuiApplication::clipboard()->setText(currentAsMarkdown()); });
    menu.exec(at);
}

} // namespace portolan

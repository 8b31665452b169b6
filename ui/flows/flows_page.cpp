#include "ui/flows/flows_page.h"

#include "ui/models/flows_model.h"
#include "ui/models/table_panel.h"
#include "ui/models/words.h"
#include "ui/session/session.h"
#include "ui/widgets/segmented.h"
#include "ui/widgets/text.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMenu>

#include <array>

namespace portolan {

namespace {

/// The classes that an observed edge can have, in the order of the segments after "All".
constexpr std::array kObserved{EdgeState::Used, EdgeState::Open, EdgeState::Blocked, EdgeState::Mismatch,
                               EdgeState::Uncertain};

std::vector<TableColumn> columns() {
    return {{CellKind::Edge, 160, ColumnSizing::Stretch},
            {CellKind::Name, 140, ColumnSizing::Stretch},
            {CellKind::Mono, 78},
            {CellKind::Number, 90},
            {CellKind::DaysSeen, 84},
            {CellKind::Quiet, 92},
            {CellKind::Quiet, 92},
            {CellKind::Quiet, 80},
            {CellKind::Text, 64},
            {CellKind::Quiet, 70},
            {CellKind::Quiet, 150, ColumnSizing::Stretch}};
}

} // namespace

FlowsPage::FlowsPage(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_model(new FlowsModel), m_panel(new TablePanel(m_model, columns())),
      m_states(nullptr) {
    QStringList names{tr("All")};
    for (const EdgeState state : kObserved) names << edgeClassName(edgeClassOf(state));
    m_states = new Segmented(names);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(16, 4, 16, 8);
    bar->addWidget(m_states);
    bar->addStretch();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(m_panel, 1);
    setFocusProxy(&m_panel->table());
    setProperty("kind", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    connect(m_states, &Segmented::chosen, this, &FlowsPage::applyFilter);
    connect(m_panel, &TablePanel::shownChanged, this, &FlowsPage::showState);
    connect(m_panel, &TablePanel::currentRowChanged, this, [this](int row) {
        if (row >= 0) m_session.select(keyOf(*m_session.analysis()->cluster, m_model->edge(row)));
    });
    connect(m_panel, &TablePanel::rowDoubleClicked, this, &FlowsPage::mapRequested);
    connect(m_panel, &TablePanel::contextMenuRequested, this, &FlowsPage::showMenu);
    connect(&m_panel->state(), &StateView::actionRequested, this, [this] {
        if (m_panel->filtered().total() == 0) {
            Q_EMIT importFlowsRequested();
            return;
        }
        m_states->setCurrent(0);
        m_session.setFilter({});
        applyFilter();
    });
    connect(&m_session, &Session::analysisChanged, this, &FlowsPage::takeAnalysis);
    connect(&m_session, &Session::filterChanged, this, &FlowsPage::applyFilter);
    connect(&m_session, &Session::followingChanged, this, &FlowsPage::showState);
    connect(&m_session, &Session::selectionChanged, this, &FlowsPage::followSelection);
    takeAnalysis();
}

void FlowsPage::takeAnalysis() {
    m_model->setAnalysis(m_session.analysis());
    std::array<int, kEdgeStateCount> counts{};
    for (int row = 0; row < m_model->rowCount(); ++row) ++counts[static_cast<std::size_t>(m_model->edge(row).state)];
    for (std::size_t i = 0; i < kObserved.size(); ++i) {
        const int count = counts[static_cast<std::size_t>(kObserved[i])];
        QString text = edgeClassName(edgeClassOf(kObserved[i]));
        if (count > 0) text += QLatin1Char(' ') + groupedNumber(count);
        m_states->setText(static_cast<int>(i) + 1, text);
    }
    applyFilter();
}

void FlowsPage::applyFilter() {
    const int segment = m_states->current();
    const Query query = m_session.filter().query;
    m_panel->setPredicate([this, segment, query](int row) {
        const bool isWanted =
            segment <= 0 || m_model->edge(row).state == kObserved[static_cast<std::size_t>(segment - 1)];
        return isWanted && isMatch(
                               query, [&](std::string_view field) { return m_model->fields(row, field); },
                               [&] { return m_model->rowText(row); });
    });
    showState();
    followSelection();
}

void FlowsPage::showState() {
    const int total = m_panel->filtered().total();
    const auto& analysis = m_session.analysis();
    if (!analysis)
        m_panel->showEmpty({Icon::Folder, tr("Nothing is open"), tr("Open the manifests of a cluster first."), {}});
    else if (m_session.isFollowing() && total == 0)
        m_panel->showEmpty({Icon::Flow,
                            tr("Nothing was seen yet"),
                            tr("The log is followed: edges appear here as it is written."),
                            {}});
    else if (!analysis->flows)
        m_panel->showEmpty({Icon::Flow, tr("Flows are not loaded"),
                            tr("Without a log nothing is known to be used, and nothing is called unused."),
                            tr("Import flow logs...")});
    else if (total == 0)
        m_panel->showProblem({Icon::Warning, tr("The log tells of no connection"),
                              tr("Its lines were read, but none speaks of a flow between two ends."),
                              tr("Import flow logs...")});
    else if (m_panel->filtered().shown() == 0)
        m_panel->showEmpty(
            {Icon::Filter, tr("No edge matches"),
             tr("%1 are hidden by the filter.").arg(countText(static_cast<std::uint64_t>(total), tr("edge"))),
             tr("Show all")});
    else
        m_panel->showTable();
    Q_EMIT shownChanged();
}

void FlowsPage::followSelection() {
    const auto* key = std::get_if<EdgeKey>(&m_session.selection());
    const auto& analysis = m_session.analysis();
    int row = -1;
    if (key != nullptr && analysis && analysis->ledger) {
        const auto from = resolve(*analysis, key->from);
        const auto to = resolve(*analysis, key->to);
        const LedgerEdge* edge = from && to ? analysis->ledger->find(*from, *to, key->protocol, key->port) : nullptr;
        if (edge != nullptr) row = static_cast<int>(edge - analysis->ledger->edges().data());
    }
    m_panel->setCurrentRow(row);
}

void FlowsPage::narrow(const QString& term) {
    const QString before = m_session.filter().text;
    m_session.setFilter(before.isEmpty() ? term : before + QStringLiteral(" and ") + term);
}

void FlowsPage::showMenu(int row, QPoint at) {
    const auto value = [this, row](std::string_view field) {
        const auto values = m_model->fields(row, field);
        return values ? QStringLiteral("\"%1\"").arg(toText(values->front())) : QString();
    };
    QMenu menu(this);
    menu.addAction(tr("Show on map"), this, &FlowsPage::mapRequested);
    menu.addSeparator();
    menu.addAction(tr("Only this source"), this, [&] { narrow(QStringLiteral("src=") + value("src")); });
    menu.addAction(tr("Not this source"), this, [&] { narrow(QStringLiteral("src!=") + value("src")); });
    menu.addAction(tr("Only this destination"), this, [&] { narrow(QStringLiteral("dst=") + value("dst")); });
    menu.addAction(tr("Not this destination"), this, [&] { narrow(QStringLiteral("dst!=") + value("dst")); });
    menu.addAction(tr("Only this port"), this, [&] { narrow(QStringLiteral("port=") + value("port")); });
    menu.addSeparator();
    menu.addAction(tr("Copy table as Markdown"), this,
                   [this] { QGuiApplication::clipboard()->setText(m_panel->markdown()); });
    menu.exec(at);
}

} // namespace portolan

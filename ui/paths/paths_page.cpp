#include "ui/paths/paths_page.h"

#include "core/report/paths_report.h"
#include "ui/models/words.h"
#include "ui/paths/route_canvas.h"
#include "ui/paths/text_table.h"
#include "ui/session/job_runner.h"
#include "ui/session/session.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"
#include "ui/widgets/layout_parts.h"
#include "ui/widgets/state_view.h"
#include "ui/widgets/table_view.h"

#include <QComboBox>
#include <QCompleter>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedLayout>

#include <algorithm>

namespace portolan {
namespace {

QComboBox* makeEndBox(const QString& name) {
    auto* box = new QComboBox;
    box->setEditable(true);
    box->setInsertPolicy(QComboBox::NoInsert);
    box->setMinimumWidth(240);
    box->setAccessibleName(name);
    box->completer()->setCompletionMode(QCompleter::PopupCompletion);
    box->completer()->setFilterMode(Qt::MatchContains);
    return box;
}

QVBoxLayout* makeColumn(QWidget* widget) {
    auto* column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    return column;
}

TitleRow* makeTableTitle(const QString& text) {
    auto* title = new TitleRow(HeaderKind::Section, text);
    title->setContentsMargins(24, 10, 16, 10);
    return title;
}

} // namespace

PathsPage::PathsPage(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_jobs(new JobRunner(this)), m_stack(new QStackedLayout(this)),
      m_state(new StateView) {
    auto* content = new QWidget;
    QVBoxLayout* column = makeColumn(content);
    column->addWidget(buildEnds());
    column->addWidget(makeLine(Qt::Horizontal));
    auto* split = new QSplitter(Qt::Vertical);
    split->setHandleWidth(1);
    auto* upper = new QWidget;
    m_routeStack = new QStackedLayout(upper);
    auto* area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    m_canvas = new RouteCanvas;
    area->setWidget(m_canvas);
    m_noRoute = new StateView;
    m_routeStack->addWidget(area);
    m_routeStack->addWidget(m_noRoute);
    split->addWidget(upper);
    split->addWidget(buildTables());
    split->setStretchFactor(0, 1);
    split->setSizes({300, 320});
    column->addWidget(split, 1);
    m_stack->addWidget(content);
    m_stack->addWidget(m_state);
    connect(m_canvas, &RouteCanvas::hopChosen, this, &PathsPage::selectHop);
    connect(m_canvas, &RouteCanvas::sourceRequested, this, &PathsPage::sourceRequested);
    connect(m_state, &StateView::actionRequested, this, &PathsPage::openRequested);
    connect(m_noRoute, &StateView::actionRequested, this, &PathsPage::stopOrRepeat);
    connect(&m_session, &Session::analysisChanged, this, &PathsPage::takeAnalysis);
    takeAnalysis();
}

/// The search waits until somebody looks.
void PathsPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (!m_isAsked) find();
}

QWidget* PathsPage::buildEnds() {
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(24, 10, 16, 10);
    row->setSpacing(8);
    m_fromBox = makeEndBox(tr("From"));
    m_toBox = makeEndBox(tr("To"));
    auto* swap = makeIconButton(Icon::Swap, tr("Swap the ends"));
    m_radius = makeLabel({}, TextRole::Dense, TextTone::Text2);
    m_onMap = makeButton(tr("Show on map"));
    row->addWidget(makeLabel(tr("From"), TextRole::Dense, TextTone::Text2));
    row->addWidget(m_fromBox);
    row->addWidget(swap);
    row->addWidget(makeLabel(tr("To"), TextRole::Dense, TextTone::Text2));
    row->addWidget(m_toBox);
    row->addStretch(1);
    row->addWidget(m_radius);
    row->addWidget(m_onMap);
    connect(m_fromBox, &QComboBox::activated, this,
            [this](int at) { setEnds(m_fromBox->itemData(at).toString(), {}); });
    connect(m_toBox, &QComboBox::activated, this, [this](int at) { setEnds({}, m_toBox->itemData(at).toString()); });
    for (QComboBox* box : {m_fromBox, m_toBox})
        connect(box->lineEdit(), &QLineEdit::editingFinished, this, &PathsPage::showEnds, Qt::QueuedConnection);
    connect(swap, &QPushButton::clicked, this, &PathsPage::swapEnds);
    connect(m_onMap, &QPushButton::clicked, this, &PathsPage::showOnMap);
    return bar;
}

QWidget* PathsPage::buildTables() {
    auto* split = new QSplitter(Qt::Horizontal);
    split->setHandleWidth(1);
    auto* left = new QWidget;
    QVBoxLayout* leftColumn = makeColumn(left);
    m_reachedTitle = makeTableTitle(tr("Within reach"));
    m_reached = new TextTable({tr("Hops"), tr("Workload"), tr("Port"), tr("Reached from")}, this);
    m_reachedView = new TableView;
    m_reachedView->setModel(m_reached);
    m_reachedView->setColumns({{CellKind::Number, 64},
                               {CellKind::Name, 200, ColumnSizing::Stretch},
                               {CellKind::Mono, 150},
                               {CellKind::Quiet, 200}});
    m_reachedView->setAccessibleName(tr("Workloads within reach"));
    connect(m_reachedView, &TableView::currentRowChanged, this, &PathsPage::selectReached);
    leftColumn->addWidget(m_reachedTitle);
    leftColumn->addWidget(m_reachedView, 1);
    auto* right = new QWidget;
    QVBoxLayout* rightColumn = makeColumn(right);
    m_chokeTitle = makeTableTitle(tr("Choke points"));
    m_choke = new TextTable({tr("Behind it"), tr("Workload"), tr("On the way")}, this);
    auto* chokeView = new TableView;
    chokeView->setModel(m_choke);
    chokeView->setColumns(
        {{CellKind::Number, 84}, {CellKind::Name, 160, ColumnSizing::Stretch}, {CellKind::Quiet, 130}});
    chokeView->setAccessibleName(tr("Choke points"));
    m_cut = makeWrappedLabel({}, TextRole::Dense, TextTone::Text2);
    m_cut->setContentsMargins(24, 8, 16, 12);
    rightColumn->addWidget(m_chokeTitle);
    rightColumn->addWidget(chokeView, 1);
    rightColumn->addWidget(m_cut);
    split->addWidget(left);
    split->addWidget(right);
    split->setStretchFactor(0, 1);
    split->setSizes({800, 440});
    return split;
}

void PathsPage::takeAnalysis() {
    m_analysis = m_session.analysis();
    m_graph.reset();
    m_answer.reset();
    m_isAsked = false;
    m_jobs->cancel();
    m_canvas->setRoutes({});
    m_reached->setRows({});
    m_choke->setRows({});
    if (!m_analysis || m_analysis->cluster->workloads.size() == 0) {
        m_state->showEmpty(
            {Icon::Paths, m_analysis ? tr("No workloads") : tr("No cluster is open"),
             tr("Paths shows the ways from one workload to another, and the rules that leave them open."),
             tr("Open folder…")});
        m_stack->setCurrentWidget(m_state);
        Q_EMIT shownChanged();
        return;
    }
    m_stack->setCurrentIndex(0);
    fillEnds(*m_analysis->cluster);
    chooseDefaults(*m_analysis->cluster);
    showEnds();
    if (isVisible()) find();
}

void PathsPage::fillEnds(const Cluster& cluster) {
    m_fromBox->clear();
    m_toBox->clear();
    m_fromBox->addItem(tr("internet"), endText(cluster, {}));
    for (std::size_t i = 0; i < cluster.workloads.size(); ++i) {
        const QString name = toText(cluster.displayName(WorkloadId(i)));
        const QString identity = endText(cluster, WorkloadId(i));
        m_fromBox->addItem(name, identity);
        m_toBox->addItem(name, identity);
    }
}

void PathsPage::chooseDefaults(const Cluster& cluster) {
    if (m_from.isEmpty() || !endOf(cluster, m_from)) m_from = endText(cluster, {});
    if (!m_to.isEmpty() && endOf(cluster, m_to)) return;
    const std::vector<WorkloadId> sensitive = sensitiveWorkloads(cluster);
    m_to = endText(cluster, sensitive.empty() ? WorkloadId(std::size_t{0}) : sensitive.front());
}

void PathsPage::showEnds() {
    m_fromBox->setCurrentIndex(m_fromBox->findData(m_from));
    m_toBox->setCurrentIndex(m_toBox->findData(m_to));
}

void PathsPage::setEnds(const QString& from, const QString& to) {
    if (!from.isEmpty()) m_from = from;
    if (!to.isEmpty()) m_to = to;
    if (!m_analysis || m_analysis->cluster->workloads.size() == 0) return;
    chooseDefaults(*m_analysis->cluster);
    showEnds();
    find();
}

void PathsPage::swapEnds() {
    if (m_toBox->findData(m_from) >= 0) setEnds(QString(m_to), QString(m_from));
}

void PathsPage::find() {
    if (!m_analysis || m_analysis->cluster->workloads.size() == 0) return;
    const Cluster& cluster = *m_analysis->cluster;
    const auto from = endOf(cluster, m_from);
    const auto to = endOf(cluster, m_to);
    if (!from || !to) return;
    m_isAsked = true;
    if (!m_answer) {
        m_noRoute->showBusy(tr("Looking for routes"), -1);
        m_routeStack->setCurrentWidget(m_noRoute);
    }
    m_jobs->start([this, analysis = m_analysis, graph = m_graph, start = *from,
                   target = *to](const RunControl& control) -> JobRunner::Deliver {
        auto found = findPaths(analysis, graph ? graph : reachGraph(*analysis), start, target, control);
        return [this, found = std::move(found)] { takeAnswer(found); };
    });
}

void PathsPage::stopOrRepeat() {
    if (!m_jobs->isRunning()) return find();
    m_jobs->cancel();
    m_noRoute->showEmpty(
        {Icon::Paths, tr("No routes were looked for"), tr("The search was stopped."), tr("Search again")});
}

void PathsPage::takeAnswer(const Result<PathsAnswer>& found) {
    if (!found) {
        m_noRoute->showProblem(
            {Icon::Info, tr("The ways could not be found"), QString::fromStdString(found.error().message), {}});
        m_routeStack->setCurrentWidget(m_noRoute);
        return;
    }
    m_graph = found->graph;
    m_answer = std::make_unique<const PathsAnswer>(*found);
    showAnswer();
    Q_EMIT shownChanged();
}

void PathsPage::showAnswer() {
    const Cluster& cluster = *m_answer->analysis->cluster;
    m_canvas->setRoutes(routePictures(*m_answer));
    m_onMap->setEnabled(!m_answer->routes.empty());
    if (m_answer->routes.empty()) {
        m_noRoute->showEmpty(
            {Icon::Check,
             tr("No route leads from %1 to %2")
                 .arg(toText(displayName(cluster, m_answer->from)), toText(displayName(cluster, m_answer->to))),
             tr("No chain of at most %1 hops over ports that are listened on is allowed for certain.").arg(kMostHops),
             {}});
        m_routeStack->setCurrentWidget(m_noRoute);
    } else {
        m_routeStack->setCurrentIndex(0);
    }
    showReached();
    showChokePoints();
}

void PathsPage::showReached() {
    const Cluster& cluster = *m_answer->analysis->cluster;
    const Spread& spread = m_answer->spread;
    std::vector<QStringList> rows;
    for (const Reached& r : spread.reached)
        rows.push_back({QString::number(r.hops), toText(cluster.displayName(r.workload)), toText(r.traffic.text()),
                        toText(displayName(cluster, r.from))});
    m_reached->setRows(std::move(rows));
    QStringList byHops;
    for (std::size_t i = 0; i < spread.countByHops.size(); ++i)
        byHops << tr("%1 in %2").arg(spread.countByHops[i]).arg(countText(i + 1, tr("hop")));
    m_reachedTitle->setNote(byHops.isEmpty() ? tr("nothing") : byHops.join(QStringLiteral(", ")));
    m_radius->setText(tr("Blast radius %1 of %2").arg(spread.count()).arg(countText(spread.workloads, tr("workload"))));
}

void PathsPage::showChokePoints() {
    const Cluster& cluster = *m_answer->analysis->cluster;
    std::vector<QStringList> rows;
    for (const ChokePoint& point : m_answer->chokePoints) {
        const bool isOnTheWay = m_answer->to && std::ranges::binary_search(point.behind, *m_answer->to);
        rows.push_back({QString::number(point.behind.size()), toText(cluster.displayName(point.workload)),
                        isOnTheWay ? tr("of every route") : QString()});
    }
    m_chokeTitle->setNote(m_answer->chokeProblem.isEmpty() ? tr("all that is behind is reached through it only")
                                                           : m_answer->chokeProblem);
    m_choke->setRows(std::move(rows));
    m_cut->setVisible(m_answer->cut && !m_answer->cut->hops.empty());
    if (!m_cut->isVisibleTo(m_cut->parentWidget())) return;
    QStringList hops;
    for (const Hop& hop : m_answer->cut->hops)
        hops << tr("%1 to %2").arg(toText(displayName(cluster, hop.from)), toText(displayName(cluster, hop.to)));
    constexpr qsizetype kMostNamed = 3;
    const qsizetype more = hops.size() - kMostNamed;
    QString text = tr("Smallest set that cuts every route: %1, %2 of them in use. ")
                       .arg(countText(m_answer->cut->hops.size(), tr("hop")))
                       .arg(m_answer->cut->used);
    text += QStringList(hops.mid(0, kMostNamed)).join(QStringLiteral("; "));
    m_cut->setText(text + (more > 0 ? tr("; %1 more.").arg(more) : QStringLiteral(".")));
    m_cut->setToolTip(hops.join(QLatin1Char('\n')));
}

void PathsPage::selectHop(std::size_t route, std::size_t hop) {
    if (!m_answer || route >= m_answer->routes.size() || hop >= m_answer->routes[route].hops.size()) return;
    const Hop& at = m_answer->routes[route].hops[hop];
    const Cluster& cluster = *m_answer->analysis->cluster;
    if (const auto edge = observedEdge(*m_answer->analysis, at))
        m_session.select(keyOf(cluster, *edge));
    else if (at.from && at.to)
        m_session.select(
            EdgeKey{keyOf(cluster, LedgerEnd(*at.from)), keyOf(cluster, LedgerEnd(*at.to)), at.protocol, at.port});
    else if (at.to)
        m_session.select(keyOf(cluster, *at.to));
}

void PathsPage::selectReached(int row) {
    if (!m_answer || row < 0 || static_cast<std::size_t>(row) >= m_answer->spread.reached.size()) return;
    m_session.select(
        keyOf(*m_answer->analysis->cluster, m_answer->spread.reached[static_cast<std::size_t>(row)].workload));
}

void PathsPage::showOnMap() {
    if (!m_answer || m_answer->routes.empty()) return;
    const std::size_t route = m_canvas->current() ? m_canvas->current()->route : 0;
    const Cluster& cluster = *m_answer->analysis->cluster;
    std::vector<std::pair<QString, QString>> hops;
    for (const Hop& hop : m_answer->routes[route].hops)
        hops.emplace_back(endText(cluster, hop.from), endText(cluster, hop.to));
    Q_EMIT mapRequested(hops);
}

QStringList PathsPage::shownTexts() const {
    if (!m_answer) return {};
    QStringList out{countText(m_answer->routes.size(), tr("route")), tr("Search stops at %1 hops").arg(kMostHops)};
    if (m_answer->routes.size() == kShownRoutes) out.front() = tr("The %1 shortest routes").arg(kShownRoutes);
    out << tr("%1 of %2 within 3 hops")
               .arg(m_answer->spread.count())
               .arg(countText(m_answer->spread.workloads, tr("workload")));
    return out;
}

} // namespace portolan

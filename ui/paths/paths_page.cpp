#include "ui/paths/paths_page.h"

#include "core/report/paths_report.h"
#include "ui/models/words.h"
#include "ui/paths/route_canvas.h"
#include "ui/paths/text_table.h"
#include "ui/session/job_runner.h"
#include "ui/session/session.h"
#include "ui/widgets/action_card.h"
#include "ui/widgets/label.h"
#include "ui/widgets/segmented.h"
#include "ui/widgets/state_view.h"
#include "ui/widgets/table_view.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace portolan {
namespace {

const QString kCrownJewels = QStringLiteral("crown jewels");
constexpr std::size_t kMostCards = 12;
constexpr std::size_t kMostCuts = 4;
constexpr int kSeenColumn = 4; // of the routes

/// The ends a text names; empty where the cluster has none of them.
std::vector<PathNode> endsOf(const Cluster& cluster, const QString& text) {
    std::vector<PathNode> out;
    if (text == kCrownJewels) {
        for (const WorkloadId id : sensitiveWorkloads(cluster)) out.emplace_back(id);
    } else if (const auto end = endOf(cluster, text)) {
        out.push_back(*end);
    }
    return out;
}

bool isOnRoute(const Route& route, WorkloadId id) {
    return std::ranges::any_of(route.hops, [&](const Hop& hop) { return hop.from == id || hop.to == id; });
}

} // namespace

/// The search waits until somebody looks.
void PathsPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (!m_isAsked) find();
}

void PathsPage::takeAnalysis() {
    m_analysis = m_session.analysis();
    m_graph.reset();
    m_answer.reset();
    m_isAsked = false;
    m_jobs->cancel();
    m_pictures.clear();
    m_canvas->setRoute(std::nullopt);
    m_routes->setRows({});
    m_reached->setRows({});
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
    if (const auto jewels = sensitiveWorkloads(cluster); !jewels.empty())
        m_toBox->addItem(tr("crown jewels (%1)").arg(jewels.size()), kCrownJewels);
    for (std::size_t i = 0; i < cluster.workloads.size(); ++i) {
        const QString name = toText(cluster.displayName(WorkloadId(i)));
        const QString identity = endText(cluster, WorkloadId(i));
        m_fromBox->addItem(name, identity);
        m_toBox->addItem(name, identity);
    }
}

void PathsPage::chooseDefaults(const Cluster& cluster) {
    if (m_from.isEmpty() || !endOf(cluster, m_from)) m_from = endText(cluster, {});
    if (!m_to.isEmpty() && !endsOf(cluster, m_to).empty()) return;
    m_to = sensitiveWorkloads(cluster).empty() ? endText(cluster, WorkloadId(std::size_t{0})) : kCrownJewels;
}

void PathsPage::showEnds() {
    m_fromBox->setCurrentIndex(m_fromBox->findData(m_from));
    m_toBox->setCurrentIndex(m_toBox->findData(m_to));
    for (QComboBox* box : {m_fromBox, m_toBox}) {
        box->lineEdit()->setCursorPosition(0);
        box->setToolTip(box->currentText());
    }
    m_hops->setText(countText(m_maxHops, tr("hop")));
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
    if (m_toBox->findData(m_from) >= 0 && m_fromBox->findData(m_to) >= 0) setEnds(QString(m_to), QString(m_from));
}

void PathsPage::setMaxHops(unsigned hops) {
    m_maxHops = hops;
    showEnds();
    find();
}

void PathsPage::find() {
    if (!m_analysis || m_analysis->cluster->workloads.size() == 0) return;
    const Cluster& cluster = *m_analysis->cluster;
    const auto from = endOf(cluster, m_from);
    const PathsQuestion question{from.value_or(PathNode()), endsOf(cluster, m_to), m_maxHops};
    if (!from || question.to.empty()) return;
    m_isAsked = true;
    if (!m_answer) {
        m_noRoute->showBusy(tr("Looking for routes"), -1);
        m_routeStack->setCurrentWidget(m_noRoute);
    }
    m_jobs->start(
        [this, analysis = m_analysis, graph = m_graph, question](const RunControl& control) -> JobRunner::Deliver {
            auto found = findPaths(analysis, graph ? graph : reachGraph(*analysis), question, control);
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
    m_pictures = routePictures(*m_answer);
    showAnswer();
    Q_EMIT shownChanged();
}

void PathsPage::showAnswer() {
    const Cluster& cluster = *m_answer->analysis->cluster;
    const bool hasRoutes = !m_answer->routes.empty();
    m_onMap->setEnabled(hasRoutes);
    m_onMap->setToolTip(hasRoutes ? tr("Show the route drawn here on the map") : tr("There is no route to show"));
    if (hasRoutes) {
        m_routeStack->setCurrentIndex(0);
    } else {
        const QString from = toText(displayName(cluster, m_answer->from));
        const QString to = m_answer->to.size() == 1 ? toText(displayName(cluster, m_answer->to.front()))
                                                    : tr("any of the crown jewels");
        m_noRoute->showEmpty({Icon::Check,
                              m_answer->to.size() == 1 && m_answer->to.front() == m_answer->from
                                  ? tr("%1 is both ends").arg(from)
                                  : tr("No route leads from %1 to %2").arg(from, to),
                              reasonForNone(),
                              {}});
        m_routeStack->setCurrentWidget(m_noRoute);
    }
    showReached();
    showChokePoints();
    showCuts();
    showRoutes();
    showNote();
}

QString PathsPage::reasonForNone() const {
    if (!m_answer->from && m_answer->graph->entries().empty())
        return tr("Nothing lets the internet in: the input has no LoadBalancer, NodePort, Ingress or Route that leads "
                  "to a workload.");
    return tr("No chain of at most %1 over ports that are listened on is allowed for certain.")
        .arg(countText(m_answer->maxHops, tr("hop")));
}

void PathsPage::showRoutes() {
    std::vector<QStringList> rows;
    for (std::size_t i = 0; i < m_pictures.size(); ++i) {
        const RoutePicture& picture = m_pictures[i];
        const Cut* cut = m_answer->cutFor(m_answer->routes[i]);
        rows.push_back({QString::number(picture.hops.size()), picture.through, picture.target, picture.weakest,
                        picture.seen, cut != nullptr ? QString::number(cut->hops.size()) : QString()});
    }
    m_lists->setText(0, rows.empty() ? tr("Routes") : tr("Routes %1").arg(rows.size()));
    m_routes->setRows(std::move(rows));
    m_routesView->setShown(kSeenColumn, m_answer->analysis->flows != nullptr);
    m_drawn = 0;
    if (m_pictures.empty())
        m_canvas->setRoute(std::nullopt);
    else
        m_routesView->selectRow(0);
}

void PathsPage::showReached() {
    const Cluster& cluster = *m_answer->analysis->cluster;
    const Spread& spread = m_answer->spread;
    std::vector<QStringList> rows;
    for (const Reached& r : spread.reached)
        rows.push_back({QString::number(r.hops), toText(cluster.displayName(r.workload)), toText(r.traffic.text()),
                        toText(displayName(cluster, r.from))});
    m_reached->setRows(std::move(rows));
    m_lists->setText(1, tr("Within reach %1").arg(spread.count()));
    m_radius->setText(tr("Blast radius %1 of %2").arg(spread.count()).arg(countText(spread.workloads, tr("workload"))));
}

void PathsPage::showNote() {
    if (!m_answer) return m_listNote->setWhole({});
    QString note;
    if (m_lists->current() == 0) {
        const auto isCut = [](const std::optional<Cut>& cut) { return cut.has_value(); };
        if (m_answer->to.size() > 1)
            note = tr("to %1 of %2 crown jewels, at most %3 each, shortest first")
                       .arg(std::ranges::count_if(m_answer->cuts, isCut))
                       .arg(m_answer->to.size())
                       .arg(kShownRoutesEach);
        else if (m_pictures.size() >= kShownRoutes)
            note = tr("the shortest ones");
        if (m_answer->leftOut > 0) note += tr("; %1 more targets not looked for").arg(m_answer->leftOut);
    } else {
        QStringList byHops;
        const auto& counts = m_answer->spread.countByHops;
        for (std::size_t i = 0; i < counts.size(); ++i)
            if (counts[i] > 0) byHops << tr("%1 in %2").arg(counts[i]).arg(countText(i + 1, tr("hop")));
        note = byHops.isEmpty() ? tr("nothing") : byHops.join(QStringLiteral(", "));
    }
    m_listNote->setWhole(note);
}

void PathsPage::showChokePoints() {
    while (QLayoutItem* item = m_cards->takeAt(0)) {
        if (item->widget() != nullptr) item->widget()->deleteLater();
        delete item;
    }
    const Cluster& cluster = *m_answer->analysis->cluster;
    const std::vector<ChokePoint>& points = m_answer->chokePoints;
    for (std::size_t i = 0; i < std::min(points.size(), kMostCards); ++i) {
        const WorkloadId id = points[i].workload;
        const auto routes =
            std::ranges::count_if(m_answer->routes, [&](const Route& route) { return isOnRoute(route, id); });
        const auto all = static_cast<std::ptrdiff_t>(m_answer->routes.size());
        const QString effect = routes == 0     ? tr("on none of the routes")
                               : routes == all ? tr("on every route")
                                               : tr("on %1 of %2 routes").arg(routes).arg(all);
        auto* card = new ActionCard({.title = toText(cluster.displayName(id)),
                                     .effect = effect,
                                     .figure = QString::number(points[i].behind.size())});
        card->setToolTip(tr("%1 reached only through %2")
                             .arg(countText(points[i].behind.size(), tr("workload")), toText(cluster.displayName(id))));
        connect(card, &QAbstractButton::clicked, this,
                [this, id] { m_session.select(keyOf(*m_answer->analysis->cluster, id)); });
        m_cards->addWidget(card);
    }
    if (points.size() > kMostCards)
        m_cards->addWidget(
            makeLabel(tr("and %1 more").arg(points.size() - kMostCards), TextRole::Dense, TextTone::Text2));
    m_cards->addStretch(1);
    m_chokeNote->setText(!m_answer->chokeProblem.isEmpty() ? m_answer->chokeProblem
                         : points.empty()                  ? tr("No workload is the only way to another.")
                                          : tr("How many workloads are reached through each of these only"));
}

void PathsPage::showCuts() {
    const Cluster& cluster = *m_answer->analysis->cluster;
    const bool hasEvidence = m_answer->analysis->ledger && m_answer->analysis->ledger->evidence();
    QStringList lines;
    QStringList all;
    for (std::size_t i = 0; i < m_answer->cuts.size(); ++i) {
        if (!m_answer->cuts[i] || m_answer->cuts[i]->hops.empty()) continue;
        const Cut& cut = *m_answer->cuts[i];
        QStringList hops;
        for (const Hop& hop : cut.hops)
            hops << tr("%1 to %2").arg(toText(displayName(cluster, hop.from)), toText(displayName(cluster, hop.to)));
        const QString target = toText(displayName(cluster, m_answer->to[i]));
        all << tr("To cut off %1: %2").arg(target, hops.join(QStringLiteral("; ")));
        const QString what = cut.hops.size() == 1 ? hops.front() : countText(cut.hops.size(), tr("hop"));
        lines << tr("%1: close %2").arg(target, what);
        if (hasEvidence)
            lines.back() += cut.used == 0 ? tr(", none seen in use") : tr(", %1 seen in use").arg(cut.used);
    }
    const auto shown = std::min<qsizetype>(lines.size(), kMostCuts);
    QStringList text = lines.mid(0, shown);
    if (lines.size() > shown) text << tr("and %1 more").arg(lines.size() - shown);
    m_cuts->setVisible(!lines.isEmpty());
    m_cut->setText(text.join(QLatin1Char('\n')));
    m_cut->setToolTip(all.join(QLatin1Char('\n')));
}

void PathsPage::drawRoute(int row) {
    if (row < 0 || static_cast<std::size_t>(row) >= m_pictures.size()) return;
    m_drawn = static_cast<std::size_t>(row);
    m_canvas->setRoute(m_pictures[m_drawn]);
}

void PathsPage::stepRoute(int by) {
    const int next = static_cast<int>(m_drawn) + by;
    if (next < 0 || next >= m_routes->rowCount()) return;
    m_routesView->selectRow(next);
}

void PathsPage::selectHop(std::size_t hop) {
    if (!m_answer || m_drawn >= m_answer->routes.size() || hop >= m_answer->routes[m_drawn].hops.size()) return;
    const Hop& at = m_answer->routes[m_drawn].hops[hop];
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
    if (!m_answer || m_drawn >= m_answer->routes.size()) return;
    const Cluster& cluster = *m_answer->analysis->cluster;
    std::vector<std::pair<QString, QString>> hops;
    for (const Hop& hop : m_answer->routes[m_drawn].hops)
        hops.emplace_back(endText(cluster, hop.from), endText(cluster, hop.to));
    Q_EMIT mapRequested(hops);
}

QStringList PathsPage::shownTexts() const {
    if (!m_answer) return {};
    return {countText(m_answer->routes.size(), tr("route")),
            tr("Search stops at %1").arg(countText(m_answer->maxHops, tr("hop"))),
            tr("%1 of %2 within reach")
                .arg(m_answer->spread.count())
                .arg(countText(m_answer->spread.workloads, tr("workload")))};
}

} // namespace portolan

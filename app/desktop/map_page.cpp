#include "app/desktop/map_page.h"

#include "ui/map/map_view.h"
#include "ui/models/edge_fields.h"
#include "ui/models/words.h"
#include "ui/session/job_runner.h"
#include "ui/session/session.h"
#include "ui/widgets/state_view.h"
#include "ui/widgets/text.h"

#include <QStackedLayout>

#include <algorithm>

namespace portolan {

MapPage::MapPage(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_jobs(new JobRunner(this)), m_stack(new QStackedLayout(this)),
      m_view(new MapView), m_state(new StateView) {
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_state);
    connect(m_view, &MapView::selectionChanged, this, &MapPage::takeSelection);
    connect(m_state, &StateView::actionRequested, this, &MapPage::openRequested);
    connect(&m_session, &Session::analysisChanged, this, &MapPage::takeAnalysis);
    connect(&m_session, &Session::filterChanged, this, &MapPage::applyFilter);
    connect(&m_session, &Session::selectionChanged, this, &MapPage::followSelection);
    takeAnalysis();
}

void MapPage::takeAnalysis() {
    const auto analysis = m_session.analysis();
    if (!analysis) {
        m_jobs->cancel();
        m_map.reset();
        m_view->setGraph({});
        m_state->showEmpty({Icon::Folder, tr("Nothing is open"),
                            tr("Open manifests or a cluster dump to see its routes."), tr("Open folder...")});
        m_stack->setCurrentWidget(m_state);
        return;
    }
    m_jobs->start([this, analysis](const RunControl& control) -> JobRunner::Deliver {
        return [this, map = clusterMap(*analysis, control)] { showMap(map); };
    });
}

void MapPage::showMap(ClusterMap map) {
    m_map = std::make_shared<const ClusterMap>(std::move(map));
    m_stack->setCurrentWidget(m_view);
    m_view->setGraph(m_map->graph);
    applyFilter();
    followSelection();
}

void MapPage::applyFilter() {
    if (!m_map || !m_session.analysis()) return;
    const Analysis& analysis = *m_session.analysis();
    const Query& query = m_session.filter().query;
    m_hidden.clear();
    if (!query.isEmpty()) {
        for (const auto& bundle : m_map->edges)
            m_hidden.push_back(std::ranges::none_of(bundle, [&](const LedgerEdge& edge) {
                return isMatch(
                    query, [&](std::string_view field) { return edgeFields(analysis, edge, field); },
                    [&] { return edgeText(analysis, edge); });
            }));
    }
    m_view->setHiddenEdges(m_hidden);
    Q_EMIT shownChanged();
}

QStringList MapPage::shownTexts() const {
    if (!m_map) return {};
    std::size_t shown = 0;
    for (std::size_t i = 0; i < m_map->edges.size(); ++i) {
        const bool isHidden = (i < m_hidden.size() && m_hidden[i]) || m_map->graph.edges[i].isHubTraffic;
        if (!isHidden) shown += m_map->edges[i].size();
    }
    const auto number = [](std::size_t n) { return groupedNumber(static_cast<long long>(n)); };
    QStringList texts{tr("Shown %1 of %2 edges").arg(number(shown), number(m_map->known))};
    if (m_map->inHubs > 0) texts << tr("System traffic hidden: %1").arg(number(m_map->inHubs));
    if (m_map->leftOut > 0) texts << tr("Unseen edges left out: %1").arg(number(m_map->leftOut));
    if (m_map->level == ClusterMap::Level::Namespaces)
        texts << tr("By namespace: more than %1 workloads").arg(kMostMapNodes);
    return texts;
}

void MapPage::takeSelection() {
    if (m_isFollowing || !m_map || !m_session.analysis()) return;
    const MapItem item = m_view->selection();
    const Cluster& cluster = *m_session.analysis()->cluster;
    if (item.isEdge() && item.index < m_map->edges.size())
        m_session.select(keyOf(cluster, m_map->edges[item.index].front()));
    else if (item.isNode() && item.index < m_map->nodes.size() && m_map->nodes[item.index])
        m_session.select(*m_map->nodes[item.index]);
    else
        m_session.clearSelection();
}

void MapPage::followSelection() {
    if (!m_map || !m_session.analysis()) return;
    m_isFollowing = true;
    const Selection& selection = m_session.selection();
    MapItem item;
    if (const auto* workload = std::get_if<WorkloadKey>(&selection)) {
        if (const auto node = nodeOf(*m_map, *workload)) item = {MapItem::Kind::Node, *node};
    } else if (const auto* key = std::get_if<EdgeKey>(&selection)) {
        if (const auto edge = edgeOf(*m_map, *m_session.analysis()->cluster, *key)) item = {MapItem::Kind::Edge, *edge};
    }
    if (!(m_view->selection() == item)) m_view->canvas().select(item);
    m_isFollowing = false;
}

void MapPage::revealSelection() {
    followSelection();
    const MapItem& item = m_view->selection();
    if (item.isNode() || item.isEdge()) m_view->canvas().reveal(item);
}

} // namespace portolan

#include "ui/map/map_view.h"

#include "ui/map/layout_job.h"
#include "ui/map/map_notice.h"
#include "ui/map/picture_export.h"
#include "ui/widgets/busy_marks.h"
#include "ui/widgets/legend.h"
#include "ui/widgets/state_view.h"

#include <QEventLoop>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace portolan {
namespace {

/// What a selection or a focus means, so that it survives a new graph.
struct Identity {
    MapItem::Kind kind = MapItem::Kind::None;
    QString from;
    QString to;
};

Identity identityOf(const MapGraph& graph, const MapItem& item) {
    switch (item.kind) {
    case MapItem::Kind::None: break;
    case MapItem::Kind::Node: return {item.kind, graph.nodes[item.index].id, {}};
    case MapItem::Kind::Group: return {item.kind, graph.groups[item.index].id, {}};
    case MapItem::Kind::Trunk: {
        const MapTrunk& trunk = graph.trunks[item.index];
        return {item.kind, graph.groups[trunk.from].id, graph.groups[trunk.to].id};
    }
    case MapItem::Kind::Edge: {
        const MapEdge& edge = graph.edges[item.index];
        return {item.kind, graph.nodes[edge.from].id, graph.nodes[edge.to].id};
    }
    }
    return {};
}

template <typename List, typename Match>
std::optional<std::uint32_t> indexOf(const List& list, const Match& match) {
    const auto found = std::ranges::find_if(list, match);
    if (found == list.end()) return std::nullopt;
    return static_cast<std::uint32_t>(found - list.begin());
}

MapItem itemOf(const MapGraph& graph, const Identity& identity) {
    std::optional<std::uint32_t> index;
    switch (identity.kind) {
    case MapItem::Kind::None: break;
    case MapItem::Kind::Node:
        index = indexOf(graph.nodes, [&](const MapNode& node) { return node.id == identity.from; });
        break;
    case MapItem::Kind::Group:
        index = indexOf(graph.groups, [&](const MapGroup& group) { return group.id == identity.from; });
        break;
    case MapItem::Kind::Edge:
        index = indexOf(graph.edges, [&](const MapEdge& edge) {
            return graph.nodes[edge.from].id == identity.from && graph.nodes[edge.to].id == identity.to;
        });
        break;
    case MapItem::Kind::Trunk:
        index = indexOf(graph.trunks, [&](const MapTrunk& trunk) {
            return graph.groups[trunk.from].id == identity.from && graph.groups[trunk.to].id == identity.to;
        });
        break;
    }
    if (!index) return {};
    return {identity.kind, *index};
}

} // namespace

MapView::MapView(QWidget* parent)
    : QWidget(parent), m_graph(std::make_shared<const MapGraph>()), m_canvas(new MapCanvas(this)),
      m_legend(new LegendStrip(LegendKind::Lines, this)), m_busyBar(new BusyBar(this)), m_notice(new MapNotice(this)),
      m_state(new StateView(this)), m_job(new LayoutJob(this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_state, 1);
    column->addWidget(m_canvas, 1);
    column->addWidget(m_legend);
    setEvidence(true);
    m_canvas->hide();
    m_state->showEmpty({Icon::Map, QStringLiteral("Nothing to show yet"),
                        QStringLiteral("No workload matches, or no source has been opened."), QString()});
    setFocusProxy(m_canvas);
    connect(m_canvas, &MapCanvas::selectionChanged, this, &MapView::selectionChanged);
    connect(m_canvas, &MapCanvas::activated, this, &MapView::activated);
    connect(m_canvas, &MapCanvas::contextRequested, this, &MapView::contextRequested);
    connect(m_canvas, &MapCanvas::endRequested, this, [this] {
        if (m_neighbourhood || !m_notice->text().isEmpty()) endDetail();
    });
    connect(m_notice, &MapNotice::closeRequested, this, &MapView::endDetail);
    connect(m_job, &LayoutJob::sceneReady, this, &MapView::showScene);
    connect(m_job, &LayoutJob::progressed, m_busyBar, &BusyBar::setFraction);
    connect(m_job, &LayoutJob::failed, this, [this](const QString& message) {
        setBusy(false);
        m_canvas->hide();
        m_state->setVisible(true);
        m_state->showProblem({Icon::Warning, QStringLiteral("The map could not be arranged"), message, QString()});
    });
}

MapView::~MapView() = default;

void MapView::setGraph(MapGraph graph) {
    if (m_neighbourhood) {
        const Identity focus = identityOf(*m_graph, {MapItem::Kind::Node, m_neighbourhood->node});
        const MapItem item = itemOf(graph, focus);
        if (item.isNode())
            m_neighbourhood->node = item.index;
        else
            m_neighbourhood.reset();
    }
    m_graph = std::make_shared<const MapGraph>(std::move(graph));
    m_hiddenEdges.clear();
    startLayout();
}

void MapView::setEvidence(bool isLoaded) {
    m_legend->setNote(isLoaded ? QStringLiteral("Width: log connections") : QStringLiteral("No log: use is not known"));
}

void MapView::startLayout() {
    if (m_graph->nodes.empty()) {
        m_job->stop();
        setBusy(false);
        m_canvas->setScene(nullptr, MapCanvas::View::Fit);
        m_canvas->hide();
        m_state->setVisible(true);
        m_state->showEmpty({Icon::Map, QStringLiteral("Nothing to show"),
                            QStringLiteral("No workload is in the scope, or the filter leaves none."), QString()});
        Q_EMIT sceneShown();
        return;
    }
    SceneRequest request;
    request.graph = m_graph;
    request.measured = measureMap(*m_graph);
    request.focus = m_neighbourhood;
    request.previous = m_whole;
    request.view =
        m_canvas->isVisible() ? m_canvas->size() : QSize(width(), std::max(0, height() - m_legend->height()));
    setBusy(true);
    m_job->start(std::move(request));
}

void MapView::showScene(std::shared_ptr<const MapScene> scene, bool isFinal) {
    const std::shared_ptr<const MapScene> before = m_canvas->scene();
    const bool isSamePlaces = before && before->layout().groups == scene->layout().groups;
    Identity selected;
    Identity focused;
    if (before) {
        selected = identityOf(before->graph(), m_canvas->selection());
        if (m_canvas->focusNode())
            focused = identityOf(before->graph(), {MapItem::Kind::Node, m_canvas->focusNode()->node});
    }
    const int hops = m_canvas->focusNode() ? m_canvas->focusNode()->hops : 1;
    m_state->hide();
    m_canvas->show();
    {
        const QSignalBlocker silent(m_canvas); // the selection is told once, when it stands again
        m_canvas->setScene(scene, isSamePlaces ? MapCanvas::View::Keep : MapCanvas::View::Fit);
        if (!m_hiddenEdges.empty()) setHiddenEdges(m_hiddenEdges);
        m_canvas->select(itemOf(*m_graph, selected));
        if (const MapItem focus = itemOf(*m_graph, focused); focus.isNode())
            m_canvas->setFocusNode(SceneFocus{focus.index, hops});
    }
    if (selected.kind != MapItem::Kind::None) Q_EMIT selectionChanged(m_canvas->selection());
    if (!isFinal) return;
    if (!m_neighbourhood) m_whole = scene;
    setBusy(false);
    Q_EMIT sceneShown();
}

void MapView::setBusy(bool isBusy) {
    if (m_isBusyShown == isBusy) return;
    m_isBusyShown = isBusy;
    if (isBusy) {
        m_busyBar->setFraction(-1);
        m_busyBar->raise();
        if (m_canvas->scene()) m_veil = std::make_unique<StaleVeil>(m_canvas);
        if (m_veil) m_veil->show();
    } else {
        m_busyBar->clear();
        m_veil.reset();
    }
    Q_EMIT busyChanged(isBusy);
}

bool MapView::isBusy() const {
    return m_job->isRunning();
}

void MapView::setHiddenEdges(std::vector<bool> hidden) {
    m_hiddenEdges = std::move(hidden);
    const bool isUsable = m_canvas->scene() && m_hiddenEdges.size() == m_canvas->scene()->graph().edges.size();
    m_canvas->setHiddenEdges(isUsable ? std::make_shared<const std::vector<bool>>(m_hiddenEdges) : nullptr);
}

void MapView::showPath(const std::vector<MapLeg>& legs) {
    m_canvas->showPath(legs);
    m_canvas->revealPath();
}

void MapView::setNotice(const QString& text) {
    m_notice->setText(text);
    m_notice->move(16, 16);
    m_notice->raise();
}

QString MapView::notice() const {
    return m_notice->text();
}

void MapView::endDetail() {
    m_canvas->showPath({});
    showNeighbourhood(std::nullopt);
    setNotice({});
    Q_EMIT detailEnded();
}

void MapView::showNeighbourhood(std::optional<SceneFocus> focus) {
    if (m_neighbourhood == focus || (focus && focus->node >= m_graph->nodes.size())) return;
    m_neighbourhood = focus;
    m_canvas->setFocusNode(std::nullopt);
    startLayout();
}

bool MapView::selectNode(const QString& id) {
    if (!m_canvas->scene()) return false;
    const MapItem item = itemOf(m_canvas->scene()->graph(), {MapItem::Kind::Node, id, {}});
    if (!item.isNode()) return false;
    m_canvas->select(item);
    m_canvas->reveal(item);
    return true;
}

bool MapView::selectEdge(const QString& fromId, const QString& toId) {
    if (!m_canvas->scene()) return false;
    const MapItem item = itemOf(m_canvas->scene()->graph(), {MapItem::Kind::Edge, fromId, toId});
    if (!item.isEdge()) return false;
    m_canvas->select(item);
    m_canvas->reveal(item);
    return true;
}

Result<void> MapView::exportPicture(const QString& path) const {
    if (!m_canvas->scene()) return fail(Error::Kind::NotFound, "there is no map to write");
    return portolan::exportPicture(*m_canvas->scene(), m_canvas->look(), path);
}

void MapView::waitUntilSharp() {
    if (isBusy()) {
        QEventLoop loop;
        connect(this, &MapView::sceneShown, &loop, &QEventLoop::quit);
        connect(m_job, &LayoutJob::failed, &loop, &QEventLoop::quit);
        loop.exec();
    }
    m_canvas->waitUntilSharp();
}

void MapView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_busyBar->setGeometry(0, 0, width(), 2);
}

} // namespace portolan

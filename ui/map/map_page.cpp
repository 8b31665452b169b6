#include "ui/map/map_page.h"

#include "ui/map/picture_graph.h"
#include "ui/models/edge_fields.h"
#include "ui/session/job_runner.h"
#include "ui/widgets/state_view.h"

#include <QFileDialog>
#include <QMessageBox>
#include <QStackedLayout>

#include <algorithm>

namespace portolan {
namespace {

/// The edges of the ledger behind a line; for what was not seen, the edge that it stands for.
std::vector<LedgerEdge> edgesBehind(const Analysis& analysis, const Picture& picture, const PictureEdge& line) {
    std::vector<LedgerEdge> out;
    for (const std::uint32_t i : line.edges) out.push_back(analysis.ledger->edges()[i]);
    const auto& from = picture.nodes[line.from].workload;
    const auto& to = picture.nodes[line.to].workload;
    if (out.empty() && from && to) out = analysis.ledger->permittedUnseen(*from, *to);
    return out;
}

} // namespace

MapPage::MapPage(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_view(new MapView), m_state(new StateView), m_jobs(new JobRunner(this)) {
    auto* stack = new QStackedLayout(this);
    stack->addWidget(m_view);
    stack->addWidget(m_state);
    connect(m_view, &MapView::selectionChanged, this, &MapPage::select);
    connect(m_view, &MapView::activated, this, [this](const MapItem& item) {
        if (item.isNode() || item.isEdge()) Q_EMIT flowsRequested();
    });
    connect(m_state, &StateView::actionRequested, this, &MapPage::openRequested);
    connect(&m_session, &Session::analysisChanged, this, &MapPage::takeAnalysis);
    connect(&m_session, &Session::selectionChanged, this, &MapPage::takeSelection);
    connect(&m_session, &Session::filterChanged, this, &MapPage::applyFilter);
    takeAnalysis();
}

MapPage::~MapPage() = default;

void MapPage::takeAnalysis() {
    auto* stack = static_cast<QStackedLayout*>(layout());
    const auto analysis = m_session.analysis();
    if (!analysis) {
        m_jobs->cancel();
        m_state->showEmpty({Icon::Map, tr("No cluster is open"),
                            tr("The map shows which workloads talk to each other, and by which rules."),
                            tr("Open folder…")});
        stack->setCurrentWidget(m_state);
        return;
    }
    m_jobs->start([this, analysis](const RunControl& control) -> JobRunner::Deliver {
        PictureOptions options;
        options.hubs = PictureOptions::Hubs::Mark;
        auto drawn = picture(*analysis, options, control);
        return [this, drawn = std::move(drawn)] { takePicture(drawn); };
    });
}

void MapPage::takePicture(const Result<Picture>& drawn) {
    auto* stack = static_cast<QStackedLayout*>(layout());
    if (!drawn) {
        m_state->showProblem(
            {Icon::Info, tr("The map could not be made"), QString::fromStdString(drawn.error().message), {}});
        stack->setCurrentWidget(m_state);
        return;
    }
    m_picture = *drawn;
    m_view->setGraph(mapGraph(m_picture));
    stack->setCurrentWidget(m_view);
    applyFilter();
    takeSelection();
}

QStringList MapPage::shownTexts() const {
    QStringList out;
    if (m_picture.nodes.empty()) return out;
    out << tr("%1 nodes, %2 lines").arg(m_picture.nodes.size()).arg(m_picture.edges.size());
    if (m_picture.isByNamespace) out << tr("Drawn by namespace");
    if (m_picture.hiddenEdges > 0) out << tr("System traffic hidden: %1 edges").arg(m_picture.hiddenEdges);
    if (m_picture.leftOut > 0) out << tr("%1 more unused allows").arg(m_picture.leftOut);
    return out;
}

void MapPage::select(const MapItem& item) {
    const auto analysis = m_session.analysis();
    if (!analysis || m_isSelecting) return;
    m_isSelecting = true;
    if (item.isNode() && m_picture.nodes[item.index].workload) {
        m_session.select(keyOf(*analysis->cluster, *m_picture.nodes[item.index].workload));
    } else if (item.isEdge() && !m_picture.edges[item.index].edges.empty()) {
        const auto& observed = m_picture.edges[item.index].edges;
        // Of several ports, the one whose state the line shows.
        const auto urgent = std::ranges::find_if(observed, [&](std::uint32_t i) {
            return analysis->ledger->edges()[i].state == m_picture.edges[item.index].state;
        });
        m_session.select(keyOf(*analysis->cluster,
                               analysis->ledger->edges()[urgent == observed.end() ? observed.front() : *urgent]));
    } else if (item.isEdge()) {
        const PictureEdge& e = m_picture.edges[item.index];
        const auto& from = m_picture.nodes[e.from].workload;
        const auto& to = m_picture.nodes[e.to].workload;
        if (from && to && !e.ports.empty())
            m_session.select(EdgeKey{keyOf(*analysis->cluster, LedgerEnd(*from)),
                                     keyOf(*analysis->cluster, LedgerEnd(*to)), e.ports.front().first,
                                     e.ports.front().second});
    } else {
        m_session.clearSelection();
    }
    m_isSelecting = false;
}

void MapPage::takeSelection() {
    const auto analysis = m_session.analysis();
    if (!analysis || m_isSelecting) return;
    m_isSelecting = true;
    if (const auto* workload = std::get_if<WorkloadKey>(&m_session.selection())) {
        m_view->selectNode(QString::fromStdString(workload->identity));
    } else if (const auto* edge = std::get_if<EdgeKey>(&m_session.selection())) {
        const auto idOf = [](const EndKey& end) {
            return end.kind == EndKey::Kind::Workload  ? QString::fromStdString(end.text)
                   : end.kind == EndKey::Kind::Address ? QStringLiteral("internet")
                   : end.kind == EndKey::Kind::Node    ? QStringLiteral("nodes")
                                                       : QStringLiteral("not in the inventory");
        };
        m_view->selectEdge(idOf(edge->from), idOf(edge->to));
    } else if (isNothing(m_session.selection())) {
        m_view->clearSelection();
    }
    m_isSelecting = false;
}

void MapPage::applyFilter() {
    const auto analysis = m_session.analysis();
    const Query& query = m_session.filter().query;
    std::vector<bool> hidden;
    if (analysis && !query.isEmpty())
        for (const PictureEdge& line : m_picture.edges)
            hidden.push_back(std::ranges::none_of(edgesBehind(*analysis, m_picture, line), [&](const LedgerEdge& edge) {
                return isMatch(
                    query, [&](std::string_view field) { return edgeFields(*analysis, edge, field); },
                    [&] { return edgeText(*analysis, edge); });
            }));
    m_view->setHiddenEdges(std::move(hidden));
    Q_EMIT shownChanged();
}

void MapPage::revealSelection() {
    takeSelection();
    const MapItem& item = m_view->selection();
    if (item.isNode() || item.isEdge()) m_view->canvas().reveal(item);
}

void MapPage::showPath(const std::vector<std::pair<QString, QString>>& ends) {
    std::vector<std::uint32_t> path;
    for (const auto& [from, to] : ends)
        for (std::uint32_t i = 0; i < m_picture.edges.size(); ++i)
            if (QString::fromStdString(m_picture.nodes[m_picture.edges[i].from].id) == from &&
                QString::fromStdString(m_picture.nodes[m_picture.edges[i].to].id) == to)
                path.push_back(i);
    m_view->showPath(path);
}

void MapPage::exportPicture() {
    const QString path = QFileDialog::getSaveFileName(this, tr("Export picture"), QStringLiteral("map.svg"),
                                                      tr("Pictures (*.svg *.pdf *.png)"));
    if (path.isEmpty()) return;
    if (const auto written = m_view->exportPicture(path); !written)
        QMessageBox::warning(this, tr("Export picture"), QString::fromStdString(written.error().message));
}

} // namespace portolan

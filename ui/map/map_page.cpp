#include "ui/map/map_page.h"

#include "ui/map/map_reach.h"
#include "ui/map/map_versions.h"
#include "ui/map/picture_graph.h"
#include "ui/models/edge_fields.h"
#include "ui/models/words.h"
#include "ui/session/draft.h"
#include "ui/session/job_runner.h"
#include "ui/widgets/state_view.h"

#include <QFileDialog>
#include <QMessageBox>
#include <QStackedLayout>

#include <algorithm>

namespace portolan {
namespace {

/// The edges of the ledger behind a line; for what was not seen, and for entry points, the edges that it stands for.
std::vector<LedgerEdge> edgesBehind(const Analysis& analysis, const Picture& picture, const PictureEdge& line) {
    std::vector<LedgerEdge> out;
    for (const std::uint32_t i : line.edges) out.push_back(analysis.ledger->edges()[i]);
    const auto& from = picture.nodes[line.from].workload;
    const auto& to = picture.nodes[line.to].workload;
    if (out.empty() && from && to) out = analysis.ledger->permittedUnseen(*from, *to);
    if (picture.nodes[line.from].kind == PictureNode::Kind::Entry && to)
        for (const auto& [protocol, port] : line.ports) {
            LedgerEdge& edge = out.emplace_back();
            edge.from = UnresolvedEnd(EndName{{}, {}, picture.nodes[line.from].name, {}, {}, {}});
            edge.to = *to;
            edge.protocol = protocol;
            edge.port = port;
            edge.verdict = Verdict::Allow;
            edge.state = line.state;
        }
    return out;
}

} // namespace

MapPage::MapPage(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_view(new MapView), m_state(new StateView), m_jobs(new JobRunner(this)),
      m_reachJobs(new JobRunner(this)) {
    auto* stack = new QStackedLayout(this);
    stack->addWidget(m_view);
    stack->addWidget(m_state);
    connect(m_view, &MapView::selectionChanged, this, &MapPage::select);
    connect(m_view, &MapView::activated, this, [this](const MapItem& item) {
        if (item.kind != MapItem::Kind::None && !item.isGroup()) act(MapAction::Flows, item);
    });
    connect(m_view, &MapView::contextRequested, this, &MapPage::showMenu);
    connect(&m_session.draft(), &Draft::versionChanged, this, &MapPage::takeDraft);
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
    m_reachJobs->cancel();
    m_view->setNotice({});
    m_version = PolicyVersion::Current;
    draw();
}

void MapPage::draw() {
    const auto analysis = m_session.analysis();
    if (!analysis) return;
    auto draft = m_session.draft().version();
    if (draft && draft->analysis != analysis) draft = nullptr;
    if (m_version != PolicyVersion::Current && !draft) {
        m_session.draft().begin(); // takeDraft() follows
        return;
    }
    m_jobs->start([this, analysis, draft, version = m_version](const RunControl& control) -> JobRunner::Deliver {
        auto drawn = pictureOf(*analysis, version, draft.get(), control);
        return [this, drawn = std::move(drawn)] { takePicture(drawn); };
    });
}

void MapPage::takeDraft() {
    if (m_version == PolicyVersion::Current || m_session.draft().isBusy()) return;
    if (!m_session.draft().version()) {
        setVersion(PolicyVersion::Current);
        Q_EMIT versionReset();
        return;
    }
    draw();
}

void MapPage::setVersion(PolicyVersion version) {
    if (m_version == version) return;
    m_version = version;
    draw();
}

bool MapPage::isBusy() const {
    return m_jobs->isRunning() || m_reachJobs->isRunning() || m_view->isBusy();
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
    m_view->setDraftOverlay(m_version == PolicyVersion::Changes ? DraftOverlay::On : DraftOverlay::Off);
    m_view->setEvidence(m_picture.hasEvidence);
    m_view->setGraph(mapGraph(m_picture));
    stack->setCurrentWidget(m_view);
    applyFilter();
    takeSelection();
}

QStringList MapPage::shownTexts() const {
    QStringList out;
    if (m_picture.nodes.empty()) return out;
    const auto isLine = [](const PictureEdge& e) { return !e.isHub && !e.isFolded; };
    out << tr("Shown %1 of %2 edges")
               .arg(static_cast<std::size_t>(std::ranges::count_if(m_picture.edges, isLine)))
               .arg(m_picture.edges.size());
    std::size_t folded = 0;
    for (const PictureTrunk& trunk : m_picture.trunks) folded += trunk.edges.size();
    if (folded > 0) out << tr("%1 folded into %2 lines").arg(folded).arg(m_picture.trunks.size());
    if (m_version == PolicyVersion::Changes) {
        const auto count = [&](PictureChange change) {
            return std::ranges::count(m_picture.edges, change, &PictureEdge::change);
        };
        out << tr("Draft: %1 would break, %2 closed, %3 newly allowed")
                   .arg(count(PictureChange::WouldBreak))
                   .arg(count(PictureChange::NewlyClosed))
                   .arg(count(PictureChange::NewlyAllowed));
    }
    if (m_picture.isByNamespace) out << tr("Drawn by namespace");
    if (m_picture.hiddenEdges > 0) out << tr("System traffic hidden: %1 edges").arg(m_picture.hiddenEdges);
    if (m_picture.leftOut > 0) out << tr("%1 more unused allows").arg(m_picture.leftOut);
    return out;
}

void MapPage::select(const MapItem& item) {
    const auto analysis = m_session.analysis();
    if (!analysis || m_isSelecting) return;
    m_isSelecting = true;
    if (item.isNode() && m_picture.nodes[item.index].workload)
        m_session.select(keyOf(*analysis->cluster, *m_picture.nodes[item.index].workload));
    else if (item.isNode() && m_picture.nodes[item.index].entries.size() == 1)
        m_session.select(EntryKey{m_picture.nodes[item.index].entries.front()});
    else if (item.isEdge())
        selectEdge(*analysis, m_picture.edges[item.index]);
    else
        m_session.clearSelection();
    m_isSelecting = false;
}

void MapPage::selectEdge(const Analysis& analysis, const PictureEdge& line) {
    const auto& edges = analysis.ledger->edges();
    if (!line.edges.empty()) {
        // Of several ports, the one whose state the line shows.
        const auto urgent =
            std::ranges::find_if(line.edges, [&](std::uint32_t i) { return edges[i].state == line.state; });
        m_session.select(keyOf(*analysis.cluster, edges[urgent == line.edges.end() ? line.edges.front() : *urgent]));
        return;
    }
    const PictureNode& source = m_picture.nodes[line.from];
    if (source.entries.size() == 1) {
        m_session.select(EntryKey{source.entries.front()});
        return;
    }
    const auto& from = source.workload;
    const auto& to = m_picture.nodes[line.to].workload;
    if (from && to && !line.ports.empty())
        m_session.select(EdgeKey{keyOf(*analysis.cluster, LedgerEnd(*from)), keyOf(*analysis.cluster, LedgerEnd(*to)),
                                 line.ports.front().first, line.ports.front().second});
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
    } else if (const auto* entry = std::get_if<EntryKey>(&m_session.selection())) {
        if (!isLineOf(*entry)) m_view->selectNode(QString::fromStdString(entry->object));
    } else if (isNothing(m_session.selection())) {
        m_view->clearSelection();
    }
    m_isSelecting = false;
}

bool MapPage::isLineOf(const EntryKey& entry) const {
    const MapItem& item = m_view->selection();
    return item.isEdge() && m_picture.nodes[m_picture.edges[item.index].from].entries == std::vector{entry.object};
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

std::optional<std::uint32_t> MapPage::nodeNamed(const QString& id) const {
    const auto found = std::ranges::find(m_picture.nodes, id.toStdString(), &PictureNode::id);
    if (found == m_picture.nodes.end()) return std::nullopt;
    return static_cast<std::uint32_t>(found - m_picture.nodes.begin());
}

void MapPage::showPath(const std::vector<std::pair<QString, QString>>& ends) {
    std::vector<MapLeg> legs;
    for (const auto& [from, to] : ends) {
        const auto a = nodeNamed(from);
        const auto b = nodeNamed(to);
        if (a && b) legs.push_back({*a, *b, EdgeClass::Open});
    }
    m_view->showNeighbourhood(std::nullopt);
    m_view->showPath(legs);
    m_view->setNotice(legs.empty() ? QString()
                                   : tr("Route from %1 to %2, %3")
                                         .arg(nodeTitle(m_view->graph(), legs.front().from),
                                              nodeTitle(m_view->graph(), legs.back().to),
                                              legs.size() == 1 ? tr("1 hop") : tr("%1 hops").arg(legs.size())));
}

void MapPage::showReach(std::uint32_t node, unsigned hops) {
    const auto analysis = m_session.analysis();
    const auto& workload = m_picture.nodes[node].workload;
    if (!analysis || !workload) return;
    m_view->showNeighbourhood(std::nullopt);
    const QString name = nodeTitle(m_view->graph(), node);
    m_reachJobs->start([this, analysis, name, from = *workload, hops](const RunControl& control) -> JobRunner::Deliver {
        auto reach = reachFrom(*analysis, from, hops, control);
        return [this, name, reach = std::move(reach)] {
            if (reach) takeReach(name, *reach);
        };
    });
}

void MapPage::takeReach(const QString& name, const MapReach& reach) {
    std::vector<MapLeg> legs;
    for (const ReachStep& step : reach.steps) {
        const auto from = nodeNamed(QString::fromStdString(step.from));
        const auto to = nodeNamed(QString::fromStdString(step.to));
        if (from && to) legs.push_back({*from, *to, edgeClassOf(step.state)});
    }
    QStringList counts;
    for (std::size_t hop = 0; hop < reach.countByHops.size(); ++hop)
        counts << tr("%1 in %2").arg(reach.countByHops[hop]).arg(hop == 0 ? tr("1 hop") : tr("%1 hops").arg(hop + 1));
    m_view->showPath(legs);
    m_view->setNotice(legs.empty() ? tr("%1 reaches nobody on a port that answers").arg(name)
                                   : tr("Reach from %1: %2").arg(name, counts.join(QStringLiteral(", "))));
}

void MapPage::showMenu(const MapItem& item, QPoint at) {
    MapMenuSubject subject;
    subject.kind = item.kind;
    subject.isWorkload = item.isNode() && m_picture.nodes[item.index].workload.has_value();
    subject.isDetail = !m_view->notice().isEmpty();
    if (const auto action = askMapMenu(subject, at, this)) act(*action, item);
}

void MapPage::act(MapAction action, const MapItem& item) {
    const QString id = item.isNode() ? QString::fromStdString(m_picture.nodes[item.index].id) : QString();
    switch (action) {
    case MapAction::Neighbourhood:
        m_view->showPath({});
        m_view->showNeighbourhood(SceneFocus{item.index, 1});
        m_view->setNotice(tr("Callers and callees of %1").arg(nodeTitle(m_view->graph(), item.index)));
        break;
    case MapAction::Reach1: showReach(item.index, 1); break;
    case MapAction::Reach2: showReach(item.index, 2); break;
    case MapAction::Reach3: showReach(item.index, 3); break;
    case MapAction::WaysFrom: Q_EMIT pathsRequested(id, {}); break;
    case MapAction::WaysTo: Q_EMIT pathsRequested(QStringLiteral("internet"), id); break;
    case MapAction::Flows:
        if (item.isTrunk()) filterTo(item);
        Q_EMIT flowsRequested();
        break;
    case MapAction::OnlyThis: filterTo(item); break;
    case MapAction::WholeMap: m_view->endDetail(); break;
    }
}

/// Narrows the filter to what the item stands for; the outside has no field to filter by.
void MapPage::filterTo(const MapItem& item) {
    const MapGraph& graph = m_view->graph();
    const auto term = [&](const char* field, std::uint32_t group) {
        return graph.groups[group].kind == MapGroupKind::Namespace
                   ? QStringLiteral("%1=%2").arg(QLatin1String(field), graph.groups[group].name)
                   : QString();
    };
    QStringList terms;
    if (item.isNode())
        terms << QStringLiteral("workload=") + nodeTitle(graph, item.index);
    else if (item.isGroup())
        terms << term("ns", item.index);
    else if (item.isTrunk())
        terms << term("src.ns", graph.trunks[item.index].from) << term("dst.ns", graph.trunks[item.index].to);
    terms.removeAll(QString());
    if (!terms.isEmpty()) m_session.setFilter(terms.join(QStringLiteral(" and ")));
}

void MapPage::exportPicture() {
    const QString path = QFileDialog::getSaveFileName(this, tr("Export picture"), QStringLiteral("map.svg"),
                                                      tr("Pictures (*.svg *.pdf *.png)"));
    if (path.isEmpty()) return;
    if (const auto written = m_view->exportPicture(path); !written)
        QMessageBox::warning(this, tr("Export picture"), QString::fromStdString(written.error().message));
}

} // namespace portolan

#include "ui/matrix/matrix_page.h"

#include "ui/matrix/heat_scale.h"
#include "ui/matrix/matrix_text.h"
#include "ui/matrix/matrix_view.h"
#include "ui/models/words.h"
#include "ui/session/job_runner.h"
#include "ui/session/session.h"
#include "ui/widgets/key_hints.h"
#include "ui/widgets/legend.h"
#include "ui/widgets/state_view.h"

#include <QHBoxLayout>
#include <QStackedLayout>

#include <algorithm>

namespace portolan {
namespace {

/// The line that shows an end of what is selected; nothing where none does.
std::optional<std::size_t> lineOf(const std::vector<MatrixLine>& lines, const Cluster& cluster, const SideKey& side) {
    const auto find = [&](const auto& isWanted) -> std::optional<std::size_t> {
        const auto at = std::ranges::find_if(lines, isWanted);
        return at == lines.end() ? std::nullopt : std::optional(static_cast<std::size_t>(at - lines.begin()));
    };
    if (side.kind == SideKey::Kind::Outside)
        return find([](const MatrixLine& line) { return line.kind == MatrixLine::Kind::Outside; });
    if (side.kind == SideKey::Kind::Namespace)
        return find([&](const MatrixLine& line) {
            return line.kind == MatrixLine::Kind::Namespace && line.ns.toStdString() == side.text;
        });
    const auto id = resolve(cluster, WorkloadKey{side.text});
    if (!id) return std::nullopt;
    const QString ns = toText(cluster.text(cluster.namespaces[cluster.workloads[*id].ns].name));
    return find([&](const MatrixLine& line) {
        return line.workload == id || (line.kind == MatrixLine::Kind::Namespace && line.ns == ns);
    });
}

SideKey sideOf(const EndKey& end) {
    if (end.kind == EndKey::Kind::Workload) return {SideKey::Kind::Workload, end.text};
    return {SideKey::Kind::Outside, {}};
}

/// What is selected as a block, where it is one or an edge.
std::optional<BlockKey> blockOf(const Selection& selection) {
    if (const auto* block = std::get_if<BlockKey>(&selection)) return *block;
    if (const auto* edge = std::get_if<EdgeKey>(&selection)) return BlockKey{sideOf(edge->from), sideOf(edge->to)};
    return std::nullopt;
}

/// The one edge of a pair of workloads; nothing where there are none or several.
std::optional<EdgeKey> onlyEdge(const MatrixFacts& facts, WorkloadId from, WorkloadId to) {
    const Ledger& ledger = *facts.analysis->ledger;
    std::vector<LedgerEdge> found = ledger.evidence() ? ledger.permittedUnseen(from, to) : std::vector<LedgerEdge>();
    for (const std::uint32_t i : ledger.edgesOf(from)) {
        const LedgerEdge& edge = ledger.edges()[i];
        if (edge.from == LedgerEnd(from) && edge.to == LedgerEnd(to)) found.push_back(edge);
    }
    return found.size() == 1 ? std::optional(keyOf(*facts.analysis->cluster, found.front())) : std::nullopt;
}

} // namespace

MatrixPage::MatrixPage(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_jobs(new JobRunner(this)), m_stack(new QStackedLayout(this)),
      m_state(new StateView), m_view(new MatrixView) {
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_view, 1);
    auto* legend = new QHBoxLayout;
    legend->setSpacing(0);
    legend->addWidget(new LegendStrip(LegendKind::Glyphs), 1);
    legend->addWidget(new HeatScale);
    column->addLayout(legend);
    column->addWidget(new KeyHints({{tr("Arrows"), tr("walk")},
                                    {tr("E"), tr("open the row")},
                                    {tr("Shift+E"), tr("open the column")},
                                    {tr("C"), tr("close all")},
                                    {tr("Enter"), tr("filter every view")},
                                    {tr("Ctrl+Enter"), tr("list the edges")}}));
    setFocusProxy(m_view);
    m_stack->addWidget(content);
    m_stack->addWidget(m_state);
    connect(m_view, &MatrixView::cellChosen, this, &MatrixPage::choose);
    connect(m_view, &MatrixView::filterRequested, this, &MatrixPage::filterBy);
    connect(m_view, &MatrixView::cellActivated, this, [this](std::size_t row, std::size_t col) {
        filterBy(row, col);
        Q_EMIT flowsRequested();
    });
    connect(m_view, &MatrixView::expansionToggled, this, &MatrixPage::toggle);
    connect(m_view, &MatrixView::collapseRequested, this, &MatrixPage::collapse);
    connect(m_view, &MatrixView::currentChanged, this, &MatrixPage::shownChanged);
    connect(m_state, &StateView::actionRequested, this, &MatrixPage::act);
    connect(&m_session, &Session::analysisChanged, this, &MatrixPage::takeAnalysis);
    connect(&m_session, &Session::selectionChanged, this, &MatrixPage::followSelection);
    connect(&m_session, &Session::filterChanged, this, [this] {
        m_isCounted = false;
        if (isVisible() && m_session.analysis()) count();
    });
    takeAnalysis();
}

/// Counting waits until somebody looks.
void MatrixPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (!m_isCounted && m_session.analysis()) count();
}

void MatrixPage::takeAnalysis() {
    m_isCounted = false;
    m_isStopped = false;
    m_facts.reset();
    m_note.clear();
    m_jobs->cancel();
    if (!m_session.analysis()) {
        m_view->setData({});
        m_expansion = {};
        m_state->showEmpty({Icon::Matrix, tr("No cluster is open"),
                            tr("The matrix shows which namespace may talk to which, and which does."),
                            tr("Open folder…")});
        m_stack->setCurrentWidget(m_state);
        Q_EMIT shownChanged();
        return;
    }
    if (isVisible()) count();
}

void MatrixPage::count() {
    m_isCounted = true;
    m_isStopped = false;
    if (m_view->matrix().isEmpty()) {
        m_state->showBusy(tr("Counting namespace by namespace"), -1);
        m_stack->setCurrentWidget(m_state);
    }
    m_jobs->start([this, analysis = m_session.analysis(), known = m_facts, expansion = m_expansion,
                   query = m_session.filter().query](const RunControl& control) -> JobRunner::Deliver {
        const auto made = [&]() -> Result<Counted> {
            if (!analysis->ledger) return Counted{};
            auto facts = known ? Result<std::shared_ptr<const MatrixFacts>>(known) : matrixFacts(analysis, control);
            if (!facts) return tl::make_unexpected(facts.error());
            auto lines = matrixOf(**facts, expansion, query, control);
            if (!lines) return tl::make_unexpected(lines.error());
            return Counted{std::move(*facts), std::move(*lines)};
        };
        return [this, counted = made()] { takeCounted(counted); };
    });
}

void MatrixPage::act() {
    if (m_jobs->isRunning()) {
        m_jobs->cancel();
        m_isStopped = true;
        m_state->showEmpty({Icon::Matrix, tr("The matrix was not counted"), tr("It was stopped."), tr("Count again")});
    } else if (m_isStopped) {
        count();
    } else {
        Q_EMIT openRequested();
    }
}

void MatrixPage::takeCounted(const Result<Counted>& counted) {
    if (!counted) {
        m_state->showProblem(
            {Icon::Info, tr("The matrix could not be made"), QString::fromStdString(counted.error().message), {}});
        m_stack->setCurrentWidget(m_state);
        return;
    }
    m_facts = counted->facts;
    m_view->setData(counted->data);
    if (counted->data.isEmpty()) {
        m_state->showEmpty({Icon::Matrix, tr("No workloads"),
                            tr("The input names no workload, so there is nothing to set against each other."),
                            tr("Open folder…")});
        m_stack->setCurrentWidget(m_state);
    } else {
        m_stack->setCurrentIndex(0);
    }
    followSelection();
    Q_EMIT shownChanged();
}

void MatrixPage::choose(std::size_t row, std::size_t column) {
    const MatrixData& matrix = m_view->matrix();
    const Cluster& cluster = *m_facts->analysis->cluster;
    const MatrixLine& from = matrix.rows[row];
    const MatrixLine& to = matrix.columns[column];
    if (from.workload && to.workload) {
        if (const auto edge = onlyEdge(*m_facts, *from.workload, *to.workload)) return m_session.select(*edge);
    }
    const auto block = cellKey(matrix, cluster, row, column);
    m_session.select(block ? Selection(*block) : Selection());
}

void MatrixPage::filterBy(std::size_t row, std::size_t column) {
    m_session.setFilter(cellQuery(m_view->matrix(), row, column));
}

void MatrixPage::toggle(Qt::Orientation axis, const QString& ns) {
    std::set<QString>& open = axis == Qt::Vertical ? m_expansion.rows : m_expansion.columns;
    const std::vector<MatrixLine>& lines = axis == Qt::Vertical ? m_view->matrix().rows : m_view->matrix().columns;
    m_note.clear();
    if (open.erase(ns) == 0) {
        const Cluster& cluster = *m_facts->analysis->cluster;
        const auto id = cluster.findNamespace(ns.toStdString());
        const auto more = std::ranges::count_if(cluster.workloads, [&](const Workload& w) { return w.ns == id; });
        if (more == 0 || lines.size() + static_cast<std::size_t>(more) > kMaxMatrixLines) {
            m_note = more == 0 ? tr("%1 has no workloads to show").arg(ns)
                               : tr("%1 would make more than %2 lines").arg(ns).arg(kMaxMatrixLines);
            Q_EMIT shownChanged();
            return;
        }
        open.insert(ns);
    }
    count();
}

void MatrixPage::collapse() {
    if (m_expansion == MatrixExpansion{}) return;
    m_expansion = {};
    m_note.clear();
    count();
}

void MatrixPage::followSelection() {
    const auto block = m_facts ? blockOf(m_session.selection()) : std::nullopt;
    if (!block) {
        if (isNothing(m_session.selection())) m_view->setCurrent(std::nullopt);
        return;
    }
    const Cluster& cluster = *m_facts->analysis->cluster;
    const auto row = lineOf(m_view->matrix().rows, cluster, block->from);
    const auto column = lineOf(m_view->matrix().columns, cluster, block->to);
    m_view->setCurrent(row && column ? std::optional(MatrixPlace{*row, *column}) : std::nullopt);
}

QStringList MatrixPage::shownTexts() const {
    const MatrixData& matrix = m_view->matrix();
    if (matrix.isEmpty()) return {};
    std::set<QString> namespaces;
    for (const MatrixLine& line : matrix.rows)
        if (!line.ns.isEmpty()) namespaces.insert(line.ns);
    std::uint64_t edges = 0;
    for (const MatrixCell& cell : matrix.cells)
        for (const EdgeClass c : kEdgeClasses)
            if (c != EdgeClass::OpenUnseen) edges += cell.count(c);
    QStringList out{countText(namespaces.size(), tr("namespace"))};
    const std::size_t open = m_expansion.rows.size() + m_expansion.columns.size();
    if (open > 0) out.front() += tr(", %1 open").arg(open);
    out << (matrix.hasEvidence ? countText(edges, tr("edge")) : tr("No flows loaded: shares only"));
    if (!m_session.filter().isEmpty()) {
        const auto isShown = [](const MatrixCell& cell) { return cell.isMatch && cell.hasEdges(); };
        out << tr("%1 of %2 cells match the filter")
                   .arg(std::ranges::count_if(matrix.cells, isShown))
                   .arg(std::ranges::count_if(matrix.cells, &MatrixCell::hasEdges));
    }
    if (const auto at = m_view->current())
        out << tr("%1 to %2").arg(lineTitle(matrix.rows[at->row]), lineTitle(matrix.columns[at->column]));
    if (!m_note.isEmpty()) out << m_note;
    if (matrix.hasEvidence && !matrix.hasUnseen) out << tr("Unseen edges not counted");
    if (matrix.leftOut > 0) out << tr("%1 more unused allows").arg(matrix.leftOut);
    if (!matrix.hasShares) out << tr("Too many kinds of workloads to shade");
    return out;
}

} // namespace portolan

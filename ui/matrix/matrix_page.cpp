#include "ui/matrix/matrix_page.h"

#include "ui/matrix/matrix_text.h"
#include "ui/matrix/matrix_view.h"
#include "ui/models/words.h"
#include "ui/session/job_runner.h"
#include "ui/session/session.h"
#include "ui/widgets/key_hints.h"
#include "ui/widgets/legend.h"
#include "ui/widgets/state_view.h"

#include <QStackedLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace portolan {
namespace {

/// The one namespace that the query asks for in a field; nothing where it does not.
std::optional<QString> askedFor(const Query& query, std::string_view field) {
    for (const QueryTerm& term : query.terms)
        if (term.field == field && term.compare == QueryTerm::Compare::Equal && !term.isNegated &&
            term.values.size() == 1)
            return QString::fromStdString(term.values.front());
    return std::nullopt;
}

} // namespace

MatrixPage::MatrixPage(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_jobs(new JobRunner(this)), m_stack(new QStackedLayout(this)),
      m_state(new StateView), m_view(new MatrixView), m_legend(new LegendStrip(LegendKind::Glyphs)) {
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_view, 1);
    m_legend->setClasses({kEdgeClasses.begin(), kEdgeClasses.end()});
    m_legend->setNote(tr("Shade: share of pairs of workloads allowed"));
    column->addWidget(m_legend);
    column->addWidget(new KeyHints({{tr("Arrows"), tr("walk the cells")},
                                    {tr("Enter"), tr("filter by the cell")},
                                    {tr("Ctrl+Enter"), tr("list its edges")}}));
    setFocusProxy(m_view);
    m_stack->addWidget(content);
    m_stack->addWidget(m_state);
    connect(m_view, &MatrixView::cellChosen, this, &MatrixPage::choose);
    connect(m_view, &MatrixView::cellActivated, this, [this](std::size_t from, std::size_t to) {
        choose(from, to);
        Q_EMIT flowsRequested();
    });
    connect(m_view, &MatrixView::currentChanged, this, &MatrixPage::shownChanged);
    connect(m_state, &StateView::actionRequested, this, &MatrixPage::act);
    connect(&m_session, &Session::analysisChanged, this, &MatrixPage::takeAnalysis);
    connect(&m_session, &Session::filterChanged, this, &MatrixPage::followFilter);
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
    m_jobs->cancel();
    if (!m_session.analysis()) {
        m_view->setData({});
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
    if (m_view->matrix().size() == 0) {
        m_state->showBusy(tr("Counting namespace by namespace"), -1);
        m_stack->setCurrentWidget(m_state);
    }
    m_jobs->start([this, analysis = m_session.analysis()](const RunControl& control) -> JobRunner::Deliver {
        return [this, made = matrixOf(*analysis, control)] { takeData(made); };
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

void MatrixPage::takeData(const Result<MatrixData>& made) {
    if (!made) {
        m_state->showProblem(
            {Icon::Info, tr("The matrix could not be made"), QString::fromStdString(made.error().message), {}});
        m_stack->setCurrentWidget(m_state);
        return;
    }
    m_view->setData(*made);
    if (made->size() == 0) {
        m_state->showEmpty({Icon::Matrix, tr("No workloads"),
                            tr("The input names no workload, so there is nothing to set against each other."),
                            tr("Open folder…")});
        m_stack->setCurrentWidget(m_state);
    } else {
        m_stack->setCurrentIndex(0);
    }
    followFilter();
    Q_EMIT shownChanged();
}

void MatrixPage::choose(std::size_t from, std::size_t to) {
    m_session.setFilter(cellQuery(m_view->matrix(), from, to));
}

void MatrixPage::followFilter() {
    const Query& query = m_session.filter().query;
    const auto from = askedFor(query, "src.ns");
    const auto to = askedFor(query, "dst.ns");
    const std::vector<QString>& names = m_view->matrix().names;
    if (!from || !to) return m_view->setCurrent(std::nullopt);
    const auto row = std::ranges::find(names, *from);
    const auto column = std::ranges::find(names, *to);
    if (row == names.end() || column == names.end()) return m_view->setCurrent(std::nullopt);
    m_view->setCurrent(
        MatrixPlace{static_cast<std::size_t>(row - names.begin()), static_cast<std::size_t>(column - names.begin())});
}

QStringList MatrixPage::shownTexts() const {
    const MatrixData& matrix = m_view->matrix();
    if (matrix.size() == 0) return {};
    const std::size_t namespaces = matrix.size() - (matrix.names.back().isEmpty() ? 1 : 0);
    std::uint64_t edges = 0;
    for (const MatrixCell& cell : matrix.cells)
        for (const EdgeClass c : kEdgeClasses)
            if (c != EdgeClass::OpenUnseen) edges += cell.count(c);
    QStringList out{countText(namespaces, tr("namespace"))};
    if (matrix.hasEvidence)
        out << countText(edges, tr("edge"));
    else
        out << tr("No flows loaded: shares only");
    if (const auto at = m_view->current())
        out << tr("%1 to %2").arg(lineName(matrix, at->from), lineName(matrix, at->to));
    if (matrix.hasEvidence && !matrix.hasUnseen) out << tr("Unseen edges not counted");
    if (matrix.leftOut > 0) out << tr("%1 more unused allows").arg(matrix.leftOut);
    if (!matrix.hasShares) out << tr("Too many kinds of workloads to shade");
    return out;
}

} // namespace portolan

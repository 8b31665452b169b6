#include "ui/matrix/matrix_view.h"

#include "ui/matrix/matrix_metrics.h"
#include "ui/matrix/matrix_text.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>

namespace portolan {
namespace {

std::optional<std::size_t> lineLike(const std::vector<MatrixLine>& lines, const MatrixLine& wanted) {
    const auto at = std::ranges::find(lines, wanted);
    return at == lines.end() ? std::nullopt : std::optional(static_cast<std::size_t>(at - lines.begin()));
}

} // namespace

MatrixView::MatrixView(QWidget* parent) : QAbstractScrollArea(parent) {
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Namespaces by namespaces"));
    viewport()->setMouseTracking(true);
}

void MatrixView::setData(MatrixData fresh) {
    std::optional<MatrixPlace> kept;
    if (m_current) {
        const auto row = lineLike(fresh.rows, m_data.rows[m_current->row]);
        const auto column = lineLike(fresh.columns, m_data.columns[m_current->column]);
        if (row && column) kept = MatrixPlace{*row, *column};
    }
    m_data = std::move(fresh);
    m_rows = MatrixAxis(m_data.rows, kCellHeight);
    m_columns = MatrixAxis(m_data.columns, kCellWidth);
    m_current = kept;
    m_hovered.reset();
    m_hoveredHeader.reset();
    updateRanges();
    viewport()->update();
}

int MatrixView::top() const {
    return kHead + (m_columns.groups().empty() ? 8 : kBand);
}

void MatrixView::setCurrent(std::optional<MatrixPlace> place) {
    if (place && (place->row >= m_rows.size() || place->column >= m_columns.size())) place.reset();
    if (m_current == place) return;
    m_current = place;
    if (place) reveal(*place);
    setAccessibleDescription(place ? cellText(m_data, place->row, place->column) : QString());
    viewport()->update();
    Q_EMIT currentChanged();
}

std::optional<MatrixPlace> MatrixView::placeAt(QPoint point) const {
    if (point.x() < kLeft || point.y() < top()) return std::nullopt;
    const auto row = m_rows.lineAt(point.y() - top() + verticalScrollBar()->value());
    const auto column = m_columns.lineAt(point.x() - kLeft + horizontalScrollBar()->value());
    return row && column ? std::optional(MatrixPlace{*row, *column}) : std::nullopt;
}

std::optional<MatrixHeader> MatrixView::headerAt(QPoint point) const {
    const bool isRow = point.x() < kLeft && point.y() >= top();
    const bool isColumn = point.y() < top() && point.x() >= kLeft;
    if (!isRow && !isColumn) return std::nullopt;
    const MatrixAxis& axis = isRow ? m_rows : m_columns;
    const auto line = isRow ? axis.lineAt(point.y() - top() + verticalScrollBar()->value())
                            : axis.lineAt(point.x() - kLeft + horizontalScrollBar()->value());
    const auto orientation = isRow ? Qt::Vertical : Qt::Horizontal;
    for (const MatrixAxis::Span& group : axis.groups()) {
        const MatrixHeader header{orientation, group.first, true};
        if (rectOf(header).contains(point)) return header;
    }
    return line ? std::optional(MatrixHeader{orientation, *line, false}) : std::nullopt;
}

QRect MatrixView::rectOf(MatrixPlace place) const {
    return {kLeft + m_columns.at(place.column) - horizontalScrollBar()->value(),
            top() + m_rows.at(place.row) - verticalScrollBar()->value(), kCellWidth, kCellHeight};
}

QRect MatrixView::rectOf(const MatrixHeader& header) const {
    const bool isRow = header.axis == Qt::Vertical;
    const MatrixAxis& axis = isRow ? m_rows : m_columns;
    const auto group = header.isGroup ? axis.groupOf(header.line) : std::nullopt;
    const std::size_t last = group ? group->last - 1 : header.line;
    const QRect from = rectOf(isRow ? MatrixPlace{header.line, 0} : MatrixPlace{0, header.line});
    const QRect to = rectOf(isRow ? MatrixPlace{last, 0} : MatrixPlace{0, last});
    if (group && isRow) return {kMargin, from.top(), kBar, to.bottom() - from.top() + 1};
    if (group) return {from.left(), 8, to.right() - from.left() + 1, kBar};
    const int indent = axis.groupOf(header.line) ? kBar + 4 : 0;
    if (isRow) return {kMargin + indent, from.top(), kLeft - kMargin - indent - 2, kCellHeight};
    return {from.left(), top() - kHead, kCellWidth, kHead};
}

MatrixAxis::Span MatrixView::columnsInSight() const {
    const int at = horizontalScrollBar()->value();
    return m_columns.between(at, at + std::max(0, viewport()->width() - kLeft));
}

MatrixAxis::Span MatrixView::rowsInSight() const {
    const int at = verticalScrollBar()->value();
    return m_rows.between(at, at + std::max(0, viewport()->height() - top()));
}

void MatrixView::updateRanges() {
    const int width = std::max(0, viewport()->width() - kLeft);
    const int height = std::max(0, viewport()->height() - top());
    horizontalScrollBar()->setRange(0, std::max(0, m_columns.length() + kMargin - width));
    horizontalScrollBar()->setPageStep(width);
    horizontalScrollBar()->setSingleStep(kCellWidth);
    verticalScrollBar()->setRange(0, std::max(0, m_rows.length() + kMargin - height));
    verticalScrollBar()->setPageStep(height);
    verticalScrollBar()->setSingleStep(kCellHeight);
}

void MatrixView::reveal(MatrixPlace place) {
    const QRect cell = rectOf(place);
    const auto bring = [](QScrollBar* bar, int first, int last, int low, int high) {
        if (first < low)
            bar->setValue(bar->value() - (low - first));
        else if (last > high)
            bar->setValue(bar->value() + (last - high));
    };
    bring(horizontalScrollBar(), cell.left(), cell.right(), kLeft, viewport()->width() - 4);
    bring(verticalScrollBar(), cell.top(), cell.bottom(), top(), viewport()->height() - 4);
}

bool MatrixView::isMarkedRow(std::size_t row) const {
    return (m_current && m_current->row == row) || (m_hovered && m_hovered->row == row);
}

bool MatrixView::isMarkedColumn(std::size_t column) const {
    return (m_current && m_current->column == column) || (m_hovered && m_hovered->column == column);
}

void MatrixView::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    updateRanges();
}

void MatrixView::mouseMoveEvent(QMouseEvent* event) {
    const auto place = placeAt(event->pos());
    const auto header = headerAt(event->pos());
    if (place == m_hovered && header == m_hoveredHeader) return;
    m_hovered = place;
    m_hoveredHeader = header;
    viewport()->update();
}

void MatrixView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    if (const auto place = placeAt(event->pos())) {
        setCurrent(place);
        Q_EMIT cellChosen(place->row, place->column);
        return;
    }
    const auto header = headerAt(event->pos());
    if (!header) return;
    const MatrixLine& line = header->axis == Qt::Vertical ? m_data.rows[header->line] : m_data.columns[header->line];
    if (header->isGroup || line.kind == MatrixLine::Kind::Namespace) Q_EMIT expansionToggled(header->axis, line.ns);
}

void MatrixView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (const auto place = placeAt(event->pos())) Q_EMIT cellActivated(place->row, place->column);
}

void MatrixView::move(int rows, int columns) {
    if (m_data.isEmpty()) return;
    const auto step = [](std::size_t from, int by, std::size_t count) {
        return static_cast<std::size_t>(std::clamp(static_cast<int>(from) + by, 0, static_cast<int>(count) - 1));
    };
    const MatrixPlace at = m_current.value_or(MatrixPlace{});
    setCurrent(m_current ? MatrixPlace{step(at.row, rows, m_rows.size()), step(at.column, columns, m_columns.size())}
                         : at);
    Q_EMIT cellChosen(m_current->row, m_current->column);
}

void MatrixView::toggle(Qt::Orientation axis) {
    if (!m_current) return;
    const MatrixLine& line = axis == Qt::Vertical ? m_data.rows[m_current->row] : m_data.columns[m_current->column];
    if (!line.ns.isEmpty()) Q_EMIT expansionToggled(axis, line.ns);
}

void MatrixView::keyPressEvent(QKeyEvent* event) {
    const int page = std::max(1, verticalScrollBar()->pageStep() / kCellHeight);
    const int all = static_cast<int>(std::max(m_rows.size(), m_columns.size()));
    const Qt::KeyboardModifiers held = event->modifiers();
    switch (event->key()) {
    case Qt::Key_Left: return move(0, -1);
    case Qt::Key_Right: return move(0, 1);
    case Qt::Key_Up: return move(-1, 0);
    case Qt::Key_Down: return move(1, 0);
    case Qt::Key_Home: return held.testFlag(Qt::ControlModifier) ? move(-all, -all) : move(0, -all);
    case Qt::Key_End: return held.testFlag(Qt::ControlModifier) ? move(all, all) : move(0, all);
    case Qt::Key_PageUp: return move(-page, 0);
    case Qt::Key_PageDown: return move(page, 0);
    case Qt::Key_E: return toggle(held.testFlag(Qt::ShiftModifier) ? Qt::Horizontal : Qt::Vertical);
    case Qt::Key_C:
        if (held == Qt::NoModifier) return Q_EMIT collapseRequested();
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (!m_current) break;
        if (held.testFlag(Qt::ControlModifier)) return Q_EMIT cellActivated(m_current->row, m_current->column);
        return Q_EMIT filterRequested(m_current->row, m_current->column);
    default: break;
    }
    QAbstractScrollArea::keyPressEvent(event);
}

bool MatrixView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const auto place = placeAt(help->pos())) {
            QToolTip::showText(help->globalPos(), cellText(m_data, place->row, place->column), viewport(),
                               rectOf(*place));
        } else if (const auto header = headerAt(help->pos())) {
            const MatrixLine& line =
                header->axis == Qt::Vertical ? m_data.rows[header->line] : m_data.columns[header->line];
            QToolTip::showText(help->globalPos(),
                               header->isGroup ? tr("%1\nClick to show it as one line").arg(line.ns) : headerText(line),
                               viewport(), rectOf(*header));
        } else {
            QToolTip::hideText();
        }
        return true;
    }
    if (event->type() == QEvent::Leave && (m_hovered || m_hoveredHeader)) {
        m_hovered.reset();
        m_hoveredHeader.reset();
        viewport()->update();
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace portolan

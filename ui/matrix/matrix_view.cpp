#include "ui/matrix/matrix_view.h"

#include "ui/matrix/matrix_text.h"
#include "ui/models/words.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>

namespace portolan {
namespace {

constexpr int kCellWidth = 62;
constexpr int kCellHeight = 40;
constexpr int kGap = 2;
constexpr int kPitchX = kCellWidth + kGap;
constexpr int kPitchY = kCellHeight + kGap;
constexpr int kMargin = 16;
constexpr int kLeft = 168; // frozen: names of the rows
constexpr int kTop = 64;   // frozen: names of the columns
constexpr double kRadius = 3.0;

/// The glyph and the count of one class on a line of a cell.
void paintCount(QPainter& painter, const QRectF& line, EdgeClass edgeClass, std::uint64_t count) {
    const Theme& theme = currentTheme();
    const double radius = edgeClass == EdgeClass::OpenUnseen ? 4.0 : 3.8;
    paintEdgeGlyph(painter, edgeClass, {QPointF(line.left() + 12, line.center().y()), radius, 1.4},
                   theme.edge(edgeClass).ink);
    const QString text = count > 9999 ? shortNumber(static_cast<long long>(count)) : QString::number(count);
    drawTabular(painter, {QRectF(line.left() + 22, line.top(), line.width() - 24, line.height())}, text,
                {uiFont(11, Weight::Medium), theme.text1});
}

} // namespace

MatrixView::MatrixView(QWidget* parent) : QAbstractScrollArea(parent) {
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Namespaces by namespaces"));
    viewport()->setMouseTracking(true);
}

void MatrixView::setData(MatrixData fresh) {
    const auto before = m_current;
    std::optional<MatrixPlace> kept;
    if (before) {
        const auto from = std::ranges::find(fresh.names, m_data.names[before->from]);
        const auto to = std::ranges::find(fresh.names, m_data.names[before->to]);
        if (from != fresh.names.end() && to != fresh.names.end())
            kept = MatrixPlace{static_cast<std::size_t>(from - fresh.names.begin()),
                               static_cast<std::size_t>(to - fresh.names.begin())};
    }
    m_data = std::move(fresh);
    m_current = kept;
    m_hovered.reset();
    updateRanges();
    viewport()->update();
}

void MatrixView::setCurrent(std::optional<MatrixPlace> place) {
    if (place && (place->from >= m_data.size() || place->to >= m_data.size())) place.reset();
    if (m_current == place) return;
    m_current = place;
    if (place) reveal(*place);
    setAccessibleDescription(place ? cellText(m_data, place->from, place->to) : QString());
    viewport()->update();
    Q_EMIT currentChanged();
}

std::optional<MatrixPlace> MatrixView::placeAt(QPoint point) const {
    if (point.x() < kLeft || point.y() < kTop) return std::nullopt;
    const int x = point.x() - kLeft + horizontalScrollBar()->value();
    const int y = point.y() - kTop + verticalScrollBar()->value();
    if (x % kPitchX >= kCellWidth || y % kPitchY >= kCellHeight) return std::nullopt;
    const MatrixPlace place{static_cast<std::size_t>(y / kPitchY), static_cast<std::size_t>(x / kPitchX)};
    if (place.from >= m_data.size() || place.to >= m_data.size()) return std::nullopt;
    return place;
}

QRect MatrixView::rectOf(MatrixPlace place) const {
    return {kLeft + static_cast<int>(place.to) * kPitchX - horizontalScrollBar()->value(),
            kTop + static_cast<int>(place.from) * kPitchY - verticalScrollBar()->value(), kCellWidth, kCellHeight};
}

MatrixView::Span MatrixView::columnsInSight() const {
    const int at = horizontalScrollBar()->value();
    const int end = (at + std::max(0, viewport()->width() - kLeft)) / kPitchX + 1;
    return {static_cast<std::size_t>(at / kPitchX), std::min(m_data.size(), static_cast<std::size_t>(end))};
}

MatrixView::Span MatrixView::rowsInSight() const {
    const int at = verticalScrollBar()->value();
    const int end = (at + std::max(0, viewport()->height() - kTop)) / kPitchY + 1;
    return {static_cast<std::size_t>(at / kPitchY), std::min(m_data.size(), static_cast<std::size_t>(end))};
}

void MatrixView::updateRanges() {
    const int lines = static_cast<int>(m_data.size());
    const int width = std::max(0, viewport()->width() - kLeft);
    const int height = std::max(0, viewport()->height() - kTop);
    horizontalScrollBar()->setRange(0, std::max(0, lines * kPitchX + kMargin - width));
    horizontalScrollBar()->setPageStep(width);
    horizontalScrollBar()->setSingleStep(kPitchX);
    verticalScrollBar()->setRange(0, std::max(0, lines * kPitchY + kMargin - height));
    verticalScrollBar()->setPageStep(height);
    verticalScrollBar()->setSingleStep(kPitchY);
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
    bring(verticalScrollBar(), cell.top(), cell.bottom(), kTop, viewport()->height() - 4);
}

bool MatrixView::isMarkedRow(std::size_t row) const {
    return (m_current && m_current->from == row) || (m_hovered && m_hovered->from == row);
}

bool MatrixView::isMarkedColumn(std::size_t column) const {
    return (m_current && m_current->to == column) || (m_hovered && m_hovered->to == column);
}

void MatrixView::paintEvent(QPaintEvent*) {
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(viewport()->rect(), currentTheme().canvas);
    if (m_data.size() == 0) return;
    painter.save();
    painter.setClipRect(QRect(kLeft, kTop, viewport()->width(), viewport()->height()));
    paintCrosshair(painter);
    paintCells(painter);
    painter.restore();
    paintHeaders(painter);
}

void MatrixView::paintCrosshair(QPainter& painter) const {
    const Theme& theme = currentTheme();
    const int lines = static_cast<int>(m_data.size());
    for (const auto& place : {m_current, m_hovered}) {
        if (!place) continue;
        const QRect cell = rectOf(*place);
        painter.fillRect(
            QRect(kLeft, cell.top() - 1, lines * kPitchX - horizontalScrollBar()->value(), kCellHeight + 2),
            theme.accentTint);
        painter.fillRect(QRect(cell.left() - 1, kTop, kCellWidth + 2, lines * kPitchY - verticalScrollBar()->value()),
                         theme.accentTint);
    }
}

void MatrixView::paintCells(QPainter& painter) const {
    const Span rows = rowsInSight();
    const Span columns = columnsInSight();
    for (std::size_t row = rows.first; row < rows.last; ++row)
        for (std::size_t column = columns.first; column < columns.last; ++column) paintCell(painter, {row, column});
}

void MatrixView::paintCell(QPainter& painter, MatrixPlace place) const {
    const Theme& theme = currentTheme();
    const MatrixCell& cell = m_data.cell(place.from, place.to);
    const QRectF box = rectOf(place);
    const bool isBlank = !cell.hasEdges() && cell.allowed == 0;
    const bool isMarked = isMarkedRow(place.from) || isMarkedColumn(place.to);
    if (!(isBlank && isMarked)) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_data.hasShares ? theme.heatFor(cell.share()) : theme.surface);
        painter.drawRoundedRect(box, kRadius, kRadius);
    }
    const std::vector<EdgeClass> classes = cell.classes();
    const double height = classes.size() == 1 ? box.height() : 17.0;
    const double top = classes.size() == 1 ? box.top() : box.top() + 3.0;
    for (std::size_t i = 0; i < std::min<std::size_t>(classes.size(), 2); ++i)
        paintCount(painter, QRectF(box.left(), top + static_cast<double>(i) * height, box.width(), height), classes[i],
                   cell.count(classes[i]));
    if (classes.size() > 2)
        drawLine(painter, {QRectF(box.right() - 22, top + height, 20, height), Qt::AlignRight, Qt::ElideNone},
                 QStringLiteral("+%1").arg(classes.size() - 2), {uiFont(11), theme.text2});
    if (classes.empty() && m_data.hasShares && cell.allowed > 0)
        drawLine(painter, {box, Qt::AlignHCenter, Qt::ElideNone}, percentText(cell.share()), {uiFont(11), theme.text2});
    if (m_current != place) return;
    painter.setPen(QPen(theme.accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), kRadius, kRadius);
}

void MatrixView::paintHeaders(QPainter& painter) const {
    const Theme& theme = currentTheme();
    const Span rows = rowsInSight();
    const Span columns = columnsInSight();
    painter.save();
    painter.setClipRect(QRect(kLeft, 0, viewport()->width() - kLeft, kTop));
    for (std::size_t column = columns.first; column < columns.last; ++column) paintColumnHeader(painter, column);
    painter.setClipRect(QRect(0, kTop, kLeft, viewport()->height() - kTop));
    for (std::size_t row = rows.first; row < rows.last; ++row) paintRowHeader(painter, row);
    painter.restore();
    const TextStyle style{uiFont(11, Weight::Medium), theme.text2};
    drawLine(painter, {QRectF(kMargin, kTop - 40, kLeft - kMargin, 16)}, tr("From (rows)"), style);
    drawLine(painter, {QRectF(kMargin, kTop - 24, kLeft - kMargin, 16)}, tr("to (columns)"), style);
}

void MatrixView::paintColumnHeader(QPainter& painter, std::size_t column) const {
    const Theme& theme = currentTheme();
    const QRect cell = rectOf({0, column});
    const QRect head(cell.left(), 0, kCellWidth, kTop);
    const bool isMarked = isMarkedColumn(column);
    if (isMarked) painter.fillRect(head.adjusted(-1, 12, 1, 0), theme.accentTint);
    const QString name = lineName(m_data, column);
    const double width = kCellWidth - 2;
    QFont font = uiFont(12, Weight::SemiBold);
    QStringList lines = headerLines(name, font, width);
    const bool isWide = std::ranges::any_of(lines, [&](const QString& l) { return textWidth(l, font) > width; });
    if (isWide) {
        font = uiFont(11, Weight::SemiBold);
        lines = headerLines(name, font, width);
    }
    const TextStyle style{font, isMarked ? theme.accentInk : theme.text1};
    double y = kTop - 8 - 16.0 * static_cast<double>(lines.size());
    for (const QString& line : lines) {
        drawLine(painter, {QRectF(head.left() + 1, y, width, 16), Qt::AlignHCenter, Qt::ElideMiddle}, line, style);
        y += 16;
    }
}

void MatrixView::paintRowHeader(QPainter& painter, std::size_t row) const {
    const Theme& theme = currentTheme();
    const QRect cell = rectOf({row, 0});
    const bool isMarked = isMarkedRow(row);
    if (isMarked)
        painter.fillRect(QRect(kMargin - 4, cell.top() - 1, kLeft - kMargin + 4, kCellHeight + 2), theme.accentTint);
    drawLine(painter,
             {QRectF(kMargin + 4, cell.top(), kLeft - kMargin - 12, kCellHeight), Qt::AlignLeft, Qt::ElideMiddle},
             lineName(m_data, row), {uiFont(12, Weight::SemiBold), isMarked ? theme.accentInk : theme.text1});
}

void MatrixView::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    updateRanges();
}

void MatrixView::mouseMoveEvent(QMouseEvent* event) {
    const auto place = placeAt(event->pos());
    if (place == m_hovered) return;
    m_hovered = place;
    viewport()->update();
}

void MatrixView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    const auto place = placeAt(event->pos());
    if (!place) return;
    setCurrent(place);
    Q_EMIT cellChosen(place->from, place->to);
}

void MatrixView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (const auto place = placeAt(event->pos())) Q_EMIT cellActivated(place->from, place->to);
}

void MatrixView::move(int rows, int columns) {
    if (m_data.size() == 0) return;
    const int last = static_cast<int>(m_data.size()) - 1;
    const MatrixPlace at = m_current.value_or(MatrixPlace{});
    const auto step = [last](std::size_t from, int by) {
        return static_cast<std::size_t>(std::clamp(static_cast<int>(from) + by, 0, last));
    };
    setCurrent(m_current ? MatrixPlace{step(at.from, rows), step(at.to, columns)} : at);
}

void MatrixView::keyPressEvent(QKeyEvent* event) {
    const int page = std::max(1, verticalScrollBar()->pageStep() / kPitchY);
    const int all = static_cast<int>(m_data.size());
    switch (event->key()) {
    case Qt::Key_Left: return move(0, -1);
    case Qt::Key_Right: return move(0, 1);
    case Qt::Key_Up: return move(-1, 0);
    case Qt::Key_Down: return move(1, 0);
    case Qt::Key_Home: return move(0, -all);
    case Qt::Key_End: return move(0, all);
    case Qt::Key_PageUp: return move(-page, 0);
    case Qt::Key_PageDown: return move(page, 0);
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (!m_current) break;
        if (event->modifiers().testFlag(Qt::ControlModifier))
            Q_EMIT cellActivated(m_current->from, m_current->to);
        else
            Q_EMIT cellChosen(m_current->from, m_current->to);
        return;
    default: break;
    }
    QAbstractScrollArea::keyPressEvent(event);
}

bool MatrixView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto place = placeAt(help->pos());
        if (place)
            QToolTip::showText(help->globalPos(), cellText(m_data, place->from, place->to), viewport(), rectOf(*place));
        else
            QToolTip::hideText();
        return true;
    }
    if (event->type() == QEvent::Leave && m_hovered) {
        m_hovered.reset();
        viewport()->update();
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace portolan

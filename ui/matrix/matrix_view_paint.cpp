#include "ui/matrix/matrix_metrics.h"
#include "ui/matrix/matrix_text.h"
#include "ui/matrix/matrix_view.h"
#include "ui/models/words.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace portolan {

namespace {

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

void paintCounts(QPainter& painter, const QRectF& box, const MatrixCell& cell) {
    const std::vector<EdgeClass> classes = cell.classes();
    const double height = classes.size() == 1 ? box.height() : 17.0;
    const double top = classes.size() == 1 ? box.top() : box.top() + 3.0;
    for (std::size_t i = 0; i < std::min<std::size_t>(classes.size(), 2); ++i)
        paintCount(painter, QRectF(box.left(), top + static_cast<double>(i) * height, box.width(), height), classes[i],
                   cell.count(classes[i]));
    const TextStyle quiet{uiFont(11), currentTheme().text2};
    if (classes.size() > 2)
        drawLine(painter, {QRectF(box.right() - 22, top + height, 20, height), Qt::AlignRight, Qt::ElideNone},
                 QStringLiteral("+%1").arg(classes.size() - 2), quiet);
    if (classes.empty() && cell.allowed > 0)
        drawLine(painter, {box, Qt::AlignHCenter, Qt::ElideNone}, percentText(cell.share()), quiet);
}

void paintGround(QPainter& painter, const QRect& rect, const QColor& color) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRoundedRect(rect, 4, 4);
}

/// The class that stands for a single pair: what needs a look before what is in order.
EdgeClass classOfPair(const MatrixCell& cell) {
    for (const EdgeClass c : {EdgeClass::Mismatch, EdgeClass::Blocked, EdgeClass::Open, EdgeClass::Used})
        if (cell.count(c) > 0) return c;
    return cell.classes().front();
}

/// One pair of workloads: one glyph, and how many classes it leaves out.
void paintPair(QPainter& painter, const QRectF& box, const MatrixCell& cell) {
    const std::vector<EdgeClass> classes = cell.classes();
    if (classes.empty()) return;
    const EdgeClass shown = classOfPair(cell);
    const double radius = shown == EdgeClass::OpenUnseen ? 5.0 : 5.5;
    paintEdgeGlyph(painter, shown, {box.center(), radius, 1.8}, currentTheme().edge(shown).ink);
    if (classes.size() > 1)
        drawLine(painter, {QRectF(box.right() - 22, box.bottom() - 17, 20, 16), Qt::AlignRight, Qt::ElideNone},
                 QStringLiteral("+%1").arg(classes.size() - 1), {uiFont(11), currentTheme().text2});
}

} // namespace

void MatrixView::paintEvent(QPaintEvent*) {
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(viewport()->rect(), currentTheme().canvas);
    if (m_data.isEmpty()) return;
    painter.save();
    painter.setClipRect(QRect(kLeft, top(), viewport()->width(), viewport()->height()));
    paintCrosshair(painter);
    paintCells(painter);
    painter.setClipRect(QRect(kLeft - 4, top() - 4, viewport()->width(), viewport()->height()));
    paintOutlines(painter);
    painter.restore();
    paintHeaders(painter);
}

void MatrixView::paintCrosshair(QPainter& painter) const {
    const Theme& theme = currentTheme();
    for (const auto& place : {m_current, m_hovered}) {
        if (!place) continue;
        const QRect cell = rectOf(*place);
        painter.fillRect(
            QRect(kLeft, cell.top() - 1, m_columns.length() - horizontalScrollBar()->value(), kCellHeight + 2),
            theme.accentTint);
        painter.fillRect(QRect(cell.left() - 1, top(), kCellWidth + 2, m_rows.length() - verticalScrollBar()->value()),
                         theme.accentTint);
    }
}

void MatrixView::paintCells(QPainter& painter) const {
    const MatrixAxis::Span rows = rowsInSight();
    const MatrixAxis::Span columns = columnsInSight();
    for (std::size_t row = rows.first; row < rows.last; ++row)
        for (std::size_t column = columns.first; column < columns.last; ++column) paintCell(painter, {row, column});
}

void MatrixView::paintCell(QPainter& painter, MatrixPlace place) const {
    const Theme& theme = currentTheme();
    const MatrixCell& cell = m_data.cell(place.row, place.column);
    const QRectF box = rectOf(place);
    const bool isBlank = !cell.hasEdges() && cell.allowed == 0;
    const bool isMarked = isMarkedRow(place.row) || isMarkedColumn(place.column);
    painter.setOpacity(cell.isMatch || isBlank ? 1.0 : kFaded);
    if (!(isBlank && isMarked)) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_data.hasShares ? theme.heatFor(cell.share()) : theme.surface);
        painter.drawRoundedRect(box, kCellRadius, kCellRadius);
    }
    if (m_data.rows[place.row].workload && m_data.columns[place.column].workload)
        paintPair(painter, box, cell);
    else
        paintCounts(painter, box, cell);
    painter.setOpacity(1.0);
    if (m_current != place) return;
    painter.setPen(QPen(theme.accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), kCellRadius, kCellRadius);
}

/// Frames the block of two expanded namespaces.
void MatrixView::paintOutlines(QPainter& painter) const {
    painter.setPen(QPen(currentTheme().borderStrong, 1));
    painter.setBrush(Qt::NoBrush);
    for (const MatrixAxis::Span& rows : m_rows.groups())
        for (const MatrixAxis::Span& columns : m_columns.groups()) {
            const QRect from = rectOf(MatrixPlace{rows.first, columns.first});
            const QRect to = rectOf(MatrixPlace{rows.last - 1, columns.last - 1});
            painter.drawRoundedRect(QRectF(from.united(to)).adjusted(-2.5, -2.5, 2.5, 2.5), 4, 4);
        }
}

void MatrixView::paintHeaders(QPainter& painter) const {
    const Theme& theme = currentTheme();
    const MatrixAxis::Span rows = rowsInSight();
    const MatrixAxis::Span columns = columnsInSight();
    painter.save();
    painter.setClipRect(QRect(kLeft, 0, viewport()->width() - kLeft, top()));
    for (std::size_t column = columns.first; column < columns.last; ++column) paintColumnHeader(painter, column);
    for (const MatrixAxis::Span& group : m_columns.groups())
        paintGroup(painter, {Qt::Horizontal, group.first, true}, m_data.columns[group.first].ns);
    painter.setClipRect(QRect(0, top(), kLeft, viewport()->height() - top()));
    for (std::size_t row = rows.first; row < rows.last; ++row) paintRowHeader(painter, row);
    for (const MatrixAxis::Span& group : m_rows.groups())
        paintGroup(painter, {Qt::Vertical, group.first, true}, m_data.rows[group.first].ns);
    painter.restore();
    const TextStyle style{uiFont(11, Weight::Medium), theme.text2};
    drawLine(painter, {QRectF(kMargin + 4, top() - 40, kLeft - kMargin, 16)}, tr("From (rows)"), style);
    drawLine(painter, {QRectF(kMargin + 4, top() - 24, kLeft - kMargin, 16)}, tr("to (columns)"), style);
}

void MatrixView::paintColumnHeader(QPainter& painter, std::size_t column) const {
    const Theme& theme = currentTheme();
    const MatrixHeader header{Qt::Horizontal, column, false};
    const QRect head = rectOf(header);
    const MatrixLine& line = m_data.columns[column];
    const bool isMarked = isMarkedColumn(column);
    if (isMarked)
        painter.fillRect(head.adjusted(-1, 0, 1, 0), theme.accentTint);
    else if (m_hoveredHeader == header && !line.isExpanded())
        paintGround(painter, head, theme.hover);
    const QString name = lineName(line);
    const double width = kCellWidth - 2;
    const Weight weight = line.isExpanded() && !isMarked ? Weight::Medium : Weight::SemiBold;
    QFont font = uiFont(12, weight);
    QStringList lines = headerLines(name, font, width);
    const bool isWide = std::ranges::any_of(lines, [&](const QString& l) { return textWidth(l, font) > width; });
    if (isWide) {
        font = uiFont(11, weight);
        lines = headerLines(name, font, width);
    }
    const TextStyle style{font, isMarked ? theme.accentInk : line.isExpanded() ? theme.text2 : theme.text1};
    double y = top() - 8 - 16.0 * static_cast<double>(lines.size());
    for (const QString& text : lines) {
        drawLine(painter, {QRectF(head.left() + 1, y, width, 16), Qt::AlignHCenter, Qt::ElideMiddle}, text, style);
        y += 16;
    }
}

void MatrixView::paintRowHeader(QPainter& painter, std::size_t row) const {
    const Theme& theme = currentTheme();
    const MatrixHeader header{Qt::Vertical, row, false};
    const QRect head = rectOf(header);
    const MatrixLine& line = m_data.rows[row];
    const bool isMarked = isMarkedRow(row);
    const bool isHovered = m_hoveredHeader == header && line.kind == MatrixLine::Kind::Namespace;
    if (isMarked)
        painter.fillRect(head.adjusted(0, -1, 2, 1), theme.accentTint);
    else if (isHovered)
        paintGround(painter, head, theme.hover);
    const Weight weight = line.isExpanded() && !isMarked ? Weight::Medium : Weight::SemiBold;
    drawLine(painter, {QRectF(head).adjusted(4, 0, isHovered ? -22 : -6, 0), Qt::AlignLeft, Qt::ElideMiddle},
             lineName(line),
             {uiFont(12, weight), isMarked            ? theme.accentInk
                                  : line.isExpanded() ? theme.text2
                                                      : theme.text1});
    if (isHovered)
        paintIcon(painter, Icon::Right, QRectF(head.right() - 19, head.center().y() - 7, 16, 16), theme.text2);
}

/// The bar of an expanded namespace; its name keeps to the part in sight.
void MatrixView::paintGroup(QPainter& painter, const MatrixHeader& group, const QString& name) const {
    const Theme& theme = currentTheme();
    const QRect whole = rectOf(group);
    const QRect seen = whole & QRect(0, 0, viewport()->width(), viewport()->height());
    const bool isRow = group.axis == Qt::Vertical;
    const QRect bar = isRow ? seen.adjusted(0, std::max(0, top() - seen.top()), 0, 0)
                            : seen.adjusted(std::max(0, kLeft - seen.left()), 0, 0, 0);
    if (bar.width() < 4 || bar.height() < 4) return;
    paintGround(painter, bar, m_hoveredHeader == group ? theme.press : theme.isDark() ? theme.raised : theme.sunken);
    const TextStyle style{uiFont(12, Weight::SemiBold), theme.text1};
    if (!isRow) {
        paintIcon(painter, Icon::Down, QRectF(bar.left() + 5, bar.center().y() - 7, 16, 16), theme.text2);
        drawLine(painter, {QRectF(bar).adjusted(26, 0, -6, 0)}, name, style);
        return;
    }
    paintIcon(painter, Icon::Down, QRectF(bar.left() + 4, bar.top() + 5, 16, 16), theme.text2);
    if (bar.height() < 60) return;
    painter.save();
    painter.translate(bar.left(), bar.bottom() + 1);
    painter.rotate(-90);
    drawLine(painter, {QRectF(8, 0, bar.height() - 34, kBar)}, name, style);
    painter.restore();
}

} // namespace portolan

#include "ui/widgets/impact_strip.h"

#include "ui/widgets/icon.h"
#include "ui/widgets/label.h"
#include "ui/widgets/theme.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace portolan {

namespace {

constexpr int kHeight = 80;
constexpr double kFirstPadding = 24.0;
constexpr double kPadding = 16.0;
constexpr double kGap = 10.0;
constexpr double kArrow = 14.0;

double cellWidth(const ImpactCell& cell) {
    const QFont figure = roleFont(TextRole::Figure);
    double row = textWidth(cell.value, figure);
    if (!cell.before.isEmpty()) row += textWidth(cell.before, figure) + kArrow + 2 * kGap;
    if (!cell.note.isEmpty()) row += kGap + textWidth(cell.note, uiFont(12));
    return std::max(row, textWidth(cell.label, uiFont(12, Weight::Medium))) + 2 * kPadding;
}

QColor valueColor(const ImpactCell& cell, const Theme& theme) {
    if (cell.tone == ImpactTone::Danger && cell.value != QLatin1String("0")) {
        return theme.severity(SeverityLevel::High).ink;
    }
    return cell.before.isEmpty() ? theme.text1 : theme.accentInk;
}

void paintCell(QPainter& painter, const QRectF& rect, const ImpactCell& cell, const Theme& theme) {
    const QFont figure = roleFont(TextRole::Figure);
    drawLine(painter, {QRectF(rect.left(), 18, rect.width(), 18)}, cell.label,
             {uiFont(12, Weight::Medium), theme.text2});
    double x = rect.left();
    const auto put = [&](const QString& text, const QFont& font, const QColor& color, double top, double height) {
        const double width = textWidth(text, font);
        drawLine(painter, {QRectF(x, top, width + 2, height), Qt::AlignLeft, Qt::ElideNone}, text, {font, color});
        x += width;
    };
    if (!cell.before.isEmpty()) {
        put(cell.before, figure, theme.text3, 38, 28);
        paintIcon(painter, Icon::Go, QRectF(x + kGap, 46, kArrow, kArrow), theme.text3);
        x += kArrow + 2 * kGap;
    }
    put(cell.value, figure, valueColor(cell, theme), 38, 28);
    x += kGap;
    const QFont note = cell.before.isEmpty() ? uiFont(12) : uiFont(12, Weight::Medium);
    drawLine(painter, {QRectF(x, 40, rect.right() - x, 28)}, cell.note, {note, theme.text2});
}

} // namespace

ImpactStrip::ImpactStrip(QWidget* parent) : QWidget(parent) {
    setFixedHeight(kHeight);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ImpactStrip::setCells(std::vector<ImpactCell> cells) {
    m_cells = std::move(cells);
    QStringList words;
    for (const ImpactCell& cell : m_cells)
        words << cell.label + QLatin1Char(' ') + cell.value + QLatin1Char(' ') + cell.note;
    setAccessibleName(words.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

QSize ImpactStrip::sizeHint() const {
    double width = kFirstPadding;
    for (const ImpactCell& cell : m_cells) width += cellWidth(cell);
    return {qRound(width), kHeight};
}

QSize ImpactStrip::minimumSizeHint() const {
    return {320, kHeight};
}

std::vector<double> ImpactStrip::cellEdges() const {
    // Natural widths, stretched or shrunk alike so that the cells fill the strip.
    double natural = 0.0;
    for (const ImpactCell& cell : m_cells) natural += cellWidth(cell);
    std::vector<double> edges{kFirstPadding - kPadding};
    const double room = width() - edges.front();
    for (const ImpactCell& cell : m_cells)
        edges.push_back(edges.back() + cellWidth(cell) * room / std::max(natural, 1.0));
    return edges;
}

int ImpactStrip::cellAt(double x) const {
    const std::vector<double> edges = cellEdges();
    for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
        if (x < edges[i + 1]) return static_cast<int>(i);
    }
    return -1;
}

void ImpactStrip::paintEvent(QPaintEvent*) {
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), theme.surface);
    const std::vector<double> edges = cellEdges();
    for (std::size_t i = 0; i < m_cells.size(); ++i) {
        const QRectF content(edges[i] + kPadding, 0, edges[i + 1] - edges[i] - 2 * kPadding, kHeight);
        paintCell(painter, content, m_cells[i], theme);
        if (i > 0) painter.fillRect(QRectF(qRound(edges[i]), 20, 1, 40), theme.border);
    }
    painter.fillRect(QRect(0, kHeight - 1, width(), 1), theme.border);
}

void ImpactStrip::mouseReleaseEvent(QMouseEvent* event) {
    const int index = cellAt(event->position().x());
    if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint()) && index >= 0) {
        Q_EMIT cellClicked(index);
    }
}

bool ImpactStrip::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const int index = cellAt(help->pos().x());
        if (index >= 0) {
            const ImpactCell& cell = m_cells[static_cast<std::size_t>(index)];
            const QString value =
                cell.before.isEmpty() ? cell.value : cell.before + QStringLiteral(" to ") + cell.value;
            QToolTip::showText(help->globalPos(),
                               cell.label + QStringLiteral(": ") + value + QLatin1Char(' ') + cell.note, this);
        }
        return true;
    }
    return QWidget::event(event);
}

} // namespace portolan

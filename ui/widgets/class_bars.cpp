#include "ui/widgets/class_bars.h"

#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace portolan {

namespace {

constexpr int kRowHeight = 26;
constexpr double kNameLeft = 22.0;
constexpr double kBarLeft = 136.0;
constexpr double kBarHeight = 6.0;
constexpr double kCountRoom = 56.0;

QString countOf(const ClassCount& row) {
    return groupedNumber(static_cast<long long>(row.count));
}

} // namespace

ClassBars::ClassBars(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ClassBars::setCounts(std::vector<ClassCount> counts) {
    m_counts = std::move(counts);
    QStringList words;
    for (const ClassCount& row : m_counts) words << edgeClassName(row.edgeClass) + QLatin1Char(' ') + countOf(row);
    setAccessibleName(words.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

QSize ClassBars::sizeHint() const {
    return {288, static_cast<int>(m_counts.size()) * kRowHeight};
}

void ClassBars::paintEvent(QPaintEvent*) {
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    std::uint64_t most = 1;
    for (const ClassCount& row : m_counts) most = std::max(most, row.count);
    const double room = std::max(24.0, width() - kBarLeft - kCountRoom);
    double top = 0;
    for (const ClassCount& row : m_counts) {
        const ClassColors& colors = theme.edge(row.edgeClass);
        const double middle = top + kRowHeight / 2.0;
        paintEdgeGlyph(painter, row.edgeClass, {QPointF(6, middle)}, colors.ink);
        drawLine(painter, {QRectF(kNameLeft, top, kBarLeft - kNameLeft - 4, kRowHeight)}, edgeClassName(row.edgeClass),
                 {uiFont(12), theme.text1});
        const QRectF track(kBarLeft, middle - kBarHeight / 2, room, kBarHeight);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.sunken);
        painter.drawRoundedRect(track, kBarHeight / 2, kBarHeight / 2);
        const double share = static_cast<double>(row.count) / static_cast<double>(most);
        painter.setBrush(colors.line);
        painter.drawRoundedRect(QRectF(track.left(), track.top(), std::max(kBarHeight, room * share), kBarHeight),
                                kBarHeight / 2, kBarHeight / 2);
        drawTabular(painter, {QRectF(width() - kCountRoom, top, kCountRoom, kRowHeight), Qt::AlignRight}, countOf(row),
                    {uiFont(12, Weight::Medium), theme.text1});
        top += kRowHeight;
    }
}

bool ClassBars::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto row = static_cast<std::size_t>(std::max(0, help->pos().y()) / kRowHeight);
    QToolTip::showText(help->globalPos(), row < m_counts.size() ? edgeClassMeaning(m_counts[row].edgeClass) : QString(),
                       this);
    return true;
}

} // namespace portolan

#include "ui/map/zoom_pill.h"

#include "ui/map/map_metrics.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <array>

namespace portolan {
namespace {

/// Left edges of the four parts and the right end, px.
constexpr std::array<double, 5> kEdges{0, 34, 84, 118, map::kEyeWidth};

} // namespace

ZoomPill::ZoomPill(QWidget* parent) : QWidget(parent) {
    setFixedSize(static_cast<int>(map::kEyeWidth), static_cast<int>(map::kPillHeight));
    setMouseTracking(true);
    setAccessibleName(QStringLiteral("Zoom"));
}

void ZoomPill::setScale(double scale) {
    m_scale = scale;
    setAccessibleDescription(QStringLiteral("%1 %").arg(qRound(scale * 100)));
    update();
}

ZoomPill::Part ZoomPill::partAt(QPointF position) const {
    if (!rect().contains(position.toPoint())) return Part::None;
    for (int i = 0; i < 4; ++i)
        if (position.x() < kEdges[static_cast<std::size_t>(i) + 1]) return static_cast<Part>(i);
    return Part::None;
}

void ZoomPill::paintEvent(QPaintEvent*) {
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.border, 1));
    painter.setBrush(theme.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    const auto part = [&](int i) {
        const auto at = static_cast<std::size_t>(i);
        return QRectF(kEdges[at], 0, kEdges[at + 1] - kEdges[at], height());
    };
    if (m_hovered != Part::None) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.hover);
        painter.drawRoundedRect(part(static_cast<int>(m_hovered)).adjusted(3, 3, -3, -3), 5, 5);
    }
    const auto icon = [&](int i, Icon what) {
        const QPointF centre = part(i).center();
        paintIcon(painter, what, QRectF(centre.x() - 8, centre.y() - 8, 16, 16), theme.text2);
    };
    icon(0, Icon::Minus);
    icon(2, Icon::Plus);
    icon(3, Icon::Fit);
    drawTabular(painter, {part(1), Qt::AlignHCenter}, QStringLiteral("%1 %").arg(qRound(m_scale * 100)),
                {uiFont(12, Weight::Medium), theme.text1});
    painter.setPen(theme.border);
    painter.drawLine(QPointF(kEdges[3] + 0.5, 8), QPointF(kEdges[3] + 0.5, height() - 8));
}

void ZoomPill::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    switch (partAt(event->position())) {
    case Part::Minus: Q_EMIT zoomOutRequested(); break;
    case Part::Scale: Q_EMIT fullSizeRequested(); break;
    case Part::Plus: Q_EMIT zoomInRequested(); break;
    case Part::Fit: Q_EMIT fitRequested(); break;
    case Part::None: break;
    }
}

void ZoomPill::mouseMoveEvent(QMouseEvent* event) {
    m_hovered = partAt(event->position());
    update();
}

void ZoomPill::leaveEvent(QEvent*) {
    m_hovered = Part::None;
    update();
}

bool ZoomPill::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    QString text;
    switch (partAt(help->pos())) {
    case Part::Minus: text = QStringLiteral("Zoom out (-)"); break;
    case Part::Scale: text = QStringLiteral("Show at 100 %"); break;
    case Part::Plus: text = QStringLiteral("Zoom in (+)"); break;
    case Part::Fit: text = QStringLiteral("Fit the whole map (0)"); break;
    case Part::None: break;
    }
    QToolTip::showText(help->globalPos(), text, this);
    return true;
}

} // namespace portolan

#include "ui/widgets/tile.h"

#include "ui/widgets/icon.h"
#include "ui/widgets/label.h"
#include "ui/widgets/theme.h"

#include <QPainter>

namespace portolan {

namespace {

constexpr int kHeight = 124;
constexpr int kPadding = 16;
constexpr QSizeF kFigure(72, 28);

} // namespace

Tile::Tile(QWidget* parent) : QAbstractButton(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
}

void Tile::setContent(TileContent content) {
    m_content = std::move(content);
    const QString answer =
        m_content.unit.isEmpty() ? m_content.number : m_content.number + QLatin1Char(' ') + m_content.unit;
    setAccessibleName(m_content.question + QStringLiteral(": ") + answer);
    setAccessibleDescription(m_content.fact);
    setToolTip(m_content.tip.isEmpty() ? m_content.fact : m_content.fact + QLatin1Char('\n') + m_content.tip);
    update();
}

QSize Tile::sizeHint() const {
    return {252, kHeight};
}

QSize Tile::minimumSizeHint() const {
    return {168, kHeight};
}

void Tile::paintEvent(QPaintEvent*) {
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(.5, .5, -.5, -.5);
    const bool isHovered = underMouse() && isEnabled();
    painter.setPen(QPen(isDown() ? theme.accent : isHovered ? theme.control : theme.border, 1));
    painter.setBrush(theme.surface);
    painter.drawRoundedRect(box, 8, 8);

    const double inner = width() - 2.0 * kPadding;
    drawLine(painter, {QRectF(kPadding, 14, inner, 18)}, m_content.question,
             {uiFont(13, Weight::Medium), isEnabled() ? theme.text2 : theme.textDisabled});
    const QFont numberFont = roleFont(TextRole::Display);
    const double numberWidth = textWidth(m_content.number, numberFont);
    drawLine(painter, {QRectF(kPadding, 42, numberWidth + 4, 40), Qt::AlignLeft, Qt::ElideNone}, m_content.number,
             {numberFont, isEnabled() ? theme.text1 : theme.textDisabled});
    drawLine(painter, {QRectF(kPadding + numberWidth + 4, 50, 60, 32), Qt::AlignLeft, Qt::ElideNone}, m_content.unit,
             {uiFont(18, Weight::Medium), theme.text3});
    const bool hasRoom = numberWidth + 40 + kFigure.width() < inner;
    if (m_content.figure && hasRoom) {
        m_content.figure(painter, QRectF(QPointF(width() - kPadding - kFigure.width(), 48), kFigure), theme);
    }
    drawLine(painter, {QRectF(kPadding, 94, inner - 16, 18)}, m_content.fact, {uiFont(12), theme.text2});
    paintIcon(painter, Icon::Go, QRectF(width() - 28, 95, 14, 14), isHovered ? theme.accentInk : theme.text3);
}

} // namespace portolan

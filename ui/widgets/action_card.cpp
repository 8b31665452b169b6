#include "ui/widgets/action_card.h"

#include "ui/widgets/icon.h"
#include "ui/widgets/label.h"
#include "ui/widgets/theme.h"

#include <QPainter>

namespace portolan {

namespace {

constexpr int kHeight = 52;
constexpr int kFigureHeight = 64;
constexpr double kPadding = 12.0;
constexpr double kArrowRoom = 40.0;
constexpr double kFigureRoom = 64.0;
constexpr double kLeastPlace = 72.0; ///< a shorter file:line says nothing

} // namespace

ActionCard::ActionCard(ActionCardContent content, QWidget* parent)
    : QAbstractButton(parent), m_content(std::move(content)) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setAccessibleName(m_content.title);
    setAccessibleDescription(m_content.effect);
    setToolTip(m_content.title + QLatin1Char('\n') + m_content.effect);
}

QSize ActionCard::sizeHint() const {
    return {288, m_content.figure.isEmpty() ? kHeight : kFigureHeight};
}

QSize ActionCard::minimumSizeHint() const {
    return {160, sizeHint().height()};
}

void ActionCard::paintEvent(QPaintEvent*) {
    const Theme& theme = currentTheme();
    const bool isBest = m_content.rank == CardRank::Best;
    const bool isHovered = underMouse() && isEnabled();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(isBest ? theme.accent : isHovered ? theme.control : theme.border, 1));
    painter.setBrush(isBest ? theme.accentTint : isHovered ? theme.hover : theme.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(.5, .5, -.5, -.5), 6, 6);

    double left = kPadding;
    if (!m_content.figure.isEmpty()) {
        const QFont figure = roleFont(TextRole::Figure);
        const double width = tabularWidth(m_content.figure, figure);
        drawTabular(painter, {QRectF(left, 0, width, height())}, m_content.figure, {figure, theme.text1});
        drawLine(painter, {QRectF(left + width + 4, 2, 50, height())}, m_content.whole, {uiFont(11), theme.text2});
        left += kFigureRoom;
    }
    const double right = width() - kArrowRoom;
    const double middle = height() / 2.0;
    drawLine(painter, {QRectF(left, middle - 19, right - left, 18), Qt::AlignLeft, Qt::ElideRight}, m_content.title,
             {uiFont(12, Weight::SemiBold), isEnabled() ? theme.text1 : theme.textDisabled});
    const QRectF second(left, middle, right - left, 18);
    if (m_content.place.isEmpty()) {
        drawLine(painter, {second}, m_content.effect, {uiFont(12), theme.text2});
    } else {
        const QRectF place = second.adjusted(0, 0, -textWidth(m_content.effect, uiFont(12)) - 12, 0);
        const bool hasRoom = place.width() >= kLeastPlace;
        if (hasRoom) {
            drawLine(painter, {place, Qt::AlignLeft, Qt::ElideMiddle}, m_content.place,
                     {monoFont(11), theme.accentInk});
        }
        drawLine(painter, {second, hasRoom ? Qt::AlignRight : Qt::AlignLeft}, m_content.effect,
                 {uiFont(12), theme.text2});
    }
    paintIcon(painter, Icon::Go, QRectF(width() - 26, middle - 8, 16, 16), isBest ? theme.accentInk : theme.text3);
}

} // namespace portolan

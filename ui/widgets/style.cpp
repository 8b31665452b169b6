#include "ui/widgets/style.h"

#include "ui/widgets/icon.h"
#include "ui/widgets/theme.h"

#include <QPainter>
#include <QStyleOption>

namespace portolan {

namespace {

constexpr int kIndicator = 16;
constexpr double kArrow = 16.0;

QColor indicatorOutline(const QStyleOption& option, const Theme& theme) {
    if ((option.state & QStyle::State_Enabled) == 0) return theme.border;
    const bool isMarked = (option.state & (QStyle::State_On | QStyle::State_NoChange | QStyle::State_HasFocus)) != 0;
    return isMarked ? theme.accent : theme.control;
}

void paintCheckBox(QPainter& painter, const QStyleOption& option, const Theme& theme) {
    const QRectF box = QRectF(option.rect).adjusted(.5, .5, -.5, -.5);
    const bool isOn = (option.state & QStyle::State_On) != 0;
    const bool isEnabled = (option.state & QStyle::State_Enabled) != 0;
    painter.setPen(QPen(indicatorOutline(option, theme), 1));
    painter.setBrush(isOn && isEnabled ? theme.accent : theme.surface);
    painter.drawRoundedRect(box, 4, 4);
    const QColor& ink = isEnabled ? theme.accentText : theme.textDisabled;
    if (isOn) paintIcon(painter, Icon::Check, box.adjusted(1, 1, -1, -1), ink);
    if ((option.state & QStyle::State_NoChange) != 0) {
        painter.fillRect(QRectF(box.center() - QPointF(4, 1), QSizeF(8, 2)), theme.accent);
    }
}

void paintRadioButton(QPainter& painter, const QStyleOption& option, const Theme& theme) {
    const QRectF disc = QRectF(option.rect).adjusted(.5, .5, -.5, -.5);
    painter.setPen(QPen(indicatorOutline(option, theme), 1));
    painter.setBrush(theme.surface);
    painter.drawEllipse(disc);
    if ((option.state & QStyle::State_On) == 0) return;
    painter.setPen(Qt::NoPen);
    painter.setBrush((option.state & QStyle::State_Enabled) != 0 ? theme.accent : theme.textDisabled);
    painter.drawEllipse(disc.center(), 4, 4);
}

void paintArrow(QPainter& painter, Icon icon, const QStyleOption& option, const Theme& theme) {
    const QPointF corner = QRectF(option.rect).center() - QPointF(kArrow / 2, kArrow / 2);
    const bool isEnabled = (option.state & QStyle::State_Enabled) != 0;
    paintIcon(painter, icon, QRectF(corner, QSizeF(kArrow, kArrow)), isEnabled ? theme.text2 : theme.textDisabled);
}

} // namespace

Style::Style() : QProxyStyle(QStringLiteral("Fusion")) {}

int Style::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* data) const {
    switch (hint) {
    case SH_UnderlineShortcut: return 0;
    case SH_Widget_Animation_Duration: return 0;
    case SH_EtchDisabledText: return 0;
    case SH_ComboBox_Popup: return 0;
    default: return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
    switch (metric) {
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight: return kIndicator;
    case PM_SmallIconSize:
    case PM_ButtonIconSize: return kIndicator;
    default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                          const QWidget* widget) const {
    const Theme& theme = currentTheme();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    switch (element) {
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck: paintCheckBox(*painter, *option, theme); break;
    case PE_IndicatorRadioButton: paintRadioButton(*painter, *option, theme); break;
    case PE_IndicatorArrowDown: paintArrow(*painter, Icon::Down, *option, theme); break;
    case PE_IndicatorArrowUp: paintArrow(*painter, Icon::Up, *option, theme); break;
    case PE_IndicatorArrowRight: paintArrow(*painter, Icon::Right, *option, theme); break;
    default: QProxyStyle::drawPrimitive(element, option, painter, widget); break;
    }
    painter->restore();
}

} // namespace portolan

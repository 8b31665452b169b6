#include "ui/widgets/choice_box.h"

#include "ui/widgets/icon.h"
#include "ui/widgets/theme.h"

#include <QPainter>
#include <QWheelEvent>

namespace portolan {

ChoiceBox::ChoiceBox(QWidget* parent) : QComboBox(parent) {
    setFocusPolicy(Qt::StrongFocus);
}

void ChoiceBox::paintEvent(QPaintEvent* event) {
    QComboBox::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme& theme = currentTheme();
    paintIcon(painter, Icon::Down, QRectF(width() - 24, (height() - 16) / 2.0, 16, 16),
              isEnabled() ? theme.text2 : theme.text3);
}

void ChoiceBox::wheelEvent(QWheelEvent* event) {
    if (hasFocus())
        QComboBox::wheelEvent(event);
    else
        event->ignore();
}

} // namespace portolan

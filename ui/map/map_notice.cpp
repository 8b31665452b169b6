#include "ui/map/map_notice.h"

#include "ui/widgets/button.h"
#include "ui/widgets/label.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QPainter>

namespace portolan {

MapNotice::MapNotice(QWidget* parent) : QWidget(parent), m_text(makeLabel({}, TextRole::DenseMedium)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 2, 4, 2);
    row->setSpacing(8);
    row->addWidget(m_text);
    QPushButton* close = makeIconButton(Icon::Close, tr("Back to the whole map"));
    row->addWidget(close);
    connect(close, &QPushButton::clicked, this, &MapNotice::closeRequested);
    hide();
}

void MapNotice::setText(const QString& text) {
    m_text->setText(text);
    setVisible(!text.isEmpty());
    adjustSize();
}

QString MapNotice::text() const {
    return isHidden() ? QString() : m_text->text();
}

void MapNotice::paintEvent(QPaintEvent*) {
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.borderStrong, 1));
    painter.setBrush(theme.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
}

} // namespace portolan

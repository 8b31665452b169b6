#include "ui/widgets/busy_marks.h"

#include "ui/widgets/theme.h"

#include <QEvent>
#include <QPainter>

#include <algorithm>

namespace portolan {

namespace {

constexpr int kBarHeight = 2;
constexpr float kVeilOpacity = 0.45F; // what lies under it shows at 55 %

} // namespace

BusyBar::BusyBar(QWidget* parent) : QWidget(parent) {
    setFixedHeight(kBarHeight);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

void BusyBar::setFraction(double fraction) {
    m_fraction = fraction;
    m_isBusy = true;
    show();
    update();
}

void BusyBar::clear() {
    m_isBusy = false;
    hide();
}

void BusyBar::paintEvent(QPaintEvent*) {
    if (!m_isBusy) return;
    QPainter painter(this);
    const double share = m_fraction < 0 ? 1.0 / 3.0 : std::min(m_fraction, 1.0);
    painter.fillRect(QRectF(0, 0, width() * share, height()), currentTheme().accent);
}

StaleVeil::StaleVeil(QWidget* parent) : QWidget(parent) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setGeometry(parent->rect());
    parent->installEventFilter(this);
    hide();
}

void StaleVeil::paintEvent(QPaintEvent*) {
    QColor veil = currentTheme().window;
    veil.setAlphaF(kVeilOpacity);
    QPainter(this).fillRect(rect(), veil);
}

bool StaleVeil::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize) setGeometry(parentWidget()->rect());
    return QWidget::eventFilter(watched, event);
}

} // namespace portolan

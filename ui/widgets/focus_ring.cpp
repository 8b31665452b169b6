#include "ui/widgets/focus_ring.h"

#include "ui/widgets/theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QEvent>
#include <QPainter>

namespace portolan {

namespace {

constexpr int kReach = 4; ///< ring and gap, px

} // namespace

FocusRing::FocusRing(QWidget* window) : QWidget(window) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    hide();
    window->installEventFilter(this);
    qApp->installEventFilter(this);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) { follow(now); });
}

void FocusRing::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(currentTheme().accent, 2));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 8, 8);
}

bool FocusRing::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
    case QEvent::KeyPress: m_isByKey = true; break;
    case QEvent::MouseButtonPress:
        m_isByKey = false;
        hide();
        break;
    case QEvent::Resize:
    case QEvent::Move:
    case QEvent::Hide:
        if (watched == m_target || watched == parentWidget()) follow(m_target);
        break;
    default: break;
    }
    return QWidget::eventFilter(watched, event);
}

void FocusRing::follow(QWidget* target) {
    m_target = target;
    const bool isControl = qobject_cast<QAbstractButton*>(target) != nullptr;
    if (!m_isByKey || !isControl || !target->isVisible() || target->window() != parentWidget()) {
        hide();
        return;
    }
    const QRect around(target->mapTo(parentWidget(), QPoint(0, 0)), target->size());
    setGeometry(around.adjusted(-kReach, -kReach, kReach, kReach));
    raise();
    show();
}

} // namespace portolan

#include "ui/shell/crumb_bar.h"

#include "ui/widgets/icon.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

#include <QMouseEvent>
#include <QPainter>

namespace portolan {

namespace {

constexpr int kHeight = 32;
constexpr double kArrow = 20.0;

QFont crumbFont(bool isLast) {
    return uiFont(13, isLast ? Weight::SemiBold : Weight::Regular);
}

} // namespace

CrumbBar::CrumbBar(QWidget* parent) : QWidget(parent) {
    setFixedHeight(kHeight);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void CrumbBar::setCrumbs(const QStringList& crumbs) {
    m_crumbs = crumbs;
    setToolTip(crumbs.join(QStringLiteral(" / ")));
    setAccessibleName(crumbs.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

QSize CrumbBar::sizeHint() const {
    double width = 4;
    for (int i = 0; i < m_crumbs.size(); ++i)
        width += textWidth(m_crumbs[i], crumbFont(isLast(i))) + (i > 0 ? kArrow : 0);
    return {qRound(width), kHeight};
}

QSize CrumbBar::minimumSizeHint() const {
    return {qMin(sizeHint().width(), 96), kHeight};
}

int CrumbBar::crumbAt(double x) const {
    double left = 0;
    for (int i = 0; i < m_crumbs.size(); ++i) {
        if (i > 0) left += kArrow;
        const double right = left + textWidth(m_crumbs[i], crumbFont(isLast(i)));
        if (x >= left - 4 && x <= right + 4) return i;
        left = right;
    }
    return -1;
}

void CrumbBar::paintEvent(QPaintEvent*) {
    const Theme& theme = currentTheme();
    QPainter painter(this);
    double x = 0;
    for (int i = 0; i < m_crumbs.size(); ++i) {
        if (i > 0) {
            paintIcon(painter, Icon::Right, QRectF(x + 2, (height() - 16) / 2.0, 16, 16), theme.text3);
            x += kArrow;
        }
        const QFont font = crumbFont(isLast(i));
        const double width = textWidth(m_crumbs[i], font);
        const QColor& ink = isLast(i) ? theme.text1 : i == m_hovered ? theme.accentInk : theme.text2;
        drawLine(painter, {QRectF(x, 0, qMin(width, this->width() - x), height())}, m_crumbs[i], {font, ink});
        x += width;
    }
}

void CrumbBar::mouseMoveEvent(QMouseEvent* event) {
    const int at = crumbAt(event->position().x());
    m_hovered = at >= 0 && !isLast(at) ? at : -1;
    setCursor(m_hovered >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    update();
}

void CrumbBar::mouseReleaseEvent(QMouseEvent* event) {
    const int at = crumbAt(event->position().x());
    if (event->button() == Qt::LeftButton && at >= 0 && !isLast(at)) Q_EMIT crumbClicked(at);
}

void CrumbBar::leaveEvent(QEvent*) {
    m_hovered = -1;
    update();
}

} // namespace portolan

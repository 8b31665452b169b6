#include "ui/matrix/heat_scale.h"

#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

#include <QPainter>

namespace portolan {

namespace {

constexpr double kStepWidth = 14.0;
constexpr double kStepHeight = 14.0;
constexpr double kGap = 8.0;
constexpr double kMargin = 16.0;

double scaleWidth() {
    return static_cast<double>(currentTheme().heat.size()) * (kStepWidth + 2);
}

} // namespace

HeatScale::HeatScale(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    setAccessibleName(tr("Shade: share of pairs of workloads that may talk"));
    setToolTip(tr("The darker a cell, the larger the share of its pairs of workloads that may talk on some port"));
}

QSize HeatScale::sizeHint() const {
    const double words = textWidth(tr("0"), uiFont(12)) + textWidth(tr("100 % may talk"), uiFont(12));
    return {qRound(words + scaleWidth() + 2 * kGap + kMargin), 40};
}

void HeatScale::paintEvent(QPaintEvent*) {
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), theme.surface);
    painter.fillRect(QRect(0, 0, width(), 1), theme.border);
    const QFont font = uiFont(12);
    const double left = textWidth(tr("0"), font) + kGap;
    drawLine(painter, {QRectF(0, 0, left, height()), Qt::AlignLeft, Qt::ElideNone}, tr("0"), {font, theme.text2});
    double x = left;
    for (const QColor& step : theme.heat) {
        painter.setPen(QPen(theme.border, 1));
        painter.setBrush(step);
        painter.drawRoundedRect(QRectF(x + .5, (height() - kStepHeight) / 2 + .5, kStepWidth, kStepHeight), 3, 3);
        x += kStepWidth + 2;
    }
    drawLine(painter, {QRectF(x + kGap - 2, 0, width() - x, height()), Qt::AlignLeft, Qt::ElideNone},
             tr("100 % may talk"), {font, theme.text2});
}

} // namespace portolan

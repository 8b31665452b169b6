#include "ui/widgets/key_hints.h"

#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

#include <QPainter>

#include <algorithm>

namespace portolan {

namespace {

constexpr int kHeight = 36;
constexpr double kMargin = 24.0;
constexpr double kCapHeight = 20.0;
constexpr double kGap = 24.0;

double capWidth(const QString& key) {
    return std::max(18.0, textWidth(key, monoFont(11, Weight::Medium)) + 12);
}

} // namespace

double paintKeyCap(QPainter& painter, QPointF left, const QString& key) {
    const Theme& theme = currentTheme();
    const QRectF cap(left.x(), left.y() - kCapHeight / 2, capWidth(key), kCapHeight);
    painter.setPen(QPen(theme.borderStrong, 1));
    painter.setBrush(theme.window);
    painter.drawRoundedRect(cap.adjusted(.5, .5, -.5, -.5), 4, 4);
    drawLine(painter, {cap, Qt::AlignHCenter, Qt::ElideNone}, key, {monoFont(11, Weight::Medium), theme.text1});
    return cap.width();
}

KeyHints::KeyHints(std::vector<std::pair<QString, QString>> hints, QWidget* parent)
    : QWidget(parent), m_hints(std::move(hints)) {
    setFixedHeight(kHeight);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize KeyHints::sizeHint() const {
    double width = 2 * kMargin;
    for (const auto& [key, meaning] : m_hints) width += capWidth(key) + 7 + textWidth(meaning, uiFont(12)) + kGap;
    return {qRound(width), kHeight};
}

void KeyHints::paintEvent(QPaintEvent*) {
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), theme.surface);
    painter.fillRect(QRect(0, 0, width(), 1), theme.border);
    double x = kMargin;
    for (const auto& [key, meaning] : m_hints) {
        x += paintKeyCap(painter, {x, height() / 2.0}, key) + 7;
        const double width = textWidth(meaning, uiFont(12));
        drawLine(painter, {QRectF(x, 0, width + 2, height()), Qt::AlignLeft, Qt::ElideNone}, meaning,
                 {uiFont(12), theme.text2});
        x += width + kGap;
    }
}

} // namespace portolan

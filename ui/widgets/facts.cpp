#include "ui/widgets/facts.h"

#include "ui/widgets/fact_painter.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

namespace portolan {

namespace {

constexpr int kRowHeight = 21;
constexpr int kBoxHeight = 48;
constexpr double kBoxGap = 8.0;

} // namespace

QFont factFont(FactStyle style) {
    switch (style) {
    case FactStyle::Text: return uiFont(12, Weight::Medium);
    case FactStyle::Mono:
    case FactStyle::Link: return monoFont(11);
    case FactStyle::Quiet: return uiFont(12);
    }
    return uiFont(12);
}

QColor factColor(FactStyle style, const Theme& theme) {
    return style == FactStyle::Link ? theme.accentInk : theme.text1;
}

QString factTarget(const Fact& fact) {
    return fact.target.isEmpty() ? fact.value : fact.target;
}

FactList::FactList(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void FactList::setFacts(Facts facts) {
    m_facts = std::move(facts);
    updateGeometry();
    update();
}

void FactList::setKeyWidth(int px) {
    m_keyWidth = px;
    update();
}

QSize FactList::sizeHint() const {
    return {288, static_cast<int>(m_facts.size()) * kRowHeight};
}

QSize FactList::minimumSizeHint() const {
    return {m_keyWidth + 60, sizeHint().height()};
}

const Fact* FactList::factAt(double y) const {
    const int row = static_cast<int>(y) / kRowHeight;
    return y >= 0 && row < static_cast<int>(m_facts.size()) ? &m_facts[static_cast<std::size_t>(row)] : nullptr;
}

void FactList::paintEvent(QPaintEvent*) {
    const Theme& theme = currentTheme();
    QPainter painter(this);
    double y = 0;
    for (const Fact& fact : m_facts) {
        drawLine(painter, {QRectF(0, y, m_keyWidth - 8, kRowHeight)}, fact.key, {uiFont(12), theme.text3});
        drawLine(painter, {QRectF(m_keyWidth, y, width() - m_keyWidth, kRowHeight)}, fact.value,
                 {factFont(fact.style), factColor(fact.style, theme)});
        y += kRowHeight;
    }
}

void FactList::mouseMoveEvent(QMouseEvent* event) {
    const Fact* fact = factAt(event->position().y());
    const bool isLink = fact != nullptr && fact->style == FactStyle::Link && event->position().x() >= m_keyWidth;
    setCursor(isLink ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void FactList::mouseReleaseEvent(QMouseEvent* event) {
    const Fact* fact = factAt(event->position().y());
    if (event->button() != Qt::LeftButton || fact == nullptr || fact->style != FactStyle::Link) return;
    Q_EMIT linkActivated(factTarget(*fact));
}

bool FactList::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const Fact* fact = factAt(help->pos().y());
        QToolTip::showText(help->globalPos(), fact != nullptr ? fact->value : QString(), this);
        return true;
    }
    return QWidget::event(event);
}

FactBoxes::FactBoxes(QWidget* parent) : QWidget(parent) {
    setFixedHeight(kBoxHeight);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void FactBoxes::setBoxes(std::vector<FactBox> boxes) {
    m_boxes = std::move(boxes);
    QStringList words;
    for (const FactBox& box : m_boxes) words << box.label + QLatin1Char(' ') + box.value;
    setAccessibleName(words.join(QStringLiteral(", ")));
    update();
}

QSize FactBoxes::sizeHint() const {
    return {288, kBoxHeight};
}

void FactBoxes::paintEvent(QPaintEvent*) {
    if (m_boxes.empty()) return;
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto count = static_cast<double>(m_boxes.size());
    const double boxWidth = (width() - (count - 1) * kBoxGap) / count;
    double x = 0;
    for (const FactBox& box : m_boxes) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.window);
        painter.drawRoundedRect(QRectF(x, 0, boxWidth, kBoxHeight), 6, 6);
        drawLine(painter, {QRectF(x + 10, 6, boxWidth - 12, 16)}, box.label, {uiFont(11), theme.text3});
        drawLine(painter, {QRectF(x + 10, 23, boxWidth - 12, 18)}, box.value,
                 {uiFont(13, Weight::SemiBold), box.isChanged ? theme.accentInk : theme.text1});
        x += boxWidth + kBoxGap;
    }
}

} // namespace portolan

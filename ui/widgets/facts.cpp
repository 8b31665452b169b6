#include "ui/widgets/facts.h"

#include "ui/widgets/fact_painter.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

namespace portolan {

namespace {

constexpr int kRowHeight = 21;
constexpr int kBoxHeight = 48;
constexpr double kBoxGap = 8.0;
constexpr int kUsualWidth = 288;

FactSetting settingFor(int keyWidth) {
    return {static_cast<double>(keyWidth), kRowHeight, 12};
}

} // namespace

FactList::FactList(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    // Not Fixed, which would hold it to its height at the usual width: long values need more lines where it is narrow.
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void FactList::setFacts(Facts facts) {
    m_facts = std::move(facts);
    QStringList words;
    for (const Fact& fact : m_facts) words << fact.key + QLatin1Char(' ') + fact.value;
    setAccessibleName(words.join(QStringLiteral(", ")));
    const auto placed = placeFacts(m_facts, rect(), settingFor(m_keyWidth));
    setFocusPolicy(linksOf(placed).empty() ? Qt::NoFocus : Qt::TabFocus);
    updateGeometry();
    update();
}

void FactList::setKeyWidth(int px) {
    m_keyWidth = px;
    updateGeometry();
    update();
}

QSize FactList::sizeHint() const {
    return {kUsualWidth, heightForWidth(kUsualWidth)};
}

QSize FactList::minimumSizeHint() const {
    return {m_keyWidth + 60, static_cast<int>(m_facts.size()) * kRowHeight};
}

int FactList::heightForWidth(int width) const {
    return qRound(factsHeight(m_facts, width, settingFor(m_keyWidth)));
}

const Fact* FactList::linkAt(QPointF at) const {
    for (const PlacedFact& item : placeFacts(m_facts, rect(), settingFor(m_keyWidth)))
        if (item.isLink() && item.value.contains(at)) return item.fact;
    return nullptr;
}

void FactList::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const FactSetting setting = settingFor(m_keyWidth);
    const auto placed = placeFacts(m_facts, rect(), setting);
    paintFacts(painter, placed, setting);
    const auto links = linksOf(placed);
    if (const auto at = m_cursor.current(); at && *at < links.size()) paintLinkFocus(painter, *links[*at]);
}

void FactList::focusInEvent(QFocusEvent* event) {
    m_cursor.enter(event->reason(), linksOf(placeFacts(m_facts, rect(), settingFor(m_keyWidth))).size());
    update();
}

void FactList::focusOutEvent(QFocusEvent*) {
    m_cursor.leave();
    update();
}

void FactList::keyPressEvent(QKeyEvent* event) {
    const auto placed = placeFacts(m_facts, rect(), settingFor(m_keyWidth));
    const auto links = linksOf(placed);
    if (m_cursor.isOpening(event->key()) && *m_cursor.current() < links.size()) {
        Q_EMIT linkActivated(factTarget(*links[*m_cursor.current()]->fact));
        return;
    }
    if (!m_cursor.move(event->key(), links.size())) return QWidget::keyPressEvent(event);
    update();
}

void FactList::mouseMoveEvent(QMouseEvent* event) {
    setCursor(linkAt(event->position()) != nullptr ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void FactList::mouseReleaseEvent(QMouseEvent* event) {
    const Fact* fact = linkAt(event->position());
    if (event->button() == Qt::LeftButton && fact != nullptr) Q_EMIT linkActivated(factTarget(*fact));
}

bool FactList::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    QString tip;
    for (const PlacedFact& item : placeFacts(m_facts, rect(), settingFor(m_keyWidth)))
        if (item.row.contains(help->pos())) tip = item.fact->value;
    QToolTip::showText(help->globalPos(), tip, this);
    return true;
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

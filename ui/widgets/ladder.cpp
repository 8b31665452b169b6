#include "ui/widgets/ladder.h"

#include "ui/widgets/fact_painter.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <iterator>

namespace portolan {

namespace {

// The ladder's own left edge lies at the panel's padding of 16: spine at x 26 of the panel, text at x 50.
constexpr double kSpine = 10.0;
constexpr double kText = 34.0;
constexpr double kEndHeight = 20.0;
constexpr double kEndGap = 22.0;
constexpr double kTitleHeight = 18.0;
constexpr double kGateGap = 24.0;
constexpr double kBoxPadding = 7.0;
constexpr double kBoxSide = 10.0;
const FactSetting kFacts{.keyWidth = 52, .rowHeight = 20, .keyPx = 11};

/// `room`: the width beside the spine.
double boxHeight(const Facts& facts, double room) {
    return 2 * kBoxPadding + factsHeight(facts, room - 2 * kBoxSide, kFacts);
}

double gateHeight(const LadderGate& gate, double textWidth) {
    double height = kTitleHeight;
    if (!gate.reason.isEmpty()) height += wrappedHeight(gate.reason, uiFont(12), textWidth);
    for (const Facts& facts : gate.rules) height += 6 + boxHeight(facts, textWidth);
    return height;
}

double ladderHeight(const Ladder& ladder, double width) {
    double height = 2 * kEndHeight + kEndGap;
    for (const LadderGate& gate : ladder.gates) height += gateHeight(gate, width - kText) + kGateGap;
    return height;
}

void paintEnd(QPainter& painter, const LadderEnd& end, double top, double width) {
    const Theme& theme = currentTheme();
    const double middle = top + kEndHeight / 2;
    painter.setPen(QPen(theme.text2, 1.6));
    painter.setBrush(theme.surface);
    painter.drawEllipse(QPointF(kSpine, middle), 5, 5);
    const QFont nameFont = uiFont(13, Weight::SemiBold);
    const double noteWidth = end.note.isEmpty() ? 0 : textWidth(end.note, uiFont(12)) + 8;
    const double starWidth = end.isCrownJewel ? 24 : 0;
    const double room = width - kText - noteWidth - starWidth;
    const double nameWidth = qMin(textWidth(end.name, nameFont), room);
    drawLine(painter, {QRectF(kText, top, nameWidth, kEndHeight), Qt::AlignLeft, Qt::ElideMiddle}, end.name,
             {nameFont, theme.text1});
    drawLine(painter, {QRectF(kText + nameWidth + 8, top, noteWidth, kEndHeight)}, end.note, {uiFont(12), theme.text3});
    if (end.isCrownJewel) paintIcon(painter, Icon::Star, QRectF(width - 16, middle - 8, 15, 15), theme.accentInk);
}

void paintRule(QPainter& painter, const Facts& facts, const QRectF& box) {
    const Theme& theme = currentTheme();
    painter.setPen(QPen(theme.border, 1));
    painter.setBrush(theme.window);
    painter.drawRoundedRect(box.adjusted(.5, .5, -.5, -.5), 6, 6);
    paintFacts(painter, placeFacts(facts, box.adjusted(kBoxSide, kBoxPadding, -kBoxSide, 0), kFacts), kFacts);
}

void paintGate(QPainter& painter, const LadderGate& gate, double top, double width) {
    const Theme& theme = currentTheme();
    const double textRoom = width - kText;
    paintLadderGate(painter, gate.state, {kSpine, top + kTitleHeight / 2}, theme.surface);
    drawLine(painter, {QRectF(kText, top, textRoom, kTitleHeight)}, gate.title,
             {uiFont(12, Weight::SemiBold), gateInk(gate.state, theme)});
    double y = top + kTitleHeight;
    if (!gate.reason.isEmpty()) {
        y += drawWrapped(painter, QRectF(kText, y, textRoom, 0), gate.reason, {uiFont(12), theme.text2});
    }
    for (const Facts& facts : gate.rules) {
        paintRule(painter, facts, QRectF(kText, y + 6, textRoom, boxHeight(facts, textRoom)));
        y += 6 + boxHeight(facts, textRoom);
    }
}

} // namespace

LadderView::LadderView(QWidget* parent) : QWidget(parent) {
    setMouseTracking(true);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void LadderView::setLadder(Ladder ladder) {
    m_ladder = std::move(ladder);
    QStringList words{m_ladder.from.name};
    for (const LadderGate& gate : m_ladder.gates) words << gate.title << gate.reason;
    words << m_ladder.to.name;
    setAccessibleName(words.join(QStringLiteral(". ")));
    setFocusPolicy(linksOf(placed()).empty() ? Qt::NoFocus : Qt::TabFocus);
    updateGeometry();
    update();
}

QSize LadderView::sizeHint() const {
    return {288, heightForWidth(288)};
}

int LadderView::heightForWidth(int width) const {
    return qRound(ladderHeight(m_ladder, width));
}

std::vector<PlacedFact> LadderView::placed() const {
    std::vector<PlacedFact> out;
    double top = kEndHeight + kEndGap;
    const double room = width() - kText;
    for (const LadderGate& gate : m_ladder.gates) {
        double y = top + kTitleHeight;
        if (!gate.reason.isEmpty()) y += wrappedHeight(gate.reason, uiFont(12), room);
        for (const Facts& facts : gate.rules) {
            const QRectF inner(kText + kBoxSide, y + 6 + kBoxPadding, room - 2 * kBoxSide, 0);
            std::ranges::move(placeFacts(facts, inner, kFacts), std::back_inserter(out));
            y += 6 + boxHeight(facts, room);
        }
        top += gateHeight(gate, room) + kGateGap;
    }
    return out;
}

const Fact* LadderView::linkAt(QPointF at) const {
    for (const PlacedFact& item : placed())
        if (item.isLink() && item.value.contains(at)) return item.fact;
    return nullptr;
}

void LadderView::paintEvent(QPaintEvent*) {
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double bottom = ladderHeight(m_ladder, width()) - kEndHeight;
    painter.setPen(QPen(theme.borderStrong, 2));
    painter.drawLine(QPointF(kSpine, kEndHeight / 2), QPointF(kSpine, bottom + kEndHeight / 2));
    paintEnd(painter, m_ladder.from, 0, width());
    double top = kEndHeight + kEndGap;
    for (const LadderGate& gate : m_ladder.gates) {
        paintGate(painter, gate, top, width());
        top += gateHeight(gate, width() - kText) + kGateGap;
    }
    paintEnd(painter, m_ladder.to, bottom, width());
    const auto items = placed();
    const auto links = linksOf(items);
    if (const auto at = m_cursor.current(); at && *at < links.size()) paintLinkFocus(painter, *links[*at]);
}

void LadderView::focusInEvent(QFocusEvent* event) {
    m_cursor.enter(event->reason(), linksOf(placed()).size());
    update();
}

void LadderView::focusOutEvent(QFocusEvent*) {
    m_cursor.leave();
    update();
}

void LadderView::keyPressEvent(QKeyEvent* event) {
    const auto items = placed();
    const auto links = linksOf(items);
    if (m_cursor.isOpening(event->key()) && *m_cursor.current() < links.size()) {
        Q_EMIT linkActivated(factTarget(*links[*m_cursor.current()]->fact));
        return;
    }
    if (!m_cursor.move(event->key(), links.size())) return QWidget::keyPressEvent(event);
    update();
}

void LadderView::mouseMoveEvent(QMouseEvent* event) {
    setCursor(linkAt(event->position()) != nullptr ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void LadderView::mouseReleaseEvent(QMouseEvent* event) {
    const Fact* fact = linkAt(event->position());
    if (event->button() == Qt::LeftButton && fact != nullptr) Q_EMIT linkActivated(factTarget(*fact));
}

bool LadderView::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    QString tip;
    for (const PlacedFact& item : placed())
        if (item.row.contains(help->pos())) tip = item.fact->value;
    QToolTip::showText(help->globalPos(), tip, this);
    return true;
}

} // namespace portolan

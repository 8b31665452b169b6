#include "ui/widgets/ladder.h"

#include "ui/widgets/fact_painter.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

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
constexpr double kFactHeight = 20.0;
constexpr double kFactKey = 52.0;

double boxHeight(const Facts& facts) {
    return 2 * kBoxPadding + kFactHeight * static_cast<double>(facts.size());
}

double gateHeight(const LadderGate& gate, double textWidth) {
    double height = kTitleHeight;
    if (!gate.reason.isEmpty()) height += wrappedHeight(gate.reason, uiFont(12), textWidth);
    for (const Facts& facts : gate.rules) height += 6 + boxHeight(facts);
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
    double y = box.top() + kBoxPadding;
    for (const Fact& fact : facts) {
        drawLine(painter, {QRectF(box.left() + 10, y, kFactKey - 4, kFactHeight)}, fact.key, {uiFont(11), theme.text3});
        drawLine(painter, {QRectF(box.left() + 10 + kFactKey, y, box.width() - kFactKey - 18, kFactHeight)}, fact.value,
                 {factFont(fact.style), factColor(fact.style, theme)});
        y += kFactHeight;
    }
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
        paintRule(painter, facts, QRectF(kText, y + 6, textRoom, boxHeight(facts)));
        y += 6 + boxHeight(facts);
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
    updateGeometry();
    update();
}

QSize LadderView::sizeHint() const {
    return {288, heightForWidth(288)};
}

int LadderView::heightForWidth(int width) const {
    return qRound(ladderHeight(m_ladder, width));
}

std::vector<LadderView::Row> LadderView::factRows() const {
    std::vector<Row> rows;
    double top = kEndHeight + kEndGap;
    const double textRoom = width() - kText;
    for (const LadderGate& gate : m_ladder.gates) {
        double y = top + kTitleHeight;
        if (!gate.reason.isEmpty()) y += wrappedHeight(gate.reason, uiFont(12), textRoom);
        for (const Facts& facts : gate.rules) {
            double row = y + 6 + kBoxPadding;
            for (const Fact& fact : facts) {
                rows.push_back({QRectF(kText + 10 + kFactKey, row, textRoom - kFactKey - 18, kFactHeight), &fact});
                row += kFactHeight;
            }
            y += 6 + boxHeight(facts);
        }
        top += gateHeight(gate, textRoom) + kGateGap;
    }
    return rows;
}

const Fact* LadderView::factAt(QPointF at) const {
    for (const Row& row : factRows()) {
        if (row.rect.contains(at)) return row.fact;
    }
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
}

void LadderView::mouseMoveEvent(QMouseEvent* event) {
    const Fact* fact = factAt(event->position());
    setCursor(fact != nullptr && fact->style == FactStyle::Link ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void LadderView::mouseReleaseEvent(QMouseEvent* event) {
    const Fact* fact = factAt(event->position());
    if (event->button() != Qt::LeftButton || fact == nullptr || fact->style != FactStyle::Link) return;
    Q_EMIT linkActivated(factTarget(*fact));
}

bool LadderView::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const Fact* fact = factAt(help->pos());
        QToolTip::showText(help->globalPos(), fact != nullptr ? fact->value : QString(), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace portolan

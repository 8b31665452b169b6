#include "ui/widgets/table_cell.h"

#include "ui/widgets/days_seen.h"
#include "ui/widgets/decision.h"
#include "ui/widgets/isolation_badge.h"
#include "ui/widgets/text.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <QTreeView>

#include <algorithm>

namespace portolan {

namespace {

constexpr double kPadding = 8.0;
constexpr double kFirstPadding = 16.0;
constexpr double kTreePadding = 4.0; ///< after the branch arrow
constexpr int kBarWidth = 3;
constexpr double kShareBar = 48.0;
constexpr qsizetype kMostChips = 2;

QString cellText(const Cell& cell) {
    return cell.index.data(Qt::DisplayRole).toString();
}

QPointF leftMiddle(const QRectF& rect) {
    return {rect.left(), rect.center().y()};
}

void paintSeverityCell(QPainter& painter, const Cell& cell) {
    const auto level = static_cast<SeverityLevel>(cell.index.data(SeverityRole).toInt());
    paintSeverity(painter, level, leftMiddle(cell.rect) + QPointF(5, 0), cell.theme);
    drawLine(painter, {cell.rect.adjusted(18, 0, 0, 0)}, severityName(level),
             {uiFont(12, Weight::Medium), cell.theme.severity(level).ink});
}

void paintEdgeCell(QPainter& painter, const Cell& cell) {
    const QVariant value = cell.index.data(EdgeClassRole);
    if (value.isValid()) {
        const auto edgeClass = static_cast<EdgeClass>(value.toInt());
        paintEdgeGlyph(painter, edgeClass, {leftMiddle(cell.rect) + QPointF(5, 0)}, cell.theme.edge(edgeClass).ink);
    }
    drawLine(painter, {cell.rect.adjusted(17, 0, 0, 0), Qt::AlignLeft, Qt::ElideMiddle}, cellText(cell),
             {uiFont(12, Weight::Medium), cell.theme.text1});
}

void paintChipsCell(QPainter& painter, const Cell& cell) {
    const Chips chips = cell.index.data(ChipsRole).value<Chips>();
    if (chips.isEmpty()) {
        drawLine(painter, {cell.rect}, cellText(cell), {uiFont(12), cell.theme.text2});
        return;
    }
    const ChipGround ground = cell.isSelected ? ChipGround::SelectedRow : ChipGround::Plain;
    double x = cell.rect.left();
    for (qsizetype i = 0; i < std::min(kMostChips, chips.size()); ++i) {
        paintChip(painter, {x, cell.rect.center().y() - kChipHeight / 2}, chips[i], ground);
        x += chipWidth(chips[i]) + 4;
    }
    if (chips.size() > kMostChips) {
        drawLine(painter, {QRectF(x, cell.rect.top(), 30, cell.rect.height())},
                 QLatin1Char('+') + QString::number(chips.size() - kMostChips), {uiFont(11), cell.theme.text2});
    }
}

void paintDecisionCell(QPainter& painter, const Cell& cell) {
    const auto state = static_cast<DecisionState>(cell.index.data(DecisionRole).toInt());
    paintDecision(painter, state, leftMiddle(cell.rect) + QPointF(8, 0), cell.theme);
    const Weight weight = state == DecisionState::Suggested ? Weight::Regular : Weight::Medium;
    drawLine(painter, {cell.rect.adjusted(22, 0, 0, 0)}, decisionText(state),
             {uiFont(12, weight), decisionInk(state, cell.theme)});
}

void paintDaysCell(QPainter& painter, const Cell& cell) {
    const QVariant window = cell.index.data(WindowRole);
    const DaysSeen seen{cell.index.data(DaysSeenRole).toInt(), window.isValid() ? window.toInt() : 30};
    paintDaysSeen(painter, leftMiddle(cell.rect), seen, cell.theme);
    drawTabular(painter, {cell.rect, Qt::AlignRight}, QString::number(seen.days), {uiFont(12), cell.theme.text1});
}

void paintShareCell(QPainter& painter, const Cell& cell) {
    const double share = std::clamp(cell.index.data(ShareRole).toDouble(), 0.0, 1.0);
    QRectF bar(cell.rect.left(), cell.rect.center().y() - 2, kShareBar, 4);
    painter.setPen(Qt::NoPen);
    painter.setBrush(cell.theme.sunken);
    painter.drawRoundedRect(bar, 2, 2);
    bar.setWidth(kShareBar * share);
    painter.setBrush(cell.theme.control);
    if (share > 0) painter.drawRoundedRect(bar, 2, 2);
    drawTabular(painter, {cell.rect, Qt::AlignRight}, cellText(cell), {uiFont(12), cell.theme.text1});
}

void paintIsolationCell(QPainter& painter, const Cell& cell) {
    const int bits = cell.index.data(IsolationRole).toInt();
    const QColor& ground = cell.isSelected ? cell.theme.accentTint : cell.theme.surface;
    paintIsolationBadge(painter, leftMiddle(cell.rect) + QPointF(6, 0), {(bits & 1) != 0, (bits & 2) != 0}, ground,
                        cell.theme);
    drawLine(painter, {cell.rect.adjusted(18, 0, 0, 0)}, cellText(cell), {uiFont(12), cell.theme.text1});
}

} // namespace

Qt::Alignment cellAlignment(CellKind kind) {
    const bool isNumber = kind == CellKind::Number || kind == CellKind::DaysSeen || kind == CellKind::OverReach ||
                          kind == CellKind::Share;
    return isNumber ? Qt::AlignRight : Qt::AlignLeft;
}

CellDelegate::CellDelegate(QObject* parent) : QStyledItemDelegate(parent) {}

void CellDelegate::setKind(int column, CellKind kind) {
    const auto at = static_cast<std::size_t>(column);
    if (at >= m_kinds.size()) m_kinds.resize(at + 1, CellKind::Text);
    m_kinds[at] = kind;
}

CellKind CellDelegate::kind(const QModelIndex& index) const {
    const QVariant own = index.data(KindRole);
    if (own.isValid()) return static_cast<CellKind>(own.toInt());
    const auto at = static_cast<std::size_t>(index.column());
    return at < m_kinds.size() ? m_kinds[at] : CellKind::Text;
}

void CellDelegate::setRowHeight(int px) {
    m_rowHeight = px;
}

void CellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Theme& theme = currentTheme();
    const bool isSelected = (option.state & QStyle::State_Selected) != 0;
    const bool isHovered = (option.state & QStyle::State_MouseOver) != 0;
    const bool isFirst = index.column() == 0;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->fillRect(option.rect, isSelected ? theme.accentTint : isHovered ? theme.hover : theme.surface);
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), theme.grid);
    const bool isTree = qobject_cast<const QTreeView*>(option.widget) != nullptr;
    if (isSelected && isFirst && !isTree) {
        painter->fillRect(QRect(0, option.rect.top(), kBarWidth, option.rect.height()), theme.accent);
    }
    const double left = !isFirst ? kPadding : isTree ? kTreePadding : kFirstPadding;
    const QRectF content = QRectF(option.rect).adjusted(left, 0, -kPadding, -1);
    painter->setClipRect(option.rect);
    paintCell(*painter, Cell{content, index, kind(index), isSelected, theme});
    if ((option.state & QStyle::State_HasFocus) != 0 && !isSelected) {
        painter->setPen(QPen(theme.accent, 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(QRectF(option.rect).adjusted(1, 1, -1, -2));
    }
    painter->restore();
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const double text = textWidth(index.data(Qt::DisplayRole).toString(), uiFont(13, Weight::Medium));
    return {qRound(text + 2 * kPadding) + (option.features & QStyleOptionViewItem::HasCheckIndicator ? 20 : 0),
            m_rowHeight};
}

bool CellDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                             const QModelIndex& index) {
    if (event->type() != QEvent::ToolTip) return QStyledItemDelegate::helpEvent(event, view, option, index);
    QString text = index.data(Qt::ToolTipRole).toString();
    if (text.isEmpty()) text = index.data(Qt::DisplayRole).toString();
    if (text.isEmpty()) {
        QStringList chips;
        for (const Chip& chip : index.data(ChipsRole).value<Chips>()) chips << chip.text;
        text = chips.join(QStringLiteral(", "));
    }
    QToolTip::showText(event->globalPos(), text, view);
    return true;
}

void CellDelegate::paintCell(QPainter& painter, const Cell& cell) const {
    const Theme& theme = cell.theme;
    const QString text = cellText(cell);
    switch (cell.kind) {
    case CellKind::Text: drawLine(painter, {cell.rect}, text, {uiFont(12), theme.text1}); break;
    case CellKind::Quiet: drawLine(painter, {cell.rect}, text, {uiFont(12), theme.text2}); break;
    case CellKind::Name:
        drawLine(painter, {cell.rect, Qt::AlignLeft, Qt::ElideMiddle}, text, {uiFont(12, Weight::Medium), theme.text1});
        break;
    case CellKind::Title: drawLine(painter, {cell.rect}, text, {uiFont(13, Weight::Medium), theme.text1}); break;
    case CellKind::Number:
        drawTabular(painter, {cell.rect, Qt::AlignRight}, text, {uiFont(12, Weight::Medium), theme.text1});
        break;
    case CellKind::Mono: drawLine(painter, {cell.rect}, text, {monoFont(12), theme.text2}); break;
    case CellKind::FileLine:
        drawLine(painter, {cell.rect, Qt::AlignLeft, Qt::ElideMiddle}, text, {monoFont(12), theme.accentInk});
        break;
    case CellKind::Severity: paintSeverityCell(painter, cell); break;
    case CellKind::Edge: paintEdgeCell(painter, cell); break;
    case CellKind::ChipList: paintChipsCell(painter, cell); break;
    case CellKind::Decision: paintDecisionCell(painter, cell); break;
    case CellKind::DaysSeen: paintDaysCell(painter, cell); break;
    case CellKind::OverReach: {
        const bool isNone = text == QLatin1String("0") || text.isEmpty();
        const QColor& ink = isNone ? theme.text3 : theme.severity(SeverityLevel::Medium).ink;
        drawTabular(painter, {cell.rect, Qt::AlignRight}, text,
                    {uiFont(12, isNone ? Weight::Regular : Weight::SemiBold), ink});
        break;
    }
    case CellKind::Share: paintShareCell(painter, cell); break;
    case CellKind::Isolation: paintIsolationCell(painter, cell); break;
    }
}

} // namespace portolan

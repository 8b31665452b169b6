#pragma once

#include "ui/widgets/chip.h"
#include "ui/widgets/theme.h"

#include <QModelIndex>
#include <QRectF>
#include <QStyledItemDelegate>

namespace portolan {

/// How a column shows its cells. Everything but Text reads one of the roles below besides Qt::DisplayRole.
enum class CellKind : std::uint8_t {
    Text,      ///< 12/400 text1, elided at the end
    Quiet,     ///< 12/400 text2
    Name,      ///< 12/500 text1, elided in the middle
    Title,     ///< 13/500 text1: the sentence of a finding
    Number,    ///< 12/500, right aligned, equal digit widths
    Mono,      ///< mono 12 text2: ports, rule ids
    FileLine,  ///< mono 12 accentInk; a click is for the view to answer
    Severity,  ///< SeverityRole: shape and word
    Edge,      ///< EdgeClassRole: 9 px glyph before a Name
    ChipList,  ///< ChipsRole: at most two chips, the rest as "+n"
    Decision,  ///< DecisionRole: disc and word
    DaysSeen,  ///< DaysSeenRole and WindowRole: track and number
    OverReach, ///< Number: "0" in text3, else medium ink 600
    Share,     ///< ShareRole 0..1: 48 px bar and the display text
    Isolation, ///< IsolationRole: bit 0 ingress, bit 1 egress; badge and display text
};

/// Roles a model answers for the cells above. A model may answer KindRole to let one cell differ from its column.
enum CellRole : int {
    KindRole = 0x0200, ///< int(CellKind)
    EdgeClassRole,     ///< int(EdgeClass)
    SeverityRole,      ///< int(SeverityLevel)
    ChipsRole,         ///< QVariant::fromValue(Chips)
    DecisionRole,      ///< int(DecisionState)
    DaysSeenRole,      ///< int
    WindowRole,        ///< int, days in the evidence window
    ShareRole,         ///< double 0..1
    IsolationRole,     ///< int
    SortRole,          ///< what proxy models sort by
};

/// What a delegate paints into: the content rectangle without paddings, and the state of the row.
struct Cell {
    QRectF rect;
    QModelIndex index;
    CellKind kind = CellKind::Text;
    bool isSelected = false;
    const Theme& theme;
};

/// The one delegate of all tables and trees: background, accent bar, row line, then the cell. Pages with a cell of
/// their own derive and override paintCell(). The full text is always in the tooltip.
class CellDelegate : public QStyledItemDelegate {
    Q_OBJECT
  public:
    explicit CellDelegate(QObject* parent = nullptr);

    /// Kind of column `column` for cells whose model does not answer KindRole; Text unless set.
    void setKind(int column, CellKind kind);
    CellKind kind(const QModelIndex& index) const;
    /// 32 unless set; review and routes take 36.
    void setRowHeight(int px);
    int rowHeight() const { return m_rowHeight; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;

  protected:
    /// Paints the content; the ground is done.
    virtual void paintCell(QPainter& painter, const Cell& cell) const;

  private:
    std::vector<CellKind> m_kinds;
    int m_rowHeight = 32;
};

/// Qt::AlignRight for the kinds that are numbers, else Qt::AlignLeft.
Qt::Alignment cellAlignment(CellKind kind);

} // namespace portolan

Q_DECLARE_METATYPE(portolan::Chips)

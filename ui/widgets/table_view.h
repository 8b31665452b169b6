#pragma once

#include "ui/widgets/table_cell.h"

#include <QHeaderView>
#include <QTableView>
#include <QTreeView>

#include <vector>

namespace portolan {

/// A fixed column is `width` px wide; the stretching one takes what is left and is never narrower than `width`.
enum class ColumnSizing : std::uint8_t { Fixed, Stretch };

struct TableColumn {
    CellKind kind = CellKind::Text;
    int width = 96;
    ColumnSizing sizing = ColumnSizing::Fixed;
};

/// The 28 px header: 11/500 text3, aligned as its column, the sort arrow drawn by ourselves.
class TableHeader : public QHeaderView {
    Q_OBJECT
  public:
    explicit TableHeader(QWidget* parent = nullptr);
    void setColumns(const std::vector<TableColumn>& columns);
    QSize sizeHint() const override;
    /// Gives stretching columns what the fixed ones leave, in the ratio of their widths and never less than these.
    void stretch();

  protected:
    void paintSection(QPainter* painter, const QRect& rect, int logicalIndex) const override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    std::vector<TableColumn> m_columns;
};

/// Rows, one selected row with tint and bar, no vertical lines, no zebra. Set the model, then the columns. Coming by
/// key makes no row current: the first arrow does.
class TableView : public QTableView {
    Q_OBJECT
  public:
    explicit TableView(QWidget* parent = nullptr);
    void setColumns(const std::vector<TableColumn>& columns);
    /// 32 unless set.
    void setRowHeight(int px);
    /// Takes another delegate, with the columns' kinds; the view becomes its parent.
    void setCellDelegate(CellDelegate* delegate);
    CellDelegate* cellDelegate() const { return m_delegate; }
    void setModel(QAbstractItemModel* model) override;
    /// Shows or hides a column; the stretching ones take or give the room.
    void setShown(int column, bool isShown);

  Q_SIGNALS:
    /// A cell of kind FileLine was clicked, or Enter was pressed on its row.
    void fileLineActivated(const QModelIndex& index);
    /// The current row changed; -1 where there is none.
    void currentRowChanged(int row);

  protected:
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

  private:
    void applyColumns();

    TableHeader* m_header;
    CellDelegate* m_delegate;
    std::vector<TableColumn> m_columns;
};

/// As TableView, for rows under group rows.
class TreeView : public QTreeView {
    Q_OBJECT
  public:
    explicit TreeView(QWidget* parent = nullptr);
    void setColumns(const std::vector<TableColumn>& columns);
    void setCellDelegate(CellDelegate* delegate);
    CellDelegate* cellDelegate() const { return m_delegate; }
    void setModel(QAbstractItemModel* model) override;

  Q_SIGNALS:
    void fileLineActivated(const QModelIndex& index);

  protected:
    void drawRow(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void drawBranches(QPainter* painter, const QRect& rect, const QModelIndex& index) const override;

  private:
    void applyColumns();

    TableHeader* m_header;
    CellDelegate* m_delegate;
    std::vector<TableColumn> m_columns;
};

} // namespace portolan

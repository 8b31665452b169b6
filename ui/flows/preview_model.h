#pragma once

#include "core/flow/formats/table_preview.h"
#include "ui/widgets/table_cell.h"

#include <QAbstractTableModel>

namespace portolan {

/// The first rows of a log as they are understood.
class PreviewModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column : int { TimeColumn, FromColumn, ToColumn, PortColumn, VerdictColumn, NoteColumn, ColumnCount };
    /// True for a row that gives no flow, or one that nobody can tell the direction of.
    static constexpr int kMarkedRole = SortRole + 1;

    explicit PreviewModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    void setPreview(TablePreview preview);
    const TablePreview& preview() const { return m_preview; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QVariant data(const QModelIndex& index, int role) const override;

  private:
    TablePreview m_preview;
};

/// Paints the cells of rows that are left out apart: quiet, and the reason with a mark.
class PreviewCells : public CellDelegate {
    Q_OBJECT
  public:
    using CellDelegate::CellDelegate;

  protected:
    void paintCell(QPainter& painter, const Cell& cell) const override;
};

/// "97 of the first 100 rows are read; 3 are left out: 2 ICMP or another protocol without ports, 1 ..." `rows` is how
/// many were asked for.
QString summaryText(const TablePreview& preview, std::size_t rows);

} // namespace portolan

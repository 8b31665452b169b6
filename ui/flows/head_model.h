#pragma once

#include "core/flow/formats/column_mapping.h"
#include "core/flow/formats/table_head.h"

#include <QAbstractTableModel>

namespace portolan {

/// The columns of a table that is looked at: name, some values, what each is read as.
class HeadModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column : int { NameColumn, ReadAsColumn, ValuesColumn, ColumnCount };

    explicit HeadModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    void setHead(const TableHead& head);
    /// What is said of the columns now.
    void setMapping(const ColumnMapping& mapping);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QVariant data(const QModelIndex& index, int role) const override;

  private:
    QString text(const HeadColumn& column, int place) const;

    std::vector<HeadColumn> m_columns;
    ColumnMapping m_mapping;
};

} // namespace portolan

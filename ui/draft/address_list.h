#pragma once

#include "ui/session/draft.h"

#include <QAbstractTableModel>
#include <QDialog>

#include <memory>
#include <vector>

namespace portolan {

class TableView;

/// The addresses that one row of the review stands for, most connections first.
class AddressModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { AddressColumn, ConnectionsColumn, DaysColumn, FirstColumn, LastColumn, kColumnCount };

    AddressModel(std::shared_ptr<const ProposalBasis> basis, const ReviewRow& row, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QVariant data(const QModelIndex& index, int role) const override;

  private:
    const ObservedEdge& at(int row) const { return m_basis->edges()[m_edges[static_cast<std::size_t>(row)]].edge; }
    QString text(int row, int column) const;

    std::shared_ptr<const ProposalBasis> m_basis;
    Direction m_outside;
    std::vector<std::uint32_t> m_edges;
};

/// A window with that list; the decision stays one, in the review.
class AddressList : public QDialog {
    Q_OBJECT
  public:
    AddressList(const DraftVersion& version, const ReviewRow& row, QWidget* parent = nullptr);
    TableView& table() { return *m_table; }

  private:
    TableView* m_table;
};

} // namespace portolan

#pragma once

#include "ui/session/draft.h"

#include <QAbstractTableModel>

namespace portolan {

/// The edits of rules that a draft consists of, by rule: what is done, what was proved of it, and how it stands.
class EditsModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { RuleColumn, ChangeColumn, PairsColumn, KeepsColumn, StandingColumn, kColumnCount };

    explicit EditsModel(QObject* parent = nullptr);

    /// nullptr: no edits. The version at hand changes nothing.
    void setVersion(std::shared_ptr<const DraftVersion> version);
    const DraftEditRow& at(int row) const { return m_version->editRows[static_cast<std::size_t>(row)]; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QVariant data(const QModelIndex& index, int role) const override;

  private:
    QString text(int row, int column) const;
    QString standingText(const DraftEditRow& row) const;
    QString tip(int row, int column) const;

    std::shared_ptr<const DraftVersion> m_version;
};

} // namespace portolan

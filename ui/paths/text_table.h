#pragma once

#include <QAbstractTableModel>
#include <QMap>
#include <QStringList>

#include <vector>

namespace portolan {

/// Rows of ready text under titles.
class TextTable : public QAbstractTableModel {
    Q_OBJECT
  public:
    explicit TextTable(QStringList titles, QObject* parent = nullptr);

    /// Every row has a text for every title.
    void setRows(std::vector<QStringList> rows);

    /// What the header of a column says when it is pointed at.
    void setTitleTip(int column, const QString& tip);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QVariant data(const QModelIndex& index, int role) const override;

  private:
    QStringList m_titles;
    QMap<int, QString> m_tips;
    std::vector<QStringList> m_rows;
};

} // namespace portolan

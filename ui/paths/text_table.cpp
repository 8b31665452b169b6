#include "ui/paths/text_table.h"

namespace portolan {

TextTable::TextTable(QStringList titles, QObject* parent) : QAbstractTableModel(parent), m_titles(std::move(titles)) {}

void TextTable::setRows(std::vector<QStringList> rows) {
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

void TextTable::setTitleTip(int column, const QString& tip) {
    m_tips[column] = tip;
}

int TextTable::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int TextTable::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_titles.size());
}

QVariant TextTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::ToolTipRole) return m_tips.value(section);
    return role == Qt::DisplayRole ? QVariant(m_titles.value(section)) : QVariant();
}

QVariant TextTable::data(const QModelIndex& index, int role) const {
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    return m_rows[static_cast<std::size_t>(index.row())].value(index.column());
}

} // namespace portolan

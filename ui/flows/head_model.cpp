#include "ui/flows/head_model.h"

#include "ui/flows/mapping_fields.h"
#include "ui/models/words.h"
#include "ui/widgets/table_cell.h"

namespace portolan {

namespace {

constexpr std::size_t kShownValues = 8;

} // namespace

void HeadModel::setHead(const TableHead& head) {
    beginResetModel();
    m_columns = head.columns;
    endResetModel();
}

void HeadModel::setMapping(const ColumnMapping& mapping) {
    m_mapping = mapping;
    if (rowCount() > 0) Q_EMIT dataChanged(index(0, ReadAsColumn), index(rowCount() - 1, ReadAsColumn));
}

int HeadModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

int HeadModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant HeadModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
    case NameColumn: return tr("Column");
    case ReadAsColumn: return tr("Read as");
    case ValuesColumn: return tr("Values");
    default: return {};
    }
}

QString HeadModel::text(const HeadColumn& column, int place) const {
    switch (place) {
    case NameColumn: return toText(column.name);
    case ReadAsColumn: {
        const auto meaning = m_mapping.columnOf(column.name);
        return meaning ? QObject::tr(fieldOf(*meaning).whole) : tr("not read");
    }
    case ValuesColumn: {
        QStringList shown;
        for (const std::string& value : column.values) {
            if (static_cast<std::size_t>(shown.size()) == kShownValues) break;
            shown << toText(value).simplified();
        }
        return shown.isEmpty() ? tr("no value") : shown.join(QStringLiteral(", "));
    }
    default: return {};
    }
}

QVariant HeadModel::data(const QModelIndex& index, int role) const {
    const auto row = static_cast<std::size_t>(index.row());
    if (!index.isValid() || row >= m_columns.size()) return {};
    const HeadColumn& column = m_columns[row];
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole) return text(column, index.column());
    if (role == KindRole && index.column() == ReadAsColumn && !m_mapping.columnOf(column.name))
        return static_cast<int>(CellKind::Quiet);
    return {};
}

} // namespace portolan

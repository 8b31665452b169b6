#include "ui/models/analysis_table.h"

#include "ui/widgets/table_cell.h"

#include <QRegularExpression>

#include <utility>

namespace portolan {

AnalysisTable::AnalysisTable(QStringList titles, QObject* parent)
    : QAbstractTableModel(parent), m_titles(std::move(titles)) {}

void AnalysisTable::setAnalysis(std::shared_ptr<const Analysis> analysis) {
    beginResetModel();
    m_analysis = std::move(analysis);
    rebuild();
    endResetModel();
}

int AnalysisTable::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !m_analysis ? 0 : count();
}

int AnalysisTable::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_titles.size());
}

QVariant AnalysisTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::ToolTipRole) return m_tips.value(section);
    return role == Qt::DisplayRole ? QVariant(m_titles.value(section)) : QVariant();
}

QVariant AnalysisTable::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    if (role == Qt::DisplayRole) return text(index.row(), index.column());
    if (role == SortRole) return sortKey(index.row(), index.column());
    return mark(index.row(), index.column(), role);
}

QVariant AnalysisTable::sortKey(int row, int column) const {
    return text(row, column);
}

QVariant AnalysisTable::mark(int, int, int) const {
    return {};
}

std::string AnalysisTable::rowText(int row) const {
    QStringList cells;
    for (int column = 0; column < columnCount(); ++column) cells << text(row, column);
    return cells.join(QLatin1Char(' ')).toStdString();
}

int AnalysisTable::findRow(const std::function<bool(int row)>& isWanted) const {
    const int rows = rowCount();
    for (int row = 0; row < rows; ++row)
        if (isWanted(row)) return row;
    return -1;
}

QString AnalysisTable::markdown(const std::vector<int>& rows) const {
    const auto line = [](const QStringList& cells) {
        return QStringLiteral("| ") + cells.join(QStringLiteral(" | ")) + QStringLiteral(" |\n");
    };
    QStringList rule;
    for (int column = 0; column < columnCount(); ++column) rule << QStringLiteral("---");
    QString out = line(m_titles) + line(rule);
    for (const int row : rows) {
        QStringList cells;
        for (int column = 0; column < columnCount(); ++column)
            cells << text(row, column).replace(QLatin1Char('|'), QStringLiteral("\\|"));
        out += line(cells);
    }
    return out;
}

QString AnalysisTable::csv(const std::vector<int>& rows) const {
    const auto cell = [](const QString& value) {
        static const QRegularExpression kSpecial(QStringLiteral("[\",\n\r]"));
        return value.contains(kSpecial)
                   ? QLatin1Char('"') + QString(value).replace(QLatin1Char('"'), QStringLiteral("\"\"")) +
                         QLatin1Char('"')
                   : value;
    };
    const auto line = [&](const QStringList& cells) {
        QStringList quoted;
        for (const QString& value : cells) quoted << cell(value);
        return quoted.join(QLatin1Char(',')) + QLatin1Char('\n');
    };
    QString out = line(m_titles);
    for (const int row : rows) {
        QStringList cells;
        for (int column = 0; column < columnCount(); ++column) cells << text(row, column);
        out += line(cells);
    }
    return out;
}

FilteredTable::FilteredTable(AnalysisTable& source, QObject* parent) : QSortFilterProxyModel(parent) {
    setSortRole(SortRole);
    setDynamicSortFilter(true);
    setSourceModel(&source);
}

void FilteredTable::setPredicate(Predicate predicate) {
    m_predicate = std::move(predicate);
    invalidateRowsFilter();
}

int FilteredTable::total() const {
    return sourceModel()->rowCount();
}

std::vector<int> FilteredTable::rows() const {
    std::vector<int> out;
    for (int row = 0; row < rowCount(); ++row) out.push_back(mapToSource(index(row, 0)).row());
    return out;
}

bool FilteredTable::filterAcceptsRow(int sourceRow, const QModelIndex&) const {
    return !m_predicate || m_predicate(sourceRow);
}

bool FilteredTable::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    const QVariant a = left.data(SortRole);
    const QVariant b = right.data(SortRole);
    if (a == b) return left.row() < right.row();
    if (a.isValid() != b.isValid()) return sortOrder() == Qt::AscendingOrder ? a.isValid() : b.isValid();
    return QVariant::compare(a, b) == QPartialOrdering::Less;
}

} // namespace portolan

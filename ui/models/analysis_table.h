#pragma once

#include "core/analysis/analysis.h"

#include <QAbstractTableModel>
#include <QMap>
#include <QSortFilterProxyModel>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portolan {

/// Plumbing of every table over an analysis: rows by index, titles, one role for sorting apart from the display role.
/// A derived model only says what a cell holds; it decides nothing.
class AnalysisTable : public QAbstractTableModel {
    Q_OBJECT
  public:
    explicit AnalysisTable(QStringList titles, QObject* parent = nullptr);

    /// Takes another analysis, or none; all rows are new.
    void setAnalysis(std::shared_ptr<const Analysis> analysis);
    const std::shared_ptr<const Analysis>& analysis() const { return m_analysis; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QVariant data(const QModelIndex& index, int role) const override;

    /// The values of a field of the query language; nothing where this table has no such field.
    virtual std::optional<std::vector<std::string>> fields(int row, std::string_view field) const = 0;
    /// What a bare word of a query is looked for in: the row's cells.
    std::string rowText(int row) const;
    /// The first row for which `isWanted` holds, or -1.
    int findRow(const std::function<bool(int row)>& isWanted) const;
    /// The table as Markdown, rows in the order given.
    QString markdown(const std::vector<int>& rows) const;
    /// The table as CSV (RFC 4180, line feeds), titles first, rows in the order given.
    QString csv(const std::vector<int>& rows) const;

  protected:
    /// Called while the model is reset, with the analysis already in place.
    virtual void rebuild() {}
    /// Rows of the analysis at hand; asked for only where there is one.
    virtual int count() const = 0;
    virtual QString text(int row, int column) const = 0;
    /// What the column sorts by; the text unless overridden. Rows with an invalid key come last in either order.
    virtual QVariant sortKey(int row, int column) const;
    /// Any other role; an invalid value unless overridden.
    virtual QVariant mark(int row, int column, int role) const;

    /// What the header of a column says when it is pointed at.
    void setTitleTip(int column, const QString& tip) { m_tips[column] = tip; }

  private:
    QStringList m_titles;
    QMap<int, QString> m_tips;
    std::shared_ptr<const Analysis> m_analysis;
};

/// Sorts by SortRole and hides rows for which a predicate over source rows does not hold.
class FilteredTable : public QSortFilterProxyModel {
    Q_OBJECT
  public:
    using Predicate = std::function<bool(int sourceRow)>;

    explicit FilteredTable(AnalysisTable& source, QObject* parent = nullptr);
    /// An empty predicate shows every row.
    void setPredicate(Predicate predicate);
    int shown() const { return rowCount(); }
    int total() const;
    /// Source rows in the order shown.
    std::vector<int> rows() const;

  protected:
    bool filterAcceptsRow(int sourceRow, const QModelIndex& parent) const override;
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

  private:
    Predicate m_predicate;
};

} // namespace portolan

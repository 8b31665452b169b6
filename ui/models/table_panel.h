#pragma once

#include "ui/models/analysis_table.h"
#include "ui/widgets/state_view.h"
#include "ui/widgets/table_view.h"

#include <QWidget>

class QStackedLayout;

namespace portolan {

/// A table over a model with its filter, or the state that stands in its place. All rows in signals and calls are
/// those of the model, not of what is shown.
class TablePanel : public QWidget {
    Q_OBJECT
  public:
    /// Takes the model as its child.
    TablePanel(AnalysisTable* model, const std::vector<TableColumn>& columns, QWidget* parent = nullptr);

    FilteredTable& filtered() { return *m_filtered; }
    TableView& table() { return *m_table; }
    StateView& state() { return *m_state; }

    /// Shows the rows for which the predicate holds, all where it is empty; never moves the reader's row by itself.
    void setPredicate(FilteredTable::Predicate predicate);
    void showTable();
    void showEmpty(const StateText& text);
    void showProblem(const StateText& text);
    void showBusy(const QString& phase, double fraction);

    /// -1 where no row is current.
    int currentRow() const;
    /// Makes a row current and visible without a signal; -1 or a hidden row clears.
    void setCurrentRow(int row);
    /// The rows shown as Markdown.
    QString markdown() const;
    /// The rows shown as CSV.
    QString csv() const;

  Q_SIGNALS:
    /// The reader moved to another row.
    void currentRowChanged(int row);
    /// A file:line was clicked, or Enter pressed.
    void fileLineActivated(int row);
    void rowDoubleClicked(int row);
    void contextMenuRequested(int row, QPoint globalPosition);
    /// Rows came, went or were hidden.
    void shownChanged();

  private:
    int sourceRow(const QModelIndex& index) const;

    AnalysisTable* m_model;
    FilteredTable* m_filtered;
    TableView* m_table;
    StateView* m_state;
    QStackedLayout* m_stack;
    bool m_isSilent = false;
};

} // namespace portolan

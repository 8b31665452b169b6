#include "ui/models/table_panel.h"

#include <QStackedLayout>

#include <utility>

namespace portolan {

TablePanel::TablePanel(AnalysisTable* model, const std::vector<TableColumn>& columns, QWidget* parent)
    : QWidget(parent), m_model(model), m_filtered(new FilteredTable(*model, this)), m_table(new TableView),
      m_state(new StateView), m_stack(new QStackedLayout(this)) {
    model->setParent(this);
    m_stack->setContentsMargins(0, 0, 0, 0);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_state);
    m_table->setModel(m_filtered);
    m_table->setColumns(columns);
    m_table->setSortingEnabled(true);
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_table->horizontalHeader()->setSortIndicatorClearable(true);
    m_filtered->sort(-1);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_table, &TableView::currentRowChanged, this, [this] {
        if (!m_isSilent) Q_EMIT currentRowChanged(currentRow());
    });
    connect(m_table, &TableView::fileLineActivated, this,
            [this](const QModelIndex& index) { Q_EMIT fileLineActivated(sourceRow(index)); });
    connect(m_table, &QAbstractItemView::doubleClicked, this,
            [this](const QModelIndex& index) { Q_EMIT rowDoubleClicked(sourceRow(index)); });
    connect(m_table, &QWidget::customContextMenuRequested, this, [this](QPoint at) {
        const QModelIndex index = m_table->indexAt(at);
        if (index.isValid()) Q_EMIT contextMenuRequested(sourceRow(index), m_table->viewport()->mapToGlobal(at));
    });
    connect(m_filtered, &QAbstractItemModel::modelReset, this, &TablePanel::shownChanged);
    connect(m_filtered, &QAbstractItemModel::rowsInserted, this, &TablePanel::shownChanged);
    connect(m_filtered, &QAbstractItemModel::rowsRemoved, this, &TablePanel::shownChanged);
}

void TablePanel::setPredicate(FilteredTable::Predicate predicate) {
    m_isSilent = true;
    m_filtered->setPredicate(std::move(predicate));
    m_isSilent = false;
}

void TablePanel::showTable() {
    m_stack->setCurrentWidget(m_table);
}

void TablePanel::showEmpty(const StateText& text) {
    m_state->showEmpty(text);
    m_stack->setCurrentWidget(m_state);
}

void TablePanel::showProblem(const StateText& text) {
    m_state->showProblem(text);
    m_stack->setCurrentWidget(m_state);
}

void TablePanel::showBusy(const QString& phase, double fraction) {
    m_state->showBusy(phase, fraction);
    m_stack->setCurrentWidget(m_state);
}

int TablePanel::sourceRow(const QModelIndex& index) const {
    return index.isValid() ? m_filtered->mapToSource(index).row() : -1;
}

int TablePanel::currentRow() const {
    return sourceRow(m_table->currentIndex());
}

void TablePanel::setCurrentRow(int row) {
    if (row == currentRow()) return;
    m_isSilent = true;
    const QModelIndex index = row < 0 ? QModelIndex() : m_filtered->mapFromSource(m_model->index(row, 0));
    if (index.isValid()) {
        m_table->setCurrentIndex(index);
        m_table->scrollTo(index);
    } else {
        m_table->clearSelection();
        m_table->setCurrentIndex({});
    }
    m_isSilent = false;
}

QString TablePanel::csv() const {
    return m_model->csv(m_filtered->rows());
}

QString TablePanel::markdown() const {
    return m_model->markdown(m_filtered->rows());
}

} // namespace portolan

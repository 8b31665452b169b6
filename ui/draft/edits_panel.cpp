#include "ui/draft/edits_panel.h"

#include "ui/draft/edits_model.h"
#include "ui/models/words.h"
#include "ui/widgets/button.h"
#include "ui/widgets/layout_parts.h"
#include "ui/widgets/table_view.h"

#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace portolan {

EditsPanel::EditsPanel(Draft& draft, QWidget* parent)
    : QWidget(parent), m_draft(draft), m_model(new EditsModel(this)),
      m_title(new TitleRow(HeaderKind::Section, tr("Edits of rules"))), m_table(new TableView),
      m_takeBack(makeButton(tr("Take back"))) {
    m_title->setContentsMargins(24, 10, 16, 10);
    m_title->addControl(m_takeBack);
    m_takeBack->setToolTip(tr("The rules of the selected rows stay as they are (Delete)"));
    m_table->setModel(m_model);
    m_table->setColumns({{CellKind::Name, 240, ColumnSizing::Stretch},
                         {CellKind::Text, 140},
                         {CellKind::Number, 100},
                         {CellKind::Number, 140},
                         {CellKind::Quiet, 180, ColumnSizing::Stretch}});
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setAccessibleName(tr("Edits of rules in the draft"));
    m_table->setMinimumHeight(28 + 3 * 32);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_title);
    column->addWidget(m_table, 1);
    connect(m_takeBack, &QPushButton::clicked, this, &EditsPanel::takeBack);
    connect(m_table, &TableView::currentRowChanged, this, [this] {
        enable();
        Q_EMIT currentChanged();
    });
    enable();
}

void EditsPanel::addControl(QWidget* control) {
    m_title->addControl(control);
}

void EditsPanel::enable() {
    m_takeBack->setEnabled(m_table->currentIndex().isValid());
}

QString EditsPanel::summary(const DraftVersion& version) const {
    const auto count = [&](DraftEditRow::Standing standing) {
        return static_cast<std::size_t>(std::ranges::count(version.editRows, standing, &DraftEditRow::standing));
    };
    QStringList out{tr("%1 in the draft").arg(count(DraftEditRow::Standing::Taken))};
    if (const auto waiting = count(DraftEditRow::Standing::Waits); waiting > 0)
        out << tr("%1 behind the default-deny draft").arg(waiting);
    if (const auto left = count(DraftEditRow::Standing::LeftOut); left > 0) out << tr("%1 left out").arg(left);
    if (count(DraftEditRow::Standing::Taken) > 0) {
        const std::size_t broken = version.edits.wouldBreak.size();
        out << (broken == 0 ? tr("together they keep every observed edge")
                            : tr("together they would break %1").arg(countText(broken, tr("observed edge"))));
    }
    return out.join(QStringLiteral(", "));
}

void EditsPanel::setVersion(std::shared_ptr<const DraftVersion> version) {
    const int row = m_table->currentIndex().row();
    m_title->setNote(version ? summary(*version) : QString());
    m_model->setVersion(std::move(version));
    if (row >= 0 && m_model->rowCount() > 0)
        m_table->setCurrentIndex(m_model->index(std::min(row, m_model->rowCount() - 1), 0));
    enable();
}

void EditsPanel::takeBack() {
    std::vector<RuleKey> rules;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows())
        rules.push_back(m_model->at(index.row()).edit.rule);
    if (rules.empty() && m_table->currentIndex().isValid())
        rules.push_back(m_model->at(m_table->currentIndex().row()).edit.rule);
    if (!rules.empty()) m_draft.takeBack(rules);
}

std::optional<PolicyId> EditsPanel::currentPolicy() const {
    const QModelIndex current = m_table->currentIndex();
    return current.isValid() ? m_model->at(current.row()).policy : std::nullopt;
}

void EditsPanel::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace)
        takeBack();
    else
        QWidget::keyPressEvent(event);
}

} // namespace portolan

#include "ui/widgets/table_view.h"

#include "ui/widgets/icon.h"
#include "ui/widgets/text.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

namespace portolan {

namespace {

constexpr int kHeaderHeight = 28;
constexpr int kPadding = 8;
constexpr int kFirstPadding = 16;

void applyWidths(TableHeader& header, const std::vector<TableColumn>& columns) {
    header.setColumns(columns);
    header.setStretchLastSection(false);
    const int count = std::min(header.count(), static_cast<int>(columns.size()));
    for (int i = 0; i < count; ++i) header.resizeSection(i, columns[static_cast<std::size_t>(i)].width);
    header.stretch();
}

void applyKinds(CellDelegate& delegate, const std::vector<TableColumn>& columns) {
    for (std::size_t i = 0; i < columns.size(); ++i) delegate.setKind(static_cast<int>(i), columns[i].kind);
}

void setUpView(QAbstractItemView& view) {
    view.setFrameShape(QFrame::NoFrame);
    view.setSelectionBehavior(QAbstractItemView::SelectRows);
    view.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view.setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view.setEditTriggers(QAbstractItemView::NoEditTriggers);
    view.setMouseTracking(true);
    view.setTextElideMode(Qt::ElideRight);
}

} // namespace

TableHeader::TableHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent) {
    setSectionsClickable(true);
    setHighlightSections(false);
    setMinimumSectionSize(40);
    setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

void TableHeader::setColumns(const std::vector<TableColumn>& columns) {
    m_columns = columns;
    viewport()->update();
}

QSize TableHeader::sizeHint() const {
    return {QHeaderView::sizeHint().width(), kHeaderHeight};
}

void TableHeader::stretch() {
    const int count = std::min(this->count(), static_cast<int>(m_columns.size()));
    int left = viewport()->width();
    int wanted = 0;
    for (int i = 0; i < count; ++i) {
        if (isSectionHidden(i)) continue;
        const TableColumn& column = m_columns[static_cast<std::size_t>(i)];
        if (column.sizing == ColumnSizing::Stretch)
            wanted += column.width;
        else
            left -= sectionSize(i);
    }
    for (int i = 0; i < count; ++i) {
        const TableColumn& column = m_columns[static_cast<std::size_t>(i)];
        if (column.sizing != ColumnSizing::Stretch || isSectionHidden(i)) continue;
        resizeSection(i, std::max(column.width, left * column.width / wanted));
        left -= sectionSize(i);
        wanted -= column.width;
    }
}

void TableHeader::resizeEvent(QResizeEvent* event) {
    QHeaderView::resizeEvent(event);
    stretch();
}

void TableHeader::paintSection(QPainter* painter, const QRect& rect, int logicalIndex) const {
    const Theme& theme = currentTheme();
    painter->save();
    painter->fillRect(rect, theme.surface);
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.border);
    const auto at = static_cast<std::size_t>(logicalIndex);
    const CellKind kind = at < m_columns.size() ? m_columns[at].kind : CellKind::Text;
    const bool isSorted = isSortIndicatorShown() && sortIndicatorSection() == logicalIndex;
    const int left = visualIndex(logicalIndex) == 0 ? kFirstPadding : kPadding;
    QRectF content = QRectF(rect).adjusted(left, 0, -kPadding, -1);
    const QString text = model()->headerData(logicalIndex, Qt::Horizontal).toString();
    const TextStyle style{uiFont(11, isSorted ? Weight::SemiBold : Weight::Medium),
                          isSorted ? theme.text1 : theme.text3};
    if (isSorted) {
        const bool isRight = cellAlignment(kind) == Qt::AlignRight;
        const double width = std::min(textWidth(text, style.font), content.width() - 14);
        const double x = isRight ? content.right() - width - 16 : content.left() + width + 3;
        const Icon arrow = sortIndicatorOrder() == Qt::AscendingOrder ? Icon::Up : Icon::Down;
        paintIcon(*painter, arrow, QRectF(x, rect.center().y() - 6, 12, 12), theme.text2);
    }
    drawLine(*painter, {content, cellAlignment(kind)}, text, style);
    painter->restore();
}

TableView::TableView(QWidget* parent)
    : QTableView(parent), m_header(new TableHeader(this)), m_delegate(new CellDelegate(this)) {
    setUpView(*this);
    setHorizontalHeader(m_header);
    setItemDelegate(m_delegate);
    setShowGrid(false);
    setCornerButtonEnabled(false);
    setTabKeyNavigation(false);
    setWordWrap(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    setRowHeight(m_delegate->rowHeight());
    connect(this, &QAbstractItemView::clicked, this, [this](const QModelIndex& index) {
        if (m_delegate->kind(index) == CellKind::FileLine) Q_EMIT fileLineActivated(index);
    });
}

void TableView::setColumns(const std::vector<TableColumn>& columns) {
    m_columns = columns;
    applyColumns();
}

void TableView::setRowHeight(int px) {
    m_delegate->setRowHeight(px);
    verticalHeader()->setMinimumSectionSize(px);
    verticalHeader()->setDefaultSectionSize(px);
}

void TableView::setCellDelegate(CellDelegate* delegate) {
    const int height = m_delegate->rowHeight();
    delegate->setParent(this);
    setItemDelegate(delegate);
    delete m_delegate;
    m_delegate = delegate;
    setRowHeight(height);
    applyColumns();
}

void TableView::setModel(QAbstractItemModel* model) {
    QTableView::setModel(model);
    applyColumns();
}

void TableView::setShown(int column, bool isShown) {
    setColumnHidden(column, !isShown);
    m_header->stretch();
}

void TableView::applyColumns() {
    applyWidths(*m_header, m_columns);
    applyKinds(*m_delegate, m_columns);
}

void TableView::mouseMoveEvent(QMouseEvent* event) {
    QTableView::mouseMoveEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    const bool isLink = index.isValid() && m_delegate->kind(index) == CellKind::FileLine &&
                        !index.data(Qt::DisplayRole).toString().isEmpty();
    viewport()->setCursor(isLink ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void TableView::keyPressEvent(QKeyEvent* event) {
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && currentIndex().isValid() && event->modifiers() == Qt::NoModifier) {
        for (int column = 0; column < model()->columnCount(); ++column) {
            const QModelIndex index = model()->index(currentIndex().row(), column, currentIndex().parent());
            if (m_delegate->kind(index) != CellKind::FileLine) continue;
            Q_EMIT fileLineActivated(index);
            return;
        }
    }
    QTableView::keyPressEvent(event);
}

/// The base class makes the first cell current without selecting its row, and so changes what other views show.
void TableView::focusInEvent(QFocusEvent* event) {
    if (currentIndex().isValid())
        QTableView::focusInEvent(event);
    else
        viewport()->update();
}

void TableView::paintEvent(QPaintEvent* event) {
    QTableView::paintEvent(event);
    if (!hasFocus() || currentIndex().isValid() || model() == nullptr || model()->rowCount() == 0) return;
    QPainter painter(viewport());
    painter.setPen(QPen(currentTheme().accent, 2));
    painter.drawRect(viewport()->rect().adjusted(1, 1, -1, -1));
}

void TableView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTableView::currentChanged(current, previous);
    if (current.row() != previous.row()) Q_EMIT currentRowChanged(current.isValid() ? current.row() : -1);
}

TreeView::TreeView(QWidget* parent)
    : QTreeView(parent), m_header(new TableHeader(this)), m_delegate(new CellDelegate(this)) {
    setUpView(*this);
    setHeader(m_header);
    setItemDelegate(m_delegate);
    setUniformRowHeights(true);
    setIndentation(20);
    setAllColumnsShowFocus(true);
    connect(this, &QAbstractItemView::clicked, this, [this](const QModelIndex& index) {
        if (m_delegate->kind(index) == CellKind::FileLine) Q_EMIT fileLineActivated(index);
    });
}

void TreeView::setColumns(const std::vector<TableColumn>& columns) {
    m_columns = columns;
    applyColumns();
}

void TreeView::setCellDelegate(CellDelegate* delegate) {
    delegate->setParent(this);
    setItemDelegate(delegate);
    delete m_delegate;
    m_delegate = delegate;
    applyColumns();
}

void TreeView::setModel(QAbstractItemModel* model) {
    QTreeView::setModel(model);
    applyColumns();
}

void TreeView::applyColumns() {
    applyWidths(*m_header, m_columns);
    applyKinds(*m_delegate, m_columns);
}

void TreeView::drawRow(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Theme& theme = currentTheme();
    const bool isSelected = selectionModel() != nullptr && selectionModel()->isSelected(index);
    painter->fillRect(option.rect, isSelected ? theme.accentTint : theme.surface);
    QTreeView::drawRow(painter, option, index);
    painter->fillRect(QRect(0, option.rect.bottom(), viewport()->width(), 1), theme.grid);
    if (isSelected) painter->fillRect(QRect(0, option.rect.top(), 3, option.rect.height()), theme.accent);
}

void TreeView::drawBranches(QPainter* painter, const QRect& rect, const QModelIndex& index) const {
    if (!model()->hasChildren(index)) return;
    const QRectF box(rect.right() - 15, rect.center().y() - 7, 16, 16);
    paintIcon(*painter, isExpanded(index) ? Icon::Down : Icon::Right, box, currentTheme().text2);
}

} // namespace portolan

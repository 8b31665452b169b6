#include "ui/draft/address_list.h"

#include "ui/models/words.h"
#include "ui/widgets/layout_parts.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/text.h"

#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace portolan {

AddressModel::AddressModel(std::shared_ptr<const ProposalBasis> basis, const ReviewRow& row, QObject* parent)
    : QAbstractTableModel(parent), m_basis(std::move(basis)), m_outside(row.outside.value_or(Direction::Egress)),
      m_edges(row.edges) {
    std::ranges::stable_sort(m_edges, std::ranges::greater(), [&](std::uint32_t e) {
        return m_basis->edges()[e].edge.passed + m_basis->edges()[e].edge.refused;
    });
}

int AddressModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_edges.size());
}

int AddressModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kColumnCount;
}

QVariant AddressModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= kColumnCount) return {};
    static const std::array<const char*, kColumnCount> kTitles{QT_TR_NOOP("Address"), QT_TR_NOOP("Connections"),
                                                               QT_TR_NOOP("Days seen"), QT_TR_NOOP("First seen"),
                                                               QT_TR_NOOP("Last seen")};
    return tr(kTitles[static_cast<std::size_t>(section)]);
}

QString AddressModel::text(int row, int column) const {
    const ObservedEdge& e = at(row);
    switch (column) {
    case AddressColumn: return toText(displayName(m_basis->cluster(), m_outside == Direction::Ingress ? e.from : e.to));
    case ConnectionsColumn: return groupedNumber(static_cast<long long>(e.passed + e.refused));
    case DaysColumn: return QString::number(e.days);
    case FirstColumn: return shortTimeText(e.firstSeen);
    case LastColumn: return shortTimeText(e.lastSeen);
    default: return {};
    }
}

QVariant AddressModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole: return text(index.row(), index.column());
    case DaysSeenRole: return static_cast<int>(at(index.row()).days);
    case WindowRole: return static_cast<int>(std::max(1U, m_basis->options().windowDays));
    default: return {};
    }
}

AddressList::AddressList(const DraftVersion& version, const ReviewRow& row, QWidget* parent)
    : QDialog(parent), m_table(new TableView) {
    setWindowTitle(tr("Addresses"));
    resize(560, 520);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    const ObservedEdge& first = version.basis->edges()[row.edges.front()].edge;
    auto* title = new TitleRow(HeaderKind::Section, tr("%1 to %2, %3")
                                                        .arg(toText(sourceText(*version.basis, row)),
                                                             toText(destinationText(*version.basis, row)),
                                                             portText(first.protocol, first.port)));
    title->setNote(tr("one decision"));
    title->setContentsMargins(16, 10, 16, 10);
    m_table->setModel(new AddressModel(version.basis, row, this));
    m_table->setColumns({{CellKind::Mono, 160, ColumnSizing::Stretch},
                         {CellKind::Number, 92},
                         {CellKind::DaysSeen, 96},
                         {CellKind::Quiet, 104},
                         {CellKind::Quiet, 104}});
    m_table->setAccessibleName(tr("Addresses that the row stands for"));
    column->addWidget(title);
    column->addWidget(m_table, 1);
}

} // namespace portolan

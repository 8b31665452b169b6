#include "ui/draft/edits_model.h"

#include "ui/models/words.h"
#include "ui/widgets/text.h"

#include <array>

namespace portolan {
namespace {

constexpr std::size_t kMostBreaks = 12; // named in a tooltip

QString capitalised(QString text) {
    if (!text.isEmpty()) text[0] = text[0].toUpper();
    return text;
}

QString number(std::uint64_t n) {
    return groupedNumber(static_cast<long long>(n));
}

} // namespace

EditsModel::EditsModel(QObject* parent) : QAbstractTableModel(parent) {}

void EditsModel::setVersion(std::shared_ptr<const DraftVersion> version) {
    if (m_version == version) return;
    beginResetModel();
    m_version = std::move(version);
    endResetModel();
}

int EditsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !m_version ? 0 : static_cast<int>(m_version->editRows.size());
}

int EditsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kColumnCount;
}

QVariant EditsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= kColumnCount) return {};
    static const std::array<const char*, kColumnCount> kTitles{
        QT_TR_NOOP("Rule"), QT_TR_NOOP("Change"), QT_TR_NOOP("Pairs"), QT_TR_NOOP("Keeps"), QT_TR_NOOP("In the draft")};
    return tr(kTitles[static_cast<std::size_t>(section)]);
}

QString EditsModel::standingText(const DraftEditRow& row) const {
    switch (row.standing) {
    case DraftEditRow::Standing::LeftOut: return tr("left out: %1").arg(toText(row.reason));
    case DraftEditRow::Standing::Waits: return tr("waits: %1").arg(toText(row.reason));
    case DraftEditRow::Standing::Taken: break;
    }
    if (row.result && !row.result->breaks.empty())
        return tr("would break %1").arg(countText(row.result->breaks.size(), tr("observed edge")));
    return tr("proved");
}

QString EditsModel::text(int row, int column) const {
    const DraftEditRow& shown = at(row);
    const bool isTaken = shown.standing == DraftEditRow::Standing::Taken && shown.result;
    switch (column) {
    case RuleColumn:
        return tr("%1 %2 rule %3")
            .arg(toText(shown.edit.rule.policy), directionText(shown.edit.rule.direction))
            .arg(shown.edit.rule.index + 1);
    case ChangeColumn:
        if (shown.edit.change == RuleChange::Tighten) return tr("tighter");
        return isTaken && shown.result->isWholePolicy ? tr("goes with its policy") : tr("goes");
    case PairsColumn:
        return isTaken ? tr("%1 to %2").arg(number(shown.result->pairsBefore), number(shown.result->pairsAfter))
                       : QString();
    case KeepsColumn: return isTaken ? countText(shown.result->connections, tr("connection")) : QString();
    case StandingColumn: return standingText(shown);
    default: return {};
    }
}

QString EditsModel::tip(int row, int column) const {
    const DraftEditRow& shown = at(row);
    QStringList lines{capitalised(text(row, column))};
    if (shown.result) {
        for (const std::string& note : shown.result->notes) lines << toText(note);
        for (std::size_t i = 0; i < std::min(shown.result->breaks.size(), kMostBreaks); ++i) {
            const LedgerEdge& edge = m_version->analysis->ledger->edges()[shown.result->breaks[i]];
            const Cluster& cluster = *m_version->analysis->cluster;
            lines << tr("Would break %1 to %2, %3")
                         .arg(toText(displayName(cluster, edge.from)), toText(displayName(cluster, edge.to)),
                              portText(edge.protocol, edge.port));
        }
    }
    return lines.join(QLatin1Char('\n'));
}

QVariant EditsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    if (role == Qt::DisplayRole) return text(index.row(), index.column());
    if (role == Qt::ToolTipRole) return tip(index.row(), index.column());
    return {};
}

} // namespace portolan

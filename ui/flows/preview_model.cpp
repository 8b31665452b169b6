#include "ui/flows/preview_model.h"

#include "core/flow/time_text.h"
#include "ui/models/words.h"
#include "ui/widgets/severity.h"
#include "ui/widgets/text.h"

#include <QPainter>

#include <utility>

namespace portolan {

namespace {

constexpr double kMarkRoom = 18.0;

/// Why a row of a table is left out; the reasons of other logs have the words of the log reader.
QString reasonText(SkipReason reason) {
    switch (reason) {
    case SkipReason::Malformed: return QObject::tr("a port or count is no number, or fields are too many or too few");
    case SkipReason::NoTransport: return QObject::tr("no TCP, UDP or SCTP, or no port");
    case SkipReason::NoVerdict: return QObject::tr("nobody knows the word of the verdict");
    case SkipReason::NoPolicyReason: return QObject::tr("refused by something that is no policy");
    default: return toText(text(reason));
    }
}

} // namespace

void PreviewModel::setPreview(TablePreview preview) {
    beginResetModel();
    m_preview = std::move(preview);
    endResetModel();
}

int PreviewModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_preview.rows.size());
}

int PreviewModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant PreviewModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
    case TimeColumn: return tr("Time (UTC)");
    case FromColumn: return tr("From");
    case ToColumn: return tr("To");
    case PortColumn: return tr("Port");
    case VerdictColumn: return tr("Verdict");
    case NoteColumn: return tr("Read as");
    default: return {};
    }
}

QVariant PreviewModel::data(const QModelIndex& index, int role) const {
    const auto at = static_cast<std::size_t>(index.row());
    if (!index.isValid() || at >= m_preview.rows.size()) return {};
    const PreviewRow& row = m_preview.rows[at];
    if (role == kMarkedRole) return row.skipped.has_value() || row.isUndirected;
    if (role != Qt::DisplayRole) return {};
    switch (index.column()) {
    case TimeColumn: return row.time == 0 ? tr("none") : toText(rfc3339Text(row.time));
    case FromColumn: return toText(row.from);
    case ToColumn: return toText(row.to);
    case PortColumn: return toText(row.port);
    case VerdictColumn: return toText(row.verdict);
    case NoteColumn: return row.skipped ? tr("left out: %1").arg(reasonText(*row.skipped)) : toText(row.note);
    default: return {};
    }
}

void PreviewCells::paintCell(QPainter& painter, const Cell& cell) const {
    if (!cell.index.data(PreviewModel::kMarkedRole).toBool()) {
        CellDelegate::paintCell(painter, cell);
        return;
    }
    const QString text = cell.index.data(Qt::DisplayRole).toString();
    if (cell.index.column() != PreviewModel::NoteColumn) {
        drawLine(painter, {cell.rect}, text, {uiFont(12), cell.theme.text2});
        return;
    }
    paintSeverity(painter, SeverityLevel::Medium, {cell.rect.left() + 5, cell.rect.center().y()}, cell.theme);
    drawLine(painter, {cell.rect.adjusted(kMarkRoom, 0, 0, 0)}, text,
             {uiFont(12, Weight::Medium), cell.theme.severity(SeverityLevel::Medium).ink});
}

QString summaryText(const TablePreview& preview, std::size_t rows) {
    const bool isCut = preview.rows.size() >= rows;
    const QString all = countText(preview.rows.size(), QObject::tr("row"));
    QString out =
        (isCut ? QObject::tr("%1 of the first %2 read") : QObject::tr("%1 of %2 read")).arg(preview.read).arg(all);
    if (preview.undirected > 0) out += QObject::tr(", %1 of unknown direction").arg(preview.undirected);
    if (preview.leftOut.empty()) return out;
    QStringList reasons;
    std::size_t count = 0;
    for (const auto& [reason, number] : preview.leftOut) {
        reasons << QObject::tr("%1 %2").arg(number).arg(reasonText(reason));
        count += number;
    }
    return out + QObject::tr("; %1 left out: %2").arg(count).arg(reasons.join(QStringLiteral(", ")));
}

} // namespace portolan

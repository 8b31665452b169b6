#include "ui/models/problems_model.h"

#include "ui/models/words.h"
#include "ui/widgets/table_cell.h"

#include <QFileInfo>

namespace portolan {

namespace {

ChipTone toneOf(Diagnostic::Level level) {
    switch (level) {
    case Diagnostic::Level::Error: return ChipTone::High;
    case Diagnostic::Level::Warning: return ChipTone::Medium;
    case Diagnostic::Level::Note: break;
    }
    return ChipTone::Neutral;
}

} // namespace

ProblemsModel::ProblemsModel(QObject* parent)
    : AnalysisTable({tr("Level"), tr("File"), tr("Object"), tr("Problem"), tr("What to do")}, parent) {}

bool ProblemsModel::isManifest(int row) const {
    return static_cast<std::size_t>(row) < analysis()->cluster->diagnostics.size();
}

const Diagnostic& ProblemsModel::diagnostic(int row) const {
    const auto at = static_cast<std::size_t>(row);
    const Diagnostics& manifests = analysis()->cluster->diagnostics;
    return at < manifests.size() ? manifests[at] : analysis()->flows->diagnostics()[at - manifests.size()];
}

int ProblemsModel::count() const {
    const std::size_t logs = analysis()->flows ? analysis()->flows->diagnostics().size() : 0;
    return static_cast<int>(analysis()->cluster->diagnostics.size() + logs);
}

QString ProblemsModel::text(int row, int column) const {
    const Diagnostic& item = diagnostic(row);
    switch (column) {
    case LevelColumn:
        return item.level == Diagnostic::Level::Error     ? tr("Error")
               : item.level == Diagnostic::Level::Warning ? tr("Warning")
                                                          : tr("Note");
    case FileColumn:
        return isManifest(row) ? placeText(*analysis(), diagnostic(row).where)
                               : QFileInfo(toText(analysis()->flows->files().text(diagnostic(row).where))).fileName();
    case ObjectColumn: return toText(item.object);
    case MessageColumn: return toText(item.message);
    case FixColumn: return toText(item.fix);
    default: return {};
    }
}

QVariant ProblemsModel::sortKey(int row, int column) const {
    if (column == LevelColumn) return static_cast<int>(diagnostic(row).level);
    return text(row, column);
}

QVariant ProblemsModel::mark(int row, int column, int role) const {
    if (role == ChipsRole && column == LevelColumn)
        return QVariant::fromValue(Chips{{text(row, column), toneOf(diagnostic(row).level)}});
    return {};
}

std::optional<std::vector<std::string>> ProblemsModel::fields(int row, std::string_view field) const {
    if (field == "file") return std::vector{text(row, FileColumn).toStdString()};
    if (field == "object") return std::vector{diagnostic(row).object};
    return std::nullopt;
}

} // namespace portolan

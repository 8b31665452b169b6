#include "ui/models/findings_model.h"

#include "core/findings/catalogue.h"
#include "ui/models/policy_words.h"
#include "ui/models/words.h"
#include "ui/widgets/table_cell.h"
#include "ui/widgets/text.h"

namespace portolan {

FindingsModel::FindingsModel(QObject* parent)
    : AnalysisTable({tr("Severity"), tr("Rule"), tr("Finding"), tr("Object"), tr("Exposes"), tr("Evidence"), tr("File"),
                     tr("Proof")},
                    parent) {
    setTitleTip(ExposesColumn, tr("Workloads that the finding concerns"));
    setTitleTip(EvidenceColumn, tr("The first of the facts behind the finding; all of them are in the tooltip"));
    setTitleTip(
        ProofColumn,
        tr("structural: follows from the manifests, whatever pods run; snapshot: holds for the pods of this input"));
}

std::array<int, kSeverities.size()> FindingsModel::severityCounts() const {
    std::array<int, kSeverities.size()> counts{};
    if (!analysis()) return counts;
    for (const Finding& finding : analysis()->findings) ++counts[static_cast<std::size_t>(finding.severity)];
    return counts;
}

QString FindingsModel::findingMarkdown(int row) const {
    const Finding& item = finding(row);
    QString out = QStringLiteral("**%1 %2**: %3\n\n")
                      .arg(severityName(severityLevelOf(item.severity)), toText(item.id), toText(item.message));
    out += QStringLiteral("- Object: %1\n").arg(toText(item.object));
    const std::string place = analysis()->cluster->files.line(item.where);
    if (!place.empty()) out += QStringLiteral("- File: `%1`\n").arg(toText(place));
    for (const std::string& line : item.evidence) out += QStringLiteral("- %1\n").arg(toText(line));
    if (!item.fix.empty()) out += QStringLiteral("\nFix:\n\n```yaml\n%1\n```\n").arg(toText(item.fix));
    return out;
}

int FindingsModel::count() const {
    return static_cast<int>(analysis()->findings.size());
}

QString FindingsModel::text(int row, int column) const {
    const Finding& item = finding(row);
    switch (column) {
    case SeverityColumn: return severityName(severityLevelOf(item.severity));
    case RuleColumn: return toText(item.id);
    case TitleColumn: return toText(item.message);
    case ObjectColumn: return toText(item.object);
    case ExposesColumn:
        return item.workloads.empty() ? QString() : groupedNumber(static_cast<long long>(item.workloads.size()));
    case EvidenceColumn: return item.evidence.empty() ? QString() : toText(item.evidence.front());
    case FileColumn: return placeText(*analysis(), item.where);
    case ProofColumn: return toText(name(item.proof));
    default: return {};
    }
}

QVariant FindingsModel::sortKey(int row, int column) const {
    const Finding& item = finding(row);
    if (column == SeverityColumn) return static_cast<int>(item.severity);
    if (column == ExposesColumn) return static_cast<int>(item.workloads.size());
    return text(row, column);
}

QVariant FindingsModel::mark(int row, int column, int role) const {
    const Finding& item = finding(row);
    if (role == SeverityRole && column == SeverityColumn) return static_cast<int>(severityLevelOf(item.severity));
    if (role != Qt::ToolTipRole) return {};
    if (column == RuleColumn) {
        const CatalogueEntry* entry = catalogueEntry(item.id);
        return entry == nullptr ? QVariant()
                                : QVariant(toText(entry->title) + QStringLiteral(": ") + toText(entry->rationale));
    }
    if (column == EvidenceColumn) {
        QStringList lines;
        for (const std::string& line : item.evidence) lines << toText(line);
        return lines.join(QLatin1Char('\n'));
    }
    if (column == ExposesColumn) {
        QStringList names;
        for (const WorkloadId id : item.workloads) {
            if (names.size() == 20) break;
            names << toText(analysis()->cluster->displayName(id));
        }
        return names.join(QLatin1Char('\n'));
    }
    return {};
}

std::optional<std::vector<std::string>> FindingsModel::fields(int row, std::string_view field) const {
    const Finding& item = finding(row);
    if (field == "severity") return std::vector{std::string(name(item.severity))};
    if (field == "rule" || field == "id") return std::vector{item.id};
    if (field == "ns") return std::vector{item.ns};
    if (field == "object") return std::vector{item.object};
    if (field == "file") return std::vector{analysis()->cluster->files.line(item.where)};
    if (field == "proof") return std::vector{std::string(name(item.proof))};
    if (field == "policy")
        return std::vector{item.policy ? policyText(*analysis()->reachability, *item.policy).toStdString()
                                       : std::string()};
    if (field == "workload") {
        std::vector<std::string> names;
        for (const WorkloadId id : item.workloads) names.push_back(analysis()->cluster->displayName(id));
        return names;
    }
    return std::nullopt;
}

} // namespace portolan

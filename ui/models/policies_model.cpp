#include "ui/models/policies_model.h"

#include "core/reach/rule_match.h"
#include "ui/models/policy_words.h"
#include "ui/models/words.h"
#include "ui/widgets/table_cell.h"
#include "ui/widgets/text.h"

#include <algorithm>

namespace portolan {

namespace {

double utilisation(const RuleUsage& usage) {
    return usage.allowedPairs == 0 ? 0 : static_cast<double>(usage.usedPairs) / static_cast<double>(usage.allowedPairs);
}

} // namespace

PoliciesModel::PoliciesModel(QObject* parent)
    : AnalysisTable({tr("Policy"), tr("Namespace"), tr("Tier"), tr("Direction"), tr("Selects"), tr("Action"),
                     tr("Peers"), tr("Ports"), tr("Allowed pairs"), tr("Used pairs"), tr("Utilisation"), tr("Last hit"),
                     tr("File")},
                    parent) {
    setTitleTip(TierColumn, tr("When the policy is asked; a number is its priority, the lowest first. Sorting by it "
                               "gives the order of evaluation"));
    setTitleTip(SelectsColumn, tr("Pods that the policy applies to"));
    setTitleTip(ActionColumn, tr("What happens to traffic that the rule matches; Pass leaves it to the next tier"));
    setTitleTip(PeersColumn, tr("Who the rule lets in, or where it lets pods go"));
    setTitleTip(AllowedColumn, tr("Pairs of workloads that the rule allows; everything outside counts as one"));
    setTitleTip(UsedColumn, tr("Of these, pairs that the log saw"));
    setTitleTip(UtilisationColumn, tr("Used pairs of allowed pairs"));
    setTitleTip(LastHitColumn, tr("When the log last saw traffic that the rule lets through"));
}

void PoliciesModel::rebuild() {
    m_rows.clear();
    if (!analysis()) return;
    const Reachability& reachability = *analysis()->reachability;
    for (const PolicyId policy : inOrderOfEvaluation(reachability))
        for (const Direction direction : kDirections) {
            if (!speaksOf(reachability, policy, direction)) continue;
            const std::size_t rules = ruleCount(reachability, policy, direction);
            if (rules == 0) m_rows.push_back({policy, direction, std::nullopt});
            for (std::uint32_t rule = 0; rule < rules; ++rule) m_rows.push_back({policy, direction, rule});
        }
}

bool PoliciesModel::hasAdminPolicies() const {
    return std::ranges::any_of(m_rows, [](const PolicyRow& row) { return isAdminPolicy(row.policy); });
}

std::optional<RuleRef> PoliciesModel::ruleOf(int row) const {
    const PolicyRow& item = policyRow(row);
    return item.rule ? std::optional(RuleRef{item.policy, item.direction, *item.rule}) : std::nullopt;
}

const RuleUsage* PoliciesModel::usageOf(int row) const {
    const auto rule = ruleOf(row);
    return rule && analysis()->ledger ? analysis()->ledger->usage(*rule) : nullptr;
}

const RuleUsage* PoliciesModel::observedUsageOf(int row) const {
    const RuleUsage* usage = usageOf(row);
    return usage != nullptr && usage->isObservable ? usage : nullptr;
}

SourceRef PoliciesModel::place(int row) const {
    const Reachability& reachability = *analysis()->reachability;
    const auto rule = ruleOf(row);
    return rule ? whereOf(reachability, *rule) : whereOf(reachability, policyRow(row).policy);
}

QString PoliciesModel::text(int row, int column) const {
    const Reachability& reachability = *analysis()->reachability;
    const PolicyId policy = policyRow(row).policy;
    const auto rule = ruleOf(row);
    const RuleUsage* usage = usageOf(row);
    const RuleUsage* observed = observedUsageOf(row);
    switch (column) {
    case PolicyColumn: return policyNameText(reachability, policy);
    case NamespaceColumn: return policyPlaceText(reachability, policy);
    case TierColumn: return tierText(reachability, policy);
    case DirectionColumn: return directionText(policyRow(row).direction);
    case SelectsColumn: return groupedNumber(static_cast<long long>(selectedPods(reachability, policy)));
    case ActionColumn: return rule ? actionText(reachability, *rule) : QString();
    case PeersColumn: return rule ? peersText(reachability, *rule) : tr("nothing");
    case PortsColumn: return rule ? rulePortsText(reachability, *rule) : QString();
    case AllowedColumn:
        return usage == nullptr ? QString() : groupedNumber(static_cast<long long>(usage->allowedPairs));
    case UsedColumn:
        return observed == nullptr ? QString() : groupedNumber(static_cast<long long>(observed->usedPairs));
    case UtilisationColumn:
        return observed == nullptr || observed->allowedPairs == 0 ? QString() : percentText(utilisation(*observed));
    case LastHitColumn:
        if (observed == nullptr) return {};
        return observed->isUsed() ? shortTimeText(observed->lastSeen) : tr("never");
    case FileColumn: return placeText(*analysis(), place(row));
    default: return {};
    }
}

QVariant PoliciesModel::sortKey(int row, int column) const {
    const RuleUsage* usage = usageOf(row);
    const RuleUsage* observed = observedUsageOf(row);
    switch (column) {
    case TierColumn: return row; // the rows are in the order of evaluation
    case SelectsColumn: return static_cast<qulonglong>(selectedPods(*analysis()->reachability, policyRow(row).policy));
    case AllowedColumn: return usage == nullptr ? qlonglong(-1) : static_cast<qlonglong>(usage->allowedPairs);
    case UsedColumn: return observed == nullptr ? qlonglong(-1) : static_cast<qlonglong>(observed->usedPairs);
    case UtilisationColumn: return observed == nullptr ? -1.0 : utilisation(*observed);
    case LastHitColumn: return observed == nullptr ? qlonglong(-1) : static_cast<qlonglong>(observed->lastSeen);
    default: return text(row, column);
    }
}

QVariant PoliciesModel::mark(int row, int column, int role) const {
    const RuleUsage* observed = observedUsageOf(row);
    if (role == ShareRole && column == UtilisationColumn)
        return observed == nullptr || observed->allowedPairs == 0 ? QVariant() : QVariant(utilisation(*observed));
    if (role != Qt::ToolTipRole) return {};
    const Reachability& reachability = *analysis()->reachability;
    const PolicyId policy = policyRow(row).policy;
    if (column == SelectsColumn) return subjectText(reachability, policy);
    if (column == TierColumn)
        return QString(kindText(reachability, policy) + QLatin1Char('\n') + tierSentence(reachability, policy));
    const bool isUse = column == UsedColumn || column == UtilisationColumn || column == LastHitColumn;
    if ((isUse || column == AllowedColumn) && isAdminPolicy(policy))
        return tr("The use of cluster-wide rules is not counted");
    if (column == UtilisationColumn && observed != nullptr)
        return tr("%1 of %2 pairs").arg(text(row, UsedColumn), text(row, AllowedColumn));
    if (const auto rule = ruleOf(row); rule && column == PolicyColumn && !ruleNameText(reachability, *rule).isEmpty())
        return tr("Rule \"%1\"").arg(ruleNameText(reachability, *rule));
    if (isUse && observed == nullptr && policyRow(row).rule)
        return analysis()->flows ? tr("No flow of the log touches this namespace") : tr("Flows are not loaded");
    return {};
}

std::optional<std::vector<std::string>> PoliciesModel::fields(int row, std::string_view field) const {
    const auto cell = [&](Column column) { return std::vector{text(row, column).toStdString()}; };
    const RuleUsage* observed = observedUsageOf(row);
    if (field == "ns") return isAdminPolicy(policyRow(row).policy) ? std::vector<std::string>{} : cell(NamespaceColumn);
    if (field == "kind") return std::vector{kindText(*analysis()->reachability, policyRow(row).policy).toStdString()};
    if (field == "tier") return cell(TierColumn);
    if (field == "action") return cell(ActionColumn);
    if (field == "policy")
        return std::vector{policyText(*analysis()->reachability, policyRow(row).policy).toStdString(),
                           text(row, PolicyColumn).toStdString()};
    if (field == "direction") return cell(DirectionColumn);
    if (field == "file") return cell(FileColumn);
    if (field == "pods")
        return std::vector{std::to_string(selectedPods(*analysis()->reachability, policyRow(row).policy))};
    if (field == "peers") return cell(PeersColumn);
    if (field == "utilisation")
        return observed == nullptr ? std::vector<std::string>{}
                                   : std::vector{std::to_string(utilisation(*observed) * 100)};
    return std::nullopt;
}

} // namespace portolan

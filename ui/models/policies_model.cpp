#include "ui/models/policies_model.h"

#include "ui/models/words.h"
#include "ui/widgets/table_cell.h"
#include "ui/widgets/text.h"

namespace portolan {

namespace {

double utilisation(const RuleUsage& usage) {
    return usage.allowedPairs == 0 ? 0 : static_cast<double>(usage.usedPairs) / static_cast<double>(usage.allowedPairs);
}

} // namespace

PoliciesModel::PoliciesModel(QObject* parent)
    : AnalysisTable({tr("Policy"), tr("Namespace"), tr("Direction"), tr("Selects"), tr("Peers"), tr("Ports"),
                     tr("Allowed pairs"), tr("Used pairs"), tr("Utilisation"), tr("Last hit"), tr("File")},
                    parent) {
    setTitleTip(SelectsColumn, tr("Pods that the policy applies to"));
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
    for (std::uint32_t i = 0; i < reachability.policyCount(); ++i) {
        const NetworkPolicy* policy = reachability.policy(PolicyId(i));
        if (policy == nullptr) continue;
        for (const Direction direction : kDirections) {
            if (!policy->isolates(direction)) continue;
            const std::size_t rules = policy->rules(direction).size();
            if (rules == 0) m_rows.push_back({PolicyId(i), direction, std::nullopt});
            for (std::uint32_t rule = 0; rule < rules; ++rule) m_rows.push_back({PolicyId(i), direction, rule});
        }
    }
}

const NetworkPolicy& PoliciesModel::policyOf(int row) const {
    return *analysis()->reachability->policy(policyRow(row).policy);
}

const PolicyRule* PoliciesModel::ruleOf(int row) const {
    const PolicyRow& item = policyRow(row);
    return item.rule ? &policyOf(row).rules(item.direction)[*item.rule] : nullptr;
}

const RuleUsage* PoliciesModel::usageOf(int row) const {
    const PolicyRow& item = policyRow(row);
    if (!item.rule || !analysis()->ledger) return nullptr;
    return analysis()->ledger->usage({item.policy, item.direction, *item.rule});
}

const RuleUsage* PoliciesModel::observedUsageOf(int row) const {
    const RuleUsage* usage = usageOf(row);
    return usage != nullptr && usage->isObservable ? usage : nullptr;
}

SourceRef PoliciesModel::place(int row) const {
    const PolicyRule* rule = ruleOf(row);
    return rule != nullptr && rule->where.isKnown() ? rule->where : policyOf(row).where;
}

QString PoliciesModel::text(int row, int column) const {
    const Cluster& cluster = *analysis()->cluster;
    const NetworkPolicy& policy = policyOf(row);
    const PolicyRule* rule = ruleOf(row);
    const RuleUsage* usage = usageOf(row);
    const RuleUsage* observed = observedUsageOf(row);
    switch (column) {
    case PolicyColumn: return toText(cluster.text(policy.name));
    case NamespaceColumn: return toText(cluster.text(cluster.namespaces[policy.ns].name));
    case DirectionColumn: return directionText(policyRow(row).direction);
    case SelectsColumn:
        return groupedNumber(static_cast<long long>(selectedPods(*analysis()->reachability, policyRow(row).policy)));
    case PeersColumn: return rule == nullptr ? tr("nothing") : peersText(cluster, *rule);
    case PortsColumn: return rule == nullptr ? QString() : rulePortsText(cluster, *rule);
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
    if (column == SelectsColumn) return subjectText(*analysis()->cluster, policyOf(row));
    const bool isUse = column == UsedColumn || column == UtilisationColumn || column == LastHitColumn;
    if (isUse && observed == nullptr && policyRow(row).rule)
        return analysis()->flows ? tr("No flow of the log touches this namespace") : tr("Flows are not loaded");
    return {};
}

std::optional<std::vector<std::string>> PoliciesModel::fields(int row, std::string_view field) const {
    const auto cell = [&](Column column) { return std::vector{text(row, column).toStdString()}; };
    const RuleUsage* observed = observedUsageOf(row);
    if (field == "ns") return cell(NamespaceColumn);
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

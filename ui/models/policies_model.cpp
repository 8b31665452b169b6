#include "ui/models/policies_model.h"

#include "core/ledger/observability.h"
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
    setTitleTip(AllowedColumn, tr("Pairs of workloads that the rule names; everything outside counts as one"));
    setTitleTip(UsedColumn, tr("Of these, pairs that the log saw"));
    setTitleTip(UtilisationColumn, tr("Used pairs of allowed pairs; hatched where the log cannot tell"));
    setTitleTip(LastHitColumn, tr("When the log last saw traffic that the rule decides"));
}

void PoliciesModel::rebuild() {
    m_rows.clear();
    m_sortTexts.clear();
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

std::optional<UsageState> PoliciesModel::stateOf(int row) const {
    const RuleUsage* usage = usageOf(row);
    return usage != nullptr && analysis()->flows ? std::optional(usage->state()) : std::nullopt;
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
    case UtilisationColumn: {
        const QVariant share = mark(row, column, ShareRole);
        return share.isValid() ? percentText(share.toDouble()) : QString();
    }
    case LastHitColumn: {
        const auto state = stateOf(row);
        if (!state) return {};
        if (*state == UsageState::NotObservable) return tr("not observable");
        return *state == UsageState::Used ? shortTimeText(usage->lastSeen) : tr("never");
    }
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
    case AllowedColumn: return usage == nullptr ? QVariant() : static_cast<qlonglong>(usage->allowedPairs);
    case UsedColumn: return observed == nullptr ? QVariant() : static_cast<qlonglong>(observed->usedPairs);
    case UtilisationColumn: return mark(row, column, ShareRole);
    case LastHitColumn:
        return stateOf(row).value_or(UsageState::NotObservable) == UsageState::NotObservable
                   ? QVariant()
                   : static_cast<qlonglong>(observed->lastSeen);
    default: {
        std::vector<QString>& texts = m_sortTexts[column];
        if (texts.empty())
            for (int i = 0; i < count(); ++i) texts.push_back(text(i, column));
        return texts[static_cast<std::size_t>(row)];
    }
    }
}

QVariant PoliciesModel::mark(int row, int column, int role) const {
    if (column == UtilisationColumn && role == UnobservableRole) return stateOf(row) == UsageState::NotObservable;
    if (column == UtilisationColumn && role == ShareRole) {
        const RuleUsage* observed = observedUsageOf(row);
        const bool hasShare = observed != nullptr && observed->allowedPairs != 0 && observed->action == Action::Allow &&
                              observed->state() != UsageState::NotObservable;
        return hasShare ? QVariant(utilisation(*observed)) : QVariant();
    }
    if (role != Qt::ToolTipRole) return {};
    const Reachability& reachability = *analysis()->reachability;
    const PolicyId policy = policyRow(row).policy;
    if (column == SelectsColumn) return subjectText(reachability, policy);
    if (column == TierColumn)
        return QString(kindText(reachability, policy) + QLatin1Char('\n') + tierSentence(reachability, policy));
    if (column == UsedColumn || column == UtilisationColumn || column == LastHitColumn) return useTip(row, column);
    if (const auto rule = ruleOf(row); rule && column == PolicyColumn && !ruleNameText(reachability, *rule).isEmpty())
        return tr("Rule \"%1\"").arg(ruleNameText(reachability, *rule));
    return {};
}

QString PoliciesModel::useTip(int row, int column) const {
    const RuleUsage* usage = usageOf(row);
    if (usage == nullptr) return {};
    if (!analysis()->flows) return tr("Flows are not loaded");
    if (usage->state() == UsageState::NotObservable)
        return tr("Not observable: %1").arg(toText(reasonText(*analysis()->ledger, *usage)));
    return column == UtilisationColumn && usage->action == Action::Allow
               ? tr("%1 of %2 pairs").arg(text(row, UsedColumn), text(row, AllowedColumn))
               : QString();
}

std::optional<std::vector<std::string>> PoliciesModel::fields(int row, std::string_view field) const {
    const auto cell = [&](Column column) { return std::vector{text(row, column).toStdString()}; };
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
    if (field == "state") {
        const auto state = stateOf(row);
        return state ? std::vector{std::string(name(*state))} : std::vector<std::string>{};
    }
    if (field == "utilisation") {
        const QVariant share = mark(row, UtilisationColumn, ShareRole);
        return share.isValid() ? std::vector{std::to_string(share.toDouble() * 100)} : std::vector<std::string>{};
    }
    return std::nullopt;
}

} // namespace portolan
